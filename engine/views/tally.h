#pragma once
// Counts from the log: how many demands came in, what became of them, what was refused and why, and whether each
// session's numbers came in once and in turn. A supervisor's tables are sums of these counts.

#include <array>
#include <compare>
#include <cstdint>
#include <map>
#include <unordered_map>
#include <vector>

#include "engine/model/event.h"
#include "engine/state/city.h"

namespace wangge::views {

// Demands that are counted together.
struct DemandGroup {
  PlaceId subdistrict;
  std::uint8_t class_number = 0;
  Level level = Level::none;         // of the post that it went to: the first on the chain with somebody acting
  bool led_by_organisation = false;  // then that post follows up
  friend auto operator<=>(const DemandGroup&, const DemandGroup&) = default;
};

struct DemandCounts {
  std::uint64_t submitted = 0, accepted = 0, finished = 0, closed = 0;
  std::uint64_t escalated = 0;  // at least once, without those that are exempted
  std::uint64_t exempted = 0;   // late, but not counted: an appeal was granted
  // Deadlines that passed although somebody was to act, by stage, without those of exempted demands
  std::array<std::uint64_t, stages> overdue{};

  DemandCounts& operator+=(const DemandCounts& more);
};

struct SessionCounts {
  std::uint64_t submitted = 0;
  std::uint64_t acted = 0;  // accepted, finished, closed and all other deeds
  std::uint64_t declined = 0;
  std::uint64_t other = 0;        // facts about accounts
  std::uint64_t out_of_turn = 0;  // numbers that did not follow the one before: repeated or left out
  std::uint32_t last = 0;         // the last number
};

class Tally {
 public:
  // Takes every fact of the log in turn, each after it has been applied to `city`.
  void count(const City& city, const Fact& fact);

  const std::map<DemandGroup, DemandCounts>& demands() const { return demands_; }
  const std::map<Reason, std::uint64_t>& refused() const { return refused_; }
  const std::map<SessionId, SessionCounts>& sessions() const { return sessions_; }

  DemandCounts all_demands() const;

 private:
  DemandCounts& counts_of(const City& city, DemandId demand);
  void count_overdue(const City& city, DemandId demand, Stage stage);
  void exempt(DemandId demand);
  void undo(DemandId demand, Stage stage);
  SessionCounts& take_number(SessionId session, std::uint32_t sequence);

  void on(const City& city, const Submitted& event, DemandId demand);
  void on(const City& city, const Accepted& event, DemandId);
  void on(const City& city, const Finished& event, DemandId);
  void on(const City& city, const Closed& event, DemandId);
  void on(const City& city, const Acted& event, DemandId);
  void on(const City& city, const Sought& event, DemandId);
  void on(const City& city, const Assisted& event, DemandId);
  void on(const City& city, const Moved& event, DemandId);
  void on(const City& city, const Reclassified& event, DemandId);
  void on(const City& city, const Escalated& event, DemandId);
  void on(const City& city, const Reassigned& event, DemandId);
  void on(const City& city, const Declined& event, DemandId);
  void on(const City&, const SessionOpened& event, DemandId);
  // Rows of a city that the engine itself loads have no number.
  void on(const City&, const RowStaged& event, DemandId) {
    if (event.session) ++take_number(event.session, event.sequence).other;
  }
  // Any other fact that carries a number uses it up.
  void on(const City&, const auto& event, DemandId) {
    if constexpr (requires { event.session, event.sequence; }) ++take_number(event.session, event.sequence).other;
  }

  std::map<DemandGroup, DemandCounts> demands_;
  std::map<Reason, std::uint64_t> refused_;
  std::map<SessionId, SessionCounts> sessions_;
  struct Overdue {
    DemandGroup group;  // the group in which it is counted
    Stage stage = Stage::acceptance;
  };
  std::unordered_map<DemandId, std::vector<Overdue>> overdue_;  // escalated counts in the group of the first
};

}  // namespace wangge::views
