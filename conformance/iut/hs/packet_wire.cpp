// SPDX-License-Identifier: Apache-2.0
#include "conformance/iut/hs/packet_wire.hpp"

#include <arpa/inet.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <system_error>
#include <utility>

namespace pathproof::iut {
namespace {

constexpr std::size_t trace_octets_max = std::size_t{64} * 1024 * 1024;

std::uint64_t now_ns() {
  using namespace std::chrono;
  return static_cast<std::uint64_t>(
      duration_cast<nanoseconds>(system_clock::now().time_since_epoch()).count());
}

std::string error_text(int number) {
  return std::generic_category().message(number);
}

// The Ethernet header of some senders is not dependable; the frame's own magic number is.
bool is_iucv(const Bytes& frame) {
  return frame.size() >= ethernet_header_bytes + 2 &&
         frame[ethernet_header_bytes] == iucv::hs_magic >> 8U &&
         frame[ethernet_header_bytes + 1] == (iucv::hs_magic & 0xFFU);
}

} // namespace

PacketWire::PacketWire(const HsAddress& address) : address_(address) {
  if (address_.kind == HsAddress::Kind::dgram) {
    open_dgram();
  } else {
    open_raw();
  }
}

PacketWire::~PacketWire() {
  if (bound_) {
    ::unlink(address_.local.c_str());
  }
}

void PacketWire::open_dgram() {
  peer_ = unix_address(address_.peer, address_.peer);
  socket_ = Descriptor(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  const int error =
      socket_ ? bind_unix(socket_.get(), unix_address(address_.local, address_.local)) : errno;
  if (error != 0) {
    throw NoWire("cannot bind " + address_.local + ": " + error_text(error) +
                 (error == EADDRINUSE ? " (one process has one end of a wire)" : ""));
  }
  bound_ = true;
}

void PacketWire::open_raw() {
  socket_ = Descriptor(::socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!socket_) {
    throw NoWire(address_.text + " needs CAP_NET_RAW: " + error_text(errno));
  }
  ifreq request{};
  std::memcpy(request.ifr_name, address_.interface.data(), address_.interface.size());
  if (ioctl(socket_.get(), SIOCGIFHWADDR, &request) != 0) {
    throw NoWire(address_.text + ": " + error_text(errno));
  }
  std::memcpy(own_.data(), request.ifr_hwaddr.sa_data, own_.size());
  const int index = ioctl(socket_.get(), SIOCGIFINDEX, &request) == 0 ? request.ifr_ifindex : 0;
  sockaddr_ll name{};
  name.sll_family = AF_PACKET;
  name.sll_protocol = htons(ETH_P_ALL);
  name.sll_ifindex = index;
  // A burst of frames shall not get lost while others are worked on.
  const int room = 4 * 1024 * 1024;
  setsockopt(socket_.get(), SOL_SOCKET, SO_RCVBUF, &room, sizeof room);
  if (index == 0 ||
      ::bind(socket_.get(), reinterpret_cast<const sockaddr*>(&name), sizeof name) != 0) {
    throw NoWire("cannot bind a packet socket to " + address_.interface + ": " + error_text(errno));
  }
}

int PacketWire::send(std::span<const std::uint8_t> frame) {
  Bytes whole(address_.destination.begin(), address_.destination.end());
  whole.insert(whole.end(), own_.begin(), own_.end());
  whole.push_back(iucv::hs_magic >> 8U);
  whole.push_back(iucv::hs_magic & 0xFFU);
  whole.insert(whole.end(), frame.begin(), frame.end());
  const bool dgram = address_.kind == HsAddress::Kind::dgram;
  if (::sendto(socket_.get(),
               whole.data(),
               whole.size(),
               MSG_DONTWAIT | MSG_NOSIGNAL,
               dgram ? peer_.get() : nullptr,
               dgram ? peer_.size : 0) < 0) {
    return errno == ENOBUFS ? EAGAIN : errno;
  }
  record(WireDirection::to_guest, std::move(whole));
  return 0;
}

std::optional<Bytes> PacketWire::receive() {
  Bytes frame;
  for (;;) {
    frame.resize(frame_bytes_max);
    sockaddr_ll from{};
    socklen_t size = sizeof from;
    const bool raw = address_.kind == HsAddress::Kind::raw;
    const ssize_t count = ::recvfrom(socket_.get(),
                                     frame.data(),
                                     frame.size(),
                                     MSG_DONTWAIT,
                                     raw ? reinterpret_cast<sockaddr*>(&from) : nullptr,
                                     raw ? &size : nullptr);
    if (count < 0) {
      if (errno == EINTR || errno == ENETDOWN) {
        continue; // reported once when the interface goes down
      }
      return std::nullopt;
    }
    if (raw && from.sll_pkttype == PACKET_OUTGOING) {
      continue;
    }
    frame.resize(static_cast<std::size_t>(count));
    if (!is_iucv(frame)) {
      continue;
    }
    Bytes inside(frame.begin() + ethernet_header_bytes, frame.end());
    record(WireDirection::from_guest, std::move(frame));
    return inside;
  }
}

void PacketWire::record(WireDirection direction, Bytes bytes) {
  if (trace_octets_ + bytes.size() <= trace_octets_max) {
    trace_octets_ += bytes.size();
    trace_.push_back({now_ns(), direction, 0, std::move(bytes)});
  }
}

std::vector<WireFrame> PacketWire::take_trace() {
  trace_octets_ = 0;
  return std::exchange(trace_, {});
}

} // namespace pathproof::iut
