// SPDX-License-Identifier: Apache-2.0
// Named saved systems as a whole: the rule files together, and the scopes.
#pragma once

#include "model/nss/configuration.hpp"
#include "model/nss/definition.hpp"
#include "model/nss/faults.hpp"
#include "model/nss/loading.hpp"
#include "model/nss/pages.hpp"
#include "model/nss/savelx.hpp"
#include "model/nss/saving.hpp"
#include "model/nss/withdrawal.hpp"

namespace pathproof::nss {

// The whole first.
inline constexpr std::array scopes{
    Scope{.name = "nss",
          .summary = "all of named saved systems; what CP and administrators are judged by",
          .systems = 2,
          .files = 4,
          .administrators = 2,
          .pages = 4,
          .layouts = 5,
          .values = 3,
          .users = true,
          .sizes = true,
          .restrictions = true,
          .classes = true,
          .modes = true,
          .services = true,
          .purges = true,
          .queries = true,
          .restarts = true,
          .stops = true,
          .tasks = true},
    Scope{.name = "nss/definition",
          .summary = "DEFSYS: classes, segments, and one command of a name at a time",
          .administrators = 2,
          .layouts = 5,
          .classes = true,
          .modes = true,
          .services = true,
          .purges = true,
          .queries = true},
    Scope{.name = "nss/saving",
          .summary = "SAVESYS again and again, and PURGE NSS in its middle",
          .files = 2,
          .administrators = 2,
          .users = true,
          .purges = true,
          .queries = true,
          .tallied = true},
    Scope{.name = "nss/loading",
          .summary = "IPL: MINSIZE and storage, restricted systems and NAMESAVE",
          .files = 2,
          .users = true,
          .sizes = true,
          .restrictions = true,
          .tallied = true},
    Scope{.name = "nss/withdrawal",
          .summary = "two systems, pending purge, the last user, and restarts",
          .systems = 2,
          .files = 3,
          .users = true,
          .purges = true,
          .queries = true,
          .restarts = true,
          .tallied = true},
    Scope{.name = "nss/pages",
          .summary = "stores and fetches: EW, SR, EN, SW, ER and SC",
          .pages = 2,
          .layouts = 3,
          .users = true,
          .tallied = true},
    Scope{.name = "nss/rest",
          .summary = "stores and fetches: EW, SN, and pages that are in no range",
          .first_page = 2,
          .pages = 4,
          .layouts = 3,
          .users = true,
          .tallied = true},
    Scope{.name = "nss/copies",
          .summary = "stores and fetches of one page, with users of an older copy",
          .files = 2,
          .pages = 1,
          .layouts = 2,
          .users = true,
          .purges = true,
          .restarts = true,
          .tallied = true},
    Scope{.name = "nss/savelx",
          .summary = "the steps of a tool, and the machine that is saved where it stops",
          .files = 2,
          .administrators = 2,
          .stops = true,
          .tasks = true},
    Scope{.name = "nss/names",
          .summary = "commands of two consoles about two systems",
          .systems = 2,
          .files = 2,
          .administrators = 2,
          .purges = true},
    Scope{.name = "nss/tools",
          .summary = "a tool and two systems, one of them restricted, that are purged",
          .systems = 2,
          .restrictions = true,
          .purges = true,
          .stops = true,
          .tasks = true},
    Scope{.name = "nss/anew",
          .summary = "what is purged and defined anew, with another MINSIZE or restriction",
          .users = true,
          .sizes = true,
          .restrictions = true,
          .purges = true,
          .tallied = true},
    Scope{.name = "nss/every_page",
          .summary = "all pages and two copies: too large to be explored, made to be proved",
          .files = 2,
          .pages = 4,
          .layouts = 3,
          .values = 3,
          .users = true,
          .purges = true,
          .restarts = true,
          .tallied = true},
};

// One text for all scopes, and one that is compiled.
struct Nss {
  static constexpr auto& scopes = nss::scopes;
  static constexpr auto roles = role_names;
  static constexpr std::array<std::string_view, 1> free_roles{"user"};
  static constexpr auto kinds = label_kinds;
  static constexpr auto requirements = req::all;
  static constexpr auto variation_points = nss::variation_points;
  static constexpr auto planted = planted_faults;

  template <class D>
  using State = nss::State<D>;
  template <class D>
  using Parameters = nss::Parameters<D>;

  // Nothing is defined, and all machines have storage enough.
  template <class D>
  static State<D> initial(const Parameters<D>& p) {
    State<D> first{};
    first.scope = p.scope;
    first.size.set(p.instances, typename State<D>::Value(2));
    return first;
  }

  template <class D, class Rule>
  static void rules(const State<D>& s, const Parameters<D>& p, Rule& rule) {
    Setting<D>::rules(s, p, rule);
    Definitions<D>::rules(s, p, rule);
    Saving<D>::rules(s, p, rule);
    Withdrawal<D>::rules(s, p, rule);
    if (s.scope->stops) {
      Savelx<D>::rules(s, rule);
    }
    if (s.scope->users) {
      Loading<D>::rules(s, p, rule);
      Pages<D>::rules(s, rule);
    }
  }

  template <class D, class Rule>
  static void faults(const State<D>& s, const Parameters<D>&, Rule& rule) {
    Faults<D>::rules(s, rule);
  }

  template <class D, class Check>
  static void invariants(const State<D>& s, const Parameters<D>& p, Check& holds) {
    Setting<D>::invariants(s, holds);
    Savelx<D>::invariants(s, holds);
    Definitions<D>::invariants(s, holds);
    Saving<D>::invariants(s, p, holds);
    Withdrawal<D>::invariants(s, holds);
    if (s.scope->users) {
      Loading<D>::invariants(s, holds);
      Pages<D>::invariants(s, holds);
    }
  }
};

} // namespace pathproof::nss
