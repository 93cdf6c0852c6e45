// SPDX-License-Identifier: Apache-2.0
// What a daemon does with Linux sockets: the calls of one path, the data in both directions, and
// windows. One thread; nothing here waits.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "conformance/iut/descriptor.hpp"
#include "conformance/iut/lfp/datagrams.hpp"
#include "conformance/iut/lfp/events.hpp"
#include "conformance/iut/lfp/flow.hpp"
#include "conformance/iut/lfp/linux_calls.hpp"
#include "conformance/iut/lfp/path.hpp"
#include "conformance/iut/lfp/turns.hpp"

namespace pathproof::iut::lfp {

struct SocketLimits {
  std::uint64_t buffer_ceiling = 0; // octets that all windows together may promise [LFP-174]
  // Whether programs may reach, or bind to, this address [LFP-062].
  std::function<bool(const LinuxAddress&)> permits = [](const LinuxAddress&) { return true; };
};

class LinuxSockets {
public:
  // Path and events outlive the sockets.
  LinuxSockets(Path& path, Events& events, SocketLimits limits);
  ~LinuxSockets();

  LinuxSockets(const LinuxSockets&) = delete;
  LinuxSockets& operator=(const LinuxSockets&) = delete;

  // Calls about sockets.
  void request(const profile::Message& message);
  void cancel(std::uint32_t task, std::uint32_t request);

  // Empty, or how the instance broke the profile: the path has to end then.
  std::string data(const profile::Message& message);
  std::string credit(const profile::Message& message);

  // An event of a socket: what it carries, and which.
  void event(std::uint64_t carried, std::uint32_t events);

  // The path may have room again for those that had to leave their data where it was.
  void path_has_room();

  bool waits_for_path() const { return turns_.anyone_waits(); }

  void close_task(std::uint32_t task);

  std::size_t open_sockets() const { return open_; }

private:
  struct Asked { // a request that is not answered yet
    std::uint32_t task = 0;
    std::uint32_t request = 0;
    std::uint32_t argument = 0;
  };

  struct Socket {
    Socket(Path& path, std::uint32_t number) : flow(path, number), datagrams(path, flow) {}

    std::uint32_t number() const { return flow.socket(); }

    Flow flow;
    std::uint32_t generation = 0;
    std::uint32_t task = 0;
    Descriptor linux_socket{}; // none: the number is kept for an ACCEPT
    bool stream = true;
    Datagrams datagrams; // of any other
    bool listening = false;
    bool connected = false;
    bool readable = false;
    bool received_all = false; // end was sent to the instance
    bool hung_up = false;      // the partner sends no more: an end of file is to be read
    std::uint64_t promised = 0;
    std::optional<Asked> connecting{};
    std::deque<Asked> accepting{};
    std::optional<Asked> shutting{};
    std::optional<Asked> closing{};
  };

  Socket* find(std::uint32_t number);
  Socket* reserve(std::uint32_t number, std::uint32_t task, bool stream);
  void release(std::uint32_t number);
  int watch(const Socket& one);
  void answer(const Asked& asked,
              profile::Call call,
              int error,
              profile::CallBody body = {},
              std::uint32_t socket = profile::no_socket,
              std::span<const std::uint8_t> text = {});

  int make_socket(const profile::Message& message);
  int bind_socket(Socket& one, const profile::CallBody& call);
  void connect_socket(Socket& one, const profile::Message& message);
  int name_of(Socket& one, bool peer, profile::CallBody& body);
  void accept_on(Socket& one, const profile::Message& message);
  void accept_ready(Socket& one);
  void connect_ready(Socket& one);
  void establish(Socket& one);

  void pump(Socket& one);
  bool pump_stream(Socket& one);
  void end_if_nothing_is_left(Socket& one);
  bool pump_datagram(Socket& one);
  void end(Socket& one, int error);

  void send_datagram(Socket& one);
  void settle(Socket& one);
  void end_waiting(Socket& one);

  Path& path_;
  Events& events_;
  SocketLimits limits_;
  std::uint64_t promised_ = 0;
  std::uint32_t generations_ = 0;
  std::size_t open_ = 0;
  std::vector<std::unique_ptr<Socket>> sockets_;
  std::vector<std::uint8_t> datagram_; // that is just being read
  Turns turns_;
};

} // namespace pathproof::iut::lfp
