// SPDX-License-Identifier: Apache-2.0
// The partners of sockets that requests make at a daemon under test: those that connect to them,
// and those that they connect to, which accept or refuse only when a label says so.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <vector>

#include "conformance/iut/descriptor.hpp"
#include "conformance/iut/lfp/daemon_source.hpp"
#include "conformance/iut/lfp/linux_calls.hpp"
#include "conformance/iut/lfp/loopback.hpp"
#include "model/lfp/labels.hpp"

namespace pathproof::iut::lfp {

class CallPartners {
public:
  // Of this daemon, which has to outlive them: what it calls addresses, and where it listens. Where
  // its own ports are not known they are told by what is new there.
  explicit CallPartners(DaemonSource& daemon) : daemon_(daemon), addresses_(daemon.addresses()) {}

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

  DaemonSource& daemon_;
  Addresses addresses_;
  std::map<unsigned, LinuxAddress> binding_;    // by task
  std::map<std::uint32_t, LinuxAddress> names_; // by socket
  std::set<std::uint16_t> listened_before_;
  std::map<std::uint32_t, Waiting> waiting_;
  std::vector<Descriptor> connections_;
};

} // namespace pathproof::iut::lfp
