// SPDX-License-Identifier: Apache-2.0
#include "conformance/iut/lfp/instance_source.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <utility>

#include "conformance/iut/lfp/loopback.hpp"
#include "conformance/iut/transports.hpp"
#include "model/core/error.hpp"
#include "model/lfp/configuration.hpp"

namespace pathproof::iut::lfp {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view over_unix = "exec:";
constexpr std::string_view over_tcp = "exec-tcp:";

bool is_tcp(std::string_view specification) {
  return specification.starts_with(over_tcp);
}

std::vector<std::string> command_in(std::string_view specification) {
  for (const std::string_view kind : {over_unix, over_tcp}) {
    if (specification.starts_with(kind)) {
      return split_command(specification.substr(kind.size()));
    }
  }
  throw UsageError("an instance under test is lfp-instance:exec:CMD or lfp-instance:exec-tcp:CMD, "
                   "not lfp-instance:" +
                   std::string(specification));
}

// Beside the kit's own program.
fs::path test_program() {
  return fs::read_symlink("/proc/self/exe").parent_path() / "pathproof-lfp-program";
}

} // namespace

InstanceSource::InstanceSource(std::string_view specification,
                               const Limits& limits,
                               std::shared_ptr<const pathproof::lfp::Layout> layout)
    : command_(command_in(specification)), layout_(std::move(layout)),
      carrier_(is_tcp(specification)
                   ? "tcp:127.0.0.1:" + std::to_string(port_of(loopback_socket().second))
                   : "unix:" + folder_.path() + "/daemon"),
      listener_(listen_for_carrier(carrier_)), process_(limits) {}

InstanceSource::~InstanceSource() = default;

std::string InstanceSource::look() const {
  return fs::exists(test_program()) ? std::string()
                                    : "there is no " + test_program().string() +
                                          ", the programs behind an instance under test";
}

std::string InstanceSource::refuses(const SideValues& values) const {
  const auto reading = pathproof::lfp::read_instance(configuration(values, false));
  return reading.configuration || reading.errors.empty() ? std::string()
                                                         : reading.errors.front().sentence;
}

void InstanceSource::run_with(const SideValues& values, bool wrong_names) {
  const std::string file = folder_.path() + "/instance.txt";
  std::ofstream(file) << configuration(values, wrong_names);
  // Programs and instances of several runs at the same time must not meet.
  std::vector<std::string> words{"env", "LFP_FOLDER=" + folder_.path()};
  words.insert(words.end(), command_.begin(), command_.end());
  words.insert(
      words.end(),
      {"--config", file, test_program().string(), control(), std::to_string(instance_tasks)});
  process_.run(words);
}

Carrier InstanceSource::accept() {
  Carrier made{.socket = Descriptor(::accept4(
                   listener_.socket.get(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC)),
               .record = listener_.record,
               .layout = layout_};
  const int one = 1;
  ::setsockopt(made.socket.get(), IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  return made;
}

void InstanceSource::forget_connections() {
  while (accept().socket) {
    // closed again
  }
}

std::string InstanceSource::configuration(const SideValues& values, bool wrong_names) const {
  std::ostringstream text;
  text << "ID = 02\n"
       << "MTU = " << (layout_ ? layout_->wire_mtu(values.mtu) : values.mtu) << "\n"
       << "IucvMsgLimit = " << values.message_limit << "\n"
       << "InitialBufferSpace = 512K\n"
       << "MaximumBufferSpace = 4M\n"
       << "IucvSrcAppName = " << instance_application << "\n"
       << "IucvDestVMId = " << daemon_system << "\n"
       << "IucvDestAppName = " << (wrong_names ? stranger_application : daemon_application) << "\n"
       << "WindowSize = " << values.window << "\n"
       << "WindowThreshold = " << values.threshold << "\n"
       << "KIT_CARRIER = " << carrier_ << "\n"
       << "KIT_ERRNO_ON_PATH_LOSS = " << path_loss_errno << "\n"
       << "KIT_SYSTEM_NAME = " << instance_system << "\n";
  if (values.heartbeats) {
    text << "KIT_HEARTBEAT_INTERVAL = " << heartbeat_ms << "\n"
         << "KIT_HEARTBEAT_MISSES = " << heartbeat_misses << "\n";
  }
  return text.str();
}

} // namespace pathproof::iut::lfp
