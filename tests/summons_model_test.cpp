// Random whistles (吹哨) against a naive model of the rule: who calls whom, who comes when, leaves, is rated, what is
// refused and why, how each organisation has turned out. What the model says of a step is held against the city right
// after it.

#include <algorithm>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/model/blob.h"
#include "engine/state/digest.h"
#include "engine/state/sight.h"
#include "engine/views/summonses.h"
#include "tests/long_run.h"
#include "tests/running_city.h"

#include <catch2/catch.hpp>  // last: its CHECK takes the place of ours

namespace wangge {
namespace {

using namespace std::chrono_literals;
using tests::RunningCity;

constexpr std::size_t kept_max = 6;
constexpr int organisations = 10;

// An account with its session, and what it may by the rule.
struct Speaker {
  SessionId session;
  std::set<PlaceId> grids;  // of a terminal
  bool is_terminal = false, has_every_grid = false, is_named = false;
  std::set<PostId> posts;  // of a person
  OrganisationId organisation;
};

struct Modelled {
  PlaceId place;
  bool is_restricted = false, is_over = false;
  DemandId head;
};

struct Guest {
  OrganisationId who;
  Seconds arrived = 0;
  bool is_late = false, is_missing = false, has_left = false;
  std::uint8_t grade = 0;
};

struct Whistle {
  DemandId demand;
  PlaceId place;
  PostId by;
  Seconds due = 0;
  bool has_ended = false, is_with_the_city = false;
  std::vector<Guest> who;

  Guest* find(OrganisationId organisation) {
    const auto found = std::ranges::find(who, organisation, &Guest::who);
    return found == who.end() ? nullptr : &*found;
  }
  bool is_rated() const {
    return std::ranges::all_of(who, [](const Guest& one) { return one.arrived == 0 || one.grade != 0; });
  }
  bool is_complete() const {
    return std::ranges::all_of(who, [](const Guest& one) { return one.arrived != 0; });
  }
  bool is_awaited() const { return !has_ended && !is_with_the_city && !is_complete(); }
};

// That the time to report was over.
struct Missed {
  SummonsId summons;
  Seconds due = 0, at = 0;
  std::vector<OrganisationId> who;
  friend bool operator==(const Missed&, const Missed&) = default;
};

class Whistles {
 public:
  explicit Whistles(std::uint32_t seed) : random_(seed), running_(Capacity{.summonses = kept_max}) {
    near_ = running_.grid(0);
    secret_ = running_.grid(242);
    city_post_ = running_.post("P220881");
    for (std::uint32_t i = 1; i <= organisations; ++i) everybody_.push_back(OrganisationId{i});
    speakers_.push_back({.session = running_.desk(),
                         .grids = {},
                         .is_terminal = true,
                         .has_every_grid = true,
                         .is_named = true,
                         .posts = {},
                         .organisation = {}});
    terminal({}, 101);
    terminal({near_}, 102);
    person(running_.post("P220881001001"), {}, 103);
    person(running_.post("P220881001"), {}, 104);
    person({}, everybody_.front(), 105);
  }

  void run(int steps) {
    for (int i = 0; i < 6; ++i) submit();
    for (int step = 0; step < steps; ++step) {
      INFO("step " << step);
      switch (below(16)) {
        case 0: submit(); break;
        case 1: end_a_demand(); break;
        case 2:
        case 3: pass(std::chrono::seconds{1 + below(900)}); break;
        case 4: pass_until_due(); break;
        case 5:
        case 6:
        case 7: call(); break;
        default: attend();
      }
      compare();
      if (step == steps / 2) running_.restart();
    }
    compare_views();
    compare_missed();
    CHECK((forgotten_ != 0 && late_ != 0 && never_ != 0));
    CHECK(running_.replayed_digest() == digest_of(running_.city()));
  }

  // What the engine refused, and was right to.
  const std::set<Reason>& refused() const { return refused_; }

 private:
  std::uint32_t below(std::uint32_t end) { return static_cast<std::uint32_t>(random_() % end); }
  template <class Values>
  const auto& any(const Values& values) {
    return *std::next(values.begin(), below(static_cast<std::uint32_t>(values.size())));
  }
  const City& city() const { return running_.city(); }
  const Configuration& configuration() const { return *city().configuration; }
  Seconds now() const { return to_seconds(running_.now); }

  void terminal(const std::set<PlaceId>& grids, std::uint8_t token) {
    Rights rights;
    rights.every_grid = grids.empty();
    rights.grids.assign(grids.begin(), grids.end());
    const SessionId session = running_.open(AccountKind::terminal, rights, token);
    speakers_.push_back({.session = session,
                         .grids = grids,
                         .is_terminal = true,
                         .has_every_grid = grids.empty(),
                         .is_named = false,
                         .posts = {},
                         .organisation = {}});
  }
  void person(PostId post, OrganisationId organisation, std::uint8_t token) {
    Rights rights;
    if (post) rights.posts = {post};
    rights.organisation = organisation;
    Speaker speaker{.session = running_.open(AccountKind::person, rights, token),
                    .grids = {},
                    .posts = {},
                    .organisation = organisation};
    if (post) speaker.posts = {post};
    speakers_.push_back(speaker);
  }

  Reason send(const Speaker& speaker, const Command& command, SummonsId* summons = nullptr) {
    const auto frame = running_.send_frame(speaker.session, city().sessions[speaker.session].expected(), {command},
                                           RunningCity::plain_text);
    const loop::Outcome& outcome = frame.outcomes.at(0);
    if (summons != nullptr) *summons = SummonsId{outcome.position.value};
    return outcome.refusal.reason;
  }
  // One of these where there are any, else none.
  void check_refusal(Reason reason, const std::set<Reason>& expected) {
    std::string names;
    for (const Reason one : expected) names += std::string(text_of(one).name) + " ";
    INFO("got " << text_of(reason).name << ", expected one of: " << names);
    REQUIRE((expected.empty() ? reason == Reason::none : expected.contains(reason)));
    if (reason != Reason::none) refused_.insert(reason);
  }

  // --- demands

  // What is restricted lies where no post of a speaker covers it.
  void submit() {
    const bool is_restricted = below(5) == 0;
    const auto fits = [&](const Category& one) {
      const bool is_closed_by_posts = one.lead == Lead::post && !one.check_first;
      return one.present && one.restricted == is_restricted && (is_restricted || is_closed_by_posts);
    };
    const auto& categories = configuration().categories;
    const auto found = std::ranges::find_if(categories, fits);
    REQUIRE(found != categories.end());
    const PlaceId place = is_restricted ? secret_ : below(4) == 0 ? running_.grid(40) : near_;
    const CategoryId category{static_cast<std::uint16_t>(found - categories.begin())};
    const loop::Outcome outcome = running_.send(RunningCity::plain(place, category), RunningCity::plain_text);
    REQUIRE_FALSE(outcome.refusal);
    demands_[DemandId{outcome.position.value}] = {
        .place = place, .is_restricted = is_restricted, .is_over = false, .head = {}};
  }

  // By hand, whatever the whistles for it do.
  void end_a_demand() {
    const DemandId id = any(demands_).first;
    Modelled& demand = demands_[id];
    const bool has_members = std::ranges::any_of(demands_, [&](const auto& one) { return one.second.head == id; });
    if (demand.is_over || demand.head || has_members) return;
    const Slot& slot = *city().demands.find(id);
    switch (below(3)) {
      case 0:
        demand.is_over =
            !running_
                 .send(Act{.demand = id, .as = {}, .note = {0, 12}, .deed = Deed::withdraw}, RunningCity::plain_text)
                 .refusal;
        break;
      case 1: {
        const DemandId head = any(demands_).first;
        if (head == id || demands_[head].is_over || demands_[head].head) return;
        if (!running_.send(Join{.demand = id, .as = {}, .head = head, .note = {}, .bond = Bond::same}).refusal)
          demand.head = head;
        break;
      }
      default:
        for (const Deed deed : {Deed::accept, Deed::finish, Deed::close}) {
          const Party as = deed == Deed::close ? Party(city().routes.chain(slot.chain).span().back()) : slot.lead;
          const bool is_done = !running_.send(Act{.demand = id, .as = as, .deed = deed}).refusal;
          demand.is_over = is_done && deed == Deed::close;
        }
    }
  }

  bool is_hidden(DemandId demand, const Speaker& speaker) const {
    return demand && demands_.at(demand).is_restricted && !speaker.is_named;
  }

  // --- calling

  std::set<Reason> against(const Summon& command, const std::vector<OrganisationId>& who,
                           const Speaker& speaker) const {
    std::set<Reason> reasons;
    PlaceId place = command.place;
    if (command.demand) {
      const auto found = demands_.find(command.demand);
      if (found == demands_.end() || is_hidden(command.demand, speaker)) return {Reason::unknown_demand};
      place = found->second.place;
      if (found->second.is_over) reasons.insert(Reason::demand_over);
      if (found->second.head) reasons.insert(Reason::joined);
    } else if (place.value >= configuration().places.size()) {
      return {Reason::unknown_place};
    }
    const PostId post = command.as.post();
    const bool may_speak = post && (speaker.is_terminal ? speaker.has_every_grid : speaker.posts.contains(post));
    if (!may_speak) reasons.insert(Reason::not_allowed);
    const Post& caller = configuration().posts[post.value];
    const bool may_call =
        caller.level == Level::community || caller.level == Level::subdistrict || caller.level == Level::city;
    if (!may_call || !configuration().lies_in(place, caller.place)) reasons.insert(Reason::not_summoned_by);
    if (who.empty()) reasons.insert(Reason::nobody_summoned);
    for (const OrganisationId one : who) {
      if (one.value >= configuration().organisations.size()) reasons.insert(Reason::unknown_organisation);
      if (std::ranges::count(who, one) > 1) reasons.insert(Reason::summoned_twice);
    }
    if (!command.demand && command.note.length == 0) reasons.insert(Reason::note_missing);
    const bool has_ended_ones = std::ranges::any_of(kept_, [](const auto& one) { return one.second.has_ended; });
    if (kept_.size() == kept_max && !has_ended_ones) reasons.insert(Reason::too_many_summonses);
    return reasons;
  }

  // A post that covers the place, or any on the way up from there, or elsewhere.
  PostId caller_for(PlaceId place) {
    std::vector<PostId> posts;
    for (PlaceId at = place; at; at = configuration().places[at.value].parent) {
      const PostId post = configuration().places[at.value].post;
      const bool is_above = post && configuration().posts[post.value].level >= Level::community;
      if (is_above || (post && below(8) == 0)) posts.push_back(post);
    }
    return below(12) == 0 || posts.empty() ? running_.post("P220881001002") : any(posts);
  }

  void call() {
    Summon command;
    if (below(2) == 0) {
      command.demand = below(15) == 0 ? DemandId{1} : any(demands_).first;
    } else {
      const PlaceId building = running_.place("22088100100101L02");
      command.place = below(15) == 0 ? PlaceId{1'000'000} : below(3) == 0 ? building : near_;
    }
    const auto demand = demands_.find(command.demand);
    const bool is_known = command.place && command.place.value < configuration().places.size();
    const PlaceId place = demand != demands_.end() ? demand->second.place : is_known ? command.place : near_;
    command.as = caller_for(place);
    if (below(30) == 0) command.as = everybody_.front();
    if (below(10) != 0) command.note = {0, 12};
    std::vector<OrganisationId> who = everybody_;
    std::ranges::shuffle(who, random_);
    who.resize(below(20) == 0 ? 0 : 1 + below(static_cast<std::uint32_t>(command.who.size())));
    if (who.size() > 1 && below(15) == 0) who.back() = who.front();
    if (!who.empty() && below(20) == 0) who.front() = OrganisationId{1'000'000};
    std::ranges::copy(who, command.who.begin());

    const Speaker& speaker = below(3) == 0 ? any(speakers_) : speakers_.front();
    const bool is_persons = !speaker.is_terminal && demand != demands_.end() && demand->second.is_restricted;
    if (is_persons) return;  // what part a post has in a restricted demand is another model's
    const std::set<Reason> reasons = against(command, who, speaker);
    SummonsId id;
    check_refusal(send(speaker, command, &id), reasons);
    if (!reasons.empty()) return;
    if (kept_.size() == kept_max) {
      const auto oldest = std::ranges::find_if(kept_, [](const auto& one) { return one.second.has_ended; });
      gone_.insert(oldest->first);
      kept_.erase(oldest);
      ++forgotten_;
    }
    Whistle& whistle = kept_[id];
    whistle = {.demand = command.demand, .place = place, .by = command.as.post(), .due = now() + 30 * 60, .who = {}};
    for (const OrganisationId one : who) {
      whistle.who.push_back({.who = one});
      ++counts_[one].called;
    }
  }

  // --- those who come

  std::set<Reason> against(const Attend& command, const Speaker& speaker) {
    const auto found = kept_.find(command.summons);
    if (found == kept_.end() || (speaker.is_terminal && is_hidden(found->second.demand, speaker)))
      return {Reason::unknown_summons};
    Whistle& whistle = found->second;
    std::set<Reason> reasons;
    const PlaceId grid = configuration().enclosing(whistle.place, PlaceKind::grid);
    const bool may = speaker.is_terminal ? speaker.has_every_grid || speaker.grids.contains(grid)
                                         : speaker.posts.contains(whistle.by);
    if (!may) reasons.insert(Reason::not_the_caller);
    const auto demand = demands_.find(whistle.demand);
    const bool is_persons = !speaker.is_terminal && demand != demands_.end() && demand->second.is_restricted;
    if (!may && is_persons) reasons.insert(Reason::unknown_summons);  // what part a post has in it is another model's
    const bool is_rating = command.what == Attendance::rated;
    if (is_rating && !whistle.has_ended) reasons.insert(Reason::summons_not_over);
    if (!is_rating && whistle.has_ended) reasons.insert(Reason::summons_over);
    if (command.grade > 5 || (is_rating && command.grade == 0)) reasons.insert(Reason::bad_grade);
    if (command.what == Attendance::left && command.note.length == 0) reasons.insert(Reason::note_missing);
    if (command.what == Attendance::ended) return reasons;
    const Guest* const guest = whistle.find(command.who);
    if (guest == nullptr) {
      reasons.insert(Reason::not_summoned);
    } else if (command.what == Attendance::arrived) {
      if (guest->arrived != 0) reasons.insert(Reason::arrived_already);
    } else {
      if (guest->arrived == 0) reasons.insert(Reason::not_arrived);
      if (command.what == Attendance::left && guest->has_left) reasons.insert(Reason::left_already);
      if (is_rating && guest->grade != 0) reasons.insert(Reason::already_rated);
    }
    return reasons;
  }

  void attend() {
    if (kept_.empty()) return;
    const auto& [some, called] = any(kept_);
    Attend command{
        .summons = some, .who = any(called.who).who, .note = {0, 12}, .what = Attendance::arrived, .grade = 0};
    if (below(20) == 0) command.summons = gone_.empty() ? SummonsId{1} : any(gone_);
    if (below(20) == 0) command.who = any(everybody_);
    if (below(4) == 0) command.note = {};
    const std::uint32_t dice = below(10);
    if (called.has_ended) {
      command.what = dice == 0 ? Attendance::arrived : dice == 1 ? Attendance::ended : Attendance::rated;
    } else {
      command.what = dice < 6   ? Attendance::arrived
                     : dice < 7 ? Attendance::left
                     : dice < 9 ? Attendance::ended
                                : Attendance::rated;
    }
    if (command.what == Attendance::rated) command.grade = static_cast<std::uint8_t>(below(7));
    if (command.what == Attendance::ended && below(3) == 0) command.grade = static_cast<std::uint8_t>(below(7));
    const Speaker& speaker = below(3) == 0 ? any(speakers_) : speakers_.front();

    const std::set<Reason> reasons = against(command, speaker);
    check_refusal(send(speaker, command), reasons);
    if (!reasons.empty()) return;
    Whistle& whistle = kept_[command.summons];
    if (command.what == Attendance::ended) {
      end(whistle, command.grade);
    } else {
      record(whistle, *whistle.find(command.who), command);
    }
    if (whistle.has_ended && whistle.is_rated()) {
      kept_.erase(command.summons);
      gone_.insert(command.summons);
    }
  }

  void record(const Whistle& whistle, Guest& guest, const Attend& command) {
    if (command.what == Attendance::arrived) {
      guest.arrived = now();
      guest.is_late = now() >= whistle.due;
      ++(guest.is_late ? counts_[guest.who].late : counts_[guest.who].in_time);
      late_ += guest.is_late;
    }
    if (command.what == Attendance::left) {
      guest.has_left = true;
      ++counts_[guest.who].left_early;
    }
    if (command.what == Attendance::rated) rate(guest, command.grade);
  }

  void rate(Guest& guest, std::uint8_t grade) {
    guest.grade = grade;
    ++counts_[guest.who].rated;
    counts_[guest.who].grades += grade;
  }

  void end(Whistle& whistle, std::uint8_t grade) {
    whistle.has_ended = true;
    for (Guest& guest : whistle.who) {
      const bool was_never_there = guest.arrived == 0 && now() >= whistle.due;
      counts_[guest.who].never += was_never_there;
      never_ += was_never_there;
      if (guest.arrived != 0 && grade != 0) rate(guest, grade);
    }
  }

  // --- time

  void pass(Duration time) {
    running_.move_to(running_.now + time);
    std::set<std::pair<Seconds, SummonsId>> over;
    for (const auto& [id, one] : kept_) {
      if (one.is_awaited() && one.due <= now()) over.insert({one.due, id});
    }
    for (const auto& [due, id] : over) {
      Whistle& whistle = kept_[id];
      whistle.is_with_the_city = true;
      Missed missed{.summons = id, .due = due, .at = now(), .who = {}};
      for (Guest& guest : whistle.who) {
        if (guest.arrived != 0) continue;
        guest.is_missing = true;
        missed.who.push_back(guest.who);
      }
      missed_.push_back(missed);
    }
  }

  // To the very second, or the one before.
  void pass_until_due() {
    std::vector<Seconds> dues;
    for (const auto& [id, one] : kept_) {
      if (one.due > now() + 1) dues.push_back(one.due);
    }
    if (dues.empty()) return;
    pass(to_instant(std::ranges::min(dues) - below(2)) - running_.now);
  }

  // --- the city is as the model has it

  void compare() {
    const Summonses& real = city().summonses;
    REQUIRE(real.all().size() == kept_.size());
    std::optional<std::pair<Seconds, SummonsId>> next;
    for (const auto& [id, one] : kept_) {
      INFO("summons " << id.value);
      const Summons* const found = real.find(id);
      REQUIRE(found != nullptr);
      REQUIRE(found->demand == one.demand);
      REQUIRE(found->place == one.place);
      REQUIRE(found->by == Party(one.by));
      REQUIRE(found->due == one.due);
      REQUIRE((found->ended != 0) == one.has_ended);
      REQUIRE(found->escalated_to == (one.is_with_the_city ? city_post_ : PostId{}));
      REQUIRE(real.is_awaited(id) == one.is_awaited());
      REQUIRE(found->who.size() == one.who.size());
      for (std::size_t i = 0; i < one.who.size(); ++i) {
        INFO("organisation " << one.who[i].who.value);
        REQUIRE(found->who[i].who == one.who[i].who);
        REQUIRE(found->who[i].arrived == one.who[i].arrived);
        REQUIRE(found->who[i].is_late == one.who[i].is_late);
        REQUIRE(found->who[i].is_missing == one.who[i].is_missing);
        REQUIRE(found->who[i].has_left == one.who[i].has_left);
        REQUIRE(found->who[i].grade == one.who[i].grade);
      }
      if (one.is_awaited() && (!next || std::pair(one.due, id) < *next)) next = {one.due, id};
    }
    REQUIRE(real.next_due() == next);
    for (const OrganisationId one : everybody_) REQUIRE(real.turnout(one) == counts_[one]);
    for (const auto& [id, one] : demands_) {
      const Slot* const slot = city().demands.find(id);
      REQUIRE((slot == nullptr || is_over(slot->state)) == (one.is_over || one.head));
    }
  }

  void compare_views() {
    for (const Speaker& speaker : speakers_) {
      INFO("session " << speaker.session.value);
      const AccountId account = city().sessions[speaker.session].account();
      const views::Summonses seen = views::summonses_of(city(), account, {.of = {}, .turnouts = true}, running_.now);
      std::set<SummonsId> ids, expected;
      int before = 0;
      for (const views::SummonsRow& row : seen.rows) {
        ids.insert(row.id);
        const int rank = row.summons.ended != 0 ? 2
                         // Missing first, what is over last
                         : row.summons.escalated_to ? 0
                                                    : 1;
        CHECK(rank >= before);
        before = rank;
      }
      for (auto& [id, one] : kept_) {
        if (sees(speaker, one)) expected.insert(id);
      }
      CHECK(ids == expected);
      for (const views::TurnoutRow& row : seen.turnouts) CHECK(row.turnout == counts_[row.who]);
      const auto called = std::ranges::count_if(counts_, [](const auto& one) { return one.second.called != 0; });
      const bool sees_own_alone = !speaker.is_terminal && speaker.posts.empty();
      CHECK(seen.turnouts.size() == static_cast<std::size_t>(sees_own_alone ? 1 : called));
    }
  }

  bool sees(const Speaker& speaker, Whistle& whistle) const {
    if (speaker.posts.contains(whistle.by) || (whistle.is_with_the_city && speaker.posts.contains(city_post_)))
      return true;
    if (speaker.organisation && whistle.find(speaker.organisation) != nullptr) return true;
    if (is_hidden(whistle.demand, speaker)) return false;
    if (speaker.is_terminal)
      return speaker.has_every_grid ||
             speaker.grids.contains(configuration().enclosing(whistle.place, PlaceKind::grid));
    return std::ranges::any_of(speaker.posts, [&](PostId post) {
      return configuration().lies_in(whistle.place, configuration().posts[post.value].place);
    });
  }

  void compare_missed() {
    std::vector<Missed> real;
    running_.log().replay(Position{1}, [&](const Fact& fact) {
      const auto* const event = std::get_if<NotArrived>(&fact.event);
      if (event == nullptr) return;
      CHECK(event->to == city_post_);
      real.push_back({event->summons, event->due, fact.at, decode_organisations(fact.bytes(event->who)).value()});
    });
    CHECK((real == missed_));
  }

  std::mt19937 random_;
  RunningCity running_;
  PlaceId near_, secret_;
  PostId city_post_;
  std::vector<OrganisationId> everybody_;
  std::vector<Speaker> speakers_;  // the import desk first
  std::map<DemandId, Modelled> demands_;
  std::map<SummonsId, Whistle> kept_;
  std::set<SummonsId> gone_;
  std::map<OrganisationId, Turnout> counts_;
  std::vector<Missed> missed_;
  std::set<Reason> refused_;
  int forgotten_ = 0, late_ = 0, never_ = 0;
};

TEST_CASE(
    "Whistles are as a naive model has them, whoever calls, comes, leaves and rates, and what is refused is refused "
    "for its reason") {
  std::set<Reason> refused;
  for (std::uint32_t round = 0; round < tests::rounds(3); ++round) {
    const std::uint32_t seed = Catch::rngSeed() + round;
    INFO("seed " << seed);
    Whistles whistles(seed);
    whistles.run(700);
    refused.insert(whistles.refused().begin(), whistles.refused().end());
  }
  for (const Reason reason : {Reason::unknown_demand,  Reason::demand_over,          Reason::joined,
                              Reason::unknown_place,   Reason::not_allowed,          Reason::not_summoned_by,
                              Reason::nobody_summoned, Reason::unknown_organisation, Reason::summoned_twice,
                              Reason::note_missing,    Reason::too_many_summonses,   Reason::unknown_summons,
                              Reason::not_the_caller,  Reason::summons_over,         Reason::summons_not_over,
                              Reason::not_summoned,    Reason::arrived_already,      Reason::not_arrived,
                              Reason::left_already,    Reason::already_rated,        Reason::bad_grade}) {
    INFO(text_of(reason).name);
    CHECK(refused.contains(reason));
  }
}

}  // namespace
}  // namespace wangge
