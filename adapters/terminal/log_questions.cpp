#include "adapters/terminal/log_questions.h"

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>
#include <variant>

#include "engine/base/check.h"
#include "engine/model/blob.h"
#include "engine/story/step_bytes.h"
#include "engine/story/tell.h"

namespace wangge::terminal {
namespace {

// The limit for the texts of a history, so that they fit a frame beside its steps.
constexpr std::size_t history_bytes_max = limits::frame_bytes_max / 2;

std::vector<OrganisationId> organisations_of(const Fact& fact) {
  const auto list = [&](TextRef who) {
    return decode_organisations(fact.bytes(who)).value_or(std::vector<OrganisationId>{});
  };
  if (const auto* summoned = std::get_if<Summoned>(&fact.event)) return list(summoned->who);
  if (const auto* missing = std::get_if<NotArrived>(&fact.event)) return list(missing->who);
  return {};
}

bool carries(const Event& event, const Sender& sender) {
  return std::visit(
      [&](const auto& fact) {
        if constexpr (requires { fact.sequence; }) {
          return fact.session == sender.session && fact.sequence == sender.sequence;
        }
        return false;
      },
      event);
}

Position previous(const Event& event) {
  return std::visit(
      [](const auto& fact) {
        if constexpr (requires { fact.previous; }) return fact.previous;
        return Position{};
      },
      event);
}

// Reads to the end in this thread, however long it takes.
template <class Reading>
void read_whole(const log::EventLog& log, Reading& reading) {
  log::Reader reader(log);
  std::set<Position> told;
  for (bool is_done = false; !is_done;) {
    LogTurn turn(reader, told);
    is_done = reading.go_on(turn);
  }
}

}  // namespace

void WayBack::note_damage(Position position) {
  if (!damaged_) damaged_ = position;
}

Result<Fact> WayBack::step(LogTurn& turn, bool is_enough) {
  const Position submission = position_of(demand_);
  const bool is_last = ++facts_ >= limits::question_rows_max || is_enough;
  at_ = is_last ? submission : next_;
  const Result<Fact> fact = turn.fact(at_);
  if (!fact) note_damage(at_);
  const Position before = fact ? previous(fact->event) : submission;
  next_ = at_ == submission || before >= at_ ? Position{} : before;
  return fact;
}

bool HistoryReading::go_on(LogTurn& turn) {
  while (!way_.is_over()) {
    if (!turn.has_more()) return false;
    const Result<Fact> fact = way_.step(turn, bytes_ >= history_bytes_max);
    const Position at = way_.looked_at();
    if (!fact) {
      entries.push_back({.position = at, .damage = story::Damage::fact});
      continue;
    }
    story::Entry& entry = entries.emplace_back(
        story::Entry{.position = at, .at = fact->at, .event = fact->event, .organisations = organisations_of(*fact)});
    const Result<log::Texts> texts = turn.texts(at);
    if (!texts) {
      entry.damage = story::Damage::texts;
      way_.note_damage(at);
      continue;
    }
    entry.text = texts->text;
    entry.attachments = texts->attachments;
    entry.answers = texts->answers;
    bytes_ += entry.text.size() + entry.attachments.size() + entry.answers.size();
  }
  std::ranges::reverse(entries);
  return true;
}

bool StoryReading::go_on(LogTurn& turn) {
  if (!facts.go_on(turn)) return false;
  story.steps = story::encode(story::tell(facts.entries));
  return true;
}

FinalsReading::FinalsReading(std::span<const views::Status> rows) {
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (!rows[i].is_final || !rows[i].last_event) continue;
    found.push_back({.row = i, .last = rows[i].last_event});
    demands_.push_back(rows[i].demand);
  }
}

bool FinalsReading::go_on(LogTurn& turn) {
  for (; next_ < found.size(); ++next_) {
    Found& one = found[next_];
    if (!way_) {
      one.is_left_out = looks_ >= limits::question_looks_max;
      if (one.is_left_out) continue;
      way_.emplace(demands_[next_], one.last);
      entries_.clear();
    }
    for (; !way_->is_over(); ++looks_) {
      if (!turn.has_more()) return false;
      const Result<Fact> fact = way_->step(turn, false);
      if (fact) entries_.push_back({.position = fact->position, .at = fact->at, .event = fact->event});
    }
    std::ranges::reverse(entries_);
    one.standing = story::standing_after(entries_);
    one.standing.demand.id = demands_[next_];  // even where its submission cannot be read
    one.damaged = way_->damaged();
    way_.reset();
  }
  return true;
}

bool TextsReading::go_on(LogTurn& turn) {
  for (; texts.size() < positions_.size();) {
    if (!turn.has_more()) return false;
    const Position at = positions_[texts.size()];
    // The fact is read first, so that the turn counts it as a look.
    const Result<Fact> fact = turn.fact(at);
    const Result<log::Texts> found = fact ? turn.texts(at) : Result<log::Texts>(fact.error());
    if (!found && !damaged) damaged = at;
    texts.emplace_back(found ? found->text : std::string_view());
  }
  return true;
}

bool FactReading::go_on(LogTurn& turn) {
  if (const Result<Fact> fact = turn.fact(at_)) event = fact->event;
  return true;
}

RepeatsReading::RepeatsReading(const loop::Frame& frame) : end_(frame.after) {
  Sender sender = frame.sender;
  for (std::size_t i = 0; i < frame.outcomes.size(); ++i, ++sender.sequence) {
    const loop::Outcome& outcome = frame.outcomes[i];
    if (!outcome.repeat) continue;
    if (outcome.position || outcome.search_from) {
      const bool is_submitted = std::holds_alternative<Submit>(frame.commands[i]);
      wanted_.push_back({found.size(), is_submitted, sender, outcome.position, outcome.search_from});
    }
    found.emplace_back();
  }
}

bool RepeatsReading::go_on(LogTurn& turn) {
  for (; next_ < wanted_.size(); ++next_) {
    if (!look(turn, wanted_[next_])) return false;
  }
  return true;
}

void RepeatsReading::take(LogTurn& turn, const Wanted& wanted, Position at, const Event& event) {
  Found& one = found[wanted.repeat].emplace(Found{at, event, {}});
  const auto* const submitted = std::get_if<Submitted>(&one.event);
  if (!wanted.leaves_contact || submitted == nullptr || submitted->contact_length == 0) return;
  if (Result<std::string> contact = turn.contact(at)) one.contact = std::move(*contact);
}

// False where the turn is over before the fact is found, or before it is known that it will not be.
bool RepeatsReading::look(LogTurn& turn, const Wanted& wanted) {
  if (wanted.at) {
    if (!turn.has_more()) return false;
    if (const Result<Fact> fact = turn.fact(wanted.at)) take(turn, wanted, wanted.at, fact->event);
    return true;
  }
  next_searched_ = std::max(next_searched_, wanted.from);
  for (; searched_ < limits::repeat_looks_max && next_searched_ <= end_; ++next_searched_.value, ++searched_) {
    if (!turn.has_more()) return false;
    const Result<Fact> fact = turn.fact(next_searched_);
    if (!fact) return true;
    if (carries(fact->event, wanted.sender)) {
      take(turn, wanted, next_searched_, fact->event);
      return true;
    }
  }
  return true;
}

std::vector<story::Entry> history(const log::EventLog& log, DemandId demand, Position last) {
  HistoryReading reading(demand, last);
  read_whole(log, reading);
  return std::move(reading.entries);
}

// In a final demand nothing is due any more and nothing waits, even where the facts that ended it cannot be read.
FinalDemand final_demand(const City& city, const FinalsReading::Found& found) {
  FinalDemand final{.status = views::status_of(city, found.standing.demand), .standing = found.standing};
  final.status.last_event = found.last;
  final.status.dues = {};
  final.status.waits = false;
  final.status.is_final = true;
  return final;
}

FinalDemand final_demand(const log::EventLog& log, const City& city, DemandId demand, Position last) {
  const views::Status wanted{.demand = demand, .last_event = last, .is_final = true};
  FinalsReading reading({&wanted, 1});
  read_whole(log, reading);
  return final_demand(city, reading.found.front());
}

}  // namespace wangge::terminal
