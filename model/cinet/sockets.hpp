// SPDX-License-Identifier: Apache-2.0
// Common INET sockets, as the application uses them: generic sockets and sockets with affinity,
// duplicated descriptors, listening, accept, close.
// Not modelled: connect, sendto and bind to an address, which need the prerouter's tables; select
// and poll; the data itself.
#pragma once

#include "model/cinet/state.hpp"

namespace pathproof::cinet {

template <class D, Scope scope>
struct Sockets {
  using S = State<D, scope>;
  using Bool = typename D::Bool;
  using Set = typename D::Set;
  using Number2 = typename D::template Number<2>;

  template <class Rule>
  static void rules(const S& s, const Parameters<D>&, Rule& rule) {
    for (unsigned j = 0; j < scope.sockets; ++j) {
      create(s, rule, j);
      close(s, rule, j);
      if constexpr (scope.affinity) {
        tie(s, rule, j);
      }
      if constexpr (scope.listeners) {
        listen(s, rule, j);
        for (unsigned k = 0; k < scope.sockets; ++k) {
          accept(s, rule, j, k);
        }
      }
    }
    if constexpr (scope.affinity) {
      affinity(s, rule);
    }
    if constexpr (scope.connections) {
      accepted(s, rule);
    }
  }

private:
  // Makes socket j at the next call; without an active provider the layer must refuse.
  static void create_at(S& n, unsigned j, Bool stream) {
    const Set targets = select(n.affinity.empty(), n.up, n.affinity);
    begin(n, Call::create, j, targets);
    n.sockets[j].open = true;
    n.sockets[j].stream = stream;
    n.phase = select(targets.empty(), typename D::template Enum<Phase>(Phase::failed), n.phase);
    n.code = select(targets.empty(),
                    typename D::template Number<4>(static_cast<unsigned>(Code::no_provider)),
                    n.code);
  }

  template <class Rule>
  static void create(const S& s, Rule& rule, unsigned j) {
    rule.choose({"call.socket",
                 Kind::call_socket,
                 {&req::cinet_010, &req::cinet_011, &req::smo_006},
                 Duty::may,
                 1},
                all(s.phase == Phase::idle,
                    cited({&req::smo_042}, !s.must_detach),
                    cited({&req::smo_056}, s.recycle == Recycle::none),
                    !s.sockets[j].open),
                Number2(0),
                Number2(scope.asynchronous_io ? 2 : 0),
                [&](S& n, Number2 type) {
                  create_at(n, j, type == 0);
                  return D::shows(j, type);
                });
    if constexpr (scope.recycle) {
      recreate(s, rule, j);
    }
  }

  // After EIO: first a new listening socket, then, where objects are attached, a new ancillary one.
  template <class Rule>
  static void recreate(const S& s, Rule& rule, unsigned j) {
    rule({"recycle.new_listener", Kind::call_socket, {&req::smo_051, &req::cinet_083}, Duty::may},
         all(s.phase == Phase::idle,
             cited({&req::smo_042}, !s.must_detach),
             cited({&req::smo_051, &req::smo_056}, s.recycle == Recycle::listener_closed),
             !s.sockets[j].open),
         [&](S& n) {
           create_at(n, j, true);
           n.recycle = Recycle::listener_created;
           n.fresh = j;
           return D::shows(j, 0U);
         });
    rule({"recycle.new_ancillary", Kind::call_socket, {&req::smo_052}, Duty::may},
         all(s.phase == Phase::idle,
             cited({&req::smo_042}, !s.must_detach),
             cited({&req::smo_052, &req::smo_056}, s.recycle == Recycle::listener_ready),
             !s.sockets[j].open),
         [&](S& n) {
           create_at(n, j, true);
           n.recycle = Recycle::ancillary_created;
           n.fresh = j;
           return D::shows(j, 0U);
         });
  }

  // Closes one descriptor; the sub-instances end with the last one.
  static void close_at(S& n, const S& s, unsigned j) {
    const Bool last = !s.sockets[j].duplicated;
    begin(n, Call::close, j, s.sockets[j].instances);
    n.call = select(last,
                    typename D::template Enum<Call>(Call::close),
                    typename D::template Enum<Call>(Call::local));
    n.remaining = select(last, s.sockets[j].instances, Set());
    n.sockets[j].duplicated = false;
  }

  template <class Rule>
  static void close(const S& s, Rule& rule, unsigned j) {
    rule({"call.close", Kind::call_close, {&req::smo_021, &req::smo_028}, Duty::may},
         all(s.phase == Phase::idle,
             cited({&req::smo_042}, !s.must_detach),
             cited({&req::smo_056}, s.recycle == Recycle::none),
             cited({&req::smo_022, &req::smo_030}, dispensable(s, j) || s.sockets[j].duplicated),
             s.sockets[j].open),
         [&](S& n) {
           close_at(n, s, j);
           return D::shows(j);
         });
    rule({"call.duplicate", Kind::call_duplicate, {&req::smo_032, &req::smo_028}, Duty::may},
         all(s.phase == Phase::idle,
             cited({&req::smo_042}, !s.must_detach),
             cited({&req::smo_056}, s.recycle == Recycle::none),
             s.sockets[j].open,
             !s.sockets[j].duplicated),
         [&](S& n) {
           begin(n, Call::local, j, Set());
           n.sockets[j].duplicated = true;
           return D::shows(j);
         });
    if constexpr (scope.recycle) {
      recycle_close(s, rule, j);
    }
  }

  // Sockets other than the fresh one that still have an object attached, socket j left out.
  static Bool others_to_close(const S& s, unsigned j) {
    Bool found = false;
    for (unsigned k = 0; k < scope.sockets; ++k) {
      if (k != j) {
        found = found || (!(s.fresh == k) && is_ancillary(s, k));
      }
    }
    return found;
  }

  // Everything attached on socket j is attached on the fresh ancillary socket too.
  static Bool replaced(const S& s, unsigned j) {
    Bool all_there = true;
    for (unsigned o = 0; o < scope.objects; ++o) {
      Bool there = false;
      for (unsigned k = 0; k < scope.sockets; ++k) {
        there = there || (s.fresh == k && s.associations[k][o].attached);
      }
      all_there = all_there && implies(s.associations[j][o].attached, there);
    }
    return all_there;
  }

  template <class Rule>
  static void recycle_close(const S& s, Rule& rule, unsigned j) {
    using Step = typename D::template Enum<Recycle>;
    rule({"recycle.close_listener", Kind::call_close, {&req::smo_051, &req::cinet_083}, Duty::may},
         all(s.phase == Phase::idle,
             cited({&req::smo_042}, !s.must_detach),
             cited({&req::smo_051, &req::smo_056}, s.recycle == Recycle::told),
             s.sockets[j].due,
             s.sockets[j].listening,
             !is_ancillary(s, j)),
         [&](S& n) {
           close_at(n, s, j);
           n.recycle = select(s.sockets[j].duplicated, s.recycle, Step(Recycle::listener_closed));
           return D::shows(j);
         });
    rule({"recycle.close_original", Kind::call_close, {&req::smo_054, &req::smo_058}, Duty::may},
         all(s.phase == Phase::idle,
             cited({&req::smo_042}, !s.must_detach),
             cited({&req::smo_054, &req::smo_056}, s.recycle == Recycle::ancillary_created),
             cited({&req::smo_056, &req::smo_057}, replaced(s, j)),
             !(s.fresh == j),
             is_ancillary(s, j)),
         [&](S& n) {
           close_at(n, s, j);
           n.recycle = select(others_to_close(s, j) || s.sockets[j].duplicated,
                              s.recycle,
                              Step(Recycle::original_closed));
           return D::shows(j);
         });
    rule({"recycle.duplicate", Kind::call_duplicate, {&req::smo_055, &req::smo_032}, Duty::may},
         all(s.phase == Phase::idle,
             cited({&req::smo_042}, !s.must_detach),
             cited({&req::smo_055, &req::smo_056}, s.recycle == Recycle::original_closed),
             s.fresh == j),
         [&](S& n) {
           begin(n, Call::local, j, Set());
           n.sockets[j].duplicated = true;
           n.recycle = Recycle::duplicated;
           return D::shows(j);
         });
    rule({"recycle.close_low_descriptor",
          Kind::call_close,
          {&req::smo_055, &req::smo_032},
          Duty::may},
         all(s.phase == Phase::idle,
             cited({&req::smo_042}, !s.must_detach),
             cited({&req::smo_055}, s.recycle == Recycle::duplicated),
             s.fresh == j),
         [&](S& n) {
           close_at(n, s, j);
           go_to(n, Step(Recycle::none));
           return D::shows(j);
         });
  }

  // No socket awaits news of providers: affinity is chosen before, not during a service.
  static Bool nobody_notified(const S& s) {
    Bool nobody = true;
    for (const Socket<D>& socket : s.sockets) {
      nobody = nobody && !socket.notify;
    }
    return nobody;
  }

  template <class Rule>
  static void affinity(const S& s, Rule& rule) {
    rule.pick({"call.affinity", Kind::call_affinity, {&req::cinet_060, &req::cinet_062}, Duty::may},
              all(s.phase == Phase::idle,
                  cited({&req::smo_042}, !s.must_detach),
                  cited({&req::smo_056}, s.recycle == Recycle::none),
                  nobody_notified(s)),
              s.up,
              [&](S& n, Set tp) {
                begin(n, Call::local, S::no_socket, Set());
                n.affinity = tp;
                return D::shows(tp);
              });
    rule({"call.no_affinity", Kind::call_no_affinity, {&req::cinet_062}, Duty::may},
         all(s.phase == Phase::idle,
             cited({&req::smo_042}, !s.must_detach),
             cited({&req::smo_056}, s.recycle == Recycle::none)),
         [&](S& n) {
           begin(n, Call::local, S::no_socket, Set());
           n.affinity = Set();
           return D::shows();
         });
  }

  template <class Rule>
  static void tie(const S& s, Rule& rule, unsigned j) {
    rule.pick({"call.tie", Kind::call_tie, {&req::cinet_066, &req::cinet_013}, Duty::may},
              all(s.phase == Phase::idle,
                  cited({&req::smo_042}, !s.must_detach),
                  cited({&req::smo_056}, s.recycle == Recycle::none),
                  s.sockets[j].open,
                  !is_ancillary(s, j),
                  !s.sockets[j].listening,
                  !s.sockets[j].notify),
              s.sockets[j].instances,
              [&](S& n, Set tp) {
                begin(n, Call::release, j, s.sockets[j].instances - tp);
                return D::shows(tp, j);
              });
  }

  template <class Rule>
  static void listen(const S& s, Rule& rule, unsigned j) {
    const Bool new_listener = s.recycle == Recycle::listener_created && s.fresh == j;
    rule({"call.notify",
          Kind::call_notify,
          {&req::cinet_080, &req::cinet_081, &req::smo_050},
          Duty::may},
         all(s.phase == Phase::idle,
             cited({&req::smo_042}, !s.must_detach),
             cited({&req::smo_056}, s.recycle == Recycle::none || new_listener),
             s.sockets[j].open,
             !s.sockets[j].notify,
             s.affinity.empty(),
             !is_ancillary(s, j)),
         [&](S& n) {
           begin(n, Call::local, j, Set());
           n.sockets[j].notify = true;
           return D::shows(j);
         });
    rule({"call.listen", Kind::call_listen, {&req::cinet_016, &req::cinet_015}, Duty::may},
         all(s.phase == Phase::idle,
             cited({&req::smo_042}, !s.must_detach),
             cited({&req::smo_056}, s.recycle == Recycle::none || new_listener),
             s.sockets[j].open,
             s.sockets[j].stream || !Bool(scope.asynchronous_io),
             !s.sockets[j].listening,
             !is_ancillary(s, j)),
         [&](S& n) {
           using Step = typename D::template Enum<Recycle>;
           begin(n, Call::listen, j, s.sockets[j].instances);
           n.sockets[j].listening = true;
           Bool ancillary = false;
           for (unsigned k = 0; k < scope.sockets; ++k) {
             ancillary = ancillary || is_ancillary(s, k);
           }
           go_to(n,
                 select(new_listener && ancillary,
                        Step(Recycle::listener_ready),
                        Step(Recycle::none)));
           return D::shows(j);
         });
  }

  template <class Rule>
  static void accept(const S& s, Rule& rule, unsigned j, unsigned k) {
    if (j == k) {
      return;
    }
    rule({"call.accept", Kind::call_accept, {&req::cinet_016}, Duty::may},
         all(s.phase == Phase::idle,
             cited({&req::smo_042}, !s.must_detach),
             cited({&req::smo_056, &req::cinet_083}, s.recycle == Recycle::none),
             s.sockets[j].open,
             s.sockets[j].listening,
             !s.sockets[k].open),
         [&](S& n) {
           using P = typename D::template Enum<Phase>;
           begin(n, Call::accept, j, Set());
           n.operand = k;
           n.phase = select(s.sockets[j].due || !s.sockets[j].arrived.empty(),
                            P(Phase::calling),
                            P(Phase::waiting));
           return D::shows(j, k);
         });
  }

  template <class Rule>
  static void accepted(const S& s, Rule& rule) {
    Set arrived;
    for (unsigned j = 0; j < scope.sockets; ++j) {
      arrived = arrived | select(about(s, j), s.sockets[j].arrived, Set());
    }
    rule.pick({"return.accepted",
               Kind::return_accepted,
               {&req::cinet_016, &req::cinet_021, &req::cinet_090}},
              all(s.call == Call::accept, s.phase == Phase::calling),
              arrived,
              [&](S& n, Set tp) {
                for (unsigned j = 0; j < scope.sockets; ++j) {
                  const Bool listener = about(s, j);
                  const Bool made = s.operand == j;
                  n.sockets[j].arrived =
                      select(listener, s.sockets[j].arrived - tp, s.sockets[j].arrived);
                  n.sockets[j].instances = select(made, tp, s.sockets[j].instances);
                  n.sockets[j].open = s.sockets[j].open || made;
                  n.sockets[j].stream = s.sockets[j].stream || made;
                }
                finish(n);
                return D::shows(tp);
              });
  }
};

} // namespace pathproof::cinet
