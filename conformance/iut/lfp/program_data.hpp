// SPDX-License-Identifier: Apache-2.0
// The connected sockets of the programs behind an instance under test, and the octets that go
// through them. Each octet tells its place, so that one that is lost, doubled or changed is seen.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "conformance/iut/lfp/daemon_end.hpp"
#include "conformance/iut/lfp/program_end.hpp"
#include "model/lfp/labels.hpp"

namespace pathproof::iut::lfp {

// The sockets with data of the model's whole scope.
inline constexpr unsigned data_sockets = 2;

// All throw SystemFailed for what no label says.
class ProgramData {
public:
  // The programs must outlive it; they are waited for so long.
  ProgramData(ProgramEnd& programs, int answer_ms) : programs_(programs), answer_ms_(answer_ms) {}

  void forget() { sockets_ = {}; }

  // Has a task make and connect a socket, which `daemon` answers.
  void prepare(unsigned socket, DaemonEnd& daemon);

  std::uint32_t on_path(unsigned socket) const { return sockets_.at(socket).on_path; }

  // Which one that is; unlisted for none of them.
  std::uint32_t socket_of(std::uint32_t on_path) const;

  // Has the program write so many octets; gives how many of them were accepted.
  std::uint32_t write(unsigned socket, std::uint32_t octets);

  // These have come on the path.
  void came(unsigned socket, std::span<const std::uint8_t> octets);

  // The next octets that the daemon sends to the program.
  std::vector<std::uint8_t> next(unsigned socket, std::uint32_t octets);

  // How many octets the program has read since it was asked last, a record at a time; 0 where there
  // are none.
  std::uint32_t read(unsigned socket);

  // The instance has returned credit for so many octets more. Whether the program lacks some of
  // these.
  void credited(unsigned socket, std::uint32_t octets) { sockets_[socket].credited += octets; }

  bool lacks_credited(unsigned socket) const;

  // The daemon has said how its direction ends.
  void ends(unsigned socket, profile::End how) { sockets_.at(socket).told = how; }

  bool was_reset(std::uint32_t socket) const {
    return socket < data_sockets && sockets_[socket].told == profile::End::reset;
  }

  // The program has read all that there is, and the end is what comes.
  bool is_at_the_end(unsigned socket) const {
    const Socket& one = sockets_.at(socket);
    return one.told != profile::End::none && one.read == one.sent;
  }

  // How the direction has ended for the program, as labels say it; nothing as long as it has not.
  std::optional<std::uint32_t> end_read(unsigned socket) const;

private:
  struct Socket {
    int of_program = -1;
    std::uint32_t on_path = profile::no_socket;
    std::uint64_t written = 0;              // by the program
    std::uint64_t came = 0;                 // … of these to the kit
    std::uint64_t sent = 0;                 // by the kit
    std::uint64_t read = 0;                 // … of these by the program
    std::uint64_t credited = 0;             // … and credit came for
    profile::End told = profile::End::none; // by the kit
    std::optional<std::string> heard{};     // by the program: "0", or the name of an errno
  };

  long result(const std::string& call);

  ProgramEnd& programs_;
  int answer_ms_;
  std::array<Socket, data_sockets> sockets_{};
};

} // namespace pathproof::iut::lfp
