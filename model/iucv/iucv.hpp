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
                              .limit_max = 65535,
                              .path_id_max = 65535,
                              .message_id_max = 0xFFFFFFFE,
                              .limit_bits = 16,
                              .path_id_bits = 16,
                              .message_id_bits = 32}};
inline constexpr Named authorization_only{
    "iucv/authorization",
    "who may connect to whom, with how many paths",
    {.paths = 2, .directory = true, .limit_max = 1, .limit_bits = 1}};
inline constexpr Named path_only{
    "iucv/path",
    "CONNECT, ACCEPT, QUIESCE, RESUME and SEVER, and what the partner is told",
    {.paths = 1, .both = true, .flow = true, .errors = true, .limit_max = 1, .limit_bits = 1}};
inline constexpr Named message_only{
    "iucv/message",
    "SEND, RECEIVE with buffers of any length, REPLY, and the order",
    {.messages = 2, .last_message = 2, .partial = true}};
inline constexpr Named completion_only{
    "iucv/completion",
    "REJECT, PURGE, SEVER: how messages end, and how their sender learns of it",
    {.messages = 2, .last_message = 1, .withdrawals = true}};
inline constexpr Named parameter_list_only{
    "iucv/parameter_list",
    "messages and replies of 8 bytes in the parameter list",
    {.messages = 1, .first_message = 3, .last_message = 4, .lists = true, .errors = true}};
inline constexpr Named interrupt_only{"iucv/interrupt",
                                      "SETMASK and SETCMASK hold interrupts back, polling goes on",
                                      {.messages = 1, .last_message = 0, .masks = 4}};
inline constexpr Named polling_only{"iucv/polling",
                                    "TESTMSG, DESCRIBE and TESTCMPL in place of interrupts",
                                    {.messages = 1, .last_message = 1, .polling = true}};
inline constexpr Named limit_only{
    "iucv/limit",
    "no more than the limit is outstanding, for small limits",
    {.counted = true, .limit_max = 3, .limit_bits = 3, .message_id_bits = 3}};
inline constexpr Named every_limit_only{
    "iucv/every_limit",
    "the same for every limit up to 255: too large to be explored, made to be proved",
    {.counted = true, .limit_max = 255, .limit_bits = 8, .message_id_bits = 8}};

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
using MessageModel = Iucv<message_only>;
using CompletionModel = Iucv<completion_only>;
using ParameterListModel = Iucv<parameter_list_only>;
using InterruptModel = Iucv<interrupt_only>;
using PollingModel = Iucv<polling_only>;
using LimitModel = Iucv<limit_only>;
using EveryLimitModel = Iucv<every_limit_only>;

} // namespace pathproof::iucv
