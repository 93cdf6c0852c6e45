// SPDX-License-Identifier: Apache-2.0
// Makes a SymbolicModel of a model text (see core/machine_of.hpp for what that is). A model may
// also have `assumed<D>(parameters)`, what is known of its parameters where they are left free.
#pragma once

#include <type_traits>
#include <utility>

#include "model/core/packing.hpp"
#include "model/core/scope.hpp"
#include "model/core/visitors.hpp"
#include "model/symbolic/domain.hpp"
#include "model/symbolic/symbolic_model.hpp"

namespace pathproof {

namespace symbolic {

inline void describe(Field& field, const Symbolic::Bool&) {
  field.sort = boolean_sort;
  field.packed_width = 1;
}

inline void describe(Field& field, const Symbolic::Set&) {
  field.sort = set_sort;
}

template <unsigned Width>
void describe(Field& field, const Symbolic::Number<Width>&) {
  field.sort = number_sort(Width);
  field.packed_width = Width;
}

template <class E>
void describe(Field& field, const Symbolic::Enum<E>&) {
  field.sort = number_sort(Symbolic::Enum<E>::width);
  field.packed_width = Concrete::Enum<E>::width;
  for (unsigned value = 0; value < static_cast<unsigned>(E::count); ++value) {
    field.values.push_back(packing::to_text(Concrete::Enum<E>(static_cast<E>(value))));
  }
}

template <class T>
Field described(FieldName name, const T& value) {
  Field field;
  field.name = packing::to_text(name);
  field.group = name.base;
  field.first = name.first;
  field.second = name.second;
  describe(field, value);
  return field;
}

template <class T>
Field described(NarrowField name, const T& value) {
  Field field = described(static_cast<FieldName>(name), value);
  field.sort = number_sort(name.width);
  field.packed_width = name.width;
  return field;
}

// What a state keeps of the field's value.
inline Term kept(Graph&, FieldName, Term value) {
  return value;
}

inline Term kept(Graph& graph, NarrowField name, Term value) {
  return graph.part(value, 0, name.width);
}

// The constant of the field's sort that stands for this value, as variation points are given.
Term constant_of(Graph& graph, const Field& field, unsigned value);

// What every value of the field satisfies.
Term range_of(Graph& graph, const Field& field, Term value);

// Reads rules into transitions.
template <class State>
class Recorder {
public:
  Recorder(Graph& graph, const State& state, const ModelDescription& description, Recorded& out)
      : graph_(graph), state_(state), description_(description), out_(out) {}

  template <class G, class Effect>
  void operator()(const RuleInfo& info, const G& guard, Effect effect) {
    Transition& made = begin(info, guard);
    State next = state_;
    const Symbolic::Shown shown = effect(next);
    end(made, next, shown);
  }

  template <class G, class Effect>
  void pick(const RuleInfo& info, const G& guard, Symbolic::Set candidates, Effect effect) {
    Transition& made = begin(info, guard);
    made.chooses = true;
    made.choice = graph_.variable(name_of_choice(), set_sort, true);
    const auto member = Symbolic::Set::of(made.choice);
    made.permitted = term_of(member.within(candidates));
    State next = state_;
    const Symbolic::Shown shown = effect(next, member);
    end(made, next, shown);
  }

  template <class G, unsigned Width, class Effect>
  void choose(const RuleInfo& info,
              const G& guard,
              Symbolic::Number<Width> low,
              Symbolic::Number<Width> high,
              Effect effect) {
    Transition& made = begin(info, guard);
    made.chooses = true;
    made.choice = graph_.variable(name_of_choice(), number_sort(Width));
    const auto value = Symbolic::Number<Width>::of(made.choice);
    made.permitted = term_of(low <= value && value <= high);
    State next = state_;
    const Symbolic::Shown shown = effect(next, value);
    end(made, next, shown);
  }

private:
  std::string name_of_choice() const { return "choice." + std::to_string(out_.transitions.size()); }

  template <class G>
  Transition& begin(const RuleInfo& info, const G& guard) {
    Transition& made = out_.transitions.emplace_back();
    made.kind = info.kind;
    made.planted = true;
    for (unsigned i = 0; i < description_.rules.size(); ++i) {
      if (description_.rules[i].id == info.id) {
        made.rule = i;
        made.planted = false;
      }
    }
    for (const auto& condition : guard.conditions) {
      made.conditions.push_back(term_of(condition.holds));
    }
    return made;
  }

  void end(Transition& made, const State& next, const Symbolic::Shown& shown) {
    State::fields(next, [&](const auto& name, const auto& field) {
      made.next.push_back(kept(graph_, name, term_of(field)));
    });
    made.shown.assign(shown.arguments.begin(), shown.arguments.begin() + shown.count);
  }

  Graph& graph_;
  const State& state_;
  const ModelDescription& description_;
  Recorded& out_;
};

} // namespace symbolic

template <class Model>
class SymbolicModelOf final : public SymbolicModel {
  using State = typename Model::template State<Symbolic>;
  using Parameters = typename Model::template Parameters<Symbolic>;

public:
  explicit SymbolicModelOf(unsigned scope = 0) : scope_(scope) {
    name_ = named<Model>(scope).name;
    symbolic::Graph graph; // for the numbers in a fresh state
    const symbolic::Recording recording(graph);
    const auto state = in_scope<Model, State>(scope_);
    State::fields(state, [&](const auto& name, const auto& field) {
      fields_.push_back(symbolic::described(name, field));
    });
  }

  symbolic::Recorded record(symbolic::Graph& graph,
                            const ModelDescription& description,
                            const symbolic::Setup& setup) const override {
    const symbolic::Recording recording(graph);
    symbolic::Recorded out;
    const Parameters parameters = make_parameters(graph, setup, out);
    const State state = make_state(graph, out);
    const State initial = Model::template initial<Symbolic>(parameters);
    State::fields(initial, [&](const auto& name, const auto& field) {
      out.initial.push_back(symbolic::kept(graph, name, term_of(field)));
    });
    read_rules(graph, description, setup.mutation, state, parameters, out);
    unsigned index = 0;
    const auto holds = [&](std::string_view id, const Citations&, Symbolic::Bool value) {
      while (description.invariants[index].id != id) {
        ++index;
      }
      out.invariants.push_back({index, term_of(value)});
    };
    Model::template invariants<Symbolic>(state, parameters, holds);
    return out;
  }

private:
  template <class T>
  static void set(symbolic::Graph& graph, T& field, symbolic::Term term) {
    if constexpr (requires { T::width; }) {
      const unsigned width = graph.node(term).sort.width;
      if (width < T::width) {
        term = graph.join(graph.number(T::width - width, 0), term);
      }
    }
    field = T::of(term);
  }

  Parameters make_parameters(symbolic::Graph& graph,
                             const symbolic::Setup& setup,
                             symbolic::Recorded& out) const {
    auto parameters = in_scope<Model, Parameters>(scope_);
    if constexpr (requires { parameters.instances; }) {
      parameters.instances = Symbolic::Set::of(symbolic::everyone_term);
    }
    if constexpr (requires { Model::variation_points; }) {
      std::size_t index = 0;
      Parameters::fields(parameters, [&](FieldName name, auto& field) {
        const VariationPoint& point = Model::variation_points[index++];
        const std::string called(point.name);
        const symbolic::Field about = symbolic::described(name, field);
        symbolic::Term term;
        if (setup.free.contains(called)) {
          term = graph.variable("variation." + called, about.sort);
          out.assumptions.push_back(symbolic::range_of(graph, about, term));
        } else {
          const auto chosen = setup.variations.find(called);
          term = symbolic::constant_of(graph,
                                       about,
                                       chosen == setup.variations.end() ? point.default_value
                                                                        : chosen->second);
        }
        out.parameters.push_back(term);
        set(graph, field, term);
      });
    }
    if constexpr (requires { Model::template assumed<Symbolic>(parameters); }) {
      out.assumptions.push_back(term_of(Model::template assumed<Symbolic>(parameters)));
    }
    return parameters;
  }

  State make_state(symbolic::Graph& graph, symbolic::Recorded& out) const {
    auto state = in_scope<Model, State>(scope_);
    State::fields(state, [&](FieldName, auto& field) {
      const symbolic::Field& about = fields_[out.state.size()];
      const symbolic::Term term = graph.variable(about.name, about.sort);
      out.state.push_back(term);
      out.ranges.push_back(symbolic::range_of(graph, about, term));
      set(graph, field, term);
    });
    return state;
  }

  static void read_rules(symbolic::Graph& graph,
                         const ModelDescription& description,
                         const Mutation& mutation,
                         const State& state,
                         const Parameters& parameters,
                         symbolic::Recorded& out) {
    symbolic::Recorder<State> recorder(graph, state, description, out);
    Model::template rules<Symbolic>(state, parameters, recorder);
    if (mutation.what == Mutation::Operator::none) {
      return;
    }
    std::vector<unsigned> rule_of_instance;
    for (const symbolic::Transition& one : out.transitions) {
      rule_of_instance.push_back(one.rule);
    }
    out.transitions.clear();
    visitors::Mutator<Symbolic, State, symbolic::Recorder<State>> mutator(
        recorder,
        state,
        Symbolic::Set::of(symbolic::everyone_term),
        mutation,
        description,
        rule_of_instance);
    Model::template rules<Symbolic>(state, parameters, mutator);
    if constexpr (requires { Model::planted; }) {
      if (mutation.what == Mutation::Operator::planted) {
        visitors::OnlyFault<symbolic::Recorder<State>> fault(recorder,
                                                             Model::planted[mutation.detail].id);
        Model::template faults<Symbolic>(state, parameters, fault);
      }
    }
  }

  unsigned scope_;
};

// The terms of all scopes of a model, in their order.
template <class Model>
std::vector<std::shared_ptr<const SymbolicModel>> symbolic_models_of_scopes() {
  std::vector<std::shared_ptr<const SymbolicModel>> all;
  for (unsigned scope = 0; scope < Model::scopes.size(); ++scope) {
    all.push_back(std::make_shared<SymbolicModelOf<Model>>(scope));
  }
  return all;
}

} // namespace pathproof
