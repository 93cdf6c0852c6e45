// SPDX-License-Identifier: Apache-2.0
// How candidates are found that exclude a state.
#include <algorithm>
#include <bit>

#include "model/symbolic/candidates.hpp"

namespace pathproof::symbolic {

namespace {
using Kind = Atom::Kind;
} // namespace

// For each atom that is false in the state, the fewest literals that are true in it and leave no
// state of the sample to refute the atom; greedily, so that the cost grows with the number of atoms
// and not with that of their combinations. The simplest are made as strong as the sample allows,
// and then all states that were seen are asked, the strongest first.
class Candidates::Search {
public:
  Search(Candidates& candidates, Row state, const std::set<Candidate>& without)
      : candidates_(candidates), sample_(candidates.sample_), without_(without) {
    for (std::size_t i = 0; i < candidates.atoms_.size(); ++i) {
      if (!candidates.atoms_[i].holds(state)) {
        false_atoms_.push_back(i);
      } else if (i < candidates.literals_) {
        const Field& field = candidates.fields_[candidates.atoms_[i].a];
        (field.sort.kind == Sort::Kind::number ? where_ : what_).push_back(i);
      }
    }
  }

  // The strongest first.
  std::vector<Candidate> run(std::size_t wanted) {
    std::vector<Candidate> found;
    for (unsigned weight = 0; weight <= 2 && best_ > weight; ++weight) {
      for (const std::size_t atom : false_atoms_) {
        if (candidates_.atoms_[atom].weight() == weight) {
          propose({.atom = atom});
        }
      }
      confirm(wanted, found);
      best_ = found.empty() ? none : best_;
    }
    return found;
  }

private:
  // What no state of the sample refutes.
  struct Proposal {
    std::size_t atom = 0;
    unsigned size = 0;        // how far it is from simple
    std::size_t strength = 0; // 0: not yet weakened
    Candidate candidate{};
    std::vector<std::size_t> avoided{}; // literals not to begin with
  };

  void propose(Proposal proposal) {
    avoided_ = proposal.avoided;
    const bool by_place = cover(proposal.atom, false);
    if (!by_place && !cover(proposal.atom, true)) {
      return;
    }
    const Atom& atom = candidates_.atoms_[proposal.atom];
    proposal.candidate = {{}, atom};
    for (const std::size_t literal : chosen_) {
      proposal.candidate.literals.push_back(candidates_.atoms_[literal]);
    }
    std::sort(proposal.candidate.literals.begin(), proposal.candidate.literals.end());
    proposal.size = static_cast<unsigned>(chosen_.size()) + atom.weight() + (by_place ? 0 : 1) +
                    proposal.candidate.spread(candidates_.fields_);
    if (!without_.contains(proposal.candidate)) {
      best_ = std::min(best_, proposal.size);
      proposals_.push_back(std::move(proposal));
    } else if (proposal.avoided.size() < attempts_max) { // say it in another way
      proposal.avoided.push_back(chosen_.empty() ? proposal.atom : chosen_.front());
      propose(std::move(proposal));
    }
  }

  // Asks all states about the simplest proposals, the strongest first.
  void confirm(std::size_t wanted, std::vector<Candidate>& found) {
    for (std::size_t asked = 0; found.size() < wanted && asked < asked_max && weaken_some();
         ++asked) {
      const auto strongest = std::max_element(
          proposals_.begin(), proposals_.end(), [](const Proposal& one, const Proposal& other) {
            return one.strength < other.strength;
          });
      Proposal one = std::move(*strongest);
      proposals_.erase(strongest);
      if (candidates_.refuted(one.candidate)) {
        one.strength = 0;
        propose(std::move(one)); // the sample knows better now
      } else if (std::find(found.begin(), found.end(), one.candidate) == found.end()) {
        found.push_back(std::move(one.candidate));
      }
    }
  }

  // Makes the simplest proposals as strong as the sample allows; false if there are none.
  bool weaken_some() {
    std::stable_sort(
        proposals_.begin(), proposals_.end(), [](const Proposal& one, const Proposal& other) {
          return one.size < other.size;
        });
    for (std::size_t i = 0; i < proposals_.size() && i < considered; ++i) {
      Proposal& one = proposals_[i];
      if (one.strength == 0) {
        one.candidate = weakened(one.candidate);
        one.strength = candidates_.strength(one.candidate) + 1;
      }
    }
    return !proposals_.empty();
  }

  // The same with premises that say as little as the states seen allow: one lemma for many.
  Candidate weakened(const Candidate& strict) {
    Candidate made = strict;
    for (std::size_t i = made.literals.size(); i-- > 0;) {
      Candidate without = made;
      without.literals.erase(without.literals.begin() + static_cast<std::ptrdiff_t>(i));
      if (!candidates_.refuted_in_sample(without)) {
        made = std::move(without);
      }
    }
    for (std::size_t i = 0; i < made.literals.size(); ++i) {
      widen(made, i);
    }
    std::sort(made.literals.begin(), made.literals.end());
    return without_.contains(made) ? strict : made;
  }

  // Lets a literal about a number be true of as many of its values as possible.
  void widen(Candidate& candidate, std::size_t literal) {
    const Atom old = candidate.literals[literal];
    const unsigned values = candidates_.values_of(old.a);
    if (old.kind != Kind::value && old.kind != Kind::other_value) {
      return;
    }
    const auto mask = [&](const Atom& atom) {
      return atom.kind == Kind::value         ? 1U << atom.value
             : atom.kind == Kind::other_value ? ((1U << values) - 1) & ~(1U << atom.value)
                                              : atom.value;
    };
    for (std::uint32_t value = 0; value < values; ++value) {
      const std::uint32_t known = mask(candidate.literals[literal]);
      if ((known >> value & 1U) != 0) {
        continue;
      }
      Candidate wider = candidate;
      const std::uint32_t left_out = ((1U << values) - 1) & ~(known | 1U << value);
      wider.literals[literal] =
          std::has_single_bit(left_out)
              ? Atom{.kind = Kind::other_value,
                     .a = old.a,
                     .value = static_cast<std::uint32_t>(std::countr_zero(left_out))}
              : Atom{.kind = Kind::one_of, .a = old.a, .value = known | 1U << value};
      if (left_out != 0 && !candidates_.refuted_in_sample(wider)) {
        candidate = std::move(wider);
      }
    }
  }

  // Chooses literals until no state of the sample refutes the atom. Enumerations and numbers say
  // where in the protocol a state is, which is what most lemmas turn on; flags and sets are for
  // where those do not suffice (`everything`).
  bool cover(std::size_t atom, bool everything) {
    atom_ = atom;
    chosen_.clear();
    const SampleTable::Column& holds = sample_.column(atom);
    left_.clear();
    for (std::size_t word = 0; word < holds.size(); ++word) {
      std::uint64_t refuting = ~holds[word];
      if (word + 1 == holds.size()) {
        refuting &= sample_.last_word();
      }
      if (refuting != 0) {
        left_.emplace_back(word, refuting);
      }
    }
    while (!left_.empty()) {
      if (chosen_.size() == literals_max || chosen_.size() >= best_ + slack ||
          !choose(everything)) {
        return false;
      }
    }
    return true;
  }

  // Takes the literal that rules out most of what is left.
  bool choose(bool everything) {
    std::size_t best = 0;
    int ruled_out_max = 0;
    const auto consider = [&](std::size_t literal) {
      if (std::find(avoided_.begin(), avoided_.end(), literal) != avoided_.end()) {
        return;
      }
      const SampleTable::Column& holds = sample_.column(literal);
      int ruled_out = 0;
      for (const auto& [word, refuting] : left_) {
        ruled_out += std::popcount(refuting & ~holds[word]);
      }
      if (ruled_out > ruled_out_max) {
        ruled_out_max = ruled_out;
        best = literal;
      }
    };
    std::for_each(where_.begin(), where_.end(), consider);
    if (everything) {
      std::for_each(what_.begin(), what_.end(), consider);
    }
    if (ruled_out_max == 0 || candidates_.atoms_[atom_].kind == Kind::lone) {
      return false; // "at most one" under conditions is nearly always an accident of few instances
    }
    chosen_.push_back(best);
    const SampleTable::Column& holds = sample_.column(best);
    std::size_t kept = 0;
    for (const auto& [word, refuting] : left_) {
      if ((refuting & holds[word]) != 0) {
        left_[kept++] = {word, refuting & holds[word]};
      }
    }
    left_.resize(kept);
    return true;
  }

  static constexpr std::size_t literals_max = 4;
  static constexpr unsigned attempts_max = 4;
  static constexpr std::size_t considered = 24; // proposals, among which the strongest is sought
  static constexpr std::size_t asked_max = 200;
  static constexpr unsigned slack = 1; // literals more than the best so far, still of interest
  static constexpr unsigned none = 100;

  Candidates& candidates_;
  SampleTable& sample_;
  const std::set<Candidate>& without_;
  std::vector<std::size_t> where_; // literals true in the state, on enumerations and numbers
  std::vector<std::size_t> what_;  // … and on all else
  std::vector<std::size_t> false_atoms_;
  std::vector<std::size_t> chosen_;
  std::vector<std::size_t> avoided_;
  std::vector<std::pair<std::size_t, std::uint64_t>> left_; // words with states that still refute
  std::vector<Proposal> proposals_;
  unsigned best_ = none; // size of the simplest
  std::size_t atom_ = 0;
};

std::vector<Candidate>
Candidates::excluding(Row state, const std::set<Candidate>& without, std::size_t wanted) {
  prepare();
  return Search(*this, state, without).run(wanted);
}

} // namespace pathproof::symbolic
