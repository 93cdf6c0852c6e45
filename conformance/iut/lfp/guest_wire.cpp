// SPDX-License-Identifier: Apache-2.0
#include "conformance/iut/lfp/guest_wire.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <utility>
#include <vector>

#include "conformance/iut/deadline.hpp"
#include "model/iucv/hs_machines.hpp"

namespace pathproof::iut::lfp {

namespace {

constexpr std::size_t record_octets_max = 65536;
constexpr std::chrono::milliseconds between_looks{1};
constexpr std::chrono::milliseconds between_attempts{20};
constexpr const char* at_once = " 0x40";        // MSG_DONTWAIT
constexpr const char* record_at_once = " 0xc0"; // … and MSG_EOR
constexpr int least_connect_ms = 1000;
constexpr std::size_t ways_max = 8;
constexpr int buffer_octets = 1 << 22;

std::string limit_octets(std::uint32_t limit) {
  const std::string octets{
      0, 0, static_cast<char>(limit >> 8U & 0xFFU), static_cast<char>(limit & 0xFFU)};
  return hexadecimal(octets);
}

bool is_refused_for_now(const AgentAnswer& answer) {
  return answer.failed_with("EAGAIN");
}

} // namespace

GuestWire::GuestWire(const GuestImage& image, const GuestPlan& plan, const std::string& user)
    : guest_(image, plan, {.trace_cap = 0}), machine_(iucv::hs::make_whole()),
      endpoint_(*machine_, user, ' ', 1), wake_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  endpoint_.take_messages_up_to(largest_message(plan.devices.front()));
  thread_ = std::thread([this] { serve(); });
}

GuestWire::~GuestWire() {
  {
    const Lock lock(mutex_);
    over_ = true;
  }
  wake();
  thread_.join();
}

void GuestWire::wake() const {
  ::eventfd_write(wake_.get(), 1);
}

AgentAnswer GuestWire::call(std::string_view command) {
  const Lock lock(mutex_);
  AgentAnswer answer = guest_.call(command);
  wake(); // frames may have come with it
  return answer;
}

Guest::Tag GuestWire::begin(std::string_view command) {
  const Lock lock(mutex_);
  const Guest::Tag tag = guest_.begin(command);
  wake();
  return tag;
}

// Nobody waits behind the lock: frames go on meanwhile.
std::optional<AgentAnswer> GuestWire::collect(Guest::Tag tag, int milliseconds) {
  const Deadline deadline(milliseconds);
  for (;;) {
    {
      const Lock lock(mutex_);
      auto answer = guest_.collect(tag, 0);
      wake();
      if (answer || deadline.left_ms() == 0) {
        return answer;
      }
    }
    std::this_thread::sleep_for(between_looks);
  }
}

std::string GuestWire::interface(const std::string& mac) {
  for (unsigned i = 0;; ++i) {
    const std::string name = "eth" + std::to_string(i);
    const AgentAnswer answer = call("read /sys/class/net/" + name + "/address");
    const Bytes octets = answer.bytes(0);
    if (!answer.ok()) {
      return {};
    }
    if (std::string(octets.begin(), octets.end()).starts_with(mac)) {
      return name;
    }
  }
}

LinuxAddress GuestWire::way_to(std::uint16_t port) {
  const LinuxAddress way = loopback_socket().second; // nobody has it any more
  const Lock lock(mutex_);
  guest_.forward(port_of(way), port);
  ways_.push_back(port_of(way));
  if (ways_.size() > ways_max) {
    guest_.end_forward(ways_.front());
    ways_.pop_front();
  }
  return way;
}

std::string GuestWire::failure() {
  const Lock lock(mutex_);
  return failure_;
}

// ---- the kit's own end -------------------------------------------------------------------------

void GuestWire::say(const ReferenceEndpoint::Said& said) {
  for (const Bytes& frame : said.frames) {
    guest_.send_iucv(0, frame);
  }
  lines_.feed(said.lines);
  while (const auto line = lines_.next_line()) {
    lines_.take(*line);
  }
}

AgentLines::Tag GuestWire::begin_here(std::string_view command) {
  AgentLines::Tag tag = 0;
  std::string line = lines_.ask(command, tag);
  line.pop_back();
  say(endpoint_.command(line));
  return tag;
}

// A call that does not wait.
std::optional<AgentAnswer> GuestWire::call_here(std::string_view command) {
  return lines_.find(begin_here(command));
}

void GuestWire::close_connection() {
  inner_.reset();
  waiting_.clear();
  if (!socket_.empty()) {
    call_here("close " + std::exchange(socket_, {}));
  }
}

// 0, or an errno.
int GuestWire::try_to_connect(const IucvEnds& ends, int milliseconds) {
  AgentLines::Tag tag = 0;
  {
    const Lock lock(mutex_);
    if (!failure_.empty()) {
      throw GuestFailed({FaultKind::died, failure_});
    }
    close_connection();
    endpoint_.reset();
    socket_ = call_here("socket " + std::to_string(af_iucv) + " 5 0").value().word(0);
    call_here("setsockopt " + socket_ + " " + std::to_string(sol_iucv) + " " +
              std::to_string(so_msglimit) + " " + limit_octets(ends.message_limit));
    call_here("bind " + socket_ + " " + iucv_address(ends.user, ends.application, ' '));
    tag = begin_here("connect " + socket_ + " " +
                     iucv_address(ends.peer_user, ends.peer_application));
  }
  wake();
  const Deadline deadline(std::max(milliseconds, least_connect_ms));
  for (;;) {
    {
      const Lock lock(mutex_);
      if (!failure_.empty()) {
        throw GuestFailed({FaultKind::died, failure_});
      }
      if (const auto answer = lines_.find(tag)) {
        return answer->ok() ? 0 : ECONNREFUSED;
      }
    }
    if (deadline.left_ms() == 0) {
      return ETIMEDOUT;
    }
    std::this_thread::sleep_for(between_looks);
  }
}

Carrier GuestWire::connect(const IucvEnds& ends, int milliseconds) {
  const Deadline deadline(milliseconds);
  while (const int error = try_to_connect(ends, deadline.left_ms())) {
    if (deadline.left_ms() == 0) {
      return {.record = true, .error = error};
    }
    std::this_thread::sleep_for(between_attempts);
  }
  std::array<int, 2> pair{};
  const Lock lock(mutex_);
  if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, pair.data()) != 0) {
    return {.record = true, .error = errno};
  }
  inner_ = Descriptor(pair[0]);
  ::setsockopt(inner_.get(), SOL_SOCKET, SO_SNDBUF, &buffer_octets, sizeof buffer_octets);
  wake();
  return {.socket = Descriptor(pair[1]), .record = true};
}

// ---- between both -------------------------------------------------------------------------------

void GuestWire::serve() {
  for (;;) {
    std::vector<pollfd> watched{{wake_.get(), POLLIN, 0}};
    {
      const Lock lock(mutex_);
      if (over_) {
        return;
      }
      try {
        go_on();
      } catch (const SystemFailed& failed) {
        failure_ = failed.what();
        inner_.reset();
        return;
      }
      for (const int descriptor : guest_.descriptors()) {
        watched.push_back({descriptor, POLLIN, 0});
      }
      if (inner_ && waiting_.empty()) {
        watched.push_back({inner_.get(), POLLIN, 0});
      }
    }
    ::poll(watched.data(), watched.size(), -1);
    eventfd_t woken = 0;
    ::eventfd_read(wake_.get(), &woken);
  }
}

void GuestWire::go_on() {
  while (const auto frame = guest_.receive_iucv(0, 0)) {
    say(endpoint_.frame(*frame));
  }
  give_messages();
  take_records();
}

// What came for the kit's end becomes records. Without delay, so that it is confirmed.
void GuestWire::give_messages() {
  while (inner_) {
    const auto answer =
        call_here("recv " + socket_ + " " + std::to_string(record_octets_max) + at_once);
    if (!answer || is_refused_for_now(*answer)) {
      return;
    }
    const Bytes record = answer->bytes(3);
    if (!answer->ok() || record.empty()) {
      inner_.reset(); // the end
    } else if (::send(inner_.get(), record.data(), record.size(), MSG_NOSIGNAL | MSG_EOR) < 0) {
      close_connection(); // the kit has closed its end
    }
  }
}

void GuestWire::take_records() {
  while (inner_) {
    if (waiting_.empty()) {
      std::string record(record_octets_max, '\0');
      const ssize_t count = ::recv(inner_.get(), record.data(), record.size(), 0);
      if (count < 0) {
        return;
      }
      if (count == 0) {
        close_connection();
        return;
      }
      record.resize(static_cast<std::size_t>(count));
      waiting_ = "send " + socket_ + record_at_once + " - " + hexadecimal(record);
    }
    const auto answer = call_here(waiting_);
    if (answer && is_refused_for_now(*answer)) {
      return; // until something is confirmed
    }
    waiting_.clear();
    if (!answer || !answer->ok()) {
      inner_.reset();
    }
  }
}

} // namespace pathproof::iut::lfp
