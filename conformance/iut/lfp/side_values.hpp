// SPDX-License-Identifier: Apache-2.0
// What a side under test is configured with, as labels say it and as its file does.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "model/core/ebcdic.hpp"
#include "model/lfp/labels.hpp"
#include "model/lfp/message.hpp"

namespace pathproof::iut::lfp {

// The names of both sides where the kit chooses them [LFP-161].
inline constexpr const char* instance_system = "KITVSE";
inline constexpr const char* instance_application = "KITINST";
inline constexpr const char* stranger_application = "STRANGER"; // who is to be refused
inline constexpr const char* daemon_system = "KITLINUX";
inline constexpr const char* daemon_application = "KITLFPD";

// A hello without numbers.
inline pathproof::lfp::Hello hello_between(const char* user_id,
                                           const char* app_name,
                                           const char* peer_user_id,
                                           const char* peer_app_name) {
  constexpr std::size_t size = pathproof::lfp::name_size;
  return {.user_id = ebcdic::padded<size>(user_id),
          .app_name = ebcdic::padded<size>(app_name),
          .peer_user_id = ebcdic::padded<size>(peer_user_id),
          .peer_app_name = ebcdic::padded<size>(peer_app_name)};
}

// Where the kit has a side under test send heartbeats: how often it does, and how many of the kit's
// it misses before it gives up. The kit says that it sends one in so many milliseconds.
inline constexpr std::uint32_t heartbeat_ms = 150;
inline constexpr std::uint32_t heartbeat_misses = 3;
inline constexpr std::uint32_t heartbeat_of_kit_ms = 400;

// What it says in its hello.
struct SideValues {
  std::uint32_t mtu = 0;
  std::uint32_t message_limit = 0;
  std::uint32_t window = 0;
  std::uint32_t threshold = 100; // per cent of the window
  bool heartbeats = false;

  std::uint32_t credit_point() const { return pathproof::lfp::credit_point(window, threshold); }

  std::uint32_t of(pathproof::lfp::Item item) const {
    using pathproof::lfp::Item;
    return item == Item::mtu             ? mtu
           : item == Item::message_limit ? message_limit
           : item == Item::window        ? window
                                         : credit_point();
  }

  // The percentage of which exactly this credit point comes.
  std::optional<std::uint32_t> threshold_of(std::uint32_t point) const {
    for (std::uint32_t percentage = 1; percentage <= 100; ++percentage) {
      if (pathproof::lfp::credit_point(window, percentage) == point) {
        return percentage;
      }
    }
    return std::nullopt;
  }

  // Why it cannot be configured so; empty where it can.
  std::string refuses(pathproof::lfp::Item item, std::uint32_t value) const {
    return item != pathproof::lfp::Item::credit_point || threshold_of(value)
               ? std::string()
               : "no threshold in per cent gives credit at " + std::to_string(value) + " of " +
                     std::to_string(window) + " octets";
  }

  // That a running daemon has another value; empty where it has this one.
  std::string differs(pathproof::lfp::Item item, std::uint32_t value) const {
    const auto number = static_cast<std::size_t>(item);
    return of(item) == value
               ? std::string()
               : "the daemon is running with " + std::string(pathproof::lfp::item_names[number]) +
                     " " + std::to_string(of(item)) + ", not " + std::to_string(value);
  }

  void configure(pathproof::lfp::Item item, std::uint32_t value) {
    using pathproof::lfp::Item;
    switch (item) {
    case Item::mtu:
      mtu = value;
      break;
    case Item::message_limit:
      message_limit = value;
      break;
    case Item::window:
      window = value;
      threshold = 100;
      break;
    case Item::credit_point:
      threshold = threshold_of(value).value_or(threshold);
      break;
    default: // names and versions are the instance's
      break;
    }
  }

  friend bool operator==(const SideValues&, const SideValues&) = default;
};

} // namespace pathproof::iut::lfp
