// SPDX-License-Identifier: Apache-2.0
// A file descriptor that is closed by whoever holds it.
#pragma once

#include <unistd.h>

#include <utility>

namespace pathproof::iut {

class Descriptor {
public:
  Descriptor() = default;

  explicit Descriptor(int number) : number_(number) {}

  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}

  Descriptor& operator=(Descriptor&& other) noexcept {
    if (this != &other) {
      reset();
      number_ = std::exchange(other.number_, -1);
    }
    return *this;
  }

  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  ~Descriptor() { reset(); }

  int get() const { return number_; }

  explicit operator bool() const { return number_ >= 0; }

  void reset() {
    if (number_ >= 0) {
      // After EINTR Linux has closed it all the same; closing again could hit another thread's.
      ::close(number_);
      number_ = -1;
    }
  }

private:
  int number_ = -1;
};

} // namespace pathproof::iut
