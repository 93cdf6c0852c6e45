// SPDX-License-Identifier: Apache-2.0
// The configuration of an LFP instance and of its daemon, read from text. Nothing is read from a
// file here, and a text that is wrong gives all its errors.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/lfp/parameters.hpp"

namespace pathproof::lfp {

// How the two sides meet (KIT_CARRIER).
struct Carrier {
  enum class Kind { iucv, local, tcp };
  Kind kind = Kind::iucv;
  std::string text = "iucv"; // as it was given: "unix:PATH", "tcp:HOST:PORT", "iucv"
  std::string host{};        // of tcp, without brackets
  std::uint16_t port = 0;    // of tcp, at least 1

  friend bool operator==(const Carrier&, const Carrier&) = default;
};

// One entry of RESTRICT_TO_HOSTS: an address, a network of addresses, or a name to be resolved.
struct AllowedHost {
  std::string name{};                     // not empty: a host name, and the rest says nothing
  std::array<std::uint8_t, 16> address{}; // of IPv4 the first four octets
  unsigned octets = 4;                    // 4 or 16
  unsigned prefix = 32;                   // bits that count, all of an address

  // Whether an address of 4 or 16 octets, in network order, is meant. False for a name.
  bool contains(std::span<const std::uint8_t> other) const;

  friend bool operator==(const AllowedHost&, const AllowedHost&) = default;
};

struct Heartbeat {
  std::uint32_t interval_ms = 1; // at least 1
  std::uint32_t misses = 1;      // at least 1

  friend bool operator==(const Heartbeat&, const Heartbeat&) = default;
};

// Where a keyword was given, and its value as it stands there.
struct Given {
  unsigned line = 0; // from 1
  std::string text{};
};

// By keyword, as the table spells it.
using GivenKeywords = std::map<std::string, Given, std::less<>>;

// What is optional was not given and has no default that anybody states.
struct InstanceConfiguration {
  std::string id; // two digits
  std::uint32_t mtu = 0;
  std::optional<std::uint32_t> message_limit{};
  std::optional<std::uint32_t> initial_buffer_space{}; // octets
  std::uint32_t maximum_buffer_space = 0;              // octets
  std::string own_application;
  std::string peer_user; // z/VM user ID, or name of the HiperSockets device
  std::string peer_application;
  std::uint32_t window_size = 0;      // octets
  std::uint32_t window_threshold = 0; // per cent
  std::vector<std::uint16_t> hs_devices{};
  std::string hs_system_name{}; // empty: no LPAR mode
  std::optional<std::uint32_t> hs_message_limit{};
  std::optional<std::uint32_t> hs_keep_alive{}; // its unit is not known
  Carrier carrier{};
  std::string system_name{};            // empty: not given
  std::uint32_t errno_on_path_loss = 0; // a number of z/VSE
  std::optional<Heartbeat> heartbeat{};
  GivenKeywords given{};

  bool over_hipersockets() const { return !hs_system_name.empty(); }

  // The one that holds, with the carrier's own where none is given (LFP-116).
  std::uint32_t effective_message_limit() const;
};

struct DaemonConfiguration {
  std::string own_application;
  std::string peer_user;
  std::string peer_application;
  std::optional<std::uint32_t> message_limit{};
  std::uint32_t mtu = 0;
  std::uint32_t tasks_max = 0;
  std::uint32_t sockets_max = 0;
  std::optional<std::uint32_t> initial_buffers{};
  std::uint32_t window_size = 0;      // octets
  std::uint32_t window_threshold = 0; // per cent
  std::string code_page;
  std::optional<std::array<std::uint8_t, 4>> host_id{}; // in network order
  std::vector<AllowedHost> restrict_to_hosts{};         // empty: all
  bool log_information = false;
  Carrier carrier{};
  std::string system_name{}; // empty: not given
  std::optional<Heartbeat> heartbeat{};
  GivenKeywords given{};

  // The one that holds, with the carrier's own where none is given (LFP-116).
  std::uint32_t effective_message_limit(bool over_hipersockets) const;
};

// One sentence about a text, and where: lines and columns count from 1, 0 is the text as a whole.
struct ConfigurationError {
  unsigned line = 0;
  unsigned column = 0;
  std::string sentence;
};

// "FILE:LINE:COLUMN: sentence", without what is 0.
std::string to_string(std::string_view file, const ConfigurationError& error);

// A configuration, or else at least one error, in the order of the lines,
// and those about the text as a whole last.
template <class Configuration>
struct Reading {
  std::optional<Configuration> configuration;
  std::vector<ConfigurationError> errors;
};

// The keywords as they stand in the job stream, with or without the statements around them.
Reading<InstanceConfiguration> read_instance(std::string_view text);

// The daemon's file (lfpd-NAME.conf).
Reading<DaemonConfiguration> read_daemon(std::string_view text);

// What a value of the parameter may be, as it stands behind "takes": "1 to 65535 messages".
std::string expectation(const Parameter& parameter);

// The NAME of ".../lfpd-NAME.conf" (LFP-031); empty where the file is not called so.
std::string_view daemon_name_of(std::string_view file);

} // namespace pathproof::lfp
