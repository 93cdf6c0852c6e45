// SPDX-License-Identifier: Apache-2.0
// A saved system in memory: what SAVESYS kept, and the machines that have loaded it. However many
// there are, shared pages are in memory once, and exclusive ones once for each who has written
// them.
#pragma once

#include <map>
#include <memory>
#include <vector>

#include "conformance/iut/nss/page_file.hpp"
#include "conformance/iut/nss/user_machine.hpp"
#include "model/nss/definition_line.hpp"

namespace pathproof::iut::nss {

class SavedSystem {
public:
  // Keeps what these pages of the saver's storage hold. Throws std::system_error.
  SavedSystem(const pathproof::nss::DefinitionLine& definition,
              const PageFile& storage,
              MemoryFault fault = MemoryFault::none);

  SavedSystem(const SavedSystem&) = delete;
  SavedSystem& operator=(const SavedSystem&) = delete;

  // Ends its users.
  ~SavedSystem();

  const std::vector<PageRange>& ranges() const { return ranges_; }

  // A machine of this number begins to use it; the machine is here until it leaves.
  UserMachine& load(unsigned user);

  // When the last one has left, shared pages are as saved again.
  void leave(unsigned user);
  void leave_all();

  // Of this number, or none.
  UserMachine* user(unsigned user);

  std::size_t users() const { return users_.size(); }

  // Where page 0 is in each machine.
  char* begin() const { return begin_; }

private:
  std::unique_ptr<PageFile> fresh_live() const;

  std::vector<PageRange> ranges_; // with the rest of their segments
  std::uint32_t pages_;
  PageFile image_;
  std::unique_ptr<PageFile> live_; // while there are users
  char* begin_;
  MemoryFault fault_;
  std::map<unsigned, std::unique_ptr<UserMachine>> users_;
};

} // namespace pathproof::iut::nss
