// SPDX-License-Identifier: Apache-2.0
// The line protocol over a channel: numbers every line, checks the number of every answer, and
// starts the implementation anew for the next case when it misbehaved in the last one.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "conformance/iut/channel.hpp"

namespace pathproof::iut {

// What an adapter says about its implementation.
struct Hello {
  std::string name;
  std::vector<std::string> roles;            // at least one
  std::vector<std::string> lacks;            // capabilities it does not have
  std::map<std::string, std::string> choose; // variation -> value
  bool overhears = false;                    // wants labels that its role does not see, too
  std::optional<Fault> fault;                // when there is one, nothing else is meant

  bool ok() const { return !fault; }
};

// The beginning of a case.
struct ResetLine {
  std::string case_id; // "cinet/shared_memory/failed_attach"
  std::string model;   // "cinet"
  std::string role;    // the role under test
  unsigned providers = 1;
  std::uint64_t seed = 0;
  std::vector<std::pair<std::string, std::string>> extra; // further name=value, in this order
};

enum class ResetKind { ready, unsupported, fault };

struct ResetReply {
  ResetKind kind = ResetKind::fault;
  std::string reason;         // for unsupported: the adapter's word, may be empty
  std::optional<Fault> fault; // for fault; and for unsupported when it was said with status 89
};

enum class ReplyKind { label, quiet, unsupported, fault };

struct TextReply {
  ReplyKind kind = ReplyKind::fault;
  std::string text;           // for label: the label without the line's number
  std::optional<Fault> fault; // for fault; and for unsupported when it was said with status 89
};

// After a fault the implementation is gone, and every further request of the case gives the same
// fault again; the next ensure_alive() or reset() starts it anew.
class LineSession {
public:
  using Opener = std::function<std::unique_ptr<Channel>()>;

  // Opens nothing yet. The specification is that of open_channel, and so is the UsageError.
  LineSession(std::string spec, const Limits& limits);
  explicit LineSession(Opener opener);

  // What the adapter said when the conversation began; begins it when there is none.
  const Hello& hello();

  // Makes sure that there is a conversation, anew after a fault or a bye. A fault when that fails.
  std::optional<Fault> ensure_alive();

  // Begins a case, after ensure_alive().
  ResetReply reset(const ResetLine& line);

  // Shows a label of a role that the kit plays. Throws std::logic_error when the label cannot be
  // written in the protocol's characters or makes a line that is too long: that is the kit's bug.
  TextReply give(std::string_view label_text);

  // Lets the implementation take a turn without an input.
  TextReply go();

  // Ends the conversation in good order. A fault when the adapter does not say bye in turn.
  std::optional<Fault> bye();

  // What the process of the present conversation, or of the one that ended last, wrote to stderr.
  std::string error_output();
  void forget_output();

  // How many conversations were begun so far.
  std::uint64_t conversations() const { return conversations_; }

private:
  // An answer without its number, or a fault.
  Exchange ask(std::string_view text);
  Exchange check(Exchange answer);
  Exchange check_number(Exchange answer, std::string_view number);
  Exchange fail(Fault fault);
  Hello say_hello();

  Opener opener_;
  std::unique_ptr<Channel> channel_;
  Hello hello_;
  std::optional<Fault> fault_; // of the present conversation
  std::uint64_t number_ = 0;   // of the last line
  std::uint64_t conversations_ = 0;
  std::string line_; // kept for its memory
};

} // namespace pathproof::iut
