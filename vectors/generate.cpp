// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <atomic>
#include <bit>
#include <memory>
#include <optional>
#include <set>
#include <thread>

#include "conformance/mutants/distinguish.hpp"
#include "conformance/oracle.hpp"
#include "model/core/explore.hpp"
#include "vectors/declaration.hpp"
#include "vectors/vector.hpp"

namespace pathproof::vectors {

namespace {

// A conversation before it is judged, and what it is for.
struct Draft {
  std::string id;
  std::string purpose;
  std::string comment;
  std::vector<const Requirement*> requirements;
  Conversation of;
};

// What is near is looked for with as many instances as the machine has, what is far with one.
constexpr std::uint64_t few_states = 20'000;
constexpr std::uint64_t near_states_max = 400'000;
constexpr std::uint64_t far_states_max = 2'500'000;
constexpr std::uint64_t near_pairs_max = 20'000;
constexpr std::uint64_t far_pairs_max = 40'000;
constexpr std::uint64_t varied_pairs_max = 6'000;
constexpr unsigned walks_max = 250;

class Generator {
public:
  Generator(const Machine& machine,
            const Machine& judge,
            std::string model,
            const std::set<std::string>& known,
            const std::set<std::string>& without,
            bool far_mutants)
      : machine_(machine), judge_(judge), single_(single_of(machine)),
        description_(machine.description()), model_(std::move(model)), known_(known),
        without_(without), far_mutants_(far_mutants) {
    for (const VariationPoint& point : description_.variation_points) {
      // What the kit alone chooses is tried in full by default.
      const bool of_the_kit = !description_.can_be_under_test(point.owner);
      for (unsigned value = 0;
           !of_the_kit && value < point.values.size() && !point.values[value].empty();
           ++value) {
        // The default too, if an owner who declares nothing may do more: then it must be declared.
        if (value != point.default_value || value != point.open_value) {
          Configuration other = machine.configuration();
          other.variations[std::string(point.name)] = value;
          varied_.push_back(machine.configured(other));
        }
      }
    }
  }

  Corpus run() {
    rules_and_conditions(machine_, near_states_max);
    if (machine_.counts_instances() && worth_a_search(missing())) {
      rules_and_conditions(*single_, far_states_max);
    }
    mutants();
    Corpus corpus{.model = model_, .machine = description_.name, .vectors = {}, .without = {}};
    for (const Draft& draft : drafts_) {
      // In the initial state, with nothing to wait for, there is no conversation to record.
      if (Vector made = finish(draft); !made.steps.empty()) {
        corpus.vectors.push_back(std::move(made));
      }
    }
    drop_prefixes(corpus.vectors);
    corpus.without = found_nothing_for();
    return corpus;
  }

private:
  static std::unique_ptr<Machine> single_of(const Machine& machine) {
    Configuration one = machine.configuration();
    one.instances = 1;
    return machine.configured(one);
  }

  // The rules that were not seen to fire, and the conditions that were never the only one missing.
  std::vector<std::string> missing() const {
    std::vector<std::string> ids;
    for (unsigned i = 0; i < description_.rules.size(); ++i) {
      const RuleDescription& rule = description_.rules[i];
      for (unsigned k = 0; k < rule.conditions.size(); ++k) {
        if (!rule.conditions[k].empty() && !known_.contains(condition_id(rule, k)) &&
            !refused_.contains({i, k})) {
          ids.push_back(condition_id(rule, k));
        }
      }
      if (!fired_.contains(i)) {
        ids.push_back(rule.id);
      }
    }
    return ids;
  }

  bool worth_a_search(const std::vector<std::string>& ids) const {
    return std::any_of(
        ids.begin(), ids.end(), [&](const auto& id) { return !without_.contains(id); });
  }

  std::vector<std::string> found_nothing_for() const {
    std::vector<std::string> ids = missing();
    ids.insert(ids.end(), indistinct_.begin(), indistinct_.end());
    std::sort(ids.begin(), ids.end());
    return ids;
  }

  static std::string condition_id(const RuleDescription& rule, unsigned condition) {
    return rule.id + "/condition:" + std::to_string(condition + 1);
  }

  // Who is under test when this rule is exercised: its own role, or one that learns of it.
  unsigned role_for(const RuleDescription& rule) const {
    const unsigned role = description_.kinds[rule.kind].role;
    if (description_.can_be_under_test(role)) {
      return role;
    }
    const unsigned seen_by = description_.kinds[rule.kind].seen_by;
    constexpr unsigned usual = 1;
    return (seen_by >> usual & 1U) != 0 ? usual : static_cast<unsigned>(std::countr_zero(seen_by));
  }

  std::vector<Label> labels_to(const Exploration& all, std::uint32_t state) const {
    std::vector<Label> labels;
    for (const Step& step : all.trace(state)) {
      labels.push_back(step.label);
    }
    return labels;
  }

  // The nearest state in which each rule fires, and the nearest in which just one condition of it
  // does not hold: there the implementation must not act. Most are found among few states.
  void rules_and_conditions(const Machine& machine, std::uint64_t states_max) {
    std::uint32_t looked_at = 0;
    for (const std::uint64_t limit : {few_states, states_max}) {
      const Exploration all(machine, {.states_max = limit});
      for (; looked_at < all.states(); ++looked_at) {
        if (look_at(machine, all, looked_at) && !worth_a_search(missing())) {
          return;
        }
      }
      if (all.complete()) {
        return;
      }
    }
  }

  // False if nothing was found there that was still missing.
  bool look_at(const Machine& machine, const Exploration& all, std::uint32_t id) {
    const std::size_t before = fired_.size() + refused_.size();
    const Packed state = all.state(id);
    std::vector<Step> steps;
    machine.expand(state, {}, steps);
    for (const Step& step : steps) {
      const RuleDescription& rule = description_.rules[step.rule];
      if (!fired_.insert(step.rule).second) {
        continue;
      }
      std::vector<Label> labels = labels_to(all, id);
      labels.push_back(step.label);
      ways_.push_back(labels);
      if (!known_.contains(rule.id)) {
        drafts_.push_back(
            {rule.id,
             "rule",
             "the shortest way to " + rule.id,
             rule.cites,
             {.machine = &machine, .role = role_for(rule), .labels = std::move(labels)}});
      }
    }
    for (const auto& [rule, mask] : machine.guards(state)) {
      refuse(machine, all, id, rule, mask);
    }
    return fired_.size() + refused_.size() > before;
  }

  void refuse(const Machine& machine,
              const Exploration& all,
              std::uint32_t id,
              unsigned index,
              std::uint32_t mask) {
    const RuleDescription& rule = description_.rules[index];
    const auto size = static_cast<unsigned>(rule.conditions.size());
    const std::uint32_t missing = ~mask & ((1U << size) - 1);
    if (std::popcount(missing) != 1) {
      return;
    }
    const auto condition = static_cast<unsigned>(std::countr_zero(missing));
    if (rule.conditions[condition].empty() || known_.contains(condition_id(rule, condition)) ||
        !refused_.emplace(index, condition).second) {
      return;
    }
    drafts_.push_back(
        {condition_id(rule, condition),
         "condition",
         rule.id + " is refused for its condition " + std::to_string(condition + 1) + " alone",
         rule.conditions[condition],
         {.machine = &machine, .role = role_for(rule), .labels = labels_to(all, id)}});
  }

  // The shortest conversation in which the mutant is found out; where it is far, the shortest of
  // those that begin like the way to some rule.
  std::optional<Draft> draft_of(const Mutant& mutant) const {
    const Machine* where = &machine_;
    const auto excused = [&](const std::vector<Observed>& trace, const Label& lie) {
      return is_permitted(*where, mutant.role, trace, lie);
    };
    DistinguishOptions options{
        .pairs_max = near_pairs_max, .walks = 0, .ways = {}, .excused = excused};
    Distinction found = distinguish(machine_, mutant, options);
    if (!far_mutants_) {
      return draft_of(mutant, found, *where);
    }
    if (found.outcome == Distinction::Outcome::unknown) {
      options.pairs_max = far_pairs_max;
      options.ways = ways_;
      found = distinguish(machine_, mutant, options);
    }
    if (found.outcome == Distinction::Outcome::unknown && machine_.counts_instances()) {
      where = single_.get();
      options.walks = walks_max;
      found = distinguish(*single_, mutant, options);
    }
    if (found.outcome == Distinction::Outcome::unknown) {
      where = &machine_;
      options = {.pairs_max = 0, .walks = walks_max, .ways = {}, .excused = excused};
      found = distinguish(machine_, mutant, options);
    }
    // What shows nowhere may show where something else is chosen that the documents leave open.
    for (const auto& varied : varied_) {
      if (found.outcome != Distinction::Outcome::distinguished) {
        where = varied.get();
        options = {.pairs_max = varied_pairs_max, .walks = 0, .ways = {}, .excused = excused};
        found = distinguish(*varied, mutant, options);
      }
    }
    return draft_of(mutant, found, *where);
  }

  static std::optional<Draft>
  draft_of(const Mutant& mutant, const Distinction& found, const Machine& where) {
    if (found.outcome != Distinction::Outcome::distinguished) {
      return std::nullopt;
    }
    Conversation of{.machine = &where, .role = mutant.role, .mutation = mutant.mutation};
    for (const Observed& one : found.trace) {
      of.labels.push_back(one.label);
    }
    // The last label is the mutant's lie; what is right in its place is recorded.
    if (!found.silent) {
      of.lie = of.labels.back();
      of.labels.pop_back();
    }
    return Draft{mutant.mutation.id, "mutant", mutant.title, found.broken, std::move(of)};
  }

  // What is no label of a small model, such as one failure code too many, may be right in the model
  // that judges.
  bool is_permitted(const Machine& machine,
                    unsigned role,
                    const std::vector<Observed>& trace,
                    const Label& lie) const {
    return permits(*judge_.configured(undeclared(machine, role)), role, trace, lie);
  }

  void mutants() {
    std::vector<const Mutant*> wanted;
    for (const Mutant& mutant : mutants_of(machine_)) {
      if (!known_.contains(mutant.mutation.id)) {
        wanted.push_back(&mutant);
      }
    }
    std::vector<std::optional<Draft>> found(wanted.size());
    std::atomic<std::size_t> next{0};
    const auto work = [&] {
      for (std::size_t i = next++; i < wanted.size(); i = next++) {
        if (!without_.contains(wanted[i]->mutation.id)) {
          found[i] = draft_of(*wanted[i]);
        }
      }
    };
    std::vector<std::thread> workers;
    for (unsigned i = 1; i < std::thread::hardware_concurrency(); ++i) {
      workers.emplace_back(work);
    }
    work();
    for (std::thread& worker : workers) {
      worker.join();
    }
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      if (found[i]) {
        drafts_.push_back(std::move(*found[i]));
      } else {
        indistinct_.push_back(wanted[i]->mutation.id);
      }
    }
  }

  Vector finish(const Draft& draft) const {
    const Conversation& of = draft.of;
    Vector vector{.id = draft.id,
                  .purpose = draft.purpose,
                  .comment = draft.comment,
                  .role = std::string(description_.roles[of.role]),
                  .instances = of.machine->configuration().instances,
                  .variations = {},
                  .requirements = {},
                  .rules = {},
                  .also = {},
                  .lie = {},
                  .lie_after = 0,
                  .steps = {}};
    for (const auto& [name, value] : to_be_declared(of, judge_)) {
      for (const VariationPoint& point : description_.variation_points) {
        if (point.name == name) {
          vector.variations[name] = point.values[value];
        }
      }
    }
    for (const Requirement* one : draft.requirements) {
      vector.requirements.emplace_back(one->id);
    }
    std::vector<Label> labels = of.labels;
    Oracle oracle(*of.machine, 1U << of.role);
    for (const Label& label : labels) {
      record(vector, oracle, label);
    }
    settle(vector, oracle, *of.machine);
    for (std::size_t i = 0; i < oracle.fired().size(); ++i) {
      if (oracle.fired()[i] > 0) {
        vector.rules.push_back(description_.rules[i].id);
      }
    }
    if (of.lie) {
      vector.lie = print(*of.lie, description_.kinds);
      vector.lie_after = of.labels.size();
    }
    return vector;
  }

  void record(Vector& vector, Oracle& oracle, const Label& label) const {
    VectorStep step{.by_iut = (oracle.kinds_under_test() >> label.kind & 1U) != 0,
                    .label = print(label, description_.kinds),
                    .permitted = {}};
    if (step.by_iut) {
      for (const Label& permitted : oracle.permitted()) {
        step.permitted.push_back(print(permitted, description_.kinds));
      }
      if (oracle.silence_permitted()) {
        step.permitted.emplace_back("silence");
      }
    }
    oracle.step(label);
    vector.steps.push_back(std::move(step));
  }

  // Goes on until nothing must happen, so that what was damaged on the way has time to show.
  void settle(Vector& vector, Oracle& oracle, const Machine& machine) const {
    constexpr int moves_max = 12;
    std::vector<Step> steps;
    for (int i = 0; i < moves_max; ++i) {
      steps.clear();
      machine.expand(oracle.states().front(), {}, steps);
      const auto must = std::find_if(steps.begin(), steps.end(), [&](const Step& one) {
        return description_.rules[one.rule].duty == Duty::must;
      });
      if (must == steps.end()) {
        return;
      }
      record(vector, oracle, must->label);
    }
  }

  // A conversation that is the beginning of another, with the same role, adds nothing; one that a
  // mutant would leave by a lie is only the same as one with that very lie, told there.
  static void drop_prefixes(std::vector<Vector>& vectors) {
    const auto begins = [](const Vector& shorter, const Vector& longer) {
      return shorter.role == longer.role && shorter.lie == longer.lie &&
             shorter.instances == longer.instances && shorter.lie_after == longer.lie_after &&
             shorter.steps.size() <= longer.steps.size() &&
             std::equal(
                 shorter.steps.begin(),
                 shorter.steps.end(),
                 longer.steps.begin(),
                 [](const VectorStep& a, const VectorStep& b) { return a.label == b.label; });
    };
    std::stable_sort(vectors.begin(), vectors.end(), [](const Vector& a, const Vector& b) {
      return a.steps.size() > b.steps.size();
    });
    std::vector<Vector> kept;
    for (Vector& vector : vectors) {
      const auto home = std::find_if(
          kept.begin(), kept.end(), [&](const Vector& one) { return begins(vector, one); });
      if (home == kept.end()) {
        kept.push_back(std::move(vector));
        continue;
      }
      home->also.push_back(vector.id);
      for (const std::string& one : vector.requirements) {
        if (std::find(home->requirements.begin(), home->requirements.end(), one) ==
            home->requirements.end()) {
          home->requirements.push_back(one);
        }
      }
    }
    std::sort(
        kept.begin(), kept.end(), [](const Vector& a, const Vector& b) { return a.id < b.id; });
    vectors = std::move(kept);
  }

  const Machine& machine_;
  const Machine& judge_;
  std::unique_ptr<Machine> single_;              // the same with one instance
  std::vector<std::unique_ptr<Machine>> varied_; // … with one choice declared
  const ModelDescription& description_;
  std::string model_;
  const std::set<std::string>& known_;
  const std::set<std::string>& without_;
  bool far_mutants_;
  std::set<unsigned> fired_;
  std::set<std::pair<unsigned, unsigned>> refused_;
  std::vector<std::vector<Label>> ways_; // to each rule
  std::vector<std::string> indistinct_;  // mutants that were not told from what is right
  std::vector<Draft> drafts_;
};

} // namespace

Corpus generate(const Machine& machine,
                const Machine& judge,
                const std::string& model,
                const std::set<std::string>& known,
                const std::set<std::string>& without,
                bool far_mutants) {
  return Generator(machine, judge, model, known, without, far_mutants).run();
}

} // namespace pathproof::vectors
