// SPDX-License-Identifier: Apache-2.0
#include "conformance/guest_pair_talk.hpp"

#include <algorithm>
#include <chrono>
#include <stdexcept>
#include <utility>

#include "conformance/deviation.hpp"
#include "model/iucv/requirements_hs_handshake.hpp"
#include "model/iucv/requirements_hs_promises.hpp"

namespace pathproof {

namespace {

using iut::AgentAnswer;
using iut::Guest;

constexpr int connect_ms = 5000;
constexpr unsigned quiet_rounds = 2; // without a frame, until nothing is under way
constexpr int dont_wait = 0x40;
constexpr int end_of_record = 0x80;
constexpr int room = 4096;

} // namespace

void GuestPair::begin(const Machine& wire, const WireJudgeOptions& options, CaseResult& result) {
  judge_.emplace(wire, options);
  result_ = &result;
  frames_.clear();
  name_ = "N" + std::to_string(++connections_);
  for (Party& one : parties_) {
    one.listener.clear();
    one.socket.clear();
    one.coming.clear();
    one.shut = one.gone = false;
  }
}

void GuestPair::settle() {
  for (unsigned quiet = 0; quiet < quiet_rounds; ++quiet) {
    for (unsigned i = 0; i < 2; ++i) {
      Guest& from = *parties_.at(i).guest;
      Guest& to = *parties_.at(1 - i).guest;
      if (!from.call("ping").ok()) {
        throw std::logic_error("the guest's agent does not know ping");
      }
      while (const auto frame = from.receive_iucv(0, 0)) {
        hand_over(*frame, to);
        quiet = 0;
      }
    }
  }
}

AgentAnswer GuestPair::call(unsigned who, const std::string& command) {
  AgentAnswer answer = parties_.at(who).guest->call(command);
  note(who, command, answer.ok() ? answer.text : answer.text + " (error)");
  return answer;
}

std::optional<AgentAnswer> GuestPair::call_and_settle(unsigned who, const std::string& command) {
  Guest& guest = *parties_.at(who).guest;
  const Guest::Tag tag = guest.begin(command);
  const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(connect_ms);
  while (std::chrono::steady_clock::now() < until) {
    settle();
    if (auto answer = guest.collect(tag, 1)) {
      note(who, command, answer->ok() ? answer->text : answer->text + " (error)");
      return answer;
    }
  }
  note(who, command, "does not return");
  return std::nullopt;
}

bool GuestPair::connect(unsigned left_limit, unsigned right_limit) {
  Party& left = parties_[0];
  Party& right = parties_[1];
  listen(right_limit);
  left.socket = socket(0, left_limit, "C" + name_);
  const auto connected =
      call_and_settle(0, "connect " + left.socket + " " + iut::iucv_address(right.user, name_));
  if (!connected || !connected->ok()) {
    broken(iucv::req::iucv_208, "connect to a socket that listens failed");
    return false;
  }
  const AgentAnswer accepted = call(1, "accept " + right.listener);
  if (!accepted.ok()) {
    broken(iucv::req::iucv_207, "accept of a connection that is there failed");
    return false;
  }
  right.socket = std::string(accepted.word(0));
  return true;
}

void GuestPair::listen(unsigned limit) {
  parties_[1].listener = socket(1, limit, name_);
  call(1, "listen " + parties_[1].listener + " 5");
}

std::string GuestPair::socket(unsigned who, unsigned limit, const std::string& name) {
  const std::string made(call(who, "socket 32 5 0").word(0));
  if (limit != 0) {
    const std::string value{0, 0, 0, static_cast<char>(limit)};
    call(who, "setsockopt " + made + " 277 0x1000 " + iut::hexadecimal(value));
  }
  call(who, "bind " + made + " " + iut::iucv_address(parties_.at(who).user, name));
  return made;
}

bool GuestPair::send(unsigned who) {
  Party& one = parties_.at(who);
  Party& other = parties_.at(1 - who);
  const std::string message = one.role + " " + std::to_string(++messages_);
  const AgentAnswer answer =
      call(who,
           "send " + one.socket + " " + std::to_string(dont_wait | end_of_record) + " - " +
               iut::hexadecimal(message));
  if (answer.ok()) {
    if (one.shut) {
      broken(iucv::req::hs_005, "a message was taken after the direction was shut down");
    }
    if (answer.number() != static_cast<std::int64_t>(message.size())) {
      broken(iucv::req::hs_001, "a message was taken in part");
    }
    if (!other.gone) {
      other.coming.push_back(message);
    }
    return true;
  }
  const bool ended = one.shut || other.gone;
  if (!ended && !answer.failed_with("EAGAIN")) {
    broken(iucv::req::hs_001, "send on an open connection failed");
  }
  return false;
}

bool GuestPair::receive(unsigned who) {
  Party& one = parties_.at(who);
  const Party& other = parties_.at(1 - who);
  const AgentAnswer answer = call(
      who, "recv " + one.socket + " " + std::to_string(room) + " " + std::to_string(dont_wait));
  const iut::Bytes octets = answer.bytes(3);
  const std::string message(octets.begin(), octets.end());
  if (answer.ok() && !message.empty()) {
    if (one.coming.empty() || one.coming.front() != message) {
      broken(iucv::req::hs_002, "the message is not the one that was sent next");
      one.coming.clear();
    } else {
      one.coming.pop_front();
    }
    return true;
  }
  if (!one.coming.empty()) {
    broken(iucv::req::hs_002,
           std::to_string(one.coming.size()) + " messages that were sent did not arrive");
    one.coming.clear();
  }
  if (answer.ok() && !other.shut && !other.gone) {
    broken(iucv::req::hs_002, "recv says that an open direction is at its end");
  }
  if (!answer.ok() && (other.shut || other.gone)) {
    broken(iucv::req::hs_008, "recv does not say that the other party has ended");
  }
  return false;
}

void GuestPair::drain(unsigned who) {
  constexpr unsigned messages_max = 1000;
  for (unsigned i = 0; i < messages_max && receive(who); ++i) {
    settle();
  }
}

void GuestPair::shut(unsigned who) {
  call(who, "shutdown " + parties_.at(who).socket + " 1");
  parties_.at(who).shut = true;
}

void GuestPair::close(unsigned who) {
  Party& one = parties_.at(who);
  static_cast<void>(one.guest->begin("close " + one.socket));
  note(who, "close " + one.socket, "");
  one.gone = true;
}

void GuestPair::finish() {
  for (unsigned who = 0; who < 2; ++who) {
    Party& one = parties_.at(who);
    if (!one.listener.empty()) {
      static_cast<void>(one.guest->begin("close " + one.listener));
    }
  }
  settle();
  for (Party& one : parties_) {
    const iut::KernelReport report = one.guest->examine();
    if (!report.complaints.empty()) {
      result_->iut_output += report.text;
    }
    for (const std::string& complaint : report.complaints) {
      failed("the kernel of " + one.role + ": " + complaint);
    }
  }
  for (const CaseResult& seen : judge_->results()) {
    result_->steps += seen.steps;
    for (const std::string& id : seen.requirements) {
      cite(id);
    }
    for (Deviation deviation : seen.deviations) {
      deviation.step = result_->trace.size();
      result_->trace.push_back({"wire", deviation.observed, true});
      result_->deviations.push_back(std::move(deviation));
    }
    if (seen.verdict == Verdict::fail) {
      failed(seen.reason);
    }
  }
}

void GuestPair::broken(const Requirement& requirement, const std::string& what) {
  Deviation& deviation = result_->deviations.emplace_back();
  deviation.step = result_->trace.empty() ? 0 : result_->trace.size() - 1;
  deviation.observed = what;
  deviation.broken = {reference_to(requirement)};
  deviation.level = to_string(requirement.level);
  cite(requirement.id);
  if (requirement.level != Level::note) {
    failed(what);
  }
}

void GuestPair::hand_over(const iut::Bytes& frame, Guest& to) {
  iut::Bytes ethernet(iut::ethernet_header_bytes, 0);
  ethernet[iut::ethernet_header_bytes - 2] = iucv::hs_magic >> 8U;
  ethernet[iut::ethernet_header_bytes - 1] = iucv::hs_magic & 0xFFU;
  ethernet.insert(ethernet.end(), frame.begin(), frame.end());
  judge_->frame(ethernet, ethernet.size());
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  frames_.push_back({static_cast<std::uint64_t>(
                         std::chrono::duration_cast<std::chrono::nanoseconds>(now).count()),
                     std::move(ethernet)});
  to.send_iucv(0, frame);
}

void GuestPair::note(unsigned who, const std::string& command, const std::string& answer) {
  result_->trace.push_back(
      {parties_.at(who).role, answer.empty() ? command : command + " -> " + answer, true});
}

void GuestPair::cite(std::string_view id) {
  auto& known = result_->requirements;
  if (std::find(known.begin(), known.end(), id) == known.end()) {
    known.emplace_back(id);
  }
}

void GuestPair::failed(const std::string& why) {
  if (result_->verdict == Verdict::pass) {
    result_->verdict = Verdict::fail;
    result_->reason = why;
  }
}

} // namespace pathproof
