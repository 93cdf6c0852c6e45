// SPDX-License-Identifier: Apache-2.0
#include "conformance/iut/nss/page_file.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <string>
#include <system_error>

#include "model/nss/definition_line.hpp"

namespace pathproof::iut::nss {

namespace {

using pathproof::nss::page_size;

int checked(int result, const char* what) {
  if (result < 0) {
    throw std::system_error(errno, std::generic_category(), what);
  }
  return result;
}

off_t place_of(std::uint32_t page) {
  return static_cast<off_t>(page) * page_size;
}

} // namespace

PageFile::PageFile(std::uint32_t pages)
    : memory_(checked(memfd_create("saved system", MFD_CLOEXEC), "memfd_create")) {
  checked(ftruncate(memory_.get(), place_of(pages)), "ftruncate");
  std::string path = "/proc/self/fd/";
  path += std::to_string(memory_.get());
  read_only_ = Descriptor(checked(open(path.c_str(), O_RDONLY | O_CLOEXEC), path.c_str()));
}

void PageFile::fill(std::uint32_t page, std::uint8_t value) {
  std::array<std::uint8_t, page_size> octets{};
  octets.fill(value);
  if (pwrite(memory_.get(), octets.data(), octets.size(), place_of(page)) !=
      static_cast<ssize_t>(octets.size())) {
    throw std::system_error(errno, std::generic_category(), "pwrite of a page");
  }
}

void PageFile::copy(const PageFile& other, std::uint32_t first, std::uint32_t last) {
  const off_t end = place_of(last + 1);
  off_t at = place_of(first);
  std::array<char, 16 * page_size> octets{};
  while (at < end) {
    at = lseek(other.descriptor(), at, SEEK_DATA);
    if (at < 0 || at >= end) {
      return; // ENXIO: nothing but zeros from here on
    }
    const off_t hole = std::min(lseek(other.descriptor(), at, SEEK_HOLE), end);
    while (at < hole) {
      const auto size =
          static_cast<std::size_t>(std::min(static_cast<off_t>(octets.size()), hole - at));
      if (pread(other.descriptor(), octets.data(), size, at) != static_cast<ssize_t>(size) ||
          pwrite(memory_.get(), octets.data(), size, at) != static_cast<ssize_t>(size)) {
        throw std::system_error(errno, std::generic_category(), "copying pages");
      }
      at += static_cast<off_t>(size);
    }
  }
}

} // namespace pathproof::iut::nss
