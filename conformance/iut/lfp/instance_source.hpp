// SPDX-License-Identifier: Apache-2.0
// An instance under test, started by the kit with the configuration that a case wants; the kit
// listens where its daemon would be.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/iut/channel.hpp"
#include "conformance/iut/lfp/carrier.hpp"
#include "conformance/iut/lfp/side_values.hpp"
#include "conformance/iut/lfp/started_process.hpp"
#include "conformance/iut/temporary_folder.hpp"
#include "model/lfp/layout.hpp"

namespace pathproof::iut::lfp {

// Tasks of the programs behind it: those of labels, and one for sockets with data.
inline constexpr unsigned data_task = 2;
inline constexpr unsigned instance_tasks = 3;

// What it is configured to end calls with when the path is lost, by its name.
inline constexpr const char* path_loss_errno = "EIO";

class InstanceSource {
public:
  // `specification` is "exec:COMMAND", over a Unix socket, or "exec-tcp:COMMAND". Throws UsageError
  // where it is neither.
  InstanceSource(std::string_view specification,
                 const Limits& limits,
                 std::shared_ptr<const pathproof::lfp::Layout> layout);
  ~InstanceSource();

  const std::string& name() const { return command_.front(); }

  // Empty, or why it cannot be judged here.
  std::string look() const;

  // Why no instance can be configured with this; empty where it can.
  std::string refuses(const SideValues& values) const;

  // Starts it with these values, for a daemon that has its names or others.
  void run_with(const SideValues& values, bool wrong_names);

  StartedProcess& process() { return process_; }

  // Where it will connect to, readable when it does.
  int descriptor() const { return listener_.socket.get(); }

  // The connection, if it has come: without waiting.
  Carrier accept();

  // Forgets those that have come and were not taken.
  void forget_connections();

  // Where the kit listens for the programs.
  std::string control() const { return folder_.path() + "/program"; }

private:
  std::string configuration(const SideValues& values, bool wrong_names) const;

  std::vector<std::string> command_;
  std::shared_ptr<const pathproof::lfp::Layout> layout_;
  TemporaryFolder folder_;
  std::string carrier_;
  CarrierListener listener_;
  StartedProcess process_; // ends before its folder is gone
};

} // namespace pathproof::iut::lfp
