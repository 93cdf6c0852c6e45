// SPDX-License-Identifier: Apache-2.0
// The domain of terms means what the domain of values means, and proofs keep their answers apart.
#include <algorithm>
#include <bit>
#include <map>
#include <set>

#include "cmake/testing/catch.hpp"
#include "model/cinet/machines.hpp"
#include "model/core/walk.hpp"
#include "model/iucv/machines.hpp"
#include "model/symbolic/models_of_cinet.hpp"
#include "model/symbolic/models_of_iucv.hpp"
#include "model/symbolic/prover.hpp"
#include "model/symbolic/query.hpp"

using namespace pathproof;
using namespace pathproof::symbolic;

namespace {

struct Both {
  std::unique_ptr<Machine> machine;
  std::shared_ptr<const SymbolicModel> model;
};

constexpr unsigned bits_tried = 7; // of a number, all values

// All models of a protocol but those with larger numbers, or with these names.
std::vector<Both> all_of(std::vector<std::unique_ptr<Machine>> machines,
                         const std::vector<std::shared_ptr<const SymbolicModel>>& models,
                         const std::set<std::string>& but = {}) {
  REQUIRE(machines.size() == models.size());
  std::vector<Both> all;
  for (std::size_t i = 0; i < machines.size(); ++i) {
    CHECK(machines[i]->description().name == models[i]->name());
    const auto& fields = models[i]->fields();
    const bool large = std::any_of(
        fields.begin(), fields.end(), [](const Field& one) { return one.sort.width > bits_tried; });
    if (but.empty() ? !large : !but.contains(machines[i]->description().name)) {
      all.push_back({std::move(machines[i]), models[i]});
    }
  }
  return all;
}

Both both(std::string_view name) {
  auto machines = cinet::machines();
  const auto models = models_of_cinet();
  for (std::size_t i = 0; i < machines.size(); ++i) {
    if (machines[i]->description().name == name) {
      return {std::move(machines[i]), models[i]};
    }
  }
  throw std::logic_error("there is no such model");
}

// One step, in a form that both domains give.
struct Seen {
  unsigned rule;
  Label label;
  Packed next;

  friend bool operator==(const Seen&, const Seen&) = default;
};

std::vector<Seen> by_values(const Machine& machine, const Packed& state) {
  std::vector<Step> steps;
  machine.expand(state, {}, steps);
  std::vector<Seen> seen;
  for (const Step& step : steps) {
    seen.push_back({step.rule, step.label, step.next});
  }
  return seen;
}

class ByTerms {
public:
  ByTerms(const Machine& machine, const SymbolicModel& model)
      : fields_(model.fields()), instances_(machine.configuration().instances),
        recorded_(model.record(
            graph_, machine.description(), {.variations = machine.configuration().variations})),
        evaluate_(graph_, instances_) {}

  // Of a wide range a machine gives some values only: terms are asked about those that it showed.
  std::vector<Seen> operator()(const Packed& state, const std::vector<Seen>& by_values) {
    std::map<unsigned, std::set<std::uint32_t>> shown; // by rule
    for (const Seen& one : by_values) {
      shown[one.rule].insert(one.label.arguments.begin(), one.label.arguments.end());
    }
    const auto values = unpack(fields_, instances_, state);
    for (std::size_t i = 0; i < values.size(); ++i) {
      evaluate_.assign(recorded_.state[i], values[i]);
    }
    std::vector<Seen> seen;
    for (const Transition& one : recorded_.transitions) {
      if (!one.chooses) {
        take(one, seen);
        continue;
      }
      const bool member = graph_.node(one.choice).sort.kind == Sort::Kind::set;
      const unsigned width = graph_.node(one.choice).sort.width;
      if (!member && width > bits_tried) {
        for (const std::uint32_t value : shown[one.rule]) {
          if (value >> width == 0) {
            evaluate_.assign(one.choice, value);
            take(one, seen);
          }
        }
        continue;
      }
      const unsigned choices = member ? instances_ : 1U << width;
      for (unsigned i = 0; i < choices; ++i) {
        evaluate_.assign(one.choice, member ? 1U << i : i);
        take(one, seen);
      }
    }
    return seen;
  }

private:
  void take(const Transition& one, std::vector<Seen>& seen) {
    const auto holds = [&](Term term) { return evaluate_(term) != 0; };
    if (!holds(one.permitted) ||
        !std::all_of(one.conditions.begin(), one.conditions.end(), holds)) {
      return;
    }
    Seen& made = seen.emplace_back();
    made.rule = one.rule;
    made.label.kind = static_cast<std::uint16_t>(one.kind);
    for (std::size_t i = 0; i < one.shown.size(); ++i) {
      const std::uint32_t value = evaluate_(one.shown[i]);
      const bool set = graph_.node(one.shown[i]).sort.kind == Sort::Kind::set;
      made.label.arguments[i] = set ? static_cast<std::uint32_t>(std::countr_zero(value)) : value;
    }
    std::vector<std::uint32_t> next;
    for (const Term term : one.next) {
      next.push_back(evaluate_(term));
    }
    made.next = pack(fields_, instances_, next);
  }

  const std::vector<Field>& fields_;
  unsigned instances_;
  Graph graph_;
  Recorded recorded_;
  Evaluation evaluate_;
};

void agree(const Both& one, unsigned instances, std::map<std::string, unsigned> variations) {
  const auto machine = one.machine->configured(
      {.instances = instances, .variations = std::move(variations), .mutation = {}});
  ByTerms by_terms(*machine, *one.model);
  unsigned differences = 0;
  walk(*machine, 5, 3000, 60, [&](const Packed& state, const Step&) {
    const std::vector<Seen> values = by_values(*machine, state);
    differences += by_terms(state, values) == values ? 0 : 1;
  });
  INFO(one.machine->description().name << " with " << instances << " instances");
  CHECK(differences == 0);
}

} // namespace

TEST_CASE("values and terms agree on every step of every rule") {
  const std::map<std::string, unsigned> open{
      {"detach_of_nothing", 0}, {"stop_while_asked", 0}, {"detach_with_access", 1}};
  for (const Both& one : all_of(cinet::machines(), models_of_cinet())) {
    for (const unsigned instances : {1U, 3U, 5U}) {
      agree(one, instances, instances == 3 ? open : std::map<std::string, unsigned>{});
    }
  }
}

TEST_CASE("values and terms agree on paths, messages and interrupts") {
  const std::map<std::string, unsigned> open{{"limit_above_directory", 0},
                                             {"severed_messages", 0},
                                             {"list_completion", 0},
                                             {"limit_of", 0},
                                             {"guest_a", 0}};
  // In the scopes that count messages a number is chosen that no label shows.
  const auto models =
      all_of(iucv::machines(), models_of_iucv(), {"iucv", "iucv/limit", "iucv/every_limit"});
  CHECK(models.size() == 12);
  for (const Both& one : models) {
    agree(one, 1, {});
    agree(one, 1, open);
  }
}

TEST_CASE("what is proved is proved with lemmas, and rules can fire beside them") {
  const Both shared_memory = both("cinet/shared_memory");
  const Proof proof = prove(*shared_memory.machine, *shared_memory.model, {}, true);
  for (const InvariantProof& one : proof.invariants) {
    CHECK(one.conclusion == Conclusion::proved);
  }
  CHECK(!proof.lemmas.empty());
  CHECK(!proof.scripts.empty());
  const auto possible = std::count_if(
      proof.guards.begin(), proof.guards.end(), [](const auto& one) { return one.satisfiable; });
  CHECK(possible + 2 == static_cast<std::ptrdiff_t>(proof.guards.size())); // see `prove`
  for (const GuardCheck& one : proof.guards) {
    CHECK(one.satisfiable >= one.reached); // facts exclude nothing that happens
  }
}

TEST_CASE("a wrong model is violated, and the trace replays") {
  const Both shared_memory = both("cinet/shared_memory");
  for (const Method method : {Method::bounded, Method::inductive, Method::parametric}) {
    ProveOptions how;
    how.method = method;
    how.instances = 2;
    how.depth = 16;
    how.setup.variations = {{"detach_of_nothing", 2}}; // refused
    const Proof proof = prove(*shared_memory.machine, *shared_memory.model, how);
    unsigned violated = 0;
    for (const InvariantProof& one : proof.invariants) {
      if (one.conclusion != Conclusion::violated) {
        continue;
      }
      ++violated;
      REQUIRE(one.counterexample);
      const auto machine = shared_memory.machine->configured(one.counterexample->configuration);
      Packed state = machine->initial();
      for (const Step& step : one.counterexample->trace) {
        std::vector<Step> steps;
        machine->expand(state, {.label = &step.label}, steps);
        REQUIRE(!steps.empty());
        state = step.next;
      }
      const std::vector<unsigned> broken = machine->violated(state);
      CHECK(std::find(broken.begin(), broken.end(), one.invariant) != broken.end());
    }
    INFO(to_string(method));
    CHECK(violated == 2);
  }
}

TEST_CASE("without the time for lemmas an invariant is open, not proved") {
  const Both shared_memory = both("cinet/shared_memory");
  ProveOptions how;
  how.search_ms = 1;
  const Proof proof = prove(*shared_memory.machine, *shared_memory.model, how);
  const auto open = std::count_if(proof.invariants.begin(), proof.invariants.end(), [](auto& one) {
    return one.conclusion == Conclusion::unknown;
  });
  CHECK(open > 0);
}

TEST_CASE("an atom is read as it was written") {
  const Sort set{Sort::Kind::set, 0};
  const std::vector<Field> fields{
      {.name = "open(1)", .group = "open", .sort = {Sort::Kind::boolean, 0}},
      {.name = "count", .group = "count", .sort = {Sort::Kind::number, 4}},
      {.name = "limit", .group = "limit", .sort = {Sort::Kind::number, 4}},
      {.name = "phase",
       .group = "phase",
       .sort = {Sort::Kind::number, 2},
       .values = {"idle", "listener closed", "asked"}},
      {.name = "up", .group = "up", .sort = set},
      {.name = "asked", .group = "asked", .sort = set},
      {.name = "access(1)(2)", .group = "access", .sort = set},
      {.name = "visited", .group = "visited", .sort = set}};
  using Kind = Atom::Kind;
  const std::vector<Atom> atoms{{Kind::flag, 0},
                                {Kind::no_flag, 0},
                                {Kind::one_of, 3, 0, 0, 0, 0b110},
                                {Kind::value, 3, 0, 0, 0, 1},
                                {Kind::other_value, 3, 0, 0, 0, 2},
                                {Kind::value, 1, 0, 0, 0, 12},
                                {Kind::one_of, 1, 0, 0, 0, 0b1001},
                                {Kind::same_number, 1, 2},
                                {Kind::other_number, 1, 2},
                                {Kind::less, 1, 2},
                                {Kind::at_most, 1, 2},
                                {Kind::empty, 4},
                                {Kind::filled, 4},
                                {Kind::lone, 6},
                                {Kind::same_set, 4, 5},
                                {Kind::within, 4, 5},
                                {Kind::apart, 4, 5},
                                {Kind::before, 4, 5},
                                {Kind::leads, 4, 5},
                                {Kind::within_either, 4, 5, 6},
                                {Kind::common_within, 4, 5, 6},
                                {Kind::meets_within, 4, 5, 6, 7}};
  std::set<Kind> kinds;
  for (const Atom& atom : atoms) {
    kinds.insert(atom.kind);
    const Candidate candidate{{atoms[2], atoms[5], atoms[11]}, atom};
    const std::string text = candidate.text(fields);
    INFO(text);
    CHECK(Candidate::parse(text, fields) == candidate);
    CHECK(Candidate::parse(atom.text(fields), fields) == Candidate{{}, atom});
    CHECK(!Candidate::parse(text + " more", fields));
    CHECK(!Candidate::parse("-> " + text, fields));
  }
  CHECK(kinds.size() == static_cast<std::size_t>(Kind::meets_within) + 1); // all that there are
  for (const char* text : {"",
                           "closed",
                           "phase = ready",
                           "phase in {",
                           "phase in {idle",
                           "count = 99999999999",
                           "count in {40}",
                           "open(1) -> ",
                           "what is in up"}) {
    INFO(text);
    CHECK(!Candidate::parse(text, fields));
  }
}

TEST_CASE("lemmas that were kept save the search, and none of them is trusted") {
  const Both shared_memory = both("cinet/shared_memory");
  const auto whole = [](const Proof& proof) {
    return std::all_of(proof.invariants.begin(), proof.invariants.end(), [](const auto& one) {
      return one.conclusion == Conclusion::proved;
    });
  };
  ProveOptions how;
  const Proof sought = prove(*shared_memory.machine, *shared_memory.model, how);
  REQUIRE(whole(sought));
  REQUIRE(sought.instances > 0);

  how.lemmas = {"phase = idle", "nonsense", "code = 0"};
  how.lemmas->insert(how.lemmas->end(), sought.lemmas.begin(), sought.lemmas.end());
  const Proof checked = prove(*shared_memory.machine, *shared_memory.model, how);
  CHECK(whole(checked));
  CHECK(checked.instances == 0); // nothing was sought
  CHECK(!checked.lemmas.empty());
  CHECK(std::none_of(checked.lemmas.begin(), checked.lemmas.end(), [](const std::string& one) {
    return one == "phase = idle" || one == "code = 0";
  }));

  how.lemmas = std::vector<std::string>{"phase = idle", sought.lemmas.front()};
  const Proof searched = prove(*shared_memory.machine, *shared_memory.model, how);
  CHECK(whole(searched));
  CHECK(searched.instances > 0);

  how.lemmas = sought.lemmas;
  how.setup.variations = {{"detach_of_nothing", 2}}; // refused: what was kept is of another model
  const Proof wrong = prove(*shared_memory.machine, *shared_memory.model, how);
  CHECK(std::count_if(wrong.invariants.begin(), wrong.invariants.end(), [](const auto& one) {
          return one.conclusion == Conclusion::violated;
        }) == 2);
}

TEST_CASE("a solver that begins anew gives the answers of one that goes on") {
  for (const Theory theory : {Theory::bits, Theory::any}) {
    Graph graph;
    const Term a = graph.variable("a", set_sort);
    const Term b = graph.variable("b", set_sort);
    const Term c = graph.variable("c", set_sort);
    Query kept(graph, {.theory = theory});
    Query renewed(graph, {.theory = theory, .questions_max = 1});
    for (Query* const one : {&kept, &renewed}) {
      one->add(graph.within(a, b)); // holds in all questions, those to the next solver too
    }
    const std::vector<std::vector<Term>> questions{
        {graph.within(b, c), graph.negation(graph.within(a, c))},
        {graph.negation(graph.within(a, c))},
        {graph.none(b), graph.negation(graph.none(a))},
        {graph.none(a), graph.negation(graph.none(b))},
        {graph.within(b, c), graph.negation(graph.within(a, c))},
    };
    for (std::size_t i = 0; i < questions.size(); ++i) {
      const Answer answer = renewed.check(questions[i]);
      INFO(i);
      CHECK(answer.outcome == kept.check(questions[i]).outcome);
      CHECK(answer.outcome == (i % 2 == 0 ? Outcome::unsatisfiable : Outcome::satisfiable));
      CHECK(answer.core.size() == (i % 2 == 0 ? 2 : 0));
    }
    CHECK(renewed.asked() == questions.size());
  }
}
