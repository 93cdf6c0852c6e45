// SPDX-License-Identifier: Apache-2.0
// What the instance asks of the daemon before a program does: ACCEPT for a socket that listens, and
// CLOSE of a connection that came so and that no program wants any more [LFPO-010].
// Not modelled: more than one ACCEPT ahead at a time, that programs get connections in the order in
// which they came, and that the CLOSE has a number of its own.
#pragma once

#include "model/lfp/request.hpp"

namespace pathproof::lfp {

template <class D>
struct AcceptAhead {
  using L = Limits<D>;
  using R = Requests<D>;
  using W = CallWords<D>;
  using S = State<D>;
  using Bool = typename D::Bool;
  using Number = typename D::template Number<32>;

  template <class Rule>
  static void rules(const S& s, const Parameters<D>& p, Rule& rule) {
    if (!s.scope->ahead) {
      return;
    }
    for (unsigned k = 0; k < s.scope->descriptors; ++k) {
      for (unsigned m = 0; m < s.scope->descriptors; ++m) {
        if (m != k) {
          accepts(s, p, rule, k, m);
          delivers(s, rule, k, m);
        }
      }
      closes(s, rule, k);
    }
  }

  template <class Check>
  static void invariants(const S& s, Check& holds) {
    if (!s.scope->ahead) {
      return;
    }
    const Task<D>& own = W::own(s);
    Bool held_well = true;
    Bool listens = false;
    Bool makes_one = false;
    for (unsigned k = 0; k < s.scope->descriptors; ++k) {
      const CallSocket<D>& one = s.call_socket[k];
      const Bool made = own.made == descriptor(k);
      makes_one = makes_one || (made && one.at == At::reserved);
      held_well = held_well && implies(made, !is_named(s, k)) &&
                  implies(!one.close_sent, one.close_number == 0) &&
                  implies(one.close_sent, one.held == no_listener) &&
                  implies(one.held != no_descriptor,
                          one.at == At::connected && !is_named(s, k) &&
                              (one.held == no_listener || has_listener(s, one)));
      const Bool named = own.socket == descriptor(k);
      listens = listens || (named && one.at == At::listening);
    }
    holds(
        "what_is_held_or_asked_ahead_has_its_socket",
        {&req::lfpo_010},
        held_well && (own.phase == Phase::idle || own.phase == Phase::sent) &&
            implies(own.phase == Phase::sent, own.is(SocketCall::accept) && listens && makes_one));
    for (unsigned t = 0; t < s.scope->tasks; ++t) {
      const Task<D>& one = s.task[t];
      holds("no_request_of_a_task_has_the_number_of_another",
            {&req::lfpo_010, &req::lfp_169},
            implies(one.phase == Phase::sent && own.phase == Phase::sent &&
                        W::task_of(s, s.scope->tasks) == t,
                    one.number != own.number));
    }
  }

private:
  // A program's call in progress is about it.
  static Bool is_named(const S& s, unsigned k) {
    Bool found = false;
    for (unsigned t = 0; t < s.scope->tasks; ++t) {
      found = found || W::names(s.task[t], k);
    }
    return found;
  }

  static Bool has_listener(const S& s, const CallSocket<D>& one) {
    Bool found = false;
    for (unsigned k = 0; k < s.scope->descriptors; ++k) {
      const CallSocket<D>& listener = s.call_socket[k];
      found = found || (one.held == descriptor(k) && listener.at == At::listening &&
                        listener.owner == one.owner);
    }
    return found;
  }

  // ACCEPT for the listener k, of the descriptor m.
  template <class Rule>
  static void accepts(const S& s, const Parameters<D>& p, Rule& rule, unsigned k, unsigned m) {
    Bool nobody_asks = true;
    for (unsigned t = 0; t < s.scope->tasks; ++t) {
      const Task<D>& one = s.task[t];
      nobody_asks = nobody_asks && !(one.is(SocketCall::accept) && W::names(one, k) &&
                                     (one.phase == Phase::sent || s.call_socket[k].owner == t));
    }
    rule.choose({"instance.request.ahead",
                 Show::instance_request,
                 {&req::lfpo_010, &req::lfp_169},
                 Duty::may,
                 1},
                all(p.accepts == Accepting::ahead,
                    cited({&req::lfpo_010}, s.call_socket[k].at == At::listening),
                    W::own(s).phase == Phase::idle,
                    nobody_asks && !is_named(s, m),
                    cited({&req::lfpo_004}, s.call_socket[m].at == At::free),
                    a_descriptor_is_to_spare(s),
                    cited({&req::lfp_163}, L::room(s, R::instance))),
                Number(0),
                Number(s.scope->number_max),
                [&, k, m](S& n, Number number) {
                  const CallSocket<D>& one = s.call_socket[k];
                  for (unsigned t = 0; t < s.scope->tasks; ++t) {
                    number = W::other_than(s.task[t], one.owner == t, number);
                  }
                  constexpr auto call = static_cast<unsigned>(SocketCall::accept);
                  Task<D>& own = n.task[s.scope->tasks];
                  own.phase = Phase::sent;
                  own.call = call;
                  own.socket = descriptor(k);
                  own.made = descriptor(m);
                  own.number = number;
                  n.call_socket[m].at = At::reserved;
                  const auto count = L::sends(n, s, R::instance);
                  return D::shows(one.owner, number, call, descriptor(k), descriptor(m), count);
                });
  }

  // One more than what programs have called for needs.
  static Bool a_descriptor_is_to_spare(const S& s) {
    Bool needed_once = false;
    Bool needed_twice = false;
    for (unsigned t = 0; t < s.scope->tasks; ++t) {
      const Bool needed = W::needs_a_descriptor(s, s.task[t]);
      needed_twice = needed_twice || (needed_once && needed);
      needed_once = needed_once || needed;
    }
    std::array<Bool, 3> free{false, false, false}; // one, two, three of them
    for (unsigned k = 0; k < s.scope->descriptors; ++k) {
      const Bool here = s.call_socket[k].at == At::free;
      free[2] = free[2] || (free[1] && here);
      free[1] = free[1] || (free[0] && here);
      free[0] = free[0] || here;
    }
    return select(needed_twice, free[2], select(needed_once, free[1], free[0]));
  }

  // The program's ACCEPT of the listener k ends with the connection m.
  template <class Rule>
  static void delivers(const S& s, Rule& rule, unsigned k, unsigned m) {
    for (unsigned t = 0; t < s.scope->tasks; ++t) {
      const Task<D>& one = s.task[t];
      rule({"called.ahead", Show::called, {&req::lfpo_010, &req::lfp_084}},
           all(one.phase == Phase::called,
               one.is(SocketCall::accept) && one.socket == descriptor(k),
               cited({&req::lfpo_010}, s.call_socket[m].held == descriptor(k))),
           [&, t, m](S& n) {
             n.task[t].rest();
             n.task[t].returns = one.returns + 1;
             n.task[t].unsent = one.unsent + 1;
             n.call_socket[m].held = no_descriptor;
             return D::shows(t, descriptor(m), 0U);
           });
    }
  }

  // TERMAPI of its task closes it.
  static Bool is_terminated(const S& s, unsigned k) {
    Bool found = false;
    for (unsigned t = 0; t < s.scope->tasks; ++t) {
      const Task<D>& one = s.task[t];
      found = found || (W::in_progress(one) && one.is(SocketCall::termapi) && W::owns(s, t, k));
    }
    return found;
  }

  // CLOSE of the connection k, whose listener is gone or about to be, and its response.
  template <class Rule>
  static void closes(const S& s, Rule& rule, unsigned k) {
    const CallSocket<D>& one = s.call_socket[k];
    constexpr auto call = static_cast<unsigned>(SocketCall::close);
    rule.choose({"instance.request.unwanted",
                 Show::instance_request,
                 {&req::lfpo_010, &req::lfp_169},
                 Duty::must,
                 1},
                all(cited({&req::lfpo_010}, one.held == no_listener),
                    cited({&req::lfpo_010}, !one.close_sent),
                    !is_terminated(s, k),
                    cited({&req::lfp_163}, L::room(s, R::instance))),
                Number(0),
                Number(s.scope->number_max),
                [&, k](S& n, Number number) {
                  n.call_socket[k].close_sent = true;
                  n.call_socket[k].close_number = number;
                  const auto count = L::sends(n, s, R::instance);
                  return D::shows(one.owner, number, call, descriptor(k), no_descriptor, count);
                });
    rule({"response.unwanted",
          Show::daemon_response,
          {&req::lfpo_010, &req::lfp_169, &req::lfpo_007}},
         all(cited({&req::lfp_169}, one.close_sent), cited({&req::lfp_163}, L::room(s, R::daemon))),
         [&, k](S& n) {
           n.call_socket[k] = CallSocket<D>{};
           const auto count = L::sends(n, s, R::daemon);
           return D::shows(one.owner, one.close_number, call, descriptor(k), 0U, count);
         });
  }
};

} // namespace pathproof::lfp
