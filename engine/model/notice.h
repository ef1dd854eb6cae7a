#pragma once
// Notices: whom the city tells, why, and by which policy. All numbers are written to the log.

#include <array>
#include <bitset>
#include <cstdint>
#include <vector>

#include "engine/base/time.h"
#include "engine/model/limit.h"

namespace wangge {

enum class NoticeKind : std::uint8_t {
  assigned = 0,   // the recipient has to act on the demand now
  due_soon = 1,   // three quarters of a stage are over
  late = 2,       // a deadline has passed
  urged = 3,      // late, and still nothing was done (催办)
  dismissed = 4,  // a subordinate dismissed or diverted it
  ended = 5,      // to the resident: closed, dismissed or diverted
  recurring = 6,  // a hot spot or a storm that a superior is to see to
  summoned = 7,   // to report at a place (吹哨)
  absent = 8,     // somebody who was summoned has not come
};
inline constexpr int notice_kinds = 9;

// Who is told at a step of a policy.
enum class Tell : std::uint8_t {
  lead = 0,
  superior = 1,
  chain = 2,
  city = 3
};  // superior: the post that the demand was escalated to
inline constexpr int tells = 4;

// Which of the people behind a post are told.
enum class Reach : std::uint8_t {
  one = 0,
  all = 1,
  turn = 2
};  // one: who acts for the post; all: whoever is on duty, chief and deputy; turn: one of them, in turn

// When the steps of a policy end, besides the end of the demand.
enum class Until : std::uint8_t { accepted = 0, finished = 1, closed = 2 };
inline constexpr int untils = 3;

struct PolicyStep {
  Limit wait;  // after the step before; the first step has none, since it comes when the deadline passes
  std::bitset<tells> tell;
  Reach reach = Reach::one;
  std::uint8_t repeats = 0;  // of this step before the next; the last one is repeated until the policy ends
  bool is_quiet = false;     // waits while the city sleeps
  Until until = Until::finished;
};

// Escalation of late demands (督办策略): when, and who is told. A policy never changes the way up: that is the posts'
// superiors.
struct Policy {
  std::uint8_t class_number = 0;  // 0: any
  std::uint8_t severity = 0;      // 0: any
  std::vector<PolicyStep> steps;  // at least one
};
using Policies = std::vector<Policy>;

struct NoticeSettings {
  std::bitset<notice_kinds> kinds;       // kinds of notices that are sent at all; none: nobody is told
  Duration quiet_from{}, quiet_until{};  // of the day, over midnight where `from` is later; both the same: none

  // The end of the quiet hours in which `now` lies; `now` where it lies in none.
  Instant after_quiet(Instant now, Duration utc_offset) const;
};

}  // namespace wangge
