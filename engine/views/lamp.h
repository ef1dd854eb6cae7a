#pragma once
// The live lamp (实时灯) of a demand: how its deadlines stand now.

#include <cstdint>

#include "engine/base/time.h"
#include "engine/views/station.h"

namespace wangge::views {

enum class Lamp : std::uint8_t {
  green = 0,
  yellow = 1,  // a deadline is within its last quarter
  red = 2,     // a deadline has passed
};

// `was_escalated`: a deadline has passed already and was cleared. A demand that is over is green.
Lamp lamp_of(const Status& demand, bool was_escalated, Instant now);

}  // namespace wangge::views
