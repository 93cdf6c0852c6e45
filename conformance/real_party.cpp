// SPDX-License-Identifier: Apache-2.0
#include "conformance/real_party.hpp"

#include <algorithm>

#include "model/core/error.hpp"

namespace pathproof {

std::vector<std::string>
without_role(const std::vector<std::string>& moves, const ModelDescription& model, unsigned role) {
  std::vector<std::string> left;
  std::copy_if(moves.begin(), moves.end(), std::back_inserter(left), [&](const std::string& move) {
    const std::string name = move.substr(0, move.find(' '));
    return std::none_of(model.kinds.begin(), model.kinds.end(), [&](const LabelKind& kind) {
      return kind.name == name && kind.role == role;
    });
  });
  return left;
}

unsigned role_of(const ModelDescription& model, std::string_view name) {
  const auto found = std::find(model.roles.begin(), model.roles.end(), name);
  if (found == model.roles.end()) {
    throw UsageError("model " + model.name + " has no role '" + std::string(name) + "'");
  }
  return static_cast<unsigned>(found - model.roles.begin());
}

RealPartyDriver::RealPartyDriver(Driver& inner, iut::Iut& real, const Oracle& oracle, unsigned role)
    : inner_(inner), real_(real), model_(oracle.machine().description()), role_(role),
      under_test_((oracle.under_test() >> role & 1U) != 0) {}

// The labels of the role are the stacks' own.
bool RealPartyDriver::plays(const Label& label) const {
  return model_.kinds[label.kind].role != role_ && real_.refuses(label).empty();
}

void RealPartyDriver::take(const iut::Reply& reply) {
  if (reply.kind == iut::Reply::Kind::label) {
    answers_.push_back(reply.label);
  } else if (reply.kind == iut::Reply::Kind::unsupported) {
    refused_ = reply.text;
  } else if (reply.kind != iut::Reply::Kind::quiet) {
    trouble_ = reply.text;
  }
}

void RealPartyDriver::show_new(const std::vector<Observed>& labels) {
  for (; shown_ < labels.size() && !under_test_; ++shown_) {
    const Label& label = labels[shown_].label;
    if (label.kind >= model_.kinds.size()) {
      continue;
    }
    if ((model_.kinds[label.kind].seen_by >> role_ & 1U) == 0) {
      real_.overhear(label);
      continue;
    }
    if (model_.kinds[label.kind].name == "event.stop") {
      // Whoever has ended says nothing more.
      std::erase_if(answers_,
                    [&](const Label& one) { return one.arguments[0] == label.arguments[0]; });
    }
    take(real_.give(label));
  }
}

Driver::Move
RealPartyDriver::next(const Oracle& oracle, const KitSteps&, const std::vector<Observed>& labels) {
  show_new(labels);
  if (answers_.empty() && !under_test_) {
    take(real_.go());
  }
  if (!trouble_.empty() || !refused_.empty()) {
    return {Move::Kind::stop};
  }
  if (!answers_.empty() && oracle.all_permit(answers_.front())) {
    const Label shown = answers_.front();
    answers_.pop_front();
    return {Move::Kind::show, shown};
  }
  const KitSteps of_inner(oracle, [&](const Label& label) { return plays(label); });
  const Move move = inner_.next(oracle, of_inner, labels);
  if (move.kind == Move::Kind::show) {
    refused_ = real_.refuses(move.label);
  }
  return refused_.empty() ? move : Move{Move::Kind::stop};
}

void RealPartyDriver::conclude(Transcript& transcript) {
  show_new(transcript.labels);
  if (!trouble_.empty() && transcript.breaks.empty()) {
    transcript.broken = trouble_;
    return;
  }
  transcript.unsupported += refused_;
  for (const iut::StackFinding& one : findings()) {
    Break& found = transcript.breaks.emplace_back();
    found.at = transcript.labels.size();
    found.text = one.text;
    found.explanation.broken = {one.requirement};
    found.explanation.specific = 1;
  }
  read_back(transcript);
}

} // namespace pathproof
