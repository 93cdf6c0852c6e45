// SPDX-License-Identifier: Apache-2.0
// A system with AF_IUCV over HiperSockets as the kit reaches it: on the wire, where it is the peer,
// and above the sockets, through an agent that makes the calls. What it does wrong beyond what a
// stack may do (it ends, hangs, talks nonsense) is SystemFailed.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/iut/guest/kernel_log.hpp"
#include "conformance/iut/hs/agent_lines.hpp"
#include "conformance/iut/hs/failure.hpp"
#include "conformance/iut/hs/frames.hpp"
#include "conformance/iut/hs/wire.hpp"
#include "conformance/iut/iut.hpp"

namespace pathproof::iut {

class HsSystem {
public:
  using Tag = AgentLines::Tag;

  HsSystem() = default;
  HsSystem(const HsSystem&) = delete;
  HsSystem& operator=(const HsSystem&) = delete;
  virtual ~HsSystem() = default;

  // Whether there is somebody who makes calls. Without, only the wire is used.
  virtual bool has_agent() const { return true; }

  // Gives the agent a command and does not wait; PORTING.md has the commands.
  virtual Tag begin(std::string_view command) = 0;

  // The answer, as soon as it is there but at most after so many milliseconds. Nothing while the
  // call waits; an answer is given only once.
  virtual std::optional<AgentAnswer> collect(Tag tag, int milliseconds) = 0;

  // For commands that need not wait.
  virtual AgentAnswer call(std::string_view command) = 0;

  // Whether received() gives all frames that were sent before this answer. False where that is not
  // known.
  virtual bool all_came(const AgentAnswer&) { return false; }

  // Frames of AF_IUCV from the magic number on, sent one behind the other.
  virtual void send(std::span<const Bytes> frames) = 0;

  // Sends frames and gives the agent a command, both without waiting. It is done when the system
  // has dealt with the frames, but only where they have led to nothing: the system has sent nothing
  // but what receive() has given, and has no news. Otherwise the answer is `passed`. Nothing, and
  // nothing is sent, for a system that cannot tell.
  virtual std::optional<Tag> send_and_begin(std::span<const Bytes> /*frames*/,
                                            std::string_view /*command*/) {
    return std::nullopt;
  }

  virtual std::optional<Bytes> receive(int milliseconds) = 0;

  // The next frame that is here already.
  virtual std::optional<Bytes> received() { return receive(0); }

  // All frames since the start or the last time this was asked, in their order.
  virtual std::vector<WireFrame> take_trace() = 0;

  // Forgets what was measured before.
  virtual void begin_test() {}

  // Whether examine() may have something to say.
  virtual bool has_news() { return true; }

  // What it says of itself since the last time. Does not fail: this is what is asked afterwards.
  virtual KernelReport examine() { return {}; }

  // Whether memory was used up since this was asked last, and, appended to `said`, which.
  virtual bool memory_used_up(std::string& said);

  // Whether its processor is busy though nothing is to be done.
  virtual bool busy();
};

// Gives systems of one kind.
class HsSource {
public:
  virtual ~HsSource() = default;

  virtual Declaration declaration() = 0;

  // Throws SystemFailed.
  virtual std::unique_ptr<HsSystem> fresh() = 0;

  // After so many tests of one case a fresh one is taken.
  virtual unsigned tests_of_one() const { return 1; }

  // Whether the real system stays when the object that stands for it goes, so that it has to be
  // tidied up.
  virtual bool outlives() const { return false; }

  // The names of a test, which are those of no other test with the same system.
  virtual EndpointNames names(unsigned test) const = 0;

  // How long a frame is waited for that has to come.
  virtual int answer_ms() const = 0;

  // The sentence for a system that ended so.
  virtual std::string blame(const std::string& ended) const { return ended; }
};

} // namespace pathproof::iut
