// SPDX-License-Identifier: Apache-2.0
// Two Linux guests, the wire between them, and the calls of both applications; what goes wrong is
// put into a result.
#pragma once

#include <array>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "conformance/iut/guest/guest.hpp"
#include "conformance/iut/iut.hpp"
#include "conformance/wire_judge.hpp"

namespace pathproof {

// One party: its guest, and what its application has.
struct Party {
  std::string role;
  std::string user;
  std::unique_ptr<iut::Guest> guest{};
  std::string listener{}; // descriptors, empty where there is none
  std::string socket{};
  std::deque<std::string> coming{}; // messages the other one has sent, in their order
  bool shut = false;                // its sending direction
  bool gone = false;                // it has closed
};

// Two guests and the wire between them.
class GuestPair {
public:
  GuestPair(iut::GuestSource& left, iut::GuestSource& right)
      : parties_{Party{.role = "left", .user = "BOXKIT", .guest = left.fresh()},
                 Party{.role = "right", .user = "BOXTWO", .guest = right.fresh()}} {}

  // What is judged from now on is of this result.
  void begin(const Machine& wire, const WireJudgeOptions& options, CaseResult& result);

  // Hands frames over until both have nothing more to say. An agent's answer comes behind what its
  // kernel does with the frames before it.
  void settle();

  iut::AgentAnswer call(unsigned who, const std::string& command);

  // A call that needs the other party's frames.
  std::optional<iut::AgentAnswer> call_and_settle(unsigned who, const std::string& command);

  // `right` listens with this limit, 0 for the default, and `left` connects to it with its own.
  bool connect(unsigned left_limit, unsigned right_limit);

  void listen(unsigned limit);

  std::string socket(unsigned who, unsigned limit, const std::string& name);

  // A message without waiting; true when it was taken.
  bool send(unsigned who);

  // The next message without waiting; true when there was one.
  bool receive(unsigned who);

  void drain(unsigned who);

  void shut(unsigned who);

  // Closing may take the kernel two seconds, for which nobody waits.
  void close(unsigned who);

  bool open(unsigned who) const { return !parties_.at(who).gone; }

  // What frames, kernels and what was left over show at the end.
  void finish();

  void broken(const Requirement& requirement, const std::string& what);

  std::vector<iut::CapturedOctets> take_frames() { return std::exchange(frames_, {}); }

  const std::string& user(unsigned who) const { return parties_.at(who).user; }

private:
  void hand_over(const iut::Bytes& frame, iut::Guest& to);

  void note(unsigned who, const std::string& command, const std::string& answer);

  void cite(std::string_view id);

  void failed(const std::string& why);

  std::array<Party, 2> parties_;
  std::optional<WireJudge> judge_;
  CaseResult* result_ = nullptr;
  std::vector<iut::CapturedOctets> frames_;
  std::string name_; // of the listener
  unsigned connections_ = 0;
  unsigned messages_ = 0;
};

} // namespace pathproof
