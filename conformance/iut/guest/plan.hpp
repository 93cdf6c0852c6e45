// SPDX-License-Identifier: Apache-2.0
// What a guest is made of, and how long and how much it may take.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace pathproof::iut {

using MacAddress = std::array<std::uint8_t, 6>;

// One network device. bind() finds it by its address: the user id in EBCDIC, and two zero bytes.
struct GuestDevice {
  // Six characters of A-Z and 0-9, the first one of B D F H K M O Q S U W Y 0 2 4 6 8: the others
  // make a multicast address, with which the device stays down.
  std::string user_id = "BOXKIT";
  unsigned mtu = 1500; // 1500 or more
};

// The bytes of the largest message that goes over the device (IUCV-193).
constexpr std::size_t largest_message(const GuestDevice& device) {
  return device.mtu - 118;
}

struct GuestPlan {
  std::vector<GuestDevice> devices{GuestDevice{}};
  // One more device, over which programs in the guest reach servers on this machine's loopback.
  bool reaches_host = false;
  unsigned memory_mib = 256;
  std::string kernel_options{}; // added to the kernel's command line
};

struct GuestLimits {
  int boot_ms = 120'000;   // from the start to the agent's "ready"
  int restore_ms = 30'000; // from the start to the agent's first answer
  int snapshot_ms = 60'000;
  int call_ms = 5000;                                    // for a command that need not wait
  std::size_t console_cap = std::size_t{64} * 1024;      // bytes kept: the first and the last half
  std::size_t trace_cap = std::size_t{64} * 1024 * 1024; // bytes of frames kept; 0 keeps none
};

// The addresses of that device in the guest, and of this machine behind it: QEMU's own.
inline constexpr const char* host_device_address = "10.0.2.15";
inline constexpr const char* host_device_mask = "255.255.255.0";
inline constexpr const char* host_device_mac = "52:54:00:00:00:01";
inline constexpr const char* host_address = "10.0.2.2";

// Throws UsageError for a user id that no device can have.
MacAddress mac_address(const std::string& user_id);

// Letters, digits and blanks in EBCDIC; throws UsageError for any other character.
std::string ebcdic(const std::string& text);

} // namespace pathproof::iut
