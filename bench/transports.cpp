// SPDX-License-Identifier: Apache-2.0
// Lines exchanged with a process under test, against a bare ping-pong over the same transport, with
// both processes on one CPU.
#include <sched.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstring>
#include <filesystem>
#include <functional>
#include <memory>
#include <stdexcept>
#include <thread>

#include <fmt/format.h>

#include "bench/row.hpp"
#include "conformance/iut/channel.hpp"
#include "conformance/iut/temporary_folder.hpp"

namespace pathproof::bench {

namespace {

constexpr std::string_view line = "17 upcall.attach tp=2 socket=1 object=1";

sockaddr_un address_of(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
  return address;
}

// Descriptors to a child that echoes, and the child.
struct Peer {
  int in = -1;
  int out = -1;
  pid_t child = -1;

  ~Peer() {
    ::close(in);
    if (out != in) {
      ::close(out);
    }
    ::kill(child, SIGTERM);
    ::waitpid(child, nullptr, 0);
  }
};

std::unique_ptr<Peer> over_pipes() {
  int there[2];
  int back[2];
  if (::pipe(there) != 0 || ::pipe(back) != 0) {
    throw std::runtime_error("cannot make a pipe");
  }
  auto peer = std::make_unique<Peer>();
  peer->child = ::fork();
  if (peer->child == 0) {
    ::close(there[1]);
    ::close(back[0]);
    ::_exit(echo(there[0], back[1]));
  }
  ::close(there[0]);
  ::close(back[1]);
  peer->out = there[1];
  peer->in = back[0];
  return peer;
}

std::unique_ptr<Peer> over_socket() {
  int ends[2];
  if (::socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) {
    throw std::runtime_error("cannot make a socket pair");
  }
  auto peer = std::make_unique<Peer>();
  peer->child = ::fork();
  if (peer->child == 0) {
    ::close(ends[0]);
    ::_exit(echo(ends[1], ends[1]));
  }
  ::close(ends[1]);
  peer->in = peer->out = ends[0];
  return peer;
}

double bare(const Peer& peer, unsigned exchanges) {
  const std::string text = std::string(line) + "\n";
  char buffer[256];
  const double seconds = timed([&] {
    for (unsigned i = 0; i < exchanges; ++i) {
      if (::write(peer.out, text.data(), text.size()) != static_cast<ssize_t>(text.size())) {
        throw std::runtime_error("the ping-pong broke off");
      }
      std::size_t have = 0;
      while (have < text.size()) {
        const ssize_t got = ::read(peer.in, buffer, sizeof buffer);
        if (got <= 0) {
          throw std::runtime_error("the ping-pong broke off");
        }
        have += static_cast<std::size_t>(got);
      }
    }
  });
  return exchanges / seconds;
}

double by_channel(iut::Channel& channel, unsigned exchanges) {
  const double seconds = timed([&] {
    for (unsigned i = 0; i < exchanges; ++i) {
      if (const iut::Exchange answer = channel.exchange(line); !answer.ok()) {
        throw std::runtime_error("the echo failed: " + answer.fault->sentence);
      }
    }
  });
  return exchanges / seconds;
}

Row compare(const Options& options,
            std::string_view name,
            const Peer& peer,
            iut::Channel& channel) {
  const unsigned exchanges = options.quick ? 500 : 40'000;
  std::vector<double> ours;
  std::vector<double> theirs;
  for (unsigned round = 0; round < options.rounds; ++round) {
    theirs.push_back(bare(peer, exchanges));
    ours.push_back(by_channel(channel, exchanges));
  }
  return {.name = fmt::format("{} exchanges/s", name),
          .measured = fmt::format("{:.0f} k/s", median(ours) / 1e3),
          .against = fmt::format("bare {:.0f} k/s", median(theirs) / 1e3),
          .ratio = median(ours) / median(theirs),
          .wanted = 0.8};
}

// This thread, and what it starts, on one CPU.
class OneCpu {
public:
  OneCpu() {
    ::sched_getaffinity(0, sizeof before_, &before_);
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET(static_cast<std::size_t>(::sched_getcpu()), &one);
    ::sched_setaffinity(0, sizeof one, &one);
  }

  ~OneCpu() { ::sched_setaffinity(0, sizeof before_, &before_); }

  OneCpu(const OneCpu&) = delete;
  OneCpu& operator=(const OneCpu&) = delete;

private:
  cpu_set_t before_{};
};

// A child that serves the echo at a path, until it is ended.
class EchoServer {
public:
  explicit EchoServer(const std::string& path) {
    child_ = ::fork();
    if (child_ == 0) {
      ::_exit(echo_unix(path));
    }
    for (int i = 0; i < 200 && !std::filesystem::exists(path); ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
  }

  ~EchoServer() {
    ::kill(child_, SIGTERM);
    ::waitpid(child_, nullptr, 0);
  }

  EchoServer(const EchoServer&) = delete;
  EchoServer& operator=(const EchoServer&) = delete;

private:
  pid_t child_;
};

} // namespace

int echo(int in, int out) {
  char buffer[8192];
  for (ssize_t got = 0; (got = ::read(in, buffer, sizeof buffer)) > 0;) {
    if (::write(out, buffer, static_cast<std::size_t>(got)) != got) {
      return 1;
    }
  }
  return 0;
}

int echo_unix(const std::string& path) {
  const int listener = ::socket(AF_UNIX, SOCK_STREAM, 0);
  // Bound under another name first: who finds the name can connect.
  const std::string early = path + ".early";
  const sockaddr_un address = address_of(early);
  if (::bind(listener, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
      ::listen(listener, 1) != 0 || ::rename(early.c_str(), path.c_str()) != 0) {
    return 1;
  }
  const int connection = ::accept(listener, nullptr, nullptr);
  return connection < 0 ? 1 : echo(connection, connection);
}

std::vector<Row> transports(const Options& options) {
  const OneCpu pinned;
  std::vector<Row> rows;
  {
    const auto peer = over_pipes();
    const auto channel = iut::open_channel("exec:'" + options.program + "' --echo", {});
    rows.push_back(compare(options, "exec:", *peer, *channel));
    channel->close();
  }
  {
    const iut::TemporaryFolder folder;
    const auto peer = over_socket();
    const EchoServer server(folder.path() + "/echo");
    const auto channel = iut::open_channel("unix:" + folder.path() + "/echo", {});
    rows.push_back(compare(options, "unix:", *peer, *channel));
    channel->close();
  }
  return rows;
}

} // namespace pathproof::bench
