// SPDX-License-Identifier: Apache-2.0
// The values that socket calls carry: the state all rules speak of. One request is outstanding at a
// time; that several tasks call at once, and that calls wait, is of the protocol `lfp`.
#pragma once

#include <array>
#include <bit>
#include <string_view>

#include "model/core/rule.hpp"
#include "model/lfp/calls/labels.hpp"
#include "model/lfp/calls/requirements.hpp"

namespace pathproof::lfp::values {

struct Scope {
  std::string_view name;
  std::string_view summary;
  unsigned sockets = 1;   // 1 or 2
  bool addresses = false; // BIND and GETSOCKNAME
  unsigned ports = 2;     // that BIND names, beside 0
  bool partners = false;  // CONNECT and GETPEERNAME
  bool options = false;   // SETSOCKOPT and GETSOCKOPT of all options; else of SO_REUSEADDR alone
  bool datagrams = false;
  bool listens = false; // LISTEN, ACCEPT and GETPEERNAME
  bool hosts = false;   // GETHOSTBYNAME, GETHOSTNAME, GETHOSTID
};

constexpr std::string_view name_of(Call value) {
  return call_names[static_cast<unsigned>(value)];
}

constexpr std::string_view name_of(Family value) {
  return family_names[static_cast<unsigned>(value)];
}

constexpr std::string_view name_of(Type value) {
  return type_names[static_cast<unsigned>(value)];
}

constexpr std::string_view name_of(Host value) {
  return host_names[static_cast<unsigned>(value)];
}

constexpr std::string_view name_of(Port value) {
  return port_names[static_cast<unsigned>(value)];
}

constexpr std::string_view name_of(Option value) {
  return option_names[static_cast<unsigned>(value)];
}

template <class D>
struct Parameters {
  const Scope* scope = nullptr;

  template <class Self, class Visit>
  static void fields(Self&, Visit&&) {}
};

// What the daemon has to act upon. What a call does not use is as it is here.
template <class D>
struct Asked {
  typename D::template Enum<Call> call = Call::nothing;
  typename D::template Number<2> socket = 0;
  typename D::template Enum<Family> family = Family::inet;
  typename D::template Enum<Type> type = Type::stream;
  typename D::template Enum<Host> host = Host::wildcard;
  typename D::template Enum<Port> port = Port::none; // or whom a datagram is for or from
  typename D::template Enum<Option> option = Option::reuseaddr;
  typename D::template Number<2> value = 0;  // or the name of a host, or the descriptor of ACCEPT
  typename D::template Number<3> octets = 0; // of a datagram
  typename D::template Number<3> then = 0;   // … and of the one behind it
};

template <class D>
struct Socket {
  using Bool = typename D::Bool;

  Bool open = false;
  typename D::template Enum<Family> family = Family::inet;
  typename D::template Enum<Type> type = Type::stream;
  typename D::template Enum<Host> host = Host::wildcard;
  typename D::template Enum<Port> port = Port::none;
  typename D::template Enum<Port> partner = Port::none; // whom CONNECT has named
  Bool listening = false;
  typename D::template Enum<Port> caller = Port::none; // a partner who waits for ACCEPT
  Bool reuseaddr = false;
  Bool keepalive = false;
  Bool nodelay = false;
  Bool v6only = false;
  typename D::template Number<2> linger = 0;

  // The socket `yes`, or the other one.
  friend Socket select(Bool which, const Socket& yes, const Socket& no) {
    return {.open = select(which, yes.open, no.open),
            .family = select(which, yes.family, no.family),
            .type = select(which, yes.type, no.type),
            .host = select(which, yes.host, no.host),
            .port = select(which, yes.port, no.port),
            .partner = select(which, yes.partner, no.partner),
            .listening = select(which, yes.listening, no.listening),
            .caller = select(which, yes.caller, no.caller),
            .reuseaddr = select(which, yes.reuseaddr, no.reuseaddr),
            .keepalive = select(which, yes.keepalive, no.keepalive),
            .nodelay = select(which, yes.nodelay, no.nodelay),
            .v6only = select(which, yes.v6only, no.v6only),
            .linger = select(which, yes.linger, no.linger)};
  }
};

template <class D>
struct State {
  using Bool = typename D::Bool;

  const Scope* scope = nullptr;

  Asked<D> asked;
  std::array<Socket<D>, sockets_max> socket;

  // What is asked is one group of fields: who has answered has forgotten all of it.
  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    const Scope& scope = *self.scope;
    auto& asked = self.asked;
    visit(FieldName{"asked", 0}, asked.call);
    if (scope.sockets > 0) {
      visit(FieldName{"asked", 1}, asked.socket);
      visit(FieldName{"asked", 2}, asked.family);
      visit(FieldName{"asked", 3}, asked.type);
      visit(FieldName{"asked", 6}, asked.option);
    }
    if (scope.addresses || scope.partners) {
      visit(FieldName{"asked", 4}, asked.host);
      visit(FieldName{"asked", 5}, asked.port);
    }
    visit(FieldName{"asked", 7}, asked.value);
    if (scope.datagrams) {
      visit(FieldName{"asked", 8}, asked.octets);
      visit(FieldName{"asked", 9}, asked.then);
    }
    for (int k = 0; k < static_cast<int>(scope.sockets); ++k) {
      socket_fields(scope, self.socket[static_cast<unsigned>(k)], k, visit);
    }
  }

private:
  template <class One, class Visit>
  static void socket_fields(const Scope& scope, One& socket, int k, Visit&& visit) {
    visit(FieldName{"open", k}, socket.open);
    visit(FieldName{"family", k}, socket.family);
    visit(FieldName{"type", k}, socket.type);
    if (scope.addresses || scope.partners) {
      visit(FieldName{"host", k}, socket.host);
      visit(FieldName{"port", k}, socket.port);
    }
    if (scope.partners || scope.listens) {
      visit(FieldName{"partner", k}, socket.partner);
    }
    if (scope.listens) {
      visit(FieldName{"listening", k}, socket.listening);
      visit(FieldName{"caller", k}, socket.caller);
    }
    visit(FieldName{"reuseaddr", k}, socket.reuseaddr);
    if (scope.options) {
      visit(FieldName{"keepalive", k}, socket.keepalive);
      visit(FieldName{"nodelay", k}, socket.nodelay);
      visit(FieldName{"v6only", k}, socket.v6only);
      visit(FieldName{"linger", k}, socket.linger);
    }
  }
};

} // namespace pathproof::lfp::values
