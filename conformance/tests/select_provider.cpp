// SPDX-License-Identifier: Apache-2.0
// Selects providers by the rule text of the model, for tables with any addresses. Reads lines:
//   route PROVIDER FIRST LAST KIND METRIC    numbers; providers 0 to 31; kinds as in the model
//   default PROVIDER                         the default provider
//   find ADDRESS                             writes the provider that is selected, or "none"
//   clear                                    forgets all routes
#include <bit>
#include <cstdint>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

#include "model/cinet/prerouter_lookup.hpp"
#include "model/core/concrete.hpp"

namespace {

using namespace pathproof;
using namespace pathproof::cinet::prerouter;

Concrete::Set provider_set(std::uint32_t provider) {
  return Concrete::Set::of_bits(std::uint32_t{1} << (provider & 31U));
}

std::string
find(const std::vector<Entry<Concrete>>& table, Concrete::Set by_default, std::uint32_t address) {
  Best<Concrete> best;
  for (const Entry<Concrete>& one : table) {
    best.add(one.towards(address));
  }
  const Concrete::Set chosen = preferred<Concrete>(best.providers, by_default).first();
  return known(chosen.empty()) ? "none" : std::to_string(std::countr_zero(chosen.bits()));
}

} // namespace

int main() {
  std::vector<Entry<Concrete>> table;
  Concrete::Set by_default;
  std::string line;
  while (std::getline(std::cin, line)) {
    std::istringstream words(line);
    std::string command;
    std::uint32_t number = 0;
    words >> command;
    if (command == "clear") {
      table.clear();
    } else if (command == "default" && words >> number) {
      by_default = provider_set(number);
    } else if (command == "find" && words >> number) {
      std::cout << find(table, by_default, number) << '\n' << std::flush;
    } else if (std::uint32_t first = 0, last = 0, kind = 0, metric = 0;
               command == "route" && words >> number >> first >> last >> kind >> metric) {
      table.push_back({provider_set(number), kind, first, last, metric});
    } else {
      std::cerr << "not understood: " << line << '\n';
      return 2;
    }
  }
  return 0;
}
