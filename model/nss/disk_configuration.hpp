// SPDX-License-Identifier: Apache-2.0
// Disks of a virtual machine: who loads a saved Linux has the same ones as the saver, at the same
// addresses and of the same sizes [NSS-079]. CP is not known to look [NSS-080], so the kit does.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace pathproof::nss {

// By address: the size, a number and a unit, as it was written ("200 CYL").
using Disks = std::map<std::uint32_t, std::string>;

// Reads lines of address, size and unit: "0150 200 CYL". A # begins a comment. `name` is what
// errors call the text. Throws UsageError, one sentence with the line, for what is something else.
Disks read_disks(std::string_view text, std::string_view name);

// What keeps a machine with `users` disks from running what was saved with `savers`; one sentence
// each, in the order of addresses.
std::vector<std::string> differences(const Disks& savers, const Disks& users);

} // namespace pathproof::nss
