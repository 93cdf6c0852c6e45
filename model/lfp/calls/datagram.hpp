// SPDX-License-Identifier: Apache-2.0
// Datagrams in both directions: their boundaries, and whose they are.
// Not modelled: datagrams that get lost; one that is larger than the window.
#pragma once

#include "model/lfp/calls/address.hpp"

namespace pathproof::lfp::values {

template <class D>
struct Datagrams {
  using W = Words<D>;
  using S = State<D>;
  using Bool = typename D::Bool;
  using Size = typename D::template Number<3>;

  template <class Rule>
  static void rules(const S& s, Rule& rule) {
    if (!s.scope->datagrams) {
      return;
    }
    for (unsigned k = 0; k < s.scope->sockets; ++k) {
      for (unsigned octets = 0; octets < sizes; ++octets) {
        for (const Port partner : {Port::none, Port::partner_one, Port::partner_two}) {
          sends(s, rule, k, partner, octets);
        }
      }
    }
    passes(s, rule);
  }

  // One datagram is passed on; there may be another one behind it.
  static void goes_on(S& n, const S& s) {
    const Bool last = s.asked.then == no_datagram;
    const Asked<D> none;
    n.asked.call = select(last, none.call, s.asked.call);
    n.asked.socket = select(last, none.socket, s.asked.socket);
    n.asked.port = select(last, none.port, s.asked.port);
    n.asked.octets = select(last, none.octets, s.asked.then);
    n.asked.then = select(last, none.then, no_datagram);
  }

private:
  static Bool takes(const Socket<D>& one) { return one.open && one.type == Type::datagram; }

  template <class Rule>
  static void sends(const S& s, Rule& rule, unsigned k, Port partner, unsigned octets) {
    const Socket<D>& one = s.socket[k];
    const auto owes = [&, k, partner, octets](S& n, Call call, Size then) {
      n.asked.call = call;
      n.asked.socket = k;
      n.asked.port = partner;
      n.asked.octets = octets;
      n.asked.then = then;
    };
    const Bool addressed = partner == Port::none ? one.partner != Port::none : Bool(true);
    rule.choose({"instance.sendto", Show::sendto, {&req::lfpo_008, &req::lfpo_006}, Duty::may, 3},
                all(W::idle(s), takes(one) && addressed),
                Size(0),
                Size(no_datagram),
                [&, owes, k, partner, octets](S& n, Size then) {
                  owes(n, Call::sendto, then);
                  return D::shows(k, static_cast<unsigned>(partner), octets, then);
                });
    if (partner == Port::none) {
      return;
    }
    const auto comes = [&](std::string_view id, Bool when, bool is_passed_on) {
      rule.choose({id, Show::remote_sends, {&req::lfpo_008}, Duty::may, 3},
                  all(W::idle(s), takes(one) && alone(s, k), when),
                  Size(0),
                  Size(no_datagram),
                  [&, owes, k, partner, octets, is_passed_on](S& n, Size then) {
                    if (is_passed_on) {
                      owes(n, Call::arrives, then);
                    }
                    return D::shows(k, static_cast<unsigned>(partner), octets, then);
                  });
    };
    const Bool named = !Addresses<D>::fresh(one);
    const Bool wanted = one.partner == Port::none || one.partner == partner;
    comes("remote.sends", named && wanted, true);
    // Linux takes nothing from others than who was named by CONNECT.
    comes("remote.sends.stranger", named && !wanted, false);
  }

  // Nobody else might get what comes for it.
  static Bool alone(const S& s, unsigned k) {
    Bool found = true;
    for (unsigned j = 0; j < s.scope->sockets; ++j) {
      if (j != k) {
        found = found && !Addresses<D>::collide(s.socket[k], s.socket[j]);
      }
    }
    return found;
  }

  template <class Rule>
  static void passes(const S& s, Rule& rule) {
    const auto& asked = s.asked;
    const Socket<D> one = W::named(s);
    using Where = decltype(asked.port);
    rule({"daemon.sends",
          Show::sends,
          {&req::lfpo_006, &req::lfpo_008, &req::lfp_162, &req::lfp_095, &req::lfp_175}},
         all(cited({&req::lfpo_008}, W::asks(s, Call::sendto))),
         [&, one](S& n) {
           const Where own = select(Addresses<D>::fresh(one), Where(Port::chosen), one.port);
           const Where to = select(asked.port == Port::none, one.partner, asked.port);
           W::change(n, s, [&](Socket<D>& next) { next.port = own; });
           goes_on(n, s);
           return D::shows(asked.socket, to, asked.octets, one.family, own);
         });
    rule({"daemon.datagram",
          Show::datagram,
          {&req::lfpo_006, &req::lfpo_008, &req::lfp_162, &req::lfp_083, &req::lfp_175}},
         all(cited({&req::lfpo_008}, W::asks(s, Call::arrives))),
         [&, one](S& n) {
           goes_on(n, s);
           return D::shows(asked.socket, one.family, asked.port, asked.octets);
         });
  }
};

} // namespace pathproof::lfp::values
