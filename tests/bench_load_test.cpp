// The load generator's own arithmetic: histogram, due times, lengths of letters, splitting into frames.

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>
#include <vector>

#include "adapters/terminal/client_protocol.h"
#include "engine/base/limits.h"
#include "tools/bench/frames.h"
#include "tools/bench/latency.h"
#include "tools/bench/letters.h"
#include "tools/bench/measured.h"
#include "tools/bench/pace.h"

#include <catch2/catch.hpp>  // last: its CHECK takes the place of ours

namespace wangge::tools::bench {
namespace {

using std::chrono::nanoseconds;
using std::chrono::seconds;

TEST_CASE("percentiles of the histogram are those of the sorted values, less one part in 64") {
  const auto seed = GENERATE(1u, 2u, 3u);
  std::mt19937 random(seed);
  Latency latency;
  std::vector<std::uint64_t> values;
  for (int i = 0; i < 5'000; ++i) {
    const std::uint64_t value = random() >> (random() % 30);  // of every size
    values.push_back(value);
    latency.record(value, 1);
  }
  std::ranges::sort(values);
  for (const double share : {0.001, 0.25, 0.5, 0.9, 0.99, 0.999, 1.0}) {
    const auto rank = static_cast<std::size_t>(std::ceil(share * static_cast<double>(values.size())));
    const double exact = static_cast<double>(values[rank - 1]) / 1'000;
    INFO("share " << share << ", exactly " << exact << " ms");
    CHECK(latency.percentile_ms(share) <= exact);
    CHECK(latency.percentile_ms(share) >= exact * (1 - 1.0 / 64));
  }
  CHECK(latency.max_ms() == static_cast<double>(values.back()) / 1'000);
}

TEST_CASE("a histogram counts a value as often as it is told, and nothing at all is 0") {
  Latency latency;
  CHECK(latency.percentile_ms(0.99) == 0);
  latency.record(10, 99);
  latency.record(1'000, 1);
  CHECK(latency.percentile_ms(0.99) == 0.01);
  CHECK(latency.percentile_ms(0.991) == Approx(1.0).epsilon(0.02));
  CHECK(latency.total() == 100);
}

// How many bundles are due from one second of the run to another.
std::uint64_t due_between(const Pace& pace, seconds from, seconds until) {
  std::uint64_t count = 0;
  for (std::uint64_t bundle = 0; pace.due(bundle) < nanoseconds(until); ++bundle)
    count += pace.due(bundle) >= nanoseconds(from);
  return count;
}

Load open_loop(Shape shape) {
  return {
      .frame = 10, .rate = 1'000, .shape = shape, .ramp = seconds(1), .warmup = seconds(2), .duration = seconds(32)};
}

TEST_CASE("a constant open loop is due at its rate, before the window and in it") {
  const Pace pace(open_loop(Shape::constant));
  CHECK(due_between(pace, seconds(0), seconds(3)) == 300);
  CHECK(due_between(pace, seconds(3), seconds(35)) == 3'200);
  CHECK(due_between(pace, seconds(10), seconds(11)) == 100);
}

TEST_CASE("a day's open loop sums up to its rate and rises and falls with the day") {
  const Pace pace(open_loop(Shape::day));
  CHECK(std::llabs(static_cast<long long>(due_between(pace, seconds(3), seconds(35))) - 3'200) <= 1);
  const std::uint64_t at_six = due_between(pace, seconds(3), seconds(5));     // 6:00-7:00
  const std::uint64_t at_nine = due_between(pace, seconds(9), seconds(11));   // 9:00-10:00, the day's peak
  CHECK(at_nine == Approx(5.0 * static_cast<double>(at_six)).epsilon(0.05));  // 100 against 20
  CHECK(due_between(pace, seconds(0), seconds(2)) == Approx(static_cast<double>(at_six)).epsilon(0.05));
}

TEST_CASE("due times never fall") {
  const Pace pace(open_loop(GENERATE(Shape::constant, Shape::day)));
  for (std::uint64_t bundle = 1; bundle < 3'600; ++bundle) REQUIRE(pace.due(bundle) >= pace.due(bundle - 1));
}

TEST_CASE("letters have the mean, the median and the long tail of the real ones, and none is over the limit") {
  std::mt19937 random(1);
  std::vector<double> bytes;
  for (int i = 0; i < 400'000; ++i) {
    const std::size_t characters = letter_characters(random);
    REQUIRE((characters >= 1 && characters <= limits::text_code_points_max));
    bytes.push_back(3 * static_cast<double>(characters));
  }
  std::ranges::sort(bytes);
  CHECK(std::accumulate(bytes.begin(), bytes.end(), 0.0) / static_cast<double>(bytes.size()) ==
        Approx(1'069).epsilon(0.02));
  CHECK(bytes[bytes.size() / 2] == Approx(643).epsilon(0.02));
  CHECK(bytes[bytes.size() * 99 / 100] == Approx(6'900).epsilon(0.03));
}

TEST_CASE("a bundle is split into as few frames as the limits allow") {
  const auto split = [](std::size_t commands, std::size_t bytes) {
    return split_to_limits(std::vector<std::size_t>(commands, bytes));
  };
  CHECK(split(1, 100) == std::vector<std::size_t>{1});
  CHECK(split(1'024, 150) == std::vector<std::size_t>{1'024});
  CHECK(split(8'192, 100) == std::vector<std::size_t>(8, 1'024));
  CHECK(split(1'025, 100) == std::vector<std::size_t>{1'024, 1});
  const std::size_t most = (limits::frame_bytes_max - terminal::body_bytes_fixed) / 12'000;
  CHECK(split(100, 12'000) == std::vector<std::size_t>{most, 100 - most});
}

TEST_CASE("every encoded frame of letters keeps within the limits, and all demands are there") {
  const Ground ground{.places = {PlaceId{1}}, .categories = {CategoryId{1}}, .fast_categories = {}};
  const std::vector<Bundle> bundles = encode_bundles({.kind = LoadKind::letters, .frame = 8'192}, ground);
  for (const Bundle& bundle : bundles) {
    std::size_t demands = 0;
    for (const EncodedFrame& frame : bundle.frames) {
      demands += frame.commands;
      CHECK(frame.bytes() <= limits::frame_bytes_max + sizeof(terminal::Word));
      CHECK(frame.commands <= limits::commands_per_frame_max);
    }
    CHECK(demands == 8'192);
  }
}

TEST_CASE("in an open loop an answer that comes after the window counts for when it was due") {
  const Load load{.rate = 100};
  Measured measured;
  Recorder recorder(load, measured);
  const SteadyClock::time_point start{};
  terminal::Acknowledged one;
  one.receipts.resize(1);
  recorder.open(start + seconds(1));
  recorder.count(one, false, start, start + seconds(1));               // due before the window
  recorder.count(one, false, start + seconds(1), start + seconds(2));  // in it
  recorder.close(start + seconds(3));
  recorder.count(one, false, start + seconds(2), start + seconds(10));  // stalled: 8 s
  recorder.give_up(5, start + seconds(2), start + seconds(22));         // never: 20 s and more
  recorder.count(one, false, start + seconds(4), start + seconds(5));   // due after it
  CHECK(measured.latency.total() == 7);
  CHECK(measured.latency.max_ms() == 20'000);
  CHECK(measured.unanswered == 5);
  CHECK(measured.acknowledged == 2);
  CHECK(measured.rate() == 1);
}

}  // namespace
}  // namespace wangge::tools::bench
