// SPDX-License-Identifier: Apache-2.0
// What changes once tables were read: routes that come and go, metrics, interfaces. A driver tells
// the prerouter on its master socket; what a routing daemon does by z/OS UNIX sockets, z/OS UNIX
// tells it.
// Not modelled: changes of home interfaces, and of their state, by a driver that does not know the
// mark; changes of routes whose metrics are delays, for no source says their unit then.
#pragma once

#include "model/cinet/prerouter_state.hpp"

namespace pathproof::cinet::prerouter {

template <class D>
struct Changes {
  using S = State<D>;
  using P = Parameters<D>;
  using Bool = typename D::Bool;
  using Set = typename D::Set;
  using ChangeOf = typename D::template Enum<Change>;
  using Number3 = typename D::template Number<3>;

  template <class Rule>
  static void rules(const S& s, const P& p, Rule& rule) {
    for_each_route(*s.scope, [&](unsigned r) {
      of_routes(s, p, rule, r);
      if (s.scope->interfaces && is_home(r)) {
        of_interfaces(s, p, rule, r);
      }
      if (s.scope->daemons && !is_home(r) && family_of(r) == 0) {
        by_daemons(s, rule, r);
      }
      if (s.scope->changes || s.scope->daemons) {
        tells(s, rule, r);
      }
      if (s.scope->metrics && s.scope->changes && !is_home(r)) {
        tells_metric(s, rule, r);
      }
    });
  }

  template <class Check>
  static void invariants(const S& s, Check& holds) {
    holds("one_change_at_a_time",
          {&req::pre_052},
          s.owing.lone() && (s.change == Change::none) == s.owing.empty());
    for_each_route(*s.scope, [&](unsigned r) {
      if (!is_home(r)) {
        holds("routes_go_through_homes", {&req::pre_009}, s.has[r].within(s.has[home_of(r)]));
      }
    });
    for_each_route(*s.scope, [&](unsigned r) {
      const Bool about = s.about == r;
      const unsigned f = family_of(r);
      holds("only_what_was_read_changes",
            {&req::pre_052},
            implies(about, s.owing.within(s.ready[f]) && s.owing.apart(in_dialogue(s))));
      holds("what_is_owed_is_a_difference",
            {&req::pre_054},
            implies(about && s.change == Change::added,
                    s.owing.within(s.has[r]) && s.owing.apart(s.table[r])) &&
                implies(about && s.change == Change::deleted,
                        s.owing.within(s.table[r]) && s.owing.apart(s.has[r])) &&
                implies(about && s.change == Change::interface,
                        s.owing.within(s.has[r]) && s.owing.within(s.knows[f])));
    });
    if (s.scope->interfaces) {
      for_each_route(*s.scope, [&](unsigned r) {
        if (is_home(r)) {
          const Set told = select(s.about == r && s.change == Change::interface, s.owing, Set());
          const Set known = (s.table[r] & s.knows[family_of(r)]) - told;
          holds("interfaces_are_as_they_were_told",
                {&req::pre_081, &req::pre_011, &req::pre_083},
                s.shown_active[r].within(s.table[r]) &&
                    (known & s.shown_active[r]).within(s.active[r]) &&
                    (known & s.active[r]).within(s.shown_active[r]));
        }
      });
    }
  }

  // The driver has to tell this, if its tables were read.
  static void owes(S& n, const S& s, Set who, Change change, unsigned r) {
    const Set owing = who & s.ready[family_of(r)];
    n.owing = owing;
    n.change = select(owing.empty(), ChangeOf(Change::none), ChangeOf(change));
    n.about = select(owing.empty(), Number3(0), Number3(r));
  }

  static void told(S& n) {
    n.owing = Set();
    n.change = Change::none;
    n.about = 0;
  }

private:
  // ---- what happens to providers ----------------------------------------------------------------

  // Home interfaces that nobody could tell of do not change.
  static Set silent(const S& s, unsigned r) {
    const unsigned f = family_of(r);
    return is_home(r) ? s.ready[f] - s.knows[f] : s.delays;
  }

  static Set changeable(const S& s, const P& p, unsigned r) {
    const Set all = p.instances - in_dialogue(s) - silent(s, r);
    return s.scope->changes ? all : all - s.up;
  }

  template <class Rule>
  static void of_routes(const S& s, const P& p, Rule& rule, unsigned r) {
    Set used; // by routes through this home interface
    for_each_route(*s.scope, [&](unsigned other) {
      used = !is_home(other) && home_of(other) == r ? used | s.has[other] : used;
    });
    const Set able = changeable(s, p, r);
    rule.pick({"event.route", Kind::event_route, {&req::pre_022, &req::pre_052}, Duty::may},
              all(s.change == Change::none, s.phase == Phase::idle),
              is_home(r) ? able - s.has[r] : (able - s.has[r]) & s.has[home_of(r)],
              [&, r](S& n, Set tp) {
                n.has[r] = s.has[r] | tp;
                owes(n, s, tp, Change::added, r);
                return D::shows(tp, r, 1U);
              });
    rule.pick({"event.route_gone", Kind::event_route, {&req::pre_022, &req::pre_052}, Duty::may},
              all(s.change == Change::none, s.phase == Phase::idle),
              is_home(r) ? (able & s.has[r]) - used : able & s.has[r],
              [&, r](S& n, Set tp) {
                n.has[r] = s.has[r] - tp;
                owes(n, s, tp, Change::deleted, r);
                return D::shows(tp, r, 0U);
              });
  }

  template <class Rule>
  static void of_interfaces(const S& s, const P& p, Rule& rule, unsigned h) {
    const Set able = (p.instances - in_dialogue(s) - silent(s, h)) & s.has[h];
    for (unsigned up = 0; up < 2; ++up) {
      rule.pick({"event.interface", Kind::event_interface, {&req::pre_080}, Duty::may},
                all(s.change == Change::none, s.phase == Phase::idle),
                up == 1 ? able - s.active[h] : able & s.active[h],
                [&, h, up](S& n, Set tp) {
                  n.active[h] = up == 1 ? s.active[h] | tp : s.active[h] - tp;
                  owes(n, s, tp, Change::interface, h);
                  return D::shows(tp, h, up);
                });
    }
    const unsigned f = family_of(h);
    for (unsigned form = 0; form < (f == 0 ? 2 : 1); ++form) {
      rule.pick({"send.interface",
                 Kind::send_interface,
                 {&req::pre_080, &req::pre_059, &req::pre_081, &req::pre_053}},
                all(cited({&req::pre_080}, s.change == Change::interface), s.about == h),
                s.owing,
                [&, h, f, form](S& n, Set tp) {
                  const Bool up = tp.within(s.active[h]);
                  n.shown_active[h] = select(up, s.shown_active[h] | tp, s.shown_active[h] - tp);
                  told(n);
                  return D::shows(tp, h, up, 2 * f + form, 0U);
                });
    }
  }

  // ---- routing daemons --------------------------------------------------------------------------

  template <class Rule>
  static void by_daemons(const S& s, Rule& rule, unsigned r) {
    const Set able = s.ready[0] - in_dialogue(s) - s.delays;
    const auto free = [&] { return all(s.change == Change::none, s.phase == Phase::idle); };
    for (unsigned metric = 1; metric <= (s.scope->metrics ? 2 : 1); ++metric) {
      const auto costs = [&, r, metric](S& n, Set tp) {
        n.dear[r] = metric == 2 ? s.dear[r] | tp : s.dear[r] - tp;
      };
      rule.pick({"daemon.add",
                 Kind::daemon_add,
                 {&req::pre_050, &req::pre_051, &req::pre_055, &req::cinet_110},
                 Duty::may},
                free(),
                (able & s.has[home_of(r)]) - s.has[r],
                [&, r, metric, costs](S& n, Set tp) {
                  const Set heard = tp - s.knows[0];
                  n.has[r] = s.has[r] | tp;
                  n.table[r] = s.table[r] | heard;
                  costs(n, heard);
                  owes(n, s, tp & s.knows[0], Change::added, r);
                  return D::shows(tp, r, metric);
                });
      const Set others = (able & s.table[r]) - s.knows[0];
      rule.pick({"daemon.add_again", Kind::daemon_add, {&req::pre_056, &req::pre_055}, Duty::may},
                free(),
                others,
                [&, r, metric, costs](S& n, Set tp) {
                  costs(n, tp);
                  return D::shows(tp, r, metric);
                });
      rule.pick({"daemon.metric", Kind::daemon_metric, {&req::pre_056}, Duty::may},
                free(),
                others,
                [&, r, metric, costs](S& n, Set tp) {
                  costs(n, tp);
                  return D::shows(tp, r, metric);
                });
    }
    rule.pick({"daemon.delete",
               Kind::daemon_delete,
               {&req::pre_050, &req::pre_051, &req::cinet_110},
               Duty::may},
              free(),
              able & s.has[r],
              [&, r](S& n, Set tp) {
                const Set heard = tp - s.knows[0];
                n.has[r] = s.has[r] - tp;
                n.table[r] = s.table[r] - heard;
                n.dear[r] = s.dear[r] - heard;
                owes(n, s, tp & s.knows[0], Change::deleted, r);
                return D::shows(tp, r);
              });
  }

  // ---- what drivers tell ------------------------------------------------------------------------

  // Of IPv4 both forms are there; of IPv6 the first answer decides.
  static Set with_form(const S& s, Set who, unsigned f, unsigned form) {
    return f == 0 ? who : form == 1 ? who & s.knows[1] : who - s.knows[1];
  }

  template <class Rule>
  static void tells(const S& s, Rule& rule, unsigned r) {
    using Small = typename D::template Number<2>;
    const unsigned f = family_of(r);
    const auto attributes = [&, r](Set tp) {
      if (is_home(r)) {
        return select(tp.within(active(s, r)), Small(3), Small(2));
      }
      return Small(r == static_cast<unsigned>(Route::host) ? 1 : 0);
    };
    for (unsigned form = 0; form < 2; ++form) {
      for (unsigned metric = is_home(r) ? 0 : 1; metric <= (is_home(r)         ? 0U
                                                            : s.scope->metrics ? 2U
                                                                               : 1U);
           ++metric) {
        rule.pick({"send.add",
                   Kind::send_add,
                   {&req::pre_052,
                    &req::pre_053,
                    &req::pre_057,
                    &req::pre_033,
                    &req::pre_034,
                    &req::pre_059}},
                  all(cited({&req::pre_054}, s.change == Change::added), s.about == r),
                  with_form(s, s.owing, f, form),
                  [&, r, f, form, metric, attributes](S& n, Set tp) {
                    n.table[r] = s.table[r] | tp;
                    n.dear[r] = metric == 2 ? s.dear[r] | tp : s.dear[r] - tp;
                    if (is_home(r)) {
                      n.shown_active[r] = s.shown_active[r] | (tp & active(s, r));
                    }
                    told(n);
                    return D::shows(tp, r, attributes(tp), metric, 2 * f + form, 0U);
                  });
      }
      rule.pick({"send.delete",
                 Kind::send_delete,
                 {&req::pre_052, &req::pre_053, &req::pre_057, &req::pre_059, &req::cinet_111}},
                all(cited({&req::pre_054}, s.change == Change::deleted), s.about == r),
                with_form(s, s.owing, f, form),
                [&, r, f, form, attributes](S& n, Set tp) {
                  n.table[r] = s.table[r] - tp;
                  n.dear[r] = s.dear[r] - tp;
                  if (is_home(r)) {
                    n.shown_active[r] = s.shown_active[r] - tp;
                  }
                  told(n);
                  return D::shows(tp, r, attributes(tp), 2 * f + form, 0U);
                });
    }
  }

  template <class Rule>
  static void tells_metric(const S& s, Rule& rule, unsigned r) {
    const unsigned f = family_of(r);
    const Set able = (s.ready[f] & s.table[r]) - in_dialogue(s) - s.delays - s.owing;
    for (unsigned form = 0; form < 2; ++form) {
      for (unsigned metric = 1; metric <= 2; ++metric) {
        rule.pick({"send.metric",
                   Kind::send_metric,
                   {&req::pre_052, &req::pre_033, &req::pre_034, &req::pre_053, &req::cinet_111},
                   Duty::may},
                  all(s.phase == Phase::idle),
                  with_form(s, metric == 2 ? able - s.dear[r] : able & s.dear[r], f, form),
                  [&, r, f, form, metric](S& n, Set tp) {
                    n.dear[r] = metric == 2 ? s.dear[r] | tp : s.dear[r] - tp;
                    return D::shows(tp, r, metric, 2 * f + form, 0U);
                  });
      }
    }
  }
};

} // namespace pathproof::cinet::prerouter
