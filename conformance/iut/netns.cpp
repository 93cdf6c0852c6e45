// SPDX-License-Identifier: Apache-2.0
#include "conformance/iut/netns.hpp"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>

#include "model/cinet/labels.hpp"
#include "model/core/error.hpp"

namespace pathproof::iut {

namespace {

using cinet::Kind;

constexpr std::size_t said_bytes_max = 4096;
constexpr unsigned providers_max = 32;

// Return code numbers of z/OS for errnos of Linux of the same name, where the model lists one.
// ENODEV has no number for z/OS in any source at hand: the code of ENXIO stands for it here, and
// the kernel's own word goes into the report.
struct Translation {
  int error;
  std::string_view code; // in cinet::code_names
};

constexpr std::array translations{
    Translation{EINVAL, "-1,121,74610301"},
    Translation{EFAULT, "-1,118,74620302"},
    Translation{ENOBUFS, "-1,1122,74630303"},
    Translation{EOPNOTSUPP, "-1,1112,74640304"},
    Translation{ENXIO, "-1,138,74650305"},
    Translation{ENODEV, "-1,138,74650305"},
    Translation{EACCES, "-1,111,74660306"},
    Translation{EPERM, "-1,139,74670307"},
    Translation{ENOMEM, "-1,132,74680308"},
    Translation{EADDRNOTAVAIL, "-1,1116,74690309"},
    Translation{ENETDOWN, "-1,1117,746A030A"},
};

Label answer(Kind kind, std::uint32_t provider, std::uint32_t code = 0) {
  return {.kind = static_cast<std::uint16_t>(kind), .arguments = {provider, code}};
}

Reply done(std::uint32_t provider) {
  return {.kind = Reply::Kind::label, .label = answer(Kind::answer_done, provider)};
}

std::string in_words(int error) {
  const char* name = strerrorname_np(error);
  return std::string(std::strerror(error)) + " (" + (name == nullptr ? "errno" : name) + " " +
         std::to_string(error) + ")";
}

std::set<unsigned> read_numbers(std::string_view specification, std::string_view list) {
  std::set<unsigned> numbers;
  while (!list.empty()) {
    const std::string_view word = list.substr(0, list.find(','));
    unsigned number = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
    if (error != std::errc() || end != word.data() + word.size() || number == 0 ||
        number > providers_max) {
      throw UsageError("'" + std::string(specification) +
                       "' names no real providers; expected netns, netns:none, or netns: and the "
                       "providers without an interface, as in netns:1,3");
    }
    numbers.insert(number);
    list.remove_prefix(std::min(list.size(), word.size() + 1));
  }
  return numbers;
}

} // namespace

std::uint32_t code_of_errno(int error) {
  for (const Translation& one : translations) {
    const auto* const found =
        std::find(cinet::code_names.begin(), cinet::code_names.end(), one.code);
    if (one.error == error && found != cinet::code_names.end()) {
      return static_cast<std::uint32_t>(found - cinet::code_names.begin());
    }
  }
  return unlisted;
}

NetnsProviders::NetnsProviders(std::string_view specification) {
  const std::size_t colon = std::min(specification.find(':'), specification.size());
  const std::string_view list = specification.substr(colon);
  if (specification.substr(0, colon) != "netns" || list == ":") {
    read_numbers(specification, "?");
  }
  if (list != ":none") {
    without_ = read_numbers(specification, list.empty() ? "2" : list.substr(1));
  }
}

Declaration NetnsProviders::declaration() {
  // A kernel has no shared memory of Common INET, and nobody to ask for access to it.
  return {.name = "netns",
          .roles = {"provider"},
          .lacks = {"shared_memory", "asynchronous_io", "query"},
          .choose = {},
          .trouble = {}};
}

Reply NetnsProviders::start(const Machine& machine, const CaseStart& start) {
  seed_ = start.seed;
  said_.clear();
  const unsigned wanted = machine.configuration().instances;
  try {
    if (providers_.size() != wanted) {
      providers_.clear();
    }
    for (Provider& one : providers_) {
      one.sockets.clear();
      one.ioctls = 0;
      if (const int error = one.stack->reset(); error != 0) {
        return {.kind = Reply::Kind::broken, .text = "a stack cannot be reset: " + in_words(error)};
      }
    }
    while (providers_.size() < wanted) {
      const auto number = static_cast<unsigned>(providers_.size());
      providers_.push_back({.stack = std::make_unique<NetworkStack>(has_interface(number)),
                            .sockets = {},
                            .ioctls = 0});
    }
  } catch (const NoStacks& reason) {
    providers_.clear();
    return {.kind = Reply::Kind::unsupported, .text = reason.what()};
  }
  return {};
}

Reply NetnsProviders::give(const Label& label) {
  const std::uint32_t number = label.arguments[0];
  const std::uint32_t socket = label.arguments[1];
  if (number >= providers_.size()) {
    return {};
  }
  switch (static_cast<Kind>(label.kind)) {
  case Kind::upcall_create:
    return create(number, socket);
  case Kind::upcall_close:
    providers_[number].sockets.erase(socket);
    return done(number);
  case Kind::upcall_listen:
    return listen(number, socket);
  case Kind::upcall_ioctl:
    return ioctl(number, socket);
  case Kind::upcall_attach:
  case Kind::upcall_detach:
    return {.kind = Reply::Kind::unsupported, .text = "a kernel has no shared memory objects"};
  case Kind::event_start:
    return power(number, true);
  case Kind::event_stop:
    return power(number, false);
  default:
    return {};
  }
}

Reply NetnsProviders::create(std::uint32_t number, std::uint32_t socket) {
  int error = 0;
  providers_[number].sockets[socket] = providers_[number].stack->socket(error);
  return outcome(number, "socket()", error);
}

Reply NetnsProviders::listen(std::uint32_t number, std::uint32_t socket) {
  constexpr unsigned first_port = 20'000; // the same in every stack
  const auto& sockets = providers_[number].sockets;
  const auto found = sockets.find(socket);
  if (found == sockets.end()) {
    note(number, "listen()", EBADF);
    return {};
  }
  const auto port = static_cast<unsigned short>(first_port + socket);
  return outcome(number, "listen()", NetworkStack::listen(found->second.get(), port));
}

Reply NetnsProviders::ioctl(std::uint32_t number, std::uint32_t socket) {
  Provider& provider = providers_[number];
  const int mtu = mtu_of(++provider.ioctls);
  const auto found = provider.sockets.find(socket);
  if (found == provider.sockets.end()) {
    // The layer names a socket that this stack never had: there is nothing to answer with.
    note(number, "SIOCSIFMTU", EBADF);
    return {};
  }
  const int error = NetworkStack::set_mtu(found->second.get(), mtu);
  if (error == 0 || code_of_errno(error) == unlisted) {
    return outcome(number, "SIOCSIFMTU on pp0", error);
  }
  note(number, "SIOCSIFMTU on pp0", error);
  return {.kind = Reply::Kind::label,
          .label = answer(Kind::answer_failed, number, code_of_errno(error))};
}

// The provider ends, and its sockets with it; or it comes back without them.
Reply NetnsProviders::power(std::uint32_t number, bool up) {
  Provider& provider = providers_[number];
  provider.sockets.clear();
  if (const int error = provider.stack->set_up(up); error != 0) {
    return outcome(number, up ? "taking pp0 up" : "taking pp0 down", error);
  }
  return {};
}

// For what a stack does not refuse in the model: a refusal is a fault of the set-up.
Reply NetnsProviders::outcome(std::uint32_t number, const std::string& what, int error) {
  if (error == 0) {
    return done(number);
  }
  note(number, what, error);
  return {.kind = Reply::Kind::broken,
          .text = "stack " + std::to_string(number + 1) + ": " + what + ": " + in_words(error) +
                  ", for which the model has no answer"};
}

void NetnsProviders::note(std::uint32_t number, const std::string& what, int error) {
  if (said_.size() < said_bytes_max) {
    said_ += "stack " + std::to_string(number + 1) + ": " + what + ": " + in_words(error) + "\n";
  }
}

int NetnsProviders::mtu_of(std::uint64_t ioctl) const {
  constexpr std::uint64_t lowest = 2000;
  constexpr std::uint64_t span = 1000; // ioctls of one provider in one case, before they repeat
  constexpr std::uint64_t seeds = 60;
  return ioctl == 0 ? NetworkStack::default_mtu
                    : static_cast<int>(lowest + seed_ % seeds * span + ioctl % span);
}

bool NetnsProviders::has_interface(unsigned provider) const {
  return !without_.contains(provider + 1);
}

std::vector<int> NetnsProviders::read_mtus() const {
  std::vector<int> mtus;
  for (const Provider& one : providers_) {
    mtus.push_back(one.stack->read_mtu().value_or(0));
  }
  return mtus;
}

} // namespace pathproof::iut
