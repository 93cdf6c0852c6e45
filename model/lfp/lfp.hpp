// SPDX-License-Identifier: Apache-2.0
// One path of LFP as a whole: the rule files together, and the scopes.
#pragma once

#include "model/lfp/accept_ahead.hpp"
#include "model/lfp/faults.hpp"
#include "model/lfp/frame.hpp"
#include "model/lfp/limit.hpp"
#include "model/lfp/program.hpp"
#include "model/lfp/request.hpp"
#include "model/lfp/session.hpp"
#include "model/lfp/socket.hpp"
#include "model/lfp/unexpected.hpp"
#include "model/lfp/window.hpp"

namespace pathproof::lfp {

// What both sides have as long as nobody configures more: little, so that a few messages show much.
inline constexpr Bounds small{
    .mtu = 512, .limit = 3, .window = 2, .point = 2, .header = header_size, .mtu_min = 512};

constexpr Bounds up_to(Bounds bounds, unsigned mtu, unsigned limit, unsigned window) {
  bounds.mtu_max = mtu;
  bounds.limit_max = limit;
  bounds.window_max = window;
  return bounds;
}

// The whole first.
inline constexpr std::array scopes{
    Scope{.name = "lfp",
          .summary = "one path of LFP; what instances and daemons are judged by",
          .bounds = up_to(small, 65535, 65535, 65535),
          .sockets = 2,
          .counted = true,
          .refusals = true,
          .ends = true,
          .faults = true,
          .heartbeats = true,
          .writes = true,
          .numbered = true,
          .octets_max = 65535,
          .tasks = 2,
          .descriptors = 3,
          .life = true,
          .cancels = true,
          .ahead = true,
          .number_max = 0xFFFFFFFE},
    Scope{.name = "lfp/session",
          .summary = "hello, refusal, heartbeat, goodbye, loss and a second instance",
          .bounds = up_to(small, 513, 4, 0),
          .counted = true,
          .refusals = true,
          .ends = true,
          .faults = true,
          .heartbeats = true},
    Scope{.name = "lfp/unexpected",
          .summary = "what no right side sends while sockets have data, and what changes nothing",
          .bounds = small,
          .sockets = 1,
          .counted = true,
          .ends = true,
          .faults = true,
          .octets_max = 1},
    Scope{.name = "lfp/limit",
          .summary = "data and heartbeats under small message limits",
          .bounds = up_to(small, 0, 3, 0),
          .sockets = 1,
          .last = 0,
          .counted = true,
          .heartbeats = true,
          .octets_max = 2},
    Scope{.name = "lfp/window",
          .summary = "chunks, credit and the end of what goes to the instance",
          .bounds = up_to(small, 0, 0, 3),
          .sockets = 1,
          .first = 1,
          .counted = true,
          .ends = true,
          .octets_max = 3},
    Scope{.name = "lfp/write",
          .summary = "chunks and credit of what goes to the daemon; writes that wait or do not",
          .bounds = up_to(small, 0, 0, 3),
          .sockets = 1,
          .last = 0,
          .counted = true,
          .writes = true,
          .octets_max = 3},
    Scope{.name = "lfp/request",
          .summary = "calls of two tasks: requests, responses, cancelling, and loss of the path",
          .bounds = small,
          .counted = true,
          .ends = true,
          .tasks = 2,
          .descriptors = 1,
          .cancels = true},
    Scope{.name = "lfp/socket",
          .summary = "sockets from SOCKET or ACCEPT to CLOSE or TERMAPI, and what each call gives",
          .bounds = small,
          .counted = true,
          .tasks = 2,
          .descriptors = 2,
          .life = true,
          .second_waits = true,
          .cancels = true,
          .number_max = 0},
    Scope{.name = "lfp/ahead",
          .summary = "ACCEPT that is sent before a program asks, and what becomes of connections",
          .bounds = small,
          .counted = true,
          .ends = true,
          .tasks = 1,
          .descriptors = 3,
          .life = true,
          .ahead = true},
    Scope{.name = "lfp/slow_limit",
          .summary = "message limits up to 3, where messages take their time",
          .bounds = {.window = 1, .point = 1, .limit_max = 3},
          .sockets = 1,
          .last = 0,
          .counted = true,
          .delays = true,
          .controls = true,
          .octets_max = 1},
    Scope{.name = "lfp/slow_window",
          .summary = "windows up to 3, where data and credit take their time",
          .bounds = {.mtu = 2, .window_max = 3},
          .sockets = 1,
          .first = 1,
          .delays = true,
          .ends = true,
          .octets_max = 2},
    Scope{.name = "lfp/slow_write",
          .summary = "the same of what goes to the daemon",
          .bounds = {.mtu = 2, .window_max = 3},
          .sockets = 1,
          .last = 0,
          .delays = true,
          .octets_max = 2},
    Scope{.name = "lfp/every_limit",
          .summary = "every message limit up to 65535: too large to be explored, made to be proved",
          .bounds = {.window = 65535, .point = 16383, .limit_max = 65535},
          .sockets = 1,
          .last = 0,
          .counted = true,
          .delays = true,
          .ends = true,
          .controls = true,
          .octets_max = 1},
    Scope{.name = "lfp/every_window",
          .summary = "every MTU, window and credit point up to 65535, likewise",
          .bounds = {.mtu = 1500,
                     .window = 65535,
                     .point = 16383,
                     .mtu_max = 65535,
                     .window_max = 65535,
                     .header = header_size,
                     .mtu_min = 512},
          .sockets = 1,
          .first = 1,
          .delays = true,
          .ends = true,
          .octets_max = 65535},
    Scope{.name = "lfp/every_octet",
          .summary = "every octet that is sent is passed on once, with every window up to 65535",
          .bounds = {.window = 65535, .point = 16383, .window_max = 65535},
          .sockets = 1,
          .last = 0,
          .delays = true,
          .tallied = true,
          .octets_max = 65535},
    Scope{.name = "lfp/every_request",
          .summary = "every call ends once, with requests of every number",
          .ends = true,
          .tallied = true,
          .tasks = 2,
          .descriptors = 3,
          .life = true,
          .cancels = true,
          .number_max = 0xFFFFFFFE},
};

// One text for all scopes, and one that is compiled.
struct Lfp {
  static constexpr auto& scopes = lfp::scopes;
  static constexpr auto roles = role_names;
  static constexpr std::array<std::string_view, 3> free_roles{"application", "remote", "carrier"};
  static constexpr auto kinds = label_kinds;
  static constexpr auto requirements = req::all;
  static constexpr auto variation_points = lfp::variation_points;
  static constexpr auto planted = planted_faults;

  template <class D>
  using State = lfp::State<D>;
  template <class D>
  using Parameters = lfp::Parameters<D>;

  // Both sides are configured alike, and there is no path.
  template <class D>
  static State<D> initial(const Parameters<D>& p) {
    State<D> first{};
    first.scope = p.scope;
    const Bounds& bounds = p.scope->bounds;
    for (PathSide<D>& one : first.side) {
      one.mtu = bounds.mtu;
      one.limit = bounds.limit;
      one.window = bounds.window;
      one.point = bounds.point;
    }
    return first;
  }

  template <class D, class Rule>
  static void rules(const State<D>& s, const Parameters<D>& p, Rule& rule) {
    Session<D>::rules(s, p, rule);
    Unexpected<D>::rules(s, p, rule);
    Limits<D>::rules(s, rule);
    Windows<D>::rules(s, p, rule);
    Programs<D>::rules(s, rule);
    Requests<D>::rules(s, rule);
    AcceptAhead<D>::rules(s, p, rule);
    Sockets<D>::rules(s, rule);
  }

  template <class D, class Rule>
  static void faults(const State<D>& s, const Parameters<D>& p, Rule& rule) {
    Faults<D>::rules(s, p, rule);
  }

  template <class D, class Check>
  static void invariants(const State<D>& s, const Parameters<D>&, Check& holds) {
    Session<D>::invariants(s, holds);
    Unexpected<D>::invariants(s, holds);
    Limits<D>::invariants(s, holds);
    Windows<D>::invariants(s, holds);
    Requests<D>::invariants(s, holds);
    AcceptAhead<D>::invariants(s, holds);
    Programs<D>::invariants(s, holds);
    Sockets<D>::invariants(s, holds);
  }
};

} // namespace pathproof::lfp
