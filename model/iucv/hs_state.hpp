// SPDX-License-Identifier: Apache-2.0
// AF_IUCV over HiperSockets: the state all rules speak of, and the small words they share.
//
// One endpoint with one socket of its own, which listens or connects, and a connection from each of
// one or two peers. A Scope says how many and which features; every scope has the same rule text.
// Small scopes are explored and proved, the largest one judges implementations.
#pragma once

#include <array>
#include <span>
#include <string_view>

#include "model/core/rule.hpp"
#include "model/iucv/hs_labels.hpp"
#include "model/iucv/hs_requirements.hpp"

namespace pathproof::iucv::hs {

inline constexpr unsigned peers_max = 2;
inline constexpr unsigned queue_max = 6;

struct Scope {
  std::string_view name;
  std::string_view summary;
  unsigned peers = 1; // 1 or 2
  bool listens = false;
  bool connects = false;
  bool calls = false;         // calls in states where they have to fail
  bool data = false;          // messages and confirmations
  bool waits = false;         // calls that wait, and signals
  bool ends = false;          // shutdown, SHT, FIN
  bool others = false;        // frames that are for nobody, or are none
  bool extremes = false;      // messages that do not fit, floods, more confirmed than was sent
  unsigned queue = 1;         // received messages that the kit leaves unread, 1 to queue_max
  bool counted = false;       // they are counted, not told apart: for proofs about every limit
  unsigned first_message = 1; // that are sent: a range of message_names
  unsigned last_message = 1;
  unsigned unset_limit = 2; // where nobody sets one, and for a window of 0 in SYN
  unsigned limit_max = 2;   // highest limit and window
  unsigned bits = 3;        // of them
  unsigned backlog_max = 0;
  bool probes = false;

  // The endpoint's own socket and, where it listens, one for each peer.
  constexpr unsigned sockets() const { return listens ? 1 + peers : 1; }
};

// Where a socket stands. Connections from peers are only nothing, connected or over.
enum class At { none, open, bound, listening, connected, over, count };

enum class Call {
  none,
  socket,
  bind,
  limit,
  listen,
  connect,
  accept,
  send,
  recv,
  shutdown,
  close,
  memory,
  processor,
  count
};

// What a SYN is to be answered with.
enum class Answer { none, accept, refuse, count };

constexpr std::string_view name_of(At value) {
  constexpr std::array<std::string_view, 6> names{
      "none", "open", "bound", "listening", "connected", "over"};
  return names[static_cast<unsigned>(value)];
}

constexpr std::string_view name_of(Call value) {
  constexpr std::array<std::string_view, 13> names{"none",
                                                   "socket",
                                                   "bind",
                                                   "limit",
                                                   "listen",
                                                   "connect",
                                                   "accept",
                                                   "send",
                                                   "recv",
                                                   "shutdown",
                                                   "close",
                                                   "memory",
                                                   "processor"};
  return names[static_cast<unsigned>(value)];
}

constexpr std::string_view name_of(Answer value) {
  constexpr std::array<std::string_view, 3> names{"none", "accept", "refuse"};
  return names[static_cast<unsigned>(value)];
}

// What application and peer do of their own free will.
enum class Play { everything, plain, count };

inline constexpr std::array variation_points{
    VariationPoint{"play",
                   {"everything", "plain"},
                   0,
                   0,
                   by(Role::application),
                   "whether application and peer also do what little else depends on: close a "
                   "listener with connections waiting, send what is empty or does not fit, read "
                   "the end that SHT makes"},
};

template <class D>
struct Parameters {
  const Scope* scope = nullptr;
  typename D::template Enum<Play> play;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit(FieldName{"play"}, self.play);
  }
};

// The endpoint's own socket, or the connection from one peer.
template <class D>
struct Socket {
  using Bool = typename D::Bool;
  using Count = typename D::template Number<16>;

  typename D::template Enum<At> at = At::none;
  Bool stream = false;
  Bool pending = false; // connected from outside, and not accepted yet
  Count limit = 0;      // SO_MSGLIMIT
  // Sending.
  Count window = 0;      // of the peer
  Count unconfirmed = 0; // messages sent
  Count surplus = 0;     // confirmed beyond what was sent
  Bool shut = false;     // SHT was sent
  // Receiving.
  Count queued = 0;                                              // messages to be read
  std::array<typename D::template Number<3>, queue_max> queue{}; // the oldest first
  Count read = 0;                                                // messages not confirmed so far
  Count outstanding = 0; // messages of the peer that it was not confirmed
  Bool ended = false;    // SHT has come
  Bool deaf = false;     // the receiving direction was shut down here
  Bool flooded = false;

  // As it is before anything happens to it.
  static Socket fresh(const Scope& scope) {
    Socket made{};
    made.limit = scope.unset_limit;
    return made;
  }

  template <class Self, class Visit>
  static void fields(const Scope& scope, Self& self, int j, Visit&& visit) {
    visit(FieldName{"at", j}, self.at);
    visit(FieldName{"pending", j}, self.pending);
    visit(FieldName{"limit", j}.of_bits(scope.bits), self.limit);
    visit(FieldName{"window", j}.of_bits(scope.bits), self.window);
    if (scope.data) {
      visit(FieldName{"unconfirmed", j}.of_bits(scope.bits), self.unconfirmed);
      visit(FieldName{"queued", j}.of_bits(scope.counted ? scope.bits : 3), self.queued);
      visit(FieldName{"read", j}.of_bits(scope.bits), self.read);
      visit(FieldName{"outstanding", j}.of_bits(scope.bits), self.outstanding);
      if (!scope.counted) {
        for (int i = 0; i < static_cast<int>(scope.queue); ++i) {
          visit(FieldName{"queue", j, i}, self.queue[static_cast<unsigned>(i)]);
        }
      }
    }
    if (scope.ends) {
      visit(FieldName{"shut", j}, self.shut);
      visit(FieldName{"ended", j}, self.ended);
      visit(FieldName{"deaf", j}, self.deaf);
    }
    if (scope.extremes) {
      visit(FieldName{"stream", j}, self.stream);
      visit(FieldName{"surplus", j}.of_bits(scope.bits), self.surplus);
      visit(FieldName{"flooded", j}, self.flooded);
    }
  }
};

template <class D>
struct State {
  using Bool = typename D::Bool;
  using Count = typename D::template Number<16>;
  template <unsigned Width>
  using Number = typename D::template Number<Width>;

  const Scope* scope = nullptr;

  std::array<Socket<D>, 1 + peers_max> socket; // of which the scope has the first
  Number<2> peer = 0;                          // of the own socket, counted from 1; 0: it has none
  Number<1> backlog = 0;                       // of the own socket
  Number<1> oldest = 0; // the peer whose connection has waited longest to be accepted
  Bool lingers = false; // a connection may not have given up the name SERVER yet

  // The call in progress. The endpoint must go on with it unless it is asleep.
  typename D::template Enum<Call> call = Call::none;
  Bool asleep = false; // it waits for a frame
  Number<2> subject = 0;
  Number<3> operand =
      0;           // of send the message, of bind the user, of shutdown how, of listen backlog
  Count value = 0; // of SO_MSGLIMIT
  Bool waits = false;
  Bool waited = false;      // to send
  Bool shown = false;       // the frame that the call leads to
  Bool interrupted = false; // a signal has come

  // The SYN to be answered.
  typename D::template Enum<Answer> answer = Answer::none;
  Number<1> answer_peer = 0;
  Number<2> answer_from = 0;
  Count answer_window = 0;

  Bool probed = false; // the operator has asked about the processor
  Bool late = false;   // a message was sent after SHT or FIN

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit(FieldName{"call"}, self.call);
    visit(FieldName{"asleep"}, self.asleep);
    visit(FieldName{"subject"}, self.subject);
    visit(FieldName{"operand"}, self.operand);
    visit(FieldName{"value"}.of_bits(self.scope->bits), self.value);
    visit(FieldName{"waits"}, self.waits);
    visit(FieldName{"waited"}, self.waited);
    visit(FieldName{"shown"}, self.shown);
    visit(FieldName{"interrupted"}, self.interrupted);
    visit(FieldName{"answer"}, self.answer);
    visit(FieldName{"answer_peer"}, self.answer_peer);
    visit(FieldName{"answer_from"}, self.answer_from);
    visit(FieldName{"answer_window"}.of_bits(self.scope->bits), self.answer_window);
    visit(FieldName{"peer"}, self.peer);
    visit(FieldName{"backlog"}, self.backlog);
    visit(FieldName{"oldest"}, self.oldest);
    visit(FieldName{"lingers"}, self.lingers);
    visit(FieldName{"late"}, self.late);
    if (self.scope->probes) {
      visit(FieldName{"probed"}, self.probed);
    }
    for (int j = 0; j < static_cast<int>(self.scope->sockets()); ++j) {
      Socket<D>::fields(*self.scope, self.socket[static_cast<unsigned>(j)], j, visit);
    }
  }
};

// ---- words that several rule files share --------------------------------------------------------

template <class D>
struct Words {
  using S = State<D>;
  using One = Socket<D>;
  using Bool = typename D::Bool;
  using Count = typename S::Count;
  using Number2 = typename D::template Number<2>;

  // The sockets of the scope.
  static std::span<const One> sockets(const S& s) {
    return std::span(s.socket).first(s.scope->sockets());
  }

  // It is for application and peer to go on.
  static Bool settled(const S& s) {
    return (s.call == Call::none || s.asleep) && s.answer == Answer::none && !s.probed;
  }

  // The application may call.
  static Bool idle(const S& s) { return s.call == Call::none && settled(s); }

  // The endpoint is to go on with this call.
  static Bool doing(const S& s, Call call) { return s.call == call && !s.asleep; }

  static Bool doing(const S& s, Call call, unsigned j) {
    return s.call == call && !s.asleep && s.subject == j;
  }

  // The application has socket j.
  static Bool held(const S& s, unsigned j) {
    return s.socket[j].at != At::none && !s.socket[j].pending;
  }

  // A frame with the names of socket j's connection is for socket j: the own one has one peer, the
  // others are those of the peers.
  static Bool addressed(const S& s, unsigned j) {
    return j == 0 ? !(s.peer == 0U) : !(s.peer == j);
  }

  // The peer of socket j, as labels have it.
  static Number2 peer_of(const S& s, unsigned j) {
    return j == 0 ? s.peer - Number2(1) : Number2(j - 1);
  }

  // Messages can go to the peer.
  static Bool room(const One& one) { return !(one.surplus == 0U) || one.unconfirmed < one.window; }

  // Nothing more will come.
  static Bool at_end(const One& one) { return one.at == At::over || one.ended || one.deaf; }

  // Some connection waits to be accepted.
  static Bool acceptable(const S& s) {
    Bool found = false;
    for (unsigned j = 1; j < s.scope->sockets(); ++j) {
      found = found || s.socket[j].pending;
    }
    return found;
  }

  // Reading one more message makes a confirmation due: half the limit, rounded down, is reached.
  static Bool confirmation_due(const One& one) {
    const Count next = one.read + Count(1);
    return one.limit <= next + next + Count(1) || next + next < next;
  }

  static void begin(S& n, Call call, unsigned j) {
    n.call = call;
    n.subject = j;
  }

  // Begins a call that waits, where it may, until it is ready.
  static void begin(S& n, Call call, unsigned j, Bool waits, Bool ready) {
    begin(n, call, j);
    may_wait(n, waits);
    n.asleep = waits && !ready;
  }

  // The end of the call before made this false: an endpoint that forgot to is seen to wait.
  static void may_wait(S& n, Bool waits) { n.waits = n.waits || waits; }

  // What has come is what the call on socket j waits for.
  static void wake(S& n, Call call, unsigned j, Bool now) {
    n.asleep = n.asleep && !(n.call == call && n.subject == j && now);
  }

  // Ends the call in progress and forgets what was asked, which keeps the state space small.
  static void finish(S& n) {
    n.call = Call::none;
    n.subject = 0;
    n.operand = 0;
    n.value = 0;
    n.waits = false;
    n.waited = false;
    n.shown = false;
    n.interrupted = false;
  }

  // Socket j is gone. What it had of names and numbers is forgotten.
  static void forget(S& n, unsigned j) {
    n.socket[j] = One::fresh(*n.scope);
    if (j == 0) {
      n.peer = 0;
      n.backlog = 0;
    }
  }

  static typename D::Shown fails(Error error) { return D::shows(static_cast<unsigned>(error)); }
};

} // namespace pathproof::iucv::hs
