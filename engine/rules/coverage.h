#pragma once
// Who is in post (在岗) in the weeks ahead, as far as the tables say: where nobody acts for a post and who answers
// instead, and which posts depend on one person. Who acts is the rule of routing.h; it changes only when somebody's
// leave begins or ends, and when a post is handed over by its roster.

#include <cstdint>
#include <vector>

#include "engine/base/time.h"
#include "engine/model/configuration.h"

namespace wangge::rules {

// The time from `from` (inclusive) until `until` (exclusive), which is later.
struct Window {
  Instant from, until;
};

// A stretch of time in which nobody acts for a post and one other answers. Two gaps of a post touch where another
// begins to answer.
struct Gap {
  PostId post;
  PostId answers;  // the first above it with somebody acting; none: nobody acts on the whole chain
  Instant from, until;
  friend bool operator==(const Gap&, const Gap&) = default;
};

// All gaps, by post, then by beginning. A post for which nobody is named has gaps throughout the window.
std::vector<Gap> gaps(const Configuration& city, Window window);

// The consequences of somebody's leave.
struct Absence {
  Leave leave;  // the part of the leave that lies in the window
  // The gaps meanwhile, by post, then by beginning, of posts that the person is to act for, also by turn; and the grids
  // whose demands would stop at such a post on their way up, if somebody acted there.
  std::vector<Gap> gaps;
};

// `gaps` are those of the city with that leave.
Absence absence(const Configuration& city, const std::vector<Gap>& gaps, const Leave& leave);

// The city with one more leave.
Configuration with_leave(Configuration city, const Leave& leave);

// Somebody who holds several posts.
struct Holder {
  PersonId person;
  std::uint32_t posts = 0;
  std::uint32_t alone = 0;  // how many of those posts have no deputy
  friend bool operator==(const Holder&, const Holder&) = default;
};

// A part of somebody's turn on duty for a post in which they are on leave: the holder acts, or the deputy, or nobody.
struct TurnOnLeave {
  PostId post;
  PersonId person;
  Instant from, until;
  friend bool operator==(const TurnOnLeave&, const TurnOnLeave&) = default;
};

// All of them, by post, then by beginning.
std::vector<TurnOnLeave> turns_on_leave(const Configuration& city, Window window);

struct Coverage {
  std::vector<Gap> gaps;
  std::vector<PersonId> without_contact;  // who hold or deputise for a post, by person
  std::vector<TurnOnLeave> turns_on_leave;
  // Of the posts for which nobody is on duty in the window:
  std::vector<PostId> vacant;     // nobody is named
  std::vector<PostId> on_one;     // a holder without a deputy, or a deputy without a holder; the highest level first
  std::vector<Holder> holders;    // of more than one post; the person with most posts first
  std::vector<Absence> absences;  // the leaves that touch the window, by person, then from
};
Coverage coverage(const Configuration& city, Window window);

}  // namespace wangge::rules
