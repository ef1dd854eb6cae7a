#pragma once
// The differences of two configurations of a city, in the words of its tables. Plain values.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "engine/base/limits.h"
#include "engine/model/description.h"

namespace wangge {

// The kinds of differences, by table and column; those of responsibility come first. Of a new row each column is told,
// of one that is gone only that it is.
enum class Differs : std::uint8_t {
  post = 0,
  post_level = 1,
  post_place = 2,
  superior = 3,
  holder = 4,
  deputy = 5,
  chain = 6,  // of a place that both configurations have
  leave = 7,
  place = 8,
  place_within = 9,
  manager = 10,
  door = 11,
  door_within = 12,
  succession = 13,
  organisation = 14,
  organisation_kind = 15,
  seat = 16,
  asset = 17,
  asset_place = 18,
  asset_owner = 19,
  asset_keeper = 20,
  duty = 21,
  category = 22,
  category_class = 23,
  accept_limit = 24,
  contain_limit = 25,
  resolve_limit = 26,
  severity = 27,
  first_level = 28,
  lead = 29,
  owner_kind = 30,
  check_first = 31,
  verify_by = 32,
  tell_chain = 33,
  restricted = 34,
  above_complained = 35,
  season = 36,
  condition = 37,
  keyword = 38,
  question = 39,
  city_limit = 40,
  setting = 41,
  policy = 42,
  timetable = 43,
  day = 44,
  situation = 45,
  situation_effect = 46,
  resource = 47,
  alliance = 48,
  volunteer = 49,
  committee = 50,
  venue = 51,
  branch = 52,
  person = 53,
  person_record = 54,
  outline = 55,
  point = 56,
  rotation = 57,
  shift = 58,
};
inline constexpr std::size_t differences = 59;
constexpr int values_of(Differs) { return static_cast<int>(differences); }

struct Difference {
  Differs what = Differs::post;
  std::string code, name;     // of the thing that differs
  std::string before, after;  // empty: nothing
  friend bool operator==(const Difference&, const Difference&) = default;
};

struct Differences {
  std::vector<Difference> rows;                     // by `what`, then by id or code; the first of each
  std::array<std::uint32_t, differences> counts{};  // by `what`, those that are left out too
};

// clang-format off: a field a line
template <>
inline constexpr auto description<Difference> =
    describe("difference", field(1, "what", &Difference::what),
             at_most(limits::told_difference_bytes_max, field(2, "code", &Difference::code)),
             at_most(limits::told_difference_bytes_max, field(3, "name", &Difference::name)),
             at_most(limits::told_difference_bytes_max, field(4, "before", &Difference::before)),
             at_most(limits::told_difference_bytes_max, field(5, "after", &Difference::after)));

template <>
inline constexpr auto description<Differences> = describe(
    "differences", at_most(limits::differences_of_a_kind_max* differences, field(1, "rows", &Differences::rows)),
    field(2, "counts", &Differences::counts));
// clang-format on

}  // namespace wangge
