#pragma once
// Batches of random facts of every kind, with every field filled as its description says, and the comparison of facts
// field by field.

#include <random>
#include <string>

#include "engine/log/batch.h"

namespace wangge::tests {

// Equal in every field.
bool same(const Event& left, const Event& right);

class RandomBatches {
 public:
  explicit RandomBatches(std::uint64_t seed) : random_(seed) {}

  // A fact of the kind with this index in the variant; its lengths and its part of the blob are added to `batch`.
  void add(std::size_t index, log::Batch& batch);
  // `count` facts of mixed kinds from `first` on.
  log::Batch make(Position first, std::size_t count);
  // `count` Submitted with texts of `text` bytes and contacts of `contact` bytes.
  log::Batch submitted(Position first, std::size_t count, std::size_t text, std::size_t contact);

  std::uint64_t number(std::uint64_t below) { return random_() % below; }
  std::string bytes(std::size_t count);

 private:
  Seconds time_of(Position first);

  std::mt19937_64 random_;
};

}  // namespace wangge::tests
