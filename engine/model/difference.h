#pragma once
// In what two configurations of a city differ, in the words of its tables. Plain values.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace wangge {

// What differs, by table and column; who is responsible comes first. Of a row that is new each column is told, of one that is gone only
// that it is.
enum class Differs : std::uint8_t {
  post = 0,
  post_level = 1,
  post_place = 2,
  superior = 3,
  holder = 4,
  deputy = 5,
  chain = 6,  // of a place that is there before and after
  leave = 7,
  place = 8,
  place_within = 9,
  manager = 10,
  succession = 11,
  organisation = 12,
  organisation_kind = 13,
  seat = 14,
  duty = 15,
  category = 16,
  category_class = 17,
  accept_limit = 18,
  contain_limit = 19,
  resolve_limit = 20,
  severity = 21,
  first_level = 22,
  lead = 23,
  owner_kind = 24,
  check_first = 25,
  verify_by = 26,
  tell_chain = 27,
  restricted = 28,
  above_complained = 29,
  season = 30,
  condition = 31,
  keyword = 32,
  city_limit = 33,
  setting = 34,
  policy = 35,
  timetable = 36,
  day = 37,
  situation = 38,
  situation_effect = 39,
  resource = 40,
  alliance = 41,
  volunteer = 42,
  committee = 43,
  venue = 44,
  branch = 45,
  person = 46,
  person_record = 47,
  outline = 48,
  point = 49,
};
inline constexpr std::size_t differences = 50;

struct Difference {
  Differs what = Differs::post;
  std::string code, name;     // of what it is about
  std::string before, after;  // empty: nothing
  friend bool operator==(const Difference&, const Difference&) = default;
};

struct Differences {
  std::vector<Difference> rows;                    // by `what`, then by id or code; the first of each
  std::array<std::uint32_t, differences> counts{};  // by `what`, those that are left out too
};

}  // namespace wangge
