// SPDX-License-Identifier: Apache-2.0
// Which provider a connect, sendto or bind goes to: the one of the affinity, else by the tables.
// Not modelled: calls while tables are read (PRE-076), and what becomes of the socket then.
#pragma once

#include "model/cinet/prerouter_lookup.hpp"
#include "model/cinet/prerouter_state.hpp"

namespace pathproof::cinet::prerouter {

template <class D>
struct Selection {
  using S = State<D>;
  using P = Parameters<D>;
  using Bool = typename D::Bool;
  using Set = typename D::Set;
  using Metric = typename D::template Number<16>;

  template <class Rule>
  static void rules(const S& s, const P& p, Rule& rule) {
    if (!s.scope->calls) {
      return;
    }
    calls(s, rule);
    returns(s, p, rule);
    if (s.scope->affinity) {
      affinity(s, rule);
    }
  }

  template <class Check>
  static void invariants(const S& s, const P& p, Check& holds) {
    if (!s.scope->calls) {
      return;
    }
    Set before;
    Bool apart = true;
    for (const Set& one : s.order) {
      apart = apart && one.lone() && one.apart(before);
      before = before | one;
    }
    holds("each_provider_has_one_place", {&req::cinet_005}, apart && before.within(s.up));
    holds("affinity_is_to_an_active_provider",
          {&req::cinet_060, &req::cinet_062},
          s.affinity.lone() && s.affinity.within(s.up));
    const Set all = in_dialogue(s);
    holds("no_dialogue_during_a_call",
          {&req::cinet_017},
          implies(s.phase != Phase::idle, all.empty()));
    for (unsigned a = 0; a < addresses_max; ++a) {
      if (is_called(*s.scope, a)) {
        const Set chosen = selected(s, p, a);
        holds("no_dead_provider_is_selected",
              {&req::cinet_089, &req::pre_099, &req::pre_017},
              chosen.within(s.ready[family_of_address(a)]) && chosen.within(s.up));
        holds("every_call_finds_its_provider",
              {&req::cinet_017, &req::pre_093, &req::pre_096},
              reachable(s, a).empty() == chosen.empty());
        holds("one_provider_is_selected",
              {&req::cinet_024, &req::pre_094},
              implies(p.tie == Tie::first && p.conversion == Conversion::doublings, chosen.lone()));
      }
    }
  }

  // Providers that a call to this address may go to. Where the implementation has not said how it
  // does what nobody documents, there can be several.
  static Set selected(const S& s, const P& p, unsigned address) {
    const Set by_default = default_provider(s, p);
    const Set converted = preferred<D>(best(s, address, Take::converted).providers, by_default);
    const Set first = select(p.tie == Tie::first, converted.first(), converted);
    if (!s.scope->units) {
      return first;
    }
    // However delays are converted, the least of them stays the least; and the default provider's
    // can become as small.
    const Best<D> group = best(s, address, Take::all);
    const Best<D> hops = best(s, address, Take::hops);
    const Best<D> delays = best(s, address, Take::delays);
    const auto of_group = [&](const Best<D>& some) {
      return select(some.any && some.kind == group.kind && some.others == group.others,
                    some.providers,
                    Set());
    };
    const Set possible = preferred<D>(of_group(hops), by_default) |
                         preferred<D>(of_group(delays), by_default) |
                         (group.providers & s.delays & by_default);
    return select(p.conversion == Conversion::any, possible, first);
  }

  // The one that is marked, or else the one that was activated first.
  static Set default_provider(const S& s, const P& p) {
    const Set marked = select(p.marked == Marked::first, p.instances.first() & s.up, Set());
    return select(marked.empty(), s.order[0], marked);
  }

  // Which routes count, and by what: their masks alone; metrics, converted or as they are; metrics
  // of one unit.
  enum class Take { all, converted, as_told, hops, delays };

  static Best<D> best(const S& s, unsigned address, Take take) {
    return best(s, address, take, [](unsigned) { return true; });
  }

  // … of some of the routes.
  template <class Which>
  static Best<D> best(const S& s, unsigned address, Take take, Which counts) {
    constexpr std::array<unsigned, 2> metrics{10, 50}; // as metric_names
    Best<D> found;
    for_each_route(*s.scope, [&](unsigned r) {
      if (!leads_to(r, address) || !counts(r)) {
        return;
      }
      const auto add = [&](Set providers, Metric metric) {
        found.add({Bool(true), kind_of(r), others_of(r), metric, providers});
      };
      for (unsigned dear = 0; dear < metrics.size(); ++dear) {
        const Set such = dear == 1 ? usable(s, r) & s.dear[r] : usable(s, r) - s.dear[r];
        const Metric metric = take == Take::all || is_home(r) ? 0 : metrics[dear];
        if (take == Take::all || take == Take::as_told) {
          add(such, metric);
          continue;
        }
        if (take != Take::delays) {
          add(such - s.delays, metric);
        }
        if (take != Take::hops) {
          add(such & s.delays, take == Take::converted ? hops_of<D>(metric) : metric);
        }
      }
    });
    return found;
  }

  static Set usable(const S& s, unsigned r) {
    return s.table[r] & s.ready[family_of(r)] & shown_active(s, home_of(r));
  }

  static bool is_called(const Scope& scope, unsigned address) {
    return (scope.addresses >> address & 1U) != 0;
  }

  static void finish(S& n) {
    n.phase = Phase::idle;
    n.address = 0;
  }

private:
  static Bool calls_address(const S& s) {
    return s.phase == Phase::connecting || s.phase == Phase::sending || s.phase == Phase::binding;
  }

  // ---- routes and addresses ---------------------------------------------------------------------

  static constexpr bool is_home_address(unsigned address) { return address < homes_max; }

  static constexpr unsigned family_of_address(unsigned address) {
    return address == static_cast<unsigned>(Address::home6) ||
                   address == static_cast<unsigned>(Address::host6)
               ? 1
               : 0;
  }

  static constexpr bool leads_to(unsigned route, unsigned address) {
    if (is_home(route)) {
      return route == address;
    }
    switch (static_cast<Route>(route)) {
    case Route::host:
      return address == static_cast<unsigned>(Address::host);
    case Route::net:
      return address == static_cast<unsigned>(Address::host) ||
             address == static_cast<unsigned>(Address::near);
    case Route::anywhere:
      return family_of_address(address) == 0;
    default:
      return address == static_cast<unsigned>(Address::host6);
    }
  }

  // Of the mask, as many addresses as make the order of masks.
  static constexpr unsigned others_of(unsigned route) {
    switch (static_cast<Route>(route)) {
    case Route::net:
    case Route::net6:
      return 1;
    case Route::anywhere:
      return 2;
    default:
      return 0;
    }
  }

  static constexpr unsigned kind_of(unsigned route) {
    return is_home(route)                                ? home_route
           : route == static_cast<unsigned>(Route::host) ? host_route
                                                         : network_route;
  }

  // ---- the tables -------------------------------------------------------------------------------

  static Set reachable(const S& s, unsigned address) {
    Set all;
    for_each_route(*s.scope,
                   [&](unsigned r) { all = leads_to(r, address) ? all | usable(s, r) : all; });
    return all;
  }

  // ---- calls ------------------------------------------------------------------------------------

  template <class Rule>
  static void calls(const S& s, Rule& rule) {
    const auto call = [&](const RuleInfo& info, Phase phase, unsigned a) {
      rule(info, all(s.phase == Phase::idle, in_dialogue(s).empty()), [&, phase, a](S& n) {
        n.phase = phase;
        n.address = a;
        return D::shows(a);
      });
    };
    for (unsigned a = 0; a < addresses_max; ++a) {
      if (is_called(*s.scope, a)) {
        call({"call.connect", Kind::call_connect, {&req::cinet_017}, Duty::may},
             Phase::connecting,
             a);
        call({"call.sendto", Kind::call_sendto, {&req::cinet_017}, Duty::may}, Phase::sending, a);
        call({"call.bind", Kind::call_bind, {&req::cinet_014}, Duty::may}, Phase::binding, a);
      }
    }
  }

  template <class Rule>
  static void returns(const S& s, const P& p, Rule& rule) {
    for (unsigned a = 0; a < addresses_max; ++a) {
      if (is_called(*s.scope, a)) {
        returns_of(s, p, rule, a);
      }
    }
    rule.pick({"select.affinity", Kind::select_provider, {&req::cinet_060}},
              all(calls_address(s)),
              s.affinity,
              [&](S& n, Set tp) {
                finish(n);
                return D::shows(tp);
              });
  }

  template <class Rule>
  static void returns_of(const S& s, const P& p, Rule& rule, unsigned a) {
    const Bool binds = s.phase == Phase::binding;
    const Set found = select(binds, is_home_address(a) ? bound(s, p, a) : Set(), selected(s, p, a));
    const Bool here = calls_address(s) && s.address == a;
    const auto end = [&](S& n, Set tp) {
      finish(n);
      return D::shows(tp);
    };
    rule.pick({is_home_address(a)                 ? "select.home"
               : kind_of_address(a) == host_route ? "select.host"
                                                  : "select.network",
               Kind::select_provider,
               cites_of(a)},
              all(here,
                  cited({&req::cinet_060, &req::cinet_062}, s.affinity.empty()),
                  cited(reasons_of(a), !found.empty())),
              found,
              end);
    const Bool nowhere = here && s.affinity.empty() && found.empty();
    rule.pick({"select.default", Kind::select_provider, {&req::pre_100}},
              all(nowhere, !binds, p.no_route != NoRoute::refused),
              default_provider(s, p),
              end);
    rule({"select.none", Kind::select_none, {&req::pre_100, &req::pre_091}},
         all(here,
             cited({&req::cinet_060}, s.affinity.empty()),
             cited({&req::cinet_017}, found.empty()),
             binds || p.no_route != NoRoute::default_provider || default_provider(s, p).empty()),
         [&](S& n) {
           finish(n);
           return D::shows();
         });
  }

  // Owners of a home address; two may have the same, which no source speaks of.
  static Set bound(const S& s, const P& p, unsigned a) {
    const Set owners = preferred<D>(usable(s, a), default_provider(s, p));
    return select(p.tie == Tie::first, owners.first(), owners);
  }

  static constexpr unsigned kind_of_address(unsigned a) {
    return a == static_cast<unsigned>(Address::host) ? host_route : network_route;
  }

  static Citations cites_of(unsigned a) {
    if (is_home_address(a)) {
      return {&req::pre_092,
              &req::pre_091,
              &req::cinet_014,
              &req::cinet_017,
              &req::pre_084,
              &req::pre_083};
    }
    if (kind_of_address(a) == host_route) {
      return {&req::pre_090,
              &req::pre_094,
              &req::pre_095,
              &req::pre_082,
              &req::cinet_089,
              &req::pre_099};
    }
    return {
        &req::pre_093, &req::pre_094, &req::pre_096, &req::pre_097, &req::pre_015, &req::pre_016};
  }

  // What brought the routes into the tables, and the default provider into its place.
  static Citations reasons_of(unsigned a) {
    if (is_home_address(a)) {
      return {&req::cinet_089, &req::pre_099, &req::cinet_005, &req::cinet_024};
    }
    if (kind_of_address(a) == host_route) {
      return {&req::pre_050, &req::pre_051, &req::cinet_110, &req::cinet_005, &req::cinet_024};
    }
    return {&req::pre_055, &req::pre_056, &req::pre_095, &req::cinet_005, &req::cinet_024};
  }

  // ---- affinity ---------------------------------------------------------------------------------

  template <class Rule>
  static void affinity(const S& s, Rule& rule) {
    rule.pick({"call.affinity", Kind::call_affinity, {&req::cinet_060, &req::cinet_062}, Duty::may},
              all(s.phase == Phase::idle),
              s.up,
              [&](S& n, Set tp) {
                n.affinity = tp;
                return D::shows(tp);
              });
    rule({"call.no_affinity", Kind::call_no_affinity, {&req::cinet_062}, Duty::may},
         all(s.phase == Phase::idle),
         [&](S& n) {
           n.affinity = Set();
           return D::shows();
         });
  }
};

} // namespace pathproof::cinet::prerouter
