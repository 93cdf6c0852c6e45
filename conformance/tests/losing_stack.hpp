// SPDX-License-Identifier: Apache-2.0
// A planted fault: a real stack that takes connections, as its partners see it, and loses them.
#pragma once

#include <cerrno>
#include <memory>
#include <string_view>
#include <utility>

#include "conformance/iut/stack_providers.hpp"

namespace pathproof {

class LosingStack final : public iut::RealStack {
public:
  explicit LosingStack(std::unique_ptr<iut::RealStack> inner) : inner_(std::move(inner)) {}

  iut::StackSocket socket(int& error) override {
    iut::StackSocket made = inner_->socket(error);
    if (!made) {
      return made;
    }
    right_ = &made.calls();
    wrong_ = made.calls();
    wrong_.accept = [](int number, sockaddr* address, socklen_t* size) {
      const int accepted = right_->accept(number, address, size);
      if (accepted >= 0) {
        right_->close(accepted);
      }
      errno = EAGAIN;
      return -1;
    };
    return {wrong_, made.release()};
  }

  int set_mtu(const iut::StackSocket& socket, int mtu) override {
    return inner_->set_mtu(socket, mtu);
  }

  int set_up(bool up) override { return inner_->set_up(up); }

  int reset() override { return inner_->reset(); }

  std::optional<int> read_mtu() override { return inner_->read_mtu(); }

  bool has_partner() const override { return inner_->has_partner(); }

  iut::StackSocket partner(int& error) override { return inner_->partner(error); }

  in_addr_t address() const override { return inner_->address(); }

private:
  static inline const iut::SocketCalls* right_ = nullptr; // one such stack at a time
  static inline iut::SocketCalls wrong_{};

  std::unique_ptr<iut::RealStack> inner_;
};

// Real stacks, of which that one (from 0) loses what it accepts.
inline iut::StackProviders::MakeStack losing_at(unsigned loser) {
  return [loser](std::string_view kind, unsigned number, bool with_interface) {
    std::unique_ptr<iut::RealStack> made = iut::make_stack(kind, number, with_interface);
    if (number == loser) {
      made = std::make_unique<LosingStack>(std::move(made));
    }
    return made;
  };
}

} // namespace pathproof
