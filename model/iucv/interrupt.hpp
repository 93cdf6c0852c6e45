// SPDX-License-Identifier: Apache-2.0
// Interrupts 01 to 05, the masks that hold interrupts back, and TESTMSG, which waits for them.
// Interrupts 06 to 09 are in message.hpp.
// Not modelled: PSW, control register 0 and the storage of the interrupt buffer.
#pragma once

#include <algorithm>

#include "model/iucv/words.hpp"

namespace pathproof::iucv {

template <class D>
struct Interrupts {
  using W = Words<D>;
  using S = State<D>;
  using P = Parameters<D>;
  using Bool = typename D::Bool;
  using PathId = typename S::PathId;
  template <unsigned Width>
  using Number = typename D::template Number<Width>;
  using Number5 = Number<5>;

  // In the order of State::masked.
  enum Kind { other_messages, priority_messages, other_completions, priority_completions, control };

  template <class Rule>
  static void rules(const S& s, const P& p, Rule& rule) {
    for (unsigned g = 0; g < guests; ++g) {
      for (unsigned k = 0; k < s.scope->paths; ++k) {
        pending(s, rule, g, k);
        complete(s, rule, g, k);
        gone(s, rule, g, k);
        if (s.scope->flow) {
          flow(s, rule, g, k);
        }
      }
      if (s.scope->masks > 0) {
        mask(s, p, rule, g, Function::setmask);
        mask(s, p, rule, g, Function::setcmask);
      }
      if (s.scope->polling) {
        wait(s, p, rule, g);
      }
    }
  }

  // An interrupt of this kind can be presented to the guest now.
  static Bool enabled(const S& s, unsigned g, Kind kind) {
    return s.phase == Phase::idle && s.guest[g].on && s.guest[g].declared &&
           (Bool(s.scope->masks == 0) || !s.guest[g].masked[kind]);
  }

private:
  // Types 01 to 05 have bits of their own too, which count where SETMASK lets them (IUCV-165).
  static Bool enabled(const S& s, unsigned g, unsigned type) {
    return enabled(s, g, control) &&
           (Bool(s.scope->masks == 0) || !s.guest[g].control_masked[type - 1]);
  }

  // 01: only now is the path id known to the target.
  template <class Rule>
  static void pending(const S& s, Rule& rule, unsigned g, unsigned k) {
    const End<D>& end = s.paths[k].ends[g];
    const End<D>& other = s.paths[k].ends[1 - g];
    rule.choose({of(g, "interrupt.a.pending", "interrupt.b.pending"),
                 kind_of(g, Answer::connection),
                 {&req::iucv_029,
                  &req::iucv_014,
                  &req::iucv_035,
                  &req::iucv_039,
                  &req::iucv_041,
                  &req::iucv_037},
                 Duty::must,
                 1},
                all(end.state == EndState::offered,
                    end.greeted,
                    cited({&req::iucv_161, &req::iucv_163, &req::iucv_164, &req::iucv_165},
                          enabled(s, g, 1U))),
                PathId(0),
                PathId(s.scope->path_id_max),
                [&](S& n, PathId wanted) {
                  const PathId id = W::unused_path(s, g, wanted);
                  n.paths[k].ends[g].id = id;
                  W::greet(n, g, k);
                  return D::shows(0U,
                                  id,
                                  other.limit,
                                  flags_of(other),
                                  static_cast<unsigned>(g == 0 ? User::b : User::a),
                                  end.greeting);
                });
  }

  static Number<2> flags_of(const End<D>& end) {
    return select(end.list, Number<2>(2), Number<2>(0)) +
           select(end.quiet, Number<2>(1), Number<2>(0));
  }

  template <class Rule>
  static void complete(const S& s, Rule& rule, unsigned g, unsigned k) {
    const End<D>& end = s.paths[k].ends[g];
    const End<D>& other = s.paths[k].ends[1 - g];
    rule({of(g, "interrupt.a.complete", "interrupt.b.complete"),
          kind_of(g, Answer::connection),
          {&req::iucv_034, &req::iucv_041, &req::iucv_037, &req::iucv_029}},
         all(end.state == EndState::requested,
             end.greeted,
             cited({&req::iucv_161, &req::iucv_163, &req::iucv_164, &req::iucv_165},
                   enabled(s, g, 2U))),
         [&](S& n) {
           n.paths[k].ends[g].state = EndState::open;
           W::greet(n, g, k);
           return D::shows(1U,
                           end.id,
                           other.limit,
                           flags_of(other),
                           static_cast<unsigned>(g == 0 ? User::a : User::b),
                           end.greeting);
         });
  }

  // 03 is the last of a path: what is held back then by a bit of its own is not shown any more.
  template <class Rule>
  static void gone(const S& s, Rule& rule, unsigned g, unsigned k) {
    const End<D>& end = s.paths[k].ends[g];
    rule({of(g, "interrupt.a.severed", "interrupt.b.severed"),
          kind_of(g, Answer::control),
          {&req::iucv_065, &req::iucv_041, &req::iucv_011, &req::iucv_072}},
         all(end.gone,
             cited({&req::iucv_166}, !end.greeted),
             cited({&req::iucv_166}, !(end.quiesced && enabled(s, g, 4U))),
             cited({&req::iucv_166}, !(end.resumed && enabled(s, g, 5U))),
             cited({&req::iucv_161, &req::iucv_163, &req::iucv_164, &req::iucv_165},
                   enabled(s, g, 3U))),
         [&](S& n) {
           n.paths[k].ends[g].state = EndState::severed;
           n.paths[k].ends[g].gone = false;
           n.paths[k].ends[g].farewell = 0;
           n.paths[k].ends[g].quiesced = false;
           n.paths[k].ends[g].resumed = false;
           n.paths[k].ends[g].quiesce_data = 0;
           n.paths[k].ends[g].resume_data = 0;
           return D::shows(0U, end.id, end.farewell);
         });
  }

  // 04 and 05 in the order of their causes: the later one is of how things are now.
  template <class Rule>
  static void flow(const S& s, Rule& rule, unsigned g, unsigned k) {
    const End<D>& end = s.paths[k].ends[g];
    const Bool quiet = s.paths[k].ends[1 - g].quiet;
    rule({of(g, "interrupt.a.quiesced", "interrupt.b.quiesced"),
          kind_of(g, Answer::control),
          {&req::iucv_060, &req::iucv_041}},
         all(end.quiesced,
             cited({&req::iucv_166}, !end.greeted),
             cited({&req::iucv_166}, !(end.resumed && enabled(s, g, 5U)) || !quiet),
             cited({&req::iucv_161, &req::iucv_163, &req::iucv_164, &req::iucv_165},
                   enabled(s, g, 4U))),
         [&](S& n) {
           n.paths[k].ends[g].quiesced = false;
           n.paths[k].ends[g].quiesce_data = 0;
           return D::shows(1U, end.id, end.quiesce_data);
         });
    rule({of(g, "interrupt.a.resumed", "interrupt.b.resumed"),
          kind_of(g, Answer::control),
          {&req::iucv_061, &req::iucv_041}},
         all(end.resumed,
             cited({&req::iucv_166}, !end.greeted),
             cited({&req::iucv_166}, !(end.quiesced && enabled(s, g, 4U)) || quiet),
             cited({&req::iucv_161, &req::iucv_163, &req::iucv_164, &req::iucv_165},
                   enabled(s, g, 5U))),
         [&](S& n) {
           n.paths[k].ends[g].resumed = false;
           n.paths[k].ends[g].resume_data = 0;
           return D::shows(2U, end.id, end.resume_data);
         });
  }

  // Bit `bit`, counted from the left, of the mask with this index.
  static Bool has_bit(const S& s, Number5 mask, unsigned bit) {
    Bool found = false;
    for (unsigned i = 0; i < s.scope->masks; ++i) {
      found = found || (mask == i && Bool((mask_bits[i] >> (7 - bit) & 1U) != 0));
    }
    return found;
  }

  template <class Rule>
  static void mask(const S& s, const P& p, Rule& rule, unsigned g, Function function) {
    constexpr unsigned at_once = 16; // what a visitor tries without exception
    const bool control_mask = function == Function::setcmask;
    for (unsigned first = 0; first < s.scope->masks; first += at_once) {
      rule.choose({label_kinds[kind_of(g, function)].name,
                   kind_of(g, function),
                   control_mask ? Citations{&req::iucv_164} : Citations{&req::iucv_163},
                   Duty::may},
                  all(W::able(s, g),
                      cited({&req::iucv_020}, s.guest[g].declared || W::any(p, g)),
                      s.guest[g].declared || Bool(s.scope->errors)),
                  Number5(first),
                  Number5(std::min(first + at_once, s.scope->masks) - 1),
                  [&](S& n, Number5 index) {
                    W::begin(n, g, function);
                    n.operand = index;
                    return D::shows(index);
                  });
    }
    rule({control_mask ? of(g, "return.a.setcmask", "return.b.setcmask")
                       : of(g, "return.a.setmask", "return.b.setmask"),
          kind_of(g, Answer::done),
          control_mask ? Citations{&req::iucv_164, &req::iucv_166}
                       : Citations{&req::iucv_163, &req::iucv_166}},
         all(W::called(s, g, function)),
         [&, control_mask](S& n) {
           for (unsigned bit = 0; bit < 5; ++bit) {
             (control_mask ? n.guest[g].control_masked : n.guest[g].masked)[bit] =
                 !has_bit(s, s.operand, bit);
           }
           W::finish(n);
           return W::code(0, 0);
         });
  }

  static Bool some(const S& s, unsigned g, bool completions) {
    Bool found = false;
    for (unsigned m = 0; m < s.scope->messages; ++m) {
      const Message<D>& one = s.messages[m];
      found = found || (completions ? W::sent_by(one, g) && one.stage == Stage::done
                                    : W::within_reach(s, m, g) && one.stage == Stage::sent);
    }
    return found;
  }

  template <class Rule>
  static void wait(const S& s, const P& p, Rule& rule, unsigned g) {
    rule({of(g, "a.testmsg", "b.testmsg"),
          kind_of(g, Function::testmsg),
          {&req::iucv_105},
          Duty::may},
         all(W::able(s, g),
             cited({&req::iucv_020}, s.guest[g].declared || W::any(p, g)),
             s.guest[g].declared),
         [&](S& n) {
           n.guest[g].waiting = true;
           return D::shows();
         });
    const Bool incoming = some(s, g, false);
    const Bool completed = some(s, g, true);
    rule({of(g, "return.a.testmsg", "return.b.testmsg"),
          kind_of(g, Answer::done),
          {&req::iucv_105, &req::iucv_080}},
         all(s.phase == Phase::idle,
             s.guest[g].waiting,
             cited({&req::iucv_105}, incoming || completed)),
         [&](S& n) {
           n.guest[g].waiting = false;
           return D::shows(select(incoming, Number<2>(1), Number<2>(0)) +
                               select(completed, Number<2>(2), Number<2>(0)),
                           0U);
         });
  }
};

} // namespace pathproof::iucv
