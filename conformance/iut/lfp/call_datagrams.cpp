// SPDX-License-Identifier: Apache-2.0
#include "conformance/iut/lfp/call_datagrams.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "conformance/iut/lfp/call_values.hpp"
#include "conformance/iut/lfp/judged_end.hpp"
#include "conformance/iut/lfp/partners.hpp"

namespace pathproof::iut::lfp {

namespace {

// Octets of the same size are the same.
void compare(const CallDatagrams::Octets& came,
             const CallDatagrams::Octets& wanted,
             const std::string& what) {
  if (came.size() == wanted.size() && came != wanted) {
    misbehaves("the octets of a datagram " + what + " are others than were sent");
  }
}

} // namespace

void CallDatagrams::begin(std::uint32_t mtu, std::uint32_t window, std::size_t longer_call) {
  mtu_ = mtu;
  window_ = window;
  longer_call_ = longer_call;
  flows_ = {};
  sent_.clear();
}

CallDatagrams::Octets CallDatagrams::next(std::size_t size) {
  Octets octets = octets_from(0, true, place_, size);
  place_ += size + 1;
  return octets;
}

void CallDatagrams::credit(std::uint32_t socket, std::uint32_t octets) {
  if (socket < flows_.size()) {
    flows_[socket].window += octets;
  }
}

void CallDatagrams::send(std::uint32_t socket,
                         const std::optional<LinuxAddress>& to,
                         const Octets& octets,
                         const Say& say) {
  Flow& flow = flows_[socket];
  flow.window -= static_cast<std::uint32_t>(octets.size());
  sent_.push_back({socket, octets});
  std::size_t done = 0;
  bool addressed = to.has_value();
  do {
    const std::size_t room = profile::payload_of(mtu_, addressed) - (addressed ? longer_call_ : 0);
    const auto part = std::span(octets).subspan(done, std::min(room, octets.size() - done));
    done += part.size();
    profile::Header header = message_header(profile::Kind::data, socket);
    header.value = flow.sent++;
    header.flags = static_cast<std::uint16_t>((addressed ? profile::flag_address : 0U) |
                                              (done < octets.size() ? profile::flag_more : 0U));
    profile::CallBody body;
    if (addressed) {
      put_address(*to, body);
    }
    say(header, addressed ? with_body(body, part) : Octets(part.begin(), part.end()));
    addressed = false;
  } while (done < octets.size());
}

std::uint32_t CallDatagrams::sender_of(const Octets& came) {
  if (sent_.empty()) {
    misbehaves("a partner has a datagram that the instance has not sent");
  }
  const Sent sent = std::move(sent_.front());
  sent_.pop_front();
  compare(came, sent.octets, "for a partner");
  return sent.socket;
}

std::optional<CallDatagrams::Arrived> CallDatagrams::take(const profile::Message& message,
                                                          CallAddresses& addresses) {
  const profile::Header& header = message.header;
  if (header.socket >= flows_.size() || !flows_[header.socket].takes) {
    misbehaves("it has data for a socket to which nobody sends");
  }
  Flow& flow = flows_[header.socket];
  if (header.value != flow.arrived++) {
    misbehaves("the number of a chunk is " + std::to_string(header.value) + ", not " +
               std::to_string(flow.arrived - 1));
  }
  const bool addressed = (header.flags & profile::flag_address) != 0;
  if (!flow.from) {
    flow.from = addressed ? addresses.partner(message.call)
                          : std::array<std::uint32_t, 3>{unlisted, unlisted, unlisted};
  } else if (addressed) {
    misbehaves("a chunk that is not the first of its datagram has an address");
  }
  flow.datagram.insert(flow.datagram.end(), message.text.begin(), message.text.end());
  if ((header.flags & profile::flag_more) != 0) {
    return std::nullopt;
  }
  const Octets datagram = std::exchange(flow.datagram, {});
  const Arrived arrived{*std::exchange(flow.from, {}), datagram.size()};
  // What a stranger has sent before it, Linux has not taken.
  const auto found = std::find(flow.expected.begin(), flow.expected.end(), datagram);
  if (found != flow.expected.end()) {
    flow.expected.erase(flow.expected.begin(), found + 1);
  } else if (!flow.expected.empty()) {
    compare(datagram, flow.expected.back(), "of a partner");
  }
  return arrived;
}

} // namespace pathproof::iut::lfp
