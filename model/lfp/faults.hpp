// SPDX-License-Identifier: Apache-2.0
// Planted faults that no mechanical change of a rule makes: what real implementations get wrong.
// Switched on one at a time, each replaces a rule or is added to the rules.
#pragma once

#include <array>

#include "model/core/machine.hpp"
#include "model/lfp/window.hpp"

namespace pathproof::lfp {

inline constexpr std::array planted_faults{
    PlantedFault{"credits_at_the_threshold_only",
                 "returns no credit when a read finds nothing",
                 by(Role::instance),
                 "read_waits"},
    PlantedFault{"sends_into_the_last_slot",
                 "sends data where only one message more may be sent",
                 by(Role::instance),
                 "instance.data"},
    PlantedFault{"overruns_the_window",
                 "sends a chunk although the window is used up",
                 by(Role::daemon),
                 "daemon.data"},
    PlantedFault{"drops_what_it_received",
                 "passes octets on and forgets that there are more",
                 by(Role::daemon),
                 "passes"},
    PlantedFault{"serves_a_stranger",
                 "answers the hello of an instance with other names",
                 by(Role::daemon),
                 ""},
};

template <class D>
struct Faults {
  using L = Limits<D>;
  using W = Windows<D>;
  using S = State<D>;
  using Count = typename S::Count;

  template <class Rule>
  static void rules(const S& s, const Parameters<D>&, Rule& rule) {
    if (s.scope->refusals) {
      rule({"serves_a_stranger", Show::daemon_hello, {&req::lfp_161}},
           all(s.stage == Stage::asked, s.side[0].names_wrong),
           [&](S& n) {
             n.stage = Stage::open;
             const Side<D>& one = s.side[1];
             return D::shows(false, false, one.mtu, one.limit, one.window, one.point);
           });
    }
    for (unsigned k = 0; k < s.scope->sockets; ++k) {
      const Flow<D>& from = s.flow[k][1];
      rule({"credits_at_the_threshold_only", Show::read_waits, {&req::lfp_166}},
           all(L::up(s), from.reading, from.buffered() == 0, from.ended == End::none),
           [&](S& n) {
             n.flow[k][1].reading = false;
             n.flow[k][1].waits = true;
             return D::shows(k);
           });
      rule({"sends_into_the_last_slot", Show::instance_data, {&req::lfp_163}},
           all(L::up(s), !(s.flow[k][0].given == 0), !(s.flow[k][0].window == 0), L::room(s, 0)),
           [&](S& n) { return chunk(n, s, k, 0); });
      rule({"overruns_the_window", Show::daemon_data, {&req::lfp_164}},
           all(L::up(s), !(from.given == 0), L::room_for_data(s, 1)),
           [&](S& n) { return chunk(n, s, k, 1); });
      const Flow<D>& to = s.flow[k][0];
      rule({"drops_what_it_received", Show::passes, {&req::lfp_175}},
           all(L::up(s), to.reading, !(to.buffered() == 0)),
           [&](S& n) {
             n.flow[k][0].reading = false;
             n.flow[k][0].consumed = to.received;
             n.flow[k][0].passed = to.passed + 1;
             return D::shows(k, 1U);
           });
    }
  }

private:
  // One octet goes out, whether it may or not.
  static auto chunk(S& n, const S& s, unsigned k, unsigned i) {
    const Flow<D>& flow = s.flow[k][i];
    const Count count = L::sends(n, s, i);
    Flow<D>& next = n.flow[k][i];
    next.given = flow.given - 1;
    W::takes(s, next, flow, 1);
    next.sent = flow.sent + 1;
    next.number = flow.number + 1;
    return D::shows(k, 1U, flow.number, count);
  }
};

} // namespace pathproof::lfp
