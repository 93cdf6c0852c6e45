// SPDX-License-Identifier: Apache-2.0
// How a message ends: REJECT by its target, PURGE by its sender, and how the sender learns of it,
// by interrupts 06 and 07 or by TESTCMPL. Not modelled: PURGE of a message that is complete
// already; the third byte of IPAUDIT.
#pragma once

#include "model/iucv/interrupt.hpp"
#include "model/iucv/receipt.hpp"

namespace pathproof::iucv {

template <class D>
struct Completion {
  using W = Words<D>;
  using I = Interrupts<D>;
  using N = Naming<D>;
  using S = State<D>;
  using P = Parameters<D>;
  using Bool = typename D::Bool;
  using One = Message<D>;
  template <unsigned Width>
  using Number = typename D::template Number<Width>;

  template <class Rule>
  static void rules(const S& s, const P& p, Rule& rule) {
    for (unsigned g = 0; g < guests; ++g) {
      if (s.scope->sends(g)) {
        for (unsigned m = 0; m < s.scope->messages; ++m) {
          completes(s, rule, g, m);
        }
        if (s.scope->polling) {
          test(s, p, rule, g);
        }
        if (s.scope->withdrawals) {
          purge(s, p, rule, g);
        }
      }
      if (s.scope->withdrawals && s.scope->receives(g)) {
        reject(s, p, rule, g);
      }
    }
  }

  template <class Check>
  static void invariants(const S& s, Check& holds) {
    for (unsigned m = 0; m < s.scope->messages; ++m) {
      const One& one = s.messages[m];
      holds("only_what_is_complete_has_an_audit",
            {&req::iucv_102, &req::iucv_068, &req::iucv_101},
            implies(one.audit != Audit::none, one.stage == Stage::done));
    }
    for (unsigned m = 0; m < s.scope->messages; ++m) {
      const One& one = s.messages[m];
      for (unsigned g = 0; g < guests; ++g) {
        Bool there = false;
        for (unsigned k = 0; k < s.scope->paths; ++k) {
          there = there || (one.path == k && W::has(s, g, k));
        }
        holds("completions_have_somebody_to_learn_of_them",
              {&req::iucv_067, &req::iucv_085},
              implies(one.stage == Stage::done && W::sent_by(one, g), there));
      }
    }
  }

private:
  static Bool complete(const S& s, unsigned m, unsigned g) {
    return W::sent_by(s.messages[m], g) && s.messages[m].stage == Stage::done;
  }

  // 06 and 07.
  template <class Rule>
  static void completes(const S& s, Rule& rule, unsigned g, unsigned m) {
    const One& one = s.messages[m];
    const Bool priority = W::has_priority(one.what);
    rule({of(g, "interrupt.a.completion", "interrupt.b.completion"),
          kind_of(g, Answer::completion),
          {&req::iucv_167,
           &req::iucv_085,
           &req::iucv_068,
           &req::iucv_102,
           &req::iucv_101,
           &req::iucv_091}},
         all(complete(s, m, g),
             cited({&req::iucv_161, &req::iucv_163, &req::iucv_166},
                   (priority && I::enabled(s, g, I::priority_completions)) ||
                       (!priority && I::enabled(s, g, I::other_completions)))),
         [&](S& n) {
           W::remove(n, m, true, true);
           return D::shows(select(priority, Number<1>(0), Number<1>(1)),
                           W::path_id(s, m, g),
                           one.id,
                           one.audit,
                           one.what,
                           one.left);
         });
  }

  template <class Rule>
  static void wrong(const S& s,
                    Rule& rule,
                    unsigned g,
                    Function function,
                    std::string_view none_id,
                    std::string_view mismatch_id,
                    Bool nothing_meant) {
    const unsigned kind = kind_of(g, Answer::done);
    rule({none_id, kind, {&req::iucv_098, &req::iucv_291}},
         all(W::called(s, g, function), !s.mismatch, nothing_meant),
         [&](S& n) {
           W::finish(n);
           return W::code(2, 0);
         });
    if (s.scope->errors) {
      rule({mismatch_id, kind, {&req::iucv_099, &req::iucv_290}},
           all(W::called(s, g, function), s.mismatch),
           [&](S& n) {
             W::finish(n);
             return W::code(1, 8);
           });
    }
  }

  // TESTCMPL: any completion will do where it names none.
  template <class Rule>
  static void test(const S& s, const P& p, Rule& rule, unsigned g) {
    const auto done = [&](unsigned m) { return complete(s, m, g); };
    N::calls(s, p, rule, g, 1, {&req::iucv_104, &req::iucv_084}, done);
    Bool nothing = true;
    for (unsigned m = 0; m < s.scope->messages; ++m) {
      const One& one = s.messages[m];
      const Bool meant = meant_completion(s, m, done);
      nothing = nothing && !meant;
      rule({of(g, "return.a.testcmpl", "return.b.testcmpl"),
            kind_of(g, Answer::completed),
            {&req::iucv_104, &req::iucv_085, &req::iucv_068, &req::iucv_102, &req::iucv_101}},
           all(W::called(s, g, Function::testcmpl), meant),
           [&, m](S& n) {
             W::remove(n, m, true, true);
             W::finish(n);
             return D::shows(select(one.audit == Audit::none, Number<2>(0), Number<2>(3)),
                             W::path_id(s, m, g),
                             one.id,
                             one.audit,
                             one.what,
                             one.left);
           });
    }
    wrong(s,
          rule,
          g,
          Function::testcmpl,
          of(g, "return.a.testcmpl.none", "return.b.testcmpl.none"),
          of(g, "return.a.testcmpl.8", "return.b.testcmpl.8"),
          nothing);
  }

  // No order is said among completions.
  template <class Candidate>
  static Bool meant_completion(const S& s, unsigned m, Candidate done) {
    const One& one = s.messages[m];
    const Bool path = s.by_what != By::path || (s.subject == 0) == (one.path == 0);
    const Bool of_class = s.by_what != By::trgcls || s.class_of == one.what;
    const Bool all_of_it = s.by_what != By::all || s.message == m;
    return done(m) && path && of_class && all_of_it && !s.mismatch;
  }

  template <class Rule>
  static void reject(const S& s, const P& p, Rule& rule, unsigned g) {
    const auto open = [&](unsigned m) {
      const One& one = s.messages[m];
      return W::within_reach(s, m, g) &&
             ((one.stage == Stage::sent && (one.told || one.described)) ||
              one.stage == Stage::received);
    };
    N::calls(s, p, rule, g, 2, {&req::iucv_102, &req::iucv_084}, open);
    for (unsigned m = 0; m < s.scope->messages; ++m) {
      rule(
          {of(g, "return.a.reject", "return.b.reject"), kind_of(g, Answer::done), {&req::iucv_102}},
          all(W::called(s, g, Function::reject), N::meant(s, m, open)),
          [&, m](S& n) {
            W::complete(n, m, true, Audit::rejected, 0, true);
            W::finish(n);
            return W::code(0, 0);
          });
    }
    wrong(s,
          rule,
          g,
          Function::reject,
          of(g, "return.a.reject.none", "return.b.reject.none"),
          of(g, "return.a.reject.8", "return.b.reject.8"),
          N::none_meant(s, open));
  }

  template <class Rule>
  static void purge(const S& s, const P& p, Rule& rule, unsigned g) {
    const auto open = [&](unsigned m) {
      const One& one = s.messages[m];
      Bool there = false;
      for (unsigned k = 0; k < s.scope->paths; ++k) {
        there = there || (one.path == k && W::has(s, g, k));
      }
      return there && W::sent_by(one, g) &&
             (one.stage == Stage::sent || one.stage == Stage::received);
    };
    N::calls(s, p, rule, g, 3, {&req::iucv_103, &req::iucv_084}, open);
    for (unsigned m = 0; m < s.scope->messages; ++m) {
      const One& one = s.messages[m];
      rule.choose({of(g, "return.a.purge", "return.b.purge"),
                   kind_of(g, Answer::completed),
                   {&req::iucv_103, &req::iucv_085},
                   Duty::must,
                   3},
                  all(W::called(s, g, Function::purge), N::meant(s, m, open)),
                  Number<3>(0),
                  Number<3>(static_cast<unsigned>(Audit::other)),
                  [&, m](S& n, Number<3> audit) {
                    W::remove(n, m, true, true);
                    W::finish(n);
                    return D::shows(0U, W::path_id(s, m, g), one.id, audit, one.what, 0U);
                  });
    }
    wrong(s,
          rule,
          g,
          Function::purge,
          of(g, "return.a.purge.none", "return.b.purge.none"),
          of(g, "return.a.purge.8", "return.b.purge.8"),
          N::none_meant(s, open));
  }
};

} // namespace pathproof::iucv
