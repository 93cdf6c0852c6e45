// SPDX-License-Identifier: Apache-2.0
// Planted faults that no mechanical change of a rule makes: what real implementations get wrong.
// Switched on one at a time, each replaces a rule or is added to the rules.
#pragma once

#include <array>

#include "model/cinet/ioctl.hpp"
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
    const auto goes_on = [&](Kind kind, Call call, bool names_object) {
      rule.pick({"continues_after_failure", kind, {&req::cinet_102}},
                all(s.phase == Phase::failed, s.call == call),
                s.remaining,
                [&](S& n, Set tp) {
                  Ioctl<D, scope>::asked(n, s, tp);
                  return names_object ? D::shows(tp, s.socket, s.object) : D::shows(tp, s.socket);
                });
    };
    goes_on(Kind::upcall_ioctl, Call::ioctl, false);
    goes_on(Kind::upcall_attach, Call::attach, true);
    goes_on(Kind::upcall_detach, Call::detach, true);
    rule({"continues_after_failure", Kind::return_failure, {&req::cinet_102}},
         all(s.phase == Phase::failed, s.remaining.empty()),
         [&](S& n) {
           Ioctl<D, scope>::refused(n, s);
           finish(n);
           return D::shows(s.code);
         });
    rule({"success_after_failure", Kind::return_success, {&req::cinet_103}},
         all(s.phase == Phase::failed),
         [&](S& n) {
           finish(n);
           return D::shows();
         });
    rule({"first_code_for_all", Kind::return_failure, {&req::cinet_103}},
         all(s.phase == Phase::failed),
         [&](S& n) {
           Ioctl<D, scope>::refused(n, s);
           finish(n);
           return D::shows(static_cast<unsigned>(Code::first));
         });
    rule({"stops_after_first_provider", Kind::return_success, {&req::cinet_100}},
         all(s.phase == Phase::calling, !s.visited.empty()),
         [&](S& n) {
           finish(n);
           return D::shows();
         });
    rule({"eio_at_every_stop", Kind::return_failure, {&req::cinet_084}},
         all(s.phase == Phase::waiting, !(s.up == s.sockets[0].instances)),
         [&](S& n) {
           finish(n);
           return D::shows(static_cast<unsigned>(Code::eio));
         });
  }
};

} // namespace pathproof::cinet
