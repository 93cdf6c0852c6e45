// SPDX-License-Identifier: Apache-2.0
// A stream socket at which somebody else's program talks, line by line. One peer is served at a
// time: a second one waits until the first is gone.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "conformance/iut/stream_address.hpp"

namespace pathproof::runner {

class Listener {
public:
  // `where` is unix:PATH or tcp:HOST:PORT. Throws UsageError.
  explicit Listener(const std::string& where);
  ~Listener();
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  // What is readable when there is something to go on with: the peer, or whoever wants to be one.
  int descriptor() const { return peer_ ? peer_.get() : socket_.get(); }

  // Takes what is there, without waiting for more: a peer, or octets of it. `take` is given each
  // line, and ends the conversation by false. False when a conversation has begun or ended; it ends
  // also when the peer is gone or says more than a line may have. Throws UsageError where no peer
  // can be accepted.
  bool go_on(const std::function<bool(std::string_view line)>& take);

  // Whole lines to the peer, if there is one. One that reads nothing for two seconds is given up:
  // `go_on` sees its end.
  void say(std::string_view lines);

private:
  bool accept_peer();
  bool end();

  iut::StreamAddress address_;
  iut::Descriptor socket_;
  iut::Descriptor peer_;
  std::string input_; // that was not taken yet
};

} // namespace pathproof::runner
