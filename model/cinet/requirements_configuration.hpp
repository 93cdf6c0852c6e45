// SPDX-License-Identifier: Apache-2.0
// Common INET: requirements on the configuration and on reserved ports (docs/sources.md).
#pragma once

#include "model/core/requirement.hpp"

namespace pathproof::cinet::req {

// Configuration.

inline constexpr Requirement cinet_001{
    "CINET-001",
    "At most 32 transport providers can be connected at once, so a 33rd has to be refused.",
    "K1, K7, K21",
    "DOC",
    Level::must,
    Coverage::precondition,
    "The kit never starts more than 32 providers, and no source says how one more is refused."};

inline constexpr Requirement cinet_002{
    "CINET-002",
    "Of the active providers at most 8 may be z/OS Communications Server stacks, a limit that "
    "others do not share.",
    "K1",
    "DOC",
    Level::must,
    Coverage::precondition,
    "Whoever sets up the system under test starts no more than 8 such stacks."};

inline constexpr Requirement cinet_003{
    "CINET-003",
    "A FILESYSTYPE with ENTRYPOINT BPXTCINT makes common INET, each SUBFILESYSTYPE is a provider "
    "(EZBPFINI for z/OS CS), and they and NETWORK share one TYPE of up to 8 characters.",
    "K6",
    "DOC",
    Level::must,
    Coverage::not_modelled,
    "Configuration syntax is outside the model, which starts with the providers in place."};

inline constexpr Requirement cinet_004{
    "CINET-004",
    "The NAME on SUBFILESYSTYPE has to be the job name of the started task of the stack.",
    "K6",
    "DOC",
    Level::must,
    Coverage::not_modelled,
    "Configuration syntax is outside the model, which starts with the providers in place."};

inline constexpr Requirement cinet_005{
    "CINET-005",
    "The default provider is the one marked DEFAULT if it is active, else the first activated.",
    "K5",
    "DOC"};

inline constexpr Requirement cinet_006{
    "CINET-006",
    "NETWORK gives DOMAINNUMBER(2), MAXSOCKETS, INADDRANYPORT and INADDRANYCOUNT for AF_INET, and "
    "a second one, before, after or later, gives DOMAINNUMBER(19) for AF_INET6.",
    "K6, K16",
    "DOC",
    Level::must,
    Coverage::not_modelled,
    "Configuration syntax is outside the model, which starts with the providers in place."};

inline constexpr Requirement cinet_007{
    "CINET-007",
    "A provider that takes AF_INET6 takes AF_INET too: none is for IPv6 only.",
    "K16",
    "DOC",
    Level::must,
    Coverage::not_modelled,
    "Address families are not modelled."};

// Reserved ports.

inline constexpr Requirement cinet_040{
    "CINET-040",
    "INADDRANYPORT P and INADDRANYCOUNT C reserve [P, P+C-1], under common INET only, for binds of "
    "port 0 with INADDR_ANY or IN6ADDR_ANY.",
    "K4",
    "DOC"};

inline constexpr Requirement cinet_041{
    "CINET-041",
    "Each provider has to be configured with the same range (PORTRANGE in z/OS CS).",
    "K4",
    "DOC",
    Level::must,
    Coverage::precondition,
    "The reserved range of the model is one for all providers."};

inline constexpr Requirement cinet_042{
    "CINET-042",
    "Defaults apply if both values are left out, and INADDRANYPORT alone reserves no port.",
    "K4",
    "DOC",
    Level::must,
    Coverage::not_modelled,
    "Configuration syntax is outside the model, which has a range of two ports."};

inline constexpr Requirement cinet_043{
    "CINET-043",
    "bind() of port 0 with INADDR_ANY takes a port of the range, the same one in every provider.",
    "K4",
    "DOC"};

inline constexpr Requirement cinet_044{
    "CINET-044",
    "The port 0 bind fails with EADDRINUSE 1115 when the port is not available, at least when the "
    "whole range is taken everywhere.",
    "K4",
    "DOC"};

inline constexpr Requirement cinet_045{
    "CINET-045",
    "A bind that names a port of the range fails with EADDRINUSE 1115 and JRRESRPORTSPECIFIED (low "
    "half 00C4), even if a profile reserves the port for the job.",
    "K12",
    "DOC"};

inline constexpr Requirement cinet_046{
    "CINET-046",
    "z/OS UNIX itself refuses the bind of CINET-045, so that no provider sees it.",
    "K12",
    "INF",
    Level::note};

} // namespace pathproof::cinet::req
