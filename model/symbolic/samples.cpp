// SPDX-License-Identifier: Apache-2.0
#include "model/symbolic/samples.hpp"

#include <algorithm>
#include <array>
#include <unordered_set>

#include "model/core/explore.hpp"
#include "model/core/packing.hpp"
#include "model/core/walk.hpp"

namespace pathproof::symbolic {

namespace {
unsigned width_of(const Field& field, unsigned instances) {
  return field.sort.kind == Sort::Kind::set ? instances : field.packed_width;
}

class Sampler {
public:
  Sampler(const SymbolicModel& model, const Setup& setup, Candidates& candidates)
      : model_(model), setup_(setup), candidates_(candidates) {}

  // With one model for each combination of the free variation points, the states that are kept
  // are shared out among them.
  std::uint64_t explore(const Machine& machine,
                        std::uint64_t states_max,
                        std::map<unsigned, Counterexample>& violated) {
    const Exploration exploration(machine, {.states_max = states_max, .stop_at_violation = false});
    for (const Violation& violation : exploration.violations()) {
      std::vector<Step> trace = exploration.trace(violation.state);
      const auto known = violated.find(violation.invariant);
      if (known == violated.end() || trace.size() < known->second.trace.size()) {
        violated[violation.invariant] = {machine.configuration(), std::move(trace)};
      }
    }
    for (std::uint32_t id = 0; id < exploration.states(); ++id) {
      see(machine, exploration.state(id));
    }
    return exploration.states();
  }

  // Short walks from states chosen evenly among all kinds of states seen so far, in each of which
  // some rules, chosen at random, are left out: providers that never stop, calls that never fail.
  // What needs a long undisturbed run is then seen as well.
  void walk(const Machine& machine, std::uint64_t seed) {
    constexpr unsigned walks = 10000;
    constexpr unsigned length = 20;
    Random random(seed);
    std::vector<bool> left_out(machine.description().rules.size());
    std::vector<Packed> starts{machine.initial()};
    std::vector<Step> steps;
    for (unsigned i = 0; i < walks; ++i) {
      const std::uint64_t share = 2 + random.below(6);
      for (std::size_t rule = 0; rule < left_out.size(); ++rule) {
        left_out[rule] = random.below(share) == 0;
      }
      Packed state = starts[random.below(starts.size())];
      for (unsigned k = 0; k < length; ++k) {
        steps.clear();
        machine.expand(state, {}, steps);
        std::erase_if(steps, [&](const Step& step) { return left_out[step.rule]; });
        if (steps.empty()) {
          break;
        }
        state = steps[random.below(steps.size())].next;
        if (see(machine, state)) {
          starts.push_back(state);
        }
      }
    }
  }

  // False if a state of this kind was seen before.
  bool see(const Machine& machine, const Packed& state) {
    std::vector<std::uint32_t> row =
        unpack(model_.fields(), machine.configuration().instances, state);
    for (const std::string& name : setup_.free) {
      row.push_back(machine.configuration().variations.at(name));
    }
    if (!seen_.insert(kind_of(row, machine.configuration().instances)).second) {
      return false;
    }
    candidates_.see(row);
    return true;
  }

private:
  // Candidates cannot tell states apart that differ only in which instances they are about, or in
  // how many (if more than one) are alike: a number for what they can tell. Where the order of
  // instances matters, they can tell more, and less is seen than could be.
  std::uint64_t kind_of(Row row, unsigned instances) const {
    std::uint64_t mixed = 0;
    const auto mix = [&](std::uint64_t value) {
      mixed = (mixed ^ value) * 0x9E3779B97F4A7C15ULL;
      mixed ^= mixed >> 32U;
    };
    std::array<std::uint64_t, 32> memberships{};
    unsigned set = 0;
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (i < model_.fields().size() && model_.fields()[i].sort.kind == Sort::Kind::set) {
        for (unsigned k = 0; k < instances; ++k) {
          memberships[k] |= std::uint64_t{row[i] >> k & 1U} << set % 64;
        }
        ++set;
      } else {
        mix(row[i]);
      }
    }
    std::sort(memberships.begin(), memberships.begin() + instances);
    for (unsigned k = 0; k < instances; ++k) {
      if (k < 2 || memberships[k] != memberships[k - 2]) {
        mix(memberships[k]);
      }
    }
    return mixed;
  }

  const SymbolicModel& model_;
  const Setup& setup_;
  Candidates& candidates_;
  std::unordered_set<std::uint64_t> seen_; // by hash: to lose a state in a thousand does no harm
};
} // namespace

std::vector<std::uint32_t>
unpack(const std::vector<Field>& fields, unsigned instances, const Packed& state) {
  packing::Reader reader(state.words.data());
  std::vector<std::uint32_t> values;
  values.reserve(fields.size());
  for (const Field& field : fields) {
    values.push_back(reader.take(width_of(field, instances)));
  }
  return values;
}

Packed
pack(const std::vector<Field>& fields, unsigned instances, std::span<const std::uint32_t> values) {
  Packed packed;
  packing::Writer writer(packed.words.data());
  for (std::size_t i = 0; i < fields.size(); ++i) {
    writer.put(values[i], width_of(fields[i], instances));
  }
  return packed;
}

std::vector<std::map<std::string, unsigned>> combinations(const ModelDescription& description,
                                                          const Setup& setup) {
  std::vector<std::map<std::string, unsigned>> all{setup.variations};
  for (const VariationPoint& point : description.variation_points) {
    const std::string name(point.name);
    if (!setup.free.contains(name)) {
      continue;
    }
    std::vector<std::map<std::string, unsigned>> more;
    for (const auto& one : all) {
      for (unsigned value = 0; value < point.values.size(); ++value) {
        // A point without named values is a number; its first few stand for all of them here.
        if (point.values[0].empty() || !point.values[value].empty()) {
          more.push_back(one);
          more.back()[name] = value;
        }
      }
    }
    all = std::move(more);
  }
  return all;
}

std::map<unsigned, Counterexample> sample(const Machine& machine,
                                          const SymbolicModel& model,
                                          const Setup& setup,
                                          const SampleOptions& options,
                                          Candidates& candidates) {
  constexpr std::uint64_t growth = 8; // about what one more instance multiplies states by
  std::map<unsigned, Counterexample> violated;
  Sampler sampler(model, setup, candidates);
  const auto choices = combinations(machine.description(), setup);
  for (const auto& variations : choices) {
    const std::uint64_t states_max = options.states_max / choices.size() + 1;
    std::uint64_t states = 0;
    for (unsigned n = 1; n <= options.instances_max && states * growth <= states_max; ++n) {
      const auto small =
          machine.configured({.instances = n, .variations = variations, .mutation = {}});
      states = sampler.explore(*small, states_max, violated);
    }
    for (unsigned n = options.instances_max; n < options.instances_max + 3; ++n) {
      const auto large =
          machine.configured({.instances = n, .variations = variations, .mutation = {}});
      sampler.walk(*large, n);
    }
  }
  return violated;
}

} // namespace pathproof::symbolic
