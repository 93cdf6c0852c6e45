// SPDX-License-Identifier: Apache-2.0
// Which providers have the best route to an address. The one text of the rule: over tables of sets
// of providers, over entries with any addresses, and over plain values beside a real kernel.
#pragma once

#include "model/core/rule.hpp"

namespace pathproof::cinet::prerouter {

// What is searched first: home interfaces, host routes, network routes.
inline constexpr unsigned home_route = 0;
inline constexpr unsigned host_route = 1;
inline constexpr unsigned network_route = 2;

// A route, as far as it counts for one address.
template <class D>
struct Candidate {
  typename D::Bool leads;                     // to the address
  typename D::template Number<2> kind = 0;    // home_route, …
  typename D::template Number<32> others = 0; // addresses that it leads to beside this one
  typename D::template Number<16> metric = 0;
  typename D::Set providers; // that have it
};

// An entry of the tables: providers have a route to all addresses from `first` to `last`.
template <class D>
struct Entry {
  typename D::Set providers;
  typename D::template Number<2> kind = 0;
  typename D::template Number<32> first = 0;
  typename D::template Number<32> last = 0;
  typename D::template Number<16> metric = 0;

  Candidate<D> towards(typename D::template Number<32> address) const {
    return {first <= address && address <= last, kind, last - first, metric, providers};
  }
};

// The best of some candidates: of the first kind, with the narrowest mask, with the least metric;
// and all providers that have one as good.
template <class D>
struct Best {
  typename D::Bool any = false;
  typename D::template Number<2> kind = 0;
  typename D::template Number<32> others = 0;
  typename D::template Number<16> metric = 0;
  typename D::Set providers;

  bool begun = false; // so that what candidates have in common is never compared

  void add(const Candidate<D>& one) {
    if (!begun) {
      *this = {one.leads && !one.providers.empty(), one.kind, one.others, one.metric, {}, true};
      providers = select(any, one.providers, providers);
      return;
    }
    const auto same_kind = one.kind == kind;
    const auto same_mask = same_kind && one.others == others;
    const auto counts = one.leads && !one.providers.empty();
    const auto better = counts && (!any || one.kind < kind || (same_kind && one.others < others) ||
                                   (same_mask && one.metric < metric));
    const auto as_good = counts && any && same_mask && one.metric == metric;
    providers =
        select(better, one.providers, select(as_good, providers | one.providers, providers));
    kind = select(better, one.kind, kind);
    others = select(better, one.others, others);
    metric = select(better, one.metric, metric);
    any = any || counts;
  }
};

// The default provider, where it has one of the routes that are as good as any.
template <class D>
typename D::Set preferred(typename D::Set providers, typename D::Set by_default) {
  const auto both = providers & by_default;
  return select(both.empty(), providers, both);
}

// The hop count of a delay: its number of binary digits. The least delay that has one more is twice
// as long.
template <class D>
typename D::template Number<16> hops_of(typename D::template Number<16> delay) {
  using Hops = typename D::template Number<16>;
  Hops hops = 0;
  for (unsigned digit = 0; digit < 16; ++digit) {
    hops = hops + select(Hops(1U << digit) <= delay, Hops(1), Hops(0));
  }
  return hops;
}

} // namespace pathproof::cinet::prerouter
