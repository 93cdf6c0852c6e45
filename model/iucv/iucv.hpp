// SPDX-License-Identifier: Apache-2.0
// IUCV at CP level as a whole: the rule files together, and the scopes.
#pragma once

#include "model/iucv/authorization.hpp"
#include "model/iucv/completion.hpp"
#include "model/iucv/faults.hpp"
#include "model/iucv/interrupt.hpp"
#include "model/iucv/limit.hpp"
#include "model/iucv/message.hpp"
#include "model/iucv/path.hpp"
#include "model/iucv/receipt.hpp"

namespace pathproof::iucv {

// A structural wrapper, so that each scope is a type of its own with a name.
struct Named {
  std::string_view name;
  std::string_view summary;
  Scope scope;
};

inline constexpr Named whole{"iucv",
                             "all of IUCV at CP level together; what implementations are judged by",
                             {.paths = 2,
                              .messages = 4,
                              .first_message = 0,
                              .last_message = 8,
                              .both = true,
                              .directory = true,
                              .flow = true,
                              .lists = true,
                              .errors = true,
                              .polling = true,
                              .partial = true,
                              .withdrawals = true,
                              .masks = 32,
                              .user_data = 3,
                              .limit_max = 65535,
                              .path_id_max = 65535,
                              .message_id_max = 0xFFFFFFFE,
                              .limit_bits = 16,
                              .path_id_bits = 16,
                              .message_id_bits = 32}};
inline constexpr Named authorization_only{
    "iucv/authorization",
    "who may connect to whom, with how many paths",
    {.paths = 2, .both = true, .directory = true, .errors = true, .limit_max = 1}};
inline constexpr Named path_only{
    "iucv/path",
    "CONNECT, ACCEPT, QUIESCE, RESUME and SEVER, and what the partner is told",
    {.paths = 1, .both = true, .flow = true, .errors = true, .limit_max = 1, .limit_bits = 1}};

template <const Named& named>
struct Iucv {
  static constexpr Scope scope = named.scope;
  static constexpr std::string_view name = named.name;
  static constexpr std::string_view summary = named.summary;
  static constexpr auto roles = role_names;
  static constexpr auto kinds = label_kinds;
  static constexpr auto requirements = req::all;
  static constexpr auto variation_points = iucv::variation_points;
  static constexpr auto planted = planted_faults;

  template <class D>
  using State = iucv::State<D, scope>;
  template <class D>
  using Parameters = iucv::Parameters<D>;

  // Nobody is logged on.
  template <class D>
  static State<D> initial(const Parameters<D>&) {
    return State<D>{};
  }

  template <class D, class Rule>
  static void rules(const State<D>& s, const Parameters<D>& p, Rule& rule) {
    Authorization<D, scope>::rules(s, p, rule);
    Paths<D, scope>::rules(s, p, rule);
    Interrupts<D, scope>::rules(s, p, rule);
    if constexpr (scope.messages > 0 || scope.counted) {
      Messages<D, scope>::rules(s, p, rule);
      MessageLimit<D, scope>::rules(s, p, rule);
    }
    if constexpr (scope.messages > 0) {
      Receipt<D, scope>::rules(s, p, rule);
      Completion<D, scope>::rules(s, p, rule);
    }
  }

  template <class D, class Rule>
  static void faults(const State<D>& s, const Parameters<D>& p, Rule& rule) {
    Faults<D, scope>::rules(s, p, rule);
  }

  template <class D, class Check>
  static void invariants(const State<D>& s, const Parameters<D>& p, Check& holds) {
    Authorization<D, scope>::invariants(s, p, holds);
    Paths<D, scope>::invariants(s, holds);
    if constexpr (scope.messages > 0 || scope.counted) {
      MessageLimit<D, scope>::invariants(s, p, holds);
    }
    if constexpr (scope.messages > 0) {
      Messages<D, scope>::invariants(s, p, holds);
      Completion<D, scope>::invariants(s, holds);
    }
  }
};

using IucvWhole = Iucv<whole>;
using AuthorizationModel = Iucv<authorization_only>;
using PathModel = Iucv<path_only>;

} // namespace pathproof::iucv
