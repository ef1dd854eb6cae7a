#include "engine/state/vicinity.h"

#include <algorithm>
#include <map>
#include <random>
#include <vector>

#include <catch2/catch.hpp>  // last: its CHECK takes the place of ours

namespace wangge {
namespace {

constexpr std::uint8_t heating = 3, quarrels = 9;

std::vector<SlotIndex> at(const Vicinity& vicinity, PlaceId place, std::uint8_t class_number) {
  std::vector<SlotIndex> demands;
  vicinity.each(place, class_number, [&](SlotIndex demand) {
    demands.push_back(demand);
    return true;
  });
  return demands;
}

TEST_CASE("the newest stands first, by place and class, and who has left may come back") {
  Vicinity vicinity;
  const PlaceId grid{3}, other{4};
  for (const SlotIndex demand : {5, 9, 2}) vicinity.join(grid, heating, demand);
  vicinity.join(grid, quarrels, 7);
  vicinity.join(other, heating, 8);
  vicinity.join({}, heating, 6);  // no place
  CHECK(at(vicinity, grid, heating) == std::vector<SlotIndex>{2, 9, 5});
  CHECK(at(vicinity, grid, quarrels) == std::vector<SlotIndex>{7});
  vicinity.leave(9);
  vicinity.leave(6);
  CHECK(at(vicinity, grid, heating) == std::vector<SlotIndex>{2, 5});
  vicinity.come_back(9);
  vicinity.come_back(6);
  CHECK(at(vicinity, grid, heating) == std::vector<SlotIndex>{9, 2, 5});
  CHECK(at(vicinity, {}, heating).empty());
  std::size_t looks = 0;
  vicinity.each(grid, heating, [&](SlotIndex) { return ++looks < 2; });
  CHECK(looks == 2);
}

TEST_CASE("places hold what lists would, whatever joins, leaves and comes back") {
  std::mt19937 random(Catch::rngSeed());
  Vicinity vicinity;
  std::map<std::uint32_t, std::vector<SlotIndex>> lists;
  std::map<SlotIndex, std::uint32_t> place_of;
  std::map<SlotIndex, bool> stands;
  const auto put = [&](SlotIndex demand) { lists[place_of[demand]].insert(lists[place_of[demand]].begin(), demand); };
  for (int step = 0; step < 20'000; ++step) {
    const auto demand = static_cast<SlotIndex>(random() % 60);
    if (stands[demand]) {
      vicinity.leave(demand);
      std::erase(lists[place_of[demand]], demand);
    } else if (place_of.contains(demand) && random() % 2 == 0) {
      vicinity.come_back(demand);
      put(demand);
    } else {
      vicinity.forget(demand);
      place_of[demand] = static_cast<std::uint32_t>(1 + random() % 6);
      vicinity.join(PlaceId{place_of[demand]}, heating, demand);
      put(demand);
    }
    stands[demand] = !stands[demand];
    const auto looked_at = static_cast<std::uint32_t>(1 + random() % 6);
    INFO("step " << step << ", seed " << Catch::rngSeed());
    REQUIRE(at(vicinity, PlaceId{looked_at}, heating) == lists[looked_at]);
  }
}

}  // namespace
}  // namespace wangge
