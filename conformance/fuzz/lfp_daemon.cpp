// SPDX-License-Identifier: Apache-2.0
// Whatever an instance sends, the daemon's side of the path goes on or ends it, keeps to MTU,
// message limit and windows, answers a request at most once, and answers with messages that decode.
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <map>
#include <set>

#include "conformance/fuzz/octet_reader.hpp"
#include "conformance/iut/lfp/events.hpp"
#include "conformance/iut/lfp/linux_sockets.hpp"
#include "conformance/iut/lfp/path.hpp"

using namespace pathproof;
using namespace pathproof::iut;
using namespace pathproof::iut::lfp;
using profile::Call;
using profile::Header;
using profile::Kind;

namespace {

constexpr std::uint32_t mtu = 512;
constexpr std::uint32_t window = 700;
constexpr std::uint32_t limit = 6;
constexpr std::uint32_t sockets_most = 6;

void expect(bool holds) {
  if (!holds) {
    std::abort();
  }
}

// A partner that is there for every input: what it accepts it closes.
struct Partner {
  Partner() : socket(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0)) {
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    expect(::bind(socket.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
    expect(::listen(socket.get(), 64) == 0);
    socklen_t size = sizeof address;
    ::getsockname(socket.get(), reinterpret_cast<sockaddr*>(&address), &size);
  }

  void answer() const {
    for (Descriptor one(::accept4(socket.get(), nullptr, nullptr, SOCK_NONBLOCK)); one;
         one = Descriptor(::accept4(socket.get(), nullptr, nullptr, SOCK_NONBLOCK))) {
      const std::array<char, 2000> text{};
      (void)::send(one.get(), text.data(), text.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    }
  }

  Descriptor socket;
  sockaddr_in address{};
};

const Partner& partner() {
  static const Partner one;
  return one;
}

// What the instance knows: it checks that the daemon keeps to the profile.
class Watcher {
public:
  void sent(const Header& header, std::uint32_t call) {
    ++sent_;
    if (header.kind == static_cast<std::uint8_t>(Kind::request)) {
      ++asked_[{header.task, header.request, call}];
    }
    if (header.kind == static_cast<std::uint8_t>(Kind::credit)) {
      if (const auto at = window_.find(header.socket); at != window_.end()) {
        at->second += header.value;
      }
    }
  }

  void read(int from) {
    std::array<std::uint8_t, mtu + 1> octets{};
    for (ssize_t count = ::recv(from, octets.data(), octets.size(), MSG_DONTWAIT); count > 0;
         count = ::recv(from, octets.data(), octets.size(), MSG_DONTWAIT)) {
      expect(static_cast<std::size_t>(count) <= mtu);
      const auto message = profile::decode({octets.data(), static_cast<std::size_t>(count)});
      expect(!message.error && message.header.received <= sent_);
      if (message.kind() == Kind::confirm) {
        continue;
      }
      ++received;
      expect(received - confirmed <= limit);
      if (message.kind() == Kind::response) {
        auto& outstanding =
            asked_[{message.header.task, message.header.request, message.call.call}];
        expect(outstanding > 0);
        --outstanding;
        const auto call = static_cast<Call>(message.call.call);
        if (call == Call::close && message.call.result == 0) {
          window_.erase(message.header.socket);
        } else if (call == Call::socket && message.call.result == 0) {
          window_[message.header.socket] = window;
        } else if (call == Call::accept && message.call.result == 0) {
          window_[message.call.argument_1] = window;
        }
      } else if (message.kind() == Kind::data) {
        const auto at = window_.find(message.header.socket);
        expect(at != window_.end() && message.text.size() <= at->second);
        at->second -= static_cast<std::uint32_t>(message.text.size());
      } else {
        expect(message.kind() == Kind::credit || message.kind() == Kind::end);
      }
    }
  }

  std::uint32_t received = 0;
  std::uint32_t confirmed = 0; // of these, as the daemon was told

private:
  std::uint32_t sent_ = 0;
  std::map<std::array<std::uint32_t, 3>, int> asked_;
  std::map<std::uint32_t, std::uint64_t> window_;
};

profile::Hello hello() {
  return {.mtu = mtu,
          .message_limit = limit,
          .window = window,
          .threshold = 50,
          .tasks = 4,
          .sockets = sockets_most};
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  OctetReader octets({data, size});
  std::array<int, 2> ends{};
  expect(::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK, 0, ends.data()) == 0);
  const Descriptor instance(ends[0]);
  Events events;
  Path path(Descriptor(ends[1]), true, hello());
  path.open(hello());
  SocketLimits limits;
  limits.buffer_ceiling = std::uint64_t{4} * window;
  limits.permits = [](const LinuxAddress& address) {
    const auto* one = reinterpret_cast<const sockaddr_in*>(address.get());
    return one->sin_family == AF_INET && one->sin_addr.s_addr == htonl(INADDR_LOOPBACK) &&
           (one->sin_port == 0 || one->sin_port == partner().address.sin_port);
  };
  LinuxSockets sockets(path, events, limits);
  Watcher watcher;
  const auto handle = [&](const profile::Message& message) {
    switch (message.kind()) {
    case Kind::request:
      sockets.request(message);
      return true;
    case Kind::data:
      return sockets.data(message).empty();
    case Kind::credit:
      return sockets.credit(message).empty();
    case Kind::cancel:
      sockets.cancel(message.header.task, message.header.request);
      return true;
    default:
      return false;
    }
  };
  std::vector<std::uint8_t> written;
  bool goes_on = true;
  while (goes_on && !octets.empty()) {
    const std::uint8_t what = octets.next();
    Header header{.kind = static_cast<std::uint8_t>(what % 12),
                  .flags = static_cast<std::uint16_t>(octets.next() & 3U),
                  .task = static_cast<std::uint32_t>(octets.next() % 3),
                  .request = octets.next(),
                  .socket = static_cast<std::uint32_t>(octets.next() % (sockets_most + 1)),
                  .value = octets.next()};
    // Confirmed is what was received, or sometimes more.
    watcher.confirmed = watcher.received;
    header.received = watcher.received + (what >= 250 ? 1 : 0);
    profile::CallBody call{.call = static_cast<std::uint16_t>(octets.next() % 18),
                           .argument_1 = static_cast<std::uint32_t>(octets.next() % 8),
                           .argument_2 = static_cast<std::uint32_t>(octets.next() % 4)};
    if (call.call == static_cast<std::uint16_t>(Call::socket)) {
      call.argument_1 = call.argument_1 == 7 ? vse_af_inet6 : vse_af_inet;
    }
    if ((what & 32U) != 0) {
      call.family = vse_af_inet;
      call.address = {127, 0, 0, 1};
      call.port = (what & 64U) != 0 ? ntohs(partner().address.sin_port) : 0;
    }
    const std::vector<std::uint8_t> text(octets.next() * (what & 128U ? 4U : 1U), what);
    const auto kind = static_cast<Kind>(header.kind);
    if (kind == Kind::request ||
        (kind == Kind::data && (header.flags & profile::flag_address) != 0)) {
      profile::encode(header, call, text, written);
    } else {
      profile::encode(header,
                      kind == Kind::data ? std::span<const std::uint8_t>(text)
                                         : std::span<const std::uint8_t>(),
                      written);
    }
    if (what == 255) {
      written.resize(octets.next() % (written.size() + 1)); // no message at all
    }
    if (::send(instance.get(), written.data(), written.size(), MSG_DONTWAIT | MSG_NOSIGNAL) < 0) {
      break;
    }
    watcher.sent(header, call.call);
    goes_on = path.receive(handle);
    partner().answer();
    if (goes_on) {
      events.wait(
          0, [&](std::uint64_t carried, std::uint32_t kinds) { sockets.event(carried, kinds); });
      sockets.path_has_room();
      goes_on = path.flush();
      watcher.read(instance.get());
      expect(sockets.open_sockets() <= sockets_most);
    }
  }
  return 0;
}
