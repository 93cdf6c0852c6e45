// SPDX-License-Identifier: Apache-2.0
// The partners of sockets that requests make at a daemon under test: those that connect to them,
// and those that they connect to, which accept or refuse only when a label says so.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <map>
#include <set>
#include <vector>

#include "conformance/iut/descriptor.hpp"
#include "conformance/iut/lfp/linux_calls.hpp"
#include "conformance/iut/lfp/loopback.hpp"
#include "model/lfp/labels.hpp"

namespace pathproof::iut::lfp {

class CallPartners {
public:
  // The daemon's process, or 0 where that is not known: which ports are its own is then told by
  // what is new on this machine.
  void judge(pid_t daemon) { daemon_ = daemon; }

  // What the daemon calls addresses.
  void call(const Addresses& addresses) { addresses_ = addresses; }

  // The body of a request, with addresses of partners for BIND and CONNECT.
  // Throws UsageError where loopback does not work.
  profile::CallBody
  request(profile::SocketCall call, unsigned task, std::uint32_t socket, std::uint32_t made);

  // It was answered without an error.
  void done(profile::SocketCall call, unsigned task, std::uint32_t socket);

  // Connects to the socket that listens. False where nobody is there.
  bool connect(std::uint32_t socket);

  // What becomes of the socket's CONNECT. Linux asks again a second after it did.
  void accept(std::uint32_t socket);

  void refuse(std::uint32_t socket) { waiting_.erase(socket); }

  // Whether the daemon has ended all connections within so many milliseconds; nothing is left then.
  bool all_over(int milliseconds);

private:
  // Neither accepts nor refuses, for its queue is full.
  struct Waiting {
    Descriptor listener{};
    Descriptor filler{}; // has the only place of the queue
    LinuxAddress name{};
  };

  const LinuxAddress& partner_of(std::uint32_t socket);
  void forget(std::uint32_t socket);

  pid_t daemon_ = 0;
  Addresses addresses_;
  std::map<unsigned, LinuxAddress> binding_;    // by task
  std::map<std::uint32_t, LinuxAddress> names_; // by socket
  std::set<std::uint16_t> listened_before_;
  std::map<std::uint32_t, Waiting> waiting_;
  std::vector<Descriptor> connections_;
};

} // namespace pathproof::iut::lfp
