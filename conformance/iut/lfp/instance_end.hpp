// SPDX-License-Identifier: Apache-2.0
// The kit as the instance of a daemon under test.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "conformance/iut/lfp/judged_end.hpp"
#include "conformance/iut/lfp/partners.hpp"

namespace pathproof::iut::lfp {

// A second instance comes, while the first has its path: why it is refused, or nothing where it
// hears nothing in time.
std::optional<std::uint32_t>
refused_as_another(Carrier carrier, const profile::Hello& hello, int answer_ms);

class InstanceEnd : public JudgedEnd {
public:
  using JudgedEnd::JudgedEnd;

  // Takes a connection for a new path, says hello, and gives what comes of it.
  Arrival say_hello(Carrier carrier, const profile::Hello& hello, bool wrong_version);

  // Likewise what is in the place of a hello: one of malformed, by its number. The other side has
  // this MTU.
  Arrival say_malformed(Carrier carrier,
                        const profile::Hello& hello,
                        std::uint32_t what,
                        std::uint32_t mtu);

  // Makes sockets 0, 1, …, connected to partners: what labels take for granted from hello on. All
  // that is exchanged for it is confirmed in the end but one message, as only hello is for labels.
  void prepare(unsigned sockets, Partners& partners);

private:
  void perform(profile::Call call, unsigned socket, profile::CallBody body);
  profile::Message response(const std::string& call);

  std::uint32_t requests_ = 0;
};

} // namespace pathproof::iut::lfp
