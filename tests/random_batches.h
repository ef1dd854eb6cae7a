#pragma once
// Batches of random facts of every kind, with every field filled as its description says, and the comparison of facts
// field by field.

#include <cstddef>

#include "engine/log/batch.h"
#include "tests/random_values.h"

namespace wangge::tests {

// Whether two facts are equal in every field.
bool same(const Event& left, const Event& right);

class RandomBatches : public RandomValues {
 public:
  using RandomValues::RandomValues;

  // A fact of the kind with this index in the variant; its lengths and its part of the blob are added to `batch`.
  void add(std::size_t index, log::Batch& batch);
  // A batch of `count` facts of mixed kinds from `first` on.
  log::Batch make(Position first, std::size_t count);
  // A batch of `count` Submitted with texts of `text` bytes and contacts of `contact` bytes.
  log::Batch submitted(Position first, std::size_t count, std::size_t text, std::size_t contact);

 private:
  Seconds time_of(Position first);
};

}  // namespace wangge::tests
