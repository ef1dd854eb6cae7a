#pragma once
// Places (地点) of the city, and the levels (层级) of those who answer for them.

#include <array>
#include <cstdint>
#include <string_view>

#include "engine/base/id.h"

namespace wangge {

using PlaceId = Id<struct PlaceTag>;

// Two trees meet at the subdistrict: unit < building < (compound <) grid < community < subdistrict < city, and
// lane < street section < subdistrict. A street that crosses subdistricts has a section (路段) in each.
enum class PlaceKind : std::uint8_t {
  city = 0,         // 市
  subdistrict = 1,  // 街道
  community = 2,    // 社区
  grid = 3,         // 网格
  compound = 4,     // 小区
  building = 5,     // 楼栋
  unit = 6,         // 单元
  street = 7,       // 街 (路段)
  lane = 8,         // 路(巷)
};
inline constexpr int place_kinds = 9;

// The level of a post. The numbers are written to the log.
enum class Level : std::uint8_t {
  none = 0,
  unit = 1,         // 单元长
  building = 2,     // 楼栋长
  grid = 3,         // 网格长
  lane = 4,         // 路(巷)长
  street = 5,       // 街长
  community = 6,    // 社区党组织书记
  subdistrict = 7,  // 街道党工委书记
  city = 8,         // 市指挥中心值班席
};
inline constexpr int levels = 9;  // with `none`

// The five chiefs (五长); the secretaries of community, subdistrict and city are not chiefs.
constexpr bool is_chief(Level level) { return level >= Level::unit && level <= Level::street; }

// The level of the post that answers for a place of this kind; a compound has none.
constexpr Level level_of(PlaceKind kind) {
  constexpr std::array<Level, place_kinds> table{Level::city, Level::subdistrict, Level::community,
                                                 Level::grid, Level::none,        Level::building,
                                                 Level::unit, Level::street,      Level::lane};
  return table[static_cast<std::size_t>(kind)];
}

}  // namespace wangge
