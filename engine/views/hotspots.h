#pragma once
// Where the same comes up again and again (热点), and of what very many came at once (集中反映), as they stand now.
// Plain values, computed from the city between two turns.

#include <cstdint>
#include <string>
#include <vector>

#include "engine/model/account.h"
#include "engine/model/demand.h"

namespace wangge {
struct City;
}  // namespace wangge

namespace wangge::views {

struct Hotspot {
  Recurrence what = Recurrence::hotspot;
  PlaceId place;        // the spot; of a storm the community
  CategoryId category;  // of a storm
  std::uint8_t class_number = 0;
  std::string class_name, class_name_en;
  // of demands within the city's window until now; of a hot spot no more are kept than hotspot_kept_max, and then it
  // may be more
  std::uint32_t count = 0;
  Seconds found = 0;
  DemandId first;  // of a storm: with which it began, which may be made the head of the others; none where it is hidden
};

// Those that were found within the window, or of storms are not over, and lie where the account may look: a terminal in
// its grids, a person in what its scope or its posts cover. Storms first, then those for the superior, each with the
// most first; at most limits::hotspot_rows_max.
std::vector<Hotspot> hotspots(const City& city, AccountId account, Instant now);

}  // namespace wangge::views
