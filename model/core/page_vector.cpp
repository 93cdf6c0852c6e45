// SPDX-License-Identifier: Apache-2.0
#include "model/core/page_vector.hpp"

#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <new>

#if defined(__linux__)
#include <sys/mman.h>
#endif

namespace pathproof {

namespace {

constexpr std::size_t page = std::size_t{1} << 21U;

std::size_t whole_pages(std::size_t bytes) {
  return (bytes + page - 1) / page * page;
}

#if defined(__linux__)
// Addresses for so many whole pages, the first at a large page; what is cut off is given back.
char* reserve(std::size_t bytes, int protection) {
  void* const mapped =
      mmap(nullptr, bytes + page, protection, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (mapped == MAP_FAILED) {
    throw std::bad_alloc();
  }
  char* const begin = static_cast<char*>(mapped);
  const std::size_t before = (page - reinterpret_cast<std::uintptr_t>(mapped) % page) % page;
  if (before > 0) {
    munmap(begin, before);
  }
  if (before < page) {
    munmap(begin + before + bytes, page - before);
  }
  return begin + before;
}
#endif

} // namespace

void* map_pages(std::size_t bytes) {
  bytes = whole_pages(bytes);
#if defined(__linux__)
  char* const data = reserve(bytes, PROT_READ | PROT_WRITE);
  // Where the system does not listen, the search is slower.
  static_cast<void>(madvise(data, bytes, MADV_HUGEPAGE));
#else
  void* const data = std::aligned_alloc(page, bytes);
  if (data == nullptr) {
    throw std::bad_alloc();
  }
  std::memset(data, 0, bytes);
#endif
  return data;
}

void* map_more_pages(void* data, std::size_t bytes, std::size_t bytes_wanted) {
  bytes = whole_pages(bytes);
  bytes_wanted = whole_pages(bytes_wanted);
  if (bytes == bytes_wanted) {
    return data;
  }
#if defined(__linux__)
  char* const target = reserve(bytes_wanted, PROT_NONE);
  void* const moved = mremap(data, bytes, bytes_wanted, MREMAP_MAYMOVE | MREMAP_FIXED, target);
  if (moved == MAP_FAILED) {
    munmap(target, bytes_wanted);
    throw std::bad_alloc();
  }
#else
  void* const moved = map_pages(bytes_wanted);
  std::memcpy(moved, data, bytes);
  std::free(data);
#endif
  return moved;
}

void unmap_pages(void* data, std::size_t bytes) {
#if defined(__linux__)
  munmap(data, whole_pages(bytes));
#else
  std::free(data);
#endif
}

} // namespace pathproof
