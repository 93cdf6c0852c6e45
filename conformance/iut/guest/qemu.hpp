// SPDX-License-Identifier: Apache-2.0
// One QEMU under a guardian, and the connections to it: agent, monitor, kernel log and one for each
// device.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "conformance/iut/child_channel.hpp"
#include "conformance/iut/descriptor.hpp"
#include "conformance/iut/guest/image.hpp"
#include "conformance/iut/guest/plan.hpp"

namespace pathproof::iut {

class Qemu {
public:
  // Starts it, from the snapshot unless that is empty, and waits for its connections. Throws
  // GuestFailed.
  Qemu(const GuestImage& image,
       const GuestPlan& plan,
       const GuestLimits& limits,
       const std::string& snapshot);

  int agent() const { return agent_.get(); }

  // Where the kernel prints, before it does anything else.
  int log() const { return log_.get(); }

  int device(unsigned number) const { return devices_[number].get(); }

  // What the console shows, and what QEMU itself says. Not more than the limit's bytes.
  std::string console() { return process_->error_output(); }

  // Saves the guest's state to the file and lets it go on. Throws GuestFailed.
  void save(const std::string& file, int deadline_ms);

  // Whoever connects to the port of this machine's loopback reaches the other one at the guest's
  // host_device_address, until the forwarding ends. For a plan that reaches the host. Throw
  // GuestFailed.
  void forward(std::uint16_t port, std::uint16_t guest_port);
  void end_forward(std::uint16_t port);

  // How it came to its end, for one whose connections are closed.
  Fault explain_end();

  void kill() { process_->kill(); }

  // QEMU's own process; 0 before it started.
  pid_t process() const { return process_->process(); }

private:
  std::string command(const std::string& json, int deadline_ms, int descriptor = -1);
  void begin_commands(int deadline_ms);
  void tell_network(const std::string& line);
  std::string read_message(int deadline_ms);

  Descriptor agent_;
  Descriptor monitor_;
  Descriptor log_;
  std::vector<Descriptor> devices_;
  std::string monitor_input_;
  bool monitor_ready_ = false;
  std::unique_ptr<ChildChannel> process_;
};

} // namespace pathproof::iut
