// SPDX-License-Identifier: Apache-2.0
#include "conformance/iut/lfp/path.hpp"

#include <poll.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <system_error>

#include "conformance/iut/deadline.hpp"

namespace pathproof::iut::lfp {

namespace {

using profile::Header;
using profile::Kind;
using profile::Message;

// Who connects and says nothing keeps others away for so long.
constexpr std::chrono::seconds hello_patience{5};
// Where nothing is due there is nothing to do either.
constexpr std::chrono::milliseconds longest_wait = std::chrono::hours(1);
constexpr std::size_t spare_at_most = 16;
// Beyond this data is better left where it is: in the socket that it comes from. What is more than
// a processor's cache holds would be fetched from memory again when its turn comes.
constexpr std::size_t ready_at_most = 32;
// A short chunk is copied: to make room for a whole one anew costs more.
constexpr std::uint32_t copied_at_most = 4096;
constexpr std::size_t ready_octets_at_most = 256 * 1024;

constexpr std::size_t received_offset = profile::header_table.find("received")->offset;

std::string message_of(int error) {
  return std::generic_category().message(error);
}

} // namespace

Path::Path(Descriptor carrier,
           bool record,
           const profile::Hello& ours,
           std::shared_ptr<const profile::Layout> layout)
    : carrier_(std::move(carrier)), wire_(std::move(layout)), record_(record), ours_(ours),
      heard_(Clock::now()), spoke_(heard_) {
  // Until the other side's hello is there only one message each way goes.
  theirs_.mtu = ours.mtu;
  theirs_.message_limit = least_message_limit;
}

std::optional<profile::Refusal> unbearable(const profile::Hello& theirs) {
  if (theirs.mtu < least_mtu) {
    return profile::Refusal::mtu;
  }
  if (theirs.message_limit < least_message_limit || theirs.message_limit > greatest_message_limit ||
      theirs.window == 0 || theirs.threshold < 1 || theirs.threshold > 100) {
    return profile::Refusal::message_limit;
  }
  return {};
}

void Path::open(const profile::Hello& theirs) {
  theirs_ = theirs;
  open_ = true;
}

bool Path::lost(std::string why) {
  if (trouble_.empty()) {
    trouble_ = std::move(why);
  }
  return false;
}

bool Path::accept(std::span<const std::uint8_t> octets,
                  const std::function<bool(const Message&)>& handle) {
  const Message message = wire_.decode(octets);
  if (message.error) {
    other_version_ = !open_ && message.error.what == profile::of_wrong_version;
    return lost("a message with " + std::string(message.error.what) + " at octet " +
                std::to_string(message.error.offset));
  }
  heard_ = Clock::now();
  if (message.header.received - confirmed_ > under_way()) {
    return lost("more messages are confirmed than were sent");
  }
  confirmed_ = message.header.received;
  if (message.kind() != Kind::confirm) {
    ++received_;
    if (open_ && received_ - reported_ > ours_.message_limit) {
      return lost("more messages are unconfirmed than the message limit");
    }
  }
  if (open_ && (message.kind() == Kind::confirm || message.kind() == Kind::heartbeat)) {
    return true; // before hello they are refused like any other
  }
  if (waiting_.size() > waiting_at_most()) {
    return lost("more is asked than may be outstanding");
  }
  return handle(message) || lost("the conversation is over");
}

bool Path::receive(const std::function<bool(const Message&)>& handle) {
  const bool goes_on = record_ ? receive_records(handle) : receive_stream(handle);
  let_wait_go();
  return goes_on;
}

// One turn only: whoever floods the path does not keep its user from anything else.
bool Path::receive_records(const std::function<bool(const Message&)>& handle) {
  incoming_.resize(records_at_once);
  std::array<iovec, records_at_once> parts{};
  std::array<mmsghdr, records_at_once> records{};
  const std::size_t most = wire_.most(ours_.mtu);
  for (std::size_t i = 0; i < records_at_once; ++i) {
    incoming_[i].resize(most + 1); // one more shows a record that is too long
    parts[i] = {incoming_[i].data(), incoming_[i].size()};
    records[i].msg_hdr.msg_iov = &parts[i];
    records[i].msg_hdr.msg_iovlen = 1;
  }
  const int count =
      ::recvmmsg(carrier_.get(), records.data(), records_at_once, MSG_DONTWAIT, nullptr);
  if (count < 0) {
    return errno == EAGAIN || errno == EINTR || lost("the carrier failed: " + message_of(errno));
  }
  for (int i = 0; i < count; ++i) {
    const auto& record = records[static_cast<std::size_t>(i)];
    if (record.msg_len == 0) {
      return lost("the carrier was closed");
    }
    const std::span octets(incoming_[static_cast<std::size_t>(i)].data(), record.msg_len);
    if (wire_.is_too_long(octets, ours_.mtu)) {
      return lost("a message longer than the MTU");
    }
    if (!accept(octets, handle)) {
      return false;
    }
  }
  return true;
}

bool Path::receive_stream(const std::function<bool(const Message&)>& handle) {
  const std::size_t had = stream_.size();
  const std::size_t most = wire_.most(ours_.mtu) * records_at_once;
  stream_.resize(had + most);
  const ssize_t count = ::recv(carrier_.get(), stream_.data() + had, most, MSG_DONTWAIT);
  const int error = errno;
  stream_.resize(had + static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
  if (count == 0) {
    return lost("the carrier was closed");
  }
  if (count < 0) {
    return error == EAGAIN || error == EINTR || lost("the carrier failed: " + message_of(error));
  }
  std::span<const std::uint8_t> rest(stream_);
  for (;;) {
    const auto length = wire_.length_in(rest);
    if (!length) {
      break;
    }
    if (length->octets == 0) {
      return accept(rest, handle) && lost("octets that are no message"); // says what is wrong
    }
    if (wire_.is_too_long(*length, ours_.mtu)) {
      return lost("a message longer than the MTU");
    }
    if (length->with_padding > rest.size()) {
      break;
    }
    if (!accept(rest.first(length->with_padding), handle)) {
      return false;
    }
    rest = rest.subspan(length->with_padding);
  }
  stream_.erase(stream_.begin(), stream_.end() - static_cast<std::ptrdiff_t>(rest.size()));
  return true;
}

Path::Octets Path::fresh() {
  if (spare_.empty()) {
    return {};
  }
  Octets octets = std::move(spare_.back());
  spare_.pop_back();
  return octets;
}

void Path::enqueue(Octets octets) {
  if (waiting_.empty() && under_way() < theirs_.message_limit) {
    ++counted_;
    ready_.push_back(std::move(octets));
  } else {
    waiting_.push_back(std::move(octets));
  }
}

// What may be outstanding at once: a request of each task, an ACCEPT or an end of each socket.
std::size_t Path::waiting_at_most() const {
  return 64 + std::size_t{ours_.tasks} + 4 * std::size_t{ours_.sockets};
}

void Path::let_wait_go() {
  while (!waiting_.empty() && under_way() < theirs_.message_limit) {
    ++counted_;
    ready_.push_back(std::move(waiting_.front()));
    waiting_.pop_front();
  }
}

void Path::send(const Header& header, std::span<const std::uint8_t> text) {
  Octets octets = fresh();
  profile::encode(header, text, octets);
  enqueue(std::move(octets));
}

void Path::send(const Header& header, const profile::Hello& hello) {
  Octets octets = fresh();
  profile::encode(header, hello, octets);
  enqueue(std::move(octets));
}

void Path::send(const Header& header,
                const profile::CallBody& call,
                std::span<const std::uint8_t> text) {
  Octets octets = fresh();
  profile::encode(header, call, text, octets);
  enqueue(std::move(octets));
}

bool Path::may_send_data() const {
  return waiting_.empty() && theirs_.message_limit - under_way() >= 2 &&
         ready_.size() < ready_at_most && ready_octets() < ready_octets_at_most;
}

std::size_t Path::ready_octets() const {
  std::size_t octets = 0;
  for (const Octets& one : ready_) {
    octets += one.size();
  }
  return octets;
}

std::span<std::uint8_t> Path::data_room(bool with_address) {
  if (room_.empty()) {
    room_ = fresh();
  }
  room_.resize(mtu());
  const auto room = std::span(room_).subspan(profile::header_size);
  return room.first(room.size() - std::min(room.size(), with_address ? wire_.longer_call() : 0));
}

void Path::commit(const Header& header, std::size_t size) {
  Header written = header;
  written.length = static_cast<std::uint32_t>(profile::header_size + size);
  write_frame<profile::header_table, pathproof::Octets>(written, room_.data());
  if (written.length <= copied_at_most) {
    Octets octets = fresh();
    octets.assign(room_.begin(), room_.begin() + written.length);
    enqueue(std::move(octets));
  } else {
    room_.resize(written.length);
    enqueue(std::exchange(room_, {}));
  }
}

// What the other side knows to be received is said as late as possible.
void Path::stamp(Octets& octets) {
  for (unsigned i = 0; i < 4; ++i) {
    octets[received_offset + i] = static_cast<std::uint8_t>(received_ >> (24 - 8 * i));
  }
  reported_ = received_;
}

// The octets of a message that is ready; none when the layout cannot say it. One that is partly
// written is what it was.
std::span<const std::uint8_t> Path::on_wire(std::size_t index) {
  const bool begun = index == 0 && written_ > 0;
  if (!begun) {
    stamp(ready_[index]);
  }
  if (!wire_.has_layout()) {
    return ready_[index];
  }
  if (!begun) {
    const std::string wrong = wire_.encode(ready_[index], in_layout_[index]);
    if (!wrong.empty()) {
      lost(wrong);
      return {};
    }
  }
  return in_layout_[index];
}

bool Path::confirmation_due() const {
  return open_ && received_ - reported_ >= (ours_.message_limit + 1) / 2;
}

bool Path::flush() {
  if (!write_ready()) {
    return false;
  }
  if (ready_.empty() && confirmation_due()) {
    Octets octets = fresh();
    profile::encode(Header{.kind = static_cast<std::uint8_t>(Kind::confirm)},
                    std::span<const std::uint8_t>(),
                    octets);
    ready_.push_back(std::move(octets)); // counts as no message
    return write_ready();
  }
  return true;
}

void Path::say_goodbye(int patience_ms) {
  if (!open_) {
    return;
  }
  send(Header{.kind = static_cast<std::uint8_t>(Kind::goodbye)});
  const Deadline deadline(patience_ms);
  while (flush() && !(ready_.empty() && waiting_.empty())) {
    pollfd carrier{
        carrier_.get(), static_cast<short>(POLLIN | (wants_to_write() ? POLLOUT : 0)), 0};
    if (::poll(&carrier, 1, deadline.left_ms()) != 1 ||
        !receive([](const Message&) { return true; })) {
      return;
    }
  }
}

bool Path::write_ready() {
  while (!ready_.empty()) {
    std::array<iovec, records_at_once> parts{};
    std::array<mmsghdr, records_at_once> records{};
    const std::size_t many = std::min(ready_.size(), records_at_once);
    for (std::size_t i = 0; i < many; ++i) {
      const auto octets = on_wire(i);
      if (octets.empty()) {
        return false;
      }
      const std::size_t from = i == 0 ? written_ : 0;
      parts[i] = {const_cast<std::uint8_t*>(octets.data()) + from, octets.size() - from};
      records[i].msg_hdr.msg_iov = &parts[i];
      records[i].msg_hdr.msg_iovlen = 1;
    }
    std::size_t gone = 0;
    if (record_) {
      const int count = ::sendmmsg(carrier_.get(),
                                   records.data(),
                                   static_cast<unsigned>(many),
                                   MSG_DONTWAIT | MSG_NOSIGNAL | MSG_EOR);
      if (count < 0 && errno != EAGAIN && errno != EINTR) {
        return lost("the carrier failed: " + message_of(errno));
      }
      gone = static_cast<std::size_t>(std::max(count, 0));
    } else {
      msghdr all{};
      all.msg_iov = parts.data();
      all.msg_iovlen = many;
      const ssize_t count = ::sendmsg(carrier_.get(), &all, MSG_DONTWAIT | MSG_NOSIGNAL);
      if (count < 0 && errno != EAGAIN && errno != EINTR) {
        return lost("the carrier failed: " + message_of(errno));
      }
      auto left = static_cast<std::size_t>(std::max<ssize_t>(count, 0));
      while (gone < many && left >= parts[gone].iov_len) {
        left -= parts[gone++].iov_len;
      }
      if (gone > 0) {
        written_ = left;
      } else {
        written_ += left;
      }
    }
    if (gone > 0) {
      spoke_ = Clock::now();
    }
    for (std::size_t i = 0; i < gone; ++i) {
      if (spare_.size() < spare_at_most) {
        spare_.push_back(std::move(ready_.front()));
      }
      ready_.pop_front();
    }
    if (gone < many) {
      std::swap(in_layout_[0], in_layout_[gone]);
      return true;
    }
  }
  return true;
}

int Path::patience_ms(bool data_waits) const {
  using std::chrono::milliseconds;
  if (data_waits && may_send_data()) {
    return 0;
  }
  const auto left = std::chrono::ceil<milliseconds>(next_deadline() - Clock::now());
  return static_cast<int>(std::clamp<long>(left.count(), 0, longest_wait.count()));
}

// When the other side counts as gone, or a heartbeat is due; a long time without heartbeats.
Clock::time_point Path::next_deadline() const {
  using std::chrono::milliseconds;
  if (!open_) {
    return heard_ + hello_patience;
  }
  Clock::time_point next = Clock::now() + longest_wait;
  if (ours_.heartbeat_interval > 0) {
    next = std::min(next, spoke_ + milliseconds(ours_.heartbeat_interval));
  }
  if (theirs_.heartbeat_interval > 0 && ours_.heartbeat_misses > 0) {
    next = std::min(
        next,
        heard_ + milliseconds(std::uint64_t{theirs_.heartbeat_interval} * ours_.heartbeat_misses));
  }
  return next;
}

bool Path::look_at_clock() {
  using std::chrono::milliseconds;
  const auto now = Clock::now();
  if (!open_ && now - heard_ >= hello_patience) {
    return lost("no hello came");
  }
  if (open_ && theirs_.heartbeat_interval > 0 && ours_.heartbeat_misses > 0 &&
      now - heard_ >=
          milliseconds(std::uint64_t{theirs_.heartbeat_interval} * ours_.heartbeat_misses)) {
    return lost("nothing was heard for " + std::to_string(ours_.heartbeat_misses) + " heartbeats");
  }
  if (open_ && ours_.heartbeat_interval > 0 &&
      now - spoke_ >= milliseconds(ours_.heartbeat_interval)) {
    spoke_ = now;
    send(Header{.kind = static_cast<std::uint8_t>(Kind::heartbeat)});
  }
  return true;
}

} // namespace pathproof::iut::lfp
