// SPDX-License-Identifier: Apache-2.0
// The kit as the daemon of an instance under test.
#pragma once

#include <cstdint>

#include "conformance/iut/lfp/judged_end.hpp"

namespace pathproof::iut::lfp {

class DaemonEnd : public JudgedEnd {
public:
  using JudgedEnd::JudgedEnd;

  // Takes a connection for a new path, on which this hello would be right.
  void take(Carrier carrier, const profile::Hello& right) { begin(std::move(carrier), right); }

  // Says hello, which confirms the instance's.
  void say_hello(const profile::Hello& ours);

  // Refuses the path, and closes it.
  void refuse(profile::Refusal why);

  // Waits for the request that a program's call must lead to, and answers that all is well. Gives
  // the socket that it names. Throws SystemFailed where something else comes, or nothing.
  std::uint32_t perform(profile::Call call);

  // Behind those calls, which labels take for granted: all was confirmed but the last answer, as
  // only hello is for labels.
  void is_prepared() { counts_from_here(0); }
};

} // namespace pathproof::iut::lfp
