// SPDX-License-Identifier: Apache-2.0
#include "model/symbolic/symmetry.hpp"

#include <algorithm>
#include <bit>
#include <map>
#include <numeric>

#include "model/core/walk.hpp"
#include "model/symbolic/samples.hpp"

namespace pathproof::symbolic {

namespace {

// How many indices the most repeated fields have, and which fields are repeated so often.
struct Family {
  unsigned size = 0;
  std::vector<bool> member;

  explicit Family(const std::vector<Field>& fields) : member(fields.size()) {
    std::map<std::string, unsigned> sizes;
    for (const Field& field : fields) {
      unsigned& known = sizes[field.group];
      known = std::max(known, static_cast<unsigned>(field.first + 1));
      size = std::max(size, known);
    }
    for (std::size_t i = 0; i < fields.size(); ++i) {
      member[i] = size > 1 && sizes[fields[i].group] == size;
    }
  }
};

Renaming renaming_of(const std::vector<Field>& fields,
                     const Family& family,
                     const std::vector<std::uint32_t>& permutation,
                     const std::vector<std::size_t>& index_fields) {
  Renaming made;
  made.fields.resize(fields.size());
  made.values.resize(fields.size());
  for (std::size_t i = 0; i < fields.size(); ++i) {
    made.fields[i] = static_cast<std::uint16_t>(i);
    for (std::size_t k = 0; family.member[i] && k < fields.size(); ++k) {
      if (fields[k].group == fields[i].group && fields[k].second == fields[i].second &&
          fields[k].first ==
              static_cast<int>(permutation[static_cast<unsigned>(fields[i].first)])) {
        made.fields[i] = static_cast<std::uint16_t>(k);
      }
    }
  }
  for (const std::size_t i : index_fields) {
    made.values[i] = permutation;
  }
  return made;
}

class Comparison {
public:
  Comparison(const Machine& machine, const std::vector<Field>& fields)
      : machine_(machine), fields_(fields), instances_(machine.configuration().instances) {}

  // The steps out of the renamed state are the renamed steps out of the state. An index that a
  // step sets back to 0 means nothing then, and need not be renamed.
  bool same_steps(Row state, const Renaming& renaming) const {
    std::vector<Values> first = successors(renaming(state));
    std::vector<Values> last = successors(state);
    if (first.size() != last.size()) {
      return false;
    }
    for (const bool tolerant : {false, true}) {
      std::erase_if(first, [&](const Values& one) {
        const auto same = std::find_if(last.begin(), last.end(), [&](const Values& other) {
          return matches(one, other, renaming, tolerant);
        });
        if (same == last.end()) {
          return false;
        }
        last.erase(same);
        return true;
      });
    }
    return first.empty();
  }

private:
  using Values = std::vector<std::uint32_t>;

  static bool
  matches(const Values& one, const Values& other, const Renaming& renaming, bool tolerant) {
    const Values renamed = renaming(other);
    for (std::size_t i = 0; i < one.size(); ++i) {
      const bool reset = tolerant && !renaming.values[i].empty() && one[i] == 0 && other[i] == 0;
      if (one[i] != renamed[i] && !reset) {
        return false;
      }
    }
    return true;
  }

  std::vector<Values> successors(Row state) const {
    std::vector<Step> steps;
    machine_.expand(pack(fields_, instances_, state.first(fields_.size())), {}, steps);
    std::vector<Values> next;
    for (const Step& step : steps) {
      next.push_back(unpack(fields_, instances_, step.next));
    }
    return next;
  }

  const Machine& machine_;
  const std::vector<Field>& fields_;
  unsigned instances_;
};

bool confirmed(const Comparison& comparison,
               const Candidates& candidates,
               const Renaming& renaming,
               std::size_t fields) {
  constexpr unsigned states = 500;
  Random random(1);
  for (unsigned i = 0; i < states; ++i) {
    const std::vector<std::uint32_t> state = candidates.row(random.below(candidates.seen()));
    if (!comparison.same_steps(Row(state).first(fields), renaming)) {
      return false;
    }
  }
  return true;
}

} // namespace

std::vector<Renaming> find_renamings(const Machine& machine,
                                     const Candidates& candidates,
                                     const std::vector<Field>& state_fields) {
  const std::vector<Field>& fields = candidates.fields();
  const Family family(state_fields);
  if (family.size < 2 || family.size > 4 || candidates.seen() == 0) {
    return {};
  }
  std::vector<std::size_t> numbers; // that may hold an index
  for (std::size_t i = 0; i < state_fields.size(); ++i) {
    if (state_fields[i].sort.kind == Sort::Kind::number && state_fields[i].values.empty() &&
        std::uint64_t{1} << state_fields[i].sort.width >= family.size) {
      numbers.push_back(i);
    }
  }
  if (numbers.size() > 6) {
    return {};
  }
  Family everywhere(fields);
  everywhere.member.assign(fields.size(), false);
  std::copy(family.member.begin(), family.member.end(), everywhere.member.begin());
  const Comparison comparison(machine, state_fields);
  std::vector<std::uint32_t> permutation(family.size);
  std::iota(permutation.begin(), permutation.end(), 0U);
  std::vector<std::uint32_t> exchanged = permutation;
  std::swap(exchanged[0], exchanged[1]);
  // Few index fields first: one that need not be renamed must not be.
  std::vector<unsigned> choices(std::size_t{1} << numbers.size());
  std::iota(choices.begin(), choices.end(), 0U);
  std::stable_sort(choices.begin(), choices.end(), [](unsigned a, unsigned b) {
    return std::popcount(a) < std::popcount(b);
  });
  for (const unsigned chosen : choices) {
    std::vector<std::size_t> index_fields;
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      if ((chosen >> i & 1U) != 0) {
        index_fields.push_back(numbers[i]);
      }
    }
    const Renaming exchange = renaming_of(fields, everywhere, exchanged, index_fields);
    if (!confirmed(comparison, candidates, exchange, state_fields.size())) {
      continue;
    }
    std::vector<Renaming> all;
    while (std::next_permutation(permutation.begin(), permutation.end())) {
      all.push_back(renaming_of(fields, everywhere, permutation, index_fields));
      if (!confirmed(comparison, candidates, all.back(), state_fields.size())) {
        return {};
      }
    }
    return all;
  }
  return {};
}

} // namespace pathproof::symbolic
