// SPDX-License-Identifier: Apache-2.0
// The values that socket calls carry, as a whole: the rule files together, and the scopes.
#pragma once

#include "model/lfp/calls/address.hpp"
#include "model/lfp/calls/datagram.hpp"
#include "model/lfp/calls/faults.hpp"
#include "model/lfp/calls/host.hpp"
#include "model/lfp/calls/listener.hpp"
#include "model/lfp/calls/option.hpp"
#include "model/lfp/calls/request.hpp"

namespace pathproof::lfp::values {

// The whole first.
inline constexpr std::array scopes{
    Scope{.name = "lfp/calls",
          .summary = "values that socket calls carry; what daemons of LFP are judged by",
          .sockets = 2,
          .addresses = true,
          .partners = true,
          .options = true,
          .datagrams = true,
          .listens = true,
          .hosts = true},
    Scope{.name = "lfp/calls/address",
          .summary = "names of two sockets: SOCKET, BIND, GETSOCKNAME, CLOSE, and SO_REUSEADDR",
          .sockets = 2,
          .addresses = true},
    Scope{.name = "lfp/calls/partner",
          .summary = "partners of a socket: CONNECT and GETPEERNAME",
          .partners = true},
    Scope{.name = "lfp/calls/option",
          .summary = "options of a socket: SETSOCKOPT and GETSOCKOPT",
          .addresses = true,
          .options = true},
    Scope{.name = "lfp/calls/datagram",
          .summary = "datagrams of a socket in both directions",
          .partners = true,
          .datagrams = true},
    Scope{.name = "lfp/calls/listener",
          .summary = "sockets that listen, and partners who connect: LISTEN, ACCEPT, GETPEERNAME",
          .sockets = 2,
          .addresses = true,
          .ports = 0,
          .listens = true},
    Scope{.name = "lfp/calls/host",
          .summary = "names and addresses of hosts: GETHOSTBYNAME, GETHOSTNAME, GETHOSTID",
          .sockets = 0,
          .hosts = true},
};

// One text for all scopes, and one that is compiled.
struct Calls {
  static constexpr auto& scopes = values::scopes;
  static constexpr auto roles = role_names;
  // Whoever calls may call what it likes; what an instance does with answers is in `lfp`.
  static constexpr std::array<std::string_view, 2> free_roles{"instance", "remote"};
  static constexpr auto kinds = label_kinds;
  static constexpr auto requirements = values::requirements;
  static constexpr auto planted = planted_faults;

  template <class D>
  using State = values::State<D>;
  template <class D>
  using Parameters = values::Parameters<D>;

  // There is a path, and nobody has called.
  template <class D>
  static State<D> initial(const Parameters<D>& p) {
    State<D> first{};
    first.scope = p.scope;
    return first;
  }

  template <class D, class Rule>
  static void rules(const State<D>& s, const Parameters<D>&, Rule& rule) {
    if (s.scope->sockets > 0) {
      Requests<D>::rules(s, rule);
      Addresses<D>::rules(s, rule);
      Options<D>::rules(s, rule);
      Listeners<D>::rules(s, rule);
    }
    Datagrams<D>::rules(s, rule);
    Hosts<D>::rules(s, rule);
    each_way<D>(
        s, [&](const Way& way, typename D::Bool asked, typename D::Bool applies, auto effect) {
          rule({way.id, way.kind, way.cites},
               all(cited({&req::lfp_169, &req::lfpo_007}, asked), cited(way.cites, applies)),
               [&](State<D>& n) {
                 n.asked = {};
                 return effect(n);
               });
        });
  }

  template <class D, class Rule>
  static void faults(const State<D>& s, const Parameters<D>&, Rule& rule) {
    Faults<D>::rules(s, rule);
  }

  template <class D, class Check>
  static void invariants(const State<D>& s, const Parameters<D>&, Check& holds) {
    using Bool = typename D::Bool;
    const auto& asked = s.asked;
    const auto asks = [&](Call call) { return Words<D>::asks(s, call); };
    of_sockets<D>(s, holds);
    const Socket<D> named = Words<D>::named(s);
    holds(
        "a_descriptor_is_chosen_once", {&req::lfpo_004}, implies(asks(Call::socket), !named.open));
    holds("who_shares_a_name_says_so_before",
          {&req::lfpo_018},
          implies(asks(Call::setsockopt) && asked.option == Option::reuseaddr,
                  Addresses<D>::fresh(named)));
    if (s.scope->datagrams) {
      holds("datagrams_are_of_datagram_sockets",
            {&req::lfpo_008},
            implies(asks(Call::sendto) || asks(Call::arrives),
                    named.open && named.type == Type::datagram));
    }
    holds("an_address_is_one_that_the_call_may_name",
          {&req::lfpo_018, &req::lfpo_020},
          implies(asks(Call::bind), !is_partner(asked.port) && asked.port != Port::chosen) &&
              implies(asks(Call::connect), asked.host == Host::loopback && is_partner(asked.port)));
    for (unsigned k = 1; k < s.scope->sockets; ++k) {
      const Socket<D>& one = s.socket[k - 1];
      const Socket<D>& other = s.socket[k];
      holds("a_name_is_shared_only_by_who_lets_it",
            {&req::lfpo_018, &req::lfp_095},
            implies(Addresses<D>::collide(one, other), one.reuseaddr && other.reuseaddr));
    }
    Listeners<D>::invariants(s, holds);
    Bool can = false;
    Bool two_can = false;
    each_way<D>(s, [&](const Way&, Bool called, Bool applies, auto) {
      two_can = two_can || (can && called && applies);
      can = can || (called && applies);
    });
    const Bool of_hosts =
        asks(Call::gethostbyname) || asks(Call::gethostname) || asks(Call::gethostid);
    const Bool of_datagrams = asks(Call::sendto) || asks(Call::arrives);
    const Bool of_socket = !asks(Call::nothing) && !of_hosts && !of_datagrams;
    holds("each_request_about_a_socket_has_one_answer",
          {&req::lfp_169, &req::lfpo_007},
          can == of_socket && !two_can);
  }

private:
  // Calls each(way, asked, applies, effect) for every way in which a request about a socket ends.
  template <class D, class Each>
  static void each_way(const State<D>& s, Each each) {
    if (s.scope->sockets > 0) {
      Requests<D>::each_way(s, each);
      Addresses<D>::each_way(s, each);
      Options<D>::each_way(s, each);
      Listeners<D>::each_way(s, each);
    }
  }

  template <class Where>
  static auto is_partner(const Where& port) {
    return port == Port::partner_one || port == Port::partner_two;
  }

  template <class D, class Check>
  static void of_sockets(const State<D>& s, Check& holds) {
    const auto each = [&](std::string_view id, Citations cites, auto statement) {
      for (unsigned k = 0; k < s.scope->sockets; ++k) {
        holds(id, cites, statement(s.socket[k]));
      }
    };
    each("what_is_closed_is_forgotten", {&req::lfpo_004}, [](const Socket<D>& one) {
      return implies(!one.open,
                     one.family == Family::inet && one.type == Type::stream &&
                         one.port == Port::none && !one.reuseaddr && !one.keepalive &&
                         one.linger == 0U);
    });
    each("a_socket_is_of_a_family_and_a_type",
         {&req::lfpo_017, &req::lfp_083},
         [](const Socket<D>& one) {
           return one.family != Family::another && one.type != Type::another;
         });
    each("a_name_has_a_port", {&req::lfpo_018}, [](const Socket<D>& one) {
      return implies(one.port == Port::none, one.host == Host::wildcard) &&
             one.host != Host::elsewhere && !is_partner(one.port);
    });
    if (s.scope->partners || s.scope->listens) {
      each("who_has_a_partner_has_a_name", {&req::lfpo_020}, [](const Socket<D>& one) {
        const auto none = one.partner == Port::none;
        return none ||
               (is_partner(one.partner) && one.port != Port::none && one.host == Host::loopback);
      });
    }
    if (s.scope->options) {
      each("options_are_those_of_the_protocols_of_a_socket",
           {&req::lfpo_019, &req::lfp_094},
           [](const Socket<D>& one) {
             return implies(one.nodelay, one.open && one.type == Type::stream) &&
                    implies(one.v6only, one.open && one.family == Family::inet6);
           });
    }
  }
};

} // namespace pathproof::lfp::values
