#pragma once
// The sample day: who asks for what, where and when. Made from the city and a seed; the same seed gives the same day.

#include <cstdint>
#include <string>
#include <vector>

#include "engine/base/time.h"
#include "engine/model/configuration.h"
#include "engine/model/written_demand.h"

namespace wangge::tools {

struct PlannedDemand {
  Instant at;
  std::size_t station = 0;  // index in station_codes()
  WrittenDemand demand;
};

struct DayPlan {
  Instant begins, ends;                // 6:00 and 22:00 of the city's day
  std::vector<PlannedDemand> demands;  // by time
};

// The codes of the communities that have grids, in order: each has a station.
std::vector<std::string> station_codes(const Configuration& city);

// A day's demands; one in a hundred is written down wrongly, so that it is refused. `any_time` lies in the day.
DayPlan plan_day(const Configuration& city, Instant any_time, std::size_t demands, std::uint64_t seed);

}  // namespace wangge::tools
