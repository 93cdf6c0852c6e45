// SPDX-License-Identifier: Apache-2.0
// Who may connect to whom: directory entries, logged-on guests with declared buffers, CONNECT and
// its return codes.
// Not modelled: connecting to oneself and to CP services that there are, which need statements that
// no source gives.
#pragma once

#include "model/iucv/words.hpp"

namespace pathproof::iucv {

template <class D>
struct Authorization {
  using W = Words<D>;
  using S = State<D>;
  using P = Parameters<D>;
  using Bool = typename D::Bool;
  using Limit = typename S::Limit;
  template <unsigned Width>
  using Number = typename D::template Number<Width>;

  template <class Rule>
  static void rules(const S& s, const P& p, Rule& rule) {
    for (unsigned g = 0; g < guests; ++g) {
      logon(s, rule, g);
      if (s.scope->directory) {
        logoff(s, p, rule, g);
      }
      buffer(s, p, rule, g);
      if (s.scope->sends(g)) {
        calls(s, p, rule, g);
        refusals(s, p, rule, g);
        for (unsigned k = 0; k < s.scope->paths; ++k) {
          connected(s, p, rule, g, k);
        }
      }
    }
  }

  template <class Check>
  static void invariants(const S& s, const P&, Check& holds) {
    for (unsigned g = 0; g < guests; ++g) {
      const Bool calling = W::calling(s, g);
      const Bool without =
          s.call == Function::dclbfr || s.call == Function::query || s.call == Function::undeclared;
      holds("functions_need_a_buffer",
            {&req::iucv_020},
            implies(s.guest[g].declared || s.guest[g].waiting, s.guest[g].on) &&
                implies(s.guest[g].waiting, s.guest[g].declared) &&
                implies(calling,
                        s.guest[g].on && !s.guest[g].waiting && (s.guest[g].declared || without)));
    }
    for (unsigned k = 0; k < s.scope->paths; ++k) {
      for (unsigned g = 0; g < guests; ++g) {
        holds("paths_need_a_buffer",
              {&req::iucv_020, &req::iucv_028, &req::iucv_012},
              implies(W::has(s, g, k), s.guest[g].on && s.guest[g].declared));
      }
    }
    for (unsigned k = 0; k < s.scope->paths; ++k) {
      for (unsigned g = 0; g < guests; ++g) {
        holds("paths_are_authorized",
              {&req::iucv_001, &req::iucv_002, &req::iucv_003, &req::iucv_005},
              implies(W::has(s, 0, k) && W::has(s, 1, k) && s.paths[k].from_b == Bool(g == 1),
                      authorized(s, g)));
      }
    }
    for (unsigned g = 0; g < guests; ++g) {
      holds("connections_stay_within_maxconn",
            {&req::iucv_009, &req::iucv_010},
            W::connections(s, g) <= s.guest[g].maxconn);
    }
  }

private:
  // The guest's own entry lets it connect to the other guest.
  static Bool by_own_entry(const S& s, unsigned g) { return s.guest[g].connect != Statement::none; }

  // The target's entry lets everybody connect.
  static Bool by_target_entry(const S& s, unsigned g) { return s.guest[1 - g].allow; }

  static Bool authorized(const S& s, unsigned g) {
    return by_own_entry(s, g) || by_target_entry(s, g);
  }

  template <class Rule>
  static void logon(const S& s, Rule& rule, unsigned g) {
    const auto with = [&](Statement statement, bool allow, bool priority, unsigned maxconn) {
      const Limit highest = s.scope->limit_max;
      rule.choose({of(g, "event.logon_a", "event.logon_b"),
                   kind_of(g, Event::logon),
                   {&req::iucv_001, &req::iucv_002, &req::iucv_003, &req::iucv_007},
                   Duty::may,
                   4},
                  all(s.phase == Phase::idle, !s.guest[g].on),
                  s.scope->directory || s.scope->counted ? Limit(1) : highest,
                  highest,
                  [&, statement, allow, priority, maxconn](S& n, Limit msglimit) {
                    n.guest[g].on = true;
                    n.guest[g].connect = statement;
                    n.guest[g].allow = allow;
                    n.guest[g].priority = priority;
                    n.guest[g].maxconn = maxconn;
                    n.guest[g].msglimit = msglimit;
                    return D::shows(static_cast<unsigned>(statement),
                                    allow ? 1U : 0U,
                                    priority ? 1U : 0U,
                                    maxconn,
                                    msglimit);
                  });
    };
    with(Statement::any, true, true, 64);
    if (s.scope->directory) {
      with(Statement::none, true, false, 64);
      with(Statement::any, false, true, 64);
      with(Statement::userid, false, false, 64);
      with(Statement::none, false, true, 64);
      with(Statement::any, true, true, 1);
      with(Statement::userid, true, false, 64);
    }
  }

  template <class Rule>
  static void logoff(const S& s, const P& p, Rule& rule, unsigned g) {
    rule({of(g, "event.logoff_a", "event.logoff_b"),
          kind_of(g, Event::logoff),
          {&req::iucv_072},
          Duty::may},
         all(s.phase == Phase::idle, s.guest[g].on),
         [&](S& n) {
           for (unsigned k = 0; k < s.scope->paths; ++k) {
             W::sever(n, g, k, 0, p.severed_messages == SeveredMessages::kept, true);
           }
           n.guest[g] = Guest<D>{};
           return D::shows();
         });
  }

  // DCLBFR, RTRVBFR and QUERY; what happens without a buffer.
  template <class Rule>
  static void buffer(const S& s, const P& p, Rule& rule, unsigned g) {
    const Bool declared = s.guest[g].declared;
    rule({of(g, "a.dclbfr", "b.dclbfr"),
          kind_of(g, Function::dclbfr),
          {&req::iucv_027, &req::iucv_020},
          Duty::may},
         all(W::able(s, g),
             cited({&req::iucv_027}, !declared || W::any(p, g)),
             !declared || Bool(s.scope->errors)),
         [&](S& n) {
           W::begin(n, g, Function::dclbfr);
           n.call = Function::dclbfr;
           return D::shows();
         });
    rule({of(g, "return.a.dclbfr", "return.b.dclbfr"),
          kind_of(g, Answer::done),
          {&req::iucv_027, &req::iucv_162}},
         all(W::called(s, g, Function::dclbfr), cited({&req::iucv_027}, !declared)),
         [&](S& n) {
           n.guest[g].declared = true;
           W::finish(n);
           return W::code(0, 0);
         });
    rule({of(g, "a.query", "b.query"), kind_of(g, Function::query), {&req::iucv_025}, Duty::may},
         all(W::able(s, g), Bool(s.scope->directory)),
         [&](S& n) {
           W::begin(n, g, Function::query);
           n.call = Function::query;
           return D::shows();
         });
    rule({of(g, "return.a.query", "return.b.query"),
          kind_of(g, Answer::query),
          {&req::iucv_025, &req::iucv_026, &req::iucv_009}},
         all(W::called(s, g, Function::query)),
         [&](S& n) {
           W::finish(n);
           return D::shows(40U, s.guest[g].maxconn);
         });
    rule({of(g, "a.rtrvbfr", "b.rtrvbfr"),
          kind_of(g, Function::rtrvbfr),
          {&req::iucv_028},
          Duty::may},
         all(W::able(s, g),
             cited({&req::iucv_020}, declared || W::any(p, g)),
             declared || Bool(s.scope->errors)),
         [&](S& n) {
           W::begin(n, g, Function::rtrvbfr);
           return D::shows();
         });
    rule(
        {of(g, "return.a.rtrvbfr", "return.b.rtrvbfr"), kind_of(g, Answer::done), {&req::iucv_028}},
        all(W::called(s, g, Function::rtrvbfr)),
        [&](S& n) {
          for (unsigned k = 0; k < s.scope->paths; ++k) {
            W::sever(n, g, k, 0, p.severed_messages == SeveredMessages::kept, true);
          }
          n.guest[g].declared = false;
          for (unsigned i = 0; i < 5; ++i) {
            n.guest[g].masked[i] = false;
            n.guest[g].control_masked[i] = false;
          }
          W::finish(n);
          return W::code(0, 0);
        });
    if (s.scope->errors) {
      rule({of(g, "return.a.dclbfr.19", "return.b.dclbfr.19"),
            kind_of(g, Answer::done),
            {&req::iucv_027, &req::iucv_290, &req::iucv_291}},
           all(W::called(s, g, Function::dclbfr), declared),
           [&](S& n) {
             W::finish(n);
             return W::code(1, 19);
           });
      rule({of(g, "return.a.no_buffer", "return.b.no_buffer"),
            kind_of(g, Answer::exception),
            {&req::iucv_020}},
           all(W::called(s, g, Function::undeclared)),
           [&](S& n) {
             W::finish(n);
             return D::shows(0U);
           });
    }
  }

  template <class Rule>
  static void calls(const S& s, const P& p, Rule& rule, unsigned g) {
    const auto to = [&](User user, bool list, bool quiet) {
      rule.choose({of(g, "a.connect", "b.connect"),
                   kind_of(g, Function::connect),
                   {&req::iucv_029, &req::iucv_030},
                   Duty::may,
                   1},
                  all(W::able(s, g),
                      cited({&req::iucv_020}, s.guest[g].declared || W::any(p, g)),
                      s.guest[g].declared || Bool(s.scope->errors),
                      has_room(s)),
                  Limit(0),
                  Limit(s.scope->limit_max),
                  [&, user, list, quiet](S& n, Limit limit) {
                    W::begin(n, g, Function::connect);
                    n.operand = static_cast<unsigned>(user);
                    n.limit = limit;
                    n.list = list;
                    n.quiet = quiet;
                    n.data = 1;
                    return D::shows(static_cast<unsigned>(user),
                                    limit,
                                    (list ? 2U : 0U) + (quiet ? 1U : 0U),
                                    1U);
                  });
    };
    const User partner = g == 0 ? User::b : User::a;
    to(partner, false, false);
    if (s.scope->lists) {
      to(partner, true, false);
    }
    if (s.scope->flow) {
      to(partner, false, true);
    }
    if (s.scope->lists && s.scope->flow) {
      to(partner, true, true);
    }
    if (s.scope->directory) {
      to(User::nobody, false, false);
      to(User::no_service, false, false);
    }
  }

  static Bool asks_for(const S& s, unsigned g) {
    return s.operand == static_cast<unsigned>(g == 0 ? User::b : User::a);
  }

  static Bool on(const S& s, unsigned g) { return asks_for(s, g) && s.guest[1 - g].on; }

  static Bool full(const S& s, unsigned g) { return s.guest[g].maxconn <= W::connections(s, g); }

  // The first free path.
  static Bool takes(const S& s, unsigned k) {
    Bool lower_used = true;
    for (unsigned j = 0; j < k; ++j) {
      lower_used = lower_used && !W::free(s, j);
    }
    return lower_used && W::free(s, k);
  }

  // The model has a path to spare.
  static Bool has_room(const S& s) {
    Bool room = false;
    for (unsigned k = 0; k < s.scope->paths; ++k) {
      room = room || W::free(s, k);
    }
    return room;
  }

  // What the directory allows by the entry of this guest.
  static Bool too_large(const S& s, unsigned entry) { return s.guest[entry].msglimit < s.limit; }

  template <class Rule>
  static void refusals(const S& s, const P& p, Rule& rule, unsigned g) {
    const unsigned o = 1 - g;
    const auto refuse = [&](const RuleInfo& info, Bool applies, unsigned iprcode) {
      rule(info, all(W::called(s, g, Function::connect), applies), [&, iprcode](S& n) {
        W::finish(n);
        return W::code(1, iprcode);
      });
    };
    const unsigned kind = kind_of(g, Answer::done);
    refuse({of(g, "return.a.connect.11", "return.b.connect.11"),
            kind,
            {&req::iucv_031, &req::iucv_006, &req::iucv_290, &req::iucv_291}},
           (asks_for(s, g) && !s.guest[o].on) || s.operand == static_cast<unsigned>(User::nobody),
           11);
    refuse({of(g, "return.a.connect.12", "return.b.connect.12"), kind, {&req::iucv_031}},
           on(s, g) && !s.guest[o].declared,
           12);
    refuse({of(g, "return.a.connect.13", "return.b.connect.13"),
            kind,
            {&req::iucv_010, &req::iucv_009}},
           full(s, g),
           13);
    refuse({of(g, "return.a.connect.14", "return.b.connect.14"),
            kind,
            {&req::iucv_010, &req::iucv_009}},
           on(s, g) && s.guest[o].declared && full(s, o),
           14);
    refuse({of(g, "return.a.connect.15", "return.b.connect.15"),
            kind,
            {&req::iucv_004, &req::iucv_005, &req::iucv_006}},
           on(s, g) && !authorized(s, g),
           15);
    refuse({of(g, "return.a.connect.16", "return.b.connect.16"), kind, {&req::iucv_012}},
           s.operand == static_cast<unsigned>(User::no_service),
           16);
    refuse(
        {of(g, "return.a.connect.18", "return.b.connect.18"),
         kind,
         {&req::iucv_141, &req::iucv_143}},
        on(s, g) && p.limit_above != LimitAbove::lowered &&
            ((by_own_entry(s, g) && too_large(s, g)) || (by_target_entry(s, g) && too_large(s, o))),
        18);
  }

  template <class Rule>
  static void connected(const S& s, const P& p, Rule& rule, unsigned g, unsigned k) {
    const unsigned o = 1 - g;
    for (const unsigned entry : {g, o}) {
      const Bool grants = entry == g ? by_own_entry(s, g) : by_target_entry(s, g);
      const Limit cap = s.guest[entry].msglimit;
      rule.choose(
          {of(g, "return.a.connect", "return.b.connect"),
           kind_of(g, Answer::path),
           {&req::iucv_029,
            &req::iucv_035,
            &req::iucv_141,
            &req::iucv_007,
            &req::iucv_070,
            &req::iucv_040}},
          all(W::called(s, g, Function::connect),
              cited({&req::iucv_031}, on(s, g)),
              cited({&req::iucv_031}, s.guest[o].declared),
              cited(
                  {&req::iucv_004, &req::iucv_001, &req::iucv_002, &req::iucv_003, &req::iucv_005},
                  authorized(s, g)),
              cited({&req::iucv_010, &req::iucv_009}, !full(s, g)),
              cited({&req::iucv_010, &req::iucv_009}, !full(s, o)),
              cited({&req::iucv_141},
                    !(too_large(s, entry) && p.limit_above == LimitAbove::refused)),
              grants || !authorized(s, g),
              takes(s, k)),
          PathId(0),
          PathId(s.scope->path_id_max),
          [&, entry](S& n, PathId wanted) {
            const PathId id = W::unused_path(s, g, wanted);
            const Limit limit = select(s.limit == 0 || too_large(s, entry), cap, s.limit);
            Path<D>& path = n.paths[k];
            path.from_b = g == 1;
            path.priority = s.guest[entry].priority;
            path.cap = cap;
            path.ends[g].state = EndState::requested;
            path.ends[g].id = id;
            path.ends[g].limit = limit;
            path.ends[g].list = s.list;
            path.ends[g].quiet = s.quiet;
            path.ends[o].state = EndState::offered;
            path.ends[o].greeted = true;
            path.ends[o].greeting = s.data;
            W::finish(n);
            return D::shows(id, limit, s.guest[entry].priority);
          });
    }
  }

  using PathId = typename S::PathId;
};

} // namespace pathproof::iucv
