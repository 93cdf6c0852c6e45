// SPDX-License-Identifier: Apache-2.0
// The text of DEFSYS: read, written, and checked for what CP refuses or is of no use.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/core/requirement.hpp"
#include "model/nss/page_code.hpp"

namespace pathproof::nss {

inline constexpr std::uint32_t page_size = 0x1000;       // NSS-008
inline constexpr std::uint32_t pages_in_segment = 0x100; // NSS-011

// Ends are numbers of pages, both included [NSS-007].
struct PageRange {
  std::uint32_t first = 0;
  std::uint32_t last = 0;
  PageCode code = PageCode::ew;

  friend bool operator==(const PageRange&, const PageRange&) = default;
};

// Registers that get the text after IPL ... PARM [NSS-057]: of these numbers, or none.
struct ParameterRegisters {
  bool none = false;
  unsigned first = 0;
  unsigned last = 0;

  friend bool operator==(const ParameterRegisters&, const ParameterRegisters&) = default;
};

// What a DEFSYS says [NSS-002].
struct DefinitionLine {
  std::string name; // in upper case
  std::vector<PageRange> ranges;
  std::optional<std::uint32_t> minsize_k; // MINSIZE, in K
  bool restricted = false;                // RSTD
  bool group = false;                     // VMGROUP
  std::optional<ParameterRegisters> registers;
  std::vector<std::string> modes; // MACHMODE

  friend bool operator==(const DefinitionLine&, const DefinitionLine&) = default;
};

// Reads "DEFSYS LXSHR 0-FF EW 100-2FF SR MINSIZE=64M", in any case. Throws UsageError, one sentence
// that names the operand, for what is no DEFSYS.
DefinitionLine read_definition(std::string_view text);

// What read_definition reads.
std::string print(const DefinitionLine& line);

// What is wrong with a definition that can be read, or of no use.
struct DefinitionFinding {
  const Requirement* requirement = nullptr;
  bool refused = false; // by CP; otherwise a warning
  std::string text;
};

std::vector<DefinitionFinding> findings_of(const DefinitionLine& line);

// The ranges in their order, and between them what is left of their segments [NSS-012].
std::vector<PageRange> with_rest_of_segments(const DefinitionLine& line);

// The least storage, in K, of a machine that may load the system [NSS-052, NSS-054].
std::uint32_t least_storage_k(const DefinitionLine& line);

} // namespace pathproof::nss
