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
#include "conformance/iut/hs/call_text.hpp"
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
        goes_ahead_ = true;
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
      ahead_.reset();
      begun_.reset();
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

  // A call can be begun with a frame, so that there is no need to wait for what the frame leads to.
  bool looks_ahead(const Label& label) const override {
    const auto kind = static_cast<Kind>(label.kind);
    return goes_ahead_ && !waiting_ && shown_.empty() && kind >= Kind::frame_syn &&
           kind <= Kind::frame_flood;
  }

  void ahead(const Label& label) override {
    const auto kind = static_cast<Kind>(label.kind);
    if (kind < Kind::call_interrupt && (!is_handshake(kind) || may_wait(label))) {
      ahead_ = label;
    }
  }

  Reply give(const Label& label) override {
    if (begun_ && label != begun_->label) {
      throw std::logic_error("a call that was announced is not given");
    }
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
  struct Call {
    Label label;
    HsSystem::Tag tag;
    std::optional<AgentAnswer> answer{}; // if it has come already

    bool passed() const { return answer && answer->kind == AgentAnswer::Kind::passed; }
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
      news = !begun_ && system_->has_news(); // which may be that of the call
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
      begun_.reset();
      return adapter ? Reply{.kind = Reply::Kind::broken, .text = ended}
                     : Reply{.kind = Reply::Kind::failed, .text = source_->blame(ended)};
    }
    return next();
  }

  // Without a socket, because the endpoint failed to give one, calls are about one that is closed.
  std::string command(const Label& label) const {
    return agent_command(label, names_, descriptors_[label.arguments[0]]);
  }

  void call(Kind kind, const Label& label) {
    if (kind == Kind::call_interrupt) {
      if (waiting_) {
        system_->call("interrupt " + std::to_string(waiting_->tag));
      }
      return;
    }
    const unsigned socket = label.arguments[0];
    const bool blocks = !is_handshake(kind) || may_wait(label);
    if (!blocks) {
      system_->call("blocking " + descriptors_[socket] + " 0");
    }
    waiting_ =
        begun_ ? std::exchange(begun_, std::nullopt) : Call{label, system_->begin(command(label))};
    if (!blocks) {
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
    const std::optional<Label> next = std::exchange(ahead_, std::nullopt);
    if (heard && !(next && go_ahead(frames, *next))) {
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

  // All that the system sends before it refuses one more SYN, which is sent behind these frames.
  void fence(std::vector<Bytes> frames = {}) {
    frames.push_back(frames_->fence(++fence_));
    system_->send(frames);
    hear(fence_);
  }

  // The same, but if nothing comes of the frames the next call is begun, and no SYN is needed.
  // False where the system cannot do that, and nothing was sent.
  bool go_ahead(const std::vector<Bytes>& frames, const Label& next) {
    const auto tag = system_->send_and_begin(frames, command(next));
    if (!tag) {
      goes_ahead_ = false;
      return false;
    }
    begun_ = {next, *tag, system_->collect(*tag, at_once_ms)};
    if (!begun_->answer) {
      system_->call("ping"); // which the agent takes when it has decided
      begun_->answer = system_->collect(*tag, 0);
    }
    if (begun_->passed()) {
      begun_.reset();
      fence();
      goes_ahead_ = !shown_.empty() || system_->has_news();
    }
    return true;
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
      const std::optional<Bytes> frame = left == 0 ? std::nullopt
                                         : fence   ? system_->receive(left)
                                                   : system_->received();
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
    const std::optional<AgentAnswer> got =
        waiting_->answer ? waiting_->answer : system_->collect(waiting_->tag, milliseconds);
    if (got) {
      const Call asked = *std::exchange(waiting_, std::nullopt);
      returned_ = meaning(asked.label, *got);
      all_came_ = system_->all_came(*got);
    }
  }

  Label meaning(const Label& asked, const AgentAnswer& got) {
    if (got.kind == AgentAnswer::Kind::bad || got.kind == AgentAnswer::Kind::passed) {
      throw SystemFailed(
          {FaultKind::garbage, "the agent does not know a command: " + excerpt(got.text)});
    }
    if (!got.ok()) {
      const auto& names = iucv::hs::error_names;
      const auto found = std::find(names.begin(), names.end(), got.text);
      return found == names.end() ? failure(Error::other)
                                  : failure(static_cast<Error>(found - names.begin()));
    }
    switch (static_cast<Kind>(asked.kind)) {
    case Kind::call_socket:
      descriptors_[0] = got.word(0);
      return answer(Kind::return_done);
    case Kind::call_accept:
      return accepted(got);
    case Kind::call_send:
      return got.number() == static_cast<std::int64_t>(
                                 content_of(static_cast<Message>(asked.arguments[1])).data.size())
                 ? answer(Kind::return_done)
                 : failure(Error::other);
    case Kind::call_recv:
      return answer(Kind::return_received, received_message(got));
    default:
      return answer(Kind::return_done);
    }
  }

  Label accepted(const AgentAnswer& got) {
    constexpr std::size_t names_at = 32; // digits in front of user id and name
    for (unsigned peer = 1; peer <= 2; ++peer) {
      const std::string known =
          agent_address(names_, EndpointNames::peer_user(peer), EndpointNames::peer_name(peer));
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
      if (begun_) {
        return false; // nobody knows what it has done
      }
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
  std::optional<Call> waiting_;            // the call in progress
  bool goes_ahead_ = true;                 // whether a call may be begun with a frame
  std::optional<Label> ahead_;             // what comes next after silence
  std::optional<Call> begun_;              // which is not given yet
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
