// SPDX-License-Identifier: Apache-2.0
// The reference LFP daemon: listens for one instance, and performs its calls on Linux sockets.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <string>

#include "conformance/iut/lfp/linux_sockets.hpp"
#include "conformance/iut/lfp/path.hpp"
#include "conformance/iut/lfp/resolver.hpp"

namespace pathproof::iut::lfp {

struct DaemonSettings {
  std::string carrier;   // unix:PATH, tcp:HOST:PORT or iucv
  IucvEnds iucv{};       // names, for that one
  profile::Hello ours{}; // what is said; the peer's names are those that are accepted
  SocketLimits limits{}; // of buffers and addresses
  std::shared_ptr<const profile::Layout> layout{}; // of messages on the carrier; or the profile's
  std::uint32_t host_id = 0; // answered to GETHOSTID: IPv4, the first octet highest [LFP-061]
  std::function<void(const std::string&)> log = [](const std::string&) {};
};

class Daemon {
public:
  // Listens from now on. Throws UsageError where it cannot.
  explicit Daemon(DaemonSettings settings);
  ~Daemon();

  Daemon(const Daemon&) = delete;
  Daemon& operator=(const Daemon&) = delete;

  // Serves until `stop`, a descriptor, is readable.
  void run(int stop);

  bool has_path() const { return path_ != nullptr && path_->is_open(); }

private:
  void take_connection();
  void refuse(int connection, bool record, profile::Refusal why);
  void refuse_path(profile::Refusal why);
  bool handle(const profile::Message& message);
  bool hello(const profile::Message& message);
  bool request(const profile::Message& message);
  void answer_names();
  void serve_path();
  void end_path(const std::string& why);
  void answer(const profile::Message& message,
              int error,
              profile::CallBody body = {},
              std::span<const std::uint8_t> text = {});
  int patience_ms() const;

  DaemonSettings settings_;
  bool record_ = true;
  Events events_;
  Descriptor listener_;
  std::string path_name_;          // of a Unix socket, removed in the end
  std::deque<Descriptor> refused_; // came while there was a path, and were told so
  std::unique_ptr<Path> path_;
  std::unique_ptr<LinuxSockets> sockets_;
  std::unique_ptr<Resolver> resolver_;
  bool ending_ = false; // refused: closed when that is said
};

} // namespace pathproof::iut::lfp
