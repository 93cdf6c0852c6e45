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
  case SocketCall::listen:
    return "listen" + of + " 1";
  case SocketCall::accept:
    return "accept" + of;
  case SocketCall::shutdown:
    return "shutdown" + of;
  case SocketCall::getsockname:
    return "getsockname" + of;
  case SocketCall::getpeername:
    return "getpeername" + of;
  default:
    return "close" + of;
  }
}

// A program with buffers does not wait for these: they count when the daemon has done them.
bool is_not_awaited(SocketCall call) {
  return call == SocketCall::close || call == SocketCall::shutdown;
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
  own_.clear();
  sockets_.clear();
}

std::string ProgramCalls::refuses(SocketCall call, std::uint32_t socket) const {
  const auto is_accepting = [&](const Task& one) {
    return one.phase != Phase::idle && one.call == SocketCall::accept && one.socket == socket;
  };
  switch (call) {
  case SocketCall::listen:
    return accepts_ahead()
               ? "for each of two listeners an ACCEPT may be sent ahead, which is not modelled"
               : "";
  case SocketCall::accept:
    return std::any_of(tasks_.begin(), tasks_.end(), is_accepting)
               ? "which of two tasks gets a connection that came ahead is not stated"
               : "";
  case SocketCall::close:
    return std::any_of(tasks_.begin(), tasks_.end(), is_accepting)
               ? "POSIX does not say what becomes of accept() when its socket is closed"
               : "";
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

bool ProgramCalls::any_not_awaited() const {
  return std::any_of(tasks_.begin(), tasks_.end(), [](const Task& one) {
    return one.phase != Phase::idle && is_not_awaited(one.call);
  });
}

bool ProgramCalls::accepts_ahead() const {
  return std::any_of(
      sockets_.begin(), sockets_.end(), [](const auto& one) { return one.second.listens; });
}

void ProgramCalls::call(unsigned task, SocketCall call, std::uint32_t socket) {
  Task& one = tasks_.at(task);
  const auto named = sockets_.find(socket);
  one = {.phase = Phase::called, .call = call, .socket = socket};
  programs_.call(
      task, command(call, named == sockets_.end() ? no_such_descriptor : named->second.of_program));
}

bool ProgramCalls::asks(const Task& task, const profile::Message& message) const {
  if (task.phase != Phase::called || is_served(task) ||
      message.call.call != static_cast<std::uint16_t>(call_on_path(task.call))) {
    return false;
  }
  const auto named = sockets_.find(task.socket);
  return task.call == SocketCall::socket ||
         (named != sockets_.end() && named->second.on_path == message.header.socket);
}

// Its ACCEPT ends with a connection that the instance has, or has asked for.
bool ProgramCalls::is_served(const Task& task) const {
  const auto named = sockets_.find(task.socket);
  const auto is_for_it = [&](const Own& one) {
    return one.call == SocketCall::accept && one.socket == task.socket;
  };
  return task.call == SocketCall::accept &&
         ((named != sockets_.end() && !named->second.held.empty()) ||
          std::any_of(own_.begin(), own_.end(), is_for_it));
}

bool ProgramCalls::is_early(const profile::Message& message) const {
  const auto gets_one = [&](const Task& one) {
    const auto named = sockets_.find(one.socket);
    return one.phase == Phase::called && one.call == SocketCall::accept &&
           named != sockets_.end() && !named->second.held.empty();
  };
  return message.call.call == static_cast<std::uint16_t>(profile::Call::accept) &&
         std::any_of(tasks_.begin(), tasks_.end(), gets_one);
}

std::uint32_t ProgramCalls::label_of(std::uint32_t on_path) const {
  const auto known = std::find_if(sockets_.begin(), sockets_.end(), [&](const auto& one) {
    return one.second.on_path == on_path;
  });
  return known == sockets_.end() ? unlisted : known->first;
}

// The lowest descriptor that is free, or the one that the number on the path has already: then the
// instance has chosen one that is in use.
std::uint32_t ProgramCalls::make(std::uint32_t on_path, unsigned task) {
  if (const std::uint32_t known = label_of(on_path); known != unlisted) {
    return known;
  }
  for (unsigned k = 0; k < profile::descriptors_max; ++k) {
    const Socket made{.on_path = on_path, .task = task};
    if (sockets_.try_emplace(profile::descriptor(k), made).second) {
      return profile::descriptor(k);
    }
  }
  return unlisted;
}

Label ProgramCalls::request(const profile::Message& message, std::uint32_t confirms) {
  auto* const found = std::find_if(
      tasks_.begin(), tasks_.end(), [&](const Task& one) { return asks(one, message); });
  if (found == tasks_.end()) {
    return own_request(message, confirms);
  }
  const auto task = static_cast<unsigned>(found - tasks_.begin());
  found->phase = Phase::asked;
  found->on_path = message.header.task;
  found->number = message.header.request;
  std::uint32_t made = profile::no_descriptor;
  if (found->call == SocketCall::socket) {
    found->made = make(message.header.socket, task);
  } else if (found->call == SocketCall::accept) {
    found->made = made = make(message.call.argument_1, task);
  }
  return {static_cast<std::uint16_t>(Show::instance_request),
          {task,
           found->number,
           static_cast<std::uint32_t>(found->call),
           found->call == SocketCall::socket ? found->made : found->socket,
           made,
           confirms}};
}

// Nobody has called for it: ACCEPT for who listens, or CLOSE of what came of one.
Label ProgramCalls::own_request(const profile::Message& message, std::uint32_t confirms) {
  const std::uint32_t socket = label_of(message.header.socket);
  const auto call = call_of_label(message.call.call);
  const auto named = sockets_.find(socket);
  if (named == sockets_.end() || (call != SocketCall::accept && call != SocketCall::close)) {
    misbehaves("it sends a request that nobody asked for: " +
               name_of(static_cast<profile::Call>(message.call.call)));
  }
  Own one{.on_path = message.header.task,
          .number = message.header.request,
          .call = *call,
          .socket = socket,
          .made = profile::no_descriptor};
  const unsigned task = named->second.task;
  if (call == SocketCall::accept) {
    one.made = make(message.call.argument_1, task);
  }
  own_.push_back(one);
  return {static_cast<std::uint16_t>(Show::instance_request),
          {task, one.number, static_cast<std::uint32_t>(*call), socket, one.made, confirms}};
}

void ProgramCalls::respond(const Label& label, DaemonEnd& daemon) {
  const auto [task, number, call_number, socket, error, confirms] = label.arguments;
  const auto call = static_cast<SocketCall>(call_number);
  Task& one = tasks_.at(task);
  const Own asked{.number = number, .call = call, .socket = socket};
  const auto own = std::find_if(own_.begin(), own_.end(), [&](const Own& other) {
    return other.number == asked.number && other.call == asked.call && other.socket == asked.socket;
  });
  const bool is_own = own != own_.end();
  const auto named = sockets_.find(socket);
  Header header =
      message_header(profile::Kind::response,
                     named == sockets_.end() ? profile::no_socket : named->second.on_path);
  header.task = is_own ? own->on_path : one.on_path;
  header.request = number;
  profile::CallBody body{};
  body.call = static_cast<std::uint16_t>(call_on_path(call));
  const bool failed = error != 0;
  if (failed) {
    body.result = static_cast<std::uint32_t>(-1);
    body.error = error_on_path(static_cast<CallError>(error));
  } else {
    put_address(loopback(some_port), body);
  }
  daemon.send(header, confirms, body);
  unseen_ = unseen_ || is_own || is_not_awaited(call);
  const std::uint32_t made = is_own ? own->made : one.made;
  if (is_own) {
    if (!failed && call == SocketCall::accept && named != sockets_.end()) {
      named->second.held.push_back(made);
    }
    own_.erase(own);
  } else {
    one.phase = Phase::answered;
  }
  ends(call, socket, made, failed);
}

// What becomes of the sockets of a request that has ended so.
void ProgramCalls::ends(SocketCall call, std::uint32_t socket, std::uint32_t made, bool failed) {
  if (call == SocketCall::close) {
    sockets_.erase(socket);
  } else if (call == SocketCall::listen && !failed) {
    if (const auto named = sockets_.find(socket); named != sockets_.end()) {
      named->second.listens = true;
    }
  } else if (failed && (call == SocketCall::socket || call == SocketCall::accept)) {
    sockets_.erase(call == SocketCall::socket ? socket : made);
  }
}

void ProgramCalls::lose_path() {
  sockets_.clear();
  own_.clear();
  for (Task& one : tasks_) {
    if (one.phase != Phase::idle) {
      one.phase = Phase::lost;
    }
  }
}

std::optional<Label> ProgramCalls::returned(unsigned task) {
  Task& one = tasks_.at(task);
  const bool is_done_later = is_not_awaited(one.call) && sockets_.count(one.socket) != 0;
  if (one.phase == Phase::idle ||
      (is_done_later && (one.phase == Phase::called || one.phase == Phase::asked))) {
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
  if (error == 0 && (one.call == SocketCall::socket || one.call == SocketCall::accept)) {
    made = one.made;
    if (one.phase == Phase::called) {
      const auto listener = sockets_.find(one.socket);
      if (listener == sockets_.end() || listener->second.held.empty()) {
        misbehaves("it gives a program a connection that nobody has made");
      }
      made = listener->second.held.front();
      listener->second.held.pop_front();
    }
    if (const auto named = sockets_.find(made); named != sockets_.end()) {
      named->second.of_program = static_cast<int>(one.ended->value);
    }
  }
  one = {};
  return Label{static_cast<std::uint16_t>(Show::called), {task, made, error}};
}

} // namespace pathproof::iut::lfp
