// SPDX-License-Identifier: Apache-2.0
// What is remembered of socket calls: of each task its call, and of each descriptor its socket.
// Sockets of calls are apart from those with data, which are connected from the begin, and have
// the descriptors behind theirs.
#pragma once

#include <array>
#include <bit>
#include <string_view>

#include "model/core/rule.hpp"
#include "model/lfp/labels.hpp"

namespace pathproof::lfp {

inline constexpr unsigned tasks_max = 2;
inline constexpr unsigned descriptors_max = 3;

constexpr unsigned descriptor(unsigned k) {
  return 2 + k;
}

inline constexpr unsigned no_descriptor = 0;
// In place of a listener's descriptor: that listener is gone.
inline constexpr unsigned no_listener = 1;
// Programs name it, and no instance chooses it.
inline constexpr unsigned unused_descriptor = descriptor(descriptors_max);

enum class Phase {
  idle,
  called,   // the instance has to send the request
  sent,     // the daemon has to answer
  answered, // the instance has to return it
  late,     // … and the path has ended meanwhile
  lost,     // the path ended before there was an answer, or there was none
  count
};

constexpr std::string_view name_of(Phase value) {
  constexpr std::array<std::string_view, 6> names{
      "idle", "called", "sent", "answered", "late", "lost"};
  return names[static_cast<unsigned>(value)];
}

// How far a descriptor's socket is, as Linux knows it.
enum class At {
  free,
  reserved, // chosen for a socket that is still to be made
  fresh,    // … was made
  bound,    // has a name
  listening,
  connecting, // CONNECT waits for the partner
  reached,    // … who has accepted
  refused,    // … who has refused
  connected,
  shut,   // it sends no more
  failed, // of no more use, but not closed
  count
};

constexpr std::string_view name_of(At value) {
  constexpr std::array<std::string_view, 11> names{"free",
                                                   "reserved",
                                                   "fresh",
                                                   "bound",
                                                   "listening",
                                                   "connecting",
                                                   "reached",
                                                   "refused",
                                                   "connected",
                                                   "shut",
                                                   "failed"};
  return names[static_cast<unsigned>(value)];
}

constexpr std::string_view name_of(CallError value) {
  return call_error_names[static_cast<unsigned>(value)];
}

template <class D>
struct Task {
  using Bool = typename D::Bool;
  using Tally = typename D::template Number<16>;

  typename D::template Enum<Phase> phase = Phase::idle;
  typename D::template Number<4> call = 0;               // of SocketCall
  typename D::template Number<3> socket = no_descriptor; // that the call is about
  typename D::template Number<3> made = no_descriptor;   // that it is to make, or has made
  typename D::template Number<32> number = 0;            // of the request
  typename D::template Enum<CallError> error = CallError::none;
  Bool cancelling = false; // the instance has to cancel the request
  Bool cancelled = false;  // … and has

  // Calls of the task in all, for proofs that each ends once; modulo 65536.
  Tally calls = 0;
  Tally returns = 0;
  Tally unsent = 0; // no request was ever sent
  Tally requests = 0;
  Tally responses = 0;
  Tally dropped = 0;                                   // requests that the path took with it
  typename D::template Number<32> answered_number = 0; // of the last response

  Bool is(SocketCall what) const { return call == static_cast<unsigned>(what); }

  // What is left when no call is in progress, but for what is counted.
  void rest() {
    phase = Phase::idle;
    call = 0;
    socket = no_descriptor;
    made = no_descriptor;
    number = 0;
    error = CallError::none;
    cancelling = false;
    cancelled = false;
    answered_number = 0;
  }

  // The path has ended.
  void lose_path() {
    const Bool was_called = phase == Phase::called;
    const Bool was_sent = phase == Phase::sent;
    const Bool has_answer = phase == Phase::answered || phase == Phase::late;
    const auto next = select(was_called || was_sent,
                             decltype(phase)(Phase::lost),
                             select(phase == Phase::answered, decltype(phase)(Phase::late), phase));
    const auto kept = select(has_answer, made, decltype(made)(no_descriptor));
    const auto how = select(has_answer, error, decltype(error)(CallError::none));
    unsent = select(was_called, unsent + 1, unsent);
    dropped = select(was_sent, dropped + 1, dropped);
    rest();
    phase = next;
    made = kept;
    error = how;
  }
};

template <class D>
struct CallSocket {
  typename D::template Enum<At> at = At::free;
  typename D::template Number<1> owner = 0;     // the task that has made it
  typename D::template Number<1> connector = 0; // the task whose CONNECT waits
  typename D::Bool pending = false;             // a partner has connected, and waits for ACCEPT
  // The listener for which an ACCEPT that was sent ahead has made it, until a program has it.
  typename D::template Number<3> held = no_descriptor;
  // The instance has asked to close it, as no program wants it, by a request of this number.
  typename D::Bool close_sent = false;
  typename D::template Number<32> close_number = 0;
};

// The fields of a task, and of a descriptor, for State::fields.
template <class Scope, class One, class Visit>
void task_fields(const Scope& scope, One& task, int t, Visit&& visit) {
  visit(FieldName{"phase", t}, task.phase);
  visit(FieldName{"call", t}, task.call);
  visit(FieldName{"call_socket", t}, task.socket);
  visit(FieldName{"made", t}, task.made);
  visit(FieldName{"request_number", t}.of_bits(std::bit_width(scope.number_max | 1)), task.number);
  visit(FieldName{"error", t}, task.error);
  if (scope.cancels) {
    visit(FieldName{"cancelling", t}, task.cancelling);
    visit(FieldName{"cancelled", t}, task.cancelled);
  }
  if (scope.tallied) {
    visit(FieldName{"calls", t}, task.calls);
    visit(FieldName{"returns", t}, task.returns);
    visit(FieldName{"unsent", t}, task.unsent);
    visit(FieldName{"requests", t}, task.requests);
    visit(FieldName{"responses", t}, task.responses);
    visit(FieldName{"dropped", t}, task.dropped);
    visit(FieldName{"answered_number", t}, task.answered_number);
  }
}

// Of the ACCEPT that the instance has sent ahead.
template <class Scope, class One, class Visit>
void own_fields(const Scope& scope, One& own, Visit&& visit) {
  visit(FieldName{"own_phase"}, own.phase);
  visit(FieldName{"own_call"}, own.call);
  visit(FieldName{"own_socket"}, own.socket);
  visit(FieldName{"own_made"}, own.made);
  visit(FieldName{"own_number"}.of_bits(std::bit_width(scope.number_max | 1)), own.number);
}

template <class Scope, class One, class Visit>
void call_socket_fields(const Scope& scope, One& socket, int k, Visit&& visit) {
  visit(FieldName{"at", k}, socket.at);
  visit(FieldName{"owner", k}, socket.owner);
  visit(FieldName{"connector", k}, socket.connector);
  visit(FieldName{"pending", k}, socket.pending);
  if (scope.ahead) {
    visit(FieldName{"held", k}, socket.held);
    visit(FieldName{"close_sent", k}, socket.close_sent);
    visit(FieldName{"close_number", k}.of_bits(std::bit_width(scope.number_max | 1)),
          socket.close_number);
  }
}

} // namespace pathproof::lfp
