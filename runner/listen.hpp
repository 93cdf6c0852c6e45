// SPDX-License-Identifier: Apache-2.0
// A stream socket at which somebody else's program asks, line by line.
#pragma once

#include <functional>
#include <string>

#include "conformance/iut/stream_address.hpp"

namespace pathproof::runner {

class Listener {
public:
  // `where` is unix:PATH or tcp:HOST:PORT. Throws UsageError.
  explicit Listener(const std::string& where);
  ~Listener();
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  // Talks to one peer after the other, for ever: each line is answered with a line, until the peer
  // is gone, or says more than a line may have, or `answer` gives false.
  [[noreturn]] void
  serve(const std::function<bool(const std::string& line, std::string& said)>& answer);

private:
  iut::StreamAddress address_;
  iut::Descriptor socket_;
};

} // namespace pathproof::runner
