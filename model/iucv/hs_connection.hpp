// SPDX-License-Identifier: Apache-2.0
// AF_IUCV over HiperSockets: messages in both directions, the window, and confirmations.
// Not modelled: what a device says of its transmissions, reading a part of a message.
#pragma once

#include "model/iucv/hs_state.hpp"

namespace pathproof::iucv::hs {

template <class D>
struct Connection {
  using W = Words<D>;
  using S = State<D>;
  using One = Socket<D>;
  using Bool = typename D::Bool;
  using Count = typename S::Count;
  using Number3 = typename D::template Number<3>;

  template <class Rule>
  static void rules(const S& s, const Parameters<D>& p, Rule& rule) {
    for (unsigned j = 0; j < s.scope->sockets(); ++j) {
      call_send(s, p, rule, j);
      call_recv(s, p, rule, j);
      send(s, rule, j);
      send_fails(s, rule, j);
      recv(s, rule, j);
      frames(s, p, rule, j);
      if (s.scope->extremes) {
        long_message(s, rule, j);
        flood(s, rule, j);
      }
    }
  }

  // In an order in which each follows from those before it.
  template <class Check>
  static void invariants(const S& s, Check& holds) {
    holds("between_calls_nothing_is_shown",
          {&req::hs_001},
          implies(s.call == Call::none, !s.shown && !s.asleep));
    for (const One& one : W::sockets(s)) {
      holds("nothing_is_counted_before_a_connection",
            {&req::iucv_231, &req::iucv_232},
            implies(!(one.at == At::connected) && !(one.at == At::over),
                    one.unconfirmed == 0U && one.queued == 0U && one.read == 0U &&
                        one.outstanding == 0U));
    }
    for (unsigned j = 0; j < s.scope->sockets(); ++j) {
      holds("what_is_confirmed_while_it_is_read_is_there",
            {&req::hs_002, &req::iucv_232},
            implies(s.shown && s.call == Call::recv,
                    !s.asleep && implies(s.subject == j,
                                         !(s.socket[j].queued == 0U) || s.socket[j].flooded)));
    }
    for (unsigned j = 0; j < s.scope->sockets(); ++j) {
      const One& one = s.socket[j];
      // The message that is being read, when it was confirmed, and not taken from the queue yet.
      // Of a flood nothing is counted.
      const Bool taken = s.shown && s.call == Call::recv && s.subject == j && !one.flooded;
      holds("what_came_in_is_queued_read_or_confirmed",
            {&req::hs_002, &req::hs_004, &req::iucv_232},
            implies(!one.deaf,
                    one.read + one.queued == one.outstanding + select(taken, Count(1), Count(0))));
    }
    for (const One& one : W::sockets(s)) {
      holds("what_is_confirmed_was_sent",
            {&req::hs_004, &req::iucv_232},
            one.read <= one.outstanding);
    }
    for (const One& one : W::sockets(s)) {
      holds("the_peer_keeps_to_the_limit",
            {&req::iucv_205, &req::iucv_201},
            one.outstanding <= one.limit || one.at == At::open || one.at == At::bound);
    }
    for (unsigned j = 0; j < s.scope->sockets(); ++j) {
      const One& one = s.socket[j];
      // So a signal finds nothing that the call could do instead.
      holds("who_waits_has_to",
            {&req::hs_109, &req::hs_003, &req::hs_002},
            implies((s.asleep || s.interrupted) && s.subject == j,
                    one.at == At::connected || !(s.call == Call::recv || s.call == Call::send)) &&
                implies((s.asleep || s.interrupted) && s.subject == j && s.call == Call::recv,
                        one.queued == 0U && !W::at_end(one) && !one.flooded) &&
                implies((s.asleep || s.interrupted) && s.subject == j && s.call == Call::send,
                        !one.shut && !W::room(one)));
    }
    for (const One& one : W::sockets(s)) {
      holds("the_window_is_kept",
            {&req::hs_003, &req::iucv_230, &req::iucv_231},
            implies(one.at == At::connected, one.unconfirmed <= one.window));
    }
    for (const One& one : W::sockets(s)) {
      holds("no_confirmation_stays_due",
            {&req::iucv_233},
            implies(one.at == At::connected && !(one.read == 0U), one.read + one.read < one.limit));
    }
  }

private:
  static Number3 last_that_fits(const Scope& scope) {
    return scope.last_message < 4 ? scope.last_message : 3;
  }

  static Number3 first_message(const Parameters<D>& p) {
    return select(p.play == Play::everything, Number3(p.scope->first_message), Number3(1));
  }

  template <class Rule>
  static void call_send(const S& s, const Parameters<D>& p, Rule& rule, unsigned j) {
    const One& one = s.socket[j];
    for (unsigned waits = s.scope->waits ? 0 : 1; waits < 2; ++waits) {
      rule.choose({"call.send", Kind::call_send, {&req::hs_001}, Duty::may, 1},
                  all(W::idle(s),
                      W::held(s, j),
                      one.at == At::connected || s.scope->calls,
                      Bool(s.scope->waits) || W::room(one)),
                  first_message(p),
                  select(p.play == Play::everything,
                         Number3(s.scope->last_message),
                         last_that_fits(*s.scope)),
                  [&](S& n, Number3 message) {
                    W::begin(n,
                             Call::send,
                             j,
                             waits == 1,
                             !(one.at == At::connected) || one.shut || W::room(one));
                    n.waited = n.asleep;
                    n.operand = message;
                    return D::shows(j, message, waits);
                  });
    }
  }

  // A message takes its place in the window, and confirms what was read unless that is kept back.
  static void goes_out(S& n, const S& s, unsigned j, Count confirmed) {
    const One& one = s.socket[j];
    One& next = n.socket[j];
    next.surplus = select(one.surplus == 0U, one.surplus, one.surplus - Count(1));
    next.unconfirmed = select(one.surplus == 0U, one.unconfirmed + Count(1), one.unconfirmed);
    next.read = one.read - confirmed;
    next.outstanding = one.outstanding - confirmed;
    n.late = s.late || one.shut || !(one.at == At::connected);
  }

  template <class Rule>
  static void send(const S& s, Rule& rule, unsigned j) {
    const One& one = s.socket[j];
    // A frame without payload whose flags are WIN would be no message (IUCV-235).
    const Count confirmed = select(s.operand == 0U, Count(0), one.read);
    rule({"send.data", Kind::sent_data, {&req::hs_001, &req::iucv_230, &req::iucv_234}},
         all(W::doing(s, Call::send, j),
             cited({&req::hs_001}, !s.shown),
             cited({&req::iucv_251, &req::hs_005}, one.at == At::connected),
             cited({&req::iucv_256, &req::hs_005}, !one.shut),
             cited({&req::hs_003, &req::iucv_230, &req::iucv_231, &req::iucv_237}, W::room(one)),
             !(s.operand == static_cast<unsigned>(Message::long_one))),
         [&](S& n) {
           n.shown = true;
           goes_out(n, s, j, confirmed);
           return D::shows(W::peer_of(s, j), s.operand, confirmed);
         });
    if (s.scope->first_message == 0) {
      rule({"send.win.before_empty", Kind::sent_win, {&req::iucv_235}, Duty::may},
           all(W::doing(s, Call::send, j),
               !s.shown,
               one.at == At::connected,
               !one.shut,
               W::room(one),
               s.operand == 0U,
               cited({&req::hs_001}, !(one.read == 0U))),
           [&](S& n) {
             n.socket[j].read = 0;
             n.socket[j].outstanding = one.outstanding - one.read;
             return D::shows(W::peer_of(s, j), one.read);
           });
    }
    rule({"return.send", Kind::return_done, {&req::hs_001}},
         all(W::doing(s, Call::send, j), cited({&req::hs_001}, s.shown)),
         [&](S& n) {
           W::finish(n);
           return D::shows();
         });
  }

  template <class Rule>
  static void send_fails(const S& s, Rule& rule, unsigned j) {
    const One& one = s.socket[j];
    const Bool there = one.at == At::connected;
    if (s.scope->ends) {
      rule({"return.send.shut", Kind::return_failed, {&req::iucv_256, &req::hs_105}},
           all(W::doing(s, Call::send, j), one.shut),
           [&](S& n) {
             W::finish(n);
             return W::fails(Error::epipe);
           });
    }
    rule({"return.send.unconnected", Kind::return_failed, {&req::hs_105}},
         all(W::doing(s, Call::send, j), !one.shut, !there, !s.waited),
         [&](S& n) {
           W::finish(n);
           return W::fails(Error::enotconn);
         });
    if (s.scope->waits) {
      rule({"return.send.at_once", Kind::return_failed, {&req::hs_106, &req::iucv_230}},
           all(W::doing(s, Call::send, j),
               !s.shown,
               !one.shut,
               there,
               !s.waits,
               cited({&req::iucv_230}, !W::room(one))),
           [&](S& n) {
             W::finish(n);
             return W::fails(Error::eagain);
           });
      rule({"return.send.ended", Kind::return_failed, {&req::hs_106, &req::iucv_251}},
           all(W::doing(s, Call::send, j), !one.shut, !there, s.waited),
           [&](S& n) {
             W::finish(n);
             return W::fails(Error::econnreset);
           });
    }
  }

  // The end of a long message: refused whole, or sent in as many frames as it takes.
  template <class Rule>
  static void long_message(const S& s, Rule& rule, unsigned j) {
    const One& one = s.socket[j];
    const Bool due = W::doing(s, Call::send, j) && !s.shown && one.at == At::connected &&
                     !one.shut && W::room(one) &&
                     s.operand == static_cast<unsigned>(Message::long_one);
    rule({"return.send.too_long", Kind::return_failed, {&req::iucv_194, &req::iucv_193}},
         all(due, !one.stream),
         [&](S& n) {
           W::finish(n);
           return W::fails(Error::emsgsize);
         });
    rule({"send.data.part", Kind::sent_data, {&req::hs_001}, Duty::may},
         all(due, one.stream, one.unconfirmed + Count(1) < one.window),
         [&](S& n) {
           goes_out(n, s, j, one.read);
           return D::shows(W::peer_of(s, j), static_cast<unsigned>(Message::part), one.read);
         });
    rule({"send.data.rest", Kind::sent_data, {&req::hs_001}}, all(due, one.stream), [&](S& n) {
      n.shown = true;
      goes_out(n, s, j, one.read);
      return D::shows(W::peer_of(s, j), static_cast<unsigned>(Message::rest), one.read);
    });
  }

  template <class Rule>
  static void call_recv(const S& s, const Parameters<D>& p, Rule& rule, unsigned j) {
    const One& one = s.socket[j];
    const Bool ready = !(one.queued == 0U) || W::at_end(one) || one.flooded;
    for (unsigned waits = s.scope->waits ? 0 : 1; waits < 2; ++waits) {
      rule({"call.recv", Kind::call_recv, {&req::hs_002}, Duty::may},
           all(W::idle(s),
               W::held(s, j),
               one.at == At::connected || one.at == At::over,
               p.play == Play::everything || !one.ended || !(one.queued == 0U),
               Bool(s.scope->waits) || ready),
           [&](S& n) {
             W::begin(n, Call::recv, j, waits == 1, ready);
             return D::shows(j, waits);
           });
    }
  }

  template <class Rule>
  static void recv(const S& s, Rule& rule, unsigned j) {
    const One& one = s.socket[j];
    const Bool some = !(one.queued == 0U);
    const Bool due = W::confirmation_due(one);
    const Count next = one.read + Count(1);
    rule({"send.win", Kind::sent_win, {&req::iucv_233, &req::iucv_232, &req::iucv_256}},
         all(W::doing(s, Call::recv, j),
             !s.shown,
             one.at == At::connected,
             !one.flooded,
             cited({&req::hs_004, &req::iucv_232}, some),
             cited({&req::iucv_233}, due)),
         [&](S& n) {
           n.shown = true;
           n.socket[j].read = 0;
           n.socket[j].outstanding = one.outstanding - next;
           return D::shows(W::peer_of(s, j), next);
         });
    // Whether an end that was told of is told how much was read, no source says.
    rule({"send.win.after_fin", Kind::sent_win, {&req::iucv_233}, Duty::may},
         all(W::doing(s, Call::recv, j),
             !s.shown,
             one.at == At::over,
             !one.flooded,
             cited({&req::hs_004, &req::iucv_232}, some),
             cited({&req::iucv_233}, due)),
         [&](S& n) {
           n.shown = true;
           n.socket[j].read = 0;
           n.socket[j].outstanding = one.outstanding - next;
           return D::shows(W::peer_of(s, j), next);
         });
    rule({"return.received", Kind::return_received, {&req::hs_002, &req::iucv_253}},
         all(W::doing(s, Call::recv, j),
             cited({&req::hs_002}, some),
             cited({&req::iucv_233}, s.shown || !due || one.flooded || one.at == At::over)),
         [&](S& n) {
           W::finish(n);
           const Number3 head = taken(n, s, j);
           n.socket[j].read = select(s.shown || one.flooded, one.read, next);
           return D::shows(head);
         });
    rule({"return.end",
          Kind::return_received,
          {&req::hs_107, &req::iucv_253, &req::iucv_254, &req::iucv_255}},
         all(W::doing(s, Call::recv, j),
             cited({&req::hs_002}, !some),
             cited({&req::hs_002}, W::at_end(one))),
         [&](S& n) {
           W::finish(n);
           return D::shows(0U);
         });
    if (s.scope->waits) {
      rule({"return.recv.at_once", Kind::return_failed, {&req::hs_107}},
           all(W::doing(s, Call::recv, j), !some, !W::at_end(one), !s.waits),
           [&](S& n) {
             W::finish(n);
             return W::fails(Error::eagain);
           });
    }
  }

  // Takes the oldest message from the queue.
  static Number3 taken(S& n, const S& s, unsigned j) {
    const One& one = s.socket[j];
    One& next = n.socket[j];
    next.queued = one.queued - Count(1);
    if (s.scope->counted) {
      return Number3(s.scope->first_message);
    }
    for (unsigned i = 0; i + 1 < s.scope->queue; ++i) {
      next.queue[i] = one.queue[i + 1];
    }
    next.queue[s.scope->queue - 1] = 0;
    return one.queue[0];
  }

  // The peer confirms so many messages.
  static void confirm(S& n, const S& s, unsigned j, Count count) {
    const One& one = s.socket[j];
    const Bool there = one.at == At::connected;
    const Bool too_many = one.unconfirmed < count;
    n.socket[j].unconfirmed =
        select(there, select(too_many, Count(0), one.unconfirmed - count), one.unconfirmed);
    n.socket[j].surplus =
        select(there && too_many, one.surplus + (count - one.unconfirmed), one.surplus);
    W::wake(n, Call::send, j, there && W::room(n.socket[j]));
  }

  // A message from the peer is queued, or dropped.
  static void comes_in(S& n, const S& s, unsigned j, Number3 message) {
    const One& one = s.socket[j];
    One& next = n.socket[j];
    const Bool there = one.at == At::connected && !one.ended;
    const Bool kept = there && !one.deaf;
    if (!s.scope->counted) {
      for (unsigned i = 0; i < s.scope->queue; ++i) {
        next.queue[i] = select(kept && one.queued == i, message, one.queue[i]);
      }
    }
    next.queued = select(kept, one.queued + Count(1), one.queued);
    next.outstanding = select(there, one.outstanding + Count(1), one.outstanding);
    W::wake(n, Call::recv, j, kept);
  }

  // The kit has room for one more unread message and keeps to the limit of socket j.
  static Bool takes(const S& s, const One& one) {
    const Bool fair = one.outstanding < one.limit;
    if (s.scope->counted) {
      return fair;
    }
    return one.queued < Count(s.scope->queue) && fair && !one.flooded;
  }

  template <class Rule>
  static void frames(const S& s, const Parameters<D>& p, Rule& rule, unsigned j) {
    const One& one = s.socket[j];
    rule.choose({"frame.data", Kind::frame_data, {&req::hs_002, &req::iucv_216}, Duty::may, 1},
                all(W::settled(s), W::addressed(s, j), takes(s, one)),
                first_message(p),
                last_that_fits(*s.scope),
                [&](S& n, Number3 message) {
                  comes_in(n, s, j, message);
                  return D::shows(W::peer_of(s, j), message, 0U);
                });
    rule.choose({"frame.data.confirming",
                 Kind::frame_data,
                 {&req::iucv_235, &req::iucv_234, &req::iucv_238},
                 Duty::may,
                 2},
                all(W::settled(s), W::addressed(s, j), takes(s, one)),
                Count(1),
                select(one.at == At::connected, one.unconfirmed, Count(1)),
                [&](S& n, Count window) {
                  confirm(n, s, j, window);
                  comes_in(n, s, j, Number3(1));
                  return D::shows(W::peer_of(s, j), 1U, window);
                });
    rule.choose({"frame.win", Kind::frame_win, {&req::iucv_235, &req::iucv_238}, Duty::may, 1},
                all(W::settled(s), W::addressed(s, j)),
                Count(1),
                select(one.at == At::connected, one.unconfirmed, Count(1)),
                [&](S& n, Count window) {
                  confirm(n, s, j, window);
                  return D::shows(W::peer_of(s, j), window);
                });
    if (s.scope->extremes) {
      rule.choose({"frame.win.too_many", Kind::frame_win, {&req::iucv_237}, Duty::may, 1},
                  all(W::settled(s),
                      W::addressed(s, j),
                      one.at == At::connected,
                      one.surplus == 0U,
                      one.unconfirmed < Count(s.scope->limit_max)),
                  one.unconfirmed + Count(1),
                  Count(s.scope->limit_max),
                  [&](S& n, Count window) {
                    confirm(n, s, j, window);
                    return D::shows(W::peer_of(s, j), window);
                  });
      // An endpoint that takes no more for confirmed than it has sent is right too.
      rule.choose({"frame.win.taken_for_all", Kind::frame_win, {&req::hs_003}, Duty::may, 1},
                  all(W::settled(s),
                      W::addressed(s, j),
                      one.at == At::connected,
                      one.surplus == 0U,
                      one.unconfirmed < Count(s.scope->limit_max)),
                  one.unconfirmed + Count(1),
                  Count(s.scope->limit_max),
                  [&](S& n, Count window) {
                    confirm(n, s, j, one.unconfirmed);
                    return D::shows(W::peer_of(s, j), window);
                  });
    }
  }

  // More than any limit. What an endpoint takes of it, and what it confirms, is its own affair.
  template <class Rule>
  static void flood(const S& s, Rule& rule, unsigned j) {
    const One& one = s.socket[j];
    const Bool reading = W::doing(s, Call::recv, j) && one.flooded && one.queued == 0U;
    rule({"frame.flood", Kind::frame_flood, {&req::iucv_239}, Duty::may},
         all(W::idle(s),
             W::addressed(s, j),
             one.at == At::connected,
             W::held(s, j),
             !W::at_end(one),
             !one.flooded,
             one.queued == 0U),
         [&](S& n) {
           n.socket[j].flooded = true;
           return D::shows(W::peer_of(s, j));
         });
    rule.choose({"send.win.flooded", Kind::sent_win, {&req::iucv_239}, Duty::may, 1},
                all(reading, !s.shown, one.at == At::connected),
                Count(1),
                Count(s.scope->limit_max),
                [&](S& n, Count window) {
                  n.shown = true;
                  return D::shows(W::peer_of(s, j), window);
                });
    rule({"return.received.flooded", Kind::return_received, {&req::iucv_239}},
         all(reading, one.at == At::connected),
         [&](S& n) {
           W::finish(n);
           return D::shows(static_cast<unsigned>(Message::large));
         });
    rule({"send.fin.flooded", Kind::sent_fin, {&req::iucv_239}, Duty::may},
         all(reading, one.at == At::connected),
         [&](S& n) {
           n.socket[j].at = At::over;
           return D::shows(W::peer_of(s, j));
         });
    rule({"return.recv.overrun", Kind::return_failed, {&req::iucv_239}, Duty::may},
         all(reading),
         [&](S& n) {
           W::finish(n);
           n.socket[j].at = At::over;
           return W::fails(Error::efault);
         });
  }
};

} // namespace pathproof::iucv::hs
