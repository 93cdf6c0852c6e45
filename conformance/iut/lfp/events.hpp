// SPDX-License-Identifier: Apache-2.0
// What daemon and instance wait for: one epoll descriptor, and what its events carry. The highest
// octet says what it is about, the others which one of those.
#pragma once

#include <cstdint>
#include <functional>

#include "conformance/iut/descriptor.hpp"
#include "conformance/iut/lfp/path.hpp"

namespace pathproof::iut::lfp {

inline constexpr std::uint64_t of_stop = std::uint64_t{1} << 56;
inline constexpr std::uint64_t of_listener = std::uint64_t{2} << 56;
inline constexpr std::uint64_t of_path = std::uint64_t{3} << 56;
inline constexpr std::uint64_t of_client = std::uint64_t{4} << 56; // with the client's number
inline constexpr std::uint64_t of_socket = std::uint64_t{5} << 56; // with number and generation
inline constexpr std::uint64_t of_resolver = std::uint64_t{6} << 56;
inline constexpr std::uint64_t what_mask = std::uint64_t{0xFF} << 56;

// Numbers of sockets are given again; the generation tells an event of the one before.
inline constexpr unsigned socket_number_bits = 24;
inline constexpr std::uint32_t generation_mask = 0xFFFFFF;

constexpr std::uint32_t socket_number_of(std::uint64_t carried) {
  return static_cast<std::uint32_t>(carried & ((std::uint64_t{1} << socket_number_bits) - 1));
}

constexpr std::uint32_t generation_of(std::uint64_t carried) {
  return static_cast<std::uint32_t>(carried >> socket_number_bits) & generation_mask;
}

class Events {
public:
  Events();

  // Watches for what can be read. 0 or an errno.
  [[nodiscard]] int watch(int descriptor, std::uint64_t carried);

  // The same, for what nothing goes on without: throws UsageError.
  void require(int descriptor, std::uint64_t carried);

  // Watches for changes of what can be read and written, and for hang-ups. 0 or an errno.
  [[nodiscard]] int watch_socket(int descriptor, std::uint32_t number, std::uint32_t generation);

  // Watches the path that is there now: always for what can be read, and for being writable as
  // long as it has something to write, which path_was_flushed() looks at. Throw UsageError.
  void watch_path(const Path& path);
  void path_was_flushed(const Path& path);

  struct Turn {
    bool stop = false;          // of_stop: what came after it is not looked at
    bool path_readable = false; // of_path: there is something to read, or the carrier has ended
  };

  // Waits once. Events of any other kind go to `handle`, with what they carry and which they are.
  using Handle = std::function<void(std::uint64_t carried, std::uint32_t events)>;
  Turn wait(int patience_ms, const Handle& handle);

private:
  Descriptor poll_;
  bool writing_ = false; // the path is watched for being writable
};

} // namespace pathproof::iut::lfp
