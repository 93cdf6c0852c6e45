// SPDX-License-Identifier: Apache-2.0
// Whether the configuration of an instance and that of its daemon work together.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/lfp/configuration.hpp"

namespace pathproof::lfp {

enum class Severity {
  error,     // it would not work
  note,      // it works, otherwise than one may think
  unchecked, // what would be needed to know is in neither file
};

struct Check {
  std::string_view name;         // "names.destination"
  std::string_view requirements; // "LFP-047 LFP-064"
  Severity severity = Severity::error;
  std::string_view why;    // one sentence
  std::string_view change; // what to do about it
};

// What is checked, by name.
std::span<const Check> checks();

// One of the lines that disagree. Line 0: it is not given, or not in the file.
struct Place {
  std::optional<Side> side; // none: it is in neither file
  std::string keyword;
  std::string value;
  unsigned line = 0;
};

struct Finding {
  const Check* check = nullptr; // of checks()
  std::vector<Place> places;
};

// What is known beside the two files.
struct Surroundings {
  std::string vse_guest{};                   // z/VM user ID of the z/VSE guest
  std::string linux_guest{};                 // z/VM user ID, or name on HiperSockets, of Linux
  std::string daemon_name{};                 // NAME of lfpd-NAME.conf
  std::optional<std::uint32_t> device_mtu{}; // of the HiperSockets device of Linux, octets
};

// What would not work, then notes, then what could not be checked.
std::vector<Finding> check(const InstanceConfiguration& instance,
                           const DaemonConfiguration& daemon,
                           const Surroundings& surroundings);

// The code page names that the kit knows (variation point known_code_pages).
bool is_known_code_page(std::string_view name);

std::string_view to_string(Severity severity);

} // namespace pathproof::lfp
