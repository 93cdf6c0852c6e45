// SPDX-License-Identifier: Apache-2.0
// AF_IUCV over HiperSockets as a whole: the rule files together, and the scopes.
#pragma once

#include "model/iucv/hs_connection.hpp"
#include "model/iucv/hs_faults.hpp"
#include "model/iucv/hs_handshake.hpp"
#include "model/iucv/hs_teardown.hpp"
#include "model/iucv/hs_unexpected.hpp"

namespace pathproof::iucv::hs {

// The whole first.
inline constexpr std::array scopes{
    Scope{.name = "iucv/hs",
          .summary = "AF_IUCV over HiperSockets; what endpoints are judged by",
          .peers = 2,
          .listens = true,
          .connects = true,
          .calls = true,
          .data = true,
          .waits = true,
          .ends = true,
          .others = true,
          .extremes = true,
          .queue = 6,
          .first_message = 0,
          .last_message = 4,
          .unset_limit = 128,
          .limit_max = 65535,
          .bits = 16,
          .backlog_max = 1,
          .probes = true},
    Scope{.name = "iucv/hs/listen",
          .summary = "SYN to a socket that listens: backlog, accept, close",
          .peers = 2,
          .listens = true,
          .calls = true,
          .waits = true,
          .others = true,
          .unset_limit = 1,
          .limit_max = 1,
          .bits = 1,
          .backlog_max = 1,
          .probes = true},
    Scope{.name = "iucv/hs/connect",
          .summary = "connect, its answers, and frames that are none",
          .peers = 2,
          .connects = true,
          .calls = true,
          .waits = true,
          .ends = true,
          .others = true,
          .unset_limit = 1,
          .limit_max = 1,
          .bits = 1},
    Scope{.name = "iucv/hs/data",
          .summary = "messages, the window, confirmations",
          .connects = true,
          .data = true,
          .waits = true,
          .queue = 2,
          .first_message = 0,
          .last_message = 2,
          .unset_limit = 4,
          .limit_max = 4},
    Scope{.name = "iucv/hs/ends",
          .summary = "shutdown, SHT, FIN, close in every order",
          .listens = true,
          .calls = true,
          .data = true,
          .waits = true,
          .ends = true,
          .unset_limit = 2,
          .limit_max = 2},
    Scope{.name = "iucv/hs/extremes",
          .summary = "messages that do not fit, floods, more confirmed than was sent",
          .connects = true,
          .data = true,
          .extremes = true,
          .last_message = 4,
          .limit_max = 2},
    Scope{.name = "iucv/hs/window",
          .summary =
              "the window for every limit up to 65535: too large to be explored, made to be proved",
          .connects = true,
          .data = true,
          .counted = true,
          .unset_limit = 128,
          .limit_max = 65535,
          .bits = 16},
};

// One text for all scopes, and one that is compiled.
struct Endpoint {
  static constexpr auto& scopes = hs::scopes;
  static constexpr auto roles = role_names;
  // Application and peer are free to do anything, so that nothing can be wrong with them.
  static constexpr std::array<std::string_view, 2> free_roles{"application", "peer"};
  static constexpr auto kinds = label_kinds;
  static constexpr auto requirements = hs::requirements;
  static constexpr auto variation_points = hs::variation_points;
  static constexpr auto planted = planted_faults;

  template <class D>
  using State = hs::State<D>;
  template <class D>
  using Parameters = hs::Parameters<D>;

  // There is no socket.
  template <class D>
  static State<D> initial(const Parameters<D>& p) {
    State<D> first{};
    first.scope = p.scope;
    first.socket.fill(Socket<D>::fresh(*p.scope));
    return first;
  }

  template <class D, class Rule>
  static void rules(const State<D>& s, const Parameters<D>& p, Rule& rule) {
    Handshake<D>::rules(s, rule);
    if (s.scope->data) {
      Connection<D>::rules(s, p, rule);
    }
    Teardown<D>::rules(s, p, rule);
    Unexpected<D>::rules(s, rule);
  }

  template <class D, class Rule>
  static void faults(const State<D>& s, const Parameters<D>&, Rule& rule) {
    Faults<D>::rules(s, rule);
  }

  template <class D, class Check>
  static void invariants(const State<D>& s, const Parameters<D>&, Check& holds) {
    Handshake<D>::invariants(s, holds);
    if (s.scope->data) {
      Connection<D>::invariants(s, holds);
    }
    Teardown<D>::invariants(s, holds);
  }
};

} // namespace pathproof::iucv::hs
