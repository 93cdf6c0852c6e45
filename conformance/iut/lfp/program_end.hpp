// SPDX-License-Identifier: Apache-2.0
// The kit's end of the programs behind an instance under test (program.c): tasks that make calls,
// and readers that send what has come to a socket.
#pragma once

#include <poll.h>

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "conformance/iut/descriptor.hpp"

namespace pathproof::iut::lfp {

class ProgramEnd {
public:
  // Listens at a path. Throws UsageError where that cannot be.
  ProgramEnd(const std::string& path, unsigned tasks);

  // Forgets the programs, which end by that.
  void drop();

  // All tasks are there.
  bool attached() const { return tasks_.size() == count_; }

  // What is to be waited for.
  void add_to(std::vector<pollfd>& waited) const;

  // Takes who has come.
  void take();

  // Has a task call. Throws SystemFailed where it is gone.
  void call(unsigned task, const std::string& command, std::span<const std::uint8_t> octets = {});

  // How a call has ended.
  struct Ended {
    long value = 0;    // that it gave
    std::string error; // the name of an errno, or "0"
  };

  // The answer to the task's call, if it is there; `milliseconds` are waited for it.
  std::optional<Ended> answer(unsigned task, int milliseconds);

  // What has come to the socket that the programs know as `descriptor`, in order.
  struct Read {
    std::vector<std::uint8_t> octets{};
    std::optional<std::string> end{}; // the stream is over: "0", or the name of an errno
  };

  // Without waiting, a record at a time; nothing where there is none.
  std::optional<Read> read(int descriptor);

private:
  std::optional<std::string> record(const Descriptor& connection);

  unsigned count_;
  Descriptor listener_;
  std::vector<Descriptor> unknown_; // they have not said who they are
  std::map<unsigned, Descriptor> tasks_;
  std::map<int, Descriptor> readers_;
  std::vector<char> record_;
};

} // namespace pathproof::iut::lfp
