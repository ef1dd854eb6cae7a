#pragma once
// Places from which the same trouble comes again and again (热点), and troubles of which very many came at once
// (集中反映), as they stand now. Plain values, computed from the city between two turns.

#include <cstdint>
#include <string>
#include <vector>

#include "engine/base/limits.h"
#include "engine/model/account.h"
#include "engine/model/command.h"
#include "engine/model/demand.h"
#include "engine/model/description.h"

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
  // Demands within the city's window until now; for a hot spot a lower bound once it reaches hotspot_kept_max, since no
  // more are kept
  std::uint32_t count = 0;
  Seconds found = 0;
  DemandId first;  // of a storm: the one that began it and may become the others' head; none where it is hidden
};

struct AskHotspots {
  static constexpr QuestionKind kind{5};
  using Answer = std::vector<Hotspot>;
  static constexpr std::uint32_t rows_max = limits::hotspot_rows_max;
};

// The hot spots that were found within the window, and the storms that are not over, where the account may look: a
// terminal in its grids, a person in its scope and the places of its posts. Storms come first, then hot spots for the
// superior, each with the largest count first; at most limits::hotspot_rows_max.
std::vector<Hotspot> hotspots(const City& city, AccountId account, Instant now);

}  // namespace wangge::views

namespace wangge {

// clang-format off: a field a line
template <>
inline constexpr auto description<views::AskHotspots> = describe("ask_hotspots");
template <>
inline constexpr auto description<views::Hotspot> =
    describe("hotspot", field(1, "what", &views::Hotspot::what), field(2, "place", &views::Hotspot::place),
             field(3, "category", &views::Hotspot::category), field(4, "class_number", &views::Hotspot::class_number),
             at_most(limits::told_name_bytes_max, field(5, "class_name", &views::Hotspot::class_name)),
             at_most(limits::told_name_bytes_max, field(6, "class_name_en", &views::Hotspot::class_name_en)),
             field(7, "count", &views::Hotspot::count), field<FieldKind::instant>(8, "found", &views::Hotspot::found),
             field(9, "first", &views::Hotspot::first));
// clang-format on

}  // namespace wangge
