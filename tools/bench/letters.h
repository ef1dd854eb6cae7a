#pragma once
// The lengths of residents' letters. Real messages have a mean of 1,069 bytes; half are under 643 and one in a hundred
// is over 6,900. A log-normal distribution with median 643 and sigma 1.06, without values over the limit of a text
// (4,000 characters, here of three bytes each), comes near to all three: see tests/bench_load_test.cpp.

#include <cstddef>
#include <random>

namespace wangge::tools::bench {

// The length of the next letter, in characters of three bytes: 1 to limits::text_code_points_max.
std::size_t letter_characters(std::mt19937& random);

}  // namespace wangge::tools::bench
