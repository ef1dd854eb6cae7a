#pragma once
// A histogram of how long answers took, with a relative error below 1/64 at any size: counts by the highest bit of the
// microseconds and the six bits after it. Recording costs the same for each.

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>

namespace wangge::tools::bench {

class Latency {
 public:
  void record(std::uint64_t microseconds, std::uint64_t times) {
    counts_[bucket_of(microseconds)] += times;
    total_ += times;
    max_ = std::max(max_, microseconds);
  }

  // The smallest value, in milliseconds, that the given share (0 to 1) of all answers do not exceed, less the error; 0
  // where nothing was recorded.
  double percentile_ms(double share) const {
    const auto wanted = static_cast<std::uint64_t>(std::ceil(share * static_cast<double>(total_)));
    std::uint64_t seen = 0;
    for (std::size_t bucket = 0; bucket < counts_.size(); ++bucket) {
      seen += counts_[bucket];
      if (counts_[bucket] != 0 && seen >= wanted) return static_cast<double>(value_of(bucket)) / 1'000;
    }
    return max_ms();
  }
  double max_ms() const { return static_cast<double>(max_) / 1'000; }
  std::uint64_t total() const { return total_; }

 private:
  static constexpr int bits = 6;
  static constexpr std::uint64_t exact = 1u << (bits + 1);  // below this each value has a bucket of its own

  static std::size_t bucket_of(std::uint64_t value) {
    if (value < exact) return static_cast<std::size_t>(value);
    const int shift = static_cast<int>(std::bit_width(value)) - (bits + 1);
    return static_cast<std::size_t>((static_cast<std::uint64_t>(shift) << bits) + (value >> shift));
  }
  static std::uint64_t value_of(std::size_t bucket) {
    if (bucket < exact) return bucket;
    const std::uint64_t shift = (bucket >> bits) - 1;
    return ((bucket & ((1u << bits) - 1)) | 1u << bits) << shift;
  }

  std::array<std::uint64_t, 64 << bits> counts_{};
  std::uint64_t total_ = 0, max_ = 0;
};

}  // namespace wangge::tools::bench
