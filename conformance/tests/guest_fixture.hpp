// SPDX-License-Identifier: Apache-2.0
// A guest for tests, and the few frames they send by hand.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "cmake/testing/catch.hpp"
#include "conformance/iut/guest/guest.hpp"

namespace pathproof::iut {

inline constexpr std::uint8_t flag_syn = 2, flag_syn_ack = 3, flag_fin = 4, flag_syn_fin = 6,
                              flag_win = 8, flag_sht = 16;

// The source of guests; skips the test where there can be none.
inline GuestSource guests(GuestPlan plan = {}, const GuestLimits& limits = {}) {
  try {
    return {guest_cache(), std::move(plan), limits};
  } catch (const NoGuest& none) {
    skip_test(none.what());
  }
}

struct Names {
  std::string user;
  std::string application;
};

inline const Names peer{"PEER", "CLIENT"};
inline const Names server{"BOXKIT", "SERVER"};

// A frame from one to the other, by the table of IUCV-180 (16.7).
inline Bytes make_frame(const Names& from,
                        const Names& to,
                        std::uint8_t flags,
                        std::uint16_t window = 0,
                        const std::string& data = {}) {
  Bytes frame(104);
  const auto put = [&frame](std::size_t at, const std::string& name, char padding) {
    std::string codes = ebcdic(name);
    codes.resize(8, padding);
    std::copy(codes.begin(), codes.end(), frame.begin() + static_cast<std::ptrdiff_t>(at));
  };
  frame[0] = frame[1] = 0xfb;
  frame[2] = 1;
  frame[3] = flags;
  frame[4] = static_cast<std::uint8_t>(window >> 8U);
  frame[5] = static_cast<std::uint8_t>(window & 0xffU);
  put(14, to.user, '\0');
  put(22, to.application, '\x40');
  put(46, from.user, '\0');
  put(54, from.application, '\x40');
  frame.insert(frame.end(), data.begin(), data.end());
  return frame;
}

inline unsigned flags_of(const std::optional<Bytes>& frame) {
  return frame && frame->size() >= 104 ? (*frame)[3] : 0xffffU;
}

inline unsigned window_of(const std::optional<Bytes>& frame) {
  return frame && frame->size() >= 104 ? (*frame)[4] * 256U + (*frame)[5] : 0xffffffU;
}

inline std::string data_of(const std::optional<Bytes>& frame) {
  return frame && frame->size() >= 104 ? std::string(frame->begin() + 104, frame->end()) : "?";
}

// The command must succeed.
inline AgentAnswer done(Guest& guest, const std::string& command) {
  AgentAnswer answer = guest.call(command);
  INFO(command << " -> " << answer.text);
  CHECK(answer.ok());
  return answer;
}

// A bound socket that listens, with that message limit unless it is 0; its descriptor.
inline std::string listening(Guest& guest, const Names& name = server, int limit = 0) {
  const std::string fd(done(guest, "socket 32 5 0").word(0));
  if (limit != 0) {
    const std::string value{0, 0, static_cast<char>(limit >> 8), static_cast<char>(limit)};
    done(guest, "setsockopt " + fd + " 277 0x1000 " + hexadecimal(value));
  }
  done(guest, "bind " + fd + " " + iucv_address(name.user, name.application));
  done(guest, "listen " + fd + " 5");
  return fd;
}

// Both names of an address; the rest differs, Linux gives no node id (IUCV-271).
inline std::string names_in(std::string_view address) {
  return std::string(address.substr(std::min<std::size_t>(address.size(), 32)));
}

// Connects from the wire; the descriptor of what accept() gave.
inline std::string accepted(Guest& guest, const std::string& listener, std::uint16_t window = 10) {
  const Guest::Tag tag = guest.begin("accept " + listener);
  guest.send_iucv(0, make_frame(peer, server, flag_syn, window));
  CHECK(flags_of(guest.receive_iucv(0, 2000)) == flag_syn_ack);
  const std::optional<AgentAnswer> answer = guest.collect(tag, 2000);
  REQUIRE(answer);
  REQUIRE(answer->ok());
  CHECK(names_in(answer->word(1)) == names_in(iucv_address(peer.user, peer.application)));
  return std::string(answer->word(0));
}

} // namespace pathproof::iut
