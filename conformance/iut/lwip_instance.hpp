// SPDX-License-Identifier: Apache-2.0
// An instance of lwIP: a private copy of the system's shared library, with a thread of its own. Its
// functions are those that Debian's liblwip0 exports. Only lwip_*.cpp may include this.
#pragma once

#include <lwip/netif.h>
#include <lwip/pbuf.h>
#include <lwip/tcpip.h>

#include <atomic>
#include <optional>

#include "conformance/iut/stack_socket.hpp"

namespace pathproof::iut {

class LwipInstance {
public:
  // Throws NoStacks. An instance can never be unloaded: whoever makes one keeps it.
  LwipInstance();
  LwipInstance(const LwipInstance&) = delete;
  LwipInstance& operator=(const LwipInstance&) = delete;

  StackSocket socket(int& error) const;

  const SocketCalls& calls() const { return calls_; }

  // Makes or removes interface pp0; what it sends goes to `other`. In network byte order, with a
  // prefix of 24 bits.
  void add_interface(in_addr_t address, LwipInstance& other);
  void remove_interface();

  // 0, or ENODEV where there is no pp0.
  int set_up(bool up);
  int set_mtu(int mtu);
  std::optional<int> read_mtu();

private:
  struct Locked;

  static err_t begin(netif* interface);
  static err_t output(netif* interface, pbuf* packet, const ip4_addr_t*);
  void take(const void* octets, u16_t size);
  template <class Function>
  void find(Function*& function, const char* name) const;
  netif* interface();

  void* library_ = nullptr;
  SocketCalls calls_;
  netif netif_{};
  std::atomic<LwipInstance*> other_ = nullptr;

  decltype(&::tcpip_init) tcpip_init_ = nullptr;
  decltype(&::tcpip_input) tcpip_input_ = nullptr;
  decltype(&::netif_add) netif_add_ = nullptr;
  decltype(&::netif_remove) netif_remove_ = nullptr;
  decltype(&::netif_set_default) netif_set_default_ = nullptr;
  decltype(&::netif_set_up) netif_set_up_ = nullptr;
  decltype(&::netif_set_down) netif_set_down_ = nullptr;
  decltype(&::netif_set_link_up) netif_set_link_up_ = nullptr;
  decltype(&::netif_find) netif_find_ = nullptr;
  decltype(&::pbuf_alloc) pbuf_alloc_ = nullptr;
  decltype(&::pbuf_take) pbuf_take_ = nullptr;
  decltype(&::pbuf_free) pbuf_free_ = nullptr;
  decltype(&::pbuf_copy_partial) pbuf_copy_partial_ = nullptr;
  decltype(&::sys_lock_tcpip_core) lock_ = nullptr;
  decltype(&::sys_unlock_tcpip_core) unlock_ = nullptr;
  int (*socket_)(int, int, int) = nullptr;
};

} // namespace pathproof::iut
