// SPDX-License-Identifier: Apache-2.0
// Zeroed memory on large pages where the system has them: a search that touches memory at random
// spends more time on page tables than on its states otherwise.
#pragma once

#include <cstddef>
#include <utility>

namespace pathproof {

// Zeroed memory that begins at a large page. Throws std::bad_alloc.
void* map_pages(std::size_t bytes);

// The same memory with more behind it, zeroed; it may have another address then.
void* map_more_pages(void* data, std::size_t bytes, std::size_t bytes_wanted);

void unmap_pages(void* data, std::size_t bytes);

template <class T>
class PageVector {
public:
  explicit PageVector(std::size_t size)
      : data_(static_cast<T*>(map_pages(size * sizeof(T)))), size_(size) {}

  PageVector(PageVector&& other) noexcept
      : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}

  PageVector& operator=(PageVector&& other) noexcept {
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
    return *this;
  }

  ~PageVector() {
    if (data_ != nullptr) {
      unmap_pages(data_, size_ * sizeof(T));
    }
  }

  // To a larger size: what is there stays, and what is new is zero.
  void grow(std::size_t size) {
    data_ = static_cast<T*>(map_more_pages(data_, size_ * sizeof(T), size * sizeof(T)));
    size_ = size;
  }

  T& operator[](std::size_t index) { return data_[index]; }

  const T& operator[](std::size_t index) const { return data_[index]; }

  T* data() { return data_; }

  const T* data() const { return data_; }

  std::size_t size() const { return size_; }

private:
  T* data_;
  std::size_t size_;
};

} // namespace pathproof
