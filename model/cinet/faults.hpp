// SPDX-License-Identifier: Apache-2.0
// Planted faults that no mechanical change of a rule makes: what real implementations get wrong.
// Switched on one at a time, each replaces a rule or is added to the rules.
#pragma once

#include <array>

#include "model/cinet/state.hpp"
#include "model/core/machine.hpp"

namespace pathproof::cinet {

inline constexpr std::array planted_faults{
    PlantedFault{"continues_after_failure",
                 "asks the remaining providers after one has refused",
                 by(Role::layer),
                 "return.failure"},
    PlantedFault{"success_after_failure",
                 "returns success although a provider has refused",
                 by(Role::layer),
                 "return.failure"},
    PlantedFault{"first_code_for_all",
                 "returns the same code whichever provider refused and why",
                 by(Role::layer),
                 "return.failure"},
    PlantedFault{"stops_after_first_provider",
                 "returns success once the first provider was asked",
                 by(Role::layer)},
    PlantedFault{
        "eio_at_every_stop", "reports EIO to a listener that did not ask for it", by(Role::layer)},
};

template <class D, Scope scope>
struct Faults {
  using S = State<D, scope>;
  using Set = typename D::Set;

  template <class Rule>
  static void rules(const S& s, const Parameters<D>&, Rule& rule) {
    const auto done = [&](S& n) {
      n.phase = Phase::idle;
      n.call = Call::none;
      n.remaining = Set();
      n.visited = Set();
      n.asked = Set();
      n.code = 0;
    };
    rule.pick({"continues_after_failure", Kind::upcall_attach, {&req::cinet_102}},
              all(s.phase == Phase::failed, s.call == Call::attach),
              s.remaining,
              [&](S& n, Set tp) {
                n.phase = Phase::asked;
                n.asked = tp;
                n.remaining = s.remaining - tp;
                return D::shows(tp, s.socket, s.object);
              });
    rule({"success_after_failure", Kind::return_success, {&req::cinet_103}},
         all(s.phase == Phase::failed),
         [&](S& n) {
           done(n);
           return D::shows();
         });
    rule({"first_code_for_all", Kind::return_failure, {&req::cinet_103}},
         all(s.phase == Phase::failed),
         [&](S& n) {
           done(n);
           return D::shows(static_cast<unsigned>(Code::first));
         });
    rule({"stops_after_first_provider", Kind::return_success, {&req::cinet_100}},
         all(s.phase == Phase::calling, !s.visited.empty()),
         [&](S& n) {
           done(n);
           return D::shows();
         });
    rule({"eio_at_every_stop", Kind::return_failure, {&req::cinet_084}},
         all(s.phase == Phase::waiting, !(s.up == s.sockets[0].instances)),
         [&](S& n) {
           done(n);
           return D::shows(static_cast<unsigned>(Code::eio));
         });
  }
};

} // namespace pathproof::cinet
