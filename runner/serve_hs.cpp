// SPDX-License-Identifier: Apache-2.0
#include "runner/serve_hs.hpp"

#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <iostream>
#include <optional>

#include "conformance/iut/hs/packet_wire.hpp"
#include "conformance/iut/hs/reference_endpoint.hpp"
#include "model/core/error.hpp"

namespace pathproof::runner {

namespace {

constexpr std::size_t line_octets_max = 256 * 1024;
// A peer that reads nothing for so long loses frames.
constexpr int stalled_ms = 2000;

volatile std::sig_atomic_t ended = 0;

void end(int) {
  ended = 1;
}

class Server {
public:
  Server(const Machine& machine, const iut::HsAddress& address, const HsServe& options)
      : agent_address_(iut::stream_address(options.agent)), wire_(address),
        listener_(iut::listen_at(agent_address_)),
        endpoint_(machine, address.user, address.padding, options.seed) {}

  ~Server() {
    if (!agent_address_.path.empty()) {
      ::unlink(agent_address_.path.c_str());
    }
  }

  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  void run() {
    while (ended == 0) {
      // Who is served comes first: a second one waits until the first is gone.
      std::array<pollfd, 2> watched{
          {{agent_ ? agent_.get() : listener_.get(), POLLIN, 0}, {wire_.descriptor(), POLLIN, 0}}};
      if (poll(watched.data(), watched.size(), -1) <= 0) {
        continue;
      }
      if (watched[0].revents != 0) {
        agent_ ? read_agent() : accept_agent();
      }
      if (watched[1].revents != 0) {
        read_wire();
      }
    }
  }

private:
  void accept_agent() {
    agent_ =
        iut::Descriptor(accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
    input_.clear();
    endpoint_.reset();
  }

  void read_agent() {
    std::array<char, 65536> octets;
    const ssize_t count = recv(agent_.get(), octets.data(), octets.size(), MSG_DONTWAIT);
    if (count < 0 && (errno == EAGAIN || errno == EINTR)) {
      return;
    }
    if (count <= 0 || input_.size() > line_octets_max) {
      agent_.reset();
      endpoint_.reset();
      return;
    }
    input_.append(octets.data(), static_cast<std::size_t>(count));
    std::size_t begun = 0;
    for (std::size_t at = 0; (at = input_.find('\n', begun)) != std::string::npos;) {
      say(endpoint_.command(std::string_view(input_).substr(begun, at - begun)));
      begun = at + 1;
    }
    input_.erase(0, begun);
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
    std::string_view left = said.lines;
    while (!left.empty() && agent_) {
      const ssize_t count =
          ::send(agent_.get(), left.data(), left.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
      if (count >= 0) {
        left.remove_prefix(static_cast<std::size_t>(count));
      } else if (errno != EAGAIN && errno != EINTR) {
        return; // its end is seen when it is read from
      } else {
        pollfd writable{agent_.get(), POLLOUT, 0};
        if (poll(&writable, 1, stalled_ms) <= 0) {
          return;
        }
      }
    }
  }

  iut::StreamAddress agent_address_;
  iut::PacketWire wire_;
  iut::Descriptor listener_;
  iut::Descriptor agent_;
  std::string input_;
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
