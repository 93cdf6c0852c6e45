// SPDX-License-Identifier: Apache-2.0
#include "runner/serve_hs.hpp"

#include <poll.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <iostream>
#include <optional>

#include "conformance/iut/hs/packet_wire.hpp"
#include "conformance/iut/hs/reference_endpoint.hpp"
#include "model/core/error.hpp"
#include "runner/listen.hpp"

namespace pathproof::runner {

namespace {

// A peer that reads nothing for so long loses frames.
constexpr int stalled_ms = 2000;

volatile std::sig_atomic_t ended = 0;

void end(int) {
  ended = 1;
}

class Server {
public:
  Server(const Machine& machine, const iut::HsAddress& address, const HsServe& options)
      : wire_(address), agent_(options.agent),
        endpoint_(machine, address.user, address.padding, options.seed) {}

  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  void run() {
    while (ended == 0) {
      std::array<pollfd, 2> watched{
          {{agent_.descriptor(), POLLIN, 0}, {wire_.descriptor(), POLLIN, 0}}};
      if (poll(watched.data(), watched.size(), -1) <= 0) {
        continue;
      }
      if (watched[0].revents != 0) {
        read_agent();
      }
      if (watched[1].revents != 0) {
        read_wire();
      }
    }
  }

private:
  void read_agent() {
    const bool same = agent_.go_on([this](std::string_view line) {
      say(endpoint_.command(line));
      return true;
    });
    if (!same) {
      endpoint_.reset();
    }
  }

  void read_wire() {
    while (const std::optional<iut::Bytes> frame = wire_.receive()) {
      say(endpoint_.frame(*frame));
    }
    wire_.take_trace();
  }

  void say(const iut::ReferenceEndpoint::Said& said) {
    for (const iut::Bytes& frame : said.frames) {
      for (int waited = 0; wire_.send(frame) == EAGAIN && waited < stalled_ms && ended == 0;
           ++waited) {
        pollfd writable{wire_.descriptor(), POLLOUT, 0};
        poll(&writable, 1, 1);
        poll(nullptr, 0, 1); // the socket itself has room even when its peer has none
      }
    }
    agent_.say(said.lines);
  }

  iut::PacketWire wire_;
  Listener agent_;
  iut::ReferenceEndpoint endpoint_;
};

} // namespace

int serve_hs(const Machine& machine, const HsServe& options) {
  if (machine.description().name != "iucv/hs") {
    throw UsageError("--listen " + options.listen + " is for the model iucv/hs, not for " +
                     machine.description().name);
  }
  const iut::HsAddress address = iut::hs_address(options.listen);
  if (address.agent) {
    throw UsageError("agent= is for --iut; where the reference is told what to call, --agent says");
  }
  if (options.agent.empty()) {
    throw UsageError("--listen " + address.text +
                     " needs --agent unix:PATH or tcp:HOST:PORT, where its calls come from");
  }
  try {
    Server server(machine, address, options);

    struct sigaction action {};

    action.sa_handler = end;
    sigaction(SIGINT, &action, nullptr);
    sigaction(SIGTERM, &action, nullptr);
    std::cerr << "serving iucv/hs at " << address.text << ", its agent at " << options.agent
              << std::endl;
    server.run();
  } catch (const iut::NoWire& none) {
    throw UsageError(none.what());
  }
  return 0;
}

} // namespace pathproof::runner
