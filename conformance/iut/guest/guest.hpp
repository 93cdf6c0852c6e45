// SPDX-License-Identifier: Apache-2.0
// A Linux for s390x in QEMU, with the kit at both ends of its AF_IUCV over HiperSockets: on the
// wire, where it is the peer, and above the sockets, through the agent in the guest.
//
//   GuestSource source(guest_cache(), {});
//   std::unique_ptr<Guest> guest = source.fresh();
//   guest->call("socket 32 5 0");            // "ok 5": commands are in agent/README.md
//   guest->send_iucv(0, frame);              // from the magic number on
//   guest->receive_iucv(0, 100);             // nothing came within 100 ms: an empty optional
//
// A guest is used by one thread at a time; different guests are independent of each other. What
// it does wrong beyond what a stack may do (it ends, hangs, talks nonsense) is GuestFailed.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/iut/guest/failure.hpp"
#include "conformance/iut/guest/image.hpp"
#include "conformance/iut/guest/kernel_log.hpp"
#include "conformance/iut/guest/plan.hpp"
#include "conformance/iut/guest/qemu.hpp"
#include "conformance/iut/hs/agent_lines.hpp"
#include "conformance/iut/hs/answer.hpp"
#include "conformance/iut/hs/wire.hpp"

namespace pathproof::iut {

// How the guest's processor was used since the boot, in ticks of 10 ms.
struct ProcessorTicks {
  long user = 0;
  long system = 0;
  long idle = 0;

  long busy() const { return user + system; }
};

class Guest {
public:
  // Boots, or goes on from the snapshot, and waits until the agent is ready. Throws GuestFailed.
  Guest(const GuestImage& image,
        GuestPlan plan,
        const GuestLimits& limits = {},
        const std::string& snapshot = {});

  // Above the sockets. A tag is of one command and never used again.
  using Tag = AgentLines::Tag;

  // Gives the agent a command and does not wait. Throws std::logic_error for a line feed in it.
  Tag begin(std::string_view command);

  // The answer, as soon as it is there but at most after so many milliseconds. Nothing while the
  // call waits in the kernel; an answer is given only once.
  std::optional<AgentAnswer> collect(Tag tag, int milliseconds);

  // For commands that need not wait: one that is not done within the limit is GuestFailed, which
  // says where in the kernel it waits.
  AgentAnswer call(std::string_view command);

  // On the wire. Sends a whole Ethernet frame as it is.
  void send_frame(unsigned device, std::span<const std::uint8_t> frame);

  // Sends with the Ethernet header in front that af_iucv expects.
  void send_iucv(unsigned device, const Bytes& frame) { send_iucv(device, {&frame, 1}); }

  // Sends such frames one behind the other, as fast as they are taken.
  void send_iucv(unsigned device, std::span<const Bytes> frames);

  // From now on answers to socket calls say how many frames this device had sent by then, and
  // send_and_begin() is possible. Asked for while none is under way.
  void count_frames(unsigned device);

  // Sends frames of AF_IUCV to that device and gives the agent a command that it does when the
  // guest has dealt with them. But only where they have led to nothing: no frame has left since
  // those that receive_iucv() has given, and the kernel has logged nothing since examine().
  // Otherwise the answer is `passed`.
  Tag send_and_begin(std::span<const Bytes> frames, std::string_view command);

  // Waits until all frames that the answer tells of are here, but at most so long. False where it
  // tells of none, or one is missing.
  bool all_came(const AgentAnswer& answer, int milliseconds);

  // The next frame from the guest without its Ethernet header, or nothing within so many
  // milliseconds. Frames of other protocols are left out; they are in the trace.
  std::optional<Bytes> receive_iucv(unsigned device, int milliseconds);

  // The same for what has been read already, as all of it is when all_came() says so.
  std::optional<Bytes> came_iucv(unsigned device);

  // Waits until something arrived from the guest, an answer or a frame; false when nothing did.
  bool wait(int milliseconds);

  // What becomes readable when something arrives from the guest, for who waits for other things
  // too.
  std::vector<int> descriptors() const;

  // All frames since the start or the last time this was asked, in their order.
  std::vector<WireFrame> take_trace();

  // Frames that the trace had no room for.
  std::uint64_t trace_lost() const { return trace_lost_; }

  // From now on logged() knows.
  void watch_log();

  // Whether the kernel may have said something that examine() has not given yet. What it said
  // before something else came from the guest is known without asking it.
  bool logged();

  // What the kernel said since the last time; from the console where the guest is dead.
  // Not GuestFailed: this is what is asked afterwards.
  KernelReport examine();

  // Objects in use by name of the slab cache.
  std::map<std::string, std::uint64_t> slabs();

  ProcessorTicks processor_ticks();

  // The commands that are not answered yet, each with the kernel's stack of its thread.
  std::string pending();

  std::string console() { return qemu_.console(); }

  // False after the first GuestFailed.
  bool alive() const { return !fault_; }

  const std::string& release() const { return release_; }

  // As Qemu has it.
  void forward(std::uint16_t port, std::uint16_t guest_port) { qemu_.forward(port, guest_port); }

  void end_forward(std::uint16_t port) { qemu_.end_forward(port); }

  // The name of a device's interface in the guest: "eth0". Empty where there is none.
  std::string interface(unsigned device);

  pid_t process() const { return qemu_.process(); }

  // Saves its state to the file, which appears under its name only when it is whole. The guest goes
  // on. Throws GuestFailed.
  void save(const std::string& file);

  // Ends it at once. Every later use is GuestFailed.
  void kill();

private:
  struct Device {
    std::string input;
    std::deque<Bytes> frames; // for receive_iucv()
    std::uint64_t came = 0;
    std::uint64_t went = 0;
  };

  [[noreturn]] void fail(Fault fault);
  void check_alive() const;
  void pump(int milliseconds);
  // False at the end of what there is to read.
  bool read_agent();
  bool read_device(unsigned number);
  bool read_log();
  void take_line(std::string line);
  void take_frame(unsigned number, Bytes frame);
  void append_frame(std::string& bytes, unsigned device, Bytes frame);
  void write_fully(int descriptor, std::string_view bytes);
  void record(WireDirection direction, unsigned device, Bytes bytes);
  void await_ready();
  void await_first_answer();

  GuestPlan plan_;
  GuestLimits limits_;
  Qemu qemu_;
  std::optional<Fault> fault_;
  AgentLines agent_lines_;
  std::optional<std::string> ready_; // what the agent said first
  std::string release_;
  std::vector<Device> devices_;
  unsigned counted_ = 0;        // the device whose frames are counted
  std::uint64_t uncounted_ = 0; // frames that came from it before
  std::uint64_t unsent_ = 0;    // frames that went there before
  bool watched_ = false;        // whether the log comes by itself
  bool logged_ = true;
  std::vector<WireFrame> trace_;
  std::size_t trace_bytes_ = 0;
  std::uint64_t trace_lost_ = 0;
  std::uint64_t events_ = 0; // what arrived
  std::size_t console_seen_ = 0;
};

// Gives fresh guests, all alike: the first one is booted, the others go on from its snapshot, which
// stays in the cache for the next run.
class GuestSource {
public:
  // Throws NoGuest, and UsageError for a plan that makes no sense.
  GuestSource(const std::string& cache, GuestPlan plan, const GuestLimits& limits = {});

  // Throws GuestFailed.
  std::unique_ptr<Guest> fresh();

  const GuestImage& image() const { return image_; }

  // The file with the snapshot, there or not.
  const std::string& snapshot() const { return snapshot_; }

private:
  GuestPlan plan_;
  GuestLimits limits_;
  GuestImage image_;
  std::string snapshot_;
};

} // namespace pathproof::iut
