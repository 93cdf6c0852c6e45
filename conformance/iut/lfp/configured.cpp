// SPDX-License-Identifier: Apache-2.0
#include "conformance/iut/lfp/configured.hpp"

#include <fstream>
#include <optional>
#include <utility>

#include "model/core/ebcdic.hpp"
#include "model/core/error.hpp"

namespace pathproof::iut::lfp {

namespace {

constexpr std::size_t file_size_max = 1U << 20; // octets; what is longer is no configuration

std::string read_file(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  std::string text(file_size_max + 1, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (in.bad() || !in.eof()) {
    throw UsageError(in.good() ? file + " is longer than a configuration: over 1 MiB"
                               : "cannot read " + file);
  }
  text.resize(static_cast<std::size_t>(in.gcount()));
  return text;
}

template <class Configuration>
Configuration configuration_of(const std::string& file, profile::Reading<Configuration> reading) {
  if (reading.configuration) {
    return std::move(*reading.configuration);
  }
  std::string lines;
  for (const profile::ConfigurationError& error : reading.errors) {
    lines += (lines.empty() ? "" : "\n") + to_string(file, error);
  }
  throw UsageError(lines);
}

std::array<std::uint8_t, profile::name_size> name(const std::string& text) {
  return ebcdic::padded<profile::name_size>(text);
}

void put_heartbeat(const std::optional<profile::Heartbeat>& heartbeat, profile::Hello& hello) {
  if (heartbeat) {
    hello.heartbeat_interval = heartbeat->interval_ms;
    hello.heartbeat_misses = heartbeat->misses;
  }
}

const std::string& own_name(const profile::InstanceConfiguration& instance) {
  return instance.system_name.empty() ? instance.hs_system_name : instance.system_name;
}

std::uint32_t mtu_of(std::uint32_t configured, const profile::Layout* layout) {
  return layout == nullptr ? configured : layout->profile_mtu(configured);
}

} // namespace

profile::InstanceConfiguration read_instance_file(const std::string& file) {
  return configuration_of(file, profile::read_instance(read_file(file)));
}

profile::DaemonConfiguration read_daemon_file(const std::string& file) {
  return configuration_of(file, profile::read_daemon(read_file(file)));
}

std::string name_of(const profile::DaemonConfiguration& daemon, const std::string& file) {
  return !daemon.system_name.empty() ? daemon.system_name
                                     : std::string(profile::daemon_name_of(file));
}

profile::Hello hello_of(const profile::InstanceConfiguration& instance,
                        const profile::Layout* layout) {
  profile::Hello hello{.system_id = static_cast<std::uint16_t>(std::stoul(instance.id)),
                       .mtu = mtu_of(instance.mtu, layout),
                       .message_limit = instance.effective_message_limit(),
                       .window = instance.window_size,
                       .threshold = instance.window_threshold,
                       .user_id = name(own_name(instance)),
                       .app_name = name(instance.own_application),
                       .peer_user_id = name(instance.peer_user),
                       .peer_app_name = name(instance.peer_application)};
  put_heartbeat(instance.heartbeat, hello);
  return hello;
}

profile::Hello hello_of(const profile::DaemonConfiguration& daemon,
                        const std::string& own_name,
                        const profile::Layout* layout) {
  profile::Hello hello{.mtu = mtu_of(daemon.mtu, layout),
                       .message_limit = daemon.effective_message_limit(false),
                       .window = daemon.window_size,
                       .threshold = daemon.window_threshold,
                       .tasks = daemon.tasks_max,
                       .sockets = daemon.sockets_max,
                       .user_id = name(own_name),
                       .app_name = name(daemon.own_application),
                       .peer_user_id = name(daemon.peer_user),
                       .peer_app_name = name(daemon.peer_application)};
  put_heartbeat(daemon.heartbeat, hello);
  return hello;
}

IucvEnds iucv_ends_of(const profile::InstanceConfiguration& instance) {
  return {.user = own_name(instance),
          .application = instance.own_application,
          .peer_user = instance.peer_user,
          .peer_application = instance.peer_application,
          .message_limit = instance.effective_message_limit(),
          .mtu = instance.mtu};
}

IucvEnds iucv_ends_of(const profile::DaemonConfiguration& daemon, const std::string& own_name) {
  return {.user = own_name,
          .application = daemon.own_application,
          .peer_user = daemon.peer_user,
          .peer_application = daemon.peer_application,
          .message_limit = daemon.effective_message_limit(false),
          .mtu = daemon.mtu};
}

} // namespace pathproof::iut::lfp
