// SPDX-License-Identifier: Apache-2.0
#include "conformance/iut/stack_providers.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstring>
#include <thread>

#include "model/cinet/labels.hpp"
#include "model/cinet/requirements.hpp"
#include "model/core/error.hpp"

namespace pathproof::iut {

namespace {

using cinet::Kind;

constexpr std::size_t said_bytes_max = 4096;
constexpr unsigned providers_max = 32;
// Within one machine; it is only waited that long for what does not come.
constexpr int arrival_ms = 2000;

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

[[noreturn]] void refuse(std::string_view specification) {
  throw UsageError("'" + std::string(specification) +
                   "' names no real providers; expected kinds (netns, lwip), and perhaps the "
                   "providers without an interface, as in netns, netns:1,3 or "
                   "netns+netns+lwip:none");
}

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> words;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find(separator, at), text.size());
    words.emplace_back(text.substr(at, end - at));
    at = end + 1;
  }
  return words;
}

unsigned read_number(std::string_view specification, std::string_view word) {
  unsigned number = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
  if (error != std::errc() || end != word.data() + word.size() || number == 0 ||
      number > providers_max) {
    refuse(specification);
  }
  return number;
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

StackProviders::StackProviders(std::string_view specification, MakeStack make)
    : make_(std::move(make)) {
  const std::size_t colon = std::min(specification.find(':'), specification.size());
  kinds_ = split(specification.substr(0, colon), '+');
  if (!std::all_of(kinds_.begin(), kinds_.end(), is_stack_kind)) {
    refuse(specification);
  }
  const std::string_view list = specification.substr(colon);
  if (list != ":none") {
    for (const std::string& word : split(list.empty() ? "2" : list.substr(1), ',')) {
      without_.insert(read_number(specification, word));
    }
  }
}

Declaration StackProviders::declaration() {
  std::string name;
  for (const std::string& kind : kinds_) {
    name += (name.empty() ? "" : "+") + kind;
  }
  // No such stack has shared memory of Common INET, or anybody to ask for access to it.
  return {.name = name,
          .roles = {"provider"},
          .lacks = {"shared_memory", "asynchronous_io", "query"},
          .choose = {},
          .trouble = {}};
}

Reply StackProviders::start(const Machine& machine, const CaseStart& start) {
  seed_ = start.seed;
  connections_ = 0;
  findings_.clear();
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
      providers_.push_back(
          {.stack = make_(kinds_[number % kinds_.size()], number, has_interface(number))});
    }
  } catch (const NoStacks& reason) {
    providers_.clear();
    return {.kind = Reply::Kind::unsupported, .text = reason.what()};
  }
  return {};
}

Reply StackProviders::give(const Label& label) {
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
    return {.kind = Reply::Kind::unsupported, .text = "a stack has no shared memory objects"};
  case Kind::event_start:
    return power(number, true);
  case Kind::event_stop:
    return power(number, false);
  case Kind::event_connection:
    connect(number, socket);
    return {};
  default:
    return {};
  }
}

Reply StackProviders::create(std::uint32_t number, std::uint32_t socket) {
  int error = 0;
  providers_[number].sockets[socket] = {.socket = providers_[number].stack->socket(error)};
  return outcome(number, "socket()", error);
}

Reply StackProviders::listen(std::uint32_t number, std::uint32_t socket) {
  const auto& sockets = providers_[number].sockets;
  const auto found = sockets.find(socket);
  if (found == sockets.end()) {
    note(number, "listen()", EBADF);
    return {};
  }
  // While another worker starts a program, that has copies of sockets which are closed here, too.
  int error = EADDRINUSE;
  for (int waited = 0; error == EADDRINUSE && waited < arrival_ms; waited += 2) {
    error = found->second.socket.listen(port_of(socket));
    if (error == EADDRINUSE) {
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
  }
  return outcome(number, "listen()", error);
}

Reply StackProviders::ioctl(std::uint32_t number, std::uint32_t socket) {
  Provider& provider = providers_[number];
  const int mtu = mtu_of(++provider.ioctls);
  const auto found = provider.sockets.find(socket);
  if (found == provider.sockets.end()) {
    // The layer names a socket that this stack never had: there is nothing to answer with.
    note(number, "SIOCSIFMTU", EBADF);
    return {};
  }
  const int error = provider.stack->set_mtu(found->second.socket, mtu);
  if (error == 0 || code_of_errno(error) == unlisted) {
    return outcome(number, "SIOCSIFMTU on pp0", error);
  }
  note(number, "SIOCSIFMTU on pp0", error);
  return {.kind = Reply::Kind::label,
          .label = answer(Kind::answer_failed, number, code_of_errno(error))};
}

// The provider ends, and its sockets with it; or it comes back without them.
Reply StackProviders::power(std::uint32_t number, bool up) {
  Provider& provider = providers_[number];
  provider.sockets.clear();
  if (const int error = provider.stack->set_up(up); error != 0) {
    return outcome(number, up ? "taking pp0 up" : "taking pp0 down", error);
  }
  return {};
}

std::string StackProviders::refuses(const Label& label) const {
  const std::uint32_t number = label.arguments[0];
  if (label.kind == static_cast<unsigned>(Kind::event_connection)) {
    const RealStack* const found = stack(number);
    return found != nullptr && found->has_partner()
               ? ""
               : "provider " + std::to_string(number + 1) +
                     " has no interface with a host at its other end, which could connect";
  }
  return label.kind == static_cast<unsigned>(Kind::call_listen) && connected(number)
             ? "a stack does not listen on a connection"
             : "";
}

bool StackProviders::connected(std::uint32_t socket) const {
  return std::any_of(providers_.begin(), providers_.end(), [&](const Provider& one) {
    const auto found = one.sockets.find(socket);
    return found != one.sockets.end() && found->second.connected;
  });
}

void StackProviders::overhear(const Label& label) {
  if (label.kind == static_cast<unsigned>(Kind::call_accept)) {
    listener_ = label.arguments[0];
    accepted_ = label.arguments[1];
  } else if (label.kind == static_cast<unsigned>(Kind::return_accepted) &&
             label.arguments[0] < providers_.size()) {
    accept(label.arguments[0]);
  }
}

// A connection from outside, unless one is there: whoever plays the partners may do so by itself.
void StackProviders::connect(std::uint32_t number, std::uint32_t socket) {
  if (waits(number, socket)) {
    return;
  }
  Provider& provider = providers_[number];
  int error = 0;
  StackSocket partner = provider.stack->partner(error);
  if (error == 0) {
    error = partner.connect(provider.stack->address(), port_of(socket), arrival_ms);
  }
  const auto found = provider.sockets.find(socket);
  if (error != 0 || found == provider.sockets.end()) {
    find(cinet::req::cinet_016, number, "a connection does not arrive: " + in_words(error));
    return;
  }
  found->second.partner = std::move(partner);
}

// The layer says that it has accepted there.
void StackProviders::accept(std::uint32_t number) {
  Provider& provider = providers_[number];
  const auto found = provider.sockets.find(listener_);
  int error = EBADF;
  Ends made;
  if (found != provider.sockets.end()) {
    made.socket = found->second.socket.accept(arrival_ms, error);
  }
  if (error != 0) {
    find(cinet::req::cinet_021, number, "there is nothing to accept: " + in_words(error));
    return;
  }
  made.partner = std::move(found->second.partner);
  made.connected = true;
  exchange(number, made);
  provider.sockets[accepted_] = std::move(made);
}

// Through the new socket alone, there and back. A partner that plays itself knows what to do.
void StackProviders::exchange(std::uint32_t number, const Ends& ends) {
  const std::string text = greeting(number, ++connections_);
  bool arrived = ends.socket.send(text) == 0;
  if (ends.partner) {
    arrived = arrived && ends.partner.receive(text.size(), arrival_ms) == text &&
              ends.partner.send(text) == 0;
  }
  if (!arrived || ends.socket.receive(text.size(), arrival_ms) != text) {
    find(cinet::req::cinet_021, number, "the connection that was accepted does not carry data");
  }
}

void StackProviders::find(const Requirement& requirement,
                          std::uint32_t number,
                          const std::string& what) {
  findings_.push_back({&requirement, "stack " + std::to_string(number + 1) + ": " + what});
}

// For what a stack does not refuse in the model: a refusal is a fault of the set-up.
Reply StackProviders::outcome(std::uint32_t number, const std::string& what, int error) {
  if (error == 0) {
    return done(number);
  }
  note(number, what, error);
  return {.kind = Reply::Kind::broken,
          .text = "stack " + std::to_string(number + 1) + ": " + what + ": " + in_words(error) +
                  ", for which the model has no answer"};
}

void StackProviders::note(std::uint32_t number, const std::string& what, int error) {
  if (said_.size() < said_bytes_max) {
    said_ += "stack " + std::to_string(number + 1) + ": " + what + ": " + in_words(error) + "\n";
  }
}

int StackProviders::mtu_of(std::uint64_t ioctl) const {
  constexpr std::uint64_t lowest = 2000;
  constexpr std::uint64_t span = 1000; // ioctls of one provider in one case, before they repeat
  constexpr std::uint64_t seeds = 60;
  return ioctl == 0 ? RealStack::default_mtu
                    : static_cast<int>(lowest + seed_ % seeds * span + ioctl % span);
}

bool StackProviders::has_interface(unsigned provider) const {
  return !without_.contains(provider + 1);
}

RealStack* StackProviders::stack(unsigned provider) const {
  return provider < providers_.size() ? providers_[provider].stack.get() : nullptr;
}

unsigned short StackProviders::port_of(std::uint32_t socket) {
  constexpr unsigned first_port = 20'000;
  return static_cast<unsigned short>(first_port + socket);
}

bool StackProviders::waits(unsigned provider, std::uint32_t socket) const {
  if (provider >= providers_.size()) {
    return false;
  }
  const auto found = providers_[provider].sockets.find(socket);
  return found != providers_[provider].sockets.end() && found->second.socket.ready(0);
}

std::string StackProviders::greeting(unsigned provider, std::uint64_t connection) {
  std::string text = "tp=" + std::to_string(provider + 1);
  text += " connection=" + std::to_string(connection);
  text.resize(greeting_octets, '.');
  return text;
}

std::vector<int> StackProviders::read_mtus() const {
  std::vector<int> mtus;
  for (const Provider& one : providers_) {
    mtus.push_back(one.stack->read_mtu().value_or(0));
  }
  return mtus;
}

} // namespace pathproof::iut
