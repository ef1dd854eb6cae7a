#pragma once
// Duty rosters (值班表): who is on duty for a post, by the tables rotations.csv and shifts.csv. Whether that person
// acts is another matter, and a rule: rules::acting().

#include <cstddef>
#include <vector>

#include "engine/base/time.h"
#include "engine/model/configuration.h"

namespace wangge {

// A stretch of time in which one person is on duty for a post, or nobody: then it is as if the post had no roster.
struct Stint {
  PersonId person;
  Instant from = Instant::min(), until = Instant::max();  // inclusive; exclusive. At `until` the duty is handed over
  const Shift* shift = nullptr;                           // the shift that names the person; null: by rotation
};

// The stint that contains an instant. Takes nothing from the heap.
Stint on_duty(const Configuration& city, PostId post, Instant now);

// The stints of a post with somebody on duty that touch the time from `from` until `until`, in order; the first `most`.
std::vector<Stint> stints(const Configuration& city, PostId post, Instant from, Instant until,
                          std::size_t most = static_cast<std::size_t>(-1));

// Whether the post's roster names that person for an instant that is not before `from`.
bool is_on_roster(const Configuration& city, PostId post, PersonId person, Instant from);

}  // namespace wangge
