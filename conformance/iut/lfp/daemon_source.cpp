// SPDX-License-Identifier: Apache-2.0
#include "conformance/iut/lfp/daemon_source.hpp"

#include <sys/socket.h>
#include <unistd.h>

#include <fstream>
#include <sstream>
#include <system_error>
#include <utility>
#include <vector>

#include "conformance/iut/hs/failure.hpp"
#include "conformance/iut/lfp/configured.hpp"
#include "conformance/iut/lfp/guest_daemon.hpp"
#include "conformance/iut/lfp/instance_end.hpp"
#include "conformance/iut/lfp/loopback.hpp"
#include "conformance/iut/lfp/started_process.hpp"
#include "conformance/iut/temporary_folder.hpp"
#include "conformance/iut/transports.hpp"
#include "model/core/ebcdic.hpp"
#include "model/core/error.hpp"

namespace pathproof::iut::lfp {

namespace {

// A daemon that the kit starts, anew wherever a case wants another configuration.
class StartedDaemon final : public DaemonSource {
public:
  StartedDaemon(const std::string& command,
                bool tcp,
                const Limits& limits,
                std::shared_ptr<const profile::Layout> layout)
      : DaemonSource(std::move(layout)), words_(split_command(command)),
        carrier_(tcp ? "tcp:127.0.0.1:" + std::to_string(port_of(loopback_socket().second))
                     : "unix:" + folder_.path() + "/lfpd.sock"),
        file_(folder_.path() + "/lfpd-" + daemon_system + ".conf"), process_(limits) {
    words_.emplace_back("--config");
    words_.push_back(file_);
  }

  std::string name() const override { return words_.front(); }

  std::string run_with(const SideValues& values) override {
    if (values == values_ && process_.is_running()) {
      return {};
    }
    stop();
    if (std::string trouble = wait_for_stop(); !trouble.empty()) {
      return trouble;
    }
    values_ = values;
    std::ofstream(file_) << daemon_file(values_);
    process_.run(words_);
    return {};
  }

  profile::Hello hello() const override {
    return hello_between(instance_system, instance_application, daemon_system, daemon_application);
  }

  pid_t process() const override { return process_.process(); }

  std::optional<std::array<std::uint8_t, 4>> host_id() const override {
    return std::array<std::uint8_t, 4>{192, 0, 2, 33};
  }

  void stop() override { process_.stop(); }

  std::string wait_for_stop() override { return process_.wait_for_stop(); }

  std::string ended() override { return process_.ended(); }

  std::string error_output() override { return process_.error_output(); }

  void forget_output() override { process_.forget_output(); }

protected:
  std::string carrier() const override { return carrier_; }

private:
  std::vector<std::string> words_;
  TemporaryFolder folder_;
  std::string carrier_;
  std::string file_;
  SideValues values_;
  StartedProcess process_; // ends before its folder is gone
};

// The process that listens where a Unix socket is connected; 0 where that is not known, or its
// descriptors are not for the kit to see.
pid_t listener_of(int socket) {
  ucred there{};
  socklen_t size = sizeof there;
  if (::getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &there, &size) != 0 || there.pid <= 0) {
    return 0;
  }
  const std::string descriptors = "/proc/" + std::to_string(there.pid) + "/fd";
  return ::access(descriptors.c_str(), R_OK | X_OK) == 0 ? there.pid : 0;
}

// A daemon that is running, for an instance whose configuration is known.
class RunningDaemon final : public DaemonSource {
public:
  RunningDaemon(const std::string& file,
                const Limits& limits,
                std::shared_ptr<const profile::Layout> layout)
      : DaemonSource(std::move(layout)), configuration_(read_instance_file(file)),
        carrier_(configuration_.carrier.text), patience_ms_(static_cast<int>(limits.deadline_ms)) {}

  std::string name() const override { return "the daemon at " + carrier_; }

  // Says hello, and goodbye.
  std::string look() override {
    if (values_) {
      return {};
    }
    Carrier made = try_to_connect(patience_ms_);
    if (!made.socket) {
      return why_not(carrier_, made);
    }
    const profile::Hello ours = hello();
    JudgedPath path(std::move(made), ours.mtu);
    std::vector<std::uint8_t> octets;
    profile::encode(message_header(profile::Kind::hello), ours, octets);
    if (std::string why = path.refuses(octets); !why.empty()) {
      return why;
    }
    path.send(octets);
    if (!path.wait(patience_ms_)) {
      return name() + " does not answer hello";
    }
    const Arrival arrival = path.receive();
    const bool message = arrival.kind == Arrival::Kind::message;
    if (!message || arrival.message.kind() != profile::Kind::hello) {
      return message && arrival.message.kind() == profile::Kind::refused
                 ? name() + " refuses the instance: " +
                       std::string(profile::meaning_of_refusal(arrival.message.header.value))
                 : name() + " does not answer hello with hello";
    }
    const profile::Hello& theirs = arrival.message.hello;
    values_ = {.mtu = theirs.mtu,
               .message_limit = theirs.message_limit,
               .window = theirs.window,
               .threshold = theirs.threshold};
    profile::encode(
        message_header(profile::Kind::goodbye), std::span<const std::uint8_t>(), octets);
    path.send(octets);
    return {};
  }

  std::optional<SideValues> fixed() const override { return values_.value_or(SideValues{}); }

  std::string run_with(const SideValues&) override { return {}; }

  profile::Hello hello() const override { return hello_of(configuration_, layout()); }

  pid_t process() const override { return process_; }

protected:
  Carrier open(int milliseconds, bool /*stranger*/) override {
    Carrier made = connect_carrier(carrier_, milliseconds, iucv_ends_of(configuration_));
    process_ = made.socket ? listener_of(made.socket.get()) : process_;
    return made;
  }

  std::string carrier() const override { return carrier_; }

private:
  profile::InstanceConfiguration configuration_;
  std::string carrier_;
  int patience_ms_;
  std::optional<SideValues> values_;
  pid_t process_ = 0;
};

} // namespace

std::string DaemonSource::daemon_file(const SideValues& values) const {
  std::ostringstream file;
  file << "IUCV_SRC_APPNAME = " << daemon_application << "\n"
       << "PEER_IUCV_VMID = " << instance_system << "\n"
       << "PEER_IUCV_APPNAME = " << instance_application << "\n"
       << "IUCV_MSGLIMIT = " << values.message_limit << "\n"
       << "MTU = " << (layout_ ? layout_->wire_mtu(values.mtu) : values.mtu) << "\n"
       << "MAX_VSE_TASKS = 16\n"
       << "MAX_SOCKETS = 16\n"
       << "WINDOW_SIZE = " << values.window << "\n"
       << "WINDOW_THRESHOLD = " << values.threshold << "\n"
       << "VSE_CODEPAGE = EBCDIC-US\n"
       << "VSE_HOSTID = 192.0.2.33\n"
       << "KIT_CARRIER = " << carrier() << "\n";
  if (values.heartbeats) {
    file << "KIT_HEARTBEAT_INTERVAL = " << heartbeat_ms << "\n"
         << "KIT_HEARTBEAT_MISSES = " << heartbeat_misses << "\n";
  }
  return file.str();
}

Carrier DaemonSource::open(int milliseconds, bool /*stranger*/) {
  return connect_carrier(carrier(), milliseconds);
}

Carrier DaemonSource::try_to_connect(int milliseconds, bool stranger) {
  Carrier made = open(milliseconds, stranger);
  made.layout = layout_;
  return made;
}

Carrier DaemonSource::connect(int milliseconds, bool stranger) {
  Carrier made = try_to_connect(milliseconds, stranger);
  if (!made.socket) {
    const std::string how = ended();
    throw SystemFailed({FaultKind::refused, !how.empty() ? how : why_not(carrier(), made)});
  }
  return made;
}

std::unique_ptr<DaemonSource> daemon_source(std::string_view specification,
                                            const Limits& limits,
                                            std::shared_ptr<const profile::Layout> layout) {
  for (const bool tcp : {false, true}) {
    const std::string_view exec = tcp ? "exec-tcp:" : "exec:";
    if (specification.starts_with(exec)) {
      return std::make_unique<StartedDaemon>(
          std::string(specification.substr(exec.size())), tcp, limits, std::move(layout));
    }
  }
  constexpr std::string_view guest = "guest:";
  if (specification.starts_with(guest)) {
    return guest_daemon(std::string(specification.substr(guest.size())), std::move(layout));
  }
  return std::make_unique<RunningDaemon>(std::string(specification), limits, std::move(layout));
}

} // namespace pathproof::iut::lfp
