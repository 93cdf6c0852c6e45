// SPDX-License-Identifier: Apache-2.0
// Common INET: the state all rules speak of, and the small words they share.
//
// One application process, at most 32 transport providers, a few sockets and shared memory objects.
// A Scope says how many and which features; every scope has the same rule text. Small scopes are
// explored and proved, the largest one judges implementations.
#pragma once

#include <array>
#include <string_view>

#include "model/cinet/labels.hpp"
#include "model/cinet/requirements.hpp"
#include "model/core/rule.hpp"

namespace pathproof::cinet {

struct Scope {
  unsigned sockets = 1; // 1 to 4
  unsigned objects = 0; // 0 to 2; SIOCSMOCTL needs one
  bool affinity = false;
  bool ioctls = false;
  bool listeners = false;   // SO_EIOIFNEWTP
  bool connections = false; // arrive at listening sockets
  bool asynchronous_io = false;
  bool recycle = false; // the application follows the four recycle steps
  bool queries = false; // the kit may ask providers whether they have access
  unsigned codes = 1;   // failure codes that providers tell apart
};

// Where the call in progress stands.
enum class Phase {
  idle,
  calling,     // the layer must go on: ask the next provider, or return
  asked,       // a provider must answer
  interrupted, // the provider that was asked has ended before it answered
  failed,      // a provider has refused: the layer must return that
  waiting,     // accept() with nothing to accept
  queried,     // a provider must say whether it has access
  count
};

enum class Call {
  none,
  create,
  listen,
  ioctl,
  attach,
  detach,
  close,
  release,
  local,
  accept,
  count
};

// How far the application is in its answer to a recycled provider (SMO-051 to SMO-055).
enum class Recycle {
  none,
  told,              // EIO on the listening socket
  listener_closed,   // SMO-051
  listener_created,  // SMO-051
  listener_ready,    // SMO-051
  ancillary_created, // step 1, and step 2 until all objects are attached
  original_closed,   // step 3
  duplicated,        // step 4: on the highest descriptor, the low one still open
  count
};

enum class Order { unspecified, fixed, count };
enum class DetachOfNothing { either, succeeds, refused, count };
enum class DetachWithAccess { succeeds, either, count };
enum class StopWhileAsked { either, skipped, failure, count };
enum class Caller { authorized, unauthorized, count };

constexpr std::string_view name_of(Phase value) {
  constexpr std::array<std::string_view, 7> names{
      "idle", "calling", "asked", "interrupted", "failed", "waiting", "queried"};
  return names[static_cast<unsigned>(value)];
}

constexpr std::string_view name_of(Call value) {
  constexpr std::array<std::string_view, 10> names{"none",
                                                   "create",
                                                   "listen",
                                                   "ioctl",
                                                   "attach",
                                                   "detach",
                                                   "close",
                                                   "release",
                                                   "local",
                                                   "accept"};
  return names[static_cast<unsigned>(value)];
}

constexpr std::string_view name_of(Recycle value) {
  constexpr std::array<std::string_view, 8> names{"none",
                                                  "told",
                                                  "listener closed",
                                                  "listener created",
                                                  "listener ready",
                                                  "ancillary created",
                                                  "original closed",
                                                  "duplicated"};
  return names[static_cast<unsigned>(value)];
}

// In the order of the fields of Parameters. What each decides is argued in docs/ambiguities.md.
inline constexpr std::array variation_points{
    VariationPoint{"order",
                   {"unspecified", "fixed"},
                   0,
                   0,
                   by(Role::layer),
                   "whether the layer always visits providers in the same order (CINET-107)"},
    VariationPoint{"detach_of_nothing",
                   {"either", "succeeds", "refused"},
                   1,
                   0,
                   by(Role::provider),
                   "what a provider answers to a detach when it has no access (SMO-027)"},
    VariationPoint{"detach_with_access",
                   {"succeeds", "either"},
                   0,
                   0,
                   by(Role::provider),
                   "whether a provider that has access may refuse a detach (SMO-042)"},
    VariationPoint{"stop_while_asked",
                   {"either", "skipped", "failure"},
                   1,
                   0,
                   by(Role::layer),
                   "what the layer makes of a provider that ends before it answers an ioctl"},
    VariationPoint{"caller",
                   {"authorized", "unauthorized"},
                   0,
                   0,
                   by(Role::application),
                   "whether the application is authorized for SIOCSMOCTL (SMO-002)"},
};

template <class D>
struct Parameters {
  typename D::Set instances; // every provider that is configured
  typename D::template Enum<Order> order;
  typename D::template Enum<DetachOfNothing> detach_of_nothing;
  typename D::template Enum<DetachWithAccess> detach_with_access;
  typename D::template Enum<StopWhileAsked> stop_while_asked;
  typename D::template Enum<Caller> caller;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit(FieldName{"order"}, self.order);
    visit(FieldName{"detach_of_nothing"}, self.detach_of_nothing);
    visit(FieldName{"detach_with_access"}, self.detach_with_access);
    visit(FieldName{"stop_while_asked"}, self.stop_while_asked);
    visit(FieldName{"caller"}, self.caller);
  }
};

template <class D>
struct Socket {
  typename D::Set instances; // providers with a sub-instance of it
  typename D::Set arrived;   // providers at which a connection waits
  typename D::Bool open = false;
  typename D::Bool stream = false;
  typename D::Bool duplicated = false; // two descriptors refer to it
  typename D::Bool listening = false;
  typename D::Bool notify = false; // SO_EIOIFNEWTP
  typename D::Bool due = false;    // EIO is due: a provider was activated after it was created
};

// What ties a shared memory object to a socket.
template <class D>
struct Association {
  typename D::Set access;            // providers with access through this socket
  typename D::Bool attached = false; // the application was told that its attach succeeded
  typename D::Bool used = false;     // this stream socket has used buffers in the object
};

template <class D, Scope scope>
struct State {
  using Bool = typename D::Bool;
  using Set = typename D::Set;
  template <unsigned Width>
  using Number = typename D::template Number<Width>;

  // What a number of a socket or object is while it means none. Where there is only one of them,
  // every call is about it, and the state has no field for that.
  static constexpr unsigned no_socket = scope.sockets > 1 ? scope.sockets : 0;
  static constexpr unsigned no_object = scope.objects > 1 ? scope.objects : 0;

  Set up;       // active providers
  Set affinity; // the process's transport affinity; empty: generic
  std::array<Socket<D>, scope.sockets> sockets;
  std::array<std::array<Association<D>, scope.objects>, scope.sockets> associations;

  typename D::template Enum<Phase> phase = Phase::idle;
  typename D::template Enum<Call> call = Call::none;
  Number<3> socket = no_socket;
  Number<2> object = no_object;
  Number<2> operand = 0; // accept(): the new socket; a query: the object
  Set remaining;         // providers still to be asked
  Set visited;           // providers asked so far in this call
  Set asked;             // the provider asked last
  Number<4> code = 0;

  Bool must_detach = false; // an attach has failed and was not yet detached
  Bool barred = false;      // an attach has failed: AioCommBuff must not be set any more
  typename D::template Enum<Recycle> recycle = Recycle::none;
  Number<3> fresh = no_socket;                // the socket made last in a recycle
  std::array<Set, scope.objects> survivors{}; // had access when the recycle began, still up

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit(FieldName{"phase"}, self.phase);
    visit(FieldName{"call"}, self.call);
    visit(FieldName{"code"}, self.code);
    visit(FieldName{"up"}, self.up);
    visit(FieldName{"remaining"}, self.remaining);
    visit(FieldName{"visited"}, self.visited);
    visit(FieldName{"asked"}, self.asked);
    for (int j = 0; j < static_cast<int>(scope.sockets); ++j) {
      socket_fields(self, j, visit);
    }
    if constexpr (scope.sockets > 1) {
      visit(FieldName{"socket"}, self.socket);
    }
    if constexpr (scope.objects > 1) {
      visit(FieldName{"object"}, self.object);
    }
    if constexpr (scope.objects > 0) {
      visit(FieldName{"must_detach"}, self.must_detach);
      visit(FieldName{"barred"}, self.barred);
    }
    if constexpr (scope.affinity) {
      visit(FieldName{"affinity"}, self.affinity);
    }
    if constexpr (scope.connections || scope.queries) {
      visit(FieldName{"operand"}, self.operand);
    }
    if constexpr (scope.recycle) {
      visit(FieldName{"recycle"}, self.recycle);
      visit(FieldName{"fresh"}, self.fresh);
      for (int o = 0; o < static_cast<int>(scope.objects); ++o) {
        visit(FieldName{"survivors", o}, self.survivors[static_cast<unsigned>(o)]);
      }
    }
  }

private:
  template <class Self, class Visit>
  static void socket_fields(Self& self, int j, Visit&& visit) {
    auto& socket = self.sockets[static_cast<unsigned>(j)];
    visit(FieldName{"instances", j}, socket.instances);
    visit(FieldName{"open", j}, socket.open);
    visit(FieldName{"duplicated", j}, socket.duplicated);
    if constexpr (scope.asynchronous_io) {
      visit(FieldName{"stream", j}, socket.stream);
    }
    if constexpr (scope.connections) {
      visit(FieldName{"arrived", j}, socket.arrived);
    }
    if constexpr (scope.listeners) {
      visit(FieldName{"listening", j}, socket.listening);
      visit(FieldName{"notify", j}, socket.notify);
      visit(FieldName{"due", j}, socket.due);
    }
    for (int o = 0; o < static_cast<int>(scope.objects); ++o) {
      auto& association = self.associations[static_cast<unsigned>(j)][static_cast<unsigned>(o)];
      visit(FieldName{"access", j, o}, association.access);
      visit(FieldName{"attached", j, o}, association.attached);
      if constexpr (scope.asynchronous_io) {
        visit(FieldName{"used", j, o}, association.used);
      }
    }
  }
};

// ---- words that several rule files share --------------------------------------------------------

// The socket of the call in progress is socket j.
template <class S>
auto about(const S& s, unsigned j) {
  return s.socket == j;
}

// The call in progress is about socket j and object o.
template <class S>
auto about(const S& s, unsigned j, unsigned o) {
  return s.socket == j && s.object == o;
}

// Providers with access to object o, through whatever socket.
template <class S>
auto access_to(const S& s, unsigned o) {
  auto providers = s.associations[0][o].access;
  for (unsigned j = 1; j < s.sockets.size(); ++j) {
    providers = providers | s.associations[j][o].access;
  }
  return providers;
}

// Some socket other than `except` has object o attached.
template <class D, Scope scope>
typename D::Bool attached_elsewhere(const State<D, scope>& s, unsigned o, unsigned except) {
  typename D::Bool found = false;
  for (unsigned j = 0; j < scope.sockets; ++j) {
    if (j != except) {
      found = found || s.associations[j][o].attached;
    }
  }
  return found;
}

// Some stream socket has used buffers in object o.
template <class D, Scope scope>
typename D::Bool in_use(const State<D, scope>& s, unsigned o) {
  typename D::Bool found = false;
  for (unsigned j = 0; j < scope.sockets; ++j) {
    found = found || s.associations[j][o].used;
  }
  return found;
}

// Socket j has some object attached.
template <class D, Scope scope>
typename D::Bool is_ancillary(const State<D, scope>& s, unsigned j) {
  typename D::Bool found = false;
  for (unsigned o = 0; o < scope.objects; ++o) {
    found = found || s.associations[j][o].attached;
  }
  return found;
}

// Losing socket j leaves no stream socket with buffers in an object that nobody has attached.
template <class D, Scope scope>
typename D::Bool dispensable(const State<D, scope>& s, unsigned j) {
  typename D::Bool fine = true;
  for (unsigned o = 0; o < scope.objects; ++o) {
    fine =
        fine && implies(s.associations[j][o].attached && in_use(s, o), attached_elsewhere(s, o, j));
  }
  return fine;
}

// Starts a call about socket j that goes to these providers.
template <class D, Scope scope>
void begin(State<D, scope>& n, Call call, unsigned j, typename D::Set targets) {
  n.phase = Phase::calling;
  n.call = call;
  n.socket = j;
  n.remaining = targets;
}

// … and about object o.
template <class D, Scope scope>
void begin(State<D, scope>& n, Call call, unsigned j, unsigned o, typename D::Set targets) {
  begin(n, call, j, targets);
  n.object = o;
}

// The application has come to this step. Once it is through, what it remembered for it is
// forgotten.
template <class D, Scope scope>
void go_to(State<D, scope>& n, typename D::template Enum<Recycle> step) {
  const auto over = step == Recycle::none;
  n.recycle = step;
  n.fresh = select(over, typename D::template Number<3>(n.no_socket), n.fresh);
  for (unsigned o = 0; o < scope.objects; ++o) {
    n.survivors[o] = select(over, typename D::Set(), n.survivors[o]);
  }
}

// Ends the call in progress. What was asked is forgotten, which keeps the state space small.
// Socket and object are kept after a failed attach: it is detached on the same ones.
template <class D, Scope scope>
void finish(State<D, scope>& n) {
  n.phase = Phase::idle;
  n.call = Call::none;
  n.remaining = typename D::Set();
  n.visited = typename D::Set();
  n.asked = typename D::Set();
  n.code = 0;
  n.operand = 0;
  n.socket = select(n.must_detach, n.socket, typename D::template Number<3>(n.no_socket));
  n.object = select(n.must_detach, n.object, typename D::template Number<2>(n.no_object));
}

} // namespace pathproof::cinet
