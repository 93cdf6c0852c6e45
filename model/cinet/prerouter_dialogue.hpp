// SPDX-License-Identifier: Apache-2.0
// Initialization of a transport driver: the prerouter's own socket, the question for home
// interfaces with its mark, the question for routes, close; for IPv6 the same again. Providers
// arrive together, fail, leave in the middle and come back; tables are read anew.
// Not modelled: a close that fails.
#pragma once

#include "model/cinet/prerouter_state.hpp"

namespace pathproof::cinet::prerouter {

template <class D>
struct Dialogue {
  using S = State<D>;
  using P = Parameters<D>;
  using Bool = typename D::Bool;
  using Set = typename D::Set;
  using Small = typename D::template Number<2>;

  template <class Rule>
  static void rules(const S& s, const P& p, Rule& rule) {
    arrivals(s, p, rule);
    for (unsigned f = 0; f < families_of(*s.scope); ++f) {
      opens(s, rule, f);
      lists(s, rule, f);
      tells_routes(s, rule, f);
      closes(s, rule, f);
    }
    asks(s, rule);
    if (s.scope->six) {
      asks_six(s, rule);
      too_small(s, rule);
    }
  }

  template <class Check>
  static void invariants(const S& s, Check& holds) {
    const Set dialogue = in_dialogue(s);
    holds("one_step_at_a_time",
          {&req::pre_018},
          s.opening.apart(s.listing) && s.opening.apart(s.tabling) && s.opening.apart(s.closing) &&
              s.listing.apart(s.tabling) && s.listing.apart(s.closing) &&
              s.tabling.apart(s.closing));
    holds("dialogues_are_with_active_providers",
          {&req::pre_001, &req::cinet_089},
          dialogue.within(s.up) && s.asked.within(dialogue) && s.failed.within(s.closing) &&
              s.six.within(dialogue) && s.rebuilding.within(dialogue) && s.knows[0].within(s.up) &&
              s.knows[1].within(s.up));
    holds("ipv6_comes_second",
          {&req::pre_030},
          (dialogue - s.six - s.rebuilding).apart(s.ready[1] | s.knows[1]));
    holds("too_little_room_is_an_answer_that_is_due",
          {&req::pre_041},
          s.small.within(s.asked & s.six & (s.listing | s.tabling)));
    for (unsigned f = 0; f < families_of(*s.scope); ++f) {
      holds("initialized_when_the_socket_is_closed",
            {&req::pre_017},
            s.ready[f].within(s.up) && s.ready[f].apart(of_family(s, dialogue, f)));
      holds("the_first_answer_decides",
            {&req::pre_073},
            of_family(s, s.listing, f).apart(s.knows[f]));
    }
    tables(s, holds);
  }

  // Nothing is left of the provider.
  static void gone(S& n, const S& s, Set tp) {
    n.up = s.up - tp;
    n.opening = s.opening - tp;
    n.listing = s.listing - tp;
    n.tabling = s.tabling - tp;
    n.closing = s.closing - tp;
    n.asked = s.asked - tp;
    n.failed = s.failed - tp;
    n.rebuilding = s.rebuilding - tp;
    n.six = s.six - tp;
    n.small = s.small - tp;
    n.counted = s.counted - tp;
    n.takes_six = s.takes_six - tp;
    n.delays = s.delays - tp;
    for (unsigned f = 0; f < families_of(*s.scope); ++f) {
      n.ready[f] = s.ready[f] - tp;
      n.knows[f] = s.knows[f] - tp;
      forget(n, s, tp, f);
    }
    using C = typename D::template Enum<Change>;
    n.change = select(s.owing == tp, C(Change::none), s.change);
    n.owing = s.owing - tp;
    n.unbound = s.unbound - tp;
    n.binding = s.binding - tp;
    leaves(n, s, tp);
  }

private:
  // ---- providers come and go --------------------------------------------------------------------

  template <class Rule>
  static void arrivals(const S& s, const P& p, Rule& rule) {
    for (unsigned six = 0; six < families_of(*s.scope); ++six) {
      rule.pick({"event.start", Kind::event_start, {&req::pre_001, &req::cinet_005}, Duty::may},
                all(s.phase == Phase::idle),
                p.instances - s.up,
                [&, six](S& n, Set tp) {
                  n.up = s.up | tp;
                  n.opening = s.opening | tp;
                  n.takes_six = six == 1 ? s.takes_six | tp : s.takes_six;
                  arrives(n, s, tp);
                  return D::shows(tp, six);
                });
    }
    rule.pick({"event.stop", Kind::event_stop, {&req::cinet_089, &req::pre_099}, Duty::may},
              all(Bool(true)),
              s.up - s.affinity,
              [&](S& n, Set tp) {
                gone(n, s, tp);
                return D::shows(tp);
              });
  }

  // Whoever comes behind somebody whose place is not known has none that is known either.
  static void arrives(S& n, const S& s, Set tp) {
    Set before;
    for (const Set& one : s.order) {
      before = before | one;
    }
    Bool free = s.up.within(before);
    for (unsigned i = 0; i < order_max; ++i) {
      const Bool here = free && s.order[i].empty();
      n.order[i] = select(here, tp, s.order[i]);
      free = free && !here;
    }
  }

  static void leaves(S& n, const S& s, Set tp) {
    Bool moves = false;
    for (unsigned i = 0; i < order_max; ++i) {
      moves = moves || s.order[i] == tp;
      n.order[i] = select(moves, i + 1 < order_max ? s.order[i + 1] : Set(), s.order[i]);
    }
  }

  // ---- what the prerouter asks ------------------------------------------------------------------

  template <class Rule>
  static void opens(const S& s, Rule& rule, unsigned f) {
    rule.pick({"ask.open", Kind::ask_open, {&req::pre_001, &req::pre_018, &req::pre_030}},
              all(Bool(true)),
              of_family(s, s.opening, f) - s.asked,
              [&, f](S& n, Set tp) {
                n.asked = s.asked | tp;
                return D::shows(tp, f);
              });
    rule.pick({"answer.opened", Kind::answer_done, {&req::pre_022}},
              all(Bool(true)),
              of_family(s, s.opening & s.asked, f),
              [&, f](S& n, Set tp) {
                n.opening = s.opening - tp;
                n.listing = s.listing | (tp - s.knows[f]);
                n.tabling = s.tabling | (tp & s.knows[f]);
                n.asked = s.asked - tp;
                return D::shows(tp);
              });
  }

  template <class Rule>
  static void asks(const S& s, Rule& rule) {
    rule.pick({"ask.ifconf",
               Kind::ask_ifconf,
               {&req::pre_002, &req::pre_003, &req::pre_018, &req::pre_072, &req::pre_073}},
              all(Bool(true)),
              of_family(s, s.listing, 0) - s.asked,
              [&](S& n, Set tp) {
                n.asked = s.asked | tp;
                return D::shows(tp, 0U);
              });
    rule.pick({"ask.table",
               Kind::ask_table,
               {&req::pre_008, &req::pre_007, &req::pre_018, &req::pre_071, &req::pre_072}},
              all(Bool(true)),
              of_family(s, s.tabling, 0) - s.asked,
              [&](S& n, Set tp) {
                n.asked = s.asked | tp;
                return D::shows(tp);
              });
    rule.pick({"ask.close", Kind::ask_close, {&req::pre_017, &req::pre_018, &req::pre_021}},
              all(Bool(true)),
              s.closing - s.asked,
              [&](S& n, Set tp) {
                n.asked = s.asked | tp;
                return D::shows(tp);
              });
  }

  // Drivers whose IPv6 answer has more entries than this.
  static Set more_homes_than(const S& s, unsigned entries) {
    return entries == 0 ? s.has[static_cast<unsigned>(Route::home6)] : Set();
  }

  static Set more_routes_than(const S& s, unsigned entries) {
    const Set home = s.has[static_cast<unsigned>(Route::home6)];
    const Set net = s.has[static_cast<unsigned>(Route::net6)];
    return entries == 0 ? home | net : entries == 1 ? home & net : Set();
  }

  // Who was told the number of entries leaves room for them.
  template <class Rule>
  static void asks_six(const S& s, Rule& rule) {
    for (unsigned room = 0; room <= 2; ++room) {
      const Set more = more_homes_than(s, room);
      rule.pick({"ask.homeif6",
                 Kind::ask_homeif6,
                 {&req::pre_031, &req::pre_032, &req::pre_038, &req::pre_040, &req::pre_074}},
                all(Bool(true)),
                of_family(s, s.listing, 1) - s.asked - (s.counted & more),
                [&, room, more](S& n, Set tp) {
                  n.asked = s.asked | tp;
                  n.small = s.small | (tp & more);
                  return D::shows(tp, 1U, room);
                });
    }
    for (unsigned room = 0; room <= 2; ++room) {
      const Set more = more_routes_than(s, room);
      rule.pick({"ask.table6", Kind::ask_table6, {&req::pre_036, &req::pre_038, &req::pre_074}},
                all(Bool(true)),
                of_family(s, s.tabling, 1) - s.asked - (s.counted & more),
                [&, room, more](S& n, Set tp) {
                  n.asked = s.asked | tp;
                  n.small = s.small | (tp & more);
                  return D::shows(tp, room);
                });
    }
  }

  template <class Rule>
  static void too_small(const S& s, Rule& rule) {
    const auto tell = [&](Set who, unsigned count) {
      rule.pick({"answer.small", Kind::answer_small, {&req::pre_041}},
                all(Bool(true)),
                who & s.small,
                [&, count](S& n, Set tp) {
                  n.asked = s.asked - tp;
                  n.small = s.small - tp;
                  n.counted = s.counted | tp;
                  return D::shows(tp, count);
                });
    };
    tell(s.listing, 1);
    tell(s.tabling - more_routes_than(s, 1), 1);
    tell(s.tabling & more_routes_than(s, 1), 2);
  }

  // ---- what drivers answer ----------------------------------------------------------------------

  static void to_tabling(S& n, const S& s, Set tp) {
    n.listing = s.listing - tp;
    n.tabling = s.tabling | tp;
    n.asked = s.asked - tp;
    n.small = s.small - tp;
    n.counted = s.counted - tp;
  }

  template <class Rule>
  static void lists(const S& s, Rule& rule, unsigned f) {
    const Set asked = of_family(s, s.listing & s.asked, f);
    Set told;
    Set missing;
    for_each_route(*s.scope, f, [&](unsigned r) {
      if (is_home(r)) {
        told = told | s.table[r];
        missing = missing | (s.has[r] - s.table[r]);
        rule.pick({"answer.home", Kind::answer_home, {&req::pre_006, &req::pre_034}},
                  all(Bool(true)),
                  (asked & s.has[r]) - s.table[r] - s.small,
                  [&, r](S& n, Set tp) {
                    n.table[r] = s.table[r] | tp;
                    n.shown_active[r] = s.shown_active[r] | tp;
                    return D::shows(tp, r);
                  });
      }
    });
    rule.pick({"answer.knows", Kind::answer_knows, {&req::pre_005, &req::pre_033, &req::pre_073}},
              all(Bool(true)),
              asked - told - s.rebuilding,
              [&, f](S& n, Set tp) {
                to_tabling(n, s, tp);
                n.knows[f] = s.knows[f] | tp;
                return D::shows(tp);
              });
    rule.pick({"answer.homes", Kind::answer_homes, {&req::pre_006, &req::pre_034}},
              all(Bool(true)),
              asked - missing - s.small,
              [&](S& n, Set tp) {
                to_tabling(n, s, tp);
                return D::shows(tp);
              });
  }

  template <class Rule>
  static void tells_routes(const S& s, Rule& rule, unsigned f) {
    const Set asked = of_family(s, s.tabling & s.asked, f) - s.small;
    Set missing;
    for_each_route(*s.scope, f, [&](unsigned r) {
      const Set untold = s.has[r] - s.table[r];
      missing = missing | (is_home(r) ? untold & s.knows[f] : untold);
      if (is_home(r)) {
        tells_home(s, rule, asked, r, f);
        return;
      }
      for (unsigned metric = 1; metric <= (s.scope->metrics ? 2 : 1); ++metric) {
        rule.pick(
            {"answer.route",
             Kind::answer_route,
             {&req::pre_008, &req::pre_009, &req::pre_012, &req::pre_022, &req::pre_036}},
            all(Bool(true)),
            asked & untold,
            [&, r, metric](S& n, Set tp) {
              n.table[r] = s.table[r] | tp;
              n.dear[r] = metric == 2 ? s.dear[r] | tp : s.dear[r] - tp;
              return D::shows(
                  tp, r, home_of(r), r == static_cast<unsigned>(Route::host) ? 1U : 0U, metric);
            });
      }
    });
    for (unsigned unit = 0; unit <= (s.scope->units && f == 0 ? 1 : 0); ++unit) {
      rule.pick({"answer.table",
                 Kind::answer_table,
                 {&req::pre_008, &req::pre_013, &req::pre_014, &req::pre_020, &req::pre_022}},
                all(Bool(true)),
                asked - missing,
                [&, unit, f](S& n, Set tp) {
                  n.tabling = s.tabling - tp;
                  n.closing = s.closing | tp;
                  n.asked = s.asked - tp;
                  n.counted = s.counted - tp;
                  if (f == 0) {
                    n.delays = unit == 1 ? s.delays | tp : s.delays - tp;
                  }
                  return D::shows(tp, unit);
                });
    }
  }

  // Home interfaces are in the routes of a driver that has not listed them, and may be in those of
  // one that has.
  template <class Rule>
  static void tells_home(const S& s, Rule& rule, Set asked, unsigned r, unsigned f) {
    const auto shown = [&, r](Set tp) {
      return D::shows(tp, r, r, select(tp.within(active(s, r)), Small(3), Small(2)), 0U);
    };
    rule.pick({"answer.home_route",
               Kind::answer_route,
               {&req::pre_010, &req::pre_011, &req::pre_009, &req::pre_019, &req::pre_036}},
              all(Bool(true)),
              asked & s.knows[f] & (s.has[r] - s.table[r]),
              [&, r, shown](S& n, Set tp) {
                n.table[r] = s.table[r] | tp;
                n.shown_active[r] = s.shown_active[r] | (tp & active(s, r));
                return shown(tp);
              });
    rule.pick({"answer.listed_home",
               Kind::answer_route,
               {&req::pre_010, &req::pre_011, &req::pre_009},
               Duty::may},
              all(Bool(true)),
              (asked & s.table[r]) - s.knows[f],
              [&, shown](S&, Set tp) { return shown(tp); });
  }

  template <class Rule>
  static void closes(const S& s, Rule& rule, unsigned f) {
    rule.pick({"answer.closed", Kind::answer_done, {&req::pre_017, &req::pre_030}},
              all(Bool(true)),
              of_family(s, s.closing & s.asked, f),
              [&, f](S& n, Set tp) {
                const Set good = tp - s.failed;
                const Set again = f == 0 ? (good & s.takes_six) - s.rebuilding : Set();
                n.closing = s.closing - tp;
                n.asked = s.asked - tp;
                n.failed = s.failed - tp;
                n.rebuilding = s.rebuilding - tp;
                n.ready[f] = s.ready[f] | good;
                n.opening = s.opening | again;
                n.six = (s.six - tp) | again;
                return D::shows(tp);
              });
  }

  // ---- the tables -------------------------------------------------------------------------------

  // Apart from what a driver is about to tell, the tables are the union of what those providers
  // have that were read, for any number of them.
  template <class Check>
  static void tables(const S& s, Check& holds) {
    for_each_route(*s.scope, [&](unsigned r) {
      const unsigned f = family_of(r);
      const Set read = s.ready[f] | (of_family(s, s.closing, f) - s.failed);
      holds("nothing_is_known_of_others",
            {&req::cinet_089, &req::prk_001, &req::pre_021},
            s.table[r].within(read | of_family(s, s.listing | s.tabling, f)));
    });
    for_each_route(*s.scope, [&](unsigned r) {
      const unsigned f = family_of(r);
      const Set owed = select(s.about == r && s.change != Change::interface, s.owing, Set());
      if (is_home(r)) {
        holds("what_was_listed_is_there",
              {&req::pre_006, &req::pre_019},
              ((s.has[r] & of_family(s, s.tabling, f)) - s.knows[f]).within(s.table[r]));
      }
      holds("the_tables_have_no_more_than_there_is",
            {&req::pre_013, &req::pre_054, &req::cinet_089},
            (s.table[r] - owed).within(s.has[r]));
      holds("and_no_less",
            {&req::pre_013, &req::pre_019, &req::pre_054},
            ((s.has[r] & (s.ready[f] | (of_family(s, s.closing, f) - s.failed))) - owed)
                .within(s.table[r]));
    });
  }
};

} // namespace pathproof::cinet::prerouter
