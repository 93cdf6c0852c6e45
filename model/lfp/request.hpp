// SPDX-License-Identifier: Apache-2.0
// Calls as requests to the daemon: tasks, numbers, cancelling, and the loss of the path. What is
// called is in program.hpp, what becomes of a request at the daemon in socket.hpp, and what the
// instance asks before a program does in accept_ahead.hpp.
#pragma once

#include "model/lfp/call_words.hpp"
#include "model/lfp/limit.hpp"

namespace pathproof::lfp {

template <class D>
struct Requests {
  using L = Limits<D>;
  using W = CallWords<D>;
  using S = State<D>;
  using Bool = typename D::Bool;
  using Count = typename S::Count;
  using Number = typename D::template Number<32>;

  static constexpr unsigned instance = 0;
  static constexpr unsigned daemon = 1;

  template <class Rule>
  static void rules(const S& s, Rule& rule) {
    for (unsigned t = 0; t < s.scope->tasks; ++t) {
      requests(s, rule, t);
      if (s.scope->cancels && !(s.scope->second_waits && t == 0)) {
        cancels(s, rule, t);
      }
      returns(s, rule, t);
    }
  }

  template <class Check>
  static void invariants(const S& s, Check& holds) {
    each_requester(s, [&](const Task<D>& one) {
      holds("no_request_without_a_path",
            {&req::lfp_170},
            implies(!L::up(s),
                    one.phase == Phase::idle || one.phase == Phase::lost ||
                        one.phase == Phase::late));
    });
    each_requester(s, [&](const Task<D>& one) {
      holds("what_is_over_is_forgotten",
            {&req::lfp_170},
            implies(one.phase != Phase::called && one.phase != Phase::sent,
                    one.call == 0 && one.socket == no_descriptor && !one.cancelled) &&
                implies(one.phase != Phase::sent && one.phase != Phase::answered,
                        one.number == 0 && !one.cancelling));
    });
    each_requester(s, [&](const Task<D>& one) {
      holds("what_is_made_is_for_one_call",
            {&req::lfpo_004},
            implies(one.phase == Phase::sent, W::makes(one) == (one.made != no_descriptor)) &&
                implies(one.made != no_descriptor,
                        one.phase == Phase::sent || one.error == CallError::none) &&
                implies(one.phase == Phase::idle || one.phase == Phase::called ||
                            one.phase == Phase::lost,
                        one.made == no_descriptor));
    });
    for (unsigned k = 0; k < s.scope->descriptors; ++k) {
      Bool one_makes = false;
      Bool two_make = false;
      each_requester(s, [&](const Task<D>& one) {
        const Bool here = one.phase == Phase::sent && one.made == descriptor(k);
        two_make = two_make || (one_makes && here);
        one_makes = one_makes || here;
      });
      holds("a_descriptor_is_chosen_once",
            {&req::lfpo_004},
            (s.call_socket[k].at == At::reserved) == one_makes && !two_make);
    }
    if (s.scope->tallied) {
      tallies(s, holds);
    }
  }

  // How the daemon ends a request.
  struct Answer {
    std::string_view id;
    Citations cites;
    CallError error = CallError::none;
    At socket = At::count;        // what becomes of the call's socket; count: it stays as it is
    At made = At::free;           // … and of the one that the call was to make
    bool takes_a_partner = false; // who has connected to the socket
    bool ends_all = false;        // sockets of the task
  };

  // The rule that a request which is outstanding ends so, if `applies`.
  template <class Rule>
  static void answer(const S& s, Rule& rule, unsigned t, const Answer& how, Bool applies) {
    const Task<D>& one = s.task[t];
    rule({how.id, Show::daemon_response, how.cites},
         all(cited({&req::lfp_169, &req::lfpo_007}, one.phase == Phase::sent),
             cited(how.cites, applies),
             cited({&req::lfp_163}, L::room(s, daemon))),
         [&, t](S& n) {
           const Count count = L::sends(n, s, daemon);
           for (unsigned k = 0; k < s.scope->descriptors; ++k) {
             becomes(n, s, t, k, how);
           }
           Task<D>& next = n.task[t];
           next.rest();
           if (W::is_own(s, t)) {
             return D::shows(
                 W::task_of(s, t), one.number, one.call, shown_socket(one), error_of(how), count);
           }
           next.phase = Phase::answered;
           next.number = one.number;
           next.cancelling = one.cancelling;
           next.error = how.error;
           if (how.error == CallError::none) {
             next.made = one.made;
           }
           next.responses = one.responses + 1;
           next.answered_number = one.number;
           return D::shows(
               W::task_of(s, t), one.number, one.call, shown_socket(one), error_of(how), count);
         });
  }

private:
  template <class Each>
  static void each(const S& s, Each check) {
    for (unsigned t = 0; t < s.scope->tasks; ++t) {
      check(s.task[t]);
    }
  }

  template <class Each>
  static void each_requester(const S& s, Each check) {
    for (unsigned t = 0; t < s.scope->requesters(); ++t) {
      check(s.task[t]);
    }
  }

  static unsigned error_of(const Answer& how) { return static_cast<unsigned>(how.error); }

  // In a request or response: SOCKET names the socket that it makes.
  static auto shown_socket(const Task<D>& one) {
    return select(one.is(SocketCall::socket), one.made, one.socket);
  }

  static void becomes(S& n, const S& s, unsigned t, unsigned k, const Answer& how) {
    using Where = typename D::template Enum<At>;
    const Task<D>& one = s.task[t];
    const CallSocket<D>& socket = s.call_socket[k];
    CallSocket<D>& next = n.call_socket[k];
    const Bool named = one.socket == descriptor(k) && W::open(s, k);
    const Bool made = one.made == descriptor(k);
    if (how.socket != At::count) {
      next.at = select(named, Where(how.socket), next.at);
    }
    next.at = select(made, Where(how.made), next.at);
    if (how.made != At::free) {
      next.owner = select(made, W::task_of(s, t), next.owner);
      if (W::is_own(s, t)) {
        using Descriptor = decltype(next.held);
        next.held =
            select(made,
                   select(W::is_closing(s, one.socket), Descriptor(no_listener), one.socket),
                   next.held);
      }
    }
    if (how.takes_a_partner) {
      next.pending = next.pending && !named;
    }
    if (how.ends_all) {
      next.at = select(W::owns(s, t, k), Where(At::free), next.at);
    }
    // Of a descriptor that is free nothing is known, and of a connection not who has waited for it.
    const Bool gone = next.at == At::free;
    next.owner = select(gone, decltype(next.owner)(0), next.owner);
    next.pending = next.pending && !gone;
    next.connector = select(next.at == socket.at, next.connector, decltype(next.connector)(0));
    if (s.scope->ahead) {
      next.close_sent = next.close_sent && !gone;
      next.close_number = select(gone, Number(0), next.close_number);
      using Descriptor = decltype(next.held);
      const Bool unwanted = Bool(how.socket == At::free) && W::is_held_for(s, k, one.socket);
      next.held = select(gone,
                         Descriptor(no_descriptor),
                         select(unwanted && !named, Descriptor(no_listener), next.held));
    }
  }

  template <class Rule>
  static void requests(const S& s, Rule& rule, unsigned t) {
    const Task<D>& one = s.task[t];
    rule.choose({"instance.request",
                 Show::instance_request,
                 {&req::lfp_002, &req::lfp_169, &req::lfp_093, &req::lfpo_007},
                 Duty::must,
                 1},
                all(cited({&req::lfp_169, &req::lfp_170}, one.phase == Phase::called),
                    !W::makes(one),
                    cited({&req::lfp_163}, L::room(s, instance))),
                Number(0),
                Number(s.scope->number_max),
                [&, t](S& n, Number chosen) {
                  const Number number = unused(s, t, chosen);
                  const Count count = sends(n, s, t, number);
                  for (unsigned k = 0; k < s.scope->descriptors; ++k) {
                    begins_to_connect(n, s, t, k);
                    if (s.scope->ahead) {
                      CallSocket<D>& next = n.call_socket[k];
                      next.held =
                          select(one.is(SocketCall::close) && W::is_held_for(s, k, one.socket),
                                 decltype(next.held)(no_listener),
                                 next.held);
                    }
                  }
                  return D::shows(t, number, one.call, one.socket, no_descriptor, count);
                });
    for (unsigned k = 0; k < s.scope->descriptors; ++k) {
      rule.choose({"instance.request.makes",
                   Show::instance_request,
                   {&req::lfp_002, &req::lfp_169, &req::lfp_093, &req::lfpo_004},
                   Duty::must,
                   1},
                  all(cited({&req::lfp_169, &req::lfp_170}, one.phase == Phase::called),
                      W::makes(one),
                      cited({&req::lfpo_010}, !W::is_served(s, one)),
                      cited({&req::lfpo_004}, s.call_socket[k].at == At::free),
                      cited({&req::lfp_163}, L::room(s, instance))),
                  Number(0),
                  Number(s.scope->number_max),
                  [&, t, k](S& n, Number any) {
                    const Number number = unused(s, t, any);
                    const Count count = sends(n, s, t, number);
                    const decltype(one.made) chosen = descriptor(k);
                    const decltype(one.made) none = no_descriptor;
                    const Bool fresh = one.is(SocketCall::socket);
                    n.task[t].made = chosen;
                    n.call_socket[k].at = At::reserved;
                    return D::shows(t,
                                    number,
                                    one.call,
                                    select(fresh, chosen, one.socket),
                                    select(fresh, none, chosen),
                                    count);
                  });
    }
  }

  // A number for the task's request that what it has sent ahead does not have.
  static Number unused(const S& s, unsigned t, Number number) {
    return s.scope->ahead ? W::other_than(W::own(s), W::task_of(s, s.scope->tasks) == t, number)
                          : number;
  }

  static Count sends(S& n, const S& s, unsigned t, Number number) {
    n.task[t].phase = Phase::sent;
    n.task[t].number = number;
    n.task[t].requests = s.task[t].requests + 1;
    return L::sends(n, s, instance);
  }

  static void begins_to_connect(S& n, const S& s, unsigned t, unsigned k) {
    using Where = typename D::template Enum<At>;
    const Task<D>& one = s.task[t];
    const auto& here = s.call_socket[k].at;
    const Bool begins = one.is(SocketCall::connect) && one.socket == descriptor(k) &&
                        (here == At::fresh || here == At::bound);
    CallSocket<D>& next = n.call_socket[k];
    next.at = select(begins, Where(At::connecting), here);
    next.connector = select(begins, decltype(next.connector)(t), next.connector);
  }

  template <class Rule>
  static void cancels(const S& s, Rule& rule, unsigned t) {
    const Task<D>& one = s.task[t];
    rule({"app.cancel", Show::app_cancel, {&req::lfp_169}, Duty::may},
         all(one.phase == Phase::sent, !one.cancelling, !one.cancelled),
         [&, t](S& n) {
           n.task[t].cancelling = true;
           return D::shows(t);
         });
    // The response may have been under way already: then the daemon knows no such request.
    const auto cancel = [&](std::string_view id, Phase phase, Duty duty) {
      rule({id, Show::instance_cancel, {&req::lfp_169, &req::lfpo_011}, duty},
           all(one.phase == phase,
               cited({&req::lfp_169}, one.cancelling),
               cited({&req::lfp_163}, L::room(s, instance))),
           [&, t, phase](S& n) {
             const Count count = L::sends(n, s, instance);
             n.task[t].cancelling = false;
             n.task[t].cancelled = phase == Phase::sent;
             return D::shows(t, one.number, count);
           });
    };
    cancel("instance.cancel", Phase::sent, Duty::must);
    cancel("instance.cancel.late", Phase::answered, Duty::may);
  }

  template <class Rule>
  static void returns(const S& s, Rule& rule, unsigned t) {
    const Task<D>& one = s.task[t];
    const auto returned = [t](S& n) {
      n.task[t].rest();
      n.task[t].returns = n.task[t].returns + 1;
    };
    rule({"called", Show::called, {&req::lfp_084, &req::lfp_169, &req::lfp_140}},
         all(cited({&req::lfp_169}, one.phase == Phase::answered || one.phase == Phase::late)),
         [&, t](S& n) {
           returned(n);
           return D::shows(t, one.made, one.error);
         });
    rule({"called.lost", Show::called, {&req::lfp_170}},
         all(cited({&req::lfp_170}, one.phase == Phase::lost || one.phase == Phase::late)),
         [&, t](S& n) {
           returned(n);
           return D::shows(t, no_descriptor, static_cast<unsigned>(CallError::path_loss));
         });
    // The instance need not ask the daemon for what it knows itself.
    rule({"called.unknown", Show::called, {&req::lfpo_004}, Duty::may},
         all(one.phase == Phase::called,
             W::on_socket(one),
             cited({&req::lfpo_004}, !W::on_open_socket(s, one))),
         [&, t](S& n) {
           returned(n);
           n.task[t].unsent = one.unsent + 1;
           return D::shows(t, no_descriptor, static_cast<unsigned>(CallError::bad_descriptor));
         });
  }

  template <class Check>
  static void tallies(const S& s, Check& holds) {
    using Tally = typename Task<D>::Tally;
    const auto count = [](Bool is) { return select(is, Tally(1), Tally(0)); };
    each(s, [&](const Task<D>& one) {
      holds("each_call_ends_once",
            {&req::lfp_170, &req::lfp_169},
            one.calls - one.returns == count(one.phase != Phase::idle));
    });
    each(s, [&](const Task<D>& one) {
      holds("no_request_is_sent_twice",
            {&req::lfp_170, &req::lfp_169},
            one.calls - one.requests - one.unsent == count(one.phase == Phase::called));
    });
    each(s, [&](const Task<D>& one) {
      holds("each_request_is_answered_once",
            {&req::lfp_169, &req::lfpo_011},
            one.requests - one.responses - one.dropped == count(one.phase == Phase::sent));
    });
    each(s, [&](const Task<D>& one) {
      holds("a_response_has_the_number_of_its_request",
            {&req::lfp_169, &req::lfpo_007},
            implies(one.phase == Phase::answered, one.answered_number == one.number));
    });
  }
};

} // namespace pathproof::lfp
