// SPDX-License-Identifier: Apache-2.0
// One end of an LFP path: messages of the profile over a carrier, within MTU and message limit.
// Neither daemon nor instance: those are its users.
#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "conformance/iut/descriptor.hpp"
#include "conformance/iut/lfp/carrier.hpp"
#include "conformance/iut/lfp/wire.hpp"
#include "model/lfp/message.hpp"

namespace pathproof::iut::lfp {

namespace profile = pathproof::lfp;

using Clock = std::chrono::steady_clock;

// The least MTU and message limit that the profile bears [LFP-160].
inline constexpr std::uint32_t least_mtu = 512;
inline constexpr std::uint32_t least_message_limit = 2;
inline constexpr std::uint32_t greatest_message_limit = 65535;

// Why no path is possible with a side that says this [LFP-160].
std::optional<profile::Refusal> unbearable(const profile::Hello& theirs);

// The other side confirms what it has got within this, where it can.
inline constexpr int goodbye_patience_ms = 1000;

class Path {
public:
  // `record`: the carrier keeps boundaries (SEQPACKET), otherwise it is a stream. The descriptor
  // does not block. `ours` is what this side says in its hello. With a layout messages are in it
  // on the carrier, and each is copied.
  Path(Descriptor carrier,
       bool record,
       const profile::Hello& ours,
       std::shared_ptr<const profile::Layout> layout = {});

  ~Path() { close_carrier(std::move(carrier_)); }

  Path(const Path&) = delete;
  Path& operator=(const Path&) = delete;

  int descriptor() const { return carrier_.get(); }

  const profile::Hello& ours() const { return ours_; }

  const profile::Hello& theirs() const { return theirs_; }

  // From now on the other side's hello counts. Before, only hello and refused may be sent.
  void open(const profile::Hello& theirs);

  bool is_open() const { return open_; }

  // The path is over because the first message was one of another version [LFP-160].
  bool other_version() const { return other_version_; }

  std::uint32_t mtu() const { return std::min(ours_.mtu, theirs_.mtu); }

  // Octets of payload that a chunk of data has room for.
  std::uint32_t payload() const { return profile::payload_of(mtu()); }

  // Bodies of calls that a message has room for.
  std::size_t bodies() const { return payload() / (profile::call_size + wire_.longer_call()); }

  // Reads what has come and gives each message to `handle`, which says whether the path goes on.
  // False when the path is over; trouble() says why.
  bool receive(const std::function<bool(const profile::Message&)>& handle);

  // Control messages may wait for a slot, at the cost of memory; what waits is bounded by what the
  // other side may ask for. Data may be sent only while may_send_data().
  void send(const profile::Header& header, std::span<const std::uint8_t> text = {});
  void send(const profile::Header& header, const profile::Hello& hello);
  void send(const profile::Header& header,
            const profile::CallBody& call,
            std::span<const std::uint8_t> text = {});

  // Whether a slot is left for data, with one behind it for control [LFP-163], and the carrier
  // takes it soon.
  bool may_send_data() const;

  // Room for a chunk of data, that begins with an address or not; commit() sends the first `size`
  // octets of it. Saves a copy.
  std::span<std::uint8_t> data_room(bool with_address = false);
  void commit(const profile::Header& header, std::size_t size);

  // Gives the carrier what it takes, a confirmation too when one is due. False when the path is
  // over.
  bool flush();

  // Whether flush() left something for when the carrier is writable again.
  bool wants_to_write() const { return !ready_.empty(); }

  // How long may be waited before look_at_clock() has something to do; not at all when data waits
  // for room on the path, and there is some.
  int patience_ms(bool data_waits) const;
  // Sends a heartbeat where one is due. False when the other side was silent too long.
  bool look_at_clock();

  // Ends the path in order. While there is no slot for it, it waits so long for one; what comes
  // meanwhile is of no use any more [LFPO-012, LFP-163].
  void say_goodbye(int patience_ms);

  const std::string& trouble() const { return trouble_; }

private:
  using Octets = std::vector<std::uint8_t>;

  static constexpr std::size_t records_at_once = 16;

  bool lost(std::string why);
  bool accept(std::span<const std::uint8_t> octets,
              const std::function<bool(const profile::Message&)>& handle);
  bool receive_records(const std::function<bool(const profile::Message&)>& handle);
  bool receive_stream(const std::function<bool(const profile::Message&)>& handle);

  std::uint32_t under_way() const { return counted_ - confirmed_; }

  std::size_t ready_octets() const;

  Octets fresh();
  void enqueue(Octets octets);
  void let_wait_go();
  std::size_t waiting_at_most() const;
  Clock::time_point next_deadline() const;
  void stamp(Octets& octets);
  std::span<const std::uint8_t> on_wire(std::size_t index);
  bool confirmation_due() const;
  bool write_ready();

  Descriptor carrier_;
  Wire wire_;
  bool record_;
  bool open_ = false;
  bool other_version_ = false;
  profile::Hello ours_;
  profile::Hello theirs_{};
  std::uint32_t counted_ = 0;   // messages sent, or ready to be
  std::uint32_t confirmed_ = 0; // of these, as the other side says
  std::uint32_t received_ = 0;
  std::uint32_t reported_ = 0; // of these, as the other side knows
  std::deque<Octets> ready_;   // have a slot
  std::deque<Octets> waiting_; // have none yet
  std::size_t written_ = 0;    // octets of the first that is ready, on a stream
  std::array<Octets, records_at_once> in_layout_{}; // what is ready, where there is a layout
  std::vector<Octets> spare_;
  Octets room_;
  std::vector<Octets> incoming_; // buffers for records
  Octets stream_;                // what has come of a stream and is not yet a message
  Clock::time_point heard_;
  Clock::time_point spoke_;
  std::string trouble_;
};

} // namespace pathproof::iut::lfp
