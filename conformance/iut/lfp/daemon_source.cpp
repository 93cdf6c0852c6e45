// SPDX-License-Identifier: Apache-2.0
#include "conformance/iut/lfp/daemon_source.hpp"

#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <fstream>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "conformance/iut/child_channel.hpp"
#include "conformance/iut/deadline.hpp"
#include "conformance/iut/hs/failure.hpp"
#include "conformance/iut/lfp/configured.hpp"
#include "conformance/iut/lfp/instance_end.hpp"
#include "conformance/iut/lfp/loopback.hpp"
#include "conformance/iut/temporary_folder.hpp"
#include "conformance/iut/transports.hpp"
#include "model/core/ebcdic.hpp"
#include "model/core/error.hpp"

namespace pathproof::iut::lfp {

namespace {

constexpr int stop_patience_ms = 3000;
// Between the last that is heard of a process and its end.
constexpr int exit_ms = 20;
constexpr std::chrono::milliseconds between_looks{2};

// The names of both sides where the kit chooses them [LFP-161].
constexpr const char* instance_system = "KITVSE";
constexpr const char* instance_application = "KITINST";
constexpr const char* daemon_system = "KITLINUX";
constexpr const char* daemon_application = "KITLFPD";

// Whether the process runs no more, though it may not be cleared away yet.
bool is_exiting(pid_t process) {
  std::ifstream status("/proc/" + std::to_string(process) + "/stat");
  std::string text;
  std::getline(status, text);
  const std::size_t behind_name = text.rfind(')');
  return behind_name == std::string::npos || text.compare(behind_name, 3, ") Z") == 0;
}

// Runs in the forked child; execvp allocates nothing.
void execute(const void* context, Board& board) {
  char* const* const words = static_cast<char* const*>(context);
  ::execvp(words[0], words);
  board.start_error = errno;
}

// A daemon that the kit starts, anew wherever a case wants another configuration.
class StartedDaemon final : public DaemonSource {
public:
  StartedDaemon(const std::string& command,
                bool tcp,
                const Limits& limits,
                std::shared_ptr<const profile::Layout> layout)
      : DaemonSource(std::move(layout)), words_(split_command(command)), limits_(limits),
        carrier_(tcp ? "tcp:127.0.0.1:" + std::to_string(port_of(loopback_socket().second))
                     : "unix:" + folder_.path() + "/lfpd.sock"),
        file_(folder_.path() + "/lfpd-" + daemon_system + ".conf") {
    words_.emplace_back("--config");
    words_.push_back(file_);
  }

  ~StartedDaemon() override {
    stop();
    wait_for_stop();
  }

  std::string name() const override { return words_.front(); }

  std::string run_with(const DaemonValues& values) override {
    if (process_ && values == values_ && !process_->ended()) {
      return {};
    }
    stop();
    if (std::string trouble = wait_for_stop(); !trouble.empty()) {
      return trouble;
    }
    values_ = values;
    write_configuration();
    std::vector<char*> pointers;
    for (std::string& word : words_) {
      pointers.push_back(word.data());
    }
    pointers.push_back(nullptr);
    process_ = std::make_unique<ChildChannel>(
        ChildChannel::Program{"'" + excerpt(words_.front()) + "'", execute, pointers.data()},
        limits_);
    return {};
  }

  profile::Hello hello() const override {
    using ebcdic::padded;
    return {.user_id = padded<profile::name_size>(instance_system),
            .app_name = padded<profile::name_size>(instance_application),
            .peer_user_id = padded<profile::name_size>(daemon_system),
            .peer_app_name = padded<profile::name_size>(daemon_application)};
  }

  void stop() override {
    if (process_ && !process_->ended() && process_->process() > 0) {
      ::kill(process_->process(), SIGTERM);
    }
  }

  std::string wait_for_stop() override {
    if (!process_) {
      return {};
    }
    const Deadline deadline(stop_patience_ms);
    while (!process_->ended() && deadline.left_ms() > 0) {
      std::this_thread::sleep_for(between_looks);
    }
    std::string trouble;
    if (!process_->ended()) {
      trouble = "it does not end when it is asked to by SIGTERM";
    } else if (const Fault how = process_->how_it_ended(); how.exit_status != 0) {
      trouble = how.sentence;
    }
    clear();
    return trouble;
  }

  std::string ended() override {
    // Its end is seen on the path a moment before the process is gone, and that before all that it
    // has started is gone too.
    Deadline deadline(exit_ms);
    bool exits = false;
    while (process_ && !process_->ended() && deadline.left_ms() > 0) {
      if (!exits && is_exiting(process_->process())) {
        exits = true;
        deadline = Deadline(stop_patience_ms);
      }
      std::this_thread::sleep_for(between_looks);
    }
    if (!process_ || !process_->ended()) {
      return {};
    }
    std::string how = process_->how_it_ended().sentence;
    clear();
    return how;
  }

  std::string error_output() override {
    return said_ + (process_ ? process_->error_output() : std::string());
  }

protected:
  std::string carrier() const override { return carrier_; }

private:
  void clear() {
    said_ += process_->error_output();
    process_.reset();
  }

  void write_configuration() const {
    std::ofstream file(file_);
    file << "IUCV_SRC_APPNAME = " << daemon_application << "\n"
         << "PEER_IUCV_VMID = " << instance_system << "\n"
         << "PEER_IUCV_APPNAME = " << instance_application << "\n"
         << "IUCV_MSGLIMIT = " << values_.message_limit << "\n"
         << "MTU = " << (layout() != nullptr ? layout()->wire_mtu(values_.mtu) : values_.mtu)
         << "\n"
         << "MAX_VSE_TASKS = 16\n"
         << "MAX_SOCKETS = 16\n"
         << "WINDOW_SIZE = " << values_.window << "\n"
         << "WINDOW_THRESHOLD = " << values_.threshold << "\n"
         << "VSE_CODEPAGE = EBCDIC-US\n"
         << "KIT_CARRIER = " << carrier() << "\n";
    if (values_.heartbeats) {
      file << "KIT_HEARTBEAT_INTERVAL = " << heartbeat_ms << "\n"
           << "KIT_HEARTBEAT_MISSES = " << heartbeat_misses << "\n";
    }
  }

  std::vector<std::string> words_;
  Limits limits_;
  TemporaryFolder folder_;
  std::string carrier_;
  std::string file_;
  DaemonValues values_;
  std::unique_ptr<ChildChannel> process_;
  std::string said_; // by those that ended
};

// A daemon that is running, for an instance whose configuration is known.
class RunningDaemon final : public DaemonSource {
public:
  RunningDaemon(const std::string& file,
                const Limits& limits,
                std::shared_ptr<const profile::Layout> layout)
      : DaemonSource(std::move(layout)), configuration_(read_instance_file(file)),
        carrier_(carrier_of(configuration_.carrier)),
        patience_ms_(static_cast<int>(limits.deadline_ms)) {}

  std::string name() const override { return "the daemon at " + carrier_; }

  // Says hello, and goodbye.
  std::string look() override {
    if (values_) {
      return {};
    }
    Carrier made = try_to_connect(patience_ms_);
    if (!made.socket) {
      return "nobody is at " + carrier_ + ": " + std::generic_category().message(made.error);
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

  std::optional<DaemonValues> fixed() const override { return values_.value_or(DaemonValues{}); }

  std::string run_with(const DaemonValues&) override { return {}; }

  profile::Hello hello() const override { return hello_of(configuration_, layout()); }

protected:
  std::string carrier() const override { return carrier_; }

private:
  profile::InstanceConfiguration configuration_;
  std::string carrier_;
  int patience_ms_;
  std::optional<DaemonValues> values_;
};

} // namespace

Carrier DaemonSource::try_to_connect(int milliseconds) const {
  Carrier made = connect_carrier(carrier(), milliseconds);
  made.layout = layout_;
  return made;
}

Carrier DaemonSource::connect(int milliseconds) {
  Carrier made = try_to_connect(milliseconds);
  if (!made.socket) {
    const std::string how = ended();
    throw SystemFailed({FaultKind::refused,
                        !how.empty() ? how
                                     : "nobody is at " + carrier() + ": " +
                                           std::generic_category().message(made.error)});
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
  return std::make_unique<RunningDaemon>(std::string(specification), limits, std::move(layout));
}

} // namespace pathproof::iut::lfp
