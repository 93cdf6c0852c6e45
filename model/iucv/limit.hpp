// SPDX-License-Identifier: Apache-2.0
// The message limit: how many messages of a direction may be outstanding, and what CP answers to
// one more.
// Where messages are only counted, they are one-way, from a to b, and in their order; that is
// enough for proofs about every limit.
#pragma once

#include "model/iucv/interrupt.hpp"

namespace pathproof::iucv {

template <class D>
struct MessageLimit {
  using W = Words<D>;
  using I = Interrupts<D>;
  using S = State<D>;
  using P = Parameters<D>;
  using Bool = typename D::Bool;
  using Limit = typename S::Limit;
  using MessageId = typename S::MessageId;

  // One more message of the guest may be refused for the limit.
  static Bool may_refuse(const S& s, const P& p, unsigned g, unsigned k) {
    const End<D>& end = s.paths[k].ends[g];
    return end.limit <= end.outstanding ||
           (p.limit_of != LimitOf::sender && s.paths[k].ends[1 - g].limit <= end.outstanding);
  }

  // … has to be.
  static Bool must_refuse(const S& s, const P& p, unsigned g, unsigned k) {
    const End<D>& end = s.paths[k].ends[g];
    return end.limit <= end.outstanding ||
           (p.limit_of == LimitOf::lower && s.paths[k].ends[1 - g].limit <= end.outstanding);
  }

  template <class Rule>
  static void rules(const S& s, const P& p, Rule& rule) {
    if (s.scope->counted) {
      arrives(s, rule);
      receive(s, p, rule);
      completes(s, rule);
    }
  }

  template <class Check>
  static void invariants(const S& s, const P& p, Check& holds) {
    each_end(s, [&](unsigned g, unsigned k, const End<D>& end) {
      const End<D>& other = s.paths[k].ends[1 - g];
      holds("no_limit_without_a_path",
            {&req::iucv_140},
            implies(end.state == EndState::none,
                    (end.limit == 0 || (other.greeted && other.gone)) && end.outstanding == 0));
    });
    each_end(s, [&](unsigned, unsigned k, const End<D>& end) {
      holds("limit_is_within_the_directory",
            {&req::iucv_141, &req::iucv_007, &req::iucv_145},
            end.limit <= s.paths[k].cap);
    });
    if (s.scope->counted) {
      holds("counts_are_of_messages_that_are_there",
            {&req::iucv_140, &req::iucv_080},
            s.untold <= s.queued && s.queued <= s.paths[0].ends[0].outstanding &&
                s.paths[0].ends[1].outstanding == 0);
    } else {
      each_end(s, [&](unsigned g, unsigned k, const End<D>& end) {
        holds("outstanding_is_what_is_queued",
              {&req::iucv_140, &req::iucv_080},
              implies(end.state != EndState::none, end.outstanding == queued(s, g, k)));
      });
    }
    each_end(s, [&](unsigned, unsigned, const End<D>& end) {
      holds("nothing_is_outstanding_before_a_path_is_open",
            {&req::iucv_029, &req::iucv_140},
            implies(end.state != EndState::open && end.state != EndState::severed,
                    end.outstanding == 0));
    });
    each_end(s, [&](unsigned g, unsigned k, const End<D>& end) {
      holds("limit_is_never_exceeded",
            {&req::iucv_140},
            end.outstanding <= end.limit &&
                implies(p.limit_of == LimitOf::lower && W::has(s, 1 - g, k),
                        end.outstanding <= s.paths[k].ends[1 - g].limit));
    });
  }

private:
  template <class Each>
  static void each_end(const S& s, Each each) {
    for (unsigned k = 0; k < s.scope->paths; ++k) {
      for (unsigned g = 0; g < guests; ++g) {
        each(g, k, s.paths[k].ends[g]);
      }
    }
  }

  // Messages of the guest on the path, wherever they are.
  static Limit queued(const S& s, unsigned g, unsigned k) {
    Limit count = 0;
    for (const Message<D>& one : s.messages) {
      count = count + select(W::sent_by(one, g) && one.path == k, Limit(1), Limit(0));
    }
    return count;
  }

  template <class Rule>
  static void arrives(const S& s, Rule& rule) {
    const auto state = s.paths[0].ends[1].state;
    rule({"interrupt.b.message", kind_of(1, Answer::message), {&req::iucv_167, &req::iucv_083}},
         all(I::enabled(s, 1, I::other_messages),
             state == EndState::open || state == EndState::severed,
             !(s.untold == 0)),
         [&](S& n) {
           n.untold = s.untold - 1;
           n.next_told = W::following(s, s.next_told);
           return D::shows(1U, s.paths[0].ends[1].id, s.next_told, 0U, 0U, 0U);
         });
  }

  template <class Rule>
  static void receive(const S& s, const P& p, Rule& rule) {
    rule({"b.receive", kind_of(1, Function::receive), {&req::iucv_093}, Duty::may},
         all(W::able(s, 1),
             cited({&req::iucv_020}, s.guest[1].declared || W::any(p, 1)),
             s.guest[1].declared),
         [&](S& n) {
           W::begin(n, 1, Function::receive);
           n.operand = 2;
           return D::shows(0U, 0U, 0U, 0U, 2U);
         });
    const auto state = s.paths[0].ends[1].state;
    const Bool some = (state == EndState::open || state == EndState::severed) && !(s.queued == 0);
    const Bool none_told = s.queued == s.untold;
    rule({"return.b.receive", kind_of(1, Answer::received), {&req::iucv_093, &req::iucv_086}},
         all(W::called(s, 1, Function::receive), some),
         [&](S& n) {
           n.queued = s.queued - 1;
           n.untold = select(none_told, s.untold - 1, s.untold);
           n.next_received = W::following(s, s.next_received);
           n.next_told = select(none_told, n.next_received, s.next_told);
           W::finish(n);
           return D::shows(0U, s.paths[0].ends[1].id, s.next_received, 0U, 0U, 0U);
         });
    rule({"return.b.receive.none", kind_of(1, Answer::done), {&req::iucv_098}},
         all(W::called(s, 1, Function::receive), !some),
         [&](S& n) {
           W::finish(n);
           return W::code(2, 0);
         });
  }

  template <class Rule>
  static void completes(const S& s, Rule& rule) {
    const auto state = s.paths[0].ends[0].state;
    rule({"interrupt.a.completion",
          kind_of(0, Answer::completion),
          {&req::iucv_086, &req::iucv_085, &req::iucv_167}},
         all(I::enabled(s, 0, I::other_completions),
             state == EndState::open || state == EndState::severed,
             !(s.queued == s.paths[0].ends[0].outstanding)),
         [&](S& n) {
           n.paths[0].ends[0].outstanding = s.paths[0].ends[0].outstanding - 1;
           n.next_finished = W::following(s, s.next_finished);
           return D::shows(1U, s.paths[0].ends[0].id, s.next_finished, 0U, 0U, 0U);
         });
  }
};

} // namespace pathproof::iucv
