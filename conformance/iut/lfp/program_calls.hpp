// SPDX-License-Identifier: Apache-2.0
// Calls of the programs behind an instance under test, other than WRITE and READ: the requests that
// come of them, the kit's responses as the daemon, and how they end for the program.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "conformance/iut/lfp/daemon_end.hpp"
#include "conformance/iut/lfp/program_end.hpp"
#include "model/core/label.hpp"
#include "model/lfp/labels.hpp"

namespace pathproof::iut::lfp {

// Tasks of labels; the programs have them first.
inline constexpr unsigned calling_tasks = 2;

// All throw SystemFailed for what no label says.
class ProgramCalls {
public:
  // The programs must outlive it.
  explicit ProgramCalls(ProgramEnd& programs) : programs_(programs) {}

  void forget();

  // Why programs that use sockets as POSIX has them are not asked for this call now; or empty.
  std::string refuses(profile::SocketCall call, std::uint32_t socket) const;

  // A call is in progress.
  bool any() const;

  // A CLOSE or SHUTDOWN is in progress. It ends for a program at once, so that the loss of the path
  // is none of its errors.
  bool any_not_awaited() const;

  // There is a listener, so that the instance may ask for something on its own.
  bool accepts_ahead() const;

  // Has a task call.
  void call(unsigned task, profile::SocketCall call, std::uint32_t socket);

  // An instance that has given a program a connection sends its next ACCEPT ahead, and the program
  // says so in its own time: whether that is still to come, before the label of this request.
  bool is_early(const profile::Message& message) const;

  // The label of a request that confirms so many messages.
  Label request(const profile::Message& message, std::uint32_t confirms);

  // Sends the response that a label says.
  void respond(const Label& label, DaemonEnd& daemon);

  // Whether a response was sent since then that no program waits for.
  bool forget_unseen() { return std::exchange(unseen_, false); }

  // The path is over, and with it all sockets.
  void lose_path();

  // How the task's call has ended, if it has.
  std::optional<Label> returned(unsigned task);

private:
  enum class Phase { idle, called, asked, answered, lost };

  struct Task {
    Phase phase = Phase::idle;
    profile::SocketCall call{};
    std::uint32_t socket = 0; // that the call names, and …
    std::uint32_t made = 0;   // … that SOCKET makes, as labels have it
    // Of the request.
    std::uint32_t on_path = 0; // the task
    std::uint32_t number = 0;
    // How the call has ended for the program. It can know that the path is lost before the kit
    // does.
    std::optional<ProgramEnd::Ended> ended{};
  };

  struct Socket {
    std::uint32_t on_path = profile::no_socket;
    int of_program = -1;
    unsigned task = 0; // that has made it, or its listener
    bool listens = false;
    std::deque<std::uint32_t> held{}; // connections that came before the program asked
  };

  // What the instance asks before a program does.
  struct Own {
    std::uint32_t on_path = 0; // the task
    std::uint32_t number = 0;
    profile::SocketCall call{};
    std::uint32_t socket = 0;
    std::uint32_t made = 0;
  };

  bool asks(const Task& task, const profile::Message& message) const;
  std::uint32_t make(std::uint32_t on_path, unsigned task);
  std::uint32_t label_of(std::uint32_t on_path) const;
  bool is_served(const Task& task) const;
  Label own_request(const profile::Message& message, std::uint32_t confirms);
  void ends(profile::SocketCall call, std::uint32_t socket, std::uint32_t made, bool failed);

  ProgramEnd& programs_;
  std::array<Task, calling_tasks> tasks_{};
  std::vector<Own> own_{};
  bool unseen_ = false;
  std::map<std::uint32_t, Socket> sockets_; // by descriptors of labels
};

} // namespace pathproof::iut::lfp
