// Work on a thread of its own: lines take turns, the order within a line stays, and what waits is bounded.

#include <future>
#include <string>

#include <boost/asio/io_context.hpp>

#include "adapters/side_thread.h"
#include "engine/base/limits.h"

#include <catch2/catch.hpp>  // last: its CHECK takes the place of ours

namespace wangge::tests {
namespace {

constexpr AccountId one{1}, other{2};

// A thread that does nothing until the test lets it.
class Held {
 public:
  explicit Held(std::size_t bytes_max = 64 * limits::kib) : thread(io.get_executor(), bytes_max) {
    thread.post_owed(
        AccountId{9}, 0,
        [held = std::shared_future<void>(gate_.get_future())] {
          held.wait();
          return true;
        },
        [] {});
  }
  ~Held() { let_go(); }
  void let_go() {
    if (is_held_) gate_.set_value();
    is_held_ = false;
  }
  // Until all is done and told.
  void finish() {
    let_go();
    while (!thread.idle()) {
      io.restart();
      io.run_one();
    }
  }

  boost::asio::io_context io;
  SideThread thread;

 private:
  std::promise<void> gate_;
  bool is_held_ = true;
};

TEST_CASE("Lines take turns, whoever has given more work, and each is done in its order", "[threads]") {
  std::string done, told;
  Held held;
  for (const char name : {'a', 'b', 'c', 'd'}) {
    held.thread.post(
        one, 0, [&done, name] { return done.push_back(name), true; }, [&told, name] { told.push_back(name); });
  }
  for (const char name : {'x', 'y'}) {
    held.thread.post(
        other, 0, [&done, name] { return done.push_back(name), true; }, [&told, name] { told.push_back(name); });
  }
  held.finish();
  CHECK(done == "axbycd");
  CHECK(told == "axbycd");
}

TEST_CASE("Work that is not done goes on when the other lines have had a turn, before what its own line gave later",
          "[threads]") {
  std::string done;
  Held held;
  int turns = 0;
  held.thread.post(
      one, 0, [&] { return done.push_back('a'), ++turns == 3; }, [] {});
  held.thread.post(
      one, 0, [&] { return done.push_back('b'), true; }, [] {});
  held.thread.post(
      other, 0, [&] { return done.push_back('x'), true; }, [] {});
  held.finish();
  CHECK(done == "axaab");
}

TEST_CASE("One line holds half of what may wait, and another still has room; what is owed is taken in any case",
          "[threads]") {
  const auto nothing = [] { return true; };
  Held held(64 * limits::kib);
  int taken = 0, taken_of_other = 0;
  while (held.thread.post(one, 0, nothing, [] {})) ++taken;
  while (held.thread.post(other, 0, nothing, [] {})) ++taken_of_other;
  CHECK(taken == 32);           // beside the one that is under way
  CHECK(taken_of_other == 16);  // of what is left
  int owed = 0;
  held.thread.post_owed(one, 0, nothing, [&] { ++owed; });
  held.finish();
  CHECK(owed == 1);
  CHECK(held.thread.post(one, 0, nothing, [] {}));
  held.finish();
}

TEST_CASE("What is not done when it ends is left out, and nobody is told", "[threads]") {
  bool is_told = false;
  boost::asio::io_context io;
  {
    SideThread thread(io.get_executor(), 64 * limits::kib);
    for (int i = 0; i < 1'000; ++i)
      thread.post_owed(
          one, 0, [] { return false; }, [&] { is_told = true; });
  }
  io.run();
  CHECK_FALSE(is_told);
}

}  // namespace
}  // namespace wangge::tests
