// SPDX-License-Identifier: Apache-2.0
// What the reference endpoint does of itself; reference_calls.cpp and reference_frames.cpp are its
// two sides.
#include "conformance/iut/hs/reference_endpoint.hpp"

#include <algorithm>

namespace pathproof::iut {

using iucv::hs::Kind;
using iucv::hs::Role;

namespace {

// What a reference that is broken on purpose may say without coming to rest.
constexpr unsigned labels_max = 1000;

} // namespace

ReferenceEndpoint::ReferenceEndpoint(const Machine& machine,
                                     std::string user,
                                     char padding,
                                     std::uint64_t seed)
    : machine_(machine),
      kinds_(machine.description().kinds_of_role(static_cast<unsigned>(Role::endpoint))),
      user_(std::move(user)), padding_(padding), seed_(seed),
      reference_(
          std::make_unique<Reference>(machine, 1U << static_cast<unsigned>(Role::endpoint), seed)) {
}

void ReferenceEndpoint::reset() {
  reference_->reset(seed_);
  peers_ = {};
  own_descriptor_.clear();
  own_name_ = {};
  bound_ = false;
  connected_to_.reset();
  at_once_.clear();
  descriptors_ = 2;
  current_.reset();
  waiting_.clear();
  asked_.reset();
}

bool ReferenceEndpoint::permits(const Label& label) {
  steps_.clear();
  machine_.expand(reference_->state(), {.label = &label}, steps_);
  return !steps_.empty();
}

bool ReferenceEndpoint::must_go_on() {
  steps_.clear();
  machine_.expand(reference_->state(), {.kinds = kinds_}, steps_);
  const auto& rules = machine_.description().rules;
  return std::any_of(steps_.begin(), steps_.end(), [&](const Step& one) {
    return rules[one.rule].duty == Duty::must;
  });
}

void ReferenceEndpoint::take(const Label& label, Said& said) {
  reference_->take(label);
  run(said);
}

// It may say something, and goes on while it has to.
void ReferenceEndpoint::run(Said& said) {
  for (unsigned i = 0; i < labels_max; ++i) {
    const std::optional<Label> label = reference_->next();
    if (!label) {
      break;
    }
    show(*label, said);
    if (!must_go_on()) {
      break;
    }
  }
}

// What had to wait for what has happened.
void ReferenceEndpoint::go_on(Said& said) {
  while (!current_ && !waiting_.empty()) {
    const AgentCommand next = std::move(waiting_.front());
    waiting_.pop_front();
    begin(next, said);
  }
  retry_held(said);
}

void ReferenceEndpoint::show(const Label& label, Said& said) {
  const auto kind = static_cast<Kind>(label.kind);
  if (kind >= Kind::sent_syn && kind <= Kind::sent_other) {
    show_frame(label, said);
  } else {
    show_return(label, said);
  }
}

std::optional<unsigned> ReferenceEndpoint::peer_of(const Party& party) const {
  for (unsigned i = 0; i < peers_.size(); ++i) {
    if (peers_[i].party == party) {
      return i;
    }
  }
  return std::nullopt;
}

// The number of a peer that is this party, or may become it.
std::optional<unsigned> ReferenceEndpoint::place_for(const Party& party) {
  if (const std::optional<unsigned> known = peer_of(party)) {
    return known;
  }
  for (const bool forgetting : {false, true}) {
    for (unsigned i = 0; i < peers_.size(); ++i) {
      const Peer& one = peers_[i];
      const bool in_use = one.waits || !one.descriptor.empty() || connected_to_ == i;
      if (!in_use && (forgetting || !one.party)) {
        peers_[i] = {.party = party};
        return i;
      }
    }
  }
  return std::nullopt;
}

ReferenceEndpoint::Party ReferenceEndpoint::own() const {
  std::string padded = user_;
  padded.resize(iucv::hs_name_size, padding_);
  Party made = own_name_;
  std::transform(padded.begin(), padded.end(), made.user.begin(), ebcdic::octet);
  return made;
}

// With whatever it is padded.
bool ReferenceEndpoint::is_own(const UserId& user) const {
  for (std::size_t i = 0; i < user.size(); ++i) {
    const bool same = i < user_.size() ? user[i] == ebcdic::octet(user_[i])
                                       : user[i] == 0 || user[i] == ebcdic::blank;
    if (!same) {
      return false;
    }
  }
  return true;
}

} // namespace pathproof::iut
