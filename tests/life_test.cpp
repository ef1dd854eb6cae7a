// The table of a demand's life against the page that shows it, and against what the engine does in every state.

#include <algorithm>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "engine/model/words.h"
#include "engine/rules/life.h"
#include "engine/state/digest.h"
#include "tests/running_city.h"

#include <catch2/catch.hpp>  // last: its CHECK takes the place of ours

namespace wangge::rules {
namespace {

using tests::RunningCity;

std::string join(const std::vector<std::string>& words) {
  std::string joined;
  for (const std::string& word : words) joined += (joined.empty() ? "" : ", ") + word;
  return joined;
}

std::string row_of(const Arrow& arrow) {
  std::vector<std::string> who, from;
  const std::pair<Role, const char*> roles[]{
      {lead, "lead"}, {follow_up, "follow_up"}, {above, "above"}, {verifier, "verifier"}, {station, "station"}};
  for (const auto& [role, name] : roles) {
    if ((arrow.who & role) != 0) who.emplace_back(name);
  }
  for (int state = 0; state < demand_states; ++state) {
    if (arrow.starts_from(DemandState(state))) from.emplace_back(words_of(DemandState(state)).name);
  }
  const char* const notes[]{"none", "optional", "required"};
  return "| " + std::string(words_of(arrow.deed).name) + " | " + std::string(words_of(arrow.deed).chinese) + " | " + join(who) +
         " | " + join(from) + " | " + (arrow.stays ? "-" : std::string(words_of(arrow.to).name)) + " | " +
         notes[static_cast<int>(arrow.note)] + " |";
}

TEST_CASE("The page of a demand's life shows the table that the engine follows") {
  std::ifstream file(WANGGE_SOURCE_ROOT "/engine/rules/life.md");
  REQUIRE(file);
  std::vector<std::string> shown, followed;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("| ") && !line.starts_with("| deed ") && !line.starts_with("| stage ")) shown.push_back(line);
  }
  for (const Arrow& arrow : arrows()) followed.push_back(row_of(arrow));
  for (int stage = 0; stage < stages; ++stage) {
    const char* const thens[]{"next_leads", "escalates", "lapses"};
    const auto begins = "| " + std::string(words_of(Stage(stage)).name) + " | " + std::string(words_of(Stage(stage)).chinese) + " | ";
    const auto ends = std::string(" | ") + thens[static_cast<int>(on_expiry(Stage(stage)))] + " |";
    const auto row = followed.size() < shown.size() ? shown[followed.size()] : std::string();
    followed.push_back(row.starts_with(begins) && row.ends_with(ends) ? row : begins + "…" + ends);
  }
  CHECK(shown == followed);
}

// A demand of a category that a post leads, so that one post is lead and follows up, brought into a state.
class Brought {
 public:
  Brought(RunningCity& running, DemandState state) : running_(running) {
    const loop::Outcome outcome =
        running.send(RunningCity::plain(running.grid(), running.category("0304")), RunningCity::plain_text);
    REQUIRE_FALSE(outcome.refusal);
    id = DemandId{outcome.position.value};
    lead = outcome.lead;
    chief = outcome.follow_up;
    const std::vector<std::pair<Deed, Party>> way{{Deed::accept, lead}, {Deed::finish, lead}, {Deed::verify, chief}};
    const std::size_t steps = state == DemandState::submitted  ? 0
                              : state == DemandState::accepted ? 1
                              : state == DemandState::finished ? 2
                                                               : 3;
    for (std::size_t step = 0; step < steps; ++step) REQUIRE_FALSE(act(way[step].first, way[step].second));
    if (state == DemandState::closed) REQUIRE_FALSE(act(Deed::close, lead));
    REQUIRE(slot().state == state);
  }

  Refusal act(Deed deed, Party as) {
    Act command{.demand = id, .as = as, .to = {}, .note = {}, .deed = deed};
    if (deed != Deed::accept) command.note = {0, 12};
    if (deed == Deed::transfer) command.to = chief;
    if (deed == Deed::rate) command.verdict = Verdict{.result = 5}.packed();
    return running_.send(command, RunningCity::plain_text).refusal;
  }
  const Slot& slot() const { return *running_.city().demands.find(id); }

  DemandId id;
  Party lead;
  PostId chief;

 private:
  RunningCity& running_;
};

TEST_CASE("In every state every deed is done, and leads where the table says, or is refused, and changes nothing") {
  RunningCity running;
  for (int number = 0; number < demand_states; ++number) {
    const auto state = DemandState(number);
    if (state == DemandState::withdrawn) continue;  // leaves memory at once
    for (const Arrow& arrow : arrows()) {
      Brought demand(running, state);
      const Party as = (arrow.who & lead) != 0 ? demand.lead : (arrow.who & verifier) != 0 ? Party(demand.chief) : Party{};
      const Position before = demand.slot().last;
      const Refusal refusal = demand.act(arrow.deed, as);
      INFO(words_of(arrow.deed).name << " in " << words_of(state).name << ": " << text_of(refusal.reason).name);
      const bool lacks_second_look = arrow.deed == Deed::close && state == DemandState::finished;
      const bool is_taken = arrow.starts_from(state) && !lacks_second_look;
      CHECK(bool(refusal) == !is_taken);
      if (is_taken && arrow.to == DemandState::withdrawn) {
        CHECK(running.city().demands.last_of_final(demand.id) > before);
        continue;
      }
      CHECK(demand.slot().state == (is_taken && !arrow.stays ? arrow.to : state));
      CHECK((demand.slot().last == before) == !is_taken);
    }
  }
  const std::uint64_t live = digest_of(running.city());
  CHECK(running.replayed_digest() == live);
}

}  // namespace
}  // namespace wangge::rules
