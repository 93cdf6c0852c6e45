// SPDX-License-Identifier: Apache-2.0
#include "conformance/iut/lfp/guest_daemon.hpp"

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <optional>
#include <utility>
#include <vector>

#include "conformance/iut/hs/failure.hpp"
#include "conformance/iut/lfp/guest_wire.hpp"
#include "conformance/iut/temporary_folder.hpp"
#include "conformance/iut/transports.hpp"
#include "model/core/error.hpp"

namespace pathproof::iut::lfp {

namespace {

constexpr const char* name_in_guest = "daemon";
constexpr const char* output_in_guest = "/daemon.log";
// The carrier's limit of the kit's end; what the profile's is, is up to labels.
constexpr std::uint32_t carrier_limit = 128;
// A program of the guest is slow to begin and to end.
constexpr int connect_ms = 10'000;
constexpr int stop_ms = 10'000;
constexpr int exit_ms = 200; // between the last that is heard of a process and its end

class GuestDaemon final : public DaemonSource {
public:
  GuestDaemon(const std::string& command, std::shared_ptr<const profile::Layout> layout)
      : DaemonSource(std::move(layout)), words_(split_command(command)),
        file_("/lfpd-" + user_ + ".conf") {
    if (!std::filesystem::is_regular_file(words_.front())) {
      throw UsageError("there is no " + words_.front() + " to run in a guest");
    }
  }

  std::string name() const override { return words_.front() + " in a guest"; }

  std::string absent() override {
    if (!image_) {
      try {
        image_ = prepare_guest_image(guest_cache());
      } catch (const NoGuest& none) {
        return none.what();
      }
    }
    return {};
  }

  std::string refuses(const Label& label) const override {
    switch (static_cast<profile::Show>(label.kind)) {
    case profile::Show::configure_daemon:
      return label.arguments[0] == static_cast<std::uint32_t>(profile::Item::mtu) &&
                     label.arguments[1] > largest_message(device_)
                 ? "a message of that MTU does not fit into a frame of the guest's device"
                 : std::string();
    case profile::Show::another:
      return "over AF_IUCV a second instance cannot have the first one's names";
    default:
      return {};
    }
  }

  Addresses addresses() const override { return {host_address, host_device_address}; }

  std::set<std::uint16_t> listening() override {
    std::string tables;
    for (const char* const table : {"tcp", "tcp6"}) {
      const Bytes text = wire_->call(std::string("read /proc/net/") + table).bytes(0);
      tables.append(text.begin(), text.end());
    }
    return listening_in(tables);
  }

  LinuxAddress way_to(std::uint16_t port) override { return wire_->way_to(port); }

  bool carrier_has_names() const override { return true; }

  bool shares_loopback() const override { return false; }

  std::string run_with(const SideValues& values) override {
    const bool goes_on = ended_within(0).empty() && runs();
    if (goes_on && values == values_) {
      return {};
    }
    stop();
    if (std::string trouble = wait_for_stop(); !trouble.empty()) {
      return trouble;
    }
    boot();
    values_ = values;
    wire_->call("write " + file_ + " " + hexadecimal(daemon_file(values_)));
    std::string start = std::string("start ") + output_in_guest + " /" + name_in_guest;
    for (std::size_t i = 1; i < words_.size(); ++i) {
      start += " " + words_[i];
    }
    const AgentAnswer started = wire_->call(start + " --config " + file_);
    if (!started.ok()) {
      return "it cannot be started in the guest: " + started.text;
    }
    process_ = std::string(started.word(0));
    waited_ = wire_->begin("wait " + process_);
    stopped_ = false;
    return {};
  }

  profile::Hello hello() const override {
    return hello_between(instance_system, instance_application, user_.c_str(), daemon_application);
  }

  void stop() override {
    if (runs()) {
      wire_->call("kill " + process_ + " " + std::to_string(SIGTERM));
      stopped_ = true;
    }
  }

  std::string wait_for_stop() override {
    if (!waited_) {
      return {};
    }
    const auto status = wire_->collect(*waited_, stop_ms);
    waited_.reset();
    if (!status) {
      wire_.reset(); // the next one has a guest of its own
      return "it does not end when it is asked to by SIGTERM";
    }
    return status->number() == 0 ? std::string() : end_with(*status);
  }

  std::string ended() override { return ended_within(exit_ms); }

  std::string error_output() override {
    const Bytes said = ask_quietly(std::string("read ") + output_in_guest);
    return {said.begin(), said.end()};
  }

  void forget_output() override { ask_quietly(std::string("write ") + output_in_guest + " -"); }

protected:
  std::string carrier() const override { return "iucv"; }

  Carrier open(int milliseconds, bool stranger) override {
    return wire_->connect({.user = instance_system,
                           .application = stranger ? stranger_application : instance_application,
                           .peer_user = user_,
                           .peer_application = daemon_application,
                           .message_limit = carrier_limit},
                          std::max(milliseconds, connect_ms));
  }

private:
  // Nothing where there is no guest any more.
  Bytes ask_quietly(const std::string& command) {
    try {
      return wire_ == nullptr ? Bytes() : wire_->call(command).bytes(0);
    } catch (const GuestFailed&) {
      return {};
    }
  }

  bool runs() const { return waited_.has_value() && !stopped_; }

  std::string ended_within(int milliseconds) {
    if (wire_ != nullptr && !wire_->failure().empty()) {
      std::string failure = wire_->failure();
      waited_.reset();
      wire_.reset();
      return failure;
    }
    if (!runs()) {
      return {};
    }
    const auto status = wire_->collect(*waited_, milliseconds);
    if (!status) {
      return {};
    }
    waited_.reset();
    return end_with(*status);
  }

  void boot() {
    if (wire_ != nullptr) {
      return;
    }
    if (const std::string none = absent(); !none.empty()) {
      throw UsageError(none);
    }
    const GuestPlan plan{.devices = {device_}, .reaches_host = true};
    wire_ = std::make_unique<GuestWire>(
        with_program(*image_, name_in_guest, words_.front(), folder_.path()),
        plan,
        instance_system);
    const std::string device = wire_->interface(host_device_mac);
    if (!wire_->call("link lo up").ok() ||
        !wire_->call("address " + device + " " + host_device_address + " " + host_device_mask)
             .ok()) {
      throw SystemFailed({FaultKind::refused, "the guest does not take an address"});
    }
  }

  static std::string end_with(const AgentAnswer& status) {
    const std::int64_t number = status.number();
    constexpr int of_signal = 128;
    return number > of_signal ? "it was ended by signal " + std::to_string(number - of_signal)
                              : "it ended with status " + std::to_string(number);
  }

  // Room for the MTU of 8192 that samples have, and not for any.
  const GuestDevice device_{.mtu = 16384};
  const std::string user_ = device_.user_id;
  std::vector<std::string> words_;
  std::string file_;
  std::optional<GuestImage> image_;
  TemporaryFolder folder_; // with what the guest boots from
  std::unique_ptr<GuestWire> wire_;
  SideValues values_;
  std::string process_;
  std::optional<Guest::Tag> waited_; // the command that is answered when the process ends
  bool stopped_ = false;
};

} // namespace

std::unique_ptr<DaemonSource> guest_daemon(const std::string& command,
                                           std::shared_ptr<const profile::Layout> layout) {
  return std::make_unique<GuestDaemon>(command, std::move(layout));
}

} // namespace pathproof::iut::lfp
