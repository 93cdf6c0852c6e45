// SPDX-License-Identifier: Apache-2.0
#include "conformance/shrink.hpp"

#include <algorithm>
#include <unordered_map>

namespace pathproof {

namespace {

// States that the search on the model looks at before it gives up.
constexpr std::size_t states_max = 60'000;

struct PackedHash {
  std::size_t operator()(const Packed& packed) const {
    std::uint64_t mixed = 0;
    for (const std::uint64_t word : packed.words) {
      mixed = (mixed ^ word) * 0x9E3779B97F4A7C15ULL;
      mixed ^= mixed >> 29U;
    }
    return mixed;
  }
};

// Breadth first over the states that the labels of the failed test lead to. A candidate is a trace
// to a state in which the implementation's last words would be a deviation of the same kind.
class Search {
public:
  Search(const Oracle& oracle, const Transcript& failed)
      : oracle_(oracle), machine_(oracle.machine()), failed_(failed),
        first_(failed.breaks.front()) {
    for (std::size_t i = 0; i < first_.at; ++i) {
      const Observed& one = failed.labels[i];
      if (!one.by_iut && std::find(labels_.begin(), labels_.end(), one.label) == labels_.end()) {
        labels_.push_back(one.label);
      }
    }
  }

  // Calls `try_moves` with the kit's moves of each candidate, nearest first, until it gives true.
  void run(const std::function<bool(const std::vector<std::string>&)>& try_moves) {
    nodes_.push_back({machine_.initial(), 0, {}});
    seen_.emplace(machine_.initial(), 0);
    std::vector<Step> steps;
    for (std::size_t i = 0; i < nodes_.size() && nodes_.size() < states_max; ++i) {
      steps.clear();
      machine_.expand(nodes_[i].state, {}, steps);
      for (const Step& step : steps) {
        const bool of_iut = (oracle_.kinds_under_test() >> step.label.kind & 1U) != 0;
        if (!of_iut && std::find(labels_.begin(), labels_.end(), step.label) == labels_.end()) {
          continue;
        }
        if (!seen_.emplace(step.next, nodes_.size()).second) {
          continue;
        }
        nodes_.push_back({step.next, i, step.label});
        if (alike(step) && try_moves(moves(nodes_.size() - 1))) {
          return;
        }
      }
    }
  }

private:
  struct Node {
    Packed state;
    std::size_t parent;
    Label label;
  };

  // The last label before the deviation is of the same kind, and what the implementation then said
  // would be refused for the same reasons.
  bool alike(const Step& step) const {
    if (first_.at == 0 || step.label.kind != failed_.labels[first_.at - 1].label.kind) {
      return false;
    }
    if (!first_.observed) {
      return has_same_permitted_kinds(step.next);
    }
    std::vector<Step> shown;
    machine_.expand(step.next, {.label = &*first_.observed}, shown);
    return shown.empty() && has_same_permitted_kinds(step.next);
  }

  bool has_same_permitted_kinds(const Packed& state) const {
    std::uint64_t kinds = 0;
    std::vector<Step> steps;
    machine_.expand(state, {.kinds = oracle_.kinds_under_test()}, steps);
    for (const Step& step : steps) {
      kinds |= std::uint64_t{1} << step.label.kind;
    }
    std::uint64_t wanted = 0;
    for (const Label& label : first_.explanation.permitted) {
      wanted |= std::uint64_t{1} << label.kind;
    }
    return kinds == wanted;
  }

  std::vector<std::string> moves(std::size_t node) const {
    std::vector<std::string> moves;
    for (; node != 0; node = nodes_[node].parent) {
      moves.push_back(print(nodes_[node].label, machine_.description().kinds));
    }
    std::reverse(moves.begin(), moves.end());
    if (first_.observed) {
      moves.push_back(print(*first_.observed, machine_.description().kinds));
    }
    return moves;
  }

  const Oracle& oracle_;
  const Machine& machine_;
  const Transcript& failed_;
  const Break& first_;
  std::vector<Label> labels_;
  std::vector<Node> nodes_;
  std::unordered_map<Packed, std::size_t, PackedHash> seen_;
};

} // namespace

Signature signature_of(const Break& found) {
  Signature signature;
  if (found.observed) {
    signature.kind = found.observed->kind;
  } else {
    signature.text = found.text;
  }
  const std::size_t specific = found.explanation.specific;
  const std::size_t end = specific > 0 ? specific : found.explanation.broken.size();
  for (std::size_t i = 0; i < end; ++i) {
    signature.broken.emplace_back(found.explanation.broken[i]->id);
  }
  return signature;
}

std::vector<std::string> moves_of(const Transcript& transcript, const ModelDescription& model) {
  const std::size_t end =
      transcript.breaks.empty() ? transcript.labels.size() : transcript.breaks.front().at;
  std::vector<std::string> moves;
  for (std::size_t i = 0; i < end; ++i) {
    moves.push_back(print(transcript.labels[i].label, model.kinds));
  }
  if (!transcript.breaks.empty() && transcript.breaks.front().observed) {
    moves.push_back(print(*transcript.breaks.front().observed, model.kinds));
  }
  return moves;
}

namespace {
// What came after the first deviation explains nothing.
Transcript up_to_its_break(const Transcript& failed) {
  Transcript shorter = failed;
  const Break& first = failed.breaks.front();
  shorter.labels.resize(std::min(failed.labels.size(), first.at + (first.observed ? 1 : 0)));
  shorter.breaks.resize(1);
  return shorter;
}
} // namespace

Transcript shrink(const Oracle& oracle,
                  const Transcript& failed,
                  const Attempt& attempt,
                  unsigned attempts_max) {
  const Signature wanted = signature_of(failed.breaks.front());
  Transcript best = up_to_its_break(failed);
  unsigned attempts = 0;
  const auto confirm = [&](const std::vector<std::string>& moves) {
    ++attempts;
    Transcript again = attempt(moves);
    const bool same = !again.breaks.empty() && signature_of(again.breaks.front()) == wanted;
    if (same && again.breaks.front().at < best.breaks.front().at) {
      best = std::move(again);
      return true;
    }
    return false;
  };
  // Nearest first, so the first that goes as it was planned is the shortest. One that deviates in
  // the same way but took longer, because the implementation did not wait for the kit's move, is
  // kept and the search goes on.
  const std::size_t said = failed.breaks.front().observed ? 1 : 0; // the deviation is a move too
  bool found = false;
  Search search(oracle, failed);
  search.run([&](const std::vector<std::string>& moves) {
    found = confirm(moves) && best.breaks.front().at + said <= moves.size();
    return found || attempts >= attempts_max / 2;
  });
  // Otherwise leave out moves while the deviation stays.
  const ModelDescription& model = oracle.machine().description();
  for (bool shorter = !found; shorter && attempts < attempts_max;) {
    shorter = false;
    const std::vector<std::string> moves = moves_of(best, model);
    for (std::size_t i = 0; i < moves.size() && attempts < attempts_max && !shorter; ++i) {
      std::vector<std::string> fewer = moves;
      fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
      shorter = confirm(fewer);
    }
  }
  return best;
}

} // namespace pathproof
