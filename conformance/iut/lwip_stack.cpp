// SPDX-License-Identifier: Apache-2.0
#include "conformance/iut/lwip_stack.hpp"

#ifdef PATHPROOF_LWIP

#include <net/if.h>
#include <sys/ioctl.h>

#include <cerrno>
#include <cstring>
#include <mutex>
#include <optional>
#include <vector>

#include "conformance/iut/lwip_instance.hpp"

namespace pathproof::iut {

namespace {

// Two instances and what joins them.
class LwipPair {
public:
  LwipInstance stack;
  LwipInstance partner;

  // One that nobody uses.
  static LwipPair* take() {
    const std::lock_guard hold(mutex());
    std::vector<LwipPair*>& free = unused();
    if (free.empty()) {
      return new LwipPair; // for ever: instances cannot be unloaded
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

class LwipStack final : public RealStack {
public:
  LwipStack(unsigned number, bool with_interface)
      : pair_(LwipPair::take()), number_(number), with_interface_(with_interface) {
    if (with_interface_) {
      pair_->partner.add_interface(partner_address(number), pair_->stack);
      pair_->stack.add_interface(home_address(number), pair_->partner);
    }
  }

  ~LwipStack() override { LwipPair::give_back(pair_); }

  StackSocket socket(int& error) override { return pair_->stack.socket(error); }

  // lwIP has no ioctl of interfaces; where it answers ENOSYS the request is carried out on its
  // interface, under its lock.
  int set_mtu(const StackSocket& socket, int mtu) override {
    ifreq wanted{};
    std::strncpy(wanted.ifr_name, interface, IFNAMSIZ - 1);
    wanted.ifr_mtu = mtu;
    if (pair_->stack.calls().ioctl(socket.number(), SIOCSIFMTU, &wanted) == 0) {
      return 0;
    }
    return errno == ENOSYS ? pair_->stack.set_mtu(mtu) : errno;
  }

  int set_up(bool up) override { return with_interface_ ? pair_->stack.set_up(up) : 0; }

  int reset() override {
    if (!with_interface_) {
      return 0;
    }
    const int error = pair_->stack.set_mtu(default_mtu);
    return error != 0 ? error : set_up(true);
  }

  std::optional<int> read_mtu() override { return pair_->stack.read_mtu(); }

  bool has_partner() const override { return with_interface_; }

  StackSocket partner(int& error) override { return pair_->partner.socket(error); }

  in_addr_t address() const override { return home_address(number_); }

private:
  LwipPair* pair_;
  unsigned number_;
  bool with_interface_;
};

} // namespace

std::unique_ptr<RealStack> make_lwip_stack(unsigned number, bool with_interface) {
  return std::make_unique<LwipStack>(number, with_interface);
}

} // namespace pathproof::iut

#else

namespace pathproof::iut {

// The header is missing from this build, and the layout of an interface with it.
std::unique_ptr<RealStack> make_lwip_stack(unsigned, bool) {
  throw NoStacks("cannot have lwIP: this was built without package liblwip-dev");
}

} // namespace pathproof::iut

#endif
