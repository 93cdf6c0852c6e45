// SPDX-License-Identifier: Apache-2.0
#include <map>
#include <set>
#include <string>

#include "cmake/testing/catch.hpp"
#include "model/core/explore.hpp"
#include "model/nss/labels.hpp"
#include "model/nss/machines.hpp"
#include "model/tests/planted.hpp"

using namespace pathproof;

namespace {

std::set<std::string> violated(const Machine& machine) {
  const Exploration all(machine, {.states_max = 100'000, .stop_at_violation = false});
  std::set<std::string> names;
  for (const auto& one : all.violations()) {
    names.insert(machine.description().invariants[one.invariant].id);
  }
  return names;
}

} // namespace

TEST_CASE("all states of the small models of named saved systems keep the invariants") {
  for (const auto* name :
       {"nss/definition", "nss/saving", "nss/withdrawal", "nss/pages", "nss/copies"}) {
    INFO(name);
    const auto made = nss::make(name);
    const Exploration all(*with(*made, {}, 2));
    CHECK(all.complete());
    CHECK(all.violations().empty());
  }
}

TEST_CASE("the invariants notice what a wrong CP does to its users") {
  struct Noticed {
    const char* fault;
    const char* model;
    const char* invariant;
  };

  for (const Noticed& one :
       {Noticed{"stores_into_the_saved_copy", "nss/pages", "exclusive_pages_are_isolated"},
        Noticed{"copies_shared_pages", "nss/pages", "shared_pages_are_one_copy"},
        Noticed{
            "keeps_the_old_copy_available", "nss/saving", "at_most_one_available_copy_of_a_name"},
        Noticed{"saves_pages_without_data", "nss/pages", "nothing_is_saved_of_pages_without_data"},
        Noticed{"moves_users_to_the_new_copy", "nss/copies", "exclusive_pages_are_isolated"},
        Noticed{"loads_what_is_pending", "nss/withdrawal", "nobody_loses_a_system"}}) {
    INFO(one.fault);
    const auto machine = nss::make(one.model);
    CHECK(violated(*with(*machine, planted(*machine, one.fault), 2)).contains(one.invariant));
  }
}

TEST_CASE("without a condition of a guard an invariant is broken") {
  struct Noticed {
    const char* rule;
    unsigned condition;
    const char* model;
    const char* invariant;
  };

  for (const Noticed& one :
       {Noticed{"defined", 3, "nss/definition", "skeletons_are_of_class_e"},
        Noticed{"defined", 4, "nss/definition", "skeletons_keep_segments_apart"},
        Noticed{"loaded", 2, "nss/loading", "users_of_restricted_systems_have_a_statement"},
        Noticed{"loaded", 4, "nss/loading", "users_have_the_storage_that_is_needed"},
        Noticed{"stored", 1, "nss/pages", "shared_read_only_pages_are_as_saved"}}) {
    INFO(one.rule << " without condition " << one.condition + 1);
    const auto machine = nss::make(one.model);
    const unsigned rule = machine->description().rule(one.rule);
    CHECK(
        violated(*with(*machine, {Mutation::Operator::omit_condition, rule, one.condition, "x"}, 2))
            .contains(one.invariant));
  }
}

TEST_CASE("every code of pages is in a definition, and codes mean what their letters say") {
  std::set<nss::PageCode> found;
  for (const auto& layout : nss::codes) {
    found.insert(layout.begin(), layout.end());
  }
  CHECK(found.size() == nss::coded + 2);
  for (unsigned i = 0; i < nss::coded; ++i) {
    const auto code = static_cast<nss::PageCode>(i);
    INFO(nss::code_names[i]);
    CHECK(nss::is_shared(code) == (nss::code_names[i][0] == 'S'));
    CHECK(nss::is_writable(code) == (nss::code_names[i][1] == 'W' || nss::code_names[i][1] == 'N'));
    CHECK(nss::is_saved(code) == (nss::code_names[i][1] == 'W' || nss::code_names[i][1] == 'R'));
  }
}
