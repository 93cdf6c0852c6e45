// SPDX-License-Identifier: Apache-2.0
// Addresses: the name that a socket has, and its partner's.
// Not modelled: IPv4 addresses in IPv6 ones; ports that both families share; a port that a
// connected stream has had, which Linux keeps for a while (streams whose port BIND has named are
// not connected); CONNECT of a stream that has a partner, which is in the protocol `lfp`.
#pragma once

#include "model/lfp/calls/request.hpp"

namespace pathproof::lfp::values {

template <class D>
struct Addresses {
  using R = Requests<D>;
  using W = Words<D>;
  using S = State<D>;
  using Bool = typename D::Bool;

  template <class Rule>
  static void rules(const S& s, Rule& rule) {
    if (s.scope->addresses || s.scope->partners) {
      W::each_descriptor(s, [&](unsigned k, bool is_socket) {
        question(s, rule, "instance.getsockname", Show::getsockname, Call::getsockname, k);
        binds(s, rule, k, is_socket);
      });
    }
    if (s.scope->partners || s.scope->listens) {
      W::each_descriptor(s, [&](unsigned k, bool is_socket) {
        question(s, rule, "instance.getpeername", Show::getpeername, Call::getpeername, k);
        if (s.scope->partners) {
          connects(s, rule, k, is_socket);
        }
      });
    }
  }

  template <class Each>
  static void each_way(const S& s, Each each) {
    if (s.scope->addresses || s.scope->partners) {
      each_way_of_names(s, each);
    }
    if (s.scope->partners) {
      each_way_of_connect(s, each);
    }
    if (s.scope->partners || s.scope->listens) {
      each_way_of_partners(s, each);
    }
  }

  // Two sockets cannot both have the port on hosts of which one is a part of the other.
  static Bool collide(const Socket<D>& one, const Socket<D>& other) {
    const Bool own = one.port == Port::one || one.port == Port::two;
    const Bool alike = one.family == other.family && one.type == other.type;
    const Bool overlap =
        one.host == other.host || one.host == Host::wildcard || other.host == Host::wildcard;
    return one.open && other.open && alike && own && one.port == other.port && overlap;
  }

  static Bool fresh(const Socket<D>& one) { return one.port == Port::none; }

private:
  static Bool stream(const Socket<D>& one) { return one.type == Type::stream; }

  template <class Rule>
  static void
  question(const S& s, Rule& rule, std::string_view id, Show kind, Call call, unsigned k) {
    rule({id, kind, {&req::lfp_095}, Duty::may}, all(W::idle(s)), [&, call, k](S& n) {
      n.asked.call = call;
      n.asked.socket = k;
      return D::shows(k);
    });
  }

  // Calls `each` with both families, and whether the address is then of the socket's own.
  template <class Each>
  static void each_family(const S& s, unsigned k, bool is_socket, Each each) {
    for (const Family family : {Family::inet, Family::inet6}) {
      each(family,
           is_socket ? s.socket[k].family == family : Bool(family == Family::inet),
           is_socket ? Bool(s.socket[k].open) : Bool(false));
    }
  }

  template <class Rule>
  static void binds(const S& s, Rule& rule, unsigned k, bool is_socket) {
    each_family(s, k, is_socket, [&](Family family, Bool own, Bool open) {
      for (const Host host : {Host::wildcard, Host::loopback, Host::elsewhere}) {
        for (const Port port : {Port::none, Port::one, Port::two}) {
          const bool simple = host == Host::loopback && port == Port::none;
          if (!is_socket && !simple) {
            continue;
          }
          if ((host == Host::elsewhere && port != Port::none) ||
              static_cast<unsigned>(port) > s.scope->ports) {
            continue;
          }
          // One thing is wrong at a time.
          const Bool new_one = is_socket ? open && fresh(s.socket[k]) : Bool(false);
          const Bool right = host == Host::elsewhere ? own && new_one : own;
          const Bool tried = simple ? right || new_one : right;
          rule({"instance.bind", Show::bind, {&req::lfp_095, &req::lfp_083}, Duty::may},
               all(W::idle(s), tried),
               [&, k, family, host, port](S& n) {
                 n.asked.call = Call::bind;
                 n.asked.socket = k;
                 n.asked.family = family;
                 n.asked.host = host;
                 n.asked.port = port;
                 return D::shows(k,
                                 static_cast<unsigned>(family),
                                 static_cast<unsigned>(host),
                                 static_cast<unsigned>(port));
               });
        }
      }
    });
  }

  template <class Rule>
  static void connects(const S& s, Rule& rule, unsigned k, bool is_socket) {
    each_family(s, k, is_socket, [&](Family family, Bool own, Bool open) {
      for (const Port partner : {Port::partner_one, Port::partner_two}) {
        Bool tried = !open && own && Bool(partner == Port::partner_one);
        if (is_socket) {
          const Socket<D>& one = s.socket[k];
          const Bool can = stream(one) && one.partner == Port::none && !one.listening &&
                           (fresh(one) || one.port == Port::chosen);
          tried = tried || (open && (can || (!stream(one) && own)));
        }
        rule({"instance.connect", Show::connect, {&req::lfp_095, &req::lfp_083}, Duty::may},
             all(W::idle(s), tried),
             [&, k, family, partner](S& n) {
               n.asked.call = Call::connect;
               n.asked.socket = k;
               n.asked.family = family;
               n.asked.host = Host::loopback;
               n.asked.port = partner;
               return D::shows(k, static_cast<unsigned>(family), static_cast<unsigned>(partner));
             });
      }
    });
  }

  // Another socket has the address that BIND names.
  static Bool taken(const S& s) {
    Socket<D> wanted = W::named(s);
    wanted.host = s.asked.host;
    wanted.port = s.asked.port;
    Bool found = false;
    for (unsigned k = 0; k < s.scope->sockets; ++k) {
      found = found || (!W::about(s, k) && collide(wanted, s.socket[k]) &&
                        !(wanted.reuseaddr && s.socket[k].reuseaddr));
    }
    return found;
  }

  template <class Each>
  static void each_way_of_names(const S& s, Each each) {
    const auto& asked = s.asked;
    const Socket<D> one = W::named(s);
    const Bool own = one.family == asked.family;
    const Bool sound = one.open && own && fresh(one);
    const auto bind = [&](std::string_view id, Citations cites, Bool applies, Error error) {
      each(Way{id, Show::answer, cites}, W::asks(s, Call::bind), applies, [&, error](S&) {
        return R::shows(s, error);
      });
    };
    each(Way{"answer.bind", Show::answer, {&req::lfp_002, &req::lfp_095, &req::lfpo_018}},
         W::asks(s, Call::bind),
         sound && asked.host != Host::elsewhere && !taken(s),
         [&](S& n) {
           using Number = decltype(asked.port);
           W::change(n, s, [&](Socket<D>& next) {
             next.host = asked.host;
             next.port = select(asked.port == Port::none, Number(Port::chosen), asked.port);
           });
           return R::shows(s, Error::none);
         });
    const Citations wrong{&req::lfpo_018, &req::lfp_140};
    bind("answer.bind.again",
         {&req::lfpo_015, &req::lfp_140},
         one.open && own && !fresh(one),
         Error::invalid);
    if (s.scope->sockets > 1 && s.scope->ports > 0) {
      bind("answer.bind.taken", wrong, sound && taken(s), Error::in_use);
    }
    bind("answer.bind.elsewhere",
         wrong,
         sound && asked.host == Host::elsewhere,
         Error::not_available);
    const Citations of_family{&req::lfpo_018, &req::lfp_083, &req::lfp_140};
    bind("answer.bind.family",
         of_family,
         one.open && !own && one.family == Family::inet,
         Error::family);
    bind("answer.bind.family_of_inet6",
         of_family,
         one.open && !own && one.family == Family::inet6,
         Error::invalid);
    each(Way{"answer.getsockname",
             Show::address,
             {&req::lfp_002, &req::lfp_083, &req::lfp_095, &req::lfpo_018}},
         W::asks(s, Call::getsockname),
         one.open,
         [&, one](S&) {
           return D::shows(static_cast<unsigned>(Call::getsockname),
                           asked.socket,
                           one.family,
                           one.host,
                           one.port);
         });
  }

  template <class Each>
  static void each_way_of_connect(const S& s, Each each) {
    const auto& asked = s.asked;
    const Socket<D> one = W::named(s);
    const Bool own = one.family == asked.family;
    each(Way{"answer.connect", Show::answer, {&req::lfp_002, &req::lfp_095, &req::lfpo_020}},
         W::asks(s, Call::connect),
         one.open && own,
         [&](S& n) {
           using Number = decltype(asked.port);
           W::change(n, s, [&](Socket<D>& next) {
             next.host = Host::loopback;
             next.port = select(fresh(next), Number(Port::chosen), next.port);
             next.partner = asked.port;
           });
           return R::shows(s, Error::none);
         });
    const auto wrong = [&](std::string_view id, Family family, Error error) {
      each(Way{id, Show::answer, {&req::lfpo_020, &req::lfp_083, &req::lfp_140}},
           W::asks(s, Call::connect),
           one.open && !own && one.family == family,
           [&, error](S&) { return R::shows(s, error); });
    };
    wrong("answer.connect.family", Family::inet, Error::family);
    wrong("answer.connect.family_of_inet6", Family::inet6, Error::invalid);
  }

  template <class Each>
  static void each_way_of_partners(const S& s, Each each) {
    const auto& asked = s.asked;
    const Socket<D> one = W::named(s);
    const auto peer = W::asks(s, Call::getpeername);
    each(Way{"answer.getpeername",
             Show::address,
             {&req::lfp_002, &req::lfp_083, &req::lfp_095, &req::lfpo_020}},
         peer,
         one.open && one.partner != Port::none,
         [&, one](S&) {
           return D::shows(static_cast<unsigned>(Call::getpeername),
                           asked.socket,
                           one.family,
                           static_cast<unsigned>(Host::loopback),
                           one.partner);
         });
    each(Way{"answer.getpeername.unconnected", Show::answer, {&req::lfpo_015, &req::lfp_140}},
         peer,
         one.open && one.partner == Port::none,
         [&](S&) { return R::shows(s, Error::not_connected); });
  }
};

} // namespace pathproof::lfp::values
