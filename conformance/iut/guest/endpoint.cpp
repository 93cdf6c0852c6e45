// SPDX-License-Identifier: Apache-2.0
#include "conformance/iut/guest/endpoint.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <deque>
#include <map>
#include <optional>
#include <regex>
#include <utility>

#include "conformance/iut/guest/endpoint_frames.hpp"
#include "conformance/iut/guest/guest.hpp"

namespace pathproof::iut {

namespace {

using iucv::hs::Error;
using iucv::hs::Kind;
using iucv::hs::Message;

// Closing takes the kernel two seconds, and the agent's threads are few.
constexpr unsigned tests_of_a_guest = 15;
constexpr int answer_ms = 20'000; // a flood takes long
// Objects of one slab cache that make it used up: half of what a case leaves behind, if it does.
constexpr std::uint64_t objects_used_up = 125;
constexpr int observed_ms = 500;
// A thread that was woken is given the processor so often, and for so many times what an answer
// takes, before its call is said to wait.
constexpr unsigned turns = 3;
constexpr int turn_ms_min = 4;
constexpr int turn_answers = 4;
constexpr int seqpacket = 5;
constexpr int dont_wait = 0x40;
constexpr int end_of_record = 0x80;
constexpr int room = 4096;

// Without what differs each time: times, numbers of processes, addresses.
std::string repeatable(const std::string& text) {
  static const std::regex time("\\[ *[0-9]+\\.[0-9]+\\] ");
  static const std::regex process("PID: [0-9]+");
  static const std::regex address("[0-9a-f]{16}");
  return std::regex_replace(
      std::regex_replace(std::regex_replace(text, process, "PID: *"), address, "*"), time, "");
}

class GuestEndpoint final : public Iut {
public:
  Declaration declaration() override {
    Declaration declared{
        .name = "Linux in QEMU", .roles = {"endpoint"}, .lacks = {}, .choose = {}, .trouble = {}};
    try {
      if (!source_) {
        source_.emplace(guest_cache(), GuestPlan{});
      }
      declared.name = "Linux " + source_->image().release + ", QEMU " + source_->image().qemu;
    } catch (const NoGuest& none) {
      declared.absent = none.what();
    }
    return declared;
  }

  Reply start(const Machine&, const CaseStart& start) override {
    try {
      said_.clear();
      if (guest_ && (start.case_id != case_id_ || tests_ == tests_of_a_guest || !tidy_up())) {
        guest_.reset();
      }
      if (!guest_) {
        guest_ = source_->fresh();
        tests_ = 0;
      }
      case_id_ = start.case_id;
      ++tests_;
      guest_->take_trace();
      names_.server = "S" + std::to_string(1000 + tests_);
      frames_.emplace(names_);
      descriptors_ = {};
      memory_.clear();
      waiting_.reset();
      shown_.clear();
      // Whatever a test before has left on the wire is not of this one.
      fence();
      shown_.clear();
      return {};
    } catch (const GuestFailed& failed) {
      guest_.reset();
      return {.kind = Reply::Kind::broken, .text = failed.fault.sentence};
    }
  }

  Reply give(const Label& label) override {
    return guarded([&] {
      const auto kind = static_cast<Kind>(label.kind);
      if (kind == Kind::query_memory) {
        shown_.push_back(answer(Kind::answer_memory, memory_used_up() ? 1 : 0));
      } else if (kind == Kind::query_processor) {
        shown_.push_back(answer(Kind::answer_processor, busy() ? 1 : 0));
      } else if (kind <= Kind::call_interrupt) {
        call(kind, label);
        settle();
      } else {
        for (const Bytes& frame : frames_->frames_of(label)) {
          guest_->send_iucv(0, frame);
        }
        settle();
      }
    });
  }

  Reply go() override {
    if (!shown_.empty()) {
      return next();
    }
    return guarded([&] { settle(); });
  }

  std::string error_output() override { return said_; }

  std::vector<CapturedOctets> take_frames() override {
    std::vector<CapturedOctets> frames;
    if (guest_) {
      captured_ = guest_->take_trace();
    }
    for (WireFrame& one : captured_) {
      frames.push_back({one.time_ns, std::move(one.bytes)});
    }
    captured_.clear();
    return frames;
  }

private:
  struct Waiting {
    Kind kind;
    unsigned socket;
    Guest::Tag tag;
    Message message;
  };

  static Label answer(Kind kind, std::uint32_t value = 0) {
    return {static_cast<std::uint16_t>(kind), {value}};
  }

  static Label failure(Error error) {
    return answer(Kind::return_failed, static_cast<std::uint32_t>(error));
  }

  Reply next() {
    if (shown_.empty()) {
      return {};
    }
    const Label label = shown_.front();
    shown_.pop_front();
    return {.kind = Reply::Kind::label, .label = label};
  }

  // What happens in the guest, and what the kernel says of it.
  template <class Action>
  Reply guarded(Action action) {
    if (!guest_) {
      return {.kind = Reply::Kind::failed, .text = "the guest is gone"};
    }
    std::string ended;
    try {
      action();
    } catch (const GuestFailed& failed) {
      ended = failed.fault.sentence;
    }
    const KernelReport report = guest_->examine();
    said_ += report.text;
    if (!report.complaints.empty() && ended.empty()) {
      ended = report.complaints.front();
    }
    if (!ended.empty() || report.dead) {
      captured_ = guest_->take_trace();
      guest_.reset();
      shown_.clear();
      return {.kind = Reply::Kind::failed, .text = repeatable("the kernel: " + ended)};
    }
    return next();
  }

  std::string command(Kind kind, const Label& label, unsigned socket, bool waits) const {
    const std::string fd = descriptors_[socket];
    const auto second = label.arguments[1];
    switch (kind) {
    case Kind::call_socket:
      return "socket 32 " + std::to_string(second == 0 ? seqpacket : 1) + " 0";
    case Kind::call_bind:
      return "bind " + fd + " " + iucv_address(second == 0 ? names_.user : "NODEV1", names_.server);
    case Kind::call_limit: {
      const std::string value{
          0, 0, static_cast<char>(second >> 8U), static_cast<char>(second & 0xFFU)};
      return "setsockopt " + fd + " 277 0x1000 " + hexadecimal(value);
    }
    case Kind::call_listen:
      return "listen " + fd + " " + std::to_string(second);
    case Kind::call_connect:
      return "connect " + fd + " " +
             iucv_address(EndpointNames::peer_user(second + 1),
                          EndpointNames::peer_name(second + 1));
    case Kind::call_accept:
      return "accept " + fd;
    case Kind::call_send: {
      const MessageContent content = content_of(static_cast<Message>(second));
      return "send " + fd + " " + std::to_string(end_of_record | (waits ? 0 : dont_wait)) + " " +
             target_class(content.message_class) + " " + hexadecimal(content.data);
    }
    case Kind::call_recv:
      return "recv " + fd + " " + std::to_string(room) + " " +
             std::to_string(waits ? 0 : dont_wait);
    case Kind::call_shutdown:
      return "shutdown " + fd + " " + std::to_string(second);
    default:
      return "close " + fd;
    }
  }

  void call(Kind kind, const Label& label) {
    if (kind == Kind::call_interrupt) {
      if (waiting_) {
        guest_->call("interrupt " + std::to_string(waiting_->tag));
      }
      return;
    }
    const unsigned socket = label.arguments[0];
    const bool handshake = kind == Kind::call_connect || kind == Kind::call_accept;
    const std::size_t wait_at = kind == Kind::call_accept || kind == Kind::call_recv ? 1 : 2;
    const bool waits = label.arguments[wait_at] == 1;
    const std::string text = command(kind, label, socket, waits);
    if (handshake && !waits) {
      guest_->call("blocking " + descriptors_[socket] + " 0");
    }
    const Guest::Tag tag = guest_->begin(text);
    waiting_ = {kind, socket, tag, static_cast<Message>(label.arguments[1])};
    if (handshake && !waits) {
      await_answer();
      guest_->call("blocking " + descriptors_[socket] + " 1");
    }
    if (kind == Kind::call_close) {
      // The kernel may take two seconds for it, in which nothing more is said.
      await_answer();
      closed(socket);
    }
  }

  void closed(unsigned socket) {
    descriptors_[socket].clear();
    returned_ = answer(Kind::return_done);
    waiting_.reset();
  }

  // Frames come before the return of the call that they belong to.
  void settle() {
    fence();
    if (waiting_) {
      await_answer();
      fence();
    }
    if (returned_) {
      shown_.push_back(*std::exchange(returned_, std::nullopt));
    }
  }

  // All that the guest sends before it refuses one more SYN.
  void fence() {
    guest_->send_iucv(0, frames_->fence(++fence_));
    for (;;) {
      const std::optional<Bytes> frame = guest_->receive_iucv(0, answer_ms);
      if (!frame) {
        guest_->call("ping"); // says where it hangs
        throw GuestFailed({FaultKind::hung, "the guest: it does not answer SYN any more"});
      }
      if (const auto window = frames_->fence_of(*frame)) {
        if (*window == fence_) {
          return;
        }
      } else {
        shown_.push_back(frames_->label_of(*frame));
      }
    }
  }

  // Until the call in progress is answered, or waits.
  void await_answer() {
    using Clock = std::chrono::steady_clock;
    for (unsigned i = 0; waiting_ && i < turns; ++i) {
      const Clock::time_point begun = Clock::now();
      guest_->call("ping");
      const auto answer =
          std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begun).count();
      collect(std::max(turn_ms_min, static_cast<int>(answer) * turn_answers));
    }
  }

  void collect(int milliseconds) {
    const std::optional<GuestAnswer> got = guest_->collect(waiting_->tag, milliseconds);
    if (got) {
      returned_ = meaning(*got);
      waiting_.reset();
    }
  }

  Label meaning(const GuestAnswer& got) {
    if (got.kind == GuestAnswer::Kind::bad) {
      throw std::logic_error("the guest's agent does not know a command: " + got.text);
    }
    if (!got.ok()) {
      const auto& names = iucv::hs::error_names;
      const auto found = std::find(names.begin(), names.end(), got.text);
      return found == names.end() ? failure(Error::other)
                                  : failure(static_cast<Error>(found - names.begin()));
    }
    switch (waiting_->kind) {
    case Kind::call_socket:
      descriptors_[0] = got.word(0);
      return answer(Kind::return_done);
    case Kind::call_accept:
      return accepted(got);
    case Kind::call_send:
      return got.number() == static_cast<std::int64_t>(content_of(waiting_->message).data.size())
                 ? answer(Kind::return_done)
                 : failure(Error::other);
    case Kind::call_recv: {
      const Bytes data = got.bytes(3);
      std::uint32_t message_class = 0;
      for (const std::uint8_t octet : got.bytes(2)) {
        message_class = message_class << 8U | octet;
      }
      return answer(Kind::return_received,
                    EndpointFrames::message_of(
                        {reinterpret_cast<const char*>(data.data()), data.size()}, message_class));
    }
    default:
      return answer(Kind::return_done);
    }
  }

  Label accepted(const GuestAnswer& got) {
    constexpr std::size_t names_at = 32; // digits in front of user id and name
    for (unsigned peer = 1; peer <= 2; ++peer) {
      const std::string address =
          iucv_address(EndpointNames::peer_user(peer), EndpointNames::peer_name(peer));
      if (got.word(1).size() >= names_at &&
          got.word(1).substr(names_at) == std::string_view(address).substr(names_at)) {
        descriptors_[peer] = got.word(0);
        return answer(Kind::return_accepted, peer - 1);
      }
    }
    return answer(Kind::return_accepted, unlisted);
  }

  bool memory_used_up() {
    const std::map<std::string, std::uint64_t> now = guest_->slabs();
    bool used_up = false;
    for (const auto& [name, objects] : now) {
      const auto before = memory_.find(name);
      if (before != memory_.end() && objects >= before->second + objects_used_up) {
        used_up = true;
        said_ += name + ": " + std::to_string(before->second) + " objects became " +
                 std::to_string(objects) + "\n";
      }
    }
    memory_ = now;
    return used_up;
  }

  bool busy() {
    const ProcessorTicks before = guest_->processor_ticks();
    guest_->wait(observed_ms);
    const ProcessorTicks after = guest_->processor_ticks();
    // What the machine below takes away from the guest is neither.
    return after.busy() - before.busy() > after.idle - before.idle;
  }

  // Ends what a test has left: first the connections, by the peers, for a listener that is closed
  // with some that nobody accepted is the end of the guest. False when it does not work.
  bool tidy_up() {
    try {
      if (waiting_) {
        guest_->call("interrupt " + std::to_string(waiting_->tag));
        if (!guest_->collect(waiting_->tag, 1000)) {
          return false;
        }
      }
      for (std::uint32_t peer = 0; peer < 2; ++peer) {
        for (const Bytes& frame : frames_->frames_of(answer(Kind::frame_fin, peer))) {
          guest_->send_iucv(0, frame);
        }
      }
      fence();
      for (const std::string& fd : descriptors_) {
        if (!fd.empty()) {
          guest_->begin("close " + fd);
        }
      }
      return guest_->call("ping").ok();
    } catch (const GuestFailed&) {
      return false;
    }
  }

  std::optional<GuestSource> source_;
  std::unique_ptr<Guest> guest_;
  std::string case_id_;
  unsigned tests_ = 0;  // with this guest
  EndpointNames names_; // of this test
  std::optional<EndpointFrames> frames_;
  std::uint16_t fence_ = 0;
  std::array<std::string, 3> descriptors_; // by socket
  std::optional<Waiting> waiting_;         // the call in progress
  std::optional<Label> returned_;
  std::deque<Label> shown_;
  std::map<std::string, std::uint64_t> memory_; // slab caches when memory was asked about last
  std::vector<WireFrame> captured_;
  std::string said_; // by the kernel, and about it
};

} // namespace

std::unique_ptr<Iut> open_guest_endpoint() {
  return std::make_unique<GuestEndpoint>();
}

} // namespace pathproof::iut
