// SPDX-License-Identifier: Apache-2.0
#include "conformance/iut/hs/endpoint.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <deque>
#include <map>
#include <optional>
#include <stdexcept>
#include <utility>

#include "conformance/iut/deadline.hpp"
#include "conformance/iut/hs/frames.hpp"

namespace pathproof::iut {

namespace {

using iucv::hs::Error;
using iucv::hs::Kind;
using iucv::hs::Message;

// A thread that was woken is given the processor so often, and for so many times what an answer
// takes, before its call is said to wait.
constexpr unsigned turns = 3;
constexpr int turn_ms_min = 4;
constexpr int turn_answers = 4;
constexpr int at_once_ms = 2; // what most calls take less than
constexpr int seqpacket = 5;
constexpr int dont_wait = 0x40;
constexpr int end_of_record = 0x80;
constexpr int room = 4096;
constexpr const char* closed_descriptor = "9999";

class Endpoint final : public Iut {
public:
  explicit Endpoint(std::unique_ptr<HsSource> source) : source_(std::move(source)) {}

  ~Endpoint() override {
    if (system_) {
      leave(false);
    }
  }

  Declaration declaration() override { return source_->declaration(); }

  Reply start(const Machine&, const CaseStart& start) override {
    try {
      said_.clear();
      const bool goes_on = start.case_id == case_id_ && tests_ < source_->tests_of_one();
      if (system_ && !leave(goes_on)) {
        system_.reset();
      }
      if (!system_) {
        system_ = source_->fresh();
        tests_ = 0;
      }
      case_id_ = start.case_id;
      ++tests_;
      system_->begin_test();
      system_->take_trace();
      names_ = source_->names(tests_);
      frames_.emplace(names_);
      descriptors_ = {};
      waiting_.reset();
      returned_.reset();
      all_came_ = false;
      shown_.clear();
      labels_ = 0;
      frames_of_labels_.clear();
    } catch (const SystemFailed& failed) {
      system_.reset();
      return {.kind = Reply::Kind::broken, .text = failed.fault.sentence};
    }
    // Whatever a test before has left on the wire is not of this one.
    try {
      fence();
      shown_.clear();
      return {};
    } catch (const SystemFailed& failed) {
      return guarded([&] { throw SystemFailed(failed); });
    }
  }

  void overhear(const Label&) override { ++labels_; }

  Reply give(const Label& label) override {
    const std::size_t number = labels_++;
    return guarded([&] {
      const auto kind = static_cast<Kind>(label.kind);
      if (kind == Kind::query_memory) {
        show(answer(Kind::answer_memory, system_->memory_used_up(said_) ? 1 : 0));
      } else if (kind == Kind::query_processor) {
        show(answer(Kind::answer_processor, system_->busy() ? 1 : 0));
      } else if (kind <= Kind::call_interrupt) {
        call(kind, label);
        settle();
      } else {
        std::vector<Bytes> frames = frames_->frames_of(label);
        for (const Bytes& frame : frames) {
          frames_of_labels_.emplace_back(number, frame);
        }
        settle(std::move(frames));
      }
    });
  }

  Reply go() override {
    if (!shown_.empty()) {
      return next();
    }
    // Nothing has come since all was quiet, and nothing waits that time might end.
    if (system_ && !waiting_) {
      return {};
    }
    return guarded([&] { settle(); });
  }

  std::string error_output() override { return said_; }

  std::vector<CapturedOctets> take_frames() override {
    std::vector<CapturedOctets> frames;
    if (system_) {
      captured_ = system_->take_trace();
    }
    // Equal frames are told apart by their order. Captured ones have an Ethernet header.
    std::map<Bytes, std::deque<std::size_t>> labels;
    for (auto& [label, bytes] : frames_of_labels_) {
      labels[std::move(bytes)].push_back(label);
    }
    frames_of_labels_.clear();
    for (WireFrame& one : captured_) {
      CapturedOctets& frame = frames.emplace_back();
      const auto header =
          static_cast<std::ptrdiff_t>(std::min(one.bytes.size(), ethernet_header_bytes));
      const auto found = labels.find(Bytes(one.bytes.begin() + header, one.bytes.end()));
      if (found != labels.end() && !found->second.empty()) {
        frame.label = found->second.front();
        found->second.pop_front();
      }
      frame.time_ns = one.time_ns;
      frame.octets = std::move(one.bytes);
    }
    captured_.clear();
    return frames;
  }

private:
  struct Waiting {
    Kind kind;
    unsigned socket;
    HsSystem::Tag tag;
    Message message;
  };

  static Label answer(Kind kind, std::uint32_t value = 0) {
    return {static_cast<std::uint16_t>(kind), {value}};
  }

  static Label failure(Error error) {
    return answer(Kind::return_failed, static_cast<std::uint32_t>(error));
  }

  struct Shown {
    Label label;
    Bytes frame; // which it is; empty: none
  };

  void show(const Label& label, Bytes frame = {}) { shown_.push_back({label, std::move(frame)}); }

  Reply next() {
    if (shown_.empty()) {
      return {};
    }
    Shown one = std::move(shown_.front());
    shown_.pop_front();
    if (!one.frame.empty()) {
      frames_of_labels_.emplace_back(labels_, std::move(one.frame));
    }
    ++labels_;
    return {.kind = Reply::Kind::label, .label = one.label};
  }

  // What happens in the system, and what it says of it.
  template <class Action>
  Reply guarded(Action action) {
    if (!system_) {
      return {.kind = Reply::Kind::failed, .text = "the endpoint is gone"};
    }
    std::string ended;
    bool adapter = false; // whether it is the agent's own fault
    bool news = true;
    try {
      action();
      news = system_->has_news();
    } catch (const SystemFailed& failed) {
      ended = failed.fault.sentence;
      adapter =
          failed.fault.kind == FaultKind::garbage || failed.fault.kind == FaultKind::oversized ||
          failed.fault.kind == FaultKind::misnumbered || failed.fault.kind == FaultKind::refused;
    }
    KernelReport report;
    if (news) {
      report = system_->examine();
    }
    said_ += report.text;
    if (!report.complaints.empty() && ended.empty()) {
      ended = report.complaints.front();
    }
    if (!ended.empty() || report.dead) {
      captured_ = system_->take_trace();
      system_.reset();
      shown_.clear();
      return adapter ? Reply{.kind = Reply::Kind::broken, .text = ended}
                     : Reply{.kind = Reply::Kind::failed, .text = source_->blame(ended)};
    }
    return next();
  }

  std::string address(const std::string& user, const std::string& name) const {
    return iucv_address(user, name, names_.padding);
  }

  std::string command(Kind kind, const Label& label, unsigned socket, bool waits) const {
    // Without a socket, because the endpoint failed to give one, calls are about one that is
    // closed.
    const std::string fd = descriptors_[socket].empty() ? closed_descriptor : descriptors_[socket];
    const auto second = label.arguments[1];
    switch (kind) {
    case Kind::call_socket:
      return "socket 32 " + std::to_string(second == 0 ? seqpacket : 1) + " 0";
    case Kind::call_bind:
      return "bind " + fd + " " + address(second == 0 ? names_.user : "NODEV1", names_.server);
    case Kind::call_limit: {
      const std::string value{
          0, 0, static_cast<char>(second >> 8U), static_cast<char>(second & 0xFFU)};
      return "setsockopt " + fd + " 277 0x1000 " + hexadecimal(value);
    }
    case Kind::call_listen:
      return "listen " + fd + " " + std::to_string(second);
    case Kind::call_connect:
      return "connect " + fd + " " +
             address(EndpointNames::peer_user(second + 1), EndpointNames::peer_name(second + 1));
    case Kind::call_accept:
      return "accept " + fd;
    case Kind::call_send: {
      const MessageContent& content = content_of(static_cast<Message>(second));
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
        system_->call("interrupt " + std::to_string(waiting_->tag));
      }
      return;
    }
    const unsigned socket = label.arguments[0];
    const bool handshake = kind == Kind::call_connect || kind == Kind::call_accept;
    const std::size_t wait_at = kind == Kind::call_accept || kind == Kind::call_recv ? 1 : 2;
    const bool waits = label.arguments[wait_at] == 1;
    const std::string text = command(kind, label, socket, waits);
    if (handshake && !waits) {
      system_->call("blocking " + descriptors_[socket] + " 0");
    }
    const HsSystem::Tag tag = system_->begin(text);
    waiting_ = {kind, socket, tag, static_cast<Message>(label.arguments[1])};
    if (handshake && !waits) {
      await_answer();
      system_->call("blocking " + descriptors_[socket] + " 1");
    }
    if (kind == Kind::call_close) {
      // The kernel may take two seconds for it, in which nothing more is said.
      await_answer();
      closed(socket);
    }
  }

  void closed(unsigned socket) {
    descriptors_[socket].clear();
    if (!returned_) {
      returned_ = answer(Kind::return_done);
    }
    waiting_.reset();
  }

  // Sends the frames, and waits for what comes of them or of the call in progress. Frames come
  // before the return of the call that they belong to.
  void settle(std::vector<Bytes> frames = {}) {
    bool heard = !frames.empty();
    if (heard) {
      fence(std::move(frames));
    }
    if (waiting_) {
      await_answer();
      heard = false;
    }
    if (!heard && !hear_all()) {
      fence();
    }
    if (returned_) {
      show(*std::exchange(returned_, std::nullopt));
    }
  }

  // All that the guest sends before it refuses one more SYN, which is sent behind these frames.
  void fence(std::vector<Bytes> frames = {}) {
    frames.push_back(frames_->fence(++fence_));
    system_->send(frames);
    hear(fence_);
  }

  // All that was sent before the call was answered, where that is known. Otherwise false.
  bool hear_all() {
    const bool all = std::exchange(all_came_, false);
    if (all) {
      hear(std::nullopt);
    }
    return all;
  }

  // What comes before that fence is refused or, without one, what has come.
  void hear(std::optional<std::uint16_t> fence) {
    const Deadline deadline(source_->answer_ms());
    for (;;) {
      // Also an endpoint that never stops sending has no more time than one that is silent.
      const int left = deadline.left_ms();
      const std::optional<Bytes> frame =
          left == 0 ? std::nullopt : system_->receive(fence ? left : 0);
      if (!frame && !fence && left > 0) {
        return;
      }
      if (!frame) {
        if (system_->has_agent()) {
          system_->call("ping"); // says where it hangs
        }
        throw SystemFailed({FaultKind::hung, "the endpoint does not answer SYN any more"});
      }
      if (const auto window = frames_->fence_of(*frame)) {
        if (window == fence) {
          return;
        }
      } else {
        show(frames_->label_of(*frame), *frame);
      }
    }
  }

  // Until the call in progress is answered, as most are at once, or waits.
  void await_answer() {
    using Clock = std::chrono::steady_clock;
    collect(at_once_ms);
    for (unsigned i = 0; waiting_ && i < turns; ++i) {
      const Clock::time_point begun = Clock::now();
      system_->call("ping");
      const auto answer =
          std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begun).count();
      collect(std::max(turn_ms_min, static_cast<int>(answer) * turn_answers));
    }
  }

  void collect(int milliseconds) {
    const std::optional<AgentAnswer> got = system_->collect(waiting_->tag, milliseconds);
    if (got) {
      const Waiting asked = *std::exchange(waiting_, std::nullopt);
      returned_ = meaning(asked, *got);
      all_came_ = system_->all_came(*got);
    }
  }

  Label meaning(const Waiting& asked, const AgentAnswer& got) {
    if (got.kind == AgentAnswer::Kind::bad) {
      throw SystemFailed(
          {FaultKind::garbage, "the agent does not know a command: " + excerpt(got.text)});
    }
    if (!got.ok()) {
      const auto& names = iucv::hs::error_names;
      const auto found = std::find(names.begin(), names.end(), got.text);
      return found == names.end() ? failure(Error::other)
                                  : failure(static_cast<Error>(found - names.begin()));
    }
    switch (asked.kind) {
    case Kind::call_socket:
      descriptors_[0] = got.word(0);
      return answer(Kind::return_done);
    case Kind::call_accept:
      return accepted(got);
    case Kind::call_send:
      return got.number() == static_cast<std::int64_t>(content_of(asked.message).data.size())
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

  Label accepted(const AgentAnswer& got) {
    constexpr std::size_t names_at = 32; // digits in front of user id and name
    for (unsigned peer = 1; peer <= 2; ++peer) {
      const std::string known =
          address(EndpointNames::peer_user(peer), EndpointNames::peer_name(peer));
      if (got.word(1).size() >= names_at &&
          got.word(1).substr(names_at) == std::string_view(known).substr(names_at)) {
        descriptors_[peer] = got.word(0);
        return answer(Kind::return_accepted, peer - 1);
      }
    }
    return answer(Kind::return_accepted, unlisted);
  }

  // Whether the system is fit for another test.
  bool leave(bool goes_on) {
    const bool tidy = (goes_on || source_->outlives()) && tidy_up();
    return tidy && goes_on;
  }

  // Ends what a test has left: first the connections, by the peers, for a listener that is closed
  // with some that nobody accepted is the end of the guest. False when it does not work.
  bool tidy_up() {
    try {
      if (waiting_) {
        system_->call("interrupt " + std::to_string(waiting_->tag));
        if (!system_->collect(waiting_->tag, 1000)) {
          return false;
        }
      }
      std::vector<Bytes> frames;
      for (std::uint32_t peer = 0; peer < 2; ++peer) {
        frames.push_back(frames_->frames_of(answer(Kind::frame_fin, peer)).front());
      }
      fence(std::move(frames));
      for (const std::string& fd : descriptors_) {
        if (!fd.empty()) {
          system_->begin("close " + fd);
        }
      }
      return system_->call("ping").ok();
    } catch (const SystemFailed&) {
      return false;
    }
  }

  std::unique_ptr<HsSource> source_;
  std::unique_ptr<HsSystem> system_;
  std::string case_id_;
  unsigned tests_ = 0;  // with this system
  EndpointNames names_; // of this test
  std::optional<EndpointFrames> frames_;
  std::uint16_t fence_ = 0;
  std::array<std::string, 3> descriptors_; // by socket
  std::optional<Waiting> waiting_;         // the call in progress
  std::optional<Label> returned_;
  bool all_came_ = false; // whether the frames before that are known to have come
  std::deque<Shown> shown_;
  std::size_t labels_ = 0; // of this test so far
  std::vector<std::pair<std::size_t, Bytes>> frames_of_labels_;
  std::vector<WireFrame> captured_;
  std::string said_; // by the system, and about it
};

} // namespace

bool HsSystem::memory_used_up(std::string&) {
  throw std::logic_error("the system cannot be asked about its memory");
}

bool HsSystem::busy() {
  throw std::logic_error("the system cannot be asked about its processor");
}

std::unique_ptr<Iut> open_endpoint(std::unique_ptr<HsSource> source) {
  return std::make_unique<Endpoint>(std::move(source));
}

} // namespace pathproof::iut
