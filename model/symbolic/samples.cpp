// SPDX-License-Identifier: Apache-2.0
#include "model/symbolic/samples.hpp"

#include <algorithm>
#include <array>
#include <unordered_set>

#include "model/core/explore.hpp"
#include "model/core/packing.hpp"
#include "model/core/walk.hpp"
#include "model/symbolic/symmetry.hpp"

namespace pathproof::symbolic {

namespace {
unsigned width_of(const Field& field, unsigned instances) {
  return field.sort.kind == Sort::Kind::set ? instances : field.packed_width;
}

class Sampler {
public:
  Sampler(const SymbolicModel& model,
          const Setup& setup,
          const SampleOptions& options,
          Candidates& candidates)
      : model_(model), setup_(setup), options_(options), candidates_(candidates) {}

  // Every reachable state, as far as candidates can tell them apart and but for renamings, and at
  // most so many. How many there were; adds the invariants that do not hold in one of them.
  std::uint64_t
  explore(const Machine& machine, std::uint64_t states_max, std::set<unsigned>& broken) {
    const unsigned instances = machine.configuration().instances;
    const std::size_t words = machine.words();
    std::unordered_set<std::uint64_t> known;
    std::vector<Packed> states{machine.initial()};
    known.insert(kind_but_for_renamings(row_of(machine, states.front()), instances));
    std::vector<std::uint64_t> next;
    for (std::size_t i = 0; i < states.size(); ++i) {
      next.clear();
      if (!machine.successors(states[i].words.data(), next)) {
        const std::vector<unsigned> violated = machine.violated(states[i]);
        broken.insert(violated.begin(), violated.end());
      }
      for (std::size_t at = 0; at < next.size() && states.size() < states_max; at += words) {
        Packed state;
        std::copy_n(next.begin() + static_cast<std::ptrdiff_t>(at), words, state.words.begin());
        if (known.insert(kind_but_for_renamings(row_of(machine, state), instances)).second) {
          states.push_back(state);
        }
      }
    }
    for (const Packed& state : states) {
      see(machine, state);
    }
    return states.size();
  }

  // Short walks, in each of which some rules, chosen at random, are left out: providers that never
  // stop, calls that never fail. They start evenly from all places in the protocol seen so far, so
  // that what takes long to reach is seen as often as what is near.
  void walk(const Machine& machine, std::uint64_t seed, std::set<unsigned>& fired) {
    constexpr unsigned walks = 10000;
    constexpr unsigned length = 20;
    Random random(seed);
    std::vector<bool> left_out(machine.description().rules.size());
    std::map<std::uint64_t, std::size_t> places;
    std::vector<std::vector<Packed>> starts;
    const auto start_at = [&](const Packed& state) {
      const auto [place, added] =
          places.emplace(place_of(state, machine.configuration().instances), starts.size());
      if (added) {
        starts.emplace_back();
      }
      starts[place->second].push_back(state);
    };
    start_at(machine.initial());
    std::vector<Step> steps;
    for (unsigned i = 0; i < walks; ++i) {
      const std::uint64_t share = 2 + random.below(6);
      for (std::size_t rule = 0; rule < left_out.size(); ++rule) {
        left_out[rule] = random.below(share) == 0;
      }
      // More often from what was found lately.
      const std::vector<Packed>& there =
          starts[std::max(random.below(starts.size()), random.below(starts.size()))];
      Packed state = there[random.below(there.size())];
      for (unsigned k = 0; k < length; ++k) {
        steps.clear();
        machine.expand(state, {}, steps);
        for (const Step& step : steps) {
          fired.insert(step.rule);
        }
        std::erase_if(steps, [&](const Step& step) { return left_out[step.rule]; });
        if (steps.empty()) {
          break;
        }
        state = steps[random.below(steps.size())].next;
        if (see(machine, state)) {
          start_at(state);
        }
      }
    }
  }

  // False if a state of this kind was seen before.
  bool see(const Machine& machine, const Packed& state) {
    const std::vector<std::uint32_t> row = row_of(machine, state);
    if (!seen_.insert(kind_of(row, machine.configuration().instances)).second) {
      return false;
    }
    candidates_.see(row);
    return true;
  }

private:
  std::vector<std::uint32_t> row_of(const Machine& machine, const Packed& state) const {
    std::vector<std::uint32_t> row =
        unpack(model_.fields(), machine.configuration().instances, state);
    for (const std::string& name : setup_.free) {
      row.push_back(machine.configuration().variations.at(name));
    }
    return row;
  }

  // Where in the protocol a state is: its enumerations and flags.
  std::uint64_t place_of(const Packed& state, unsigned instances) const {
    std::uint64_t place = 0;
    const std::vector<std::uint32_t> row = unpack(model_.fields(), instances, state);
    for (std::size_t i = 0; i < row.size(); ++i) {
      const Field& field = model_.fields()[i];
      if (!field.values.empty() || field.sort.kind == Sort::Kind::boolean) {
        place = place * std::max<std::size_t>(field.values.size(), 2) + row[i];
      }
    }
    return place;
  }

  // Candidates cannot tell states apart that differ only in which instances they are about, or in
  // how many (if more than one) are alike: a number for what they can tell. Where the order of
  // instances matters, alike are only neighbours.
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
    if (!options_.ordered) {
      std::sort(memberships.begin(), memberships.begin() + instances);
    }
    for (unsigned k = 0; k < instances; ++k) {
      if (k < 2 || memberships[k] != memberships[k - 2]) {
        mix(memberships[k]);
      }
    }
    return mixed;
  }

  std::uint64_t kind_but_for_renamings(Row row, unsigned instances) const {
    std::uint64_t kind = kind_of(row, instances);
    std::vector<std::uint32_t> renamed(row.size());
    for (const Renaming& renaming : candidates_.renamings()) {
      renaming.apply(row, renamed);
      kind = std::min(kind, kind_of(renamed, instances));
    }
    return kind;
  }

  const SymbolicModel& model_;
  const Setup& setup_;
  const SampleOptions& options_;
  Candidates& candidates_;
  std::unordered_set<std::uint64_t> seen_; // by hash: to lose a state in a thousand does no harm
};

// Finds the shortest trace to where each invariant is violated.
void note_violations(const Machine& machine, Samples& samples) {
  constexpr std::uint64_t states_max = 10'000'000;
  const Exploration exploration(machine, {.states_max = states_max, .stop_at_violation = false});
  for (const Violation& violation : exploration.violations()) {
    std::vector<Step> trace = exploration.trace(violation.state);
    const auto known = samples.violated.find(violation.invariant);
    if (known == samples.violated.end() || trace.size() < known->second.trace.size()) {
      samples.violated[violation.invariant] = {machine.configuration(), std::move(trace)};
    }
  }
}
} // namespace

std::vector<std::uint32_t>
unpack(const std::vector<Field>& fields, unsigned instances, const Packed& state) {
  packing::Reader reader(state.words.data(), Packed::capacity * 64);
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
  writer.finish();
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

Samples sample(const Machine& machine,
               const SymbolicModel& model,
               const Setup& setup,
               const SampleOptions& options,
               Candidates& candidates) {
  constexpr std::uint64_t growth = 8; // about what one more instance multiplies states by
  Samples samples;
  Sampler sampler(model, setup, options, candidates);
  const auto choices = combinations(machine.description(), setup);
  const bool fixed = options.instances != 0;
  const auto configured = [&](const auto& variations, unsigned instances) {
    return machine.configured(
        {.instances = instances, .variations = variations, .mutation = setup.mutation});
  };
  for (const auto& variations : choices) {
    for (unsigned n = fixed ? options.instances : 2; n <= (fixed ? options.instances : 4); ++n) {
      sampler.walk(*configured(variations, n), n, samples.fired);
    }
  }
  if (options.extent == SampleOptions::Extent::walks) {
    return samples;
  }
  const auto larger = configured(setup.variations, fixed ? options.instances : 5);
  candidates.rename_by(find_renamings(*larger, candidates, model.fields()));
  const std::uint64_t states_max = options.states_max / choices.size() + 1;
  for (const auto& variations : choices) {
    // One instance shows nothing of what sets have in common; three take long.
    const unsigned enough = fixed ? options.instances : 2;
    std::uint64_t states = 0;
    for (unsigned n = fixed ? options.instances : 1;
         states < states_max &&
         (n <= enough || (n == 3 && !fixed && states * growth <= states_max / 4));
         ++n) {
      std::set<unsigned> broken;
      const auto small = configured(variations, n);
      states = sampler.explore(*small, states_max, broken);
      if (!std::all_of(broken.begin(), broken.end(), [&](unsigned invariant) {
            return samples.violated.contains(invariant);
          })) {
        note_violations(*small, samples);
      }
    }
  }
  return samples;
}

} // namespace pathproof::symbolic
