// SPDX-License-Identifier: Apache-2.0
// The kit's end of a path towards what is under test: sends whatever it is told to, right or
// wrong, and gives what comes as it is. Nothing is confirmed or answered by itself, as Path does.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "conformance/iut/descriptor.hpp"
#include "conformance/iut/lfp/carrier.hpp"
#include "conformance/iut/lfp/malformed_octets.hpp"
#include "conformance/iut/lfp/message_log.hpp"
#include "conformance/iut/lfp/wire.hpp"
#include "model/lfp/message.hpp"

namespace pathproof::iut::lfp {

namespace profile = pathproof::lfp;

// What came from the other side.
struct Arrival {
  enum class Kind {
    nothing,
    message,
    closed,   // the other side has closed the carrier, or it failed
    nonsense, // octets that are no message; message.error says why
    too_long, // a message above the MTU that was announced
  };
  Kind kind = Kind::nothing;
  profile::Message message{};      // its text is valid until the next call
  std::size_t number = no_message; // in the log, where there is one

  // It is a refusal for this reason.
  bool refuses(profile::Refusal why) const {
    return kind == Kind::message && message.kind() == profile::Kind::refused &&
           message.header.value == static_cast<std::uint32_t>(why);
  }
};

class JudgedPath {
public:
  // Takes a connected carrier, with the layout that messages have on it. `mtu` is what the kit's
  // hello says. What goes through is logged, where there is a log, as the profile has it; what is
  // no message, as it came.
  JudgedPath(Carrier carrier, std::uint32_t mtu, MessageLog* log = nullptr);

  // The kit's hello says another MTU by now.
  void takes(std::uint32_t mtu) { mtu_ = mtu; }

  int descriptor() const { return carrier_.socket.get(); }

  // It keeps the boundaries of messages.
  bool is_record() const { return carrier_.record; }

  // As the layout has it.
  std::size_t longer_call() const { return wire_.longer_call(); }

  // Sends a message, however wrong, as it is but for the layout. What the other side does not take
  // any more is lost. Throws SystemFailed where the layout has no form for it.
  void send(std::span<const std::uint8_t> message);

  // Sends what no right side sends. What the layout has no form for is cut within its header or,
  // where the carrier keeps no boundaries, of another version.
  void send(const profile::Malformed& what, const MalformedBase& base);

  bool has_layout() const { return wire_.has_layout(); }

  // Empty, or why the layout has no form for the message.
  std::string refuses(std::span<const std::uint8_t> message) const;

  // The next thing that has come, without waiting. After closed, nonsense and too_long there is
  // nothing more but closed.
  Arrival receive();

  // Waits for so long for something to come. Whether there is something, or the end.
  bool wait(int milliseconds);

private:
  void send_wire(std::span<const std::uint8_t> octets);
  Arrival receive_record();
  Arrival receive_of_stream();
  Arrival over(Arrival::Kind kind);
  Arrival arrived();
  std::size_t log(MessageLog::By by, std::span<const std::uint8_t> octets);

  Carrier carrier_;
  Wire wire_;
  std::uint32_t mtu_;
  MessageLog* log_;
  bool over_ = false;
  std::vector<std::uint8_t> sent_;   // in the layout
  std::vector<std::uint8_t> octets_; // of the last message
  std::vector<std::uint8_t> stream_; // what has come behind it
};

} // namespace pathproof::iut::lfp
