// SPDX-License-Identifier: Apache-2.0
#include "conformance/iut/lfp/program_data.hpp"

#include <algorithm>

#include "conformance/iut/lfp/instance_source.hpp"
#include "conformance/iut/lfp/partners.hpp"

namespace pathproof::iut::lfp {

namespace {

using profile::Call;
using profile::End;

constexpr int port_of_partners = 9; // nobody is there: the kit's daemon has no partners

void check(unsigned socket,
           const std::string& whom,
           bool to_daemon,
           std::uint64_t place,
           std::span<const std::uint8_t> octets) {
  const auto right = octets_from(socket, to_daemon, place, octets.size());
  const auto [came, sent] = std::mismatch(octets.begin(), octets.end(), right.begin());
  if (came != octets.end()) {
    const auto at = place + static_cast<std::uint64_t>(sent - right.begin());
    misbehaves("octet " + std::to_string(at) + " that has come to the " + whom + " on socket " +
               std::to_string(socket) + " is " + std::to_string(*came) + ", sent was " +
               std::to_string(*sent));
  }
}

} // namespace

void ProgramData::prepare(unsigned socket, DaemonEnd& daemon) {
  Socket& one = sockets_.at(socket) = {};
  programs_.call(data_task, "socket");
  one.on_path = daemon.perform(Call::socket);
  one.of_program = static_cast<int>(result("SOCKET"));
  const std::string descriptor = std::to_string(one.of_program);
  programs_.call(data_task, "connect " + descriptor + " " + std::to_string(port_of_partners));
  if (daemon.perform(Call::connect) != one.on_path) {
    misbehaves("it asks to CONNECT another socket than the program's");
  }
  result("CONNECT");
  programs_.call(data_task, "read " + descriptor);
  result("READ");
}

long ProgramData::result(const std::string& call) {
  const auto ended = programs_.answer(data_task, answer_ms_);
  if (!ended) {
    misbehaves(call + " of a socket that the test needs does not end");
  }
  if (ended->value < 0) {
    misbehaves(call + " of a socket that the test needs fails with " + ended->error);
  }
  return ended->value;
}

std::uint32_t ProgramData::socket_of(std::uint32_t on_path) const {
  const auto* const found = std::find_if(sockets_.begin(), sockets_.end(), [&](const Socket& one) {
    return one.on_path == on_path && on_path != profile::no_socket;
  });
  return found == sockets_.end() ? unlisted : static_cast<std::uint32_t>(found - sockets_.begin());
}

std::uint32_t ProgramData::write(unsigned socket, std::uint32_t octets) {
  Socket& one = sockets_.at(socket);
  programs_.call(data_task,
                 "write " + std::to_string(one.of_program),
                 octets_from(socket, true, one.written, octets));
  const auto ended = programs_.answer(data_task, answer_ms_);
  if (!ended) {
    misbehaves("a WRITE for which there is a buffer does not end");
  }
  if (ended->value < 0) {
    misbehaves("a WRITE fails with " + ended->error);
  }
  one.written += static_cast<std::uint64_t>(ended->value);
  return static_cast<std::uint32_t>(ended->value);
}

void ProgramData::came(unsigned socket, std::span<const std::uint8_t> octets) {
  Socket& one = sockets_.at(socket);
  check(socket, "daemon", true, one.came, octets);
  one.came += octets.size();
}

std::vector<std::uint8_t> ProgramData::next(unsigned socket, std::uint32_t octets) {
  Socket& one = sockets_.at(socket);
  auto made = octets_from(socket, false, one.sent, octets);
  one.sent += octets;
  return made;
}

std::uint32_t ProgramData::read(unsigned socket) {
  Socket& one = sockets_.at(socket);
  const auto read = programs_.read(one.of_program);
  if (!read) {
    return 0;
  }
  if (read->end) {
    one.heard = read->end;
    return 0;
  }
  check(socket, "program", false, one.read, read->octets);
  one.read += read->octets.size();
  return static_cast<std::uint32_t>(read->octets.size());
}

bool ProgramData::lacks_credited(unsigned socket) const {
  const Socket& one = sockets_.at(socket);
  return one.read < std::min(one.credited, one.sent);
}

std::optional<std::uint32_t> ProgramData::end_read(unsigned socket) const {
  const auto& heard = sockets_.at(socket).heard;
  if (!heard) {
    return {};
  }
  if (*heard == "0") {
    return static_cast<std::uint32_t>(End::end_of_file);
  }
  return *heard == "ECONNRESET" ? static_cast<std::uint32_t>(End::reset) : unlisted;
}

} // namespace pathproof::iut::lfp
