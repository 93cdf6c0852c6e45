// SPDX-License-Identifier: Apache-2.0
// The prerouter of Common INET: the state all rules speak of.
//
// Everything is a set of providers: those whose dialogue has come to a step, those that have a
// route, those of which the prerouter's tables say so. So whatever number of dialogues is under way
// at a time, and statements are proved for any number of providers.
#pragma once

#include <array>
#include <string_view>

#include "model/cinet/prerouter_labels.hpp"
#include "model/cinet/prerouter_requirements.hpp"
#include "model/core/rule.hpp"

namespace pathproof::cinet::prerouter {

// A bit for each route, and for each address.
constexpr unsigned bit(Route route) {
  return 1U << static_cast<unsigned>(route);
}

constexpr unsigned bit(Address address) {
  return 1U << static_cast<unsigned>(address);
}

struct Scope {
  std::string_view name;
  std::string_view summary;
  unsigned routes = 0;     // that providers can have
  bool six = false;        // IPv6
  bool failures = false;   // drivers fail, and give answers that no right driver gives
  bool rebuilds = false;   // tables are read anew
  bool changes = false;    // routes come and go once tables were read
  bool daemons = false;    // … by routing daemons too
  bool interfaces = false; // become active and inactive
  bool metrics = false;
  bool units = false; // metrics in milliseconds
  bool calls = false; // for which a provider is selected
  bool affinity = false;
  bool ports = false;
  unsigned addresses = 0; // that calls are made to
};

// Where an application's call stands.
enum class Phase {
  idle,
  connecting,
  sending,
  binding,          // to an address
  binding_any,      // to INADDR_ANY and port 0
  binding_reserved, // to a port of the reserved range
  binding_free,     // to another port
  count
};

// The port that providers are asked to bind to.
enum class Port { none, first, last, free, count };

// What a driver has to tell of itself.
enum class Change { none, added, deleted, interface, count };

enum class OnFailure { closes, retries, either, count };
enum class Driver { careful, failing, any, count };
enum class Marked { first, none, count };
enum class Tie { first, any, count };
enum class NoRoute { refused, default_provider, either, count };
enum class Conversion { doublings, any, count };

constexpr std::string_view name_of(Phase value) {
  constexpr std::array<std::string_view, 7> names{"idle",
                                                  "connecting",
                                                  "sending",
                                                  "binding",
                                                  "binding to port 0",
                                                  "binding to a reserved port",
                                                  "binding to a free port"};
  return names[static_cast<unsigned>(value)];
}

constexpr std::string_view name_of(Port value) {
  return bound_port_names[static_cast<unsigned>(value)];
}

constexpr std::string_view name_of(Change value) {
  constexpr std::array<std::string_view, 4> names{"none", "added", "deleted", "interface"};
  return names[static_cast<unsigned>(value)];
}

// In the order of the fields of Parameters. What each decides is argued in docs/ambiguities.md.
inline constexpr std::array variation_points{
    VariationPoint{"on_failure",
                   {"closes", "retries", "either"},
                   0,
                   2,
                   by(Role::prerouter),
                   "whether a step of initialization that failed is tried again (PRE-021)"},
    VariationPoint{
        "driver",
        {"careful", "failing", "any"},
        2,
        0,
        by(Role::driver),
        "whether steps of initialization can fail at a driver, and whether it also gives "
        "answers that no right driver gives (PRK-001)"},
    VariationPoint{"marked",
                   {"first", "none"},
                   0,
                   0,
                   by(Role::operations),
                   "which provider is configured as DEFAULT (CINET-005)"},
    VariationPoint{"tie",
                   {"first", "any"},
                   0,
                   1,
                   by(Role::prerouter),
                   "which of several equal routes is taken when the default provider has none of "
                   "them: that of the provider configured first, or any (PRE-095)"},
    VariationPoint{"no_route",
                   {"refused", "default_provider", "either"},
                   0,
                   2,
                   by(Role::prerouter),
                   "what becomes of a call to a destination without a route (PRE-100)"},
    VariationPoint{"conversion",
                   {"doublings", "any"},
                   0,
                   1,
                   by(Role::prerouter),
                   "the hop count of a delay: the number of its binary digits, or any that grows "
                   "with it (PRE-016)"},
};

template <class D>
struct Parameters {
  const Scope* scope = nullptr;
  typename D::Set instances; // every provider that is configured
  typename D::template Enum<OnFailure> on_failure;
  typename D::template Enum<Driver> driver;
  typename D::template Enum<Marked> marked;
  typename D::template Enum<Tie> tie;
  typename D::template Enum<NoRoute> no_route;
  typename D::template Enum<Conversion> conversion;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit(FieldName{"on_failure"}, self.on_failure);
    visit(FieldName{"driver"}, self.driver);
    visit(FieldName{"marked"}, self.marked);
    visit(FieldName{"tie"}, self.tie);
    visit(FieldName{"no_route"}, self.no_route);
    visit(FieldName{"conversion"}, self.conversion);
  }
};

// Providers in the order in which they were activated are known as far as this.
inline constexpr unsigned order_max = 2;

template <class D>
struct State {
  using Set = typename D::Set;

  const Scope* scope = nullptr;
  Set up; // active providers

  // The dialogue with each: which step is next, and whether it has been asked for.
  Set opening;
  Set listing; // home interfaces
  Set tabling; // routes
  Set closing;
  Set asked;
  Set failed;     // what was read of it is no good
  Set rebuilding; // its tables were read before
  Set six;        // the dialogue is about IPv6, else IPv4
  Set small;      // it was asked with too little room
  Set counted;    // it has told how many entries there are

  // What is known of each.
  std::array<Set, 2> ready; // its tables were read, by family
  std::array<Set, 2> knows; // it knows the mark, by family
  Set takes_six;
  Set delays; // it gives metrics in milliseconds

  // What providers have, and what the prerouter's tables say.
  std::array<Set, routes_max> has;
  std::array<Set, homes_max> active;
  std::array<Set, routes_max> table;
  std::array<Set, homes_max> shown_active;
  std::array<Set, routes_max> dear; // of those in the table: with the greater metric

  // What a driver has to tell: one thing at a time.
  typename D::template Enum<Change> change = Change::none;
  Set owing;
  typename D::template Number<3> about = 0; // a Route

  // Selection.
  std::array<Set, order_max> order; // of activation; empty: it is not known
  Set affinity;
  typename D::template Enum<Phase> phase = Phase::idle;
  typename D::template Number<3> address = 0;

  // A bind to INADDR_ANY.
  typename D::template Enum<Port> port = Port::none;
  Set unbound;                          // still to be asked
  Set binding;                          // asked last
  typename D::Bool refused = false;     // the port is in use somewhere
  typename D::Bool tried_first = false; // of the reserved ports
  typename D::Bool tried_last = false;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    const Scope& scope = *self.scope;
    visit(FieldName{"up"}, self.up);
    visit(FieldName{"opening"}, self.opening);
    visit(FieldName{"listing"}, self.listing);
    visit(FieldName{"tabling"}, self.tabling);
    visit(FieldName{"closing"}, self.closing);
    visit(FieldName{"asked"}, self.asked);
    if (scope.failures) {
      visit(FieldName{"failed"}, self.failed);
    }
    if (scope.rebuilds) {
      visit(FieldName{"rebuilding"}, self.rebuilding);
    }
    if (scope.six) {
      visit(FieldName{"six"}, self.six);
      visit(FieldName{"small"}, self.small);
      visit(FieldName{"counted"}, self.counted);
      visit(FieldName{"takes_six"}, self.takes_six);
    }
    for (int f = 0; f < (scope.six ? 2 : 1); ++f) {
      visit(FieldName{"ready", f}, self.ready[static_cast<unsigned>(f)]);
      visit(FieldName{"knows", f}, self.knows[static_cast<unsigned>(f)]);
    }
    if (scope.units) {
      visit(FieldName{"delays"}, self.delays);
    }
    for (int r = 0; r < static_cast<int>(routes_max); ++r) {
      if ((scope.routes >> r & 1U) != 0) {
        route_fields(scope, self, r, visit);
      }
    }
    if (scope.changes || scope.interfaces || scope.daemons) {
      visit(FieldName{"change"}, self.change);
      visit(FieldName{"owing"}, self.owing);
      visit(FieldName{"about"}, self.about);
    }
    if (scope.calls) {
      for (int i = 0; i < static_cast<int>(order_max); ++i) {
        visit(FieldName{"order", i}, self.order[static_cast<unsigned>(i)]);
      }
      visit(FieldName{"address"}, self.address);
    }
    if (scope.calls || scope.ports) {
      visit(FieldName{"phase"}, self.phase);
    }
    if (scope.ports) {
      visit(FieldName{"port"}, self.port);
      visit(FieldName{"unbound"}, self.unbound);
      visit(FieldName{"binding"}, self.binding);
      visit(FieldName{"refused"}, self.refused);
      visit(FieldName{"tried_first"}, self.tried_first);
      visit(FieldName{"tried_last"}, self.tried_last);
    }
    if (scope.affinity) {
      visit(FieldName{"affinity"}, self.affinity);
    }
  }

private:
  template <class Self, class Visit>
  static void route_fields(const Scope& scope, Self& self, int r, Visit&& visit) {
    const auto at = static_cast<unsigned>(r);
    visit(FieldName{"has", r}, self.has[at]);
    visit(FieldName{"table", r}, self.table[at]);
    if (at < homes_max && scope.interfaces) {
      visit(FieldName{"active", r}, self.active[at]);
      visit(FieldName{"shown_active", r}, self.shown_active[at]);
    }
    if (at >= homes_max && scope.metrics) {
      visit(FieldName{"dear", r}, self.dear[at]);
    }
  }
};

// ---- words that several rule files share --------------------------------------------------------

inline constexpr unsigned families = 2;

// IPv4 or IPv6.
constexpr unsigned family_of(unsigned route) {
  return route == static_cast<unsigned>(Route::home6) || route == static_cast<unsigned>(Route::net6)
             ? 1
             : 0;
}

// The home interface that the route goes through; of a home interface itself.
constexpr unsigned home_of(unsigned route) {
  constexpr std::array<unsigned, routes_max> homes{0, 1, 2, 0, 1, 0, 2};
  return homes[route];
}

constexpr bool is_home(unsigned route) {
  return route < homes_max;
}

// Calls `each(route)` for the scope's routes of a family.
template <class Each>
void for_each_route(const Scope& scope, unsigned family, Each each) {
  for (unsigned r = 0; r < routes_max; ++r) {
    if ((scope.routes >> r & 1U) != 0 && family_of(r) == family) {
      each(r);
    }
  }
}

// … of every family.
template <class Each>
void for_each_route(const Scope& scope, Each each) {
  for (unsigned r = 0; r < routes_max; ++r) {
    if ((scope.routes >> r & 1U) != 0) {
      each(r);
    }
  }
}

constexpr unsigned families_of(const Scope& scope) {
  return scope.six ? families : 1;
}

// Those of these providers whose dialogue is about the family.
template <class D>
typename D::Set of_family(const State<D>& s, typename D::Set providers, unsigned family) {
  return family == 0 ? providers - s.six : providers & s.six;
}

// Providers with which a dialogue is under way.
template <class D>
typename D::Set in_dialogue(const State<D>& s) {
  return s.opening | s.listing | s.tabling | s.closing;
}

// A home interface is there as long as nobody says otherwise.
template <class D>
typename D::Set shown_active(const State<D>& s, unsigned home) {
  return s.scope->interfaces ? s.shown_active[home] : s.table[home];
}

template <class D>
typename D::Set active(const State<D>& s, unsigned home) {
  return s.scope->interfaces ? s.active[home] : s.has[home];
}

// The tables forget what they say of this provider and family.
template <class D>
void forget(State<D>& n, const State<D>& s, typename D::Set tp, unsigned family) {
  for_each_route(*s.scope, family, [&](unsigned r) {
    n.table[r] = s.table[r] - tp;
    n.dear[r] = s.dear[r] - tp;
    if (is_home(r)) {
      n.shown_active[r] = s.shown_active[r] - tp;
    }
  });
}

} // namespace pathproof::cinet::prerouter
