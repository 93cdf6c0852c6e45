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
#include "conformance/iut/lfp/linux_calls.hpp"
#include "conformance/iut/lfp/path.hpp"

namespace pathproof::iut::lfp {

struct SocketLimits {
  std::uint64_t buffer_ceiling = 0; // octets that all windows together may promise [LFP-174]
  // Whether programs may reach, or bind to, this address [LFP-062].
  std::function<bool(const LinuxAddress&)> permits = [](const LinuxAddress&) { return true; };
};

class LinuxSockets {
public:
  // The path outlives the sockets. `poll` is the epoll descriptor that they are registered at, with
  // `tag` or-ed into what an event carries.
  LinuxSockets(Path& path, int poll, std::uint64_t tag, SocketLimits limits);
  ~LinuxSockets();

  LinuxSockets(const LinuxSockets&) = delete;
  LinuxSockets& operator=(const LinuxSockets&) = delete;

  // Calls about sockets, data, credit and cancel. Empty, or how the instance broke the profile: the
  // path has to end then.
  std::string request(const profile::Message& message);
  std::string data(const profile::Message& message);
  std::string credit(const profile::Message& message);
  void cancel(std::uint32_t task, std::uint32_t request);

  // An event of epoll: what it carries, and which.
  void event(std::uint64_t carried, std::uint32_t events);

  // The path may have room again for those that had to leave their data where it was.
  void path_has_room();

  bool waits_for_path() const { return !stalled_.empty(); }

  void close_task(std::uint32_t task);

  std::size_t open_sockets() const { return open_; }

private:
  struct Asked { // a request that is not answered yet
    std::uint32_t task = 0;
    std::uint32_t request = 0;
    std::uint32_t argument = 0;
  };

  struct Socket {
    std::uint32_t number = 0;
    std::uint32_t generation = 0;
    std::uint32_t task = 0;
    Descriptor linux_socket{}; // none: the number is kept for an ACCEPT
    bool stream = true;
    bool listening = false;
    bool connected = false;
    bool readable = false;
    bool stalled = false;      // is in stalled_
    bool received_all = false; // end was sent to the instance
    bool hung_up = false;      // the partner sends no more: an end of file is to be read
    bool send_failed = false;
    std::uint64_t promised = 0;
    // Towards the instance.
    std::uint32_t window = 0;
    std::uint32_t chunks_sent = 0;
    std::vector<std::uint8_t> datagram{}; // partly sent
    std::size_t datagram_sent = 0;
    // From the instance.
    std::uint32_t window_left = 0; // of the instance
    std::uint32_t unreported = 0;
    std::uint32_t chunks_received = 0;
    std::deque<std::vector<std::uint8_t>> unwritten{};
    std::size_t written_of_first = 0;
    std::vector<std::uint8_t> assembled{}; // of a datagram
    LinuxAddress destination{};
    std::optional<Asked> connecting{};
    std::deque<Asked> accepting{};
    std::optional<Asked> shutting{};
    std::optional<Asked> closing{};
  };

  Socket* find(std::uint32_t number);
  Socket* reserve(std::uint32_t number, std::uint32_t task, bool stream);
  void release(std::uint32_t number);
  int watch(Socket& one);
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
  bool pump_datagram(Socket& one);
  void end(Socket& one, int error);
  void stall(Socket& one);

  void write_stream(Socket& one, std::span<const std::uint8_t> payload);
  void write_rest(Socket& one);
  void send_datagram(Socket& one);
  void consumed(Socket& one, std::uint32_t octets);
  void settle(Socket& one);

  Path& path_;
  int poll_;
  std::uint64_t tag_;
  SocketLimits limits_;
  std::uint64_t promised_ = 0;
  std::uint32_t generations_ = 0;
  std::size_t open_ = 0;
  std::vector<std::unique_ptr<Socket>> sockets_;
  std::deque<std::uint32_t> stalled_;
};

} // namespace pathproof::iut::lfp
