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

// The whole first.
inline constexpr std::array scopes{
    Scope{.name = "iucv",
          .summary = "all of IUCV at CP level together; what implementations are judged by",
          .paths = 2,
          .messages = 4,
          .first_message = 0,
          .last_message = 8,
          .senders = Senders::both,
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
          .message_id_max = 0xFFFFFFFE},
    Scope{.name = "iucv/authorization",
          .summary = "who may connect to whom, with how many paths",
          .paths = 2,
          .directory = true,
          .limit_max = 1},
    Scope{.name = "iucv/path",
          .summary = "CONNECT, ACCEPT, QUIESCE, RESUME and SEVER, and what the partner is told",
          .paths = 1,
          .senders = Senders::both,
          .flow = true,
          .errors = true,
          .limit_max = 1},
    Scope{.name = "iucv/message",
          .summary = "SEND, RECEIVE with buffers of any length, REPLY, and the order",
          .messages = 2,
          .last_message = 2,
          .partial = true},
    Scope{.name = "iucv/completion",
          .summary = "REJECT, PURGE, SEVER: how messages end, and how their sender learns of it",
          .messages = 2,
          .last_message = 1,
          .withdrawals = true},
    Scope{.name = "iucv/parameter_list",
          .summary = "messages and replies of 8 bytes in the parameter list",
          .messages = 1,
          .first_message = 3,
          .last_message = 4,
          .lists = true,
          .errors = true},
    Scope{.name = "iucv/interrupt",
          .summary = "SETMASK and SETCMASK hold interrupts back, polling goes on",
          .messages = 1,
          .last_message = 0,
          .masks = 4},
    Scope{.name = "iucv/polling",
          .summary = "TESTMSG, DESCRIBE and TESTCMPL in place of interrupts",
          .messages = 1,
          .last_message = 1,
          .polling = true},
    Scope{.name = "iucv/message_to_a",
          .summary = "the same as iucv/message, from guest b to guest a",
          .messages = 2,
          .last_message = 2,
          .senders = Senders::b,
          .partial = true},
    Scope{.name = "iucv/completion_to_a",
          .summary = "the same as iucv/completion, from guest b to guest a",
          .messages = 2,
          .last_message = 1,
          .senders = Senders::b,
          .withdrawals = true},
    Scope{.name = "iucv/parameter_list_to_a",
          .summary = "the same as iucv/parameter_list, from guest b to guest a",
          .messages = 1,
          .first_message = 3,
          .last_message = 4,
          .senders = Senders::b,
          .lists = true,
          .errors = true},
    Scope{.name = "iucv/interrupt_to_a",
          .summary = "the same as iucv/interrupt, from guest b to guest a",
          .messages = 1,
          .last_message = 0,
          .senders = Senders::b,
          .masks = 4},
    Scope{.name = "iucv/polling_to_a",
          .summary = "the same as iucv/polling, from guest b to guest a",
          .messages = 1,
          .last_message = 1,
          .senders = Senders::b,
          .polling = true},
    Scope{.name = "iucv/limit",
          .summary = "no more than the limit is outstanding, for small limits",
          .counted = true,
          .limit_max = 3,
          .message_id_max = 7},
    Scope{.name = "iucv/every_limit",
          .summary =
              "the same for every limit up to 65535: too large to be explored, made to be proved",
          .counted = true,
          .limit_max = 65535,
          .message_id_max = 0xFFFFFFFE},
};

// One text for all scopes, and one that is compiled.
struct Iucv {
  static constexpr auto& scopes = iucv::scopes;
  static constexpr auto roles = role_names;
  static constexpr auto kinds = label_kinds;
  static constexpr auto requirements = req::all;
  static constexpr auto variation_points = iucv::variation_points;
  static constexpr auto planted = planted_faults;

  template <class D>
  using State = iucv::State<D>;
  template <class D>
  using Parameters = iucv::Parameters<D>;

  // Nobody is logged on.
  template <class D>
  static State<D> initial(const Parameters<D>& p) {
    State<D> first{};
    first.scope = p.scope;
    return first;
  }

  template <class D, class Rule>
  static void rules(const State<D>& s, const Parameters<D>& p, Rule& rule) {
    Authorization<D>::rules(s, p, rule);
    Paths<D>::rules(s, p, rule);
    Interrupts<D>::rules(s, p, rule);
    if (s.scope->messages > 0 || s.scope->counted) {
      Messages<D>::rules(s, p, rule);
      MessageLimit<D>::rules(s, p, rule);
    }
    if (s.scope->messages > 0) {
      Receipt<D>::rules(s, p, rule);
      Completion<D>::rules(s, p, rule);
    }
  }

  template <class D, class Rule>
  static void faults(const State<D>& s, const Parameters<D>& p, Rule& rule) {
    Faults<D>::rules(s, p, rule);
  }

  template <class D, class Check>
  static void invariants(const State<D>& s, const Parameters<D>& p, Check& holds) {
    Authorization<D>::invariants(s, p, holds);
    Paths<D>::invariants(s, holds);
    if (s.scope->messages > 0) {
      Messages<D>::invariants(s, p, holds);
      Completion<D>::invariants(s, holds);
    }
    if (s.scope->messages > 0 || s.scope->counted) {
      MessageLimit<D>::invariants(s, p, holds);
    }
  }
};

} // namespace pathproof::iucv
