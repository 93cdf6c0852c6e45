// SPDX-License-Identifier: Apache-2.0
// How calls name messages, and what the target of a message does with it: RECEIVE and REPLY.
// Not modelled: the row of the return codes of RECEIVE and REPLY that no source shows in full.
#pragma once

#include "model/iucv/words.hpp"

namespace pathproof::iucv {

// Rule ids of the calls that name messages, by what they name them.
struct NamingIds {
  Function function;
  std::array<std::string_view, guests> any, by_path, by_class, by_all, wrong_class, by_id, unknown;
};

inline constexpr std::array<NamingIds, 4> naming_ids{{
    {Function::receive,
     {"a.receive", "b.receive"},
     {"a.receive.path", "b.receive.path"},
     {"a.receive.class", "b.receive.class"},
     {"a.receive.all", "b.receive.all"},
     {"a.receive.wrong_class", "b.receive.wrong_class"},
     {"a.receive.id", "b.receive.id"},
     {"a.receive.unknown", "b.receive.unknown"}},
    {Function::testcmpl,
     {"a.testcmpl", "b.testcmpl"},
     {"a.testcmpl.path", "b.testcmpl.path"},
     {"a.testcmpl.class", "b.testcmpl.class"},
     {"a.testcmpl.all", "b.testcmpl.all"},
     {"a.testcmpl.wrong_class", "b.testcmpl.wrong_class"},
     {"a.testcmpl.id", "b.testcmpl.id"},
     {"a.testcmpl.unknown", "b.testcmpl.unknown"}},
    {Function::reject,
     {"a.reject", "b.reject"},
     {"a.reject.path", "b.reject.path"},
     {"a.reject.class", "b.reject.class"},
     {"a.reject.all", "b.reject.all"},
     {"a.reject.wrong_class", "b.reject.wrong_class"},
     {"a.reject.id", "b.reject.id"},
     {"a.reject.unknown", "b.reject.unknown"}},
    {Function::purge,
     {"a.purge", "b.purge"},
     {"a.purge.path", "b.purge.path"},
     {"a.purge.class", "b.purge.class"},
     {"a.purge.all", "b.purge.all"},
     {"a.purge.wrong_class", "b.purge.wrong_class"},
     {"a.purge.id", "b.purge.id"},
     {"a.purge.unknown", "b.purge.unknown"}},
}};

template <class D>
struct Naming {
  using W = Words<D>;
  using S = State<D>;
  using P = Parameters<D>;
  using Bool = typename D::Bool;
  using One = Message<D>;
  template <unsigned Width>
  using Number = typename D::template Number<Width>;

  // All calls of one function, the ids of which are naming_ids[index]; `candidate(m)`: the message
  // is one that the guest may name so.
  template <class Rule, class Candidate>
  static void calls(const S& s,
                    const P& p,
                    Rule& rule,
                    unsigned g,
                    unsigned index,
                    const Citations& cites,
                    Candidate candidate) {
    const NamingIds& ids = naming_ids[index];
    const Function function = ids.function;
    const bool first_will_do = function == Function::receive || function == Function::testcmpl;
    const auto call = [&](std::string_view id, const Named& named, auto effect) {
      issue(
          s, p, rule, g, function, {id, kind_of(g, function), cites, Duty::may, 4}, named, effect);
    };
    if (first_will_do) {
      call(ids.any[g], {true, By::nothing}, [](S&) {});
      if (s.scope->partial) {
        for (unsigned k = 0; k < s.scope->paths; ++k) {
          call(ids.by_path[g], {W::knows(s, g, k), By::path, s.paths[k].ends[g].id}, [k](S& n) {
            n.subject = k;
          });
        }
      }
    }
    for (unsigned m = 0; m < s.scope->messages; ++m) {
      const One& one = s.messages[m];
      const Number<4> wrong = select(one.what == 0, Number<4>(1), Number<4>(0));
      if (s.scope->partial && first_will_do) {
        call(ids.by_class[g], {candidate(m), By::trgcls, 0, 0, one.what}, [&one](S& n) {
          n.class_of = one.what;
        });
      }
      call(ids.by_all[g],
           {candidate(m), By::all, W::path_id(s, m, g), one.id, one.what},
           [m](S& n) { n.message = m; });
      if (s.scope->errors) {
        call(ids.wrong_class[g],
             {candidate(m) && W::any(p, g), By::all, W::path_id(s, m, g), one.id, wrong},
             [m](S& n) {
               n.message = m;
               n.mismatch = true;
             });
        call(ids.by_id[g], {candidate(m) && W::any(p, g), By::id, 0, one.id}, [](S& n) {
          using F = typename D::template Enum<Function>;
          n.call = select(n.call == Function::undeclared, n.call, F(Function::unfinished));
        });
      }
    }
    if (s.scope->errors) {
      const auto& end = s.paths[0].ends[g];
      call(ids.unknown[g],
           {W::any(p, g) && end.state == EndState::open, By::all, end.id, W::unused_message(s, 0)},
           [](S&) {});
    }
  }

  // The message that the call in progress means: the one that it names, or the first of those of
  // its path or class. What was received in part has to be named in full (IUCV-094).
  template <class Candidate>
  static Bool meant(const S& s, unsigned m, Candidate candidate) {
    const auto named = [&](unsigned j) {
      const One& one = s.messages[j];
      const Bool path = s.by_what != By::path || (s.subject == 0) == (one.path == 0);
      const Bool of_class = s.by_what != By::trgcls || s.class_of == one.what;
      return candidate(j) && !one.partly && path && of_class;
    };
    return (s.by_what == By::all && s.message == m && !s.mismatch && candidate(m)) ||
           (s.by_what != By::all && named(m) && !W::preceded(s, m, named));
  }

  template <class Candidate>
  static Bool none_meant(const S& s, Candidate candidate) {
    Bool none = true;
    for (unsigned m = 0; m < s.scope->messages; ++m) {
      none = none && !meant(s, m, candidate);
    }
    return none;
  }

private:
  // What a call shows of a message, and whether it is a sensible one.
  struct Named {
    Bool sensible;
    By by;
    typename S::PathId path = 0;
    typename S::MessageId id = 0;
    Number<4> what = 0;
  };

  template <class Rule, class Effect>
  static void issue(const S& s,
                    const P& p,
                    Rule& rule,
                    unsigned g,
                    Function function,
                    const RuleInfo& info,
                    const Named& named,
                    Effect effect) {
    const auto begin = [&, effect](S& n) {
      W::begin(n, g, function);
      n.by_what = named.by;
      effect(n);
    };
    const auto by = static_cast<unsigned>(named.by);
    const auto guard = all(W::able(s, g),
                           cited({&req::iucv_020}, s.guest[g].declared || W::any(p, g)),
                           s.guest[g].declared || Bool(s.scope->errors),
                           named.sensible);
    if (function != Function::receive) {
      rule(info, guard, [&](S& n) {
        begin(n);
        return D::shows(by, named.path, named.id, named.what);
      });
      return;
    }
    rule.choose(info,
                guard,
                Number<5>(s.scope->partial ? 1 : 2),
                Number<5>(s.scope->partial ? 3 : 2),
                [&](S& n, Number<5> buffer) {
                  begin(n);
                  n.operand = buffer;
                  return D::shows(by, named.path, named.id, named.what, buffer);
                });
  }
};

template <class D>
struct Receipt {
  using W = Words<D>;
  using N = Naming<D>;
  using S = State<D>;
  using P = Parameters<D>;
  using Bool = typename D::Bool;
  using One = Message<D>;
  template <unsigned Width>
  using Number = typename D::template Number<Width>;
  template <class E>
  using Enum = typename D::template Enum<E>;

  template <class Rule>
  static void rules(const S& s, const P& p, Rule& rule) {
    for (unsigned g = 0; g < guests; ++g) {
      if (!s.scope->receives(g)) {
        continue;
      }
      const auto waiting = [&](unsigned m) {
        return W::within_reach(s, m, g) && s.messages[m].stage == Stage::sent;
      };
      N::calls(s, p, rule, g, 0, {&req::iucv_093, &req::iucv_084, &req::iucv_094}, waiting);
      for (unsigned m = 0; m < s.scope->messages; ++m) {
        received(s, rule, g, m, waiting);
        reply(s, p, rule, g, m);
        replied(s, rule, g, m);
      }
      rule({of(g, "return.a.receive.none", "return.b.receive.none"),
            kind_of(g, Answer::done),
            {&req::iucv_098, &req::iucv_291}},
           all(W::called(s, g, Function::receive), !s.mismatch, N::none_meant(s, waiting)),
           [&](S& n) {
             W::finish(n);
             return W::code(2, 0);
           });
      if (s.scope->errors) {
        errors(s, p, rule, g);
      }
    }
  }

private:
  template <class Rule, class Candidate>
  static void received(const S& s, Rule& rule, unsigned g, unsigned m, Candidate waiting) {
    const One& one = s.messages[m];
    const Bool called = W::called(s, g, Function::receive) && N::meant(s, m, waiting);
    const Number<2> buffer = words_of(s);
    const auto show = [&](const RuleInfo& info, Bool fits, bool whole) {
      rule(info, all(called, fits), [&, whole](S& n) {
        const Bool over = W::one_way(one.what);
        const Number<2> left = whole ? buffer - one.left : one.left - buffer;
        n.messages[m].told = true;
        n.messages[m].partly = !whole;
        n.messages[m].left = whole ? Number<2>(0) : left;
        n.messages[m].stage = whole ? Enum<Stage>(Stage::received) : Enum<Stage>(Stage::sent);
        W::complete(n, m, over && Bool(whole), Audit::none, 0, true);
        W::finish(n);
        return D::shows(
            whole ? 0U : 5U, W::path_id(s, m, g), one.id, one.what, W::content(one.what), left);
      });
    };
    const unsigned kind = kind_of(g, Answer::received);
    show({of(g, "return.a.receive", "return.b.receive"),
          kind,
          {&req::iucv_093,
           &req::iucv_096,
           &req::iucv_086,
           &req::iucv_088,
           &req::iucv_080,
           &req::iucv_090}},
         one.left <= buffer,
         true);
    if (s.scope->partial) {
      show({of(g, "return.a.receive.5", "return.b.receive.5"),
            kind,
            {&req::iucv_094, &req::iucv_095}},
           buffer < one.left,
           false);
    }
  }

  // The buffer of the call in progress, in words.
  static Number<2> words_of(const S& s) {
    return select(s.operand == 1, Number<2>(1), select(s.operand == 2, Number<2>(2), Number<2>(3)));
  }

  template <class Rule>
  static void reply(const S& s, const P& p, Rule& rule, unsigned g, unsigned m) {
    const One& one = s.messages[m];
    for (unsigned with = 0; with < reply_names.size(); ++with) {
      if (with == 2 && !s.scope->lists) {
        continue;
      }
      rule({of(g, "a.reply", "b.reply"), kind_of(g, Function::reply), {&req::iucv_100}, Duty::may},
           all(W::able(s, g),
               cited({&req::iucv_020}, s.guest[g].declared || W::any(p, g)),
               cited({&req::iucv_086, &req::iucv_100}, one.stage == Stage::received),
               W::within_reach(s, m, g)),
           [&, with](S& n) {
             W::begin(n, g, Function::reply);
             n.message = m;
             n.operand = with;
             return D::shows(W::path_id(s, m, g), one.id, one.what, with);
           });
    }
  }

  // Length and form of the reply against the answer area, and what the sender takes.
  template <class Rule>
  static void replied(const S& s, Rule& rule, unsigned g, unsigned m) {
    const One& one = s.messages[m];
    Bool takes_list = false;
    for (unsigned k = 0; k < s.scope->paths; ++k) {
      takes_list = takes_list || (one.path == k && s.paths[k].ends[1 - g].list);
    }
    const Number<2> length = select(s.operand == 0, Number<2>(1), Number<2>(2));
    const Number<2> room = W::room(one.what);
    const Bool cut = room < length;
    const Bool no_list = s.operand == 2 && !takes_list;
    rule({of(g, "return.a.reply", "return.b.reply"),
          kind_of(g, Answer::done),
          {&req::iucv_100, &req::iucv_101, &req::iucv_091, &req::iucv_080}},
         all(W::called(s, g, Function::reply),
             s.message == m,
             cited({&req::iucv_086}, one.stage == Stage::received)),
         [&](S& n) {
           const Enum<Audit> none(Audit::none);
           const Enum<Audit> audit = select(s.operand == 2,
                                            select(no_list, Enum<Audit>(Audit::no_list), none),
                                            select(cut, Enum<Audit>(Audit::reply_cut), none));
           const Number<2> left =
               select(s.operand == 2, Number<2>(0), select(cut, length - room, room - length));
           W::complete(n, m, true, audit, left, true);
           W::finish(n);
           return W::code(0, 0);
         });
  }

  template <class Rule>
  static void errors(const S& s, const P& p, Rule& rule, unsigned g) {
    const unsigned kind = kind_of(g, Answer::done);
    rule({of(g, "return.a.receive.8", "return.b.receive.8"), kind, {&req::iucv_099}},
         all(W::called(s, g, Function::receive), s.mismatch),
         [&](S& n) {
           W::finish(n);
           return W::code(1, 8);
         });
    // Of a message that is no more, HVC knows code 9 (IUCV-097).
    rule({of(g, "return.a.receive.9", "return.b.receive.9"), kind, {&req::iucv_097}},
         all(W::called(s, g, Function::receive),
             s.by_what == By::all,
             !s.mismatch,
             s.message == S::no_message),
         [&](S& n) {
           W::finish(n);
           return W::code(1, 9);
         });
    rule({of(g, "return.a.unfinished", "return.b.unfinished"),
          kind_of(g, Answer::exception),
          {&req::iucv_024}},
         all(W::called(s, g, Function::unfinished)),
         [&](S& n) {
           W::finish(n);
           return D::shows(1U);
         });
    // REPLY to what is not there: a wrong class has its code, nothing at all condition code 2.
    rule({of(g, "a.reply.unknown", "b.reply.unknown"),
          kind_of(g, Function::reply),
          {&req::iucv_100},
          Duty::may},
         all(W::able(s, g),
             cited({&req::iucv_100}, W::any(p, g)),
             s.paths[0].ends[g].state == EndState::open),
         [&](S& n) {
           W::begin(n, g, Function::reply);
           return D::shows(s.paths[0].ends[g].id, W::unused_message(s, 0), 0U, 0U);
         });
    rule({of(g, "return.a.reply.none", "return.b.reply.none"),
          kind,
          {&req::iucv_098, &req::iucv_291}},
         all(W::called(s, g, Function::reply), s.message == S::no_message),
         [&](S& n) {
           W::finish(n);
           return W::code(2, 0);
         });
  }
};

} // namespace pathproof::iucv
