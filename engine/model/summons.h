#pragma once
// A whistle (吹哨): a post summons organisations to a place, and they report there (报到). All numbers here are written
// to the log.

#include <cstdint>

#include "engine/model/demand.h"

namespace wangge {

// The position of its Summoned event.
using SummonsId = Id<struct SummonsTag, std::uint64_t>;

constexpr Position position_of(SummonsId summons) { return Position{summons.value}; }

// What the caller, or a terminal at the place, says of a summons.
enum class Attendance : std::uint8_t {
  arrived = 0,  // 报到
  left = 1,     // 早退
  ended = 2,    // 办结: the summons as a whole, for all
  rated = 3,    // 评价
};
inline constexpr int attendances = 4;

// The best grade for attitude and for result.
inline constexpr std::uint8_t whistle_grade_max = 5;

}  // namespace wangge
