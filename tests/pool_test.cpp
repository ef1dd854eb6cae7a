#include "engine/state/pool.h"

#include <map>
#include <random>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

namespace wangge {
namespace {

struct Large {
  std::string name;
  std::array<char, 100'000> rest{};
};

TEST_CASE("what is in a pool stays where it is while the pool grows, and a place given back is taken again, empty") {
  Pool<Large> pool;
  const auto first = pool.take();
  pool[first].name = "一";
  const Large* const address = &pool[first];
  std::vector<Pool<Large>::Index> others;
  for (int i = 0; i < 100; ++i) others.push_back(pool.take());
  CHECK(&pool[first] == address);
  CHECK(pool[first].name == "一");

  pool[others[7]].name = "二";
  pool.give_back(others[7]);
  CHECK(pool.size() == 101);
  CHECK(pool.in_use() == 100);
  CHECK(pool.take() == others[7]);
  CHECK(pool[others[7]].name.empty());
}

TEST_CASE("a sparse column is a map in which most have nothing") {
  std::mt19937 random(Catch::rngSeed());
  SparseColumn<std::uint32_t, 7> column;
  std::map<std::size_t, std::uint32_t> model;
  for (int step = 0; step < 5'000; ++step) {
    const std::size_t index = random() % 400 * 1'013;
    if (random() % 3 == 0) {
      column.set(index, 7);
      model.erase(index);
    } else {
      const auto value = static_cast<std::uint32_t>(8 + random() % 100);
      column.set(index, value);
      model[index] = value;
    }
    const std::size_t looked_at = random() % 400 * 1'013;
    INFO("step " << step << ", seed " << Catch::rngSeed());
    REQUIRE(column[looked_at] == (model.contains(looked_at) ? model[looked_at] : 7));
  }
  std::vector<std::pair<std::size_t, std::uint32_t>> all;
  column.each([&](std::size_t index, std::uint32_t value) { all.emplace_back(index, value); });
  CHECK(all == std::vector<std::pair<std::size_t, std::uint32_t>>(model.begin(), model.end()));
}

}  // namespace
}  // namespace wangge
