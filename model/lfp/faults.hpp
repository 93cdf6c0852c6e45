// SPDX-License-Identifier: Apache-2.0
// Planted faults that no mechanical change of a rule makes: what real implementations get wrong.
// Switched on one at a time, each replaces a rule or is added to the rules.
#pragma once

#include <array>

#include "model/core/machine.hpp"
#include "model/lfp/call_words.hpp"
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
    PlantedFault{
        "answers_twice", "answers a request that it has answered already", by(Role::daemon), ""},
    PlantedFault{"answers_another_number",
                 "gives its response the number of the other task's request",
                 by(Role::daemon),
                 "response.getsockname"},
    PlantedFault{"serves_an_old_descriptor",
                 "makes calls on a descriptor of a path that is gone",
                 by(Role::daemon),
                 "response.unknown"},
    PlantedFault{"closes_under_a_wait",
                 "closes a socket on which another task waits, and never answers that",
                 by(Role::daemon),
                 "response.close"},
    PlantedFault{"replays_a_call",
                 "does not end a call when the path is lost, but sends it again on a new one",
                 by(Role::instance),
                 "called.lost"},
    PlantedFault{"forgets_calls_at_path_loss",
                 "ends the call of one task when the path is lost, and forgets the others",
                 by(Role::instance),
                 "called.lost"},
    PlantedFault{"path_loss_is_success",
                 "ends a call without an error when the path is lost",
                 by(Role::instance),
                 "called.lost"},
};

template <class D>
struct Faults {
  using L = Limits<D>;
  using W = Windows<D>;
  using S = State<D>;
  using Bool = typename D::Bool;
  using Count = typename S::Count;

  template <class Rule>
  static void rules(const S& s, const Parameters<D>&, Rule& rule) {
    for (unsigned t = 0; t < s.scope->tasks; ++t) {
      of_daemon(s, rule, t);
      of_instance(s, rule, t);
    }
    if (s.scope->refusals) {
      rule({"serves_a_stranger", Show::daemon_hello, {&req::lfp_161}},
           all(s.stage == Stage::asked, s.side[0].names_wrong),
           [&](S& n) {
             n.stage = Stage::open;
             const PathSide<D>& one = s.side[1];
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
  template <class Rule>
  static void of_daemon(const S& s, Rule& rule, unsigned t) {
    const Task<D>& one = s.task[t];
    const auto answers = [&](std::string_view id, Phase phase, Bool when, const Task<D>& numbered) {
      rule({id, Show::daemon_response, {&req::lfp_169}},
           all(L::up(s), one.phase == phase, when, L::room(s, 1)),
           [&, t](S& n) {
             const Count count = L::sends(n, s, 1);
             Task<D>& next = n.task[t];
             next.rest();
             next.phase = Phase::answered;
             next.number = one.number;
             next.responses = one.responses + 1;
             next.answered_number = numbered.number;
             return D::shows(t, numbered.number, one.call, one.socket, 0U, count);
           });
    };
    answers("answers_twice", Phase::answered, true, one);
    for (unsigned u = 0; u < s.scope->tasks; ++u) {
      if (u != t) {
        answers("answers_another_number",
                Phase::sent,
                one.is(SocketCall::getsockname) && s.task[u].phase == Phase::sent,
                s.task[u]);
      }
    }
    rule({"closes_under_a_wait", Show::daemon_response, {&req::lfpo_016}},
         all(L::up(s),
             one.phase == Phase::sent,
             one.is(SocketCall::close),
             CallWords<D>::on_open_socket(s, one),
             L::room(s, 1)),
         [&, t](S& n) {
           const Count count = L::sends(n, s, 1);
           for (unsigned k = 0; k < s.scope->descriptors; ++k) {
             using Where = typename D::template Enum<At>;
             n.call_socket[k].at =
                 select(one.socket == descriptor(k), Where(At::free), n.call_socket[k].at);
           }
           n.task[t].rest();
           n.task[t].phase = Phase::answered;
           n.task[t].number = one.number;
           return D::shows(t, one.number, one.call, one.socket, 0U, count);
         });
    answers("serves_an_old_descriptor",
            Phase::sent,
            CallWords<D>::on_socket(one) && !CallWords<D>::on_open_socket(s, one),
            one);
  }

  template <class Rule>
  static void of_instance(const S& s, Rule& rule, unsigned t) {
    const Task<D>& one = s.task[t];
    rule({"replays_a_call", Show::instance_request, {&req::lfp_170}},
         all(L::up(s), one.phase == Phase::lost, L::room(s, 0)),
         [&, t](S& n) {
           const Count count = L::sends(n, s, 0);
           n.task[t].phase = Phase::sent;
           n.task[t].socket = descriptor(0);
           n.task[t].requests = one.requests + 1;
           return D::shows(t, 0U, 0U, descriptor(0), no_descriptor, count);
         });
    rule({"forgets_calls_at_path_loss", Show::called, {&req::lfp_170}},
         all(one.phase == Phase::lost),
         [&, t](S& n) {
           for (Task<D>& each : n.task) {
             each.rest();
           }
           n.task[t].returns = one.returns + 1;
           return D::shows(t, no_descriptor, static_cast<unsigned>(CallError::path_loss));
         });
    rule({"path_loss_is_success", Show::called, {&req::lfp_170}},
         all(one.phase == Phase::lost),
         [&, t](S& n) {
           n.task[t].rest();
           n.task[t].returns = one.returns + 1;
           return D::shows(t, no_descriptor, 0U);
         });
  }

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
