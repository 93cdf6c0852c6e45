// SPDX-License-Identifier: Apache-2.0
// The kit as the other side of what is under test: sends the messages that labels say, right or
// wrong, and keeps count of those in both directions.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "conformance/iut/lfp/judged_path.hpp"
#include "model/lfp/labels.hpp"

namespace pathproof::iut::lfp {

// Throws SystemFailed: the side under test does what no label says.
[[noreturn]] void misbehaves(std::string sentence);

profile::Header message_header(profile::Kind kind, std::uint32_t socket = profile::no_socket);

inline constexpr int awake_ms = 100;

class JudgedEnd {
public:
  // Answers are waited for so long. The log is for the messages of all its paths, and must outlive
  // this.
  JudgedEnd(int answer_ms, MessageLog& log) : answer_ms_(answer_ms), log_(&log) {}

  // There is a path, or one is just asked for.
  bool connected() const { return path_.has_value(); }

  JudgedPath& path() { return *path_; }

  // Leaves without a word.
  void close() { path_.reset(); }

  // Sends a message that says, with it, that so many more were received.
  void
  send(profile::Header header, std::uint32_t confirms, std::span<const std::uint8_t> text = {});

  // Likewise a request or response.
  void send(profile::Header header, std::uint32_t confirms, const profile::CallBody& call);

  // Sends what no right side sends, to one with this MTU.
  void send_wrong(profile::Fault fault, std::uint32_t mtu);

  // Counts a message of the other side, and gives how many of the kit's it confirms for the first
  // time.
  std::uint32_t count(const profile::Header& header);

  // Says something that counts as nothing, where it has said nothing for awake_ms: a side that
  // expects heartbeats does not give up a kit that waits for something else.
  void stay_awake();

  // A message that no label shows is confirmed at once, so that the counts of labels stay right; or
  // not, where nothing more is to be said.
  void pass_over(bool silently);

protected:
  // A new path; `hello` is what the kit says on it, now or with says().
  void begin(Carrier carrier, const profile::Hello& hello);

  void says(const profile::Hello& hello);

  int answer_ms() const { return answer_ms_; }

  void send_octets(std::span<const std::uint8_t> octets);

  // Messages of the other side so far.
  std::uint32_t received() const { return received_; }

  // Labels take it that all messages so far were confirmed, but for the last so many.
  void counts_from_here(std::uint32_t unconfirmed) { said_ = received_ - unconfirmed; }

private:
  int answer_ms_;
  MessageLog* log_;
  std::optional<JudgedPath> path_;
  profile::Hello hello_{};
  std::chrono::steady_clock::time_point spoke_{};
  std::uint32_t received_ = 0; // messages of the other side
  std::uint32_t said_ = 0;     // … that it was told of, as labels count
  std::uint32_t heard_ = 0;    // the kit's messages that the other side says it has
};

} // namespace pathproof::iut::lfp
