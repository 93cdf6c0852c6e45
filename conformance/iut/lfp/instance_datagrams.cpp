// SPDX-License-Identifier: Apache-2.0
// Datagrams of an instance's programs. In the pair a record is a datagram, with the address before
// it (local.h).
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include "conformance/iut/lfp/instance.hpp"

namespace pathproof::iut::lfp {

namespace {

// Windows bound the octets that wait for a program, and this how many datagrams do: those without
// any octet need no window. What comes to more is dropped, as by a socket whose buffer is full.
constexpr std::size_t records_most = 1024;

bool is_for_later(int error) {
  return error == EAGAIN || error == EWOULDBLOCK || error == EINTR;
}

} // namespace

// False when there is nothing more to do for now. One datagram is kept here until there is window
// for it; the next ones wait in the pair, and when that is full, the program does.
bool Instance::pump_datagram(Socket& one) {
  if (one.datagrams.is_sending()) {
    return one.datagrams.send_next();
  }
  lfp_local_datagram header{};
  record_.resize(sizeof header + one.kind.largest + 1); // one more shows what is too long
  const ssize_t count = ::recv(one.ours.get(), record_.data(), record_.size(), MSG_DONTWAIT);
  if (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
    one.readable = false;
    return false;
  }
  if (count < 0 && errno == EINTR) {
    return true;
  }
  if (count <= 0) {
    program_is_done(one);
    one.readable = false;
    return false;
  }
  const auto record = std::span<const std::uint8_t>(record_).first(static_cast<std::size_t>(count));
  std::memcpy(&header, record.data(), std::min(record.size(), sizeof header));
  if (record.size() < sizeof header || header.mark != LFP_LOCAL_DATAGRAM ||
      header.address_size > sizeof header.address || record.size() == record_.size()) {
    return true; // the program has sent it without liblfp: it is no datagram
  }
  const LinuxAddress to =
      address_of(reinterpret_cast<const sockaddr*>(header.address), header.address_size);
  (void)one.datagrams.begin(to, record.subspan(sizeof header));
  return true;
}

// A datagram has come. What the program has room for goes to it at once.
void Instance::take_datagram(Socket& one) {
  const auto payload = one.datagrams.payload();
  const LinuxAddress& from = one.datagrams.address();
  lfp_local_datagram header{};
  header.mark = LFP_LOCAL_DATAGRAM;
  header.address_size = std::min<std::uint32_t>(from.size, sizeof header.address);
  std::memcpy(header.address, &from.storage, header.address_size);
  std::array<iovec, 2> parts{
      {{&header, sizeof header}, {const_cast<std::uint8_t*>(payload.data()), payload.size()}}};
  msghdr record{};
  record.msg_iov = parts.data();
  record.msg_iovlen = parts.size();
  const bool gone = !one.closing && one.records.empty() &&
                    (::sendmsg(one.ours.get(), &record, MSG_DONTWAIT | MSG_NOSIGNAL) >= 0 ||
                     !is_for_later(errno));
  if (!gone && !one.closing && one.records.size() < records_most) {
    keep_datagram(one, header);
  } else {
    one.flow.consumed_datagram(static_cast<std::uint32_t>(payload.size()), one.records.empty());
  }
  one.datagrams.passed_on();
}

void Instance::keep_datagram(Socket& one, const lfp_local_datagram& header) {
  const auto payload = one.datagrams.payload();
  auto& record = one.records.emplace_back();
  record.reserve(sizeof header + payload.size());
  record.resize(sizeof header);
  std::memcpy(record.data(), &header, sizeof header);
  record.insert(record.end(), payload.begin(), payload.end());
}

// Gives the program what it has room for.
void Instance::write_records(Socket& one) {
  std::uint32_t octets = 0;
  while (!one.records.empty()) {
    const auto& record = one.records.front();
    if (::send(one.ours.get(), record.data(), record.size(), MSG_DONTWAIT | MSG_NOSIGNAL) < 0 &&
        is_for_later(errno)) {
      break;
    }
    // Who has closed it, or reads no more, has no use for it.
    octets += static_cast<std::uint32_t>(record.size() - sizeof(lfp_local_datagram));
    one.records.pop_front();
  }
  one.flow.consumed_datagram(octets, one.records.empty());
}

} // namespace pathproof::iut::lfp
