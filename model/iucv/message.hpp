// SPDX-License-Identifier: Apache-2.0
// Messages on their way: SEND, interrupts 08 and 09, DESCRIBE.
// Not modelled: buffers and their addresses and keys, lists of buffers (IPBUFLST, IPANSLST),
// IPSYNC.
#pragma once

#include "model/iucv/limit.hpp"

namespace pathproof::iucv {

template <class D>
struct Messages {
  using W = Words<D>;
  using I = Interrupts<D>;
  using L = MessageLimit<D>;
  using S = State<D>;
  using P = Parameters<D>;
  using Bool = typename D::Bool;
  using MessageId = typename S::MessageId;
  using One = Message<D>;
  template <unsigned Width>
  using Number = typename D::template Number<Width>;
  template <class E>
  using Enum = typename D::template Enum<E>;

  template <class Rule>
  static void rules(const S& s, const P& p, Rule& rule) {
    for (unsigned g = 0; g < guests; ++g) {
      if (s.scope->sends(g)) {
        for (unsigned k = 0; k < s.scope->paths; ++k) {
          send(s, p, rule, g, k);
          sent(s, p, rule, g, k);
        }
      }
      if (s.scope->receives(g) && s.scope->messages > 0) {
        for (unsigned m = 0; m < s.scope->messages; ++m) {
          arrives(s, p, rule, g, m);
        }
        if (s.scope->polling) {
          describe(s, p, rule, g);
        }
      }
    }
  }

  template <class Check>
  static void invariants(const S& s, const P&, Check& holds) {
    for (unsigned g = 0; g < guests; ++g) {
      holds("what_is_sent_can_be_queued",
            {&req::iucv_080},
            implies(W::called(s, g, Function::send) && s.subject != S::no_path, room_left(s)));
    }
    for (unsigned m = 0; m < s.scope->messages; ++m) {
      for (unsigned j = 0; j < m; ++j) {
        holds("message_ids_differ",
              {&req::iucv_082, &req::iucv_081},
              implies(s.messages[m].stage != Stage::none,
                      s.messages[j].stage != Stage::none && s.messages[j].id != s.messages[m].id));
      }
    }
    each(s, [&](const One& one) {
      holds("partly_received_is_on_the_send_queue",
            {&req::iucv_094},
            implies(one.partly, one.stage == Stage::sent && !(one.left == 0)));
    });
    each(s, [&](const One& one) {
      holds("one_way_messages_await_no_reply",
            {&req::iucv_086, &req::iucv_080},
            implies(one.stage == Stage::received, !W::one_way(one.what)));
    });
    each(s, [&](const One& one) {
      Bool somebody = one.stage == Stage::none;
      for (unsigned k = 0; k < s.scope->paths; ++k) {
        somebody = somebody || (one.path == k && (W::has(s, 0, k) || W::has(s, 1, k)));
      }
      holds("no_message_without_a_path", {&req::iucv_067, &req::iucv_108}, somebody);
    });
    each(s, [&](const One& one) {
      Bool allowed = one.stage == Stage::none || !W::has_priority(one.what);
      for (unsigned k = 0; k < s.scope->paths; ++k) {
        allowed = allowed || (one.path == k && s.paths[k].priority);
      }
      holds("priority_only_where_it_is_allowed", {&req::iucv_087, &req::iucv_008}, allowed);
    });
  }

private:
  template <class Each>
  static void each(const S& s, Each each_one) {
    for (unsigned m = 0; m < s.scope->messages; ++m) {
      each_one(s.messages[m]);
    }
  }

  // ---- SEND -------------------------------------------------------------------------------------

  template <class Rule>
  static void send(const S& s, const P& p, Rule& rule, unsigned g, unsigned k) {
    const End<D>& end = s.paths[k].ends[g];
    const End<D>& other = s.paths[k].ends[1 - g];
    for (unsigned what = s.scope->first_message; what <= s.scope->last_message; ++what) {
      const bool list = what == 3 || what == 4;
      const bool priority = what == 2 || what == 6;
      rule(
          {of(g, "a.send", "b.send"), kind_of(g, Function::send), {&req::iucv_081}, Duty::may},
          all(W::able(s, g),
              cited({&req::iucv_020}, s.guest[g].declared || W::any(p, g)),
              cited({&req::iucv_029, &req::iucv_036}, end.state == EndState::open),
              cited({&req::iucv_060, &req::iucv_037}, !other.quiet || end.quiesced || W::any(p, g)),
              cited({&req::iucv_089}, Bool(!list) || other.list || W::any(p, g)),
              cited({&req::iucv_087}, Bool(!priority) || s.paths[k].priority || W::any(p, g)),
              cited({&req::iucv_140}, !L::must_refuse(s, p, g, k) || W::any(p, g)),
              cited({&req::iucv_092}, Bool(what != 8) || W::any(p, g)),
              room_left(s)),
          [&, what](S& n) {
            W::begin(n, g, Function::send);
            n.subject = k;
            n.operand = what;
            return D::shows(end.id, what);
          });
    }
    if (s.scope->errors) {
      if (k == 0) {
        rule({of(g, "a.send.unknown", "b.send.unknown"),
              kind_of(g, Function::send),
              {&req::iucv_036},
              Duty::may},
             all(W::able(s, g), cited({&req::iucv_036}, W::any(p, g))),
             [&](S& n) {
               W::begin(n, g, Function::send);
               n.operand = s.scope->first_message;
               return D::shows(W::unused_path(s, g, 0), s.scope->first_message);
             });
      }
    }
  }

  // The model can hold one more message.
  static Bool room_left(const S& s) {
    if (s.scope->messages > 0) {
      return s.messages[s.scope->messages - 1].stage == Stage::none;
    }
    return true;
  }

  static Number<4> what_of(const S& s) {
    Number<4> what = 0;
    for (unsigned i = 1; i < message_names.size(); ++i) {
      what = select(s.operand == i, Number<4>(i), what);
    }
    return what;
  }

  template <class Rule>
  static void sent(const S& s, const P& p, Rule& rule, unsigned g, unsigned k) {
    const End<D>& end = s.paths[k].ends[g];
    const End<D>& other = s.paths[k].ends[1 - g];
    const Number<4> what = what_of(s);
    const Bool called = W::called(s, g, Function::send) && s.subject == k &&
                        (end.state == EndState::open || end.state == EndState::severed);
    const Bool lost = end.gone || end.state == EndState::severed;
    const Bool unwanted = other.quiet && !lost;
    const Bool no_priority = W::has_priority(what) && !s.paths[k].priority;
    const Bool no_list = W::in_list(what) && !other.list && !lost;
    MessageId low = 0;
    MessageId high = s.scope->message_id_max;
    if (s.scope->counted) {
      low = s.next_id;
      high = s.next_id;
    }
    rule.choose({of(g, "return.a.send", "return.b.send"),
                 kind_of(g, Answer::sent),
                 {&req::iucv_081, &req::iucv_080, &req::iucv_082, &req::iucv_108}},
                all(called,
                    cited({&req::iucv_060, &req::iucv_037}, !unwanted),
                    cited({&req::iucv_140}, !L::must_refuse(s, p, g, k)),
                    cited({&req::iucv_087, &req::iucv_008}, !no_priority),
                    cited({&req::iucv_089, &req::iucv_038}, !no_list),
                    cited({&req::iucv_092}, !W::negative(what)),
                    cited({&req::iucv_066}, !lost)),
                low,
                high,
                [&](S& n, MessageId wanted) {
                  MessageId id = wanted;
                  n.paths[k].ends[g].outstanding = end.outstanding + 1;
                  if (s.scope->counted) {
                    n.queued = s.queued + 1;
                    n.untold = s.untold + 1;
                    n.next_id = W::following(s, s.next_id);
                  } else {
                    id = W::unused_message(s, wanted);
                    add(n, s, g, k, what, id);
                  }
                  W::finish(n);
                  return D::shows(id);
                });
    const auto refuse = [&](const RuleInfo& info, Bool applies, unsigned iprcode) {
      rule(info, all(called, applies), [&, iprcode](S& n) {
        W::finish(n);
        return W::code(1, iprcode);
      });
    };
    const unsigned kind = kind_of(g, Answer::done);
    refuse({of(g, "return.a.send.3", "return.b.send.3"), kind, {&req::iucv_140}},
           L::may_refuse(s, p, g, k),
           3);
    if (s.scope->flow) {
      refuse({of(g, "return.a.send.2", "return.b.send.2"), kind, {&req::iucv_060, &req::iucv_037}},
             unwanted,
             2);
    }
    if (s.scope->errors) {
      refuse({of(g, "return.a.send.4", "return.b.send.4"), kind, {&req::iucv_087}}, no_priority, 4);
      refuse({of(g, "return.a.send.10", "return.b.send.10"), kind, {&req::iucv_092}},
             W::negative(what),
             10);
      refuse({of(g, "return.a.send.21", "return.b.send.21"), kind, {&req::iucv_089}}, no_list, 21);
      if (k == 0) {
        rule({of(g, "return.a.send.1", "return.b.send.1"),
              kind,
              {&req::iucv_036, &req::iucv_290, &req::iucv_291}},
             all(W::called(s, g, Function::send), s.subject == S::no_path),
             [&](S& n) {
               W::finish(n);
               return W::code(1, 1);
             });
      }
    }
    // That it must be refused follows from the path being no more; with what is not said.
    rule.choose({of(g, "return.a.send.severed", "return.b.send.severed"),
                 kind,
                 {&req::iucv_066},
                 Duty::must,
                 1},
                all(called, lost),
                Number<8>(1),
                Number<8>(255),
                [&](S& n, Number<8> iprcode) {
                  W::finish(n);
                  return D::shows(1U, iprcode);
                });
  }

  static void add(S& n, const S& s, unsigned g, unsigned k, Number<4> what, MessageId id) {
    One fresh{};
    fresh.stage = Stage::sent;
    fresh.path = k;
    fresh.from_b = g == 1;
    fresh.what = what;
    fresh.id = id;
    fresh.left = W::length(what);
    Bool placed = false;
    for (unsigned m = 0; m < s.scope->messages; ++m) {
      const Bool here = !placed && s.messages[m].stage == Stage::none;
      n.messages[m].stage = select(here, fresh.stage, n.messages[m].stage);
      n.messages[m].path = select(here, fresh.path, n.messages[m].path);
      n.messages[m].from_b = select(here, fresh.from_b, n.messages[m].from_b);
      n.messages[m].what = select(here, fresh.what, n.messages[m].what);
      n.messages[m].id = select(here, fresh.id, n.messages[m].id);
      n.messages[m].left = select(here, fresh.left, n.messages[m].left);
      placed = placed || here;
    }
  }

  // ---- interrupts 08 and 09, DESCRIBE -----------------------------------------------------------

  static Bool untold(const S& s, unsigned m, unsigned g) {
    const One& one = s.messages[m];
    return W::within_reach(s, m, g) && one.stage == Stage::sent && !one.told && !one.partly;
  }

  // The target has been told. What came in the parameter list has been received with that.
  static void tell(S& n, const S& s, unsigned m, bool shown) {
    const Bool list = W::in_list(s.messages[m].what);
    const Bool done = list && W::one_way(s.messages[m].what);
    n.messages[m].told = true;
    n.messages[m].left = select(list, Number<2>(0), s.messages[m].left);
    n.messages[m].stage =
        select(list, Enum<Stage>(Stage::received), Enum<Stage>(s.messages[m].stage));
    W::complete(n, m, done, Audit::none, 0, shown);
  }

  template <class Rule>
  static void arrives(const S& s, const P& p, Rule& rule, unsigned g, unsigned m) {
    const One& one = s.messages[m];
    const Bool priority = W::has_priority(one.what);
    const Bool quiet_list = W::in_list(one.what) && W::one_way(one.what);
    const auto counts = [&](unsigned j) {
      return untold(s, j, g) && !s.messages[j].described &&
             (!(Bool(s.scope->masks > 0) && s.guest[g].masked[I::priority_messages]) ||
              !W::has_priority(s.messages[j].what));
    };
    const auto show = [&](const RuleInfo& info, Bool when, bool shown) {
      rule(info,
           all(untold(s, m, g),
               when,
               cited({&req::iucv_161, &req::iucv_163, &req::iucv_166},
                     (priority && I::enabled(s, g, I::priority_messages)) ||
                         (!priority && I::enabled(s, g, I::other_messages))),
               cited({&req::iucv_088}, !W::preceded(s, m, counts))),
           [&, shown](S& n) {
             tell(n, s, m, shown);
             return D::shows(select(priority, Number<1>(0), Number<1>(1)),
                             W::path_id(s, m, g),
                             one.id,
                             one.what,
                             W::content(one.what),
                             W::room(one.what));
           });
    };
    const unsigned kind = kind_of(g, Answer::message);
    const Citations cites{&req::iucv_167,
                          &req::iucv_083,
                          &req::iucv_090,
                          &req::iucv_080,
                          &req::iucv_081,
                          &req::iucv_086};
    const Bool may_show = !(quiet_list && p.list_completion == ListCompletion::none);
    const Bool may_hide = quiet_list && p.list_completion != ListCompletion::shown;
    show({of(g, "interrupt.a.message", "interrupt.b.message"), kind, cites},
         !one.described && may_show,
         true);
    if (s.scope->lists) {
      show({of(g, "interrupt.a.list_message", "interrupt.b.list_message"), kind, cites},
           !one.described && may_hide,
           false);
    }
    // Whether there is an interrupt after a DESCRIBE is not said.
    if (s.scope->polling) {
      const Citations described{&req::iucv_106, &req::iucv_109};
      show({of(g, "interrupt.a.described", "interrupt.b.described"), kind, described, Duty::may},
           one.described && may_show,
           true);
      show({of(g, "interrupt.a.described_list", "interrupt.b.described_list"),
            kind,
            described,
            Duty::may},
           one.described && may_hide,
           false);
    }
  }

  template <class Rule>
  static void describe(const S& s, const P& p, Rule& rule, unsigned g) {
    rule({of(g, "a.describe", "b.describe"),
          kind_of(g, Function::describe),
          {&req::iucv_106},
          Duty::may},
         all(W::able(s, g),
             cited({&req::iucv_020}, s.guest[g].declared || W::any(p, g)),
             s.guest[g].declared),
         [&](S& n) {
           W::begin(n, g, Function::describe);
           return D::shows();
         });
    const auto pending = [&](unsigned m) { return untold(s, m, g) && !s.messages[m].described; };
    Bool none = true;
    for (unsigned m = 0; m < s.scope->messages; ++m) {
      const One& one = s.messages[m];
      none = none && !pending(m);
      rule({of(g, "return.a.describe", "return.b.describe"),
            kind_of(g, Answer::described),
            {&req::iucv_106, &req::iucv_109, &req::iucv_090}},
           all(W::called(s, g, Function::describe),
               pending(m),
               cited({&req::iucv_088}, !W::preceded(s, m, pending))),
           [&, m](S& n) {
             n.messages[m].described = true;
             W::finish(n);
             return D::shows(
                 W::path_id(s, m, g), one.id, one.what, W::content(one.what), W::room(one.what));
           });
    }
    rule({of(g, "return.a.describe.none", "return.b.describe.none"),
          kind_of(g, Answer::done),
          {&req::iucv_098, &req::iucv_291}},
         all(W::called(s, g, Function::describe), none),
         [&](S& n) {
           W::finish(n);
           return W::code(2, 0);
         });
  }
};

} // namespace pathproof::iucv
