// SPDX-License-Identifier: Apache-2.0
// The messages of a test in both directions, for its report, and which label each of them is.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "conformance/iut/iut.hpp"

namespace pathproof::iut::lfp {

inline constexpr std::size_t no_message = static_cast<std::size_t>(-1);

class MessageLog {
public:
  enum class By { kit, iut };

  // Gives the message's number.
  std::size_t add(By by, std::span<const std::uint8_t> octets) {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    messages_.push_back({.time_ns = static_cast<std::uint64_t>(
                             std::chrono::duration_cast<std::chrono::nanoseconds>(now).count()),
                         .octets = {octets.begin(), octets.end()},
                         .link = Link::lfp});
    by_.push_back(by);
    return messages_.size() - 1;
  }

  std::size_t size() const { return messages_.size(); }

  // The first message from this number on that the kit has sent.
  std::size_t sent_from(std::size_t number) const {
    while (number < by_.size() && by_[number] != By::kit) {
      ++number;
    }
    return number < by_.size() ? number : no_message;
  }

  // The message is this label of the test. A message that is not there is none.
  void belongs(std::size_t number, std::size_t label) {
    if (number < messages_.size()) {
      messages_[number].label = label;
    }
  }

  // Messages from this number on are no part of the test.
  void forget_from(std::size_t number) {
    messages_.resize(std::min(number, messages_.size()));
    by_.resize(messages_.size());
  }

  // All of them, which are forgotten.
  std::vector<CapturedOctets> take() {
    by_.clear();
    return std::exchange(messages_, {});
  }

private:
  std::vector<CapturedOctets> messages_;
  std::vector<By> by_; // of each message
};

} // namespace pathproof::iut::lfp
