// SPDX-License-Identifier: Apache-2.0
#include "conformance/iut/hs/sockets.hpp"

#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <deque>
#include <limits>
#include <system_error>
#include <utility>

#include "conformance/iut/deadline.hpp"
#include "conformance/iut/hs/packet_wire.hpp"

namespace pathproof::iut {

namespace {

constexpr const char* closed = "its agent closed the connection";
constexpr std::size_t frames_waiting_max = 100'000;
constexpr unsigned frames_at_once_max = 1000;
// Of one conversation; what has waited for a serial line to be read may be answers to an older one.
constexpr AgentLines::Tag commands_max = 1'000'000;

std::string error_text(int number) {
  return std::generic_category().message(number);
}

// 0 means no deadline.
int patience(const Limits& limits) {
  return limits.deadline_ms == 0 ? std::numeric_limits<int>::max() / 2
                                 : static_cast<int>(limits.deadline_ms);
}

// One conversation with the agent; the wire stays.
class SocketSystem final : public HsSystem {
public:
  SocketSystem(PacketWire& wire, const HsAddress& address, const Limits& limits, unsigned number)
      : wire_(wire), address_(address), limit_ms_(patience(limits)),
        lines_(Tag{number} * commands_max) {
    if (!address.agent) {
      return;
    }
    Connection made = connect_to(*address.agent, limit_ms_);
    if (!address.agent->trouble.empty()) {
      fail(FaultKind::refused, address.agent->trouble);
    }
    if (made.error != 0) {
      fail(FaultKind::refused,
           "cannot connect to the agent at " + address.agent->name + " within " +
               std::to_string(limit_ms_) + " ms: " + error_text(made.error));
    }
    agent_ = std::move(made.socket);
    call("ping"); // from here on all sockets are those of this conversation
  }

  bool has_agent() const override { return bool(agent_); }

  Tag begin(std::string_view command) override {
    Tag tag = 0;
    const std::string line = lines_.ask(command, tag);
    std::string_view left = line;
    const Deadline deadline(limit_ms_);
    while (!left.empty()) {
      const ssize_t count =
          ::send(agent_.get(), left.data(), left.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
      if (count >= 0) {
        left.remove_prefix(static_cast<std::size_t>(count));
      } else if (errno == EPIPE || errno == ECONNRESET) {
        fail(FaultKind::died, closed);
      } else if (errno != EAGAIN && errno != EINTR) {
        fail(FaultKind::died, "the connection to its agent broke: " + error_text(errno));
      } else if (deadline.left_ms() == 0) {
        fail(FaultKind::hung, "its agent took nothing within the deadline");
      } else {
        pump(1);
      }
    }
    return tag;
  }

  std::optional<AgentAnswer> collect(Tag tag, int milliseconds) override {
    const Deadline deadline(milliseconds);
    for (;;) {
      std::optional<AgentAnswer> answer = lines_.find(tag);
      if (answer) {
        return answer;
      }
      const int left = deadline.left_ms();
      pump(left);
      if (left == 0) {
        return lines_.find(tag);
      }
    }
  }

  AgentAnswer call(std::string_view command) override {
    std::optional<AgentAnswer> answer = collect(begin(command), limit_ms_);
    if (!answer) {
      fail(FaultKind::hung,
           "its agent had not done '" + excerpt(command) + "' after " + std::to_string(limit_ms_) +
               " ms");
    }
    return std::move(*answer);
  }

  void send(std::span<const Bytes> frames) override {
    for (const Bytes& frame : frames) {
      send(frame);
    }
  }

  // Goes on reading meanwhile: who is at the other end may wait until that is done.
  void send(const Bytes& frame) {
    const Deadline deadline(limit_ms_);
    for (;;) {
      const int error = wire_.send(frame);
      if (error == 0) {
        return;
      }
      const bool may_pass = error == EAGAIN || error == ECONNREFUSED || error == ENOENT;
      if (!may_pass || deadline.left_ms() == 0) {
        fail(FaultKind::refused,
             "cannot send a frame to " + address_.text + " within " + std::to_string(limit_ms_) +
                 " ms: " + error_text(error));
      }
      pump(1);
    }
  }

  std::optional<Bytes> receive(int milliseconds) override {
    const Deadline deadline(milliseconds);
    for (;;) {
      if (!frames_.empty()) {
        Bytes frame = std::move(frames_.front());
        frames_.pop_front();
        return frame;
      }
      const int left = deadline.left_ms();
      pump(left);
      if (left == 0 && frames_.empty()) {
        return std::nullopt;
      }
    }
  }

  std::vector<WireFrame> take_trace() override { return wire_.take_trace(); }

private:
  [[noreturn]] static void fail(FaultKind kind, const std::string& what) {
    throw SystemFailed({kind, "the endpoint: " + what});
  }

  // Reads what arrived, after waiting for it at most so long.
  void pump(int milliseconds) {
    std::array<pollfd, 2> watched{
        {{wire_.descriptor(), POLLIN, 0}, {agent_ ? agent_.get() : -1, POLLIN, 0}}};
    if (poll(watched.data(), watched.size(), milliseconds) <= 0) {
      return;
    }
    // Who never stops sending does not keep anybody from looking at the clock.
    for (unsigned i = 0; i < frames_at_once_max; ++i) {
      std::optional<Bytes> frame = wire_.receive();
      if (!frame) {
        break;
      }
      if (frames_.size() == frames_waiting_max) {
        fail(FaultKind::unsolicited, "it sends frames without an end");
      }
      frames_.push_back(std::move(*frame));
    }
    if (watched[1].revents != 0) {
      read_agent();
    }
  }

  void read_agent() {
    std::array<char, 65536> octets;
    const ssize_t count = recv(agent_.get(), octets.data(), octets.size(), MSG_DONTWAIT);
    if (count < 0 && (errno == EAGAIN || errno == EINTR)) {
      return;
    }
    if (count <= 0) {
      fail(FaultKind::died, closed);
    }
    const std::string_view text(octets.data(), static_cast<std::size_t>(count));
    std::optional<Fault> fault = lines_.feed(text);
    while (!fault) {
      const std::optional<std::string> line = lines_.next_line();
      if (!line) {
        return;
      }
      fault = lines_.take(*line);
    }
    fail(fault->kind, fault->sentence);
  }

  PacketWire& wire_;
  const HsAddress& address_;
  int limit_ms_;
  Descriptor agent_;
  AgentLines lines_;
  std::deque<Bytes> frames_;
};

class SocketEndpoints final : public HsSource {
public:
  SocketEndpoints(const HsAddress& address, const Limits& limits)
      : address_(address), limits_(limits) {}

  Declaration declaration() override {
    Declaration declared{.name = address_.text,
                         .roles = {"endpoint"},
                         .lacks = {"memory", "processor"},
                         .choose = {},
                         .trouble = {}};
    if (!address_.agent) {
      declared.lacks.emplace_back("calls");
    }
    try {
      if (!wire_) {
        wire_.emplace(address_);
      }
    } catch (const NoWire& none) {
      declared.absent = none.what();
    }
    return declared;
  }

  std::unique_ptr<HsSystem> fresh() override {
    return std::make_unique<SocketSystem>(*wire_, address_, limits_, given_++);
  }

  bool outlives() const override { return true; }

  // A kernel may keep a name for some seconds after the socket was closed, so those of one process
  // are not those of another.
  EndpointNames names(unsigned) const override {
    constexpr unsigned processes = 1000;
    constexpr unsigned tests = 10'000;
    const std::string number =
        std::to_string((static_cast<unsigned>(getpid()) % processes) * tests + given_ % tests);
    return {.user = address_.user,
            .server = "S" + std::string(7 - number.size(), '0') + number,
            .padding = address_.padding};
  }

  int answer_ms() const override { return patience(limits_); }

private:
  HsAddress address_;
  Limits limits_;
  std::optional<PacketWire> wire_;
  unsigned given_ = 0; // systems
};

} // namespace

std::unique_ptr<HsSource> socket_endpoints(const HsAddress& address, const Limits& limits) {
  return std::make_unique<SocketEndpoints>(address, limits);
}

} // namespace pathproof::iut
