// Live equals replayed: random lives over the whole sample city, compared by digest again and again.

#include <random>

#include "engine/state/digest.h"
#include "tests/running_city.h"

#include <catch2/catch.hpp>

namespace wangge::tests {
namespace {

// Sends whatever comes to mind, sensible or not, with weights of its own for each seed.
class RandomLife {
 public:
  RandomLife(RunningCity& running, unsigned seed) : running_(running), random_(seed) {
    for (int& weight : weights_) weight = 1 + below(8);
  }

  void step() {
    std::discrete_distribution<int> pick(std::begin(weights_), std::end(weights_));
    switch (pick(random_)) {
      case 0: submit(); break;
      case 1: running_.send(Accept{demand(), lead()}); break;
      case 2: running_.send(Finish{demand(), lead(), note()}, text_); break;
      case 3: running_.send(Close{demand(), lead(), note()}, text_); break;
      case 4: running_.move_to(running_.now + Duration{below(8) == 0 ? below(200'000) : below(4'000)}); break;
      case 5: resend(); break;
    }
  }

  // Every open demand has one lead and stands in that queue alone; no deadline that has passed is still running.
  void check_invariants() const {
    const City& city = running_.city();
    std::size_t queued = 0;
    for (std::uint32_t id = 1; id <= city.codes.posts.size(); ++id) queued += walk(PostId{id});
    for (std::uint32_t id = 1; id <= city.codes.organisations.size(); ++id) queued += walk(OrganisationId{id});
    REQUIRE(queued == city.demands.open());
    for (SlotIndex index = 0; index < city.demands.size(); ++index) {
      const Slot& slot = city.demands[index];
      const Due due = soonest(slot.dues);
      REQUIRE((due.at == 0 || to_instant(due.at) > running_.now));
    }
  }

 private:
  std::size_t walk(Party owner) const {
    const Demands& demands = running_.city().demands;
    std::size_t count = 0;
    for (SlotIndex index = demands.queue(owner).first; index != no_slot; index = demands[index].next_in_queue) {
      REQUIRE(demands[index].lead == owner);
      REQUIRE(demands[index].state != DemandState::closed);
      ++count;
    }
    REQUIRE(count == demands.queue(owner).count);
    return count;
  }

  std::uint32_t below(std::uint32_t bound) { return static_cast<std::uint32_t>(random_() % bound); }

  void submit() {
    const Configuration& configuration = *running_.city().configuration;
    Submit command;
    command.kind = static_cast<DemandKind>(below(5));
    command.reporter = static_cast<Reporter>(below(3));
    command.place = PlaceId{below(static_cast<std::uint32_t>(configuration.places.size() + 2))};
    if (below(2) == 0) command.road = PlaceId{below(static_cast<std::uint32_t>(configuration.places.size()))};
    command.category = CategoryId{static_cast<std::uint16_t>(1 + below(92))};
    if (below(8) == 0) command.condition = static_cast<std::uint8_t>(below(4));
    command.severity = static_cast<std::uint8_t>(below(6) == 0 ? below(6) : 0);
    if (below(6) == 0) {
      command.complained_of = below(2) == 0 ? Party(PersonId{1 + below(300)}) : Party(OrganisationId{1 + below(40)});
    }
    command.occurred = to_seconds(running_.now) + below(200'000) - 100'000;
    command.text = {0, static_cast<std::uint32_t>(text_.size())};
    running_.send(command, text_);
  }

  // A repeat: the same number again must change nothing.
  void resend() {
    const std::uint32_t expected = running_.city().sessions[running_.desk()].expected();
    if (expected < 2) return;
    const std::uint32_t sequence = 1 + below(expected - 1);
    const Position before = running_.city().last;
    const loop::Frame frame = running_.send_frame(running_.desk(), sequence, {Accept{demand(), lead()}}, {});
    REQUIRE(frame.outcomes.at(0).repeat);
    REQUIRE(running_.city().last == before);
  }

  DemandId demand() {
    const Demands& demands = running_.city().demands;
    if (demands.size() == 0) return DemandId{1};
    demand_ = demands[below(static_cast<std::uint32_t>(demands.size()))].id;
    return below(20) == 0 ? DemandId{demand_.value + 1} : demand_;
  }
  Party lead() {
    const Slot* slot = running_.city().demands.find(demand_);
    return slot != nullptr && below(10) != 0 ? slot->lead : Party(PostId{1 + below(5'000)});
  }
  TextRef note() const { return {0, 6}; }

  RunningCity& running_;
  std::mt19937 random_;
  int weights_[6];
  DemandId demand_;
  std::string text_ = "暖气不热，请派人来看";
};

TEST_CASE("a city that lived through random commands equals the one replayed from its log") {
  const auto seed = GENERATE(11u, 12u, 13u);
  INFO("seed " << seed);
  RunningCity running;
  RandomLife life(running, seed);
  for (int step = 1; step <= 4'000; ++step) {
    life.step();
    if (step % 500 == 0) {
      life.check_invariants();
      REQUIRE(digest_of(running.city()) == running.replayed_digest());
    }
    if (step == 2'250) {
      const std::uint64_t before = digest_of(running.city());
      running.restart();
      REQUIRE(digest_of(running.city()) == before);
    }
  }
}

}  // namespace
}  // namespace wangge::tests
