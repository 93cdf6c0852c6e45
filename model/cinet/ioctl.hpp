// SPDX-License-Identifier: Apache-2.0
// How the layer passes a call to one provider after the other until the first failure, what
// providers answer, and what the layer hands to the application.
// Not modelled: which provider's output data is returned (CINET-105), argument lengths (CINET-113).
#pragma once

#include "model/cinet/state.hpp"

namespace pathproof::cinet {

template <class D, Scope scope>
struct Ioctl {
  using S = State<D, scope>;
  using P = Parameters<D>;
  using Bool = typename D::Bool;
  using Set = typename D::Set;
  using Code4 = typename D::template Number<4>;
  using PhaseOf = typename D::template Enum<Phase>;

  template <class Rule>
  static void rules(const S& s, const P& p, Rule& rule) {
    if constexpr (scope.ioctls) {
      for (unsigned j = 0; j < scope.sockets; ++j) {
        calls(s, rule, j);
      }
    }
    asks(s, p, rule);
    answers(s, p, rule);
    returns(s, p, rule);
  }

  // The call has been passed to a provider.
  static void asked(S& n, const S& s, Set tp) {
    n.phase = Phase::asked;
    n.asked = tp;
    n.visited = s.visited | tp;
    n.remaining = s.remaining - tp;
  }

  // What the application knows once its call has failed.
  static void refused(S& n, const S& s) {
    const Bool attach = s.call == Call::attach;
    for (unsigned j = 0; j < scope.sockets; ++j) {
      n.sockets[j].open = s.sockets[j].open && !(about(s, j) && s.call == Call::create);
      n.sockets[j].stream = s.sockets[j].stream && !(about(s, j) && s.call == Call::create);
      for (unsigned o = 0; o < scope.objects; ++o) {
        n.associations[j][o].attached =
            s.associations[j][o].attached && !(about(s, j, o) && s.call == Call::detach);
      }
    }
    n.must_detach = attach || (s.must_detach && !(s.call == Call::detach));
    n.barred = s.barred || attach;
    if constexpr (scope.recycle) {
      using Step = typename D::template Enum<Recycle>;
      go_to(n, select(attach || s.call == Call::create, Step(Recycle::none), s.recycle));
    }
  }

private:
  template <class Rule>
  static void calls(const S& s, Rule& rule, unsigned j) {
    rule({"call.ioctl", Kind::call_ioctl, {&req::cinet_100}, Duty::may},
         all(s.phase == Phase::idle,
             cited({&req::smo_042}, !s.must_detach),
             s.sockets[j].open,
             !s.sockets[j].instances.empty()),
         [&](S& n) {
           begin(n, Call::ioctl, j, s.sockets[j].instances);
           return D::shows(j);
         });
    rule.pick(
        {"call.indexed_ioctl", Kind::call_indexed_ioctl, {&req::cinet_112}, Duty::may},
        all(s.phase == Phase::idle, cited({&req::smo_042}, !s.must_detach), s.sockets[j].open),
        s.sockets[j].instances,
        [&](S& n, Set tp) {
          begin(n, Call::ioctl, j, tp);
          return D::shows(tp, j);
        });
  }

  // One rule per operation, alike but for its label and its requirements.
  template <class Rule>
  static void asks(const S& s, const P& p, Rule& rule) {
    ask(s,
        p,
        rule,
        Call::create,
        {"ask.create", Kind::upcall_create, {&req::cinet_010, &req::cinet_012, &req::cinet_060}});
    ask(s,
        p,
        rule,
        Call::close,
        {"ask.close", Kind::upcall_close, {&req::smo_021, &req::cinet_012}});
    if constexpr (scope.affinity) {
      ask(s,
          p,
          rule,
          Call::release,
          {"ask.release", Kind::upcall_close, {&req::cinet_066, &req::cinet_013}});
    }
    if constexpr (scope.listeners) {
      ask(s,
          p,
          rule,
          Call::listen,
          {"ask.listen", Kind::upcall_listen, {&req::cinet_016, &req::cinet_012}});
    }
    if constexpr (scope.ioctls) {
      ask(s,
          p,
          rule,
          Call::ioctl,
          {"ask.ioctl",
           Kind::upcall_ioctl,
           {&req::cinet_100,
            &req::cinet_106,
            &req::cinet_107,
            &req::cinet_108,
            &req::cinet_112,
            &req::cinet_012}});
    }
    if constexpr (scope.objects > 0) {
      ask(s,
          p,
          rule,
          Call::attach,
          {"ask.attach",
           Kind::upcall_attach,
           {&req::cinet_100, &req::smo_001, &req::smo_053, &req::cinet_108}});
      ask(s,
          p,
          rule,
          Call::detach,
          {"ask.detach", Kind::upcall_detach, {&req::cinet_100, &req::smo_042, &req::cinet_108}});
    }
  }

  template <class Rule>
  static void ask(const S& s, const P& p, Rule& rule, Call call, const RuleInfo& info) {
    const bool names_object = call == Call::attach || call == Call::detach;
    const Bool interrupted =
        s.phase == Phase::interrupted && p.stop_while_asked != StopWhileAsked::failure;
    const Set candidates = select(p.order == Order::fixed, s.remaining.first(), s.remaining);
    rule.pick(info,
              all(s.call == call,
                  cited({&req::cinet_102}, s.phase != Phase::failed),
                  cited({&req::cinet_100}, s.phase != Phase::asked),
                  s.phase == Phase::calling || interrupted || s.phase == Phase::failed ||
                      s.phase == Phase::asked),
              candidates,
              [&](S& n, Set tp) {
                asked(n, s, tp);
                return names_object ? D::shows(tp, s.socket, s.object) : D::shows(tp, s.socket);
              });
  }

  // The provider that was asked has access to the object through this very socket.
  static Bool has_access_here(const S& s) {
    Bool has = false;
    for (unsigned j = 0; j < scope.sockets; ++j) {
      for (unsigned o = 0; o < scope.objects; ++o) {
        has = has || (about(s, j, o) && !s.asked.apart(s.associations[j][o].access));
      }
    }
    return has;
  }

  // … through another socket of the application.
  static Bool has_access_elsewhere(const S& s) {
    Bool has = false;
    for (unsigned j = 0; j < scope.sockets; ++j) {
      for (unsigned o = 0; o < scope.objects; ++o) {
        has = has || (!about(s, j) && s.object == o && !s.asked.apart(s.associations[j][o].access));
      }
    }
    return has;
  }

  template <class Rule>
  static void answers(const S& s, const P& p, Rule& rule) {
    const Bool nothing_there = s.call == Call::detach && !has_access_here(s);
    const Bool something_there = s.call == Call::detach && has_access_here(s);
    rule({"answer.done", Kind::answer_done, {&req::cinet_101, &req::smo_001}},
         all(s.phase == Phase::asked,
             cited({&req::smo_027, &req::smo_043},
                   !(nothing_there && p.detach_of_nothing == DetachOfNothing::refused)),
             cited({&req::smo_002, &req::smo_003},
                   !(s.call == Call::attach && p.caller == Caller::unauthorized))),
         [&](S& n) {
           performed(n, s);
           n.phase = Phase::calling;
           return D::shows(s.asked);
         });
    rule.choose(
        {"answer.failed", Kind::answer_failed, {&req::cinet_102, &req::smo_040}, Duty::may, 1},
        all(s.phase == Phase::asked,
            s.call == Call::ioctl || s.call == Call::attach || s.call == Call::detach,
            cited({&req::smo_024}, !(s.call == Call::attach && has_access_elsewhere(s))),
            cited({&req::smo_027, &req::smo_043},
                  !(nothing_there && p.detach_of_nothing == DetachOfNothing::succeeds)),
            cited({&req::smo_042},
                  !(something_there && p.detach_with_access == DetachWithAccess::succeeds))),
        Code4(1),
        Code4(scope.codes),
        [&](S& n, Code4 code) {
          n.phase = Phase::failed;
          n.code = code;
          return D::shows(s.asked, code);
        });
  }

  // What the provider that was asked has done.
  static void performed(S& n, const S& s) {
    for (unsigned j = 0; j < scope.sockets; ++j) {
      const Set old = s.sockets[j].instances;
      const Bool here = about(s, j);
      const Bool gone = here && (s.call == Call::close || s.call == Call::release);
      n.sockets[j].instances =
          select(here && s.call == Call::create, old | s.asked, select(gone, old - s.asked, old));
      n.sockets[j].arrived = select(gone, s.sockets[j].arrived - s.asked, s.sockets[j].arrived);
      for (unsigned o = 0; o < scope.objects; ++o) {
        const Set access = s.associations[j][o].access;
        const Bool attach = about(s, j, o) && s.call == Call::attach;
        const Bool detach = about(s, j, o) && s.call == Call::detach;
        n.associations[j][o].access =
            select(attach, access | s.asked, select(detach || gone, access - s.asked, access));
      }
    }
  }

  template <class Rule>
  static void returns(const S& s, const P& p, Rule& rule) {
    const Bool skipped =
        s.phase == Phase::interrupted && p.stop_while_asked != StopWhileAsked::failure;
    rule({"return.success",
          Kind::return_success,
          {&req::cinet_101, &req::cinet_100, &req::cinet_105, &req::smo_041}},
         all(s.call != Call::accept,
             cited({&req::cinet_102, &req::cinet_103}, s.phase != Phase::failed),
             s.phase == Phase::calling || skipped || s.phase == Phase::failed,
             cited({&req::cinet_100, &req::cinet_101, &req::smo_041}, s.remaining.empty())),
         [&](S& n) {
           succeeded(n, s);
           finish(n);
           return D::shows();
         });
    rule({"return.failure",
          Kind::return_failure,
          {&req::cinet_103, &req::cinet_102, &req::cinet_104, &req::cinet_025, &req::smo_045}},
         all(s.phase == Phase::failed),
         [&](S& n) {
           refused(n, s);
           finish(n);
           return D::shows(s.code);
         });
    rule.choose({"return.failure_after_stop", Kind::return_failure, {&req::cinet_091}},
                all(s.phase == Phase::interrupted, p.stop_while_asked != StopWhileAsked::skipped),
                Code4(1),
                Code4(static_cast<unsigned>(Code::other)),
                [&](S& n, Code4 code) {
                  refused(n, s);
                  finish(n);
                  return D::shows(code);
                });
    if constexpr (scope.objects > 0) {
      // Nobody says who turns an unauthorized caller away: the layer may, before it asks anybody.
      rule.choose(
          {"return.unauthorized", Kind::return_failure, {&req::smo_003, &req::smo_002}, Duty::may},
          all(s.phase == Phase::calling,
              s.call == Call::attach,
              p.caller == Caller::unauthorized,
              s.visited.empty()),
          Code4(1),
          Code4(static_cast<unsigned>(Code::other)),
          [&](S& n, Code4 code) {
            refused(n, s);
            finish(n);
            return D::shows(code);
          });
    }
  }

  // What the application knows once its call has succeeded.
  static void succeeded(S& n, const S& s) {
    for (unsigned j = 0; j < scope.sockets; ++j) {
      const Bool closed = about(s, j) && s.call == Call::close;
      Socket<D>& socket = n.sockets[j];
      socket.open = s.sockets[j].open && !closed;
      socket.stream = s.sockets[j].stream && !closed;
      socket.listening = s.sockets[j].listening && !closed;
      socket.notify = s.sockets[j].notify && !closed;
      socket.due = s.sockets[j].due && !closed;
      for (unsigned o = 0; o < scope.objects; ++o) {
        const Bool attach = about(s, j, o) && s.call == Call::attach;
        const Bool detach = about(s, j, o) && s.call == Call::detach;
        n.associations[j][o].attached =
            (s.associations[j][o].attached || attach) && !detach && !closed;
        n.associations[j][o].used = s.associations[j][o].used && !closed;
      }
    }
    n.must_detach = s.must_detach && !(s.call == Call::detach);
  }
};

} // namespace pathproof::cinet
