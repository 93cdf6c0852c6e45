// SPDX-License-Identifier: Apache-2.0
#include "conformance/real_providers.hpp"

#include <algorithm>

#include "model/cinet/labels.hpp"
#include "model/cinet/requirements.hpp"

namespace pathproof {

namespace {

using cinet::Kind;

bool is(const Label& label, Kind kind) {
  return label.kind == static_cast<unsigned>(kind);
}

// Which of its ioctls each provider said it performed last; 0: none.
std::vector<std::uint64_t> performed(const std::vector<Observed>& labels, unsigned instances) {
  std::vector<std::uint64_t> asked(instances);
  std::vector<std::uint64_t> done(instances);
  std::optional<Label> last; // what was asked last
  for (const auto& [label, by_iut] : labels) {
    const std::uint32_t provider = label.arguments[0];
    if (label.kind >= static_cast<unsigned>(Kind::upcall_create) &&
        label.kind <= static_cast<unsigned>(Kind::upcall_detach)) {
      last = label;
      if (is(label, Kind::upcall_ioctl) && provider < instances) {
        ++asked[provider];
      }
    } else if (is(label, Kind::answer_done) && last && provider < instances &&
               is(*last, Kind::upcall_ioctl) && last->arguments[0] == provider) {
      done[provider] = asked[provider];
    }
  }
  return done;
}

std::string set_of(const std::vector<unsigned>& stacks) {
  std::string text;
  for (const unsigned one : stacks) {
    text += text.empty() ? "" : ",";
    text += std::to_string(one + 1);
  }
  return std::string("{").append(text).append("}");
}

} // namespace

std::vector<std::string> without_providers(const std::vector<std::string>& moves,
                                           const ModelDescription& model) {
  const auto role = static_cast<unsigned>(cinet::Role::provider);
  std::vector<std::string> left;
  std::copy_if(moves.begin(), moves.end(), std::back_inserter(left), [&](const std::string& move) {
    const std::string name = move.substr(0, move.find(' '));
    return std::none_of(model.kinds.begin(), model.kinds.end(), [&](const LabelKind& kind) {
      return kind.name == name && kind.role == role;
    });
  });
  return left;
}

RealProvidersDriver::RealProvidersDriver(Driver& inner,
                                         iut::StackProviders& providers,
                                         const Oracle& oracle)
    : inner_(inner), providers_(providers), model_(oracle.machine().description()),
      role_(static_cast<unsigned>(cinet::Role::provider)),
      under_test_((oracle.under_test() >> role_ & 1U) != 0),
      instances_(oracle.machine().configuration().instances) {}

// The labels of providers are theirs.
bool RealProvidersDriver::plays(const Label& label) const {
  return model_.kinds[label.kind].role != role_ && providers_.refuses(label).empty();
}

void RealProvidersDriver::show_new(const std::vector<Observed>& labels) {
  for (; shown_ < labels.size() && !under_test_; ++shown_) {
    const Label& label = labels[shown_].label;
    if (label.kind >= model_.kinds.size()) {
      continue;
    }
    if ((model_.kinds[label.kind].seen_by >> role_ & 1U) == 0) {
      providers_.overhear(label);
      continue;
    }
    const iut::Reply reply = providers_.give(label);
    answer_.reset();
    if (reply.kind == iut::Reply::Kind::label) {
      answer_ = reply.label;
    } else if (reply.kind != iut::Reply::Kind::quiet) {
      trouble_ = reply.text;
    }
  }
}

Driver::Move RealProvidersDriver::next(const Oracle& oracle,
                                       const std::vector<Step>& possible,
                                       const std::vector<Observed>& labels) {
  show_new(labels);
  if (!trouble_.empty()) {
    return {Move::Kind::stop};
  }
  std::vector<Step> of_inner;
  for (const Step& one : possible) {
    if (answer_ && one.label == *answer_) {
      const Label shown = *answer_;
      answer_.reset();
      return {Move::Kind::show, shown};
    }
    if (plays(one.label)) {
      of_inner.push_back(one);
    }
  }
  const Move move = inner_.next(oracle, of_inner, labels);
  if (move.kind == Move::Kind::show) {
    refused_ = providers_.refuses(move.label);
  }
  return refused_.empty() ? move : Move{Move::Kind::stop};
}

void RealProvidersDriver::conclude(Transcript& transcript) {
  show_new(transcript.labels);
  if (!trouble_.empty() && transcript.breaks.empty()) {
    transcript.broken = trouble_;
    return;
  }
  transcript.unsupported += refused_;
  for (const iut::StackFinding& one : providers_.findings()) {
    Break& found = transcript.breaks.emplace_back();
    found.at = transcript.labels.size();
    found.text = one.text;
    found.explanation.broken = {one.requirement};
    found.explanation.specific = 1;
  }
  read_back(transcript);
}

void RealProvidersDriver::read_back(Transcript& transcript) const {
  std::vector<int> mtus;
  try {
    mtus = providers_.read_mtus();
  } catch (const iut::NoStacks& reason) {
    transcript.broken = reason.what();
    return;
  }
  const std::vector<std::uint64_t> done = performed(transcript.labels, instances_);
  std::vector<unsigned> changed;
  std::vector<unsigned> due;
  std::string details;
  bool too_many = false;
  bool too_few = false;
  for (unsigned i = 0; i < mtus.size() && i < done.size(); ++i) {
    const int first = providers_.has_interface(i) ? providers_.mtu_of(0) : 0;
    const int wanted = done[i] == 0 ? first : providers_.mtu_of(done[i]);
    if (mtus[i] != first) {
      changed.push_back(i);
    }
    if (done[i] != 0) {
      due.push_back(i);
    }
    if (mtus[i] != wanted) {
      // A stack still as it was has lost, or never seen, what its provider said it performed.
      (mtus[i] == first ? too_few : too_many) = true;
      details += "; stack " + std::to_string(i + 1) + " has MTU " + std::to_string(mtus[i]) +
                 " instead of " + std::to_string(wanted);
    }
  }
  if (details.empty()) {
    return;
  }
  Break& found = transcript.breaks.emplace_back();
  found.at = transcript.labels.size();
  found.text = "read back: the MTU changed in stacks " + set_of(changed) + ", but providers " +
               set_of(due) + " performed the ioctl" + details;
  if (too_many) {
    found.explanation.broken.push_back(&cinet::req::cinet_102);
  }
  if (too_few) {
    found.explanation.broken.push_back(&cinet::req::cinet_104);
  }
  found.explanation.specific = found.explanation.broken.size();
}

} // namespace pathproof
