#pragma once
// Whistles (吹哨): the summonses that are under way or whose organisations wait to be rated, and the turnout of each
// organisation over all of them. Const members ask; all other members are called by apply alone.

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <utility>
#include <vector>

#include "engine/model/event.h"

namespace wangge {

struct Attendee {
  OrganisationId who;
  Seconds arrived = 0;      // 0: not yet
  bool is_late = false;     // arrived late
  bool is_missing = false;  // was not there when the time was over; stays set if it arrives after all
  bool has_left = false;    // early
  std::uint8_t grade = 0;   // 0: none yet
};

struct Summons {
  DemandId demand;  // none: the summons has a cause of its own
  PlaceId place;
  Party by;
  Seconds called = 0, due = 0;
  Seconds ended = 0;    // 0: under way
  PostId escalated_to;  // in whose list the summons stands, since somebody had not arrived; none: in nobody's
  std::vector<Attendee> who;

  const Attendee* find(OrganisationId organisation) const;
  bool is_complete() const;  // whether all have arrived
  bool is_rated() const;     // whether all who have arrived are rated
};

// The record of an organisation over all whistles.
struct Turnout {
  std::uint32_t called = 0, in_time = 0, late = 0;
  std::uint32_t never = 0;                              // had not come when the time was over, nor by the end
  std::uint32_t left_early = 0, rated = 0, grades = 0;  // grades: the sum
  friend bool operator==(const Turnout&, const Turnout&) = default;
};

class Summonses {
 public:
  // The summons; null where there is none, or where nothing more can be said of it.
  const Summons* find(SummonsId id) const;
  const std::map<SummonsId, Summons>& all() const { return all_; }
  // The oldest that has ended and waits to be rated; none where there is none.
  SummonsId oldest_over() const { return over_.empty() ? SummonsId{} : *over_.begin(); }
  // The summons whose time to report is over first, among those for which somebody is still waited for.
  std::optional<std::pair<Seconds, SummonsId>> next_due() const;
  bool is_awaited(SummonsId id) const;

  Turnout turnout(OrganisationId who) const { return who.value < turnouts_.size() ? turnouts_[who.value] : Turnout{}; }
  // By organisation; the vector ends with the last organisation that has a record.
  const std::vector<Turnout>& turnouts() const { return turnouts_; }

  // apply alone
  void call(const Summoned& event, std::span<const OrganisationId> who, Position position, Seconds at);
  void attend(const Attended& event, Seconds at);
  void miss(const NotArrived& event, std::span<const OrganisationId> who);

 private:
  void arrive(Summons& summons, const Attended& event, Seconds at);
  void end(Summons& summons, const Attended& event, Seconds at);
  void grade(Attendee& attendee, std::uint8_t grade);
  Turnout& turnout_of(OrganisationId who);

  std::map<SummonsId, Summons> all_;
  std::set<std::pair<Seconds, SummonsId>> awaited_;  // by the end of the time to report
  std::set<SummonsId> over_;
  std::vector<Turnout> turnouts_;  // by organisation
};

}  // namespace wangge
