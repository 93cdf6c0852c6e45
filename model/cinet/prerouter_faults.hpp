// SPDX-License-Identifier: Apache-2.0
// Planted faults that no mechanical change of a rule makes: what real implementations get wrong.
// Switched on one at a time, each replaces a rule or is added to the rules.
#pragma once

#include <array>

#include "model/cinet/prerouter_changes.hpp"
#include "model/cinet/prerouter_dialogue.hpp"
#include "model/cinet/prerouter_selection.hpp"
#include "model/core/machine.hpp"

namespace pathproof::cinet::prerouter {

inline constexpr std::array planted_faults{
    PlantedFault{"ready_before_the_answer",
                 "closes its socket as soon as it has asked for the routes",
                 by(Role::prerouter),
                 ""},
    PlantedFault{"asks_homes_at_every_rebuild",
                 "issues SIOCGIFCONF again to a driver that knows the mark",
                 by(Role::prerouter),
                 ""},
    PlantedFault{"remembers_the_dead",
                 "keeps the routes of a provider that has severed its connection",
                 by(Role::prerouter),
                 "event.stop"},
    PlantedFault{"believes_every_daemon",
                 "enters the route of a daemon although the driver knows the mark",
                 by(Role::prerouter),
                 "daemon.add"},
    PlantedFault{"hears_no_daemon",
                 "does not enter the route of a daemon",
                 by(Role::prerouter),
                 "daemon.add"},
    PlantedFault{"ignores_another_metric",
                 "does not change the metric when SIOCADDRT comes again",
                 by(Role::prerouter),
                 "daemon.add_again"},
    PlantedFault{"forgets_inactive_routes",
                 "deletes the routes of an interface that becomes inactive",
                 by(Role::prerouter),
                 "send.interface"},
    PlantedFault{"keeps_the_affinity",
                 "goes on with the provider that a blank name has cleared",
                 by(Role::prerouter),
                 "call.no_affinity"},
    PlantedFault{"balances_load",
                 "selects another provider with an equal route than the default one",
                 by(Role::prerouter),
                 ""},
    PlantedFault{"compares_without_converting",
                 "compares hop counts with milliseconds",
                 by(Role::prerouter),
                 "select.network"},
    PlantedFault{"networks_before_hosts",
                 "searches network routes before host routes",
                 by(Role::prerouter),
                 ""},
    PlantedFault{"default_route_first",
                 "takes the default route before routes to networks",
                 by(Role::prerouter),
                 ""},
    PlantedFault{"tells_what_the_daemon_told",
                 "sends SIOCMSADDRT for a route that a daemon has added already",
                 by(Role::driver),
                 ""},
};

template <class D>
struct Faults {
  using S = State<D>;
  using P = Parameters<D>;
  using Bool = typename D::Bool;
  using Set = typename D::Set;
  using Selected = Selection<D>;
  using Take = typename Selected::Take;

  template <class Rule>
  static void rules(const S& s, const P& p, Rule& rule) {
    of_dialogue(s, rule);
    if (s.scope->daemons) {
      of_daemons(s, rule);
    }
    if (s.scope->interfaces) {
      of_interfaces(s, rule);
    }
    if (s.scope->calls) {
      for (unsigned a = 0; a < addresses_max; ++a) {
        if (Selected::is_called(*s.scope, a)) {
          of_calls(s, p, rule, a);
        }
      }
    }
    rule({"keeps_the_affinity", Kind::call_no_affinity, {&req::cinet_062}, Duty::may},
         all(s.phase == Phase::idle),
         [&](S&) { return D::shows(); });
  }

private:
  template <class Rule>
  static void of_dialogue(const S& s, Rule& rule) {
    rule.pick({"ready_before_the_answer", Kind::ask_close, {&req::pre_018}},
              all(Bool(true)),
              s.tabling & s.asked,
              [&](S& n, Set tp) {
                n.tabling = s.tabling - tp;
                n.closing = s.closing | tp;
                return D::shows(tp);
              });
    rule.pick({"asks_homes_at_every_rebuild", Kind::ask_ifconf, {&req::pre_071}},
              all(Bool(true)),
              (of_family(s, s.tabling, 0) & s.rebuilding & s.knows[0]) - s.asked,
              [&](S& n, Set tp) {
                n.asked = s.asked | tp;
                return D::shows(tp, 0U);
              });
    rule.pick({"remembers_the_dead", Kind::event_stop, {&req::cinet_089}, Duty::may},
              all(Bool(true)),
              s.up - s.affinity,
              [&](S& n, Set tp) {
                Dialogue<D>::gone(n, s, tp);
                n.ready = s.ready;
                n.table = s.table;
                n.shown_active = s.shown_active;
                return D::shows(tp);
              });
  }

  template <class Rule>
  static void of_daemons(const S& s, Rule& rule) {
    for_each_route(*s.scope, 0, [&](unsigned r) {
      if (is_home(r)) {
        return;
      }
      for (unsigned metric = 1; metric <= (s.scope->metrics ? 2 : 1); ++metric) {
        const Set able = s.ready[0] - in_dialogue(s) - s.delays;
        const auto adds = [&, r, metric](std::string_view id, bool enters) {
          rule.pick({id, Kind::daemon_add, {&req::pre_051}, Duty::may},
                    all(s.change == Change::none, s.phase == Phase::idle),
                    (able & s.has[home_of(r)]) - s.has[r],
                    [&, r, metric, enters](S& n, Set tp) {
                      n.has[r] = s.has[r] | tp;
                      n.table[r] = enters ? s.table[r] | tp : s.table[r];
                      Changes<D>::owes(n, s, tp & s.knows[0], Change::added, r);
                      return D::shows(tp, r, metric);
                    });
        };
        adds("believes_every_daemon", true);
        adds("hears_no_daemon", false);
        rule.pick({"ignores_another_metric", Kind::daemon_add, {&req::pre_056}, Duty::may},
                  all(s.change == Change::none, s.phase == Phase::idle),
                  (able & s.table[r]) - s.knows[0],
                  [&, r, metric](S&, Set tp) { return D::shows(tp, r, metric); });
      }
      rule.pick({"tells_what_the_daemon_told", Kind::send_add, {&req::pre_054}},
                all(s.change == Change::none, s.phase == Phase::idle),
                (s.ready[0] & s.table[r]) - in_dialogue(s) - s.knows[0],
                [&, r](S&, Set tp) {
                  const unsigned bits = r == static_cast<unsigned>(Route::host) ? 1U : 0U;
                  return D::shows(tp, r, bits, 1U, 0U, 0U);
                });
    });
  }

  template <class Rule>
  static void of_interfaces(const S& s, Rule& rule) {
    for_each_route(*s.scope, [&](unsigned h) {
      if (!is_home(h)) {
        return;
      }
      const unsigned f = family_of(h);
      rule.pick({"forgets_inactive_routes", Kind::send_interface, {&req::pre_083}},
                all(s.change == Change::interface, s.about == h),
                s.owing,
                [&, h, f](S& n, Set tp) {
                  const Bool up = tp.within(s.active[h]);
                  for_each_route(*s.scope, f, [&](unsigned r) {
                    if (!is_home(r) && home_of(r) == h) {
                      n.table[r] = select(up, s.table[r], s.table[r] - tp);
                    }
                  });
                  n.shown_active[h] = select(up, s.shown_active[h] | tp, s.shown_active[h] - tp);
                  Changes<D>::told(n);
                  return D::shows(tp, h, up, 2 * f, 0U);
                });
    });
  }

  template <class Rule>
  static void of_calls(const S& s, const P& p, Rule& rule, unsigned a) {
    const auto selects = [&](std::string_view id, const Requirement* cites, Set wrong) {
      rule.pick({id, Kind::select_provider, {cites}},
                all(s.phase == Phase::connecting, s.address == a, s.affinity.empty()),
                wrong,
                [&](S& n, Set tp) {
                  Selected::finish(n);
                  return D::shows(tp);
                });
    };
    const auto only = [&](Route route) {
      return Selected::best(s,
                            a,
                            Take::converted,
                            [route](unsigned r) { return r == static_cast<unsigned>(route); })
          .providers;
    };
    const Set as_good = Selected::best(s, a, Take::converted).providers;
    const Set by_default = Selected::default_provider(s, p) & as_good;
    selects(
        "balances_load", &req::cinet_024, select(by_default.empty(), Set(), as_good - by_default));
    selects("compares_without_converting",
            &req::pre_015,
            Selected::best(s, a, Take::as_told).providers);
    selects("networks_before_hosts", &req::pre_090, only(Route::net));
    selects("default_route_first", &req::pre_097, only(Route::anywhere));
  }
};

} // namespace pathproof::cinet::prerouter
