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
  for (int role = 0; role < roles; ++role) {
    if ((arrow.who & bit_of(Role(role))) != 0) who.emplace_back(words_of(Role(role)).name);
  }
  for (int state = 0; state < demand_states; ++state) {
    if (arrow.starts_from(DemandState(state))) from.emplace_back(words_of(DemandState(state)).name);
  }
  const char* const notes[]{"none", "optional", "required"};
  return "| " + std::string(words_of(arrow.deed).name) + " | " + std::string(words_of(arrow.deed).chinese) + " | " +
         join(who) + " | " + join(from) + " | " + (arrow.stays ? "-" : std::string(words_of(arrow.to).name)) + " | " +
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
    const char* const thens[]{"next_leads", "escalates", "lapses", "resumes", "goes_up"};
    const auto begins =
        "| " + std::string(words_of(Stage(stage)).name) + " | " + std::string(words_of(Stage(stage)).chinese) + " | ";
    const auto ends = std::string(" | ") + thens[static_cast<int>(on_expiry(Stage(stage)))] + " |";
    const auto row = followed.size() < shown.size() ? shown[followed.size()] : std::string();
    followed.push_back(row.starts_with(begins) && row.ends_with(ends) ? row : begins + "…" + ends);
  }
  CHECK(shown == followed);
}

// A demand that an organisation leads, brought into a state; another organisation assists, and while it is being
// handled has been asked to lead, or more time has been asked for.
class Brought {
 public:
  Brought(RunningCity& running, DemandState state, Pending pending, bool is_late) : running_(running) {
    bring(state, pending, is_late);
  }

  void bring(DemandState state, Pending pending, bool is_late) {
    const auto submit = [&] {
      const loop::Outcome outcome =
          running_.send(RunningCity::plain(running_.grid(), running_.category("0701")), RunningCity::plain_text);
      REQUIRE_FALSE(outcome.refusal);
      chief = outcome.follow_up;
      return DemandId{outcome.position.value};
    };
    head = submit();
    id = submit();
    helper = running_.city().codes.organisations.find("GQ05");
    other = running_.city().codes.organisations.find("GQ04");
    // Not checked in time
    while (is_late && !slot().is_late) running_.move_to(running_.now + std::chrono::minutes{10});
    if (state == DemandState::filing) return;
    if (state == DemandState::dismissed || state == DemandState::diverted) {
      return must(state == DemandState::dismissed ? Deed::dismiss : Deed::divert, chief);
    }
    must(Deed::file, chief);
    must(Deed::call_in, chief);
    if (state == DemandState::submitted) return;
    if (state == DemandState::joined) return must(Deed::join, chief);
    must(Deed::accept, slot().lead);
    if (state == DemandState::accepted && pending == Pending::extension) return must(Deed::extend, slot().lead);
    if (state == DemandState::accepted) return must(Deed::offer, slot().lead);
    if (state == DemandState::suspended) {
      must(Deed::suspend, slot().lead);
      return must(Deed::approve, chief);
    }
    must(Deed::finish, slot().lead);
    if (state == DemandState::finished) return;
    must(Deed::verify, chief);
    if (state == DemandState::closed) must(Deed::close, slot().lead);
  }

  Refusal act(Deed deed, Party as) {
    if (deed == Deed::join) return running_.send(Join{id, as, head, {0, 12}}, RunningCity::plain_text).refusal;
    Act command{.demand = id, .as = as, .to = {}, .note = {}, .deed = deed};
    if (deed != Deed::accept) command.note = {0, 12};
    if (deed == Deed::transfer) command.to = chief;
    if (deed == Deed::call_in) command.to = is_called_in_ ? other : helper;
    if (deed == Deed::offer) command.to = other;
    if (deed == Deed::call_in) is_called_in_ = true;
    if (deed == Deed::rate) command.verdict = Verdict{.result = 5}.packed();
    command.choice = 1;
    command.category = running_.category("0304");
    // To the same lead
    if (deed == Deed::reclassify) command.category = running_.category("0701"), command.condition = 1;
    command.limit = {1, LimitUnit::calendar_day};
    command.until = to_seconds(running_.now + Duration{86'400});
    command.place = running_.grid(1);
    return running_.send(command, RunningCity::plain_text).refusal;
  }
  // Of those who may, somebody.
  Party who_may(const Arrow& arrow, Pending pending) const {
    if (arrow.deed == Deed::gather) return {};  // a post of the community or above, or a terminal of the whole city
    if ((arrow.who & asked) != 0 && pending == Pending::hand_over) return other;
    if ((arrow.who & reviewer) != 0) return running_.city().demands.aside(id).reviewer;
    if ((arrow.who & lead) != 0) return slot().lead;
    const bool chief_leads = slot().lead == Party(chief);
    if (arrow.deed == Deed::unrestrict && chief_leads)
      return running_.city().routes.chain(slot().chain).posts[slot().acting_step + 1u];
    if ((arrow.who & (follow_up | verifier | superior)) != 0) return chief;
    if ((arrow.who & assistant) != 0) return helper;
    return (arrow.who & asked) != 0 ? other : Party{};
  }
  const Slot& slot() const { return *running_.city().demands.find(id); }

  DemandId id, head;
  PostId chief;
  Party helper, other;

 private:
  void must(Deed deed, Party as) {
    const Refusal refusal = act(deed, as);
    INFO(words_of(deed).name << ": " << text_of(refusal.reason).name);
    REQUIRE_FALSE(refusal);
  }

  RunningCity& running_;
  bool is_called_in_ = false;
};

TEST_CASE("In every state every deed is done, and leads where the table says, or is refused, and changes nothing") {
  RunningCity running;
  for (int number = 0; number < demand_states; ++number) {
    const auto state = DemandState(number);
    if (state == DemandState::withdrawn) continue;  // leaves memory at once
    for (const Arrow& arrow : arrows()) {
      const bool asks = arrow.deed == Deed::extend || arrow.deed == Deed::suspend || arrow.deed == Deed::offer;
      const Pending pending = arrow.deed == Deed::take_over ? Pending::hand_over : Pending::extension;
      const bool is_decided = arrow.deed == Deed::grant || arrow.deed == Deed::reject;
      Brought demand(running, state, pending, is_decided || arrow.deed == Deed::appeal);
      REQUIRE(demand.slot().state == state);
      if (arrow.deed == Deed::unrestrict) REQUIRE_FALSE(demand.act(Deed::restrict, demand.slot().lead));
      if (is_decided && state == DemandState::closed) REQUIRE_FALSE(demand.act(Deed::appeal, demand.slot().lead));
      if (asks && state == DemandState::accepted) REQUIRE_FALSE(demand.act(Deed::refuse, demand.chief));
      const Party as = demand.who_may(arrow, pending);
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
      const DemandState before_joined = arrow.deed == Deed::part ? DemandState::submitted : state;
      CHECK(demand.slot().state == (is_taken ? arrow.stays ? before_joined : arrow.to : state));
      CHECK((demand.slot().last == before) == !is_taken);
    }
  }
  const std::uint64_t live = digest_of(running.city());
  CHECK(running.replayed_digest() == live);
}

}  // namespace
}  // namespace wangge::rules
