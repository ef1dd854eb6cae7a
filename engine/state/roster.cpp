#include "engine/state/roster.h"

#include <algorithm>
#include <iterator>
#include <span>
#include <utility>

namespace wangge {
namespace {

// The row of a post that began last, and the one that begins next; null: there is none.
template <class Row>
struct Around {
  const Row* last = nullptr;
  const Row* next = nullptr;
};

template <class Row>
Around<Row> around(const std::vector<Row>& rows, PostId post, Instant now) {
  const auto key = [](const Row& row) { return std::pair(row.post, row.from); };
  const auto next = std::ranges::upper_bound(rows, std::pair(post, now), {}, key);
  Around<Row> found;
  if (next != rows.begin() && std::prev(next)->post == post) found.last = &*std::prev(next);
  if (next != rows.end() && next->post == post) found.next = &*next;
  return found;
}

template <class Row>
std::span<const Row> rows_of(const std::vector<Row>& rows, PostId post) {
  const auto first = std::ranges::lower_bound(rows, post, {}, &Row::post);
  return {first, std::ranges::upper_bound(first, rows.end(), post, {}, &Row::post)};
}

}  // namespace

Stint on_duty(const Configuration& city, PostId post, Instant now) {
  const Around<Shift> shifts = around(city.shifts, post, now);
  if (shifts.last != nullptr && now < shifts.last->until) {
    return {shifts.last->person, shifts.last->from, shifts.last->until, shifts.last};
  }
  Stint stint;
  if (shifts.last != nullptr) stint.from = shifts.last->until;
  if (shifts.next != nullptr) stint.until = shifts.next->from;
  const Around<Rotation> rotations = around(city.rotations, post, now);
  if (rotations.next != nullptr) stint.until = std::min(stint.until, rotations.next->from);
  if (rotations.last == nullptr) return stint;
  const Rotation& rotation = *rotations.last;
  const auto turn = (now - rotation.from) / rotation.length;
  const Instant begun = rotation.from + turn * rotation.length;
  stint.person = rotation.people[static_cast<std::size_t>(turn) % rotation.people.size()];
  stint.from = std::max(stint.from, begun);
  stint.until = std::min(stint.until, begun + rotation.length);
  return stint;
}

std::vector<Stint> stints(const Configuration& city, PostId post, Instant from, Instant until, std::size_t most) {
  std::vector<Stint> found;
  while (from < until && found.size() < most) {
    const Stint stint = on_duty(city, post, from);
    if (stint.person) found.push_back(stint);
    from = stint.until;
  }
  return found;
}

bool is_on_roster(const Configuration& city, PostId post, PersonId person, Instant from) {
  const auto is_theirs = [&](const Shift& shift) { return shift.person == person && from < shift.until; };
  if (std::ranges::any_of(rows_of(city.shifts, post), is_theirs)) return true;
  const std::span<const Rotation> rotations = rows_of(city.rotations, post);
  for (std::size_t i = 0; i < rotations.size(); ++i) {
    const bool is_over = i + 1 < rotations.size() && rotations[i + 1].from <= from;
    if (!is_over && std::ranges::find(rotations[i].people, person) != rotations[i].people.end()) return true;
  }
  return false;
}

}  // namespace wangge
