#include "tests/random_life.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>

#include "engine/base/check.h"
#include "engine/rules/situations.h"
#include "engine/state/sight.h"
#include "engine/views/queue.h"

namespace wangge::tests {

bool is_beside(const City& city, const Slot& demand, Party owner) {
  const Aside& aside = city.demands.aside(demand.id);
  if (is_over(demand.state)) return is_under_review(aside.appeal) && owner == Party(aside.reviewer);
  if (aside.pending != Pending::none && aside.asked_of == owner) return true;
  if (std::ranges::find(aside.assistants, owner) != aside.assistants.end()) return true;
  const Configuration& configuration = *city.configuration;
  const Level level = configuration.categories[demand.category.value].verify_by;
  if (demand.state != DemandState::finished || level == Level::none) return false;
  const auto chain = city.routes.chain(demand.chain).span();
  const auto may = [&](PostId post) {
    return Party(post) != demand.lead && configuration.posts[post.value].level >= level;
  };
  for (std::size_t step = demand.acting_step; step < chain.size(); ++step) {
    if (may(chain[step])) return Party(chain[step]) == owner;
  }
  for (std::size_t step = demand.acting_step; step > 0; --step) {  // below the one that leads, the nearest
    if (may(chain[step - 1])) return Party(chain[step - 1]) == owner;
  }
  return false;
}

namespace {

PlaceId city_place(const Configuration& configuration) {
  const auto found =
      std::ranges::find(configuration.posts.begin() + 1, configuration.posts.end(), Level::city, &Post::level);
  return found->place;
}

}  // namespace

RandomLife::RandomLife(RunningCity& running, unsigned seed) : running_(running), random_(seed) {
  for (int& weight : weights_) weight = 1 + static_cast<int>(below(8));
  const Configuration& configuration = *running.city().configuration;
  Rights every_grid, city, posts;
  every_grid.every_grid = true;
  city.scope = city_place(configuration);
  for (std::uint32_t id = 1; id < configuration.posts.size(); ++id) {
    if (configuration.posts[id].level >= Level::community) posts.posts.push_back(PostId{id});
  }
  terminal_ = running.open(AccountKind::terminal, every_grid, 201);
  covers_ = running.open(AccountKind::person, city, 202);
  acts_ = running.open(AccountKind::person, posts, 203);
}

void RandomLife::step() {
  std::discrete_distribution<int> pick(std::begin(weights_), std::end(weights_));
  switch (pick(random_)) {
    case 0: submit(); break;
    case 1: running_.send(Act{.demand = demand(), .as = lead(), .deed = Deed::accept}); break;
    case 2: running_.send(Act{.demand = demand(), .as = lead(), .note = note(), .deed = Deed::finish}, text_); break;
    case 3: running_.send(Act{.demand = demand(), .as = lead(), .note = note(), .deed = Deed::close}, text_); break;
    case 4: running_.move_to(running_.now + Duration{below(8) == 0 ? below(200'000) : below(4'000)}); break;
    case 5: resend(); break;
    case 6: below(20) == 0 ? situate() : below(6) == 0 ? whistle() : act(); break;
  }
}

void RandomLife::check_invariants() const {
  const City& city = running_.city();
  std::size_t queued = 0;
  for (std::uint32_t id = 1; id <= city.codes.posts.size(); ++id) queued += walk(PostId{id});
  for (std::uint32_t id = 1; id <= city.codes.organisations.size(); ++id) queued += walk(OrganisationId{id});
  CHECK(queued == city.demands.open());
  std::size_t in_memory = 0;
  city.demands.each(
      [&](const Slot& demand) {
        const Due due = soonest(demand.dues, demand.state);
        CHECK(due.at == 0 || to_instant(due.at) > running_.now);
        const Seconds urge = city.demands.aside(demand.id).urge.due;
        const bool rests = demand.state == DemandState::suspended || demand.state == DemandState::joined;
        CHECK(urge == 0 || (demand.is_late && (rests || (!is_over(demand.state) && to_instant(urge) > running_.now))));
        CHECK(city.demands.find(demand.id) == &demand);
        // What waits does so for a situation that is in force, and nothing of it runs before.
        const SituationEffect* const effect = rules::effect_on(city, demand.place, demand.category, demand.condition);
        CHECK((demand.waits == 0 || is_over(demand.state) || demand.state == DemandState::suspended ||
               (effect != nullptr && effect->from_its_end && demand.dues[Stage::resolution] == 0)));
        ++in_memory;
      },
      [&](DemandId demand, Position last) {
        CHECK(city.demands.find(demand) == nullptr);
        CHECK(last > position_of(demand));
      });
  CHECK(in_memory == city.demands.size());
  check_families();
  check_subjects();
  check_restricted();
  check_summonses();
  for (const auto& [id, notice] : city.notices.pending()) {
    CHECK(id <= city.last && notice.count > 0);
    CHECK((notice.summons || city.demands.last_of(notice.demand)));
  }
  CHECK(city.jobs.empty());
  for (std::uint32_t id = 1; id <= city.codes.posts.size(); ++id) walk_side(PostId{id});
  for (std::uint32_t id = 1; id <= city.codes.organisations.size(); ++id) walk_side(OrganisationId{id});
}

std::size_t RandomLife::walk(Party owner) const {
  const Demands& demands = running_.city().demands;
  std::size_t count = 0;
  for (SlotIndex index = demands.queue(owner).first; index != no_slot; index = demands[index].next_in_queue) {
    CHECK(demands[index].lead == owner);
    CHECK(!is_over(demands[index].state));
    ++count;
  }
  CHECK(count == demands.queue(owner).count);
  return count;
}

// Who stands beside has something to do with the demand, and does not lead it.
void RandomLife::walk_side(Party owner) const {
  const Demands& demands = running_.city().demands;
  for (const DemandId id : demands.side_queue(owner)) {
    const Slot* demand = demands.find(id);
    CHECK(demand != nullptr);
    CHECK(demand->lead != owner);
    CHECK(is_beside(running_.city(), *demand, owner));
  }
}

// What is joined has an open head that is joined to nothing, and nothing of its own runs; a head knows how many it has.
void RandomLife::check_families() const {
  const Demands& demands = running_.city().demands;
  struct Family {
    std::uint32_t members = 0, voices = 0;
  };
  std::map<DemandId, Family> families;
  const auto each = [&](auto visit) {
    demands.each([&](const Slot& demand) { visit(demand, demands.aside(demand.id)); }, [](DemandId, Position) {});
  };
  each([&](const Slot& demand, const Aside& aside) {
    CHECK((demand.state == DemandState::joined) == bool(aside.head));
    if (!aside.head) return;
    const Slot* const head = demands.find(aside.head);
    CHECK((head != nullptr && !is_over(head->state) && demand.dues == Dues{} && aside.members == 0));
    Family& family = families[aside.head];
    ++family.members;
    family.voices += aside.bond == Bond::same;
  });
  each([&](const Slot& demand, const Aside& aside) {
    const Family family = families[demand.id];
    CHECK((aside.members == family.members && (is_over(demand.state) || aside.voices == family.voices)));
  });
}

// What is open and names something is listed under it, once, and nothing else is.
void RandomLife::check_subjects() const {
  const Demands& demands = running_.city().demands;
  std::map<std::uint32_t, std::set<DemandId>> open;
  demands.each(
      [&](const Slot& demand) {
        if (const Subject subject = demands.subject(demand.id); subject && !is_over(demand.state))
          open[subject.raw()].insert(demand.id);
      },
      [](DemandId, Position) {});
  const Configuration& city = *running_.city().configuration;
  const auto check = [&](Subject subject) {
    std::size_t listed = 0;
    demands.each_about(subject, [&](const Slot& demand) {
      CHECK(open[subject.raw()].contains(demand.id));
      return ++listed <= open[subject.raw()].size();
    });
    CHECK(listed == open[subject.raw()].size());
  };
  for (std::uint32_t id = 1; id < city.assets.size(); ++id) check(AssetId{id});
  for (std::uint32_t id = 1; id < city.doors.size(); ++id) check(DoorId{id});
}

bool RandomLife::is_restricted(const Slot& demand) const {
  const City& city = running_.city();
  return city.configuration->categories[demand.category.value].restricted ||
         city.demands.aside(demand.id).is_restricted;
}

void RandomLife::check_restricted() const {
  const City& city = running_.city();
  const auto is_known_to = [&](SessionId session, DemandId demand) {
    const views::CheckedClaim claim{demand, false};
    return views::statuses(city, account_of(session), {&claim, 1}).at(0).known;
  };
  const Account& acting = city.accounts[account_of(acts_)];
  const auto escalated = [&](const Slot& demand) {
    return std::ranges::any_of(acting.rights.posts, [&](PostId post) {
      const std::vector<DemandId> queue = city.demands.escalation_queue(post);
      return std::ranges::find(queue, demand.id) != queue.end();
    });
  };
  city.demands.each(
      [&](const Slot& demand) {
        if (!is_restricted(demand)) return;
        CHECK(!is_known_to(terminal_, demand.id) && !is_known_to(covers_, demand.id));
        if (demand.state == DemandState::joined) return;  // its queues rest
        const bool is_beside_it =
            std::ranges::any_of(acting.rights.posts, [&](PostId post) { return is_beside(city, demand, post); });
        const PostId follows_up = city.routes.chain(demand.chain).posts[demand.acting_step];
        const bool has_part =
            acting.acts_as(demand.lead) || acting.acts_as(follows_up) || is_beside_it || escalated(demand);
        const bool is_theirs =
            is_kept_out(city, account_of(acts_), demand, city.demands.aside(demand.id).complained_of);
        CHECK(is_known_to(acts_, demand.id) == (has_part && !is_theirs));
      },
      [](DemandId, Position) {});
  const views::QueueSpec everywhere{.owner = {}, .scope = city_place(*city.configuration), .filter = {}};
  for (const SessionId session : {terminal_, covers_}) {
    for (const views::Status& row : views::queue_of(city, account_of(session), everywhere).rows)
      CHECK(!is_restricted(*city.demands.find(row.demand)));
  }
}

// Somebody is waited for until a time to come, or nobody is; what has ended still has somebody to rate. Nobody turns
// out more often than it was called.
void RandomLife::check_summonses() const {
  const Summonses& summonses = running_.city().summonses;
  CHECK(summonses.all().size() <= running_.city().capacity.summonses);
  for (const auto& [id, one] : summonses.all()) {
    const bool is_awaited = one.ended == 0 && !one.is_complete() && !one.escalated_to;
    CHECK(summonses.is_awaited(id) == is_awaited);
    CHECK((!is_awaited || to_instant(one.due) > running_.now));
    CHECK((one.ended == 0 || !one.is_rated()));
  }
  for (const Turnout& one : summonses.turnouts()) {
    CHECK(one.in_time + one.late + one.never <= one.called);
    CHECK((one.rated <= one.in_time + one.late && one.left_early <= one.in_time + one.late &&
           one.grades <= 5 * one.rated));
  }
}

void RandomLife::submit() {
  const Configuration& configuration = *running_.city().configuration;
  const auto sizes = [](const auto& rows) { return static_cast<std::uint32_t>(rows.size()); };
  Submit command;
  command.kind = static_cast<DemandKind>(below(5));
  command.reporter = static_cast<Reporter>(below(3));
  command.place = PlaceId{below(sizes(configuration.places) + 2)};
  if (below(2) == 0) command.road = PlaceId{below(sizes(configuration.places))};
  if (below(3) == 0) {
    command.subject = below(2) == 0 ? Subject(AssetId{below(sizes(configuration.assets) + 1)})
                                    : Subject(DoorId{below(sizes(configuration.doors) + 1)});
    if (below(4) != 0)
      command.place =
          below(2) == 0 ? PlaceId{} : configuration.enclosing(configuration.place_of(command.subject), PlaceKind::grid);
    if (below(2) == 0) command.road = {};
  }
  command.category = CategoryId{static_cast<std::uint16_t>(1 + below(sizes(configuration.categories) - 1))};
  if (below(8) == 0) command.condition = static_cast<std::uint8_t>(below(4));
  command.severity = static_cast<std::uint8_t>(below(6) == 0 ? below(6) : 0);
  if (below(6) == 0) {
    command.complained_of = below(2) == 0
                                ? Party(PersonId{1 + below(std::min(300u, sizes(configuration.people)))})
                                : Party(OrganisationId{1 + below(std::min(40u, sizes(configuration.organisations)))});
  }
  command.occurred = to_seconds(running_.now) + below(200'000) - 100'000;
  command.text = {0, static_cast<std::uint32_t>(text_.size())};
  running_.send(command, text_);
}

// Any deed, by whoever may do it or not.
void RandomLife::act() {
  Act command{
      .demand = demand(), .as = below(3) == 0 ? of_chain() : lead(), .note = note(), .deed = Deed(below(deeds))};
  if (below(5) == 0) command.deed = below(3) == 0 ? Deed::part : Deed::join;
  if (below(12) == 0) command.as = {};
  const City& city = running_.city();
  if (command.deed == Deed::accept || below(8) == 0) command.note = {};
  if (command.deed == Deed::join) {
    running_.send(Join{command.demand, command.as, demand(), command.note, 0, Bond(1 + below(2))}, text_);
    return;
  }
  command.to = of_chain();
  command.verdict = static_cast<std::uint16_t>(below(1 << 10));
  command.is_proved = below(2) == 0;
  command.choice = static_cast<std::uint8_t>(below(7));
  command.category =
      CategoryId{static_cast<std::uint16_t>(below(static_cast<std::uint32_t>(city.configuration->categories.size())))};
  command.limit = {static_cast<std::uint16_t>(below(20)), LimitUnit(below(limit_units))};
  command.until = to_seconds(running_.now) + below(300'000);
  command.place = PlaceId{below(static_cast<std::uint32_t>(city.configuration->places.size()))};
  if (below(2) == 0) {
    command.to = OrganisationId{1 + below(static_cast<std::uint32_t>(city.configuration->organisations.size()))};
  }
  if (below(6) == 0) return record(command);
  running_.send(command, text_);
}

// At a terminal for which there is nothing restricted, but by the code of its receipt.
void RandomLife::record(const Act& command) {
  running_.settle();
  const Slot* const slot = running_.city().demands.find(command.demand);
  const bool is_hidden = slot != nullptr && is_restricted(*slot) && !command.is_proved;
  const std::uint32_t number = running_.city().sessions[terminal_].expected();
  const loop::Outcome outcome = running_.send_frame(terminal_, number, {command}, text_).outcomes.at(0);
  CHECK(!is_hidden || outcome.refusal == Refusal{Reason::unknown_demand});
}

// One begins or ends somewhere, or another calendar is gone by.
void RandomLife::situate() {
  const City& city = running_.city();
  const auto situations = static_cast<std::uint32_t>(city.codes.situations.size());
  if (below(4) == 0) CHECK(!running_.engine().perform(RecomputeDeadlines{}, {}, running_.now).refusal);
  running_.settle();
  if (situations == 0) return;
  const auto& posts = city.configuration->posts;
  const Party city_post =
      PostId{1 + static_cast<std::uint32_t>(
                     std::ranges::find(posts.begin() + 1, posts.end(), Level::city, &Post::level) - posts.begin() - 1)};
  const SituationId situation{static_cast<std::uint16_t>(1 + below(situations))};
  PlaceId place = city.configuration->posts[city_post.post().value].place;
  if (below(3) == 0) place = PlaceId{1 + below(static_cast<std::uint32_t>(city.configuration->places.size()) - 1)};
  if (below(2) == 0 || city.situations.empty()) {
    running_.send(
        DeclareSituation{situation, place, city_post, below(2) == 0 ? 0 : to_seconds(running_.now) - below(40'000)});
  } else {
    const SituationInForce one = city.situations[below(static_cast<std::uint32_t>(city.situations.size()))];
    CHECK(!running_.send(EndSituation{one.situation, one.place, city_post}).refusal);
  }
}

// Somebody is summoned, or something is said of a summons.
void RandomLife::whistle() {
  const City& city = running_.city();
  const auto organisations = static_cast<std::uint32_t>(city.configuration->organisations.size());
  if (below(3) == 0 || city.summonses.all().empty()) {
    Summon command{.demand = below(2) == 0 ? demand() : DemandId{},
                   .place = running_.grid(below(20)),
                   .as = of_chain(),
                   .note = note()};
    const std::uint32_t count = below(static_cast<std::uint32_t>(command.who.size()) + 1);
    for (std::uint32_t i = 0; i < count; ++i) command.who[i] = OrganisationId{1 + below(organisations)};
    running_.send(command, text_);
    return;
  }
  const SummonsId id = summons();
  const Summons* const one = city.summonses.find(id);
  const auto& who = one == nullptr ? city.summonses.all().begin()->second.who : one->who;
  const bool is_any = below(10) == 0;
  running_.send(Attend{.summons = id,
                       .who = is_any ? OrganisationId{below(organisations)}
                                     : who[below(static_cast<std::uint32_t>(who.size()))].who,
                       .note = below(4) == 0 ? TextRef{} : note(),
                       .what = Attendance(below(5)),
                       .grade = static_cast<std::uint8_t>(below(7))},
                text_);
}

// Mostly one that is there.
SummonsId RandomLife::summons() {
  const auto& all = running_.city().summonses.all();
  const auto picked = std::next(all.begin(), below(static_cast<std::uint32_t>(all.size())));
  return SummonsId{picked->first.value + (below(20) == 0 ? 1 : 0)};
}

// A number that has been used changes nothing, whatever is said under it.
void RandomLife::resend() {
  const std::uint32_t expected = running_.city().sessions[running_.desk()].expected();
  if (expected < 2) return;
  const std::uint32_t sequence = 1 + below(expected - 1);
  running_.settle();  // the test may have begun a job
  const Position before = running_.city().last;
  const loop::Frame frame =
      running_.send_frame(running_.desk(), sequence, {Act{.demand = demand(), .as = lead(), .deed = Deed::accept}}, {});
  const loop::Outcome& outcome = frame.outcomes.at(0);
  CHECK((outcome.repeat || outcome.refusal == Refusal{Reason::number_taken, sequence}));
  CHECK(running_.city().last == before);
}

DemandId RandomLife::demand() {
  const Slots& slots = running_.city().demands.slots();
  if (slots.size() == 0) return DemandId{1};
  const DemandId known = slots[below(static_cast<std::uint32_t>(slots.size()))].id;
  if (known) demand_ = known;  // of a free slot there is none: the one before, which may be final
  return below(20) == 0 ? DemandId{demand_.value + 1} : demand_;
}

// A post of the demand's chain.
Party RandomLife::of_chain() {
  const Slot* slot = running_.city().demands.find(demand_);
  if (slot == nullptr) return PostId{1};
  const auto posts = running_.city().routes.chain(slot->chain).span();
  return posts[below(static_cast<std::uint32_t>(posts.size()))];
}

Party RandomLife::lead() {
  const Slot* slot = running_.city().demands.find(demand_);
  const auto posts = static_cast<std::uint32_t>(running_.city().configuration->posts.size());
  return slot != nullptr && below(10) != 0 ? slot->lead : Party(PostId{1 + below(posts - 1)});
}

}  // namespace wangge::tests
