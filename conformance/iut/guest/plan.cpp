// SPDX-License-Identifier: Apache-2.0
#include "conformance/iut/guest/plan.hpp"

#include <algorithm>

#include "model/core/error.hpp"

namespace pathproof::iut {
namespace {

// The letters are in three runs: A-I, J-R, S-Z.
int ebcdic_code(char c) {
  if (c >= 'A' && c <= 'I') {
    return 0xc1 + (c - 'A');
  }
  if (c >= 'J' && c <= 'R') {
    return 0xd1 + (c - 'J');
  }
  if (c >= 'S' && c <= 'Z') {
    return 0xe2 + (c - 'S');
  }
  if (c >= '0' && c <= '9') {
    return 0xf0 + (c - '0');
  }
  return c == ' ' ? 0x40 : -1;
}

} // namespace

std::string ebcdic(const std::string& text) {
  std::string codes;
  for (const char c : text) {
    const int code = ebcdic_code(c);
    if (code < 0) {
      throw UsageError("'" + text + "' has a character that is no letter A-Z, digit or blank");
    }
    codes += static_cast<char>(code);
  }
  return codes;
}

MacAddress mac_address(const std::string& user_id) {
  MacAddress address{};
  const std::string codes = ebcdic(user_id);
  if (codes.size() != address.size() || codes.find('\x40') != std::string::npos) {
    throw UsageError("the user id '" + user_id + "' of a guest's device has not six characters");
  }
  std::copy(codes.begin(), codes.end(), address.begin());
  if (address[0] % 2 != 0) {
    throw UsageError("the user id '" + user_id +
                     "' of a guest's device must begin with one of BDFHKMOQSUWY02468");
  }
  return address;
}

} // namespace pathproof::iut
