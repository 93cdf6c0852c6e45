// SPDX-License-Identifier: Apache-2.0
// IUCV at CP level: the state all rules speak of, and the small words they share.
//
// Two guests of one z/VM system, a few paths between them and a few messages. A Scope says how many
// and which features; every scope has the same rule text. Small scopes are explored and proved, the
// largest one judges implementations.
#pragma once

#include <array>
#include <string_view>

#include "model/core/rule.hpp"
#include "model/iucv/labels.hpp"
#include "model/iucv/requirements.hpp"

namespace pathproof::iucv {

inline constexpr unsigned paths_max = 2;
inline constexpr unsigned messages_max = 4;

// Which guests connect and send. The others accept and receive.
enum class Senders { a, b, both };

struct Scope {
  std::string_view name;
  std::string_view summary;
  unsigned paths = 1;         // 1 or 2
  unsigned messages = 0;      // that can be outstanding, 0 to 4
  unsigned first_message = 0; // the kinds of message that are sent: a range of message_names
  unsigned last_message = 0;
  bool counted = false; // messages are counted, not told apart: for proofs about the limit
  Senders senders = Senders::a;
  bool directory = false;      // directory entries differ, and guests log off
  bool flow = false;           // QUIESCE and RESUME
  bool lists = false;          // IPRMDATA on paths
  bool errors = false;         // guests make calls that CP has to refuse
  bool polling = false;        // TESTMSG, DESCRIBE, TESTCMPL
  bool partial = false;        // RECEIVE with buffers of other lengths, by other names
  bool withdrawals = false;    // REJECT and PURGE
  unsigned masks = 0;          // values of IPMASK in use, 0 to 32
  unsigned limit_max = 2;      // highest IPMSGLIM and MSGLIMIT
  unsigned path_id_max = 0;    // highest id that CP chooses freely; 0: the lowest that is unused
  unsigned message_id_max = 0; // likewise; of messages that are counted, the last before 0

  constexpr bool sends(unsigned guest) const {
    return senders == Senders::both || senders == (guest == 0 ? Senders::a : Senders::b);
  }

  constexpr bool receives(unsigned guest) const { return sends(1 - guest); }
};

// One guest's end of a path.
enum class EndState {
  none,
  requested, // CONNECT was successful, and no interrupt has said that the path is complete
  offered,   // the partner has connected, and it is for this guest to ACCEPT
  open,
  severed, // an interrupt has said that the partner is gone, and it is for this guest to SEVER
  count
};

enum class Phase { idle, calling, count };

enum class Stage {
  none,
  sent,     // on the send queue
  received, // on the receive queue: a reply is due
  done,     // on the reply queue: the sender has not noticed yet
  count
};

// Whether a guest makes only calls that can be successful as far as it can know.
enum class Discipline { careful, any, count };
enum class LimitAbove { either, lowered, refused, count };
enum class SeveredMessages { either, purged, kept, count };
enum class ListCompletion { either, shown, none, count };
enum class LimitOf { either, sender, lower, count };

constexpr std::string_view name_of(Function value) {
  constexpr std::array<std::string_view, 21> names{
      "query",    "testmsg", "rtrvbfr", "describe", "send",       "receive",    "reply",
      "testcmpl", "reject",  "purge",   "accept",   "connect",    "dclbfr",     "quiesce",
      "resume",   "sever",   "setmask", "setcmask", "undeclared", "unfinished", "none"};
  return names[static_cast<unsigned>(value)];
}

constexpr std::string_view name_of(EndState value) {
  constexpr std::array<std::string_view, 5> names{
      "none", "requested", "offered", "open", "severed"};
  return names[static_cast<unsigned>(value)];
}

constexpr std::string_view name_of(Phase value) {
  return value == Phase::idle ? "idle" : "calling";
}

constexpr std::string_view name_of(Stage value) {
  constexpr std::array<std::string_view, 4> names{"none", "sent", "received", "done"};
  return names[static_cast<unsigned>(value)];
}

constexpr std::string_view name_of(Audit value) {
  constexpr std::array<std::string_view, 6> names{
      "none", "rejected", "reply cut", "no list", "severed", "other"};
  return names[static_cast<unsigned>(value)];
}

constexpr std::string_view name_of(Statement value) {
  return statement_names[static_cast<unsigned>(value)];
}

constexpr std::string_view name_of(By value) {
  return by_names[static_cast<unsigned>(value)];
}

// In the order of the fields of Parameters. What each decides is argued in docs/ambiguities.md.
inline constexpr std::array variation_points{
    VariationPoint{"guest_a",
                   {"careful", "any"},
                   1,
                   0,
                   by(Role::guest_a),
                   "whether guest a makes only calls that can be successful as far as it knows"},
    VariationPoint{"guest_b",
                   {"careful", "any"},
                   1,
                   0,
                   by(Role::guest_b),
                   "whether guest b makes only calls that can be successful as far as it knows"},
    VariationPoint{"limit_above_directory",
                   {"either", "lowered", "refused"},
                   1,
                   0,
                   by(Role::cp),
                   "what CP makes of an IPMSGLIM above the directory's MSGLIMIT (IUCV-141)"},
    VariationPoint{"severed_messages",
                   {"either", "purged", "kept"},
                   1,
                   0,
                   by(Role::cp),
                   "what becomes of messages not received when their sender severs (IUCV-067)"},
    VariationPoint{"list_completion",
                   {"either", "shown", "none"},
                   2,
                   0,
                   by(Role::cp),
                   "whether one-way messages in the parameter list get a completion (IUCV-090)"},
    VariationPoint{"limit_of",
                   {"either", "sender", "lower"},
                   1,
                   0,
                   by(Role::cp),
                   "whose IPMSGLIM limits a direction: its sender's, or the lower (IUCV-140)"},
};

template <class D>
struct Parameters {
  const Scope* scope = nullptr;
  std::array<typename D::template Enum<Discipline>, guests> guest;
  typename D::template Enum<LimitAbove> limit_above;
  typename D::template Enum<SeveredMessages> severed_messages;
  typename D::template Enum<ListCompletion> list_completion;
  typename D::template Enum<LimitOf> limit_of;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit(FieldName{"guest_a"}, self.guest[0]);
    visit(FieldName{"guest_b"}, self.guest[1]);
    visit(FieldName{"limit_above_directory"}, self.limit_above);
    visit(FieldName{"severed_messages"}, self.severed_messages);
    visit(FieldName{"list_completion"}, self.list_completion);
    visit(FieldName{"limit_of"}, self.limit_of);
  }
};

template <class D>
struct Guest {
  using Bool = typename D::Bool;
  using Limit = typename D::template Number<16>;

  Bool on = false;
  Bool declared = false;
  Bool waiting = false; // in TESTMSG
  // Its directory entry.
  typename D::template Enum<Statement> connect = Statement::none;
  Bool allow = false;
  Bool priority = false;
  typename D::template Number<7> maxconn = 0;
  Limit msglimit = 0;
  // Interrupts that are not presented now, in the order of the bits of SETMASK and SETCMASK.
  std::array<Bool, 5> masked{};
  std::array<Bool, 5> control_masked{};
};

template <class D>
struct End {
  using Bool = typename D::Bool;
  using Limit = typename D::template Number<16>;
  using Data = typename D::template Number<2>;

  typename D::template Enum<EndState> state = EndState::none;
  typename D::template Number<16> id = 0;
  Limit limit = 0;       // of what this guest sends
  Limit outstanding = 0; // what it has sent, and was not told of its end
  Bool quiet = false;    // it wants no messages
  Bool list = false;     // it takes parameter-list data
  // Interrupts that it has not been shown: 01 or 02, 03, 04, 05; and their IPUSER.
  Bool greeted = false;
  Bool gone = false;
  Bool quiesced = false;
  Bool resumed = false;
  Data greeting = 0;
  Data farewell = 0;
  Data quiesce_data = 0;
  Data resume_data = 0;
};

template <class D>
struct Path {
  std::array<End<D>, guests> ends;
  typename D::Bool from_b = false; // guest b has connected
  typename D::Bool priority = false;
  typename D::template Number<16> cap = 0; // what the directory allows
};

template <class D>
struct Message {
  typename D::template Enum<Stage> stage = Stage::none;
  typename D::template Number<1> path = 0;
  typename D::Bool from_b = false;
  typename D::template Number<4> what = 0; // of message_names
  typename D::template Number<32> id = 0;
  typename D::Bool told = false;           // its target was shown an interrupt
  typename D::Bool described = false;      // its target has seen it by DESCRIBE
  typename D::Bool partly = false;         // received in part
  typename D::template Number<2> left = 0; // words: not received yet; once done, as in IPBFLN2F
  typename D::template Enum<Audit> audit = Audit::none;
};

template <class D>
struct State {
  using Bool = typename D::Bool;
  template <unsigned Width>
  using Number = typename D::template Number<Width>;
  using Limit = Number<16>;
  using PathId = Number<16>;
  using MessageId = Number<32>;

  static constexpr unsigned no_path = paths_max;
  static constexpr unsigned no_message = messages_max;

  const Scope* scope = nullptr;

  std::array<Guest<D>, guests> guest;
  std::array<Path<D>, paths_max> paths;
  std::array<Message<D>, messages_max> messages; // the oldest first, without gaps

  // The call in progress.
  typename D::template Enum<Phase> phase = Phase::idle;
  Bool caller_b = false;
  typename D::template Enum<Function> call = Function::none;
  Number<2> subject = no_path;
  Number<3> message = no_message; // that was named by its id
  Bool mismatch = false;          // … with a wrong path or class
  typename D::template Enum<By> by_what = By::nothing;
  Number<4> class_of = 0;
  Number<5> operand = 0; // user, message, buffer, reply or mask
  Limit limit = 0;
  Bool list = false;
  Bool quiet = false;
  Bool all = false;
  Number<2> data = 0;

  // With `counted`: messages from a to b on the one path.
  // Those that are outstanding but not on the send queue are on the reply queue.
  Limit queued = 0; // on the send queue
  Limit untold = 0; // … and without an interrupt so far
  // … and the ids of the next that is sent, told, received and finished.
  MessageId next_id = 0;
  MessageId next_told = 0;
  MessageId next_received = 0;
  MessageId next_finished = 0;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit(FieldName{"phase"}, self.phase);
    visit(FieldName{"caller_b"}, self.caller_b);
    visit(FieldName{"call"}, self.call);
    visit(FieldName{"operand"}, self.operand);
    visit(FieldName{"limit"}, self.limit);
    visit(FieldName{"list"}, self.list);
    visit(FieldName{"quiet"}, self.quiet);
    visit(FieldName{"all"}, self.all);
    visit(FieldName{"data"}, self.data);
    visit(FieldName{"subject"}, self.subject);
    for (int g = 0; g < static_cast<int>(guests); ++g) {
      guest_fields(*self.scope, self.guest[static_cast<unsigned>(g)], g, visit);
    }
    for (int k = 0; k < static_cast<int>(self.scope->paths); ++k) {
      auto& path = self.paths[static_cast<unsigned>(k)];
      visit(FieldName{"from_b", k}, path.from_b);
      visit(FieldName{"path_priority", k}, path.priority);
      visit(FieldName{"cap", k}, path.cap);
      for (int g = 0; g < static_cast<int>(guests); ++g) {
        end_fields(*self.scope, path.ends[static_cast<unsigned>(g)], k, g, visit);
      }
    }
    if (self.scope->messages > 0) {
      visit(FieldName{"message"}, self.message);
      visit(FieldName{"mismatch"}, self.mismatch);
      visit(FieldName{"class_of"}, self.class_of);
      for (int m = 0; m < static_cast<int>(self.scope->messages); ++m) {
        message_fields(self.messages[static_cast<unsigned>(m)], m, visit);
      }
    }
    if (self.scope->messages > 0 || self.scope->counted) {
      visit(FieldName{"by"}, self.by_what);
    }
    if (self.scope->counted) {
      visit(FieldName{"queued"}, self.queued);
      visit(FieldName{"untold"}, self.untold);
      visit(FieldName{"next_id"}, self.next_id);
      visit(FieldName{"next_told"}, self.next_told);
      visit(FieldName{"next_received"}, self.next_received);
      visit(FieldName{"next_finished"}, self.next_finished);
    }
  }

private:
  template <class One, class Visit>
  static void guest_fields(const Scope& scope, One& guest, int g, Visit&& visit) {
    visit(FieldName{"on", g}, guest.on);
    visit(FieldName{"declared", g}, guest.declared);
    visit(FieldName{"connect", g}, guest.connect);
    visit(FieldName{"allow", g}, guest.allow);
    visit(FieldName{"priority", g}, guest.priority);
    visit(FieldName{"maxconn", g}, guest.maxconn);
    visit(FieldName{"msglimit", g}, guest.msglimit);
    if (scope.polling) {
      visit(FieldName{"waiting", g}, guest.waiting);
    }
    if (scope.masks > 0) {
      for (int i = 0; i < 5; ++i) {
        visit(FieldName{"masked", g, i}, guest.masked[static_cast<unsigned>(i)]);
        visit(FieldName{"control_masked", g, i}, guest.control_masked[static_cast<unsigned>(i)]);
      }
    }
  }

  template <class One, class Visit>
  static void end_fields(const Scope& scope, One& end, int k, int g, Visit&& visit) {
    visit(FieldName{"end", k, g}, end.state);
    visit(FieldName{"path_id", k, g}, end.id);
    visit(FieldName{"end_limit", k, g}, end.limit);
    visit(FieldName{"outstanding", k, g}, end.outstanding);
    visit(FieldName{"quiet_end", k, g}, end.quiet);
    visit(FieldName{"takes_list", k, g}, end.list);
    visit(FieldName{"greeted", k, g}, end.greeted);
    visit(FieldName{"gone", k, g}, end.gone);
    if (scope.flow) {
      visit(FieldName{"quiesced", k, g}, end.quiesced);
      visit(FieldName{"resumed", k, g}, end.resumed);
      visit(FieldName{"quiesce_data", k, g}, end.quiesce_data);
      visit(FieldName{"resume_data", k, g}, end.resume_data);
    }
    visit(FieldName{"greeting", k, g}, end.greeting);
    visit(FieldName{"farewell", k, g}, end.farewell);
  }

  template <class One, class Visit>
  static void message_fields(One& message, int m, Visit&& visit) {
    visit(FieldName{"stage", m}, message.stage);
    visit(FieldName{"on_path", m}, message.path);
    visit(FieldName{"sent_by_b", m}, message.from_b);
    visit(FieldName{"what", m}, message.what);
    visit(FieldName{"message_id", m}, message.id);
    visit(FieldName{"told", m}, message.told);
    visit(FieldName{"described", m}, message.described);
    visit(FieldName{"partly", m}, message.partly);
    visit(FieldName{"left", m}, message.left);
    visit(FieldName{"audit", m}, message.audit);
  }
};

} // namespace pathproof::iucv
