// SPDX-License-Identifier: Apache-2.0
// Makes a Machine of a model text. A model is a struct with
//   name, summary, roles, kinds, requirements          constexpr tables
//   Parameters<D>, State<D>                            with `fields(self, visit)`
//   initial<D>(parameters) -> State<D>
//   rules<D>(state, parameters, visitor), invariants<D>(state, parameters, visitor)
// and, where it has them, `free_roles`, `variation_points` (in the order of Parameters' fields),
// and planted faults: `planted` with `faults<D>(state, parameters, visitor)`.
//
// Several models of one text, which differ in size and features, can be one struct, which is
// compiled once: `scopes`, a constexpr table of name, summary and whatever the text looks at, takes
// the place of name and summary, and State and Parameters have a pointer `scope` to one of them.
#pragma once

#include <type_traits>

#include "model/core/scope.hpp"
#include "model/core/visitors.hpp"

namespace pathproof {

// Where what is observed is judged by a model, its machine `judges`: it looks at a label faster,
// and takes longer to compile. All machines give the same answers.
template <class Model, bool judges = false>
class MachineOf final : public Machine {
  using State = typename Model::template State<Concrete>;
  using Parameters = typename Model::template Parameters<Concrete>;

public:
  explicit MachineOf(const Configuration& configuration = {},
                     std::shared_ptr<const ModelDescription> description = nullptr,
                     unsigned scope = 0)
      : scope_(scope), blank_(in_scope<Model, State>(scope)) {
    configuration_ = configuration;
    description_ = description ? description : describe(scope);
    check(configuration_, *description_);
    parameters_ = parameters_of(configuration_, scope);
    const State first = Model::template initial<Concrete>(parameters_);
    State::fields(first, [&](const auto& name, const auto& field) {
      bits_ += packing::width(name, field, configuration_.instances);
    });
    if (bits_ > Packed::capacity * 64) {
      throw std::logic_error("the state of " + description_->name + " does not fit Packed");
    }
    rules_of_kind_.resize(description_->kinds.size());
    survey(parameters_, [&](const Instance& one) {
      rule_of_instance_.push_back(description_->rule(one.info.id));
      rules_of_kind_[one.info.kind].push_back(rule_of_instance_.back());
    });
  }

  Packed initial() const override {
    Packed packed;
    packing::pack(Model::template initial<Concrete>(parameters_),
                  configuration_.instances,
                  packed.words.data());
    return packed;
  }

  void expand(const Packed& state, const Wanted& wanted, std::vector<Step>& out) const override {
    const State unpacked = unpack(state.words.data());
    const Label* label = wanted.label;
    const std::uint64_t kinds =
        label == nullptr ? wanted.kinds : wanted.kinds & std::uint64_t{1} << label->kind;
    if constexpr (judges) {
      if (label != nullptr && configuration_.mutation.what == Mutation::Operator::none) {
        expand_by(unpacked, kinds, *label, out, Groups{});
        return;
      }
    }
    const auto emit = [&](unsigned kind, unsigned nth, const auto& shown, const State& next) {
      emit_step(kind, nth, shown, next, label, out);
    };
    visitors::Runner<State, every_kind, decltype(emit)> runner(unpacked, kinds, label, emit);
    run(unpacked, runner, kinds);
  }

  bool successors(const std::uint64_t* state, std::vector<std::uint64_t>& out) const override {
    const State unpacked = unpack(state);
    const std::size_t stride = words();
    if (configuration_.mutation.what != Mutation::Operator::none) {
      Packed packed;
      std::copy_n(state, stride, packed.words.begin());
      std::vector<Step> steps;
      expand(packed, {}, steps);
      for (const Step& step : steps) {
        out.insert(out.end(),
                   step.next.words.begin(),
                   step.next.words.begin() + static_cast<std::ptrdiff_t>(stride));
      }
      return violated(packed).empty();
    }
    const auto emit = [&](unsigned, unsigned, const Concrete::Shown&, const State& next) {
      if (stride == 1) {
        out.push_back(packing::pack_word(next, configuration_.instances));
        return;
      }
      const std::size_t at = out.size();
      out.resize(at + stride);
      packing::pack(next, configuration_.instances, out.data() + at);
    };
    visitors::Runner<State, every_kind, decltype(emit)> runner(unpacked, every_kind, nullptr, emit);
    Model::template rules<Concrete>(unpacked, parameters_, runner);
    bool safe = true;
    const auto holds = [&](std::string_view, const Citations&, Concrete::Bool value) {
      safe = safe && known(value);
    };
    Model::template invariants<Concrete>(unpacked, parameters_, holds);
    return safe;
  }

  std::vector<unsigned> violated(const Packed& state) const override {
    std::vector<unsigned> broken;
    unsigned index = 0;
    const auto holds = [&](std::string_view id, const Citations&, Concrete::Bool value) {
      while (description_->invariants[index].id != id) {
        ++index;
      }
      if (!known(value) && (broken.empty() || broken.back() != index)) {
        broken.push_back(index);
      }
    };
    Model::template invariants<Concrete>(unpack(state.words.data()), parameters_, holds);
    return broken;
  }

  std::vector<std::pair<unsigned, std::uint32_t>> guards(const Packed& state) const override {
    std::vector<std::pair<unsigned, std::uint32_t>> outcomes;
    read(unpack(state.words.data()), parameters_, nullptr, 0, [&](const Instance& one) {
      std::uint32_t mask = 0;
      for (unsigned i = 0; i < one.conditions.size(); ++i) {
        mask |= known(one.conditions[i].holds) ? 1U << i : 0U;
      }
      outcomes.emplace_back(rule_of_instance_[outcomes.size()], mask);
    });
    return outcomes;
  }

  std::vector<Refusal> refusals(const Packed& state, const Label& label) const override {
    struct Found {
      Refusal refusal;
      std::size_t distance;
    };

    std::vector<Found> found;
    std::size_t instance = 0;
    read(unpack(state.words.data()),
         parameters_,
         &label,
         everyone().bits(),
         [&](const Instance& one) {
           const unsigned rule = rule_of_instance_[instance++];
           if (one.info.kind != label.kind) {
             return;
           }
           Refusal refusal{.rule = rule, .not_a_candidate = one.same_label && one.not_a_candidate};
           for (unsigned i = 0; i < one.conditions.size(); ++i) {
             if (!known(one.conditions[i].holds)) {
               refusal.failed_conditions.push_back(i);
             }
           }
           const std::size_t failed = refusal.failed_conditions.size();
           if (one.same_label || failed == 0) {
             const std::size_t distance = failed == 0 && !refusal.not_a_candidate ? 1000 : failed;
             found.push_back({std::move(refusal), distance});
           }
         });
    std::stable_sort(found.begin(), found.end(), [](const Found& a, const Found& b) {
      return a.distance < b.distance;
    });
    std::vector<Refusal> refusals;
    for (Found& one : found) {
      refusals.push_back(std::move(one.refusal));
    }
    return refusals;
  }

  std::vector<FieldValue> values(const Packed& state) const override {
    std::vector<FieldValue> values;
    const State unpacked = unpack(state.words.data());
    State::fields(unpacked, [&](FieldName name, const auto& field) {
      values.push_back({packing::to_text(name), packing::to_text(field)});
    });
    return values;
  }

  std::unique_ptr<Machine> configured(const Configuration& configuration) const override {
    return std::make_unique<MachineOf>(configuration, description_, scope_);
  }

private:
  static constexpr std::uint64_t every_kind = ~std::uint64_t{0};

  // Rule texts are compiled once more for each group of so many kinds of labels, without the rules
  // that show others: to judge a label is to go through those of its group.
  static constexpr std::size_t kinds_together = 8;
  using Groups =
      std::make_index_sequence<(std::size(Model::kinds) + kinds_together - 1) / kinds_together>;

  template <std::size_t... group>
  void expand_by(const State& state,
                 std::uint64_t kinds,
                 const Label& label,
                 std::vector<Step>& out,
                 std::index_sequence<group...>) const {
    const std::size_t wanted = label.kind / kinds_together;
    (..., (wanted == group ? expand_group<group>(state, kinds, label, out) : void()));
  }

  template <std::size_t group>
  void expand_group(const State& state,
                    std::uint64_t kinds,
                    const Label& label,
                    std::vector<Step>& out) const {
    constexpr std::uint64_t first = (std::uint64_t{1} << kinds_together) - 1;
    constexpr std::uint64_t possible = first << group * kinds_together;
    const auto emit = [&](unsigned kind, unsigned nth, const auto& shown, const State& next) {
      emit_step(kind, nth, shown, next, &label, out);
    };
    visitors::Runner<State, possible, decltype(emit)> runner(state, kinds, &label, emit);
    Model::template rules<Concrete>(state, parameters_, runner);
  }

  // Planted faults come after all rules, and are none of them: each passes for a rule that shows
  // the same, and if there is one that must, as what must be done is.
  unsigned stand_in_for_fault(unsigned kind) const {
    const std::vector<unsigned>& rules = rules_of_kind_[kind];
    const auto must = std::find_if(rules.begin(), rules.end(), [&](unsigned rule) {
      return description_->rules[rule].duty == Duty::must;
    });
    return must != rules.end() ? *must : rules.empty() ? 0 : rules.front();
  }

  // Once for all rules: nothing of it is inlined into their texts.
  [[gnu::noinline]] void emit_step(unsigned kind,
                                   unsigned nth,
                                   const Concrete::Shown& shown,
                                   const State& next,
                                   const Label* label,
                                   std::vector<Step>& out) const {
    for (std::size_t i = 0; label != nullptr && i < Label::capacity; ++i) {
      if (shown.arguments[i] != label->arguments[i]) {
        return;
      }
    }
    out.push_back(blank_step_);
    Step& step = out.back();
    const std::vector<unsigned>& rules = rules_of_kind_[kind];
    step.rule = nth < rules.size() ? rules[nth] : stand_in_for_fault(kind);
    step.label.kind = static_cast<std::uint16_t>(kind);
    step.label.arguments = shown.arguments;
    packing::pack(next, configuration_.instances, step.next.words.data());
  }

  Concrete::Set everyone() const {
    return Concrete::Set::of_bits(
        static_cast<std::uint32_t>((std::uint64_t{1} << configuration_.instances) - 1));
  }

  static Parameters parameters_of(const Configuration& configuration, unsigned scope) {
    auto parameters = in_scope<Model, Parameters>(scope);
    if constexpr (requires { parameters.instances; }) {
      parameters.instances = Concrete::Set::of_bits(
          static_cast<std::uint32_t>((std::uint64_t{1} << configuration.instances) - 1));
    }
    if constexpr (requires { Model::variation_points; }) {
      std::size_t index = 0;
      Parameters::fields(parameters, [&](FieldName, auto& field) {
        const VariationPoint& point = Model::variation_points[index++];
        const auto chosen = configuration.variations.find(std::string(point.name));
        packing::from_bits(
            field, chosen == configuration.variations.end() ? point.default_value : chosen->second);
      });
    }
    return parameters;
  }

  State unpack(const std::uint64_t* words) const {
    State state = blank_;
    packing::unpack(state, configuration_.instances, words, bits_);
    return state;
  }

  template <class Runner>
  void run(const State& state, Runner& runner, std::uint64_t kinds) const {
    const Mutation& mutation = configuration_.mutation;
    // Where labels of other kinds are asked for, a rule that is wrong makes no difference.
    if (mutation.what == Mutation::Operator::none ||
        (mutation.what != Mutation::Operator::planted &&
         (kinds >> description_->rules[mutation.rule].kind & 1U) == 0)) {
      Model::template rules<Concrete>(state, parameters_, runner);
      return;
    }
    visitors::Mutator<Concrete, State, Runner> mutator(
        runner, state, everyone(), mutation, *description_, rule_of_instance_);
    Model::template rules<Concrete>(state, parameters_, mutator);
    if constexpr (requires { Model::planted; }) {
      if (mutation.what == Mutation::Operator::planted) {
        visitors::OnlyFault<Runner> fault(runner, Model::planted[mutation.detail].id);
        Model::template faults<Concrete>(state, parameters_, fault);
      }
    }
  }

  using Reader = visitors::Reader<State>;
  using Instance = typename Reader::Instance;

  [[gnu::noinline]] static void read(const State& state,
                                     const Parameters& parameters,
                                     const Label* label,
                                     std::uint32_t everyone,
                                     typename Reader::Seen seen) {
    Reader reader(state, label, everyone, std::move(seen));
    Model::template rules<Concrete>(state, parameters, reader);
  }

  static void survey(const Parameters& parameters, typename Reader::Seen seen) {
    read(Model::template initial<Concrete>(parameters), parameters, nullptr, 0, std::move(seen));
  }

  static std::shared_ptr<const ModelDescription> describe(unsigned scope) {
    auto made = std::make_shared<ModelDescription>();
    made->name = named<Model>(scope).name;
    made->summary = named<Model>(scope).summary;
    made->roles.assign(std::begin(Model::roles), std::end(Model::roles));
    if constexpr (requires { Model::free_roles; }) {
      made->free_roles.assign(std::begin(Model::free_roles), std::end(Model::free_roles));
    }
    made->kinds.assign(std::begin(Model::kinds), std::end(Model::kinds));
    made->requirements.assign(std::begin(Model::requirements), std::end(Model::requirements));
    if constexpr (requires { Model::variation_points; }) {
      made->variation_points.assign(std::begin(Model::variation_points),
                                    std::end(Model::variation_points));
    }
    if constexpr (requires { Model::planted; }) {
      made->planted.assign(std::begin(Model::planted), std::end(Model::planted));
    }
    const Parameters parameters = parameters_of({}, scope);
    survey(parameters, [&](const Instance& one) { describe_rule(*made, one); });
    const State initial = Model::template initial<Concrete>(parameters);
    const auto holds = [&](std::string_view id, const Citations& cites, Concrete::Bool) {
      if (made->invariants.empty() || made->invariants.back().id != id) {
        made->invariants.push_back({std::string(id), {cites.begin(), cites.end()}});
      }
    };
    Model::template invariants<Concrete>(initial, parameters, holds);
    State::fields(initial, [&](FieldName name, const auto&) {
      if (std::find(made->fields.begin(), made->fields.end(), name.base) == made->fields.end()) {
        made->fields.emplace_back(name.base);
      }
    });
    describe_dependences(*made, scope);
    return made;
  }

  static void describe_dependences(ModelDescription& made, unsigned scope) {
    if (made.fields.size() > 64) {
      throw std::logic_error("the state of " + made.name + " has more than 64 groups of fields");
    }
    made.made_of.resize(made.fields.size());
    auto state = in_scope<Model, typename Model::template State<Dependence>>(scope);
    std::decay_t<decltype(state)>::fields(state, [&](FieldName name, auto& field) {
      const auto group = std::find(made.fields.begin(), made.fields.end(), name.base);
      field.fields = Dependence::Mask{1} << (group - made.fields.begin());
    });
    const auto parameters = in_scope<Model, typename Model::template Parameters<Dependence>>(scope);
    visitors::DependenceReader<decltype(state)> reader(state, made);
    Model::template rules<Dependence>(state, parameters, reader);
  }

  static void describe_rule(ModelDescription& made, const Instance& one) {
    for (const RuleDescription& rule : made.rules) {
      if (rule.id == one.info.id) {
        return;
      }
    }
    RuleDescription& rule = made.rules.emplace_back();
    rule.id = one.info.id;
    rule.kind = one.info.kind;
    rule.duty = one.info.duty;
    rule.picks = one.picks;
    rule.cites.assign(one.info.cites.begin(), one.info.cites.end());
    for (const auto& condition : one.conditions) {
      rule.conditions.emplace_back(condition.cites.begin(), condition.cites.end());
    }
  }

  unsigned scope_;
  Parameters parameters_;
  // To start from: they are copied faster than made.
  const State blank_;
  const Step blank_step_{};
  std::vector<unsigned> rule_of_instance_;
  std::vector<std::vector<unsigned>> rules_of_kind_; // the same, apart for each kind of label
};

// The machines of all scopes of a model, in their order.
template <class Model, bool judges = false>
std::vector<std::unique_ptr<Machine>> machines_of_scopes() {
  std::vector<std::unique_ptr<Machine>> all;
  for (unsigned scope = 0; scope < Model::scopes.size(); ++scope) {
    all.push_back(std::make_unique<MachineOf<Model, judges>>(Configuration{}, nullptr, scope));
  }
  return all;
}

} // namespace pathproof
