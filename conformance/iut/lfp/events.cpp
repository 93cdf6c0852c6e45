// SPDX-License-Identifier: Apache-2.0
#include "conformance/iut/lfp/events.hpp"

#include <sys/epoll.h>

#include <array>
#include <cerrno>

#include "model/core/error.hpp"

namespace pathproof::iut::lfp {

namespace {

int control(int poll, int operation, int descriptor, std::uint64_t carried, std::uint32_t events) {
  epoll_event event{};
  event.events = events;
  event.data.u64 = carried;
  return ::epoll_ctl(poll, operation, descriptor, &event) == 0 ? 0 : errno;
}

} // namespace

Events::Events() : poll_(::epoll_create1(EPOLL_CLOEXEC)) {}

int Events::watch(int descriptor, std::uint64_t carried) {
  return control(poll_.get(), EPOLL_CTL_ADD, descriptor, carried, EPOLLIN);
}

void Events::require(int descriptor, std::uint64_t carried) {
  if (watch(descriptor, carried) != 0) {
    throw UsageError("no events of a descriptor can be had");
  }
}

int Events::watch_socket(int descriptor, std::uint32_t number, std::uint32_t generation) {
  const std::uint64_t which =
      std::uint64_t{generation & generation_mask} << socket_number_bits | number;
  return control(poll_.get(),
                 EPOLL_CTL_ADD,
                 descriptor,
                 of_socket | which,
                 EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET);
}

void Events::watch_path(const Path& path) {
  writing_ = false;
  require(path.descriptor(), of_path);
}

void Events::path_was_flushed(const Path& path) {
  if (path.wants_to_write() == writing_) {
    return;
  }
  writing_ = !writing_;
  const std::uint32_t events = writing_ ? EPOLLIN | EPOLLOUT : EPOLLIN;
  if (control(poll_.get(), EPOLL_CTL_MOD, path.descriptor(), of_path, events) != 0) {
    throw UsageError("no events of a path can be had");
  }
}

Events::Turn Events::wait(int patience_ms, const Handle& handle) {
  std::array<epoll_event, 64> events{};
  const int count = ::epoll_wait(poll_.get(), events.data(), events.size(), patience_ms);
  if (count < 0 && errno != EINTR) {
    throw UsageError("events cannot be waited for");
  }
  Turn turn;
  for (int i = 0; i < count && !turn.stop; ++i) {
    const std::uint64_t carried = events[static_cast<std::size_t>(i)].data.u64;
    const std::uint32_t kinds = events[static_cast<std::size_t>(i)].events;
    switch (carried & what_mask) {
    case of_stop:
      turn.stop = true;
      break;
    case of_path:
      turn.path_readable =
          turn.path_readable || (kinds & ~static_cast<std::uint32_t>(EPOLLOUT)) != 0;
      break;
    default:
      handle(carried, kinds);
      break;
    }
  }
  return turn;
}

} // namespace pathproof::iut::lfp
