#pragma once
// Where demands can come from: places and categories by the ids that the engine knows.

#include <string>
#include <vector>

#include "engine/model/configuration.h"
#include "tools/console.h"
#include "tools/running_engine.h"

namespace wangge::tools::bench {

struct Ground {
  std::vector<PlaceId> places;  // grids, compounds, buildings and units
  std::vector<CategoryId> categories;
  // Those that live fast where a demand of them is an emergency, so that all limits run around the clock: accepted
  // within half an hour or more, resolved within one to four hours, and nothing to contain.
  std::vector<CategoryId> fast_categories;
  std::vector<PostId> superiors;  // by post, of an engine of its own, which has read the same folder
};

// The ids, in a city that was read, of the places where demands can come from.
std::vector<PlaceId> places_in_grids(const Configuration& city);

// Reads the city in the folder and asks the engine for the ids; what the engine does not know is left out.
Ground survey(RunningEngine& engine, const std::string& city_folder, const Console& console);

}  // namespace wangge::tools::bench
