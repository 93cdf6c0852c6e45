// SPDX-License-Identifier: Apache-2.0
// The datagrams of one socket on a path, in both directions: each leaves the window as a whole,
// goes in chunks, and is put together again [LFPO-006]. Daemon and instance have the same.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "conformance/iut/lfp/flow.hpp"
#include "conformance/iut/lfp/linux_calls.hpp"
#include "conformance/iut/lfp/path.hpp"

namespace pathproof::iut::lfp {

class Datagrams {
public:
  // Both outlive it.
  Datagrams(Path& path, Flow& flow) : path_(path), flow_(flow) {}

  // ---- towards the other side of the path -------------------------------------------------------

  // A datagram is not wholly sent: none is begun before it is.
  bool is_sending() const { return !outgoing_.empty(); }

  // Begins with a datagram; an address of size 0 is none. False for one that is larger than any
  // window, which is lost.
  bool begin(const LinuxAddress& address, std::span<const std::uint8_t> payload);

  // Sends the next chunk. False when credit has to come first. Only while path.may_send_data() and
  // is_sending().
  bool send_next();

  // ---- from the other side ----------------------------------------------------------------------

  // Takes a chunk that the flow has received; whether it is the last of its datagram. That is there
  // until passed_on().
  bool take(const profile::Message& message);

  const LinuxAddress& address() const { return address_; }

  std::span<const std::uint8_t> payload() const { return incoming_; }

  void passed_on() { incoming_.clear(); }

private:
  Path& path_;
  Flow& flow_;
  std::vector<std::uint8_t> outgoing_{}; // with the call body that has its address, if it has one
  std::size_t sent_ = 0;
  std::uint32_t window_needed_ = 0; // before its first chunk goes
  bool addressed_ = false;
  bool gathering_ = false;
  LinuxAddress address_{};
  std::vector<std::uint8_t> incoming_{};
};

} // namespace pathproof::iut::lfp
