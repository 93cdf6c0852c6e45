// SPDX-License-Identifier: Apache-2.0
#include "runner/listen.hpp"

#include <cerrno>
#include <cstring>

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "model/core/error.hpp"

namespace pathproof::runner {

namespace {

constexpr std::size_t line_max = 65536;

bool send_all(int socket, const std::string& text) {
  for (std::size_t done = 0; done < text.size();) {
    const ssize_t sent = send(socket, text.data() + done, text.size() - done, MSG_NOSIGNAL);
    if (sent <= 0 && errno != EINTR) {
      return false;
    }
    done += sent > 0 ? static_cast<std::size_t>(sent) : 0;
  }
  return true;
}

// The next line; false at the end.
bool receive_line(int socket, std::string& buffer, std::string& line) {
  while (true) {
    const std::size_t end = buffer.find('\n');
    if (end != std::string::npos) {
      line = buffer.substr(0, end);
      buffer.erase(0, end + 1);
      return true;
    }
    char bytes[4096];
    const ssize_t got = recv(socket, bytes, sizeof bytes, 0);
    if (got < 0 && errno == EINTR) {
      continue;
    }
    if (got <= 0 || buffer.size() > line_max) {
      return false;
    }
    buffer.append(bytes, static_cast<std::size_t>(got));
  }
}

} // namespace

Listener::Listener(const std::string& where)
    : address_(iut::stream_address(where)), socket_(iut::listen_at(address_)) {}

Listener::~Listener() {
  if (!address_.path.empty()) {
    unlink(address_.path.c_str());
  }
}

void Listener::serve(const std::function<bool(const std::string&, std::string&)>& answer) {
  while (true) {
    pollfd ready{socket_.get(), POLLIN, 0};
    poll(&ready, 1, -1);
    const iut::Descriptor peer(accept4(socket_.get(), nullptr, nullptr, SOCK_CLOEXEC));
    if (!peer) {
      if (errno == EINTR || errno == ECONNABORTED || errno == EAGAIN) {
        continue;
      }
      throw UsageError(std::string("cannot accept a connection: ") + std::strerror(errno));
    }
    std::string buffer;
    std::string line;
    std::string said;
    bool on = true;
    while (on && receive_line(peer.get(), buffer, line)) {
      on = answer(line, said);
      on = send_all(peer.get(), said + "\n") && on;
    }
  }
}

} // namespace pathproof::runner
