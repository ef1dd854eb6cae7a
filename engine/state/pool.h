#pragma once
// Memory that grows without moving its elements: however many there are, growing costs one chunk, so that no command
// waits for a million others to be copied.

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "engine/base/prefetch.h"

namespace wangge {

// Values that are taken and given back, each by its index; addresses stay. One thread.
template <class Value>
class Pool {
 public:
  using Index = std::uint32_t;

  // Takes a value that equals Value{}.
  Index take() {
    if (!free_.empty()) {
      const Index index = free_.back();
      free_.pop_back();
      return index;
    }
    if (size_ % chunk_size == 0) chunks_.push_back(std::make_unique<Chunk>());
    return static_cast<Index>(size_++);
  }
  void give_back(Index index) {
    (*this)[index] = {};
    free_.push_back(index);
  }

  Value& operator[](Index index) { return (*chunks_[index / chunk_size])[index % chunk_size]; }
  const Value& operator[](Index index) const { return (*chunks_[index / chunk_size])[index % chunk_size]; }
  // How many values were ever taken; those given back equal Value{}.
  std::size_t size() const { return size_; }
  std::size_t in_use() const { return size_ - free_.size(); }

 private:
  // A huge page at most
  static constexpr std::size_t chunk_size = std::bit_floor(std::size_t{2} * 1'024 * 1'024 / sizeof(Value));
  using Chunk = std::array<Value, chunk_size>;

  std::vector<std::unique_ptr<Chunk>> chunks_;
  std::vector<Index> free_;
  std::size_t size_ = 0;
};

// A value for each index from 0 on, where most indexes have none: memory is taken by chunks, when a value is first set.
// One thread.
template <class Value, Value nothing>
class SparseColumn {
 public:
  Value operator[](std::size_t index) const {
    const std::size_t chunk = index / chunk_size;
    return chunk < chunks_.size() && chunks_[chunk] ? (*chunks_[chunk])[index % chunk_size] : nothing;
  }
  // Fetches the value into the cache; no effect otherwise.
  void prefetch(std::size_t index) const {
    const std::size_t chunk = index / chunk_size;
    if (chunk < chunks_.size() && chunks_[chunk]) prefetch_line(&(*chunks_[chunk])[index % chunk_size]);
  }
  void set(std::size_t index, Value value) {
    const std::size_t chunk = index / chunk_size;
    const bool is_there = chunk < chunks_.size() && chunks_[chunk];
    if (is_there || !(value == nothing)) at(index) = value;
  }
  // The value, to be written; memory is taken for it.
  Value& at(std::size_t index) {
    const std::size_t chunk = index / chunk_size;
    if (chunk >= chunks_.size()) chunks_.resize(chunk + 1);
    if (!chunks_[chunk]) {
      chunks_[chunk] = std::make_unique<Chunk>();
      chunks_[chunk]->fill(nothing);
    }
    return (*chunks_[chunk])[index % chunk_size];
  }
  // Calls visit(index, value) for each index that has a value, in order.
  template <class Visit>
  void each(Visit visit) const {
    for (std::size_t chunk = 0; chunk < chunks_.size(); ++chunk) {
      for (std::size_t i = 0; chunks_[chunk] && i < chunk_size; ++i) {
        if ((*chunks_[chunk])[i] != nothing) visit(chunk * chunk_size + i, (*chunks_[chunk])[i]);
      }
    }
  }

 private:
  static constexpr std::size_t chunk_size = 32'768;
  using Chunk = std::array<Value, chunk_size>;

  std::vector<std::unique_ptr<Chunk>> chunks_;
};

}  // namespace wangge
