// SPDX-License-Identifier: Apache-2.0
// What interrupts or repeats the initialization of a transport driver: steps that fail, answers
// that no right driver gives, and tables that are read anew.
// Not modelled: a close that fails.
#pragma once

#include "model/cinet/prerouter_state.hpp"

namespace pathproof::cinet::prerouter {

template <class D>
struct Failures {
  using S = State<D>;
  using P = Parameters<D>;
  using Bool = typename D::Bool;
  using Set = typename D::Set;

  template <class Rule>
  static void rules(const S& s, const P& p, Rule& rule) {
    for (unsigned f = 0; f < families_of(*s.scope); ++f) {
      if (s.scope->failures) {
        fails(s, p, rule, f);
      }
      if (s.scope->rebuilds) {
        rebuild(s, rule, f);
      }
    }
  }

private:
  // What was read is forgotten, and the socket is closed, if there is one.
  static void gives_up(S& n, const S& s, Set tp, unsigned f) {
    forget(n, s, tp, f);
    const Set open = tp - s.opening;
    n.opening = s.opening - tp;
    n.listing = s.listing - tp;
    n.tabling = s.tabling - tp;
    n.closing = s.closing | open;
    n.failed = s.failed | open;
    n.asked = s.asked - tp;
    n.small = s.small - tp;
    n.counted = s.counted - tp;
    n.six = s.six - (tp & s.opening);
    n.rebuilding = s.rebuilding - (tp & s.opening);
  }

  static void tries_again(S& n, const S& s, Set tp, unsigned f) {
    const Set listed = tp - s.knows[f];
    for_each_route(*s.scope, f, [&](unsigned r) {
      // What was listed before stays.
      const Set kept = is_home(r) ? listed & s.tabling : Set();
      n.table[r] = s.table[r] - (tp - kept);
      n.dear[r] = s.dear[r] - tp;
      n.shown_active[r] = is_home(r) ? s.shown_active[r] - (tp - kept) : Set();
    });
    n.asked = s.asked - tp;
    n.small = s.small - tp;
  }

  template <class Rule>
  static void fails(const S& s, const P& p, Rule& rule, unsigned f) {
    const Set asked = of_family(s, (s.opening | s.listing | s.tabling) & s.asked, f);
    const Set reading = asked - s.opening;
    for (unsigned code = 0; code < code_names.size(); ++code) {
      either_way(
          s, p, rule, "answer.failed", Kind::answer_failed, {&req::pre_021}, asked, code, f, false);
    }
    for (unsigned what = 0; what < malformed_names.size(); ++what) {
      either_way(s,
                 p,
                 rule,
                 "answer.malformed",
                 Kind::answer_malformed,
                 {&req::prk_001},
                 reading,
                 what,
                 f,
                 true);
    }
  }

  template <class Rule>
  static void either_way(const S& s,
                         const P& p,
                         Rule& rule,
                         std::string_view id,
                         Kind kind,
                         const Citations& cites,
                         Set who,
                         unsigned how,
                         unsigned f,
                         bool wrong) {
    const Bool permitted = wrong ? p.driver == Driver::any : p.driver != Driver::careful;
    const Citations promised = wrong ? cites : Citations{&req::pre_022};
    rule.pick({id, kind, cites, Duty::may},
              all(cited(promised, permitted), p.on_failure != OnFailure::retries),
              who,
              [&, how, f](S& n, Set tp) {
                gives_up(n, s, tp, f);
                return D::shows(tp, how);
              });
    rule.pick(
        {wrong ? "answer.malformed_and_again" : "answer.failed_and_again", kind, cites, Duty::may},
        all(cited(promised, permitted), p.on_failure != OnFailure::closes),
        who - s.opening, // without a socket there is nothing to try again on
        [&, how, f](S& n, Set tp) {
          tries_again(n, s, tp, f);
          return D::shows(tp, how);
        });
  }

  template <class Rule>
  static void rebuild(const S& s, Rule& rule, unsigned f) {
    rule.pick({"send.rebuild",
               Kind::send_rebuild,
               {&req::pre_070, &req::pre_074, &req::pre_075, &req::pre_053, &req::cinet_111},
               Duty::may},
              all(s.phase == Phase::idle),
              s.ready[f] - in_dialogue(s) - s.owing,
              [&, f](S& n, Set tp) {
                n.ready[f] = s.ready[f] - tp;
                forget(n, s, tp, f);
                n.rebuilding = s.rebuilding | tp;
                n.opening = s.opening | tp;
                n.six = f == 1 ? s.six | tp : s.six;
                return D::shows(tp, f, 0U);
              });
  }
};

} // namespace pathproof::cinet::prerouter
