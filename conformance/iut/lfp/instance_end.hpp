// SPDX-License-Identifier: Apache-2.0
// The kit as the instance of a daemon under test: sends the messages that labels say, right or
// wrong, and keeps count of those in both directions.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "conformance/iut/lfp/daemon_source.hpp"
#include "conformance/iut/lfp/judged_path.hpp"
#include "conformance/iut/lfp/partners.hpp"
#include "model/lfp/labels.hpp"

namespace pathproof::iut::lfp {

// Throws SystemFailed: the daemon does what no label says.
[[noreturn]] void misbehaves(std::string sentence);

profile::Header message_header(profile::Kind kind, std::uint32_t socket = profile::no_socket);

// A second instance comes, while the first has its path: why it is refused, or nothing where it
// hears nothing in time.
std::optional<std::uint32_t>
refused_as_another(Carrier carrier, const profile::Hello& hello, int answer_ms);

inline constexpr int awake_ms = 100;

class InstanceEnd {
public:
  // Answers are waited for so long.
  explicit InstanceEnd(int answer_ms) : answer_ms_(answer_ms) {}

  // There is a path, or one is just asked for.
  bool connected() const { return path_.has_value(); }

  JudgedPath& path() { return *path_; }

  // Takes a connection for a new path, says hello, and gives what comes of it.
  Arrival say_hello(Carrier carrier, const profile::Hello& hello, bool wrong_version);

  // Leaves without a word.
  void close() { path_.reset(); }

  // Makes sockets 0, 1, …, connected to partners: what labels take for granted from hello on. All
  // that is exchanged for it is confirmed in the end but one message, as only hello is for labels.
  void prepare(unsigned sockets, Partners& partners);

  // Sends a message that says, with it, that so many more were received.
  void
  send(profile::Header header, std::uint32_t confirms, std::span<const std::uint8_t> text = {});

  // Likewise a request.
  void send(profile::Header header, std::uint32_t confirms, const profile::CallBody& call);

  // Sends what no right instance sends, to a daemon with this MTU.
  void send_wrong(profile::Fault fault, std::uint32_t mtu);

  // Counts a message of the daemon, and gives how many of the kit's it confirms for the first time.
  std::uint32_t count(const profile::Header& header);

  // Says something that counts as nothing, where it has said nothing for awake_ms: a daemon that
  // expects heartbeats does not give up a kit that waits for something else.
  void stay_awake();

  // A message that no label shows is confirmed at once, so that the counts of labels stay right; or
  // not, where nothing more is to be said.
  void pass_over(bool silently);

private:
  void send_octets(std::span<const std::uint8_t> octets);
  void perform(profile::Call call, unsigned socket, profile::CallBody body);
  profile::Message response(const std::string& call);

  int answer_ms_;
  std::optional<JudgedPath> path_;
  profile::Hello hello_{};
  std::chrono::steady_clock::time_point spoke_{};
  std::uint32_t requests_ = 0;
  std::uint32_t received_ = 0; // messages of the daemon
  std::uint32_t said_ = 0;     // … that it was told of, as labels count
  std::uint32_t heard_ = 0;    // the kit's messages that the daemon says it has
};

} // namespace pathproof::iut::lfp
