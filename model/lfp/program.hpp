// SPDX-License-Identifier: Apache-2.0
// What programs call. They are free, but for this: a task calls nothing while another one changes
// the same socket, and what POSIX leaves open is not tried, such as CONNECT after one that has
// failed.
// Not modelled: calls without a descriptor left for the socket that they are to make.
#pragma once

#include "model/lfp/call_words.hpp"
#include "model/lfp/limit.hpp"

namespace pathproof::lfp {

template <class D>
struct Programs {
  using L = Limits<D>;
  using W = CallWords<D>;
  using S = State<D>;
  using Bool = typename D::Bool;
  using Call = typename D::template Number<4>;

  template <class Rule>
  static void rules(const S& s, Rule& rule) {
    for (unsigned t = 0; t < s.scope->tasks; ++t) {
      calls(s, rule, t);
    }
  }

  template <class Check>
  static void invariants(const S& s, Check& holds) {
    for (unsigned t = 0; t < s.scope->tasks; ++t) {
      const Task<D>& one = s.task[t];
      holds("a_call_says_what_it_is_about",
            {&req::lfp_169},
            implies(W::in_progress(one), has_what_it_needs(s, one)));
    }
    for (unsigned t = 0; t < s.scope->tasks; ++t) {
      for (unsigned k = 0; k < s.scope->descriptors; ++k) {
        const Task<D>& one = s.task[t];
        Bool alone = is_nameable(s, k);
        for (unsigned u = 0; u < s.scope->tasks; ++u) {
          const Task<D>& other = s.task[u];
          if (u != t) {
            alone = alone && (W::may_wait(one) || W::may_wait(other) || !W::names(other, k)) &&
                    (W::may_wait(one) || !W::in_progress(other) || !other.is(SocketCall::termapi) ||
                     !W::owns(s, u, k)) &&
                    (W::open(s, k) || other.phase != Phase::called || !W::makes(other));
          }
        }
        holds("one_task_at_a_time_changes_a_socket",
              {&req::lfp_169},
              implies(W::names(one, k), alone));
      }
    }
    for (unsigned t = 0; t < s.scope->tasks; ++t) {
      const Task<D>& one = s.task[t];
      holds("there_is_a_descriptor_for_a_call_that_makes_one",
            {&req::lfpo_004},
            implies(W::needs_a_descriptor(s, one), a_descriptor_is_left(s, t)));
    }
  }

private:
  // The last call in the order of SocketCall, but for ACCEPT, that is about a socket.
  static SocketCall last(const S& s) {
    return s.scope->life ? SocketCall::shutdown : SocketCall::connect;
  }

  static Bool has_what_it_needs(const S& s, const Task<D>& one) {
    const Bool names_one =
        one.socket != no_descriptor && one.socket != 1U && one.socket <= unused_descriptor;
    const Bool about_one = one.call <= static_cast<unsigned>(last(s)) && names_one;
    const Bool about_none = one.socket == no_descriptor;
    const Bool of_life = (one.is(SocketCall::termapi) && about_none) ||
                         (one.is(SocketCall::accept) && W::on_open_socket(s, one));
    return about_one || (one.is(SocketCall::socket) && about_none) ||
           (Bool(s.scope->life) && of_life);
  }

  // For a call of this task, beside one of the other task that needs one too.
  static Bool a_descriptor_is_left(const S& s, unsigned t) {
    Bool one_is_free = false;
    Bool two_are_free = false;
    for (unsigned k = 0; k < s.scope->descriptors; ++k) {
      const Bool is_free = s.call_socket[k].at == At::free;
      two_are_free = two_are_free || (one_is_free && is_free);
      one_is_free = one_is_free || is_free;
    }
    Bool needed = false;
    for (unsigned u = 0; u < s.scope->tasks; ++u) {
      if (u != t) {
        needed = needed || W::needs_a_descriptor(s, s.task[u]);
      }
    }
    return two_are_free || (one_is_free && !needed);
  }

  // A program can know it, or nobody does.
  static Bool is_nameable(const S& s, unsigned k) {
    return s.call_socket[k].at != At::reserved &&
           (Bool(!s.scope->ahead) || s.call_socket[k].held == no_descriptor);
  }

  // An ACCEPT of this socket would need no descriptor more.
  static Bool is_served(const S& s, unsigned k) {
    Task<D> accepts{};
    accepts.call = static_cast<unsigned>(SocketCall::accept);
    accepts.socket = descriptor(k);
    return W::is_served(s, accepts);
  }

  // No other task changes the socket, ends it, or is about to make one of this descriptor.
  static Bool undisturbed(const S& s, unsigned t, unsigned k) {
    return is_nameable(s, k) && has_nobody_else(s, t, k);
  }

  static Bool has_nobody_else(const S& s, unsigned t, unsigned k) {
    Bool quiet = true;
    for (unsigned u = 0; u < s.scope->tasks; ++u) {
      if (u != t) {
        const Task<D>& other = s.task[u];
        const Bool changes = other.socket == descriptor(k) && !W::may_wait(other);
        const Bool ends = other.is(SocketCall::termapi) && W::owns(s, u, k);
        const Bool chooses = other.phase == Phase::called && W::makes(other) && !W::open(s, k);
        quiet = quiet && !(W::in_progress(other) && (changes || ends || chooses));
      }
    }
    return quiet;
  }

  // There is a descriptor that nobody speaks of.
  static Bool may_make(const S& s, unsigned t) {
    Bool quiet = true;
    for (unsigned u = 0; u < s.scope->tasks; ++u) {
      for (unsigned k = 0; k < s.scope->descriptors; ++k) {
        const Task<D>& other = s.task[u];
        quiet = quiet && !(W::names(other, k) && !W::open(s, k));
      }
    }
    return quiet && a_descriptor_is_left(s, t);
  }

  template <class Rule>
  static void calls(const S& s, Rule& rule, unsigned t) {
    const Bool may_call =
        s.task[t].phase == Phase::idle && !s.started && (L::up(s) || s.stage == Stage::none);
    const auto make = [&, t](S& n, Call call, unsigned socket) {
      Task<D>& next = n.task[t];
      next.phase = select(L::up(s), decltype(next.phase)(Phase::called), Phase::lost);
      next.call = select(L::up(s), call, Call(0));
      next.socket = select(L::up(s), decltype(next.socket)(socket), no_descriptor);
      next.calls = next.calls + 1;
      next.unsent = select(L::up(s), next.unsent, next.unsent + 1);
      return D::shows(t, call, socket);
    };
    const auto one_call = [&](std::string_view id, SocketCall call, unsigned socket, Bool applies) {
      rule({id, Show::app_call, {&req::lfp_169}, Duty::may},
           all(may_call, applies),
           [&, call, socket](S& n) { return make(n, Call(static_cast<unsigned>(call)), socket); });
    };
    const bool waits_only = s.scope->second_waits && t == 1;
    const Call last_of_all = static_cast<unsigned>(waits_only ? SocketCall::connect : last(s));
    const auto some_call = [&](unsigned socket, Call high, Bool applies) {
      rule.choose(
          {"app.call", Show::app_call, {&req::lfp_169}, Duty::may, 1},
          all(may_call, applies),
          Call(static_cast<unsigned>(waits_only ? SocketCall::connect : SocketCall::getsockname)),
          least(high, last_of_all),
          [&, socket](S& n, Call call) { return make(n, call, socket); });
    };
    for (unsigned k = 0; k < s.scope->descriptors; ++k) {
      const auto& here = s.call_socket[k].at;
      const Bool usable = here != At::reached && here != At::refused;
      const Bool closes_only = here == At::failed || here == At::shut;
      some_call(descriptor(k), last_call(s, k), usable && undisturbed(s, t, k));
      if (s.scope->life) {
        one_call("app.call.accept",
                 SocketCall::accept,
                 descriptor(k),
                 W::open(s, k) && usable && !closes_only && undisturbed(s, t, k) &&
                     (may_make(s, t) || is_served(s, k)));
      }
    }
    some_call(unused_descriptor, last_of_all, true);
    if (!waits_only) {
      one_call("app.call.socket", SocketCall::socket, no_descriptor, may_make(s, t));
    }
    if (s.scope->life && !waits_only) {
      Bool quiet = true;
      for (unsigned k = 0; k < s.scope->descriptors; ++k) {
        quiet = quiet && (!W::owns(s, t, k) || has_nobody_else(s, t, k));
      }
      one_call("app.call.termapi", SocketCall::termapi, no_descriptor, quiet);
    }
  }

  static Call least(Call a, Call b) { return select(a < b, a, b); }

  // What is called with a socket as it is now: the last of a range of calls.
  static Call last_call(const S& s, unsigned k) {
    const auto& here = s.call_socket[k].at;
    const auto up_to = [](SocketCall call) { return Call(static_cast<unsigned>(call)); };
    return select(
        here == At::failed || here == At::shut,
        up_to(SocketCall::close),
        select(
            here == At::connecting,
            up_to(SocketCall::connect),
            select(here == At::listening, up_to(SocketCall::listen), up_to(SocketCall::shutdown))));
  }
};

} // namespace pathproof::lfp
