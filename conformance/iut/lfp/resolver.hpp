// SPDX-License-Identifier: Apache-2.0
// Host names are looked up in a thread of its own: the system's call waits.
#pragma once

#include <cstdint>
#include <deque>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include <condition_variable>

#include "conformance/iut/descriptor.hpp"
#include "conformance/iut/lfp/linux_calls.hpp"

namespace pathproof::iut::lfp {

struct Resolved {
  std::uint32_t task = 0;
  std::uint32_t request = 0;
  int error = 0; // of getaddrinfo; 0: there are addresses
  std::vector<LinuxAddress> addresses{};
};

class Resolver {
public:
  Resolver();
  ~Resolver(); // waits for the name that is just being looked up

  Resolver(const Resolver&) = delete;
  Resolver& operator=(const Resolver&) = delete;

  void look_up(std::uint32_t task, std::uint32_t request, std::string name);

  // Readable when there is something to take.
  int descriptor() const { return ready_.get(); }

  std::vector<Resolved> take();

  // Whoever has asked is gone: nothing comes of what was asked so far.
  void forget();

  // Names that were asked for and not taken.
  std::size_t outstanding();

private:
  struct Wanted {
    std::uint32_t task = 0;
    std::uint32_t request = 0;
    std::string name;
  };

  void work();

  Descriptor ready_; // an eventfd
  std::mutex mutex_;
  std::condition_variable wanted_some_;
  std::deque<Wanted> wanted_;
  std::vector<Resolved> done_;
  std::size_t outstanding_ = 0;
  std::uint64_t forgotten_ = 0; // how often
  bool stop_ = false;
  std::thread thread_;
};

} // namespace pathproof::iut::lfp
