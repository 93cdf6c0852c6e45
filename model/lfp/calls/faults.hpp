// SPDX-License-Identifier: Apache-2.0
// Planted faults that no mechanical change of a rule makes: what real daemons get wrong.
#pragma once

#include <array>

#include "model/core/machine.hpp"
#include "model/lfp/calls/datagram.hpp"

namespace pathproof::lfp::values {

inline constexpr std::array planted_faults{
    PlantedFault{"joins_datagrams",
                 "gives two datagrams of one octet as one of two",
                 by(Role::daemon),
                 "daemon.datagram"},
    PlantedFault{"keeps_the_first_partner",
                 "goes on with the first partner when CONNECT names another one",
                 by(Role::daemon),
                 "answer.connect"},
    PlantedFault{"loses_options_at_bind",
                 "makes another Linux socket for BIND, without what was set before",
                 by(Role::daemon),
                 "answer.bind"},
};

template <class D>
struct Faults {
  using R = Requests<D>;
  using W = Words<D>;
  using S = State<D>;
  using Bool = typename D::Bool;
  using Where = typename D::template Enum<Port>;
  using Size = typename D::template Number<3>;

  template <class Rule>
  static void rules(const S& s, Rule& rule) {
    const auto& asked = s.asked;
    const Socket<D> one = W::named(s);
    if (s.scope->datagrams) {
      const Bool joined = asked.octets == 1U && asked.then == 1U;
      rule({"joins_datagrams", Show::datagram, {&req::lfpo_006}},
           all(W::asks(s, Call::arrives)),
           [&, one](S& n) {
             Datagrams<D>::goes_on(n, s);
             n.asked.call =
                 select(joined, typename D::template Enum<Call>(Call::nothing), n.asked.call);
             return D::shows(
                 asked.socket, one.family, asked.port, select(joined, Size(2), asked.octets));
           });
    }
    if (s.scope->partners) {
      rule({"keeps_the_first_partner", Show::answer, {&req::lfpo_020}},
           all(W::asks(s, Call::connect), one.open, one.family == asked.family),
           [&](S& n) {
             n.asked = {};
             W::change(n, s, [&](Socket<D>& next) {
               next.host = Host::loopback;
               next.port = select(next.port == Port::none, Where(Port::chosen), next.port);
               next.partner = select(next.partner == Port::none, asked.port, next.partner);
             });
             return R::shows(s, Error::none);
           });
    }
    if (s.scope->addresses || s.scope->partners) {
      rule({"loses_options_at_bind", Show::answer, {&req::lfp_094}},
           all(W::asks(s, Call::bind),
               one.open && one.family == asked.family && one.port == Port::none,
               asked.host != Host::elsewhere),
           [&](S& n) {
             n.asked = {};
             W::change(n, s, [&](Socket<D>& next) {
               next = {.open = true, .family = next.family, .type = next.type};
               next.host = asked.host;
               next.port = select(asked.port == Port::none, Where(Port::chosen), asked.port);
             });
             return R::shows(s, Error::none);
           });
    }
  }
};

} // namespace pathproof::lfp::values
