#include "engine/loop/engine.h"

#include <algorithm>
#include <memory>
#include <utility>
#include <variant>

#include "engine/base/check.h"
#include "engine/model/content.h"
#include "engine/model/described.h"
#include "engine/model/event_description.h"
#include "engine/state/apply.h"

namespace wangge::loop {
namespace {

// The demand that a fact is about.
DemandId demand_of(const Submitted&, Position position) { return DemandId{position.value}; }
DemandId demand_of(const auto& event, Position) {
  if constexpr (requires { event.demand; }) return event.demand;
  return {};
}

City& replayed(City& city, log::EventLog& log) {
  log.replay(Position{city.last.value + 1}, [&](const Fact& fact) { apply(city, fact); });
  CHECK(city.last == log.last());
  return city;
}

}  // namespace

Engine::Engine(City& city, log::EventLog& log, Quarantine* quarantine)
    : city_(replayed(city, log)),
      log_(log),
      quarantine_(quarantine),
      router_(city),
      deadlines_(city),
      jobs_(city),
      recovered_(city.last),
      recovered_at_(city.now),
      now_(city.now) {
  if (quarantine_ != nullptr) settle_suspects();
}

// Settles suspects that an earlier start has declined or parked already, and those that are no longer due.
void Engine::settle_suspects() {
  const std::vector<Suspect> suspects = quarantine_->suspects();
  for (const Suspect& suspect : suspects) {
    if (!rules::is_unsettled(city_, suspect)) quarantine_->settle(suspect);
  }
}

bool Engine::turn(Instant now, bool is_doubtful) {
  advance(now);
  feed_.release(log_.durable());
  if (!is_doubtful) expire_due();
  continue_jobs();
  take_from_inbox();
  hand_over();
  feed_.release(log_.durable());
  const bool is_catching_up = deadlines_.catch_up();
  return (!inbox_.empty() && may_gather()) || (!jobs_.empty() && may_gather_own()) || is_catching_up;
}

Outcome Engine::perform(const Command& command, std::string_view texts, Instant now) {
  advance(now);
  if (!may_gather()) settle();
  Outcome outcome;
  decide_one(Sender{}, command, texts, 0, outcome);
  return outcome;
}

void Engine::settle() {
  log_.flush();
  hand_over();
  log_.flush();
  feed_.release(log_.durable());
}

std::optional<Instant> Engine::next_deadline() const {
  std::optional<Seconds> due = deadlines_.next();
  if (const auto summons = city_.summonses.next_due()) due = due ? std::min(*due, summons->first) : summons->first;
  if (city_.proposal.is_scheduled()) due = due ? std::min(*due, city_.proposal.effective) : city_.proposal.effective;
  if (!due) return std::nullopt;
  return to_instant(*due);
}

bool Engine::quiet() const {
  return inbox_.empty() && jobs_.empty() && group_size_ == 0 && log_.idle() && feed_.empty();
}

// The engine's time never goes back.
void Engine::advance(Instant now) { now_ = std::max(now_, to_seconds(now)); }

void Engine::decide_own(const OwnWish& wish) {
  Outcome outcome;
  const Command command = std::visit([](const auto& one) { return Command{one}; }, wish);
  decide_one(Sender{}, command, {}, 0, outcome);
  CHECK(!outcome.refusal);
}

// Demands that fell due before a changed city comes into force are handled by the old one, and the rest by the changed
// one.
void Engine::expire_due() {
  if (is_taking_effect() && (!expire_until(city_.proposal.effective - 1) || !take_effect())) return;
  expire_until(now_);
}

// Returns false where there may be more.
bool Engine::expire_until(Seconds until) {
  constexpr std::size_t portion = limits::expiries_portion;
  for (std::size_t taken = expire_summonses(until); taken + portion <= limits::turn_expiries_max && may_gather_own();
       taken += portion) {
    ripe_.clear();
    deadlines_.take_due(until, now_, portion, ripe_);
    expire_ripe(until);
    if (ripe_.size() < portion) break;
  }
  const std::optional<Seconds> next = deadlines_.next();
  return !next || *next > until;
}

// Summonses come first, since people wait for somebody at a place. Returns how many there were.
std::size_t Engine::expire_summonses(Seconds until) {
  std::size_t taken = 0;
  for (; taken < limits::turn_expiries_max && may_gather_own(); ++taken) {
    const auto next = city_.summonses.next_due();
    if (!next || next->first > until) break;
    decide_own(ExpireSummons{next->second, next->first});
    CHECK(city_.summonses.next_due() != next);
  }
  return taken;
}

// A job that is under way may have to end before the proposal takes effect. Returns true where it has come into force,
// or was put off.
bool Engine::take_effect() {
  if (city_.jobs.size() >= limits::jobs_max || !may_gather_own()) return false;
  decide_own(TakeEffect{city_.proposal.position, city_.proposal.effective});
  CHECK(!is_taking_effect());
  return true;
}

// Every wish of the clock must lead to a fact that clears or moves the deadline that it came from, or notes the
// warning; otherwise the same wish would come again for ever.
void Engine::expire_ripe(Seconds until) {
  for (const DeadlineWheel::Ripe& ripe : ripe_) {
    if (const std::optional<Deadlines::Wish> wish = deadlines_.wish_of(ripe.demand, until)) {
      std::visit([&](const auto& one) { decide_own(one); }, *wish);
      CHECK(deadlines_.wish_of(ripe.demand, until) != wish);
    } else {
      deadlines_.update(ripe.demand, ripe.slot);
    }
  }
}

void Engine::continue_jobs() {
  std::size_t looks = limits::turn_job_looks;
  while (may_gather_own()) {
    const std::optional<Jobs::Wish> wish = jobs_.next(looks);
    if (!wish) return;
    std::visit([&](const auto& one) { decide_own(one); }, *wish);
  }
}

// Takes from the inbox until there is enough for a log that has nothing to do: the first facts go to the disk while the
// rest is being decided.
void Engine::take_from_inbox() {
  const Position begun = city_.last;
  const std::uint64_t of_the_clock = group_size_ == 0 ? 0 : begun.value - group_.front().first.value + 1;
  const auto has_had_as_much = [&] { return city_.last.value - begun.value >= of_the_clock; };
  while (!inbox_.empty() && may_gather() && !(has_large_group() && log_.idle() && has_had_as_much())) {
    Inbox::Entry entry = inbox_.pop();
    if (const auto* frame = std::get_if<std::unique_ptr<Frame>>(&entry)) {
      answer(**frame);
      (*frame)->after = city_.last;
    } else {
      std::get<std::unique_ptr<Question>>(entry)->ask(city_, to_instant(now_));
    }
    feed_.hold(std::move(entry), city_.last);
  }
}

// Decides a frame number by number. A number below the expected one is a repeat; a frame that begins above it is not
// decided at all. Nor is a frame that an older connection sent before a newer hello of its session: the sender of that
// hello has been told which number is expected.
void Engine::answer(Frame& frame) {
  frame.outcomes.clear();
  Sender sender = frame.sender;
  const bool is_numbered = sender.sequence != 0;
  frame.replaced = frame.hello != 0 && frame.hello != hellos_[sender.session.value - 1];
  if (frame.replaced) return;
  if (is_numbered) {
    CHECK(city_.sessions.contains(sender.session));
    sender.account = city_.sessions[sender.session].account();
    frame.gap = sender.sequence > city_.sessions[sender.session].expected();
  }
  if (!frame.gap) {
    const std::vector<Command>& commands = frame.commands;
    for (std::size_t i = 0; i < commands.size(); ++i) {
      prefetcher_.look_ahead(city_, router_, commands, i);
      const bool is_repeat = is_numbered && sender.sequence < city_.sessions[sender.session].expected();
      const std::uint32_t content = is_numbered ? content_of(commands[i], frame.texts) : 0;
      Outcome& outcome = frame.outcomes.emplace_back();
      if (is_repeat) {
        tell_repeat(city_.sessions[sender.session], sender.sequence, content, outcome);
      } else {
        decide_one(sender, commands[i], frame.texts, content, outcome);
      }
      if (is_numbered) ++sender.sequence;
    }
  }
  if (is_numbered) frame.expected = city_.sessions[sender.session].expected();
}

// A command that says something else under a number that has been used is no repeat, and must not be told what became
// of the first one.
void Engine::tell_repeat(const Session& session, std::uint32_t sequence, std::uint32_t content, Outcome& outcome) {
  const std::uint32_t before = session.content(sequence);
  if (before != 0 && before != content) {
    outcome.refusal = {Reason::number_taken, sequence};
    return;
  }
  outcome.repeat = true;
  outcome.position = session.position(sequence);
  if (!outcome.position) outcome.search_from = session.search_from(sequence);
}

void Engine::decide_one(const Sender& sender, const Command& command, std::string_view texts, std::uint32_t content,
                        Outcome& outcome) {
  const Suspect* const suspect = quarantine_ != nullptr ? quarantine_->find(sender, command) : nullptr;
  if (suspect != nullptr) {
    outcome.refusal = rules::set_apart(city_, *suspect, draft_);
  } else {
    if (quarantine_ != nullptr) quarantine_->begin(sender, command);
    outcome.refusal = decide(city_, router_, {sender, command, texts}, to_instant(now_), draft_);
  }
  for (const Event& event : draft_.events) {
    const Position position{city_.last.value + 1};
    const DemandId demand = see(event, [&](const auto& fact) { return demand_of(fact, position); });
    const bool is_new = demand.value == position.value;
    const SlotIndex before = demand && !is_new ? city_.demands.find_slot(demand) : no_slot;
    apply(city_, {position, now_, event, draft_.blob, content});
    if (demand) deadlines_.update(demand, before);
    if (demand) changes_.note(demand);
  }
  if (quarantine_ != nullptr) quarantine_->end();
  if (!draft_.events.empty()) {
    gather(content);
    const std::size_t after = draft_.events.size() - 1 - draft_.numbered;
    outcome.position = Position{city_.last.value - after};
    tell(draft_.events[draft_.numbered], draft_.follow_up, outcome);
  }
  if (const auto* open = std::get_if<OpenSession>(&command); open && !outcome.refusal) greet(*open, outcome);
}

// From here on no frame that came before in this session is decided. Suspects of a session that made way are not this
// session's, although it has the same id.
void Engine::greet(const OpenSession& open, Outcome& outcome) {
  outcome.account = city_.accounts.find(open.token_hash);
  outcome.session = city_.sessions.find(outcome.account, open.spool);
  outcome.expected = city_.sessions[outcome.session].expected();
  hellos_.resize(city_.sessions.size());
  outcome.hello = ++hellos_[outcome.session.value - 1];
  if (quarantine_ == nullptr || draft_.events.empty()) return;
  const std::vector<Suspect> suspects = quarantine_->suspects();
  for (const Suspect& suspect : suspects) {
    const auto* const number = std::get_if<CommandNumber>(&suspect);
    if (number != nullptr && number->session == outcome.session) quarantine_->settle(suspect);
  }
}

// The batch for the draft's events: the last one, or a new one where it is full or of an earlier second.
log::Batch& Engine::batch_with_room() {
  if (group_size_ > 0) {
    log::Batch& batch = group_[group_size_ - 1];
    const std::size_t text_bytes =
        draft_.text.size() + draft_.reference.size() + draft_.attachments.size() + draft_.answers.size();
    const bool has_room = batch.at == now_ && batch.events.size() + draft_.events.size() <= limits::batch_events_max &&
                          batch.texts.size() + text_bytes <= limits::batch_text_bytes_max &&
                          batch.blob.size() + draft_.blob.size() <= limits::batch_blob_bytes_max;
    if (has_room) return batch;
  }
  CHECK(group_size_ < limits::group_batches_max);
  if (group_size_ == group_.size()) group_.emplace_back();
  log::Batch& batch = group_[group_size_++];
  batch.first = Position{city_.last.value - draft_.events.size() + 1};
  batch.at = now_;
  return batch;
}

void Engine::gather(std::uint32_t content) {
  log::Batch& batch = batch_with_room();
  const auto moved_by = static_cast<std::uint32_t>(batch.blob.size());
  for (const Event& event : draft_.events) {
    batch.events.push_back(event);
    batch.contents.push_back(carries_number(event) ? content : 0);
    if (moved_by != 0) std::visit([&](auto& moved) { move_refs(moved, moved_by); }, batch.events.back());
  }
  if (!draft_.blob.empty()) batch.blob += draft_.blob;
  for (const std::string_view text :
       {draft_.text, draft_.reference, draft_.attachments, std::string_view(draft_.answers)}) {
    if (!text.empty()) batch.texts += text;  // most are empty
  }
  if (!draft_.contact.empty()) batch.contacts += draft_.contact;
}

// Whether the group is worth handing over while another one is being synced.
bool Engine::has_large_group() const {
  if (group_size_ == 0) return false;
  const std::uint64_t events = city_.last.value - group_.front().first.value + 1;
  return events >= limits::hand_over_events || !may_gather();
}

void Engine::hand_over() {
  if (group_size_ == 0 || !(log_.idle() || (has_large_group() && log_.has_room()))) return;
  group_.resize(group_size_);
  log_.append(group_);
  group_size_ = 0;
}

}  // namespace wangge::loop
