#pragma once
// Places and categories from which demands can come, by the ids that the engine knows.

#include <string>
#include <vector>

#include "engine/model/configuration.h"
#include "tools/console.h"
#include "tools/running_engine.h"

namespace wangge::tools::bench {

struct Ground {
  std::vector<PlaceId> places;  // grids, compounds, buildings and units
  std::vector<CategoryId> categories;
  // Categories whose demands live fast as emergencies, so that all limits run around the clock: accepted within half an
  // hour or more, resolved within one to four hours, and without containment.
  std::vector<CategoryId> fast_categories;
  std::vector<PostId> superiors;  // by post; for an engine of its own, which has read the same folder
};

// The ids of the places in a city from which demands can come.
std::vector<PlaceId> places_in_grids(const Configuration& city);

// Reads the city in the folder and asks the engine for the ids; codes that the engine does not know are left out.
Ground survey(RunningEngine& engine, const std::string& city_folder, const Console& console);

}  // namespace wangge::tools::bench
