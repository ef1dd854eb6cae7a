// What waits: who is served next, and how much may wait.

#include "engine/loop/inbox.h"

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "engine/base/limits.h"

#include <catch2/catch.hpp>

namespace wangge::loop {
namespace {

bool offer(Inbox& inbox, Flow& flow, std::size_t commands, std::string_view texts = {}, std::uint32_t sender = 0) {
  auto frame = std::make_unique<Frame>();
  frame->sender.sequence = sender;  // by which the test knows whose it is
  frame->commands.resize(commands);
  frame->texts = texts;
  return inbox.offer(flow, frame);
}

std::unique_ptr<Frame> pop_frame(Inbox& inbox) {
  Inbox::Entry entry = inbox.pop();
  return std::move(std::get<std::unique_ptr<Frame>>(entry));
}

std::uint32_t pop_sender(Inbox& inbox) { return pop_frame(inbox)->sender.sequence; }

TEST_CASE("who sends little does not wait behind who sends much") {
  Flow much, little;
  Inbox inbox;
  for (int i = 0; i < 10; ++i) REQUIRE(offer(inbox, much, 1'024, {}, 1));
  CHECK(pop_sender(inbox) == 1);
  REQUIRE(offer(inbox, little, 1, {}, 2));
  CHECK(pop_sender(inbox) == 2);
  CHECK(pop_sender(inbox) == 1);
}

TEST_CASE("those who wait are served by turns of so many commands, whatever the size of their frames") {
  Flow large, small;
  Inbox inbox;
  for (int i = 0; i < 8; ++i) REQUIRE(offer(inbox, large, 8 * limits::inbox_turn_commands, {}, 1));
  for (int i = 0; i < 8 * 64; ++i) REQUIRE(offer(inbox, small, limits::inbox_turn_commands / 8, {}, 2));
  // Each has as many commands; at no time is one ahead of the other by more than the largest frame and a turn.
  std::int64_t served[3] = {};
  while (!inbox.empty()) {
    const auto frame = pop_frame(inbox);
    served[frame->sender.sequence] += static_cast<std::int64_t>(frame->commands.size());
    REQUIRE(std::abs(served[1] - served[2]) <= 9 * limits::inbox_turn_commands);
  }
  CHECK(served[1] == served[2]);
}

TEST_CASE("who comes back at once has no more than its turn") {
  Flow much, returning;
  Inbox inbox;
  for (int i = 0; i < 64; ++i) REQUIRE(offer(inbox, much, limits::inbox_turn_commands, {}, 1));
  std::int64_t served[3] = {};
  for (int i = 0; i < 64; ++i) {
    if (i == 0 || served[2] == i - served[1]) REQUIRE(offer(inbox, returning, limits::inbox_turn_commands, {}, 2));
    ++served[pop_sender(inbox)];
  }
  CHECK(served[1] >= 31);
}

TEST_CASE("within a flow the order stays") {
  Flow flow, other;
  Inbox inbox;
  for (std::uint32_t i = 0; i < 100; ++i) {
    REQUIRE(offer(inbox, flow, 1 + i * 7 % 200, {}, i));
    REQUIRE(offer(inbox, other, 100, {}, 1'000));
  }
  std::uint32_t next = 0;
  while (!inbox.empty()) {
    const std::uint32_t sender = pop_sender(inbox);
    if (sender != 1'000) REQUIRE(sender == next++);
  }
  CHECK(next == 100);
}

TEST_CASE("the inbox is bounded in frames, in commands and in bytes") {
  Flow flow;
  Inbox inbox;
  SECTION("frames") {
    for (std::size_t i = 0; i < limits::inbox_frames_max; ++i) REQUIRE(offer(inbox, flow, 1));
    REQUIRE_FALSE(offer(inbox, flow, 1));
    inbox.pop();
    REQUIRE(offer(inbox, flow, 1));
  }
  SECTION("commands") {
    for (std::size_t i = 0; i < limits::inbox_commands_max / 1'024; ++i) REQUIRE(offer(inbox, flow, 1'024));
    REQUIRE_FALSE(offer(inbox, flow, 1));
    inbox.pop();
    REQUIRE(offer(inbox, flow, 1'024));
  }
  SECTION("bytes") {
    const std::string mebibyte(limits::mib, 'x');
    for (std::size_t i = 0; i < limits::inbox_bytes_max / limits::mib; ++i) REQUIRE(offer(inbox, flow, 1, mebibyte));
    REQUIRE_FALSE(offer(inbox, flow, 1, "x"));
    inbox.pop();
    REQUIRE(offer(inbox, flow, 1, mebibyte));
  }
}

TEST_CASE("where many have filled the inbox there is room for who has nothing waiting and wants no more than its share") {
  Flow crowd;
  std::vector<std::unique_ptr<Flow>> others(limits::connections_max);
  Inbox inbox;
  while (offer(inbox, crowd, 1'024)) {
  }
  const std::string share(limits::inbox_share_bytes, 'x'), more = share + "x";
  for (auto& other : others) {
    other = std::make_unique<Flow>();
    REQUIRE_FALSE(offer(inbox, *other, limits::inbox_share_commands + 1));
    REQUIRE_FALSE(offer(inbox, *other, 1, more));
    REQUIRE(offer(inbox, *other, limits::inbox_share_commands, share));
    REQUIRE_FALSE(offer(inbox, *other, 1));
  }
  while (!inbox.empty()) inbox.pop();
}

}  // namespace
}  // namespace wangge::loop
