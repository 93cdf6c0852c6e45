// SPDX-License-Identifier: Apache-2.0
#include "conformance/iut/lfp/datagrams.hpp"

#include <algorithm>

namespace pathproof::iut::lfp {

bool Datagrams::begin(const LinuxAddress& address, std::span<const std::uint8_t> payload) {
  if (payload.size() > path_.theirs().window) {
    return false;
  }
  addressed_ = address.size > 0;
  outgoing_.assign(profile::call_size, 0);
  if (addressed_) {
    profile::CallBody body;
    put_address(address, body);
    write_frame<profile::call_table, Octets>(body, outgoing_.data());
  }
  outgoing_.insert(outgoing_.end(), payload.begin(), payload.end());
  sent_ = addressed_ ? 0 : profile::call_size;
  window_needed_ = static_cast<std::uint32_t>(payload.size());
  return true;
}

bool Datagrams::send_next() {
  if (window_needed_ > flow_.window()) {
    return false;
  }
  flow_.take(std::exchange(window_needed_, 0));
  const bool begins = addressed_ && sent_ == 0;
  const auto room = path_.data_room(begins);
  const std::size_t rest = outgoing_.size() - sent_;
  const std::size_t part = std::min(rest, room.size());
  std::copy_n(outgoing_.begin() + static_cast<std::ptrdiff_t>(sent_), part, room.begin());
  flow_.send_chunk(part,
                   static_cast<std::uint16_t>((begins ? profile::flag_address : 0U) |
                                              (part < rest ? profile::flag_more : 0U)));
  sent_ += part;
  if (sent_ == outgoing_.size()) {
    outgoing_.clear();
  }
  return true;
}

bool Datagrams::take(const profile::Message& message) {
  if (!gathering_) {
    address_ = address_of(message.call);
  }
  incoming_.insert(incoming_.end(), message.text.begin(), message.text.end());
  gathering_ = (message.header.flags & profile::flag_more) != 0;
  return !gathering_;
}

} // namespace pathproof::iut::lfp
