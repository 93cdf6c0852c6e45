// SPDX-License-Identifier: Apache-2.0
// One path of LFP: the state all rules speak of.
//
// An instance, its daemon, and a few sockets. A Scope says how many and which features; every scope
// has the same rule text. As in a capture a message gives its addressee at once what it may give.
// Where messages take their time (`delays`) counters stand for what is under way, in place of a
// queue: that is enough for proofs about every limit, window and threshold.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "model/core/rule.hpp"
#include "model/lfp/call_state.hpp"
#include "model/lfp/labels.hpp"
#include "model/lfp/requirements.hpp"

namespace pathproof::lfp {

inline constexpr unsigned sockets_max = 3;

// What both sides have when nobody configures anything else, and the most that can be configured;
// with 0, nobody configures it.
struct Bounds {
  unsigned mtu = 1;
  unsigned limit = 2;
  unsigned window = 2;
  unsigned point = 2;
  unsigned mtu_max = 0;
  unsigned limit_max = 0;
  unsigned window_max = 0;
  unsigned header = 0;  // octets of a message of data that are not payload [LFP-162]
  unsigned mtu_min = 1; // below, a path is refused
};

struct Scope {
  std::string_view name;
  std::string_view summary;
  Bounds bounds{};
  unsigned sockets = 0; // with data, 0 to 3
  unsigned first = 0;   // sides that send data: a range of side_names
  unsigned last = 1;
  bool counted = false;    // unconfirmed messages are counted
  bool delays = false;     // messages take their time
  bool refusals = false;   // paths that the daemon has to refuse, and others that come
  bool ends = false;       // paths and directions end, and can be lost
  bool faults = false;     // either side sends what no right side sends
  bool heartbeats = false; // the LPAR mode
  bool writes = false;     // writes that do not wait, and their return codes
  bool controls = false;   // heartbeats stand for any message but data, at any time
  bool tallied = false;    // octets are counted from the begin, for proofs that none is lost
  bool numbered = false;   // chunks have their numbers
  unsigned octets_max = 2; // most octets of one write

  unsigned tasks = 0;           // that make calls, 0 to 2
  unsigned descriptors = 0;     // of sockets that calls make, 0 to 3
  bool life = false;            // all calls; else those that make, connect and close a socket
  bool second_waits = false;    // the second task makes calls that may wait, and no others
  bool cancels = false;         // calls are cancelled
  bool ahead = false;           // ACCEPT is sent before a program asks
  std::uint32_t number_max = 1; // of requests

  // Who may have a request outstanding: tasks and, behind them, the instance itself: an ACCEPT that
  // it has sent ahead.
  constexpr unsigned requesters() const { return tasks + (ahead ? 1 : 0); }
};

enum class Stage {
  none,
  starting, // the instance has to say hello
  asked,    // … and has
  refused,  // the daemon has refused
  open,
  count
};

constexpr std::string_view name_of(Stage value) {
  constexpr std::array<std::string_view, 5> names{"none", "starting", "asked", "refused", "open"};
  return names[static_cast<unsigned>(value)];
}

constexpr std::string_view name_of(End value) {
  return end_names[static_cast<unsigned>(value)];
}

// Whether a side sends only what is right. The kit's also sends what the other has to refuse.
enum class Discipline { careful, any, count };

// In the order of the fields of Parameters.
inline constexpr std::array variation_points{
    VariationPoint{"instance",
                   {"careful", "any"},
                   1,
                   0,
                   by(Role::instance),
                   "whether the instance also sends messages that no right instance sends"},
    VariationPoint{"daemon",
                   {"careful", "any"},
                   1,
                   0,
                   by(Role::daemon),
                   "whether the daemon also sends messages that no right daemon sends"},
    VariationPoint{"linux",
                   {"when_asked", "at_once"},
                   0,
                   0,
                   by(Role::remote),
                   "when Linux takes what the daemon has for a partner: as remote.reads says, or "
                   "all of it without being asked, as the real one does"},
    VariationPoint{"programs",
                   {"when_asked", "at_once"},
                   0,
                   0,
                   by(Role::application),
                   "when the instance gives a program what has come for it, and when a write ends: "
                   "as READ and WRITE say, or at once, through a buffer between both"},
    VariationPoint{"accepts",
                   {"when_asked", "ahead"},
                   1,
                   1,
                   by(Role::instance),
                   "whether the instance also sends ACCEPT before a program asks"},
    VariationPoint{
        "mode",
        {"vm", "lpar"},
        1,
        1,
        by(Role::operations),
        "whether the path is IUCV of one z/VM, or crosses HiperSockets between LPARs and "
        "has heartbeats"},
};

enum class Taking { when_asked, at_once, count };

enum class Accepting { when_asked, ahead, count };

// Only where loss of the path may be silent there are heartbeats [LFP-173].
enum class Mode { vm, lpar, count };

template <class D>
struct Parameters {
  const Scope* scope = nullptr;
  std::array<typename D::template Enum<Discipline>, sides> discipline;
  typename D::template Enum<Taking> linux_takes;
  typename D::template Enum<Taking> programs_take;
  typename D::template Enum<Accepting> accepts;
  typename D::template Enum<Mode> mode;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit(FieldName{"instance"}, self.discipline[0]);
    visit(FieldName{"daemon"}, self.discipline[1]);
    visit(FieldName{"linux"}, self.linux_takes);
    visit(FieldName{"programs"}, self.programs_take);
    visit(FieldName{"accepts"}, self.accepts);
    visit(FieldName{"mode"}, self.mode);
  }
};

// In place of a reason why what is no hello is refused (State::no_hello): it is no message, and
// refused as malformed or not at all.
inline constexpr unsigned no_message = 7;

// One side of the path.
template <class D>
struct PathSide {
  using Bool = typename D::Bool;
  using Count = typename D::template Number<16>;

  // Its configuration, which its hello tells.
  Count mtu = 0;
  Count limit = 0;  // messages that it bears unconfirmed
  Count window = 0; // octets that it bears unconsumed, each socket
  Count point = 0;  // octets consumed at which it returns credit: window x threshold / 100
  Bool names_wrong = false;
  Bool version_wrong = false;

  // Messages that it sent, one inside the other.
  Count unconfirmed = 0; // all of which it does not know that they were received
  Count received = 0;    // those of them that were received
  Count confirmed = 0;   // those of them whose confirmation is under way
  Bool stopping = false; // it has to say goodbye
  Bool closing = false;  // it has to close the carrier
  Bool beat = false;     // it has to send a heartbeat
};

// What goes in one direction of a socket: from the user of one side, through both sides, to the
// user of the other one.
template <class D>
struct Flow {
  using Bool = typename D::Bool;
  using Count = typename D::template Number<16>;

  Count given = 0; // octets that the sender has to send
  // The receiver's window by where its octets are, each amount with those before it: what is left
  // above the last one is under way to the receiver. So a solver has to compare, not to add.
  Count window = 0;   // what the sender may send
  Count granted = 0;  // … and what is under way to it as credit
  Count consumed = 0; // … and what the reader has, and no credit was returned for
  Count received = 0; // … and what the receiver has, and its reader has not
  Count sent = 0;     // by the sender in all, modulo 65536
  Count passed = 0;   // to the user in all
  typename D::template Number<32> number = 0;        // of the next chunk
  Bool reading = false;                              // the user has asked for what there is
  Bool waits = false;                                // it was told that there is nothing
  typename D::template Enum<End> ending = End::none; // what the sender's user said
  typename D::template Enum<End> ended = End::none;  // what the receiver was told
  Bool end_sent = false;
  // Of a write in progress.
  Bool writing = false;
  Bool may_wait = false;
  Count asked = 0;

  // Octets that the receiver has, and its user has not.
  Count buffered() const { return received - consumed; }

  // Octets that the user has, and that no credit was returned for.
  Count unreported() const { return consumed - granted; }
};

template <class D>
struct State {
  using Bool = typename D::Bool;
  using Count = typename D::template Number<16>;

  const Scope* scope = nullptr;

  typename D::template Enum<Stage> stage = Stage::none;
  Bool started = false; // who started the instance waits to be told
  Bool another = false; // another instance has connected
  // What the instance has sent in place of its hello is refused for this reason, or may be; 0: it
  // has sent a hello.
  typename D::template Number<3> no_hello = 0;
  std::array<PathSide<D>, sides> side;
  std::array<std::array<Flow<D>, sides>, sockets_max> flow; // by socket and sender
  std::array<Task<D>, tasks_max + 1> task;                  // by requester
  std::array<CallSocket<D>, descriptors_max> call_socket;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    const Scope& scope = *self.scope;
    visit(FieldName{"stage"}, self.stage);
    visit(FieldName{"started"}, self.started);
    if (scope.refusals) {
      visit(FieldName{"another"}, self.another);
    }
    if (scope.faults) {
      visit(FieldName{"no_hello"}, self.no_hello);
    }
    for (int i = 0; i < static_cast<int>(sides); ++i) {
      side_fields(scope, self.side[static_cast<unsigned>(i)], i, visit);
    }
    for (int k = 0; k < static_cast<int>(scope.sockets); ++k) {
      for (int i = static_cast<int>(scope.first); i <= static_cast<int>(scope.last); ++i) {
        flow_fields(
            scope, self.flow[static_cast<unsigned>(k)][static_cast<unsigned>(i)], k, i, visit);
      }
    }
    for (int t = 0; t < static_cast<int>(scope.tasks); ++t) {
      task_fields(scope, self.task[static_cast<unsigned>(t)], t, visit);
    }
    if (scope.ahead) {
      own_fields(scope, self.task[scope.tasks], visit);
    }
    for (int k = 0; k < static_cast<int>(scope.descriptors); ++k) {
      call_socket_fields(scope, self.call_socket[static_cast<unsigned>(k)], k, visit);
    }
  }

private:
  template <class One, class Visit>
  static void side_fields(const Scope& scope, One& side, int i, Visit&& visit) {
    visit(FieldName{"mtu", i}, side.mtu);
    visit(FieldName{"limit", i}, side.limit);
    visit(FieldName{"window_size", i}, side.window);
    visit(FieldName{"credit_point", i}, side.point);
    if (scope.refusals) {
      visit(FieldName{"names_wrong", i}, side.names_wrong);
      visit(FieldName{"version_wrong", i}, side.version_wrong);
    }
    if (scope.counted) {
      visit(FieldName{"unconfirmed", i}, side.unconfirmed);
      visit(FieldName{"messages_received", i}, side.received);
    }
    if (scope.ends) {
      visit(FieldName{"stopping", i}, side.stopping);
    }
    if (scope.ends || scope.faults || scope.heartbeats) {
      visit(FieldName{"closing", i}, side.closing);
    }
    if (scope.heartbeats || scope.controls) {
      visit(FieldName{"beat", i}, side.beat);
    }
    if (scope.delays && scope.counted) {
      visit(FieldName{"messages_confirmed", i}, side.confirmed);
    }
  }

  template <class One, class Visit>
  static void flow_fields(const Scope& scope, One& flow, int k, int i, Visit&& visit) {
    visit(FieldName{"given", k, i}, flow.given);
    visit(FieldName{"window", k, i}, flow.window);
    visit(FieldName{"granted", k, i}, flow.granted);
    visit(FieldName{"consumed", k, i}, flow.consumed);
    visit(FieldName{"received", k, i}, flow.received);
    if (scope.tallied) {
      visit(FieldName{"sent", k, i}, flow.sent);
      visit(FieldName{"passed", k, i}, flow.passed);
    }
    if (scope.numbered) {
      visit(FieldName{"chunk_number", k, i}, flow.number);
    }
    visit(FieldName{"reading", k, i}, flow.reading);
    visit(FieldName{"waits", k, i}, flow.waits);
    if (scope.ends && i == 1) {
      visit(FieldName{"ending", k, i}, flow.ending);
      visit(FieldName{"ended", k, i}, flow.ended);
      visit(FieldName{"end_sent", k, i}, flow.end_sent);
    }
    if (scope.writes && i == 0) {
      visit(FieldName{"writing", k, i}, flow.writing);
      visit(FieldName{"may_wait", k, i}, flow.may_wait);
      visit(FieldName{"asked", k, i}, flow.asked);
    }
  }
};

} // namespace pathproof::lfp
