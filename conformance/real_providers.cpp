// SPDX-License-Identifier: Apache-2.0
#include "conformance/real_providers.hpp"

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

RealProvidersDriver::RealProvidersDriver(Driver& inner,
                                         iut::StackProviders& providers,
                                         const Oracle& oracle)
    : RealPartyDriver(inner, providers, oracle, static_cast<unsigned>(cinet::Role::provider)),
      providers_(providers), instances_(oracle.machine().configuration().instances) {}

// The stacks whose MTU is another than at first must be those that performed an ioctl.
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

std::string real_role(std::string_view protocol) {
  return protocol == "cinet" ? "provider" : protocol == "cinet/prerouter" ? "driver" : "";
}

std::shared_ptr<iut::Iut> open_real(std::string_view role, const std::string& specification) {
  if (role == "driver") {
    return std::make_shared<iut::StackDrivers>(specification);
  }
  return std::make_shared<iut::StackProviders>(specification);
}

std::unique_ptr<Driver> play_real(Driver& inner, iut::Iut& real, const Oracle& oracle) {
  if (auto* const drivers = dynamic_cast<iut::StackDrivers*>(&real)) {
    return std::make_unique<RealDriversDriver>(inner, *drivers, oracle);
  }
  return std::make_unique<RealProvidersDriver>(
      inner, dynamic_cast<iut::StackProviders&>(real), oracle);
}

} // namespace pathproof
