// SPDX-License-Identifier: Apache-2.0
#include "conformance/iut/lwip_stack.hpp"

#include <net/if.h>
#include <sys/ioctl.h>

#include <cerrno>
#include <cstring>
#include <mutex>
#include <vector>

#ifdef PATHPROOF_LWIP
#include "conformance/iut/lwip_instance.hpp"
#endif

namespace pathproof::iut {

#ifdef PATHPROOF_LWIP

class LwipPair {
public:
  LwipInstance stack;
  LwipInstance partner;

  // One that nobody uses.
  static LwipPair* take() {
    const std::lock_guard hold(mutex());
    std::vector<LwipPair*>& free = unused();
    if (free.empty()) {
      return new LwipPair; // for ever
    }
    LwipPair* const found = free.back();
    free.pop_back();
    return found;
  }

  static void give_back(LwipPair* pair) {
    pair->stack.remove_interface();
    pair->partner.remove_interface();
    const std::lock_guard hold(mutex());
    unused().push_back(pair);
  }

private:
  static std::mutex& mutex() {
    static std::mutex one;
    return one;
  }

  // Never destroyed, like the instances.
  static std::vector<LwipPair*>& unused() {
    static auto* const all = new std::vector<LwipPair*>;
    return *all;
  }
};

LwipStack::LwipStack(unsigned number, bool with_interface)
    : pair_(LwipPair::take()), number_(number), with_interface_(with_interface) {
  if (with_interface_) {
    pair_->partner.add_interface(partner_address(number), pair_->stack);
    pair_->stack.add_interface(address(), pair_->partner);
  }
}

LwipStack::~LwipStack() {
  LwipPair::give_back(pair_);
}

StackSocket LwipStack::socket(int& error) {
  return pair_->stack.socket(error);
}

StackSocket LwipStack::partner(int& error) {
  return pair_->partner.socket(error);
}

int LwipStack::set_mtu(const StackSocket& socket, int mtu) {
  ifreq wanted{};
  std::strncpy(wanted.ifr_name, interface, IFNAMSIZ - 1);
  wanted.ifr_mtu = mtu;
  if (pair_->stack.calls().ioctl(socket.number(), SIOCSIFMTU, &wanted) == 0) {
    return 0;
  }
  return errno == ENOSYS ? pair_->stack.set_mtu(mtu) : errno;
}

int LwipStack::set_up(bool up) {
  return with_interface_ ? pair_->stack.set_up(up) : 0;
}

int LwipStack::reset() {
  if (!with_interface_) {
    return 0;
  }
  const int error = pair_->stack.set_mtu(default_mtu);
  return error != 0 ? error : set_up(true);
}

std::optional<int> LwipStack::read_mtu() {
  return pair_->stack.read_mtu();
}

#else

// The header is missing from this build, and the layout of an interface with it.
LwipStack::LwipStack(unsigned number, bool with_interface)
    : pair_(nullptr), number_(number), with_interface_(with_interface) {
  throw NoStacks("cannot have lwIP: this was built without package liblwip-dev");
}

LwipStack::~LwipStack() = default;

StackSocket LwipStack::socket(int& error) {
  error = ENOSYS;
  return {};
}

StackSocket LwipStack::partner(int& error) {
  return socket(error);
}

int LwipStack::set_mtu(const StackSocket&, int) {
  return ENOSYS;
}

int LwipStack::set_up(bool) {
  return ENOSYS;
}

int LwipStack::reset() {
  return ENOSYS;
}

std::optional<int> LwipStack::read_mtu() {
  return std::nullopt;
}

#endif

} // namespace pathproof::iut
