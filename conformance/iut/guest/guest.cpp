// SPDX-License-Identifier: Apache-2.0
#include "conformance/iut/guest/guest.hpp"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <stdexcept>
#include <utility>

#include "conformance/iut/deadline.hpp"

namespace pathproof::iut {
namespace {

constexpr std::size_t frames_waiting_max = 100'000;
constexpr unsigned iucv_ethertype = 0xfbfb; // also the first two bytes of the frame itself

std::uint64_t now_ns() {
  using namespace std::chrono;
  return static_cast<std::uint64_t>(
      duration_cast<nanoseconds>(system_clock::now().time_since_epoch()).count());
}

unsigned number_at(std::string_view bytes, std::size_t place, unsigned size) {
  unsigned value = 0;
  for (unsigned i = 0; i < size; ++i) {
    value = value << 8U | static_cast<unsigned char>(bytes[place + i]);
  }
  return value;
}

std::string_view as_text(std::span<const std::uint8_t> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// What has arrived there, perhaps nothing; no value at the end.
std::optional<std::string_view> read_from(int descriptor, std::span<char> room) {
  const ssize_t count = recv(descriptor, room.data(), room.size(), MSG_DONTWAIT);
  if (count == 0 || (count < 0 && errno == ECONNRESET)) {
    return std::nullopt;
  }
  return std::string_view(room.data(), static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
}

bool is_iucv(const Bytes& frame) {
  return frame.size() >= ethernet_header_bytes + 2 &&
         number_at(as_text(frame), ethernet_header_bytes, 2) == iucv_ethertype;
}

Fault about(FaultKind kind, const std::string& what) {
  return {kind, "the guest: " + what};
}

} // namespace

Guest::Guest(const GuestImage& image,
             GuestPlan plan,
             const GuestLimits& limits,
             const std::string& snapshot)
    : plan_(std::move(plan)), limits_(limits), qemu_(image, plan_, limits, snapshot),
      release_(image.release), devices_(plan_.devices.size()) {
  if (snapshot.empty()) {
    await_ready();
  } else {
    await_first_answer();
  }
}

void Guest::await_ready() {
  const Deadline deadline(limits_.boot_ms);
  while (!ready_) {
    if (deadline.left_ms() == 0) {
      fail(about(FaultKind::hung,
                 "its agent was not ready within " + std::to_string(limits_.boot_ms) + " ms"));
    }
    pump(deadline.left_ms());
  }
}

// The agent of a snapshot is ready already.
void Guest::await_first_answer() {
  const Tag tag = begin("ping");
  if (!collect(tag, limits_.restore_ms)) {
    fail(about(FaultKind::hung,
               "its agent gave no answer within " + std::to_string(limits_.restore_ms) +
                   " ms after the snapshot"));
  }
}

void Guest::fail(Fault fault) {
  if (!fault_) {
    fault_ = std::move(fault);
    qemu_.kill();
  }
  throw GuestFailed(*fault_);
}

void Guest::check_alive() const {
  if (fault_) {
    throw GuestFailed(*fault_);
  }
}

void Guest::kill() {
  if (!fault_) {
    fault_ = about(FaultKind::refused, "it was ended by the kit");
    qemu_.kill();
  }
}

// Reads what arrived, after waiting for it at most so long.
void Guest::pump(int milliseconds) {
  check_alive();
  std::vector<pollfd> watched{{qemu_.agent(), POLLIN, 0}, {qemu_.log(), POLLIN, 0}};
  for (unsigned i = 0; i < devices_.size(); ++i) {
    watched.push_back({qemu_.device(i), POLLIN, 0});
  }
  if (poll(watched.data(), watched.size(), milliseconds) <= 0) {
    return;
  }
  const std::uint64_t before = events_;
  bool ended = false;
  for (unsigned i = 0; i < devices_.size(); ++i) {
    ended |= watched[i + 2].revents != 0 && !read_device(i);
  }
  ended |= watched[1].revents != 0 && !read_log();
  ended |= watched[0].revents != 0 && !read_agent();
  // What it has said before its end comes first: it tells how far it got.
  if (ended && events_ == before) {
    fail(qemu_.explain_end());
  }
}

bool Guest::read_agent() {
  std::array<char, 65536> room;
  const std::optional<std::string_view> bytes = read_from(qemu_.agent(), room);
  const auto fault = agent_lines_.feed(bytes.value_or(""));
  if (fault) {
    fail(about(fault->kind, fault->sentence));
  }
  while (std::optional<std::string> line = agent_lines_.next_line()) {
    take_line(std::move(*line));
  }
  return bytes.has_value();
}

// The text is on the other console and in the kernel's own log.
bool Guest::read_log() {
  std::array<char, 65536> room;
  const std::optional<std::string_view> bytes = read_from(qemu_.log(), room);
  logged_ = logged_ || !bytes.value_or("").empty();
  return bytes.has_value();
}

void Guest::take_line(std::string line) {
  ++events_;
  if (!ready_ && agent_lines_.idle()) {
    if (!line.starts_with("ready ")) {
      fail(about(FaultKind::garbage, "its agent said '" + excerpt(line) + "' instead of 'ready'"));
    }
    ready_ = std::move(line);
  } else if (const std::optional<Fault> fault = agent_lines_.take(line)) {
    fail(about(fault->kind, fault->sentence));
  }
}

// A frame has its length in front, in four bytes.
bool Guest::read_device(unsigned number) {
  std::array<char, 65536> room;
  const std::optional<std::string_view> bytes = read_from(qemu_.device(number), room);
  std::string& input = devices_[number].input;
  input.append(bytes.value_or(""));
  std::size_t begun = 0;
  while (input.size() - begun >= 4) {
    const std::size_t size = number_at(input, begun, 4);
    if (size > frame_bytes_max) {
      fail(about(FaultKind::oversized, "a frame of " + std::to_string(size) + " bytes"));
    }
    if (input.size() - begun - 4 < size) {
      break;
    }
    const auto* const first = reinterpret_cast<const std::uint8_t*>(input.data()) + begun + 4;
    take_frame(number, Bytes(first, first + size));
    begun += 4 + size;
  }
  input.erase(0, begun);
  return bytes.has_value();
}

void Guest::take_frame(unsigned number, Bytes frame) {
  if (is_iucv(frame)) {
    ++events_;
    ++devices_[number].came;
    std::deque<Bytes>& frames = devices_[number].frames;
    if (frames.size() == frames_waiting_max) {
      fail(about(FaultKind::unsolicited, "it sends frames without an end"));
    }
    frames.emplace_back(frame.begin() + ethernet_header_bytes, frame.end());
  }
  record(WireDirection::from_guest, number, std::move(frame));
}

void Guest::record(WireDirection direction, unsigned device, Bytes bytes) {
  if (trace_bytes_ + bytes.size() > limits_.trace_cap) {
    ++trace_lost_;
    return;
  }
  trace_bytes_ += bytes.size();
  trace_.push_back({now_ns(), direction, device, std::move(bytes)});
}

std::vector<WireFrame> Guest::take_trace() {
  trace_bytes_ = 0;
  return std::exchange(trace_, {});
}

// Goes on reading meanwhile: QEMU may wait until its own output is read.
void Guest::write_fully(int descriptor, std::string_view bytes) {
  check_alive();
  Deadline deadline(limits_.call_ms);
  while (!bytes.empty()) {
    const ssize_t count =
        ::send(descriptor, bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    if (count >= 0) {
      bytes.remove_prefix(static_cast<std::size_t>(count));
      deadline = Deadline(limits_.call_ms);
    } else if (errno == EPIPE || errno == ECONNRESET) {
      fail(qemu_.explain_end());
    } else if (deadline.left_ms() == 0) {
      fail(about(FaultKind::hung,
                 "it took nothing within " + std::to_string(limits_.call_ms) + " ms"));
    } else {
      pump(1);
    }
  }
}

Guest::Tag Guest::begin(std::string_view command) {
  Tag tag = 0;
  write_fully(qemu_.agent(), agent_lines_.ask(command, tag));
  return tag;
}

std::optional<AgentAnswer> Guest::collect(Tag tag, int milliseconds) {
  const Deadline deadline(milliseconds);
  for (;;) {
    std::optional<AgentAnswer> answer = agent_lines_.find(tag);
    if (answer) {
      return answer;
    }
    const int left = deadline.left_ms();
    pump(left);
    if (left == 0) {
      return agent_lines_.find(tag);
    }
  }
}

AgentAnswer Guest::call(std::string_view command) {
  const Tag tag = begin(command);
  std::optional<AgentAnswer> answer = collect(tag, limits_.call_ms);
  if (!answer) {
    const std::string waiting = pending();
    fail(about(FaultKind::hung,
               "'" + excerpt(command) + "' was not done within " + std::to_string(limits_.call_ms) +
                   " ms" + (waiting.empty() ? "" : "; it waits in " + waiting)));
  }
  return std::move(*answer);
}

void Guest::append_frame(std::string& bytes, unsigned device, Bytes frame) {
  if (frame.size() > frame_bytes_max || device >= devices_.size()) {
    throw std::logic_error("a frame is too long, or the guest has no such device");
  }
  const auto size = static_cast<std::uint32_t>(frame.size());
  for (const unsigned shift : {24U, 16U, 8U, 0U}) {
    bytes += static_cast<char>(size >> shift & 0xffU);
  }
  bytes += as_text(frame);
  devices_[device].went += is_iucv(frame) ? 1 : 0;
  record(WireDirection::to_guest, device, std::move(frame));
}

void Guest::send_frame(unsigned device, std::span<const std::uint8_t> frame) {
  std::string bytes;
  append_frame(bytes, device, Bytes(frame.begin(), frame.end()));
  write_fully(qemu_.device(device), bytes);
}

void Guest::send_iucv(unsigned device, std::span<const Bytes> frames) {
  const MacAddress to = mac_address(plan_.devices.at(device).user_id);
  constexpr std::array<std::uint8_t, 8> rest = {2, 0, 0, 0, 0, 1, 0xfb, 0xfb};
  std::string bytes;
  for (const Bytes& frame : frames) {
    Bytes whole(to.begin(), to.end());
    whole.insert(whole.end(), rest.begin(), rest.end());
    whole.insert(whole.end(), frame.begin(), frame.end());
    append_frame(bytes, device, std::move(whole));
  }
  write_fully(qemu_.device(device), bytes);
}

void Guest::count_frames(unsigned device) {
  const AgentAnswer answer = call("tap " + interface(device));
  if (!answer.ok()) {
    fail(about(FaultKind::refused, "its agent cannot count frames: " + answer.text));
  }
  counted_ = device;
  uncounted_ = devices_.at(device).came;
  unsent_ = devices_.at(device).went;
}

Guest::Tag Guest::send_and_begin(std::span<const Bytes> frames, std::string_view command) {
  const Device& device = devices_.at(counted_);
  send_iucv(counted_, frames);
  return begin("after " + std::to_string(device.went - unsent_) + " " +
               std::to_string(device.came - uncounted_ - device.frames.size()) + " " +
               std::string(command));
}

bool Guest::all_came(const AgentAnswer& answer, int milliseconds) {
  const Deadline deadline(milliseconds);
  const auto missing = [&] { return devices_[counted_].came - uncounted_ < *answer.sent; };
  while (answer.sent && missing() && deadline.left_ms() > 0) {
    pump(deadline.left_ms());
  }
  return answer.sent && !missing();
}

std::optional<Bytes> Guest::receive_iucv(unsigned device, int milliseconds) {
  const Deadline deadline(milliseconds);
  for (;;) {
    if (std::optional<Bytes> frame = came_iucv(device)) {
      return frame;
    }
    const int left = deadline.left_ms();
    pump(left);
    if (left == 0) {
      return came_iucv(device);
    }
  }
}

std::optional<Bytes> Guest::came_iucv(unsigned device) {
  std::deque<Bytes>& frames = devices_.at(device).frames;
  if (frames.empty()) {
    return std::nullopt;
  }
  Bytes frame = std::move(frames.front());
  frames.pop_front();
  return frame;
}

std::vector<int> Guest::descriptors() const {
  std::vector<int> all{qemu_.agent()};
  for (unsigned i = 0; i < devices_.size(); ++i) {
    all.push_back(qemu_.device(i));
  }
  return all;
}

bool Guest::wait(int milliseconds) {
  const std::uint64_t before = events_;
  const Deadline deadline(milliseconds);
  do {
    pump(deadline.left_ms());
  } while (events_ == before && deadline.left_ms() > 0);
  return events_ != before;
}

// Tried once: without a console that prints at once nothing may be concluded from its silence.
void Guest::watch_log() {
  pump(0);
  logged_ = false;
  call("write /dev/kmsg " + hexadecimal("the kit listens\n"));
  pump(0);
  watched_ = std::exchange(logged_, true);
}

bool Guest::logged() {
  check_alive();
  if (!read_log()) {
    fail(qemu_.explain_end());
  }
  return logged_ || !watched_;
}

KernelReport Guest::examine() {
  KernelReport report;
  try {
    pump(0);
    logged_ = false; // what is printed from here on may be read by the next one only
    for (;;) {
      const AgentAnswer answer = call("log");
      const Bytes records = answer.bytes(0);
      if (records.empty()) {
        break;
      }
      report.text += kernel_log_text(as_text(records));
    }
    report.complaints = kernel_complaints(report.text);
  } catch (const GuestFailed& failed) {
    report.dead = true;
    report.text += qemu_.console();
    report.complaints = kernel_complaints(report.text);
    report.complaints.insert(report.complaints.begin(), failed.fault.sentence);
  }
  return report;
}

void Guest::save(const std::string& file) {
  check_alive();
  // Workers of one process and other processes may be at it too; the last one wins, all are alike.
  static std::atomic<unsigned> made = 0;
  const std::string making =
      file + "." + std::to_string(getpid()) + "." + std::to_string(made++) + ".making";
  try {
    qemu_.save(making, limits_.snapshot_ms);
  } catch (const GuestFailed& failed) {
    std::remove(making.c_str());
    fail(failed.fault);
  }
  if (std::rename(making.c_str(), file.c_str()) != 0) {
    std::remove(making.c_str());
    fail(about(FaultKind::refused, "cannot write " + file));
  }
}

} // namespace pathproof::iut
