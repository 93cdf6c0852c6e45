// SPDX-License-Identifier: Apache-2.0
// Zeroed memory of fixed size on large pages where the system has them: a search that touches
// memory at random spends more time on page tables than on its states otherwise.
#pragma once

#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <new>

namespace pathproof {

// Tells the system that large pages are welcome; where it does not listen, the search is slower.
void advise_large_pages(void* data, std::size_t bytes);

template <class T>
class PageVector {
public:
  explicit PageVector(std::size_t size) : size_(size) {
    constexpr std::size_t page = std::size_t{1} << 21U;
    const std::size_t bytes = (size * sizeof(T) + page - 1) / page * page;
    data_.reset(static_cast<T*>(std::aligned_alloc(page, bytes)));
    if (data_ == nullptr) {
      throw std::bad_alloc();
    }
    advise_large_pages(data_.get(), bytes);
    std::memset(static_cast<void*>(data_.get()), 0, bytes);
  }

  T& operator[](std::size_t index) { return data_.get()[index]; }

  const T& operator[](std::size_t index) const { return data_.get()[index]; }

  T* data() { return data_.get(); }

  const T* data() const { return data_.get(); }

  std::size_t size() const { return size_; }

private:
  struct Free {
    void operator()(T* data) const { std::free(data); }
  };

  std::unique_ptr<T, Free> data_;
  std::size_t size_;
};

} // namespace pathproof
