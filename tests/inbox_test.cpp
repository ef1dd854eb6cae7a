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

TEST_CASE("those who wait share alike, whatever the size of their frames") {
  constexpr std::int64_t large = 512, small = 8;
  Flow flows[2];
  Inbox inbox;
  for (int i = 0; i < 8; ++i) REQUIRE(offer(inbox, flows[0], large, {}, 0));
  for (int i = 0; i < 8 * large / small; ++i) REQUIRE(offer(inbox, flows[1], small, {}, 1));
  // Each has as many commands; at no time is one ahead of the other by more than what is taken at once.
  std::int64_t served[2] = {};
  while (!inbox.empty()) {
    const auto frame = pop_frame(inbox);
    served[frame->sender.sequence] += static_cast<std::int64_t>(frame->commands.size());
    REQUIRE(std::abs(served[0] - served[1]) <= large + small);
  }
  CHECK(served[0] == served[1]);
}

TEST_CASE("many who flood do not make one wait who sends a demand now and then, also where it has just been served") {
  std::vector<std::unique_ptr<Flow>> crowd(512);
  Flow single;
  Inbox inbox;
  for (auto& flow : crowd) {
    flow = std::make_unique<Flow>();
    for (int i = 0; i < 2; ++i) REQUIRE(offer(inbox, *flow, 256, {}, 1));
  }
  // Between two of its demands four frames of the crowd are taken: 1,024 commands of 513 flows, so it does not use its
  // share. Served at once with all others, a demand would be done after 513 commands, which are three frames; fair
  // queueing is later than that by one frame at the most.
  for (int i = 0; i < 200; ++i) {
    REQUIRE(offer(inbox, single, 1, {}, 2));
    int before = 0;
    while (pop_sender(inbox) != 2) ++before;
    REQUIRE(before <= 4);
    for (int frame = before; frame < 4; ++frame) REQUIRE(pop_sender(inbox) == 1);
  }
}

TEST_CASE("who comes back at once has no more than its share") {
  Flow much, returning;
  Inbox inbox;
  for (int i = 0; i < 64; ++i) REQUIRE(offer(inbox, much, 64, {}, 1));
  int served[3] = {};
  bool waits = false;
  for (int i = 0; i < 64; ++i) {
    if (!waits) REQUIRE(offer(inbox, returning, 64, {}, 2));
    const std::uint32_t sender = pop_sender(inbox);
    ++served[sender];
    waits = sender != 2;
  }
  CHECK(served[1] == 32);
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

TEST_CASE("where many have filled the inbox each connection still has room for its share") {
  Flow crowd;
  std::vector<std::unique_ptr<Flow>> others(limits::connections_max);
  Inbox inbox;
  while (offer(inbox, crowd, 1'024)) {
  }
  const std::string half(limits::inbox_share_bytes / 2, 'x');
  for (auto& other : others) {
    other = std::make_unique<Flow>();
    REQUIRE_FALSE(offer(inbox, *other, limits::inbox_share_commands + 1));
    REQUIRE_FALSE(offer(inbox, *other, 1, half + half + "x"));
    REQUIRE(offer(inbox, *other, limits::inbox_share_commands / 2, half));
    REQUIRE(offer(inbox, *other, limits::inbox_share_commands / 2, half));
    REQUIRE_FALSE(offer(inbox, *other, 1));
  }
  Flow small;
  for (std::size_t i = 0; i < limits::inbox_share_frames; ++i) REQUIRE(offer(inbox, small, 1));
  REQUIRE_FALSE(offer(inbox, small, 1));
  while (!inbox.empty()) inbox.pop();
  REQUIRE(offer(inbox, small, 1'024));
}

}  // namespace
}  // namespace wangge::loop
