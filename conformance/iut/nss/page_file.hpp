// SPDX-License-Identifier: Apache-2.0
// Pages in anonymous memory that several processes can map.
#pragma once

#include <cstdint>

#include "conformance/iut/descriptor.hpp"

namespace pathproof::iut::nss {

class PageFile {
public:
  // Of so many pages, all zeros, which take no memory. Throws std::system_error.
  explicit PageFile(std::uint32_t pages);

  // For writing, and for reading alone: what is mapped with the latter cannot be made writable.
  int descriptor() const { return memory_.get(); }

  int read_only() const { return read_only_.get(); }

  // Every octet of the page has that value.
  void fill(std::uint32_t page, std::uint8_t value);

  // Takes the contents of these pages of the other one, both ends included; zeros stay holes.
  void copy(const PageFile& other, std::uint32_t first, std::uint32_t last);

private:
  Descriptor memory_;
  Descriptor read_only_;
};

} // namespace pathproof::iut::nss
