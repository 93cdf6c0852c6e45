// SPDX-License-Identifier: Apache-2.0
// AF_IUCV over HiperSockets as a whole: the rule files together, and the scopes.
#pragma once

#include "model/iucv/hs_connection.hpp"
#include "model/iucv/hs_faults.hpp"
#include "model/iucv/hs_handshake.hpp"
#include "model/iucv/hs_teardown.hpp"
#include "model/iucv/hs_unexpected.hpp"

namespace pathproof::iucv::hs {

// A structural wrapper, so that each scope is a type of its own with a name.
struct Named {
  std::string_view name;
  std::string_view summary;
  Scope scope;
};

inline constexpr Named whole{"iucv/hs",
                             "AF_IUCV over HiperSockets; what endpoints are judged by",
                             {.peers = 2,
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
                              .probes = true}};
inline constexpr Named listen_only{"iucv/hs/listen",
                                   "SYN to a socket that listens: backlog, accept, close",
                                   {.peers = 2,
                                    .listens = true,
                                    .calls = true,
                                    .waits = true,
                                    .others = true,
                                    .unset_limit = 1,
                                    .limit_max = 1,
                                    .bits = 1,
                                    .backlog_max = 1,
                                    .probes = true}};
inline constexpr Named connect_only{"iucv/hs/connect",
                                    "connect, its answers, and frames that are none",
                                    {.peers = 2,
                                     .connects = true,
                                     .calls = true,
                                     .waits = true,
                                     .ends = true,
                                     .others = true,
                                     .unset_limit = 1,
                                     .limit_max = 1,
                                     .bits = 1}};
inline constexpr Named data_only{"iucv/hs/data",
                                 "messages, the window, confirmations",
                                 {.connects = true,
                                  .data = true,
                                  .waits = true,
                                  .queue = 2,
                                  .first_message = 0,
                                  .last_message = 2,
                                  .unset_limit = 4,
                                  .limit_max = 4}};
inline constexpr Named ends_only{"iucv/hs/ends",
                                 "shutdown, SHT, FIN, close in every order",
                                 {.listens = true,
                                  .calls = true,
                                  .data = true,
                                  .waits = true,
                                  .ends = true,
                                  .unset_limit = 2,
                                  .limit_max = 2}};
inline constexpr Named extremes_only{
    "iucv/hs/extremes",
    "messages that do not fit, floods, more confirmed than was sent",
    {.connects = true, .data = true, .extremes = true, .last_message = 4, .limit_max = 2}};
inline constexpr Named window_only{
    "iucv/hs/window",
    "the window for every limit up to 65535: too large to be explored, made to be proved",
    {.connects = true,
     .data = true,
     .counted = true,
     .unset_limit = 128,
     .limit_max = 65535,
     .bits = 16}};

template <const Named& named>
struct Endpoint {
  static constexpr Scope scope = named.scope;
  static constexpr std::string_view name = named.name;
  static constexpr std::string_view summary = named.summary;
  static constexpr auto roles = role_names;
  // Application and peer are free to do anything, so that nothing can be wrong with them.
  static constexpr std::array<std::string_view, 2> free_roles{"application", "peer"};
  static constexpr auto kinds = label_kinds;
  static constexpr auto requirements = hs::requirements;
  static constexpr auto variation_points = hs::variation_points;
  static constexpr auto planted = planted_faults;

  template <class D>
  using State = hs::State<D, scope>;
  template <class D>
  using Parameters = hs::Parameters<D>;

  // There is no socket.
  template <class D>
  static State<D> initial(const Parameters<D>&) {
    return State<D>{};
  }

  template <class D, class Rule>
  static void rules(const State<D>& s, const Parameters<D>& p, Rule& rule) {
    Handshake<D, scope>::rules(s, rule);
    if constexpr (scope.data) {
      Connection<D, scope>::rules(s, p, rule);
    }
    Teardown<D, scope>::rules(s, p, rule);
    Unexpected<D, scope>::rules(s, rule);
  }

  template <class D, class Rule>
  static void faults(const State<D>& s, const Parameters<D>&, Rule& rule) {
    Faults<D, scope>::rules(s, rule);
  }

  template <class D, class Check>
  static void invariants(const State<D>& s, const Parameters<D>&, Check& holds) {
    Handshake<D, scope>::invariants(s, holds);
    if constexpr (scope.data) {
      Connection<D, scope>::invariants(s, holds);
    }
    Teardown<D, scope>::invariants(s, holds);
  }
};

using EndpointWhole = Endpoint<whole>;
using ListenModel = Endpoint<listen_only>;
using ConnectModel = Endpoint<connect_only>;
using DataModel = Endpoint<data_only>;
using EndsModel = Endpoint<ends_only>;
using ExtremesModel = Endpoint<extremes_only>;
using WindowModel = Endpoint<window_only>;

} // namespace pathproof::iucv::hs
