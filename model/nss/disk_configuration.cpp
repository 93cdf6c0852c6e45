// SPDX-License-Identifier: Apache-2.0
#include "model/nss/disk_configuration.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "model/core/error.hpp"

namespace pathproof::nss {

namespace {

constexpr std::size_t digits_of_address = 4;
constexpr std::size_t digits_of_size = 9;
constexpr std::array<std::string_view, 2> units{"CYL", "BLK"}; // cylinders, blocks

std::vector<std::string> words_of(std::string_view line) {
  std::vector<std::string> words;
  bool inside = false;
  for (char c : line.substr(0, line.find('#'))) {
    if (c == ' ' || c == '\t' || c == '\r') {
      inside = false;
      continue;
    }
    if (!inside) {
      words.emplace_back();
    }
    inside = true;
    words.back() += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return words;
}

bool is_of(std::string_view text, std::string_view digits, std::size_t most) {
  return !text.empty() && text.size() <= most &&
         text.find_first_not_of(digits) == std::string_view::npos;
}

std::uint32_t number_of(std::string_view text, int base) {
  std::uint32_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value, base);
  return value;
}

std::string address_text(std::uint32_t address) {
  std::array<char, 8> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), address, 16).ptr;
  std::string text(digits.data(), end);
  std::transform(text.begin(), text.end(), text.begin(), [](char c) {
    return c >= 'a' ? static_cast<char>(c - 'a' + 'A') : c;
  });
  return std::string(digits_of_address - std::min(digits_of_address, text.size()), '0') + text;
}

} // namespace

Disks read_disks(std::string_view text, std::string_view name) {
  Disks disks;
  std::size_t number = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::vector<std::string> words = words_of(text.substr(at, end - at));
    at = end + 1;
    const std::string place = std::string(name) + ", line " + std::to_string(++number) + ": ";
    if (words.empty()) {
      continue;
    }
    if (words.size() != 3 || !is_of(words[0], "0123456789ABCDEF", digits_of_address) ||
        !is_of(words[1], "0123456789", digits_of_size) ||
        std::find(units.begin(), units.end(), words[2]) == units.end()) {
      throw UsageError(place + "expected a device address, a size, and CYL or BLK");
    }
    const std::uint32_t address = number_of(words[0], 16);
    const std::string size = std::to_string(number_of(words[1], 10)) + " " + words[2];
    if (!disks.emplace(address, size).second) {
      throw UsageError(place + "disk " + address_text(address) + " is there twice");
    }
  }
  if (disks.empty()) {
    throw UsageError(std::string(name) + " has no disks");
  }
  return disks;
}

std::vector<std::string> differences(const Disks& savers, const Disks& users) {
  std::vector<std::string> found;
  Disks all = savers;
  all.insert(users.begin(), users.end());
  for (const auto& [address, unused] : all) {
    const std::string disk = "disk " + address_text(address);
    const auto saved = savers.find(address);
    const auto used = users.find(address);
    if (used == users.end()) {
      found.push_back(disk + ": the saver has " + saved->second + ", the user has none");
    } else if (saved == savers.end()) {
      found.push_back(disk + ": the saver has none, the user has " + used->second);
    } else if (saved->second != used->second) {
      found.push_back(disk + ": the saver has " + saved->second + ", the user has " + used->second);
    }
  }
  return found;
}

} // namespace pathproof::nss
