// Random joins, partings, gatherings and closings against a naive model: for each demand only what was said of it,
// worked out anew from the list of what was done.

#include <algorithm>
#include <map>
#include <random>
#include <vector>

#include "engine/state/digest.h"
#include "tests/long_run.h"
#include "tests/running_city.h"

#include <catch2/catch.hpp>  // last: its CHECK takes the place of ours

namespace wangge {
namespace {

using namespace std::chrono_literals;
using tests::RunningCity;

struct Modelled {
  DemandId head;
  Bond bond = Bond::none;
  bool is_over = false;
  DemandState state = DemandState::submitted;  // without its head
  Dues dues;
  Party lead;
};

class Families {
 public:
  explicit Families(std::uint32_t seed) : random_(seed) {}

  void run(int steps) {
    for (int i = 0; i < 12; ++i) submit();
    for (int step = 0; step < steps; ++step) {
      INFO("step " << step);
      switch (below(12)) {
        case 0: submit(); break;
        case 1: close(any()); break;
        case 2: gather(any()); break;
        case 3:
        case 4:
        case 5:
        case 6: part(any()); break;
        case 7: running_.move_to(running_.now + std::chrono::seconds{below(60)}); break;
        default: join(any(), any(), Bond(1 + below(2)));
      }
      compare();
    }
    CHECK(running_.replayed_digest() == digest_of(running_.city()));
  }

 private:
  std::uint32_t below(std::uint32_t end) { return static_cast<std::uint32_t>(random_() % end); }
  DemandId any() { return std::next(model_.begin(), below(static_cast<std::uint32_t>(model_.size())))->first; }
  const Slot& slot(DemandId demand) const { return *running_.city().demands.find(demand); }

  void submit() {
    // In two communities, of two categories. So little time passes in all that no deadline does.
    const PlaceId place = running_.grid(below(2) == 0 ? 0 : 40);
    const auto outcome = running_.send(RunningCity::plain(place, running_.category(below(2) == 0 ? "1301" : "0209")),
                                       RunningCity::plain_text);
    REQUIRE_FALSE(outcome.refusal);
    const DemandId id{outcome.position.value};
    model_[id] = {.head = {}, .state = slot(id).state, .dues = slot(id).dues, .lead = slot(id).lead};
  }

  bool has_members(DemandId demand) const {
    return std::ranges::any_of(model_, [&](const auto& one) { return one.second.head == demand; });
  }

  void join(DemandId demand, DemandId named, Bond bond) {
    const DemandId head = model_[named].head ? model_[named].head : named;
    const bool may = !model_[demand].is_over && !model_[demand].head && !has_members(demand) && !model_[head].is_over &&
                     head != demand;
    const Refusal refusal =
        running_.send(Join{.demand = demand, .as = {}, .head = named, .note = {}, .bond = bond}).refusal;
    CHECK(bool(refusal) == !may);
    if (may) model_[demand].head = head, model_[demand].bond = bond;
  }

  void part(DemandId demand) {
    const bool may = bool(model_[demand].head);
    CHECK(bool(running_.send(Act{.demand = demand, .as = {}, .deed = Deed::part}).refusal) == !may);
    if (!may) return;
    Modelled& one = model_[demand];
    one.head = {};
    one.bond = Bond::none;
    for (Seconds& due : one.dues.of) due = due == 0 ? 0 : std::max(due, to_seconds(running_.now));
  }

  void gather(DemandId head) {
    const bool may = !model_[head].is_over && !model_[head].head;
    CHECK(bool(running_.send(Act{.demand = head, .as = {}, .deed = Deed::gather}).refusal) == !may);
    if (!may) return;
    for (auto& [id, one] : model_) {
      const bool is_like = slot(id).category == slot(head).category && slot(id).place == slot(head).place;
      const bool is_near_in_time = slot(id).received + 600 >= slot(head).received;
      if (id == head || one.is_over || one.head || has_members(id) || !is_like || !is_near_in_time) continue;
      one.head = head;
      one.bond = Bond::child;
    }
  }

  void close(DemandId demand) {
    if (model_[demand].is_over || model_[demand].head) return;
    const Party lead = slot(demand).lead;
    const Party verifier = running_.city().routes.chain(slot(demand).chain).span().back();
    for (const Deed deed : {Deed::accept, Deed::finish, Deed::close}) {
      const Act command{.demand = demand, .as = deed == Deed::close ? verifier : lead, .deed = deed};
      const Refusal refusal = running_.send(command).refusal;
      INFO(text_of(refusal.reason).name);
      REQUIRE_FALSE(refusal);
    }
    for (auto& [id, one] : model_) {
      if (id != demand && one.head != demand) continue;
      one.head = {};
      one.is_over = true;
    }
  }

  void compare() {
    const Demands& demands = running_.city().demands;
    REQUIRE(running_.city().jobs.empty());
    for (const auto& [id, one] : model_) {
      INFO("demand " << id.value);
      const Aside& aside = demands.aside(id);
      REQUIRE(aside.head == one.head);
      const auto is_member = [this, head = id](Bond bond) {
        return std::ranges::count_if(model_, [&](const auto& other) {
          return other.second.head == head && (bond == Bond::none || other.second.bond == bond);
        });
      };
      REQUIRE(aside.members == static_cast<std::uint32_t>(is_member(Bond::none)));
      REQUIRE(aside.voices == static_cast<std::uint32_t>(is_member(Bond::same)));
      if (one.is_over) {
        REQUIRE(slot(id).state == DemandState::closed);
      } else if (one.head) {
        REQUIRE(slot(id).state == DemandState::joined);
        REQUIRE(slot(id).dues == Dues{});
      } else {
        REQUIRE(slot(id).state == one.state);
        REQUIRE(slot(id).lead == one.lead);
        REQUIRE(slot(id).dues[Stage::resolution] == one.dues[Stage::resolution]);
      }
      REQUIRE(stands_in_queue(id, one.lead) == (!one.is_over && !one.head));
    }
  }

  bool stands_in_queue(DemandId demand, Party lead) const {
    const Demands& demands = running_.city().demands;
    for (SlotIndex at = demands.queue(lead).first; at != no_slot; at = demands[at].next_in_queue) {
      if (demands[at].id == demand) return true;
    }
    return false;
  }

  std::mt19937 random_;
  RunningCity running_;
  std::map<DemandId, Modelled> model_;
};

TEST_CASE("families of demands are as a naive model has them, whatever joins, parts, gathers and closes") {
  for (std::uint32_t round = 0; round < tests::rounds(3); ++round) {
    const std::uint32_t seed = Catch::rngSeed() + round;
    INFO("seed " << seed);
    Families(seed).run(250);
  }
}

}  // namespace
}  // namespace wangge
