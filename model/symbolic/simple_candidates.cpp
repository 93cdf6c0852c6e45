// SPDX-License-Identifier: Apache-2.0
// Candidates::simple(). Literals come in pairs, each followed by its opposite.
#include <algorithm>

#include "model/symbolic/candidates.hpp"

namespace pathproof::symbolic {

class Candidates::Simple {
public:
  Simple(Candidates& all, bool of_indices)
      : all_(all), of_indices_(of_indices),
        holds_(all.literals_, std::vector<bool>(all.atoms_.size())), always_(all.atoms_.size()) {}

  std::vector<Candidate> run() {
    for (std::size_t atom = 0; atom < always_.size(); ++atom) {
      always_[atom] = is_wanted(atom) && propose({}, atom);
    }
    for (std::size_t literal = 0; literal < all_.literals_; ++literal) {
      if (index_of(literal) >= 0 ? is_wanted(literal) && is_open(literal) : is_place(literal)) {
        under(literal);
      }
    }
    for (std::size_t place = 0; place < all_.literals_; ++place) {
      if (is_place(place) && !is_flag(place)) {
        with_a_flag(place);
        if (of_indices_) {
          of_what_is_named(place);
        }
      }
    }
    return std::move(found_);
  }

private:
  const Atom& atom(std::size_t index) const { return all_.atoms_[index]; }

  int index_of(std::size_t index) const { return all_.fields_[atom(index).a].first; }

  bool is_flag(std::size_t literal) const {
    return atom(literal).kind == Atom::Kind::flag || atom(literal).kind == Atom::Kind::no_flag;
  }

  // Sometimes true, sometimes not.
  bool is_open(std::size_t literal) const { return !always_[literal] && !always_[literal ^ 1U]; }

  bool is_place(std::size_t literal) const { return all_.is_place(literal) && is_open(literal); }

  // A number that no index belongs to, such as the socket of the call in progress, is this one or
  // is another.
  bool is_number(std::size_t literal) const {
    const bool value = atom(literal).kind == Atom::Kind::value;
    return (value || atom(literal).kind == Atom::Kind::other_value) && index_of(literal) < 0 &&
           all_.fields_[atom(literal).a].values.empty() && is_open(literal);
  }

  // Relations of indexed fields are too many, and hard on the solver.
  bool is_wanted(std::size_t index) const {
    const Atom& one = atom(index);
    const bool plain = index_of(index) < 0 && all_.fields_[one.b].first < 0;
    return plain ? one.weight() == 0 && one.kind != Atom::Kind::lone
                 : (of_indices_ || is_flag(index)) && index < all_.literals_ && one.b == 0;
  }

  // Adds what no state refutes; whether that is so.
  bool propose(std::vector<Atom> conditions, std::size_t index) {
    std::sort(conditions.begin(), conditions.end());
    Candidate one{std::move(conditions), atom(index)};
    const bool holds = !all_.refuted(one);
    if (holds) {
      found_.push_back(std::move(one));
    }
    return holds;
  }

  void under(std::size_t literal) {
    const int index = index_of(literal);
    for (std::size_t other = 0; other < always_.size(); ++other) {
      const bool of_it = other < all_.literals_ && atom(other).a == atom(literal).a;
      const bool elsewhere = index_of(other) != index && (index >= 0 || !of_indices_);
      holds_[literal][other] = !always_[other] && !of_it && !elsewhere && is_wanted(other) &&
                               propose({atom(literal)}, other);
    }
  }

  // Both can be true at once, and neither follows from the other.
  bool are_independent(std::size_t place, std::size_t other) const {
    return !holds_[place][other] && !holds_[place][other ^ 1U];
  }

  // What a number is at a place while a flag is up or down.
  void with_a_flag(std::size_t place) {
    for (std::size_t flag = 0; flag < all_.literals_; ++flag) {
      if (!is_flag(flag) || !is_place(flag) || !are_independent(place, flag)) {
        continue;
      }
      for (std::size_t number = 0; number < all_.literals_; ++number) {
        if (is_number(number) && !holds_[place][number] && !holds_[flag][number]) {
          propose({atom(place), atom(flag)}, number);
        }
      }
    }
  }

  // What is true at a place of the socket, say, that the call in progress is about.
  void of_what_is_named(std::size_t place) {
    for (std::size_t number = 0; number < all_.literals_; ++number) {
      if (!is_number(number) || atom(number).kind != Atom::Kind::value ||
          !are_independent(place, number)) {
        continue;
      }
      for (std::size_t other = 0; other < all_.literals_; ++other) {
        if (index_of(other) == static_cast<int>(atom(number).value) && !always_[other] &&
            !holds_[place][other]) {
          propose({atom(place), atom(number)}, other);
        }
      }
    }
  }

  Candidates& all_;
  bool of_indices_;
  std::vector<Candidate> found_;
  std::vector<std::vector<bool>> holds_; // by condition
  std::vector<bool> always_;
};

std::vector<Candidate> Candidates::simple(bool of_indices) {
  prepare();
  return Simple(*this, of_indices).run();
}

} // namespace pathproof::symbolic
