#pragma once
// The live lamp (实时灯) of a demand: the state of its deadlines now.

#include <cstdint>

#include "engine/base/time.h"
#include "engine/views/station.h"

namespace wangge::views {

enum class Lamp : std::uint8_t {
  green = 0,
  yellow = 1,  // a deadline is within its last quarter, on its clock
  red = 2,     // a deadline has passed since the demand began, or was reopened
};

// A demand that is over is green.
Lamp lamp_of(const Status& demand, Instant now);

}  // namespace wangge::views
