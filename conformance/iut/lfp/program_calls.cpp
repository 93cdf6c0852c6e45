// SPDX-License-Identifier: Apache-2.0
#include "conformance/iut/lfp/program_calls.hpp"

#include <algorithm>

#include "conformance/iut/lfp/call_messages.hpp"
#include "conformance/iut/lfp/instance_source.hpp"
#include "conformance/iut/lfp/loopback.hpp"
#include "model/lfp/call_state.hpp"

namespace pathproof::iut::lfp {

namespace {

using profile::CallError;
using profile::Header;
using profile::Show;
using profile::SocketCall;

constexpr std::uint16_t some_port = 9; // of partners that there are not
constexpr int no_such_descriptor = 9999;

// As the program knows the call.
std::string command(SocketCall call, int descriptor) {
  const std::string of = " " + std::to_string(descriptor);
  switch (call) {
  case SocketCall::socket:
    return "socket";
  case SocketCall::connect:
    return "connect" + of + " " + std::to_string(some_port);
  case SocketCall::bind:
    return "bind" + of + " 0";
  case SocketCall::getsockname:
    return "getsockname" + of;
  case SocketCall::getpeername:
    return "getpeername" + of;
  default:
    return "close" + of;
  }
}

// Of the name of an errno; unlisted for one that no label has.
std::uint32_t error_of_program(const std::string& error) {
  const auto& names = profile::call_error_names;
  const auto* const found = std::find(names.begin(), names.end(), error);
  return found == names.end() ? unlisted : static_cast<std::uint32_t>(found - names.begin());
}

} // namespace

void ProgramCalls::forget() {
  tasks_ = {};
  sockets_.clear();
}

std::string ProgramCalls::refuses(SocketCall call) {
  switch (call) {
  case SocketCall::listen:
  case SocketCall::accept:
    return "connections are accepted ahead for a program that listens, which is not modelled";
  case SocketCall::shutdown:
    return "SHUTDOWN of a socket with a buffer says nothing of the daemon's";
  case SocketCall::termapi:
    return "a program that uses sockets as POSIX has them has no TERMAPI";
  default:
    return {};
  }
}

bool ProgramCalls::any() const {
  return std::any_of(
      tasks_.begin(), tasks_.end(), [](const Task& one) { return one.phase != Phase::idle; });
}

bool ProgramCalls::closes() const {
  return std::any_of(tasks_.begin(), tasks_.end(), [](const Task& one) {
    return one.phase != Phase::idle && one.call == SocketCall::close;
  });
}

void ProgramCalls::call(unsigned task, SocketCall call, std::uint32_t socket) {
  Task& one = tasks_.at(task);
  const auto named = sockets_.find(socket);
  one = {.phase = Phase::called, .call = call, .socket = socket};
  programs_.call(
      task, command(call, named == sockets_.end() ? no_such_descriptor : named->second.of_program));
}

bool ProgramCalls::asks(const Task& task, const profile::Message& message) const {
  if (task.phase != Phase::called ||
      message.call.call != static_cast<std::uint16_t>(call_on_path(task.call))) {
    return false;
  }
  const auto named = sockets_.find(task.socket);
  return task.call == SocketCall::socket ||
         (named != sockets_.end() && named->second.on_path == message.header.socket);
}

// The lowest descriptor that is free, or the one that the number on the path has already: then the
// instance has chosen one that is in use.
std::uint32_t ProgramCalls::make(std::uint32_t on_path) {
  const auto known = std::find_if(sockets_.begin(), sockets_.end(), [&](const auto& one) {
    return one.second.on_path == on_path;
  });
  if (known != sockets_.end()) {
    return known->first;
  }
  for (unsigned k = 0; k < profile::descriptors_max; ++k) {
    if (sockets_.try_emplace(profile::descriptor(k), Socket{.on_path = on_path}).second) {
      return profile::descriptor(k);
    }
  }
  return unlisted;
}

Label ProgramCalls::request(const profile::Message& message, std::uint32_t confirms) {
  auto* const found = std::find_if(
      tasks_.begin(), tasks_.end(), [&](const Task& one) { return asks(one, message); });
  if (found == tasks_.end()) {
    misbehaves("it sends a request that nobody asked for: " +
               name_of(static_cast<profile::Call>(message.call.call)));
  }
  found->phase = Phase::asked;
  found->on_path = message.header.task;
  found->number = message.header.request;
  if (found->call == SocketCall::socket) {
    found->made = make(message.header.socket);
  }
  return {static_cast<std::uint16_t>(Show::instance_request),
          {static_cast<std::uint32_t>(found - tasks_.begin()),
           found->number,
           static_cast<std::uint32_t>(found->call),
           found->call == SocketCall::socket ? found->made : found->socket,
           profile::no_descriptor,
           confirms}};
}

void ProgramCalls::respond(const Label& label, DaemonEnd& daemon) {
  const auto [task, number, call, socket, error, confirms] = label.arguments;
  Task& one = tasks_.at(task);
  const auto named = sockets_.find(socket);
  Header header =
      message_header(profile::Kind::response,
                     named == sockets_.end() ? profile::no_socket : named->second.on_path);
  header.task = one.on_path;
  header.request = number;
  profile::CallBody body{};
  body.call = static_cast<std::uint16_t>(call_on_path(static_cast<SocketCall>(call)));
  one.failed = error != 0;
  if (one.failed) {
    body.result = static_cast<std::uint32_t>(-1);
    body.error = error_on_path(static_cast<CallError>(error));
  } else {
    put_address(loopback(some_port), body);
  }
  daemon.send(header, confirms, body);
  one.phase = Phase::answered;
  const bool is_gone = one.call == SocketCall::socket ? one.failed : one.call == SocketCall::close;
  if (is_gone && named != sockets_.end()) {
    sockets_.erase(named);
  }
}

void ProgramCalls::lose_path() {
  sockets_.clear();
  for (Task& one : tasks_) {
    if (one.phase != Phase::idle) {
      one.phase = Phase::lost;
    }
  }
}

std::optional<Label> ProgramCalls::returned(unsigned task) {
  Task& one = tasks_.at(task);
  // CLOSE ends at once for the program; it counts when the daemon has done it.
  const bool is_closing = one.call == SocketCall::close && sockets_.count(one.socket) != 0;
  if (one.phase == Phase::idle ||
      (is_closing && (one.phase == Phase::called || one.phase == Phase::asked))) {
    return {};
  }
  if (!one.ended) {
    one.ended = programs_.answer(task, 0);
  }
  const bool failed = one.ended && one.ended->value < 0;
  const bool tells_of_loss = failed && one.ended->error == path_loss_errno;
  if (!one.ended || (tells_of_loss && one.phase != Phase::lost && one.phase != Phase::answered)) {
    return {};
  }
  const std::uint32_t error = !failed ? 0
                              : tells_of_loss && one.phase == Phase::lost
                                  ? static_cast<std::uint32_t>(CallError::path_loss)
                                  : error_of_program(one.ended->error);
  std::uint32_t made = profile::no_descriptor;
  if (error == 0 && one.call == SocketCall::socket) {
    made = one.made;
    if (const auto named = sockets_.find(made); named != sockets_.end()) {
      named->second.of_program = static_cast<int>(one.ended->value);
    }
  }
  one = {};
  return Label{static_cast<std::uint16_t>(Show::called), {task, made, error}};
}

} // namespace pathproof::iut::lfp
