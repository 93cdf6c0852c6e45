// SPDX-License-Identifier: Apache-2.0
// Sockets that listen, and those that ACCEPT makes of them.
// Not modelled: ACCEPT that waits, and the errors of both calls for streams, which are in `lfp`;
// LISTEN of a socket whose port BIND has named, for Linux keeps that port when a partner has gone.
#pragma once

#include "model/lfp/calls/address.hpp"

namespace pathproof::lfp::values {

template <class D>
struct Listeners {
  using R = Requests<D>;
  using W = Words<D>;
  using S = State<D>;
  using Bool = typename D::Bool;
  using Where = typename D::template Enum<Port>;

  template <class Rule>
  static void rules(const S& s, Rule& rule) {
    if (!s.scope->listens) {
      return;
    }
    W::each_descriptor(s, [&](unsigned k, bool is_socket) {
      const Bool tried = is_socket ? may_listen(s.socket[k]) : Bool(true);
      rule({"instance.listen", Show::listen, {&req::lfp_002}, Duty::may},
           all(W::idle(s), tried),
           [&, k](S& n) {
             n.asked.call = Call::listen;
             n.asked.socket = k;
             return D::shows(k);
           });
    });
    for (unsigned k = 0; k < s.scope->sockets; ++k) {
      const Socket<D>& one = s.socket[k];
      for (const Port partner : {Port::partner_one, Port::partner_two}) {
        rule({"remote.connects", Show::remote_connects, {&req::lfpo_022}, Duty::may},
             all(W::idle(s), one.listening && one.caller == Port::none),
             [&, k, partner](S& n) {
               n.socket[k].caller = partner;
               return D::shows(k, static_cast<unsigned>(partner));
             });
      }
      for (unsigned made = 0; made < s.scope->sockets; ++made) {
        if (made == k) {
          continue;
        }
        rule({"instance.accept", Show::accept, {&req::lfpo_004}, Duty::may},
             all(W::idle(s), one.caller != Port::none && !s.socket[made].open),
             [&, k, made](S& n) {
               n.asked.call = Call::accept;
               n.asked.socket = k;
               n.asked.value = made;
               return D::shows(k, made);
             });
      }
    }
  }

  template <class Each>
  static void each_way(const S& s, Each each) {
    if (!s.scope->listens) {
      return;
    }
    const Socket<D> one = W::named(s);
    const Bool stream = one.type == Type::stream;
    each(Way{"answer.listen", Show::answer, {&req::lfp_002, &req::lfpo_022}},
         W::asks(s, Call::listen),
         one.open && stream,
         [&](S& n) {
           W::change(n, s, [](Socket<D>& next) {
             next.listening = true;
             next.port = select(Addresses<D>::fresh(next), Where(Port::chosen), next.port);
           });
           return R::shows(s, Error::none);
         });
    each(Way{"answer.listen.datagram", Show::answer, {&req::lfpo_022, &req::lfp_140}},
         W::asks(s, Call::listen),
         one.open && !stream,
         [&](S&) { return R::shows(s, Error::not_supported); });
    each(Way{"answer.accept",
             Show::address,
             {&req::lfp_002, &req::lfp_083, &req::lfp_095, &req::lfpo_022}},
         W::asks(s, Call::accept),
         one.open,
         [&, one](S& n) {
           W::change(n, s, [](Socket<D>& next) { next.caller = Port::none; });
           Socket<D> made = one;
           made.host = Host::loopback;
           made.partner = one.caller;
           made.listening = false;
           made.caller = Port::none;
           for (unsigned k = 0; k < s.scope->sockets; ++k) {
             n.socket[k] = select(s.asked.value == k, made, n.socket[k]);
           }
           return D::shows(static_cast<unsigned>(Call::accept),
                           s.asked.socket,
                           one.family,
                           static_cast<unsigned>(Host::loopback),
                           one.caller);
         });
  }

  template <class Check>
  static void invariants(const S& s, Check& holds) {
    if (!s.scope->listens) {
      return;
    }
    for (unsigned k = 0; k < s.scope->sockets; ++k) {
      const Socket<D>& one = s.socket[k];
      holds("who_listens_has_a_name_and_no_partner",
            {&req::lfpo_022},
            implies(one.listening,
                    one.open && one.type == Type::stream && one.port == Port::chosen &&
                        one.partner == Port::none));
    }
    for (unsigned k = 0; k < s.scope->sockets; ++k) {
      const Socket<D>& one = s.socket[k];
      holds("partners_connect_to_who_listens",
            {&req::lfpo_022},
            one.caller == Port::none || (one.listening && is_partner(one.caller)));
    }
    const Socket<D> one = W::named(s);
    Bool is_free = false;
    for (unsigned k = 0; k < s.scope->sockets; ++k) {
      is_free = is_free || (s.asked.value == k && !s.socket[k].open);
    }
    holds("accept_makes_a_socket_of_a_partner_who_waits",
          {&req::lfpo_022, &req::lfpo_004},
          implies(W::asks(s, Call::accept), one.caller != Port::none && is_free));
    holds("who_listens_may",
          {&req::lfpo_022},
          implies(W::asks(s, Call::listen) && one.open, may_listen(one)));
  }

private:
  static Bool is_partner(const Where& port) {
    return port == Port::partner_one || port == Port::partner_two;
  }

  static Bool may_listen(const Socket<D>& one) {
    const Bool has_no_port = Addresses<D>::fresh(one) || one.port == Port::chosen;
    return implies(one.open && one.type == Type::stream,
                   has_no_port && one.partner == Port::none && !one.listening);
  }
};

} // namespace pathproof::lfp::values
