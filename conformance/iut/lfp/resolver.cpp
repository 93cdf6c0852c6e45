// SPDX-License-Identifier: Apache-2.0
#include "conformance/iut/lfp/resolver.hpp"

#include <netdb.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <csignal>

namespace pathproof::iut::lfp {

Resolver::Resolver() : ready_(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {
  // Signals are for the thread that runs the daemon.
  sigset_t all;
  sigset_t before;
  sigfillset(&all);
  pthread_sigmask(SIG_BLOCK, &all, &before);
  thread_ = std::thread([this] { work(); });
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

Resolver::~Resolver() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  wanted_some_.notify_all();
  thread_.join();
}

void Resolver::look_up(std::uint32_t task, std::uint32_t request, std::string name) {
  {
    const std::lock_guard lock(mutex_);
    wanted_.push_back({task, request, std::move(name)});
    ++outstanding_;
  }
  wanted_some_.notify_one();
}

std::vector<Resolved> Resolver::take() {
  std::uint64_t count = 0;
  (void)!::read(ready_.get(), &count, sizeof count);
  const std::lock_guard lock(mutex_);
  outstanding_ -= done_.size();
  return std::exchange(done_, {});
}

void Resolver::forget() {
  const std::lock_guard lock(mutex_);
  wanted_.clear();
  done_.clear();
  outstanding_ = 0;
  ++forgotten_;
}

std::size_t Resolver::outstanding() {
  const std::lock_guard lock(mutex_);
  return outstanding_;
}

void Resolver::work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    wanted_some_.wait(lock, [this] { return stop_ || !wanted_.empty(); });
    if (stop_) {
      return;
    }
    const Wanted one = std::move(wanted_.front());
    wanted_.pop_front();
    const std::uint64_t forgotten = forgotten_;
    lock.unlock();
    Resolved made{one.task, one.request, 0, {}};
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    made.error = ::getaddrinfo(one.name.c_str(), nullptr, &hints, &found);
    for (const addrinfo* at = found; at != nullptr; at = at->ai_next) {
      made.addresses.push_back(address_of(at->ai_addr, at->ai_addrlen));
    }
    if (found != nullptr) {
      ::freeaddrinfo(found);
    }
    lock.lock();
    if (forgotten != forgotten_) {
      continue;
    }
    done_.push_back(std::move(made));
    const std::uint64_t count = 1;
    (void)!::write(ready_.get(), &count, sizeof count);
  }
}

} // namespace pathproof::iut::lfp
