#include "engine/state/slot_lists.h"

#include <algorithm>
#include <map>
#include <random>
#include <vector>

#include <catch2/catch.hpp>  // last: its CHECK takes the place of ours

namespace wangge {
namespace {

std::vector<SlotIndex> members(const SlotLists& lists, SlotLists::Key key) {
  std::vector<SlotIndex> demands;
  lists.each(key, [&](SlotIndex demand) {
    demands.push_back(demand);
    return true;
  });
  return demands;
}

TEST_CASE("the newest stands first, by key, and who has left may come back") {
  SlotLists lists;
  for (const SlotIndex demand : {5, 9, 2}) lists.join(3, demand);
  lists.join(4, 7);
  lists.join(SlotLists::none, 6);
  CHECK(members(lists, 3) == std::vector<SlotIndex>{2, 9, 5});
  CHECK(members(lists, 4) == std::vector<SlotIndex>{7});
  CHECK(lists.newest(3) == 2);
  CHECK(lists.key_of(9) == 3);
  lists.leave(9);
  lists.leave(6);
  lists.leave(7);
  CHECK(members(lists, 3) == std::vector<SlotIndex>{2, 5});
  CHECK(lists.newest(4) == no_slot);
  lists.come_back(9);
  lists.come_back(6);
  CHECK(members(lists, 3) == std::vector<SlotIndex>{9, 2, 5});
  CHECK(members(lists, SlotLists::none).empty());
  std::size_t looks = 0;
  lists.each(3, [&](SlotIndex) { return ++looks < 2; });
  CHECK(looks == 2);
}

TEST_CASE("the lists hold what vectors would, whatever joins, leaves and comes back") {
  std::mt19937 random(Catch::rngSeed());
  SlotLists kept;
  std::map<std::uint32_t, std::vector<SlotIndex>> vectors;
  std::map<SlotIndex, std::uint32_t> key_of;
  std::map<SlotIndex, bool> stands;
  const auto put = [&](SlotIndex demand) { vectors[key_of[demand]].insert(vectors[key_of[demand]].begin(), demand); };
  for (int step = 0; step < 20'000; ++step) {
    const auto demand = static_cast<SlotIndex>(random() % 60);
    if (stands[demand]) {
      kept.leave(demand);
      std::erase(vectors[key_of[demand]], demand);
    } else if (key_of.contains(demand) && random() % 2 == 0) {
      kept.come_back(demand);
      put(demand);
    } else {
      kept.forget(demand);
      key_of[demand] = static_cast<std::uint32_t>(1 + random() % 6);
      kept.join(key_of[demand], demand);
      put(demand);
    }
    stands[demand] = !stands[demand];
    const auto looked_at = static_cast<std::uint32_t>(1 + random() % 6);
    INFO("step " << step << ", seed " << Catch::rngSeed());
    REQUIRE(members(kept, looked_at) == vectors[looked_at]);
  }
}

}  // namespace
}  // namespace wangge
