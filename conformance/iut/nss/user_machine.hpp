// SPDX-License-Identifier: Apache-2.0
// A user machine that has loaded a saved system: a process with the pages of the system in its
// memory. It fetches and stores by plain loads and stores; what may not be written the hardware
// refuses.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <span>

#include "conformance/iut/descriptor.hpp"
#include "conformance/iut/nss/page_file.hpp"
#include "model/nss/definition_line.hpp"

namespace pathproof::iut::nss {

using pathproof::nss::PageRange;

// What a CP does wrong on purpose, so that tests can see it noticed.
enum class MemoryFault {
  none,
  exclusive_pages_shared,
  shared_pages_private,
  read_only_pages_writable,
  pages_without_data_saved,
};

// What a machine maps, and where.
struct Storage {
  std::span<const PageRange> ranges;
  const PageFile& image; // what was saved
  const PageFile& live;  // the one copy of shared pages that are written
  char* begin = nullptr; // reserved, for page 0
  MemoryFault fault = MemoryFault::none;
};

class UserMachine {
public:
  // Starts the process. Throws std::system_error.
  explicit UserMachine(const Storage& storage);

  UserMachine(const UserMachine&) = delete;
  UserMachine& operator=(const UserMachine&) = delete;

  // Ends it.
  ~UserMachine();

  pid_t process() const { return process_; }

  // The octet of which the whole page is made; nothing where they differ.
  std::optional<std::uint8_t> fetch(std::uint32_t page);

  // Reads something of each of these pages, both ends included.
  void touch(std::uint32_t first, std::uint32_t last);

  // Every octet of the page has that value now. False: the store was refused.
  bool store(std::uint32_t page, std::uint8_t value);

private:
  struct Order {
    std::uint32_t what = 0;
    std::uint32_t page = 0;
    std::uint32_t value = 0;
  };

  struct Answer {
    std::uint32_t outcome = 0;
    std::uint32_t value = 0;
  };

  [[noreturn]] static void run(const Storage& storage, int orders);
  static Answer perform(const Storage& storage, const Order& order);
  Answer ask(const Order& order);

  pid_t process_ = -1;
  Descriptor orders_;
};

} // namespace pathproof::iut::nss
