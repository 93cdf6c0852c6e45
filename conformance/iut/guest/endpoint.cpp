// SPDX-License-Identifier: Apache-2.0
#include "conformance/iut/guest/endpoint.hpp"

#include <map>
#include <optional>
#include <regex>
#include <utility>

#include "conformance/iut/guest/guest.hpp"

namespace pathproof::iut {

namespace {

// Closing takes the kernel two seconds, and the agent's threads are few.
constexpr unsigned tests_of_a_guest = 15;
constexpr int flood_ms = 20'000; // a flood takes long
// Objects of one slab cache that make it used up: half of what a case leaves behind, if it does.
constexpr std::uint64_t objects_used_up = 125;
constexpr int observed_ms = 500;
// A frame that was sent is longer under way only where it was dropped.
constexpr int under_way_ms = 1000;

// Without what differs each time: times, numbers of processes, addresses.
std::string repeatable(const std::string& text) {
  static const std::regex time("\\[ *[0-9]+\\.[0-9]+\\] ");
  static const std::regex process("PID: [0-9]+");
  static const std::regex address("[0-9a-f]{16}");
  return std::regex_replace(
      std::regex_replace(std::regex_replace(text, process, "PID: *"), address, "*"), time, "");
}

class GuestSystem final : public HsSystem {
public:
  explicit GuestSystem(std::unique_ptr<Guest> guest) : guest_(std::move(guest)) {
    guest_->count_frames(0);
    guest_->watch_log();
  }

  Tag begin(std::string_view command) override { return guest_->begin(command); }

  std::optional<AgentAnswer> collect(Tag tag, int milliseconds) override {
    return guest_->collect(tag, milliseconds);
  }

  AgentAnswer call(std::string_view command) override { return guest_->call(command); }

  bool all_came(const AgentAnswer& answer) override {
    return guest_->all_came(answer, under_way_ms);
  }

  void send(std::span<const Bytes> frames) override { guest_->send_iucv(0, frames); }

  std::optional<Tag> send_and_begin(std::span<const Bytes> frames,
                                    std::string_view command) override {
    return guest_->send_and_begin(frames, command);
  }

  std::optional<Bytes> receive(int milliseconds) override {
    return guest_->receive_iucv(0, milliseconds);
  }

  std::optional<Bytes> received() override { return guest_->came_iucv(0); }

  std::vector<WireFrame> take_trace() override { return guest_->take_trace(); }

  void begin_test() override { memory_.clear(); }

  bool has_news() override { return guest_->logged(); }

  KernelReport examine() override { return guest_->examine(); }

  bool memory_used_up(std::string& said) override {
    const std::map<std::string, std::uint64_t> now = guest_->slabs();
    bool used_up = false;
    for (const auto& [name, objects] : now) {
      const auto before = memory_.find(name);
      if (before != memory_.end() && objects >= before->second + objects_used_up) {
        used_up = true;
        said += name + ": " + std::to_string(before->second) + " objects became " +
                std::to_string(objects) + "\n";
      }
    }
    memory_ = now;
    return used_up;
  }

  bool busy() override {
    const ProcessorTicks before = guest_->processor_ticks();
    guest_->wait(observed_ms);
    const ProcessorTicks after = guest_->processor_ticks();
    // What the machine below takes away from the guest is neither.
    return after.busy() - before.busy() > after.idle - before.idle;
  }

private:
  std::unique_ptr<Guest> guest_;
  std::map<std::string, std::uint64_t> memory_; // slab caches when memory was asked about last
};

class GuestEndpoints final : public HsSource {
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

  std::unique_ptr<HsSystem> fresh() override {
    return std::make_unique<GuestSystem>(source_->fresh());
  }

  unsigned tests_of_one() const override { return tests_of_a_guest; }

  EndpointNames names(unsigned test) const override {
    return {.user = GuestDevice{}.user_id, .server = "S" + std::to_string(1000 + test)};
  }

  int answer_ms() const override { return flood_ms; }

  std::string blame(const std::string& ended) const override {
    return repeatable("the kernel: " + ended);
  }

private:
  std::optional<GuestSource> source_;
};

} // namespace

std::unique_ptr<HsSource> guest_endpoints() {
  return std::make_unique<GuestEndpoints>();
}

} // namespace pathproof::iut
