// SPDX-License-Identifier: Apache-2.0
#include "model/core/page_vector.hpp"

#if defined(__linux__)
#include <sys/mman.h>
#endif

namespace pathproof {

void advise_large_pages(void* data, std::size_t bytes) {
#if defined(__linux__)
  static_cast<void>(madvise(data, bytes, MADV_HUGEPAGE));
#else
  static_cast<void>(data);
  static_cast<void>(bytes);
#endif
}

} // namespace pathproof
