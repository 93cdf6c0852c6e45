// SPDX-License-Identifier: Apache-2.0
// One conversation with an implementation under test: a line goes out, one line or a fault comes
// back. Knows how bytes travel and how an implementation can misbehave, not what the lines mean.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace pathproof::iut {

// The longest line of the protocol in bytes, its line feed not counted.
inline constexpr std::size_t line_bytes_max = 4096;

enum class FaultKind {
  died,            // ended, or closed the connection, before it answered
  not_implemented, // ended with status 89
  hung,            // no whole line before the deadline
  garbage,         // an illegal character, an empty line, or a line without the protocol's shape
  oversized,       // a line of more than `line_bytes_max` bytes
  unsolicited,     // data before it was asked, or more than one line for one request
  refused,         // could not be started, loaded or connected to; or the channel is closed
  misnumbered,     // a well-formed answer, but to another request (found by LineSession)
};

// The kind's name as reports print it: "died", "not-implemented", …
std::string_view to_string(FaultKind kind);

struct Fault {
  FaultKind kind = FaultKind::died;
  std::string sentence; // for people: "it gave no answer within 150 ms"; printable ASCII only
  int exit_status = -1; // for died and not_implemented, when it is known; otherwise -1
  int signal = 0;       // the signal that ended it, otherwise 0
};

// What came back for one line: the answer without its line feed, or a fault.
struct Exchange {
  std::string line;
  std::optional<Fault> fault;

  bool ok() const { return !fault; }
};

struct Limits {
  std::uint32_t deadline_ms = 2000;                // for one answer; 0 means none
  std::size_t output_cap = std::size_t{64} * 1024; // bytes kept of what a process writes to stderr
  // The kit and a process it starts share one CPU: a wake-up across CPUs costs many times more
  // than the switch. Off for an implementation that needs several CPUs to show its behaviour.
  bool pin = true;
};

// A channel is used by one thread at a time; different channels are independent of each other.
class Channel {
public:
  Channel() = default;
  Channel(const Channel&) = delete;
  Channel& operator=(const Channel&) = delete;
  virtual ~Channel() = default;

  // The one line that answers `line` (neither has a line feed), or what went wrong. The first fault
  // ends the implementation with all its children and is repeated by every later exchange.
  // Throws std::logic_error when `line` itself is too long or has a line feed.
  virtual Exchange exchange(std::string_view line) = 0;

  // What a process wrote to stderr so far, raw: the first and the last half of `output_cap` with a
  // note of how much is missing between them. Always empty for a socket.
  virtual std::string error_output() { return {}; }

  // As if it had written nothing so far.
  virtual void forget_output() {}

  // Ends the conversation. A process sees the end of its input and has a moment to leave by itself.
  virtual void close() = 0;

  // Ends the conversation at once, for an implementation that is not trusted any more.
  virtual void kill() = 0;
};

// A channel for "exec:CMD", "unix:PATH", "tcp:HOST:PORT" or "plugin:FILE.so". Throws UsageError for
// a malformed specification. What cannot be started or reached is the fault `refused` of the first
// exchange, because it fails a case and not the run.
std::unique_ptr<Channel> open_channel(std::string_view spec, const Limits& limits);

// True for the characters that occur in lines; every code page carries them.
bool is_line_character(char character);

// The place of the first character that no line may have, or npos.
std::size_t find_illegal_character(std::string_view text);

// `text` for people, at most 60 bytes of it, with every unprintable byte as <hexadecimal>.
std::string excerpt(std::string_view text);

} // namespace pathproof::iut
