// SPDX-License-Identifier: Apache-2.0
#include "conformance/iut/nss/saved_system.hpp"

#include <sys/mman.h>

#include <cerrno>
#include <system_error>

namespace pathproof::iut::nss {

namespace {

using pathproof::nss::page_size;
using pathproof::nss::PageCode;

char* reserve(std::size_t size) {
  void* const address =
      mmap(nullptr, size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (address == MAP_FAILED) {
    throw std::system_error(errno, std::generic_category(), "addresses for a saved system");
  }
  return static_cast<char*>(address);
}

} // namespace

SavedSystem::SavedSystem(const pathproof::nss::DefinitionLine& definition,
                         const PageFile& storage,
                         MemoryFault fault)
    : ranges_(pathproof::nss::with_rest_of_segments(definition)), pages_(ranges_.back().last + 1),
      image_(pages_), begin_(reserve(std::size_t{pages_} * page_size)), fault_(fault) {
  for (const PageRange& range : ranges_) {
    if (pathproof::nss::is_saved(range.code) || fault == MemoryFault::pages_without_data_saved) {
      image_.copy(storage, range.first, range.last);
    }
  }
}

SavedSystem::~SavedSystem() {
  users_.clear();
  munmap(begin_, std::size_t{pages_} * page_size);
}

// A fault may make any page one that is shared.
std::unique_ptr<PageFile> SavedSystem::fresh_live() const {
  auto made = std::make_unique<PageFile>(pages_);
  for (const PageRange& range : ranges_) {
    if (range.code == PageCode::sw || fault_ != MemoryFault::none) {
      made->copy(image_, range.first, range.last);
    }
  }
  return made;
}

UserMachine& SavedSystem::load(unsigned user) {
  if (!live_) {
    live_ = fresh_live();
  }
  auto& made = users_[user];
  made = std::make_unique<UserMachine>(Storage{ranges_, image_, *live_, begin_, fault_});
  return *made;
}

void SavedSystem::leave(unsigned user) {
  users_.erase(user);
  if (users_.empty()) {
    live_.reset();
  }
}

void SavedSystem::leave_all() {
  users_.clear();
  live_.reset();
}

UserMachine* SavedSystem::user(unsigned user) {
  const auto found = users_.find(user);
  return found == users_.end() ? nullptr : found->second.get();
}

} // namespace pathproof::iut::nss
