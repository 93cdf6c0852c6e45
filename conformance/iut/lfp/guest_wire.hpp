// SPDX-License-Identifier: Apache-2.0
// A guest, and at the other end of its HiperSockets the kit's own endpoint of AF_IUCV: what that
// connects to in the guest is a carrier for the kit. Frames go to and fro by themselves.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

#include "conformance/iut/descriptor.hpp"
#include "conformance/iut/guest/guest.hpp"
#include "conformance/iut/hs/reference_endpoint.hpp"
#include "conformance/iut/lfp/carrier.hpp"
#include "conformance/iut/lfp/loopback.hpp"
#include "model/core/machine.hpp"

namespace pathproof::iut::lfp {

class GuestWire {
public:
  // Boots. `user` is the kit's user ID. Throws GuestFailed.
  GuestWire(const GuestImage& image, const GuestPlan& plan, const std::string& user);
  ~GuestWire();

  GuestWire(const GuestWire&) = delete;
  GuestWire& operator=(const GuestWire&) = delete;

  // The guest's agent, as Guest has it. Throw GuestFailed.
  AgentAnswer call(std::string_view command);
  Guest::Tag begin(std::string_view command);
  std::optional<AgentAnswer> collect(Guest::Tag tag, int milliseconds);

  // The interface whose address this is; empty where there is none.
  std::string interface(const std::string& mac);

  // Where the kit reaches this port of the guest. Ways that were given long before end. Throws
  // GuestFailed, and UsageError where loopback does not work.
  LinuxAddress way_to(std::uint16_t port);

  // Connects to a name in the guest, for so long again and again while nobody listens there. A
  // connection that was there before is closed. Throws GuestFailed.
  Carrier connect(const IucvEnds& ends, int milliseconds);

  // Not empty: why the guest is of no use any more.
  std::string failure();

private:
  using Lock = std::unique_lock<std::mutex>;

  void serve();
  void go_on();
  void take_records();
  void give_messages();
  void close_connection();
  void wake() const;
  int try_to_connect(const IucvEnds& ends, int milliseconds);

  AgentLines::Tag begin_here(std::string_view command);
  std::optional<AgentAnswer> call_here(std::string_view command);
  void say(const ReferenceEndpoint::Said& said);

  // All behind `mutex_` but what does not change.
  std::mutex mutex_;
  Guest guest_;
  std::unique_ptr<Machine> machine_;
  ReferenceEndpoint endpoint_;
  AgentLines lines_;    // of the endpoint
  std::string socket_;  // its socket; empty where there is none
  Descriptor inner_;    // records of the carrier, while it is connected
  std::string waiting_; // a record that the window does not admit yet, as a command
  std::string failure_;
  Descriptor wake_; // an event, for the thread to look again
  bool over_ = false;
  std::deque<std::uint16_t> ways_; // ports of this machine
  std::thread thread_;
};

} // namespace pathproof::iut::lfp
