// SPDX-License-Identifier: Apache-2.0
// Transport providers start and stop at any moment, also in the middle of a propagation; sockets
// with SO_EIOIFNEWTP learn of it.
// Not modelled: which errno a socket tied to a provider that ended gives (CINET-091).
#pragma once

#include "model/cinet/state.hpp"

namespace pathproof::cinet {

template <class D, Scope scope>
struct Providers {
  using S = State<D, scope>;
  using Bool = typename D::Bool;
  using Set = typename D::Set;

  template <class Rule>
  static void rules(const S& s, const Parameters<D>& p, Rule& rule) {
    start(s, p, rule);
    stop(s, rule);
    if constexpr (scope.listeners) {
      notify(s, rule);
    }
    if constexpr (scope.connections) {
      connection(s, rule);
    }
    if constexpr (scope.queries) {
      query(s, rule);
    }
  }

private:
  // "Active at that moment" (CINET-010) is only clear when nothing starts while a socket is made.
  template <class Rule>
  static void start(const S& s, const Parameters<D>& p, Rule& rule) {
    rule.pick({"event.start", Kind::event_start, {&req::cinet_012, &req::cinet_082}, Duty::may},
              all(s.call != Call::create, s.phase != Phase::queried),
              p.instances - s.up,
              [&](S& n, Set tp) {
                n.up = s.up | tp;
                for (unsigned j = 0; j < scope.sockets; ++j) {
                  const Socket<D>& socket = s.sockets[j];
                  n.sockets[j].due = socket.due || (socket.open && socket.notify);
                }
                return D::shows(tp);
              });
  }

  // A provider that was asked may end before it answers, but only an ioctl: what becomes of a
  // socket(), listen() or close() then is written nowhere.
  template <class Rule>
  static void stop(const S& s, Rule& rule) {
    const Bool interruptible =
        s.call == Call::ioctl || s.call == Call::attach || s.call == Call::detach;
    const Set spared = select(s.phase == Phase::asked && !interruptible, s.asked, Set());
    rule.pick({"event.stop", Kind::event_stop, {&req::cinet_085, &req::cinet_090}, Duty::may},
              all(s.phase != Phase::queried),
              s.up - spared - s.affinity,
              [&](S& n, Set tp) {
                using P = typename D::template Enum<Phase>;
                n.up = s.up - tp;
                n.remaining = s.remaining - tp;
                n.phase = select(
                    s.phase == Phase::asked && tp == s.asked, P(Phase::interrupted), s.phase);
                const Bool last = (s.up - tp).empty();
                for (unsigned j = 0; j < scope.sockets; ++j) {
                  const Socket<D>& socket = s.sockets[j];
                  n.sockets[j].instances = socket.instances - tp;
                  n.sockets[j].arrived = socket.arrived - tp;
                  n.sockets[j].due = socket.due || (last && socket.open && socket.notify);
                  for (unsigned o = 0; o < scope.objects; ++o) {
                    n.associations[j][o].access = s.associations[j][o].access - tp;
                  }
                }
                for (unsigned o = 0; o < scope.objects; ++o) {
                  n.survivors[o] = s.survivors[o] - tp;
                }
                return D::shows(tp);
              });
  }

  // EIO on the next accept; a waiting accept may be woken with it, which no source demands.
  template <class Rule>
  static void notify(const S& s, Rule& rule) {
    Bool due = false;
    for (unsigned j = 0; j < scope.sockets; ++j) {
      due = due || (about(s, j) && s.sockets[j].due);
    }
    const auto told = [&](S& n) {
      finish(n);
      if constexpr (scope.recycle) {
        n.recycle = Recycle::told;
      }
      for (unsigned o = 0; o < scope.objects; ++o) {
        n.survivors[o] = access_to(s, o);
      }
      return D::shows(static_cast<unsigned>(Code::eio));
    };
    rule({"return.eio", Kind::return_failure, {&req::cinet_082, &req::cinet_086}},
         all(s.call == Call::accept,
             s.phase == Phase::calling,
             cited({&req::cinet_082, &req::cinet_084, &req::cinet_085}, due)),
         told);
    rule({"return.woken_by_eio", Kind::return_failure, {&req::cinet_088}, Duty::may},
         all(s.call == Call::accept,
             s.phase == Phase::waiting,
             cited({&req::cinet_082, &req::cinet_084, &req::cinet_085}, due)),
         told);
  }

  template <class Rule>
  static void connection(const S& s, Rule& rule) {
    for (unsigned j = 0; j < scope.sockets; ++j) {
      rule.pick({"event.connection", Kind::event_connection, {&req::cinet_016}, Duty::may},
                all(s.sockets[j].listening,
                    s.call != Call::listen,
                    s.call != Call::close,
                    s.phase != Phase::queried),
                s.sockets[j].instances - s.sockets[j].arrived,
                [&](S& n, Set tp) {
                  using P = typename D::template Enum<Phase>;
                  n.sockets[j].arrived = s.sockets[j].arrived | tp;
                  n.phase =
                      select(s.phase == Phase::waiting && about(s, j), P(Phase::calling), s.phase);
                  return D::shows(tp, j);
                });
    }
  }

  // For a provider under test: between calls the kit asks who has access.
  template <class Rule>
  static void query(const S& s, Rule& rule) {
    for (unsigned o = 0; o < scope.objects; ++o) {
      rule.pick({"query.access", Kind::query_access, {&req::smo_057}, Duty::may},
                all(s.phase == Phase::idle),
                s.up,
                [&](S& n, Set tp) {
                  n.phase = Phase::queried;
                  n.asked = tp;
                  n.visited = tp;
                  n.operand = o;
                  return D::shows(tp, o);
                });
    }
    Bool has = false;
    for (unsigned o = 0; o < scope.objects; ++o) {
      has = has || (s.operand == o && !s.asked.apart(access_to(s, o)));
    }
    rule({"answer.access",
          Kind::answer_access,
          {&req::smo_001,
           &req::smo_020,
           &req::smo_021,
           &req::smo_025,
           &req::smo_042,
           &req::smo_057}},
         all(s.phase == Phase::queried),
         [&](S& n) {
           finish(n);
           return D::shows(has);
         });
  }
};

} // namespace pathproof::cinet
