// SPDX-License-Identifier: Apache-2.0
// What is known of an implementation beforehand, from a TOML file:
//
//   name = "mystack 2.1"
//   lacks = ["asynchronous_io"]            # capabilities it does not have
//   [choose]                               # variation points
//   detach_of_nothing = "refused"
//   [[expected_failure]]
//   case = "cinet/ioctl/*"                 # a case id; `*` at the end means all that begin so
//   reason = "TICKET-17: the reason code is lost"
//   shows = ["CINET-105", "reason=0"]      # one of these is in its report; else it is another one
//   sometimes = true                       # it may pass as well
//   expires = 2027-01-31                   # the last day on which it is excused
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace pathproof {

struct ExpectedFailure {
  std::string case_id;
  std::string reason;
  // Requirements, or words of what was observed, one of which tells this failure from another; any
  // failure where there are none.
  std::vector<std::string> shows{};
  bool sometimes = false; // it may pass as well: what is generated, or depends on time
  std::string expires{};  // "2027-01-31": afterwards it is not expected any more; empty: never
};

struct Profile {
  std::string file; // empty: there is none
  std::string name;
  std::vector<std::string> lacks;
  std::map<std::string, std::string> choose;
  std::vector<ExpectedFailure> expected_failures;
  std::string today{}; // by which expectations expire, "2026-11-20"; empty: none does

  bool lacks_capability(std::string_view capability) const;

  // What is expected of the case; nothing when it is to pass.
  const ExpectedFailure* expects_failure(std::string_view case_id) const;

  // What was expected of the case until a day that is past, where nothing is expected now.
  const ExpectedFailure* expected_until(std::string_view case_id) const;
};

// Reads a profile. Throws UsageError with file, line and what was expected.
Profile read_profile(const std::string& file);

} // namespace pathproof
