// SPDX-License-Identifier: Apache-2.0
// The prerouter of Common INET as a whole: the rule files together, and the scopes.
#pragma once

#include "model/cinet/prerouter_changes.hpp"
#include "model/cinet/prerouter_dialogue.hpp"
#include "model/cinet/prerouter_failures.hpp"
#include "model/cinet/prerouter_faults.hpp"
#include "model/cinet/prerouter_ports.hpp"
#include "model/cinet/prerouter_selection.hpp"

namespace pathproof::cinet::prerouter {

inline constexpr unsigned every_route = (1U << routes_max) - 1;
inline constexpr unsigned every_address = (1U << addresses_max) - 1;

// The whole first.
inline constexpr std::array scopes{
    Scope{.name = "cinet/prerouter",
          .summary = "the prerouter; what prerouters and transport drivers are judged by",
          .routes = every_route,
          .six = true,
          .failures = true,
          .rebuilds = true,
          .changes = true,
          .daemons = true,
          .interfaces = true,
          .metrics = true,
          .units = true,
          .calls = true,
          .affinity = true,
          .ports = true,
          .addresses = every_address},
    Scope{.name = "cinet/prerouter/start",
          .summary = "IPv4 transport drivers arrive, fail, leave and come back",
          .routes = bit(Route::home1) | bit(Route::host),
          .failures = true},
    Scope{.name = "cinet/prerouter/start6",
          .summary = "the same for IPv6: room for entries, ERANGE",
          .routes = bit(Route::home6) | bit(Route::net6),
          .six = true},
    Scope{.name = "cinet/prerouter/change",
          .summary = "routes come and go, by drivers and by routing daemons",
          .routes = bit(Route::home1) | bit(Route::host),
          .changes = true,
          .daemons = true},
    Scope{.name = "cinet/prerouter/interface",
          .summary = "home interfaces become active and inactive; tables are read anew",
          .routes = bit(Route::home1) | bit(Route::home2) | bit(Route::net),
          .rebuilds = true,
          .interfaces = true},
    Scope{.name = "cinet/prerouter/select",
          .summary = "home, host, network and default routes; affinity",
          .routes = bit(Route::home1) | bit(Route::host) | bit(Route::anywhere),
          .calls = true,
          .affinity = true,
          .addresses = bit(Address::home1) | bit(Address::host)},
    Scope{.name = "cinet/prerouter/metric",
          .summary = "metrics in hops and in milliseconds",
          .routes = bit(Route::home2) | bit(Route::net),
          .metrics = true,
          .units = true,
          .calls = true,
          .addresses = bit(Address::near)},
    Scope{.name = "cinet/prerouter/ports",
          .summary = "binds to INADDR_ANY, and the reserved ports",
          .ports = true},
    Scope{.name = "cinet/prerouter/told",
          .summary = "metrics that transport drivers tell of",
          .routes = bit(Route::home2) | bit(Route::net),
          .changes = true,
          .metrics = true,
          .ports = true},
    Scope{.name = "cinet/prerouter/anew",
          .summary = "IPv6 transport drivers fail, and their tables are read anew",
          .routes = bit(Route::home6),
          .six = true,
          .failures = true,
          .rebuilds = true},
};

// One text for all scopes, and one that is compiled.
struct Prerouter {
  static constexpr auto& scopes = prerouter::scopes;
  static constexpr auto roles = role_names;
  static constexpr std::array<std::string_view, 1> free_roles{"application"};
  static constexpr auto kinds = label_kinds;
  static constexpr auto requirements = prerouter::requirements;
  static constexpr auto variation_points = prerouter::variation_points;
  static constexpr auto planted = planted_faults;

  template <class D>
  using State = prerouter::State<D>;
  template <class D>
  using Parameters = prerouter::Parameters<D>;

  // No provider is active, and none has anything; interfaces are active once they are there.
  template <class D>
  static State<D> initial(const Parameters<D>& p) {
    State<D> first{};
    first.scope = p.scope;
    first.active.fill(p.instances);
    return first;
  }

  template <class D, class Rule>
  static void rules(const State<D>& s, const Parameters<D>& p, Rule& rule) {
    Dialogue<D>::rules(s, p, rule);
    Failures<D>::rules(s, p, rule);
    Changes<D>::rules(s, p, rule);
    Selection<D>::rules(s, p, rule);
    Ports<D>::rules(s, rule);
  }

  template <class D, class Rule>
  static void faults(const State<D>& s, const Parameters<D>& p, Rule& rule) {
    Faults<D>::rules(s, p, rule);
  }

  template <class D, class Check>
  static void invariants(const State<D>& s, const Parameters<D>& p, Check& holds) {
    Dialogue<D>::invariants(s, holds);
    Changes<D>::invariants(s, holds);
    Selection<D>::invariants(s, p, holds);
    Ports<D>::invariants(s, holds);
  }
};

} // namespace pathproof::cinet::prerouter
