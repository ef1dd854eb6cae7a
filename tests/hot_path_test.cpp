// The path of a demand, from the inbox to its release, takes nothing from the heap. What is counted is the thread that
// turns the engine; the log's own threads are another matter.

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "engine/base/limits.h"
#include "tests/running_city.h"
#include "tests/sample_city.h"
#include "tests/temporary_folder.h"
#include "tools/serve/allocations.h"

#include <catch2/catch.hpp>  // last: its CHECK takes the place of ours

namespace wangge::tests {
namespace {

using tools::allocations_of_this_thread;

// Fills one frame again and again, as a session does, and gives it to the engine until it comes back.
class Terminal {
 public:
  explicit Terminal(RunningCity& running) : running_(running) {
    const Configuration& city = *running.city().configuration;
    for (std::uint32_t id = 1; id < city.places.size(); ++id) {
      if (city.places[id].kind == PlaceKind::grid || city.places[id].kind == PlaceKind::building)
        places_.push_back(PlaceId{id});
    }
    categories_ = static_cast<std::uint16_t>(city.categories.size() - 1);
    frame_->texts = RunningCity::plain_text;
  }

  // How often the turning thread took memory for it.
  std::uint64_t allocations_for(std::size_t demands) {
    fill(demands);
    const std::uint64_t before = allocations_of_this_thread();
    REQUIRE(running_.engine().inbox().offer(flow_, frame_));
    running_.settle();
    const std::uint64_t after = allocations_of_this_thread();
    REQUIRE(frame_);
    REQUIRE(std::ranges::none_of(frame_->outcomes, [](const loop::Outcome& outcome) { return bool(outcome.refusal); }));
    REQUIRE(frame_->outcomes.size() == demands);
    return after - before;
  }

 private:
  void fill(std::size_t demands) {
    frame_->sender = {running_.desk(), running_.city().sessions[running_.desk()].expected(), {}};
    frame_->commands.clear();
    for (std::size_t i = 0; i < demands; ++i, ++turn_) {
      Submit command = RunningCity::plain(places_[turn_ % places_.size()],
                                          CategoryId{static_cast<std::uint16_t>(1 + turn_ % categories_)});
      command.contact = {0, 12};
      frame_->commands.emplace_back(command);
    }
    frame_->released = [this](std::unique_ptr<loop::Frame> back) { frame_ = std::move(back); };
  }

  RunningCity& running_;
  std::vector<PlaceId> places_;
  std::uint16_t categories_ = 0;
  std::size_t turn_ = 0;
  loop::Flow flow_;
  std::unique_ptr<loop::Frame> frame_ = std::make_unique<loop::Frame>();
};

// For so many demands in frames of this size.
std::uint64_t allocations(Terminal& terminal, std::size_t demands, std::size_t frame) {
  std::uint64_t all = 0;
  for (std::size_t sent = 0; sent < demands; sent += frame) all += terminal.allocations_for(frame);
  return all;
}

// So that every chain and list of offers is known, and every buffer as large as it will be.
void warm_up(Terminal& terminal) {
  for (int frame = 0; frame < 400; ++frame) terminal.allocations_for(limits::commands_per_frame_max);
}

// What remains is the growth of the tables of demands, by pages of the index and chunks of slots: the same for the same
// demands, less than one in 500, and none of it for a frame.
TEST_CASE("a demand takes nothing from the heap, nor does a frame, whatever its size") {
  if (!tools::counts_allocations) return;
  const TemporaryFolder folder;
  RunningCity running(sample_city().tables, folder.path() / "log");
  Terminal terminal(running);
  warm_up(terminal);
  constexpr std::size_t demands = 65'536;
  const std::uint64_t in_large = allocations(terminal, demands, 1'024);
  const std::uint64_t in_small = allocations(terminal, demands, 128);
  INFO(in_large << " allocations in frames of 1,024, " << in_small << " in frames of 128");
  CHECK(in_large < demands / 500);
  CHECK(in_small < demands / 500);
}

TEST_CASE("a counted program counts what a thread takes from the heap, in every form") {
  if (!tools::counts_allocations) return;
  struct alignas(64) Wide {
    char bytes[64];
  };
  const auto count = [](auto take) {
    const std::uint64_t before = allocations_of_this_thread();
    take();
    return allocations_of_this_thread() - before;
  };
  // The pointers are kept, or a compiler leaves out what it sees through.
  static void* volatile kept;
  CHECK(count([] {
          kept = ::operator new(10);
          ::operator delete(kept);
        }) == 1);
  CHECK(count([] {
          kept = ::operator new[](10);
          ::operator delete[](kept);
        }) == 1);
  CHECK(count([] {
          kept = ::operator new(10, std::nothrow);
          ::operator delete(kept, std::nothrow);
        }) == 1);
  CHECK(count([] {
          auto* wide = new Wide;
          kept = wide;
          CHECK(reinterpret_cast<std::uintptr_t>(wide) % 64 == 0);
          delete wide;
        }) == 1);
  CHECK(count([] { std::make_unique<std::string>(100, 'x'); }) <= 2);
  CHECK(tools::allocations_of_all_threads() >= allocations_of_this_thread());
}

}  // namespace
}  // namespace wangge::tests
