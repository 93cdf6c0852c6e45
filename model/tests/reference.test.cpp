// SPDX-License-Identifier: Apache-2.0
#include "model/reference/reference.hpp"

#include <array>
#include <optional>
#include <set>

#include "cmake/testing/catch.hpp"

using namespace pathproof;

namespace {

constexpr std::array<std::string_view, 1> roles{"speaker"};
constexpr std::uint16_t says = 0;

// It says the same word again and again. Where the first word leads decides whether it must.
class Speaker final : public Machine {
public:
  enum State : unsigned { start, left, right };

  Speaker() {
    auto made = std::make_shared<ModelDescription>();
    made->roles.assign(roles.begin(), roles.end());
    made->kinds.push_back({.name = "says", .role = 0});
    for (const Duty duty : {Duty::may, Duty::must}) {
      RuleDescription& rule = made->rules.emplace_back();
      rule.duty = duty;
    }
    description_ = made;
  }

  static Packed packed(State state) {
    Packed made;
    made.words[0] = state;
    return made;
  }

  Packed initial() const override { return packed(start); }

  void expand(const Packed& state, const Wanted&, std::vector<Step>& out) const override {
    const auto add = [&](Duty duty, State next) {
      out.push_back({.rule = duty == Duty::must ? 1U : 0U,
                     .label = {.kind = says, .arguments = {}},
                     .next = packed(next)});
    };
    if (state == packed(start)) {
      add(Duty::must, left);
      add(Duty::must, right);
    } else {
      add(state == packed(left) ? Duty::must : Duty::may, start);
    }
  }

  bool successors(const std::uint64_t*, std::vector<std::uint64_t>&) const override { return true; }

  std::vector<unsigned> violated(const Packed&) const override { return {}; }

  std::vector<std::pair<unsigned, std::uint32_t>> guards(const Packed&) const override {
    return {};
  }

  std::vector<Refusal> refusals(const Packed&, const Label&) const override { return {}; }

  std::vector<FieldValue> values(const Packed&) const override { return {}; }

  std::unique_ptr<Machine> configured(const Configuration&) const override {
    return std::make_unique<Speaker>();
  }
};

const Label word{.kind = says, .arguments = {}};

// Where it is after its first word, with a plan of that many words.
unsigned first_place(Reference& reference, std::uint64_t seed, std::size_t planned) {
  reference.reset(seed, std::vector<Label>(planned, word));
  REQUIRE(reference.next() == word);
  return static_cast<unsigned>(reference.state().words[0]);
}

} // namespace

TEST_CASE("a reference takes any of the ways to show what was planned") {
  const Speaker machine;
  Reference reference(machine, 1, 1);
  std::set<unsigned> places;
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    places.insert(first_place(reference, seed, 1));
  }
  CHECK(places == std::set<unsigned>{Speaker::left, Speaker::right});
}

TEST_CASE("out of turn a reference keeps what it may show, of a kind that is elsewhere demanded") {
  const Speaker machine;
  REQUIRE(machine.description().demands(says));
  Reference reference(machine, 1, 1);
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    const bool must = first_place(reference, seed, 2) == Speaker::left;
    CHECK(reference.next(false).has_value() == must);
    first_place(reference, seed, 1); // without a plan that is left, nothing is kept
    CHECK(reference.next(false).has_value());
  }
}
