// The path of a demand takes nothing from the heap for each demand: only for each frame, and for each group of batches. What is
// counted is the thread that turns the engine; the log's own threads are RocksDB's business.

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "engine/base/limits.h"
#include "engine/state/slots.h"
#include "tests/running_city.h"
#include "tests/sample_city.h"
#include "tests/temporary_folder.h"
#include "tools/allocations.h"

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
      if (city.places[id].kind == PlaceKind::grid || city.places[id].kind == PlaceKind::building) places_.push_back(PlaceId{id});
    }
    categories_ = static_cast<std::uint16_t>(city.categories.size() - 1);
    frame_->texts = RunningCity::plain_text;
  }

  // How often the turning thread took memory for it.
  std::uint64_t allocations_for(std::size_t demands) {
    fill(demands);
    const std::uint64_t before = allocations_of_this_thread();
    REQUIRE(running_.engine().inbox().offer(frame_));
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
  std::unique_ptr<loop::Frame> frame_ = std::make_unique<loop::Frame>();
};

// Of many frames most: now and then one pays for a chunk of the table of demands, which is not for each demand either.
std::uint64_t usual(Terminal& terminal, std::size_t demands) {
  std::vector<std::uint64_t> each;
  for (int frame = 0; frame < 31; ++frame) each.push_back(terminal.allocations_for(demands));
  std::ranges::sort(each);
  return each[each.size() / 2];
}

// So that every chain and list of offers is known, and every buffer as large as it will be.
void warm_up(Terminal& terminal) {
  for (int frame = 0; frame < 400; ++frame) terminal.allocations_for(limits::commands_per_frame_max);
}

TEST_CASE("a frame of 1,024 demands takes no more from the heap than one of 128") {
  const TemporaryFolder folder;
  RunningCity running(sample_city().tables, folder.path() / "log");
  Terminal terminal(running);
  warm_up(terminal);
  const std::uint64_t of_few = usual(terminal, 128), of_many = usual(terminal, 1'024);
  INFO(of_few << " allocations for a frame of 128, " << of_many << " for one of 1,024");
  CHECK(of_many == of_few);
  CHECK(of_many < 32);  // a frame's and its group's
}

TEST_CASE("the tables of demands grow by chunks, not by demands") {
  const TemporaryFolder folder;
  RunningCity running(sample_city().tables, folder.path() / "log");
  Terminal terminal(running);
  warm_up(terminal);
  constexpr int frames = 128;
  std::uint64_t all = 0;
  for (int frame = 0; frame < frames; ++frame) all += terminal.allocations_for(limits::commands_per_frame_max);
  INFO(all << " allocations for " << frames * limits::commands_per_frame_max << " demands");
  CHECK(all < frames * limits::commands_per_frame_max / 20);
}

TEST_CASE("a counted program counts what a thread takes from the heap, in every form") {
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
  CHECK(count([] { kept = ::operator new(10); ::operator delete(kept); }) == 1);
  CHECK(count([] { kept = ::operator new[](10); ::operator delete[](kept); }) == 1);
  CHECK(count([] { kept = ::operator new(10, std::nothrow); ::operator delete(kept, std::nothrow); }) == 1);
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
