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
#include "model/core/label.hpp"
#include "model/lfp/labels.hpp"

namespace pathproof::iut::lfp {

// Throws SystemFailed: the side under test does what no label says.
[[noreturn]] void misbehaves(std::string sentence);

profile::Header message_header(profile::Kind kind, std::uint32_t socket = profile::no_socket);

inline constexpr int awake_ms = 100;

// Whom the kit talks to.
struct Addressee {
  std::uint32_t socket = profile::no_socket; // the label's, as the path names it
  std::uint32_t mtu = 0;
  std::uint32_t sockets = 0; // that it bears
};

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

  // Sends what a label says of credit, confirm and heartbeat, or of a message that no right side
  // sends: all that needs nothing but the path.
  void say(const Label& label, const Addressee& to);

  // Empty, or why this path cannot say what is to be ignored.
  std::string refuses_ignored(std::uint32_t what) const;

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

  // Sends one of malformed, by its number; `side` is the kit's.
  void send_malformed(unsigned side, std::uint32_t what, std::uint32_t mtu);

  // Messages of the other side so far.
  std::uint32_t received() const { return received_; }

  // Labels take it that all messages so far were confirmed, but for the last so many.
  void counts_from_here(std::uint32_t unconfirmed) { said_ = received_ - unconfirmed; }

private:
  void send_wrong(const Label& label, const Addressee& to);
  void send_of_wrong_length();
  void send_response_again(bool same);
  std::vector<std::uint8_t> ignored_octets(std::uint32_t what, std::uint32_t sockets) const;

  int answer_ms_;
  MessageLog* log_;
  std::optional<JudgedPath> path_;
  profile::Hello hello_{};
  std::chrono::steady_clock::time_point spoke_{};
  std::uint32_t received_ = 0; // messages of the other side
  std::uint32_t said_ = 0;     // … that it was told of, as labels count
  std::uint32_t heard_ = 0;    // the kit's messages that the other side says it has
  std::vector<std::uint8_t> last_response_;
};

} // namespace pathproof::iut::lfp
