// SPDX-License-Identifier: Apache-2.0
// Sockets whose data waits for room on the path: each has its turn, and a busy one does not keep
// others from theirs [LFP-167].
#pragma once

#include <cstdint>
#include <deque>
#include <vector>

#include "conformance/iut/lfp/path.hpp"

namespace pathproof::iut::lfp {

class Turns {
public:
  // Chunks of one socket before others have their turn.
  static constexpr int chunks_at_once = 16;

  void wait(std::uint32_t socket) {
    if (socket >= waits_.size()) {
      waits_.resize(std::size_t{socket} + 1);
    }
    if (!waits_[socket]) {
      waits_[socket] = true;
      order_.push_back(socket);
    }
  }

  bool anyone_waits() const { return !order_.empty(); }

  // Calls `pump` with the number of each that waits now, as long as the path has room; the socket
  // may be gone, or wait again.
  template <class Pump>
  void serve(const Path& path, Pump pump) {
    for (std::size_t turns = order_.size(); turns > 0 && path.may_send_data(); --turns) {
      const std::uint32_t socket = order_.front();
      order_.pop_front();
      waits_[socket] = false;
      pump(socket);
    }
  }

private:
  std::deque<std::uint32_t> order_;
  std::vector<bool> waits_; // by number: is in order_
};

} // namespace pathproof::iut::lfp
