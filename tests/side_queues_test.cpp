#include "engine/state/side_queues.h"

#include <algorithm>
#include <map>
#include <random>

#include <catch2/catch.hpp>  // last: its CHECK takes the place of ours

namespace wangge {
namespace {

TEST_CASE("an escalation queue keeps the order of escalation, each demand once, and forgets who has left") {
  SideQueues queues;
  const PostId chief{3}, superior{7};
  for (const SlotIndex demand : {5, 9, 2}) queues.join(chief, demand, Side::escalated);
  queues.join(superior, 9, Side::escalated);
  queues.join(chief, 5, Side::escalated);
  CHECK(queues.of(chief) == std::vector<SlotIndex>{5, 9, 2});
  CHECK(queues.of(superior) == std::vector<SlotIndex>{9});
  queues.leave(9);
  queues.leave(77);  // stands in none
  CHECK(queues.of(chief) == std::vector<SlotIndex>{5, 2});
  CHECK(queues.of(superior).empty());
  queues.join(chief, 9, Side::escalated);
  CHECK(queues.of(chief) == std::vector<SlotIndex>{5, 2, 9});
  CHECK(queues.of(PostId{1'000}).empty());
}

TEST_CASE("A demand stands in a side queue as long as one reason holds") {
  SideQueues queues;
  const PostId chief{3}, superior{7};
  queues.join(chief, 5, Side::assists);
  queues.join(chief, 5, Side::asked);
  queues.join(superior, 5, Side::asked);
  CHECK(queues.why(chief, 5) == (Side::assists | Side::asked));
  CHECK(queues.why(chief, 6) == Side::none);
  queues.leave(5, Side::asked);
  CHECK(queues.of(chief) == std::vector<SlotIndex>{5});
  CHECK(queues.of(superior).empty());
  queues.leave(superior, 5, Side::assists);  // does not stand there
  queues.leave(chief, 5, Side::verifies);    // for another reason
  CHECK(queues.why(chief, 5) == Side::assists);
  queues.leave(chief, 5, Side::assists);
  CHECK_FALSE(queues.contains(5));
}

TEST_CASE("A demand that rests stands in no queue, and comes back to the end of those where it stood") {
  SideQueues queues;
  const PostId chief{3}, superior{7};
  for (const SlotIndex demand : {5, 9}) queues.join(chief, demand, Side::escalated);
  queues.join(superior, 5, Side::escalated);
  queues.rest(5);
  CHECK(queues.of(chief) == std::vector<SlotIndex>{9});
  CHECK(queues.of(superior).empty());
  queues.come_back(5);
  CHECK(queues.of(chief) == std::vector<SlotIndex>{9, 5});
  CHECK(queues.of(superior) == std::vector<SlotIndex>{5});
  queues.rest(9);
  queues.leave(9);
  CHECK_FALSE(queues.contains(9));
  CHECK(queues.of(chief) == std::vector<SlotIndex>{5});
}

TEST_CASE("escalation queues are those that lists would be, whatever joins and leaves") {
  std::mt19937 random(Catch::rngSeed());
  SideQueues queues;
  std::map<std::uint32_t, std::vector<SlotIndex>> lists;
  for (int step = 0; step < 20'000; ++step) {
    const auto demand = static_cast<SlotIndex>(random() % 60);
    const PostId post{static_cast<std::uint32_t>(1 + random() % 8)};
    if (random() % 4 != 0) {
      queues.join(post, demand, Side::escalated);
      auto& list = lists[post.value];
      if (std::ranges::find(list, demand) == list.end()) list.push_back(demand);
    } else {
      queues.leave(demand);
      for (auto& [unused, list] : lists) std::erase(list, demand);
    }
    const PostId looked_at{static_cast<std::uint32_t>(1 + random() % 8)};
    INFO("step " << step << ", seed " << Catch::rngSeed());
    REQUIRE(queues.of(looked_at) == lists[looked_at.value]);
  }
}

}  // namespace
}  // namespace wangge
