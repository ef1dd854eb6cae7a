#pragma once
// Checks that the outlines of a city's grids fit: no overlap, no gap between them, and everything in a grid within its
// outline.

#include <vector>

#include "engine/model/configuration.h"

namespace wangge::rules {

struct OutlineFault {
  enum class Kind : std::uint8_t {
    crosses_itself,    // the outline of `place` crosses itself, or its rings each other; it is compared with no other
    overlap,           // of the grids `place` and `other`
    hole,              // ground of no grid, shut in by grids that share edges, of which `place` and `other` are two
    gap,               // a strip of no grid between `place` and `other`, open to the outside
    outside_its_grid,  // the compound `place`, of the grid `other`
    sliver             // a part or a hole of the outline of `place` that is not a metre wide
  };
  Kind kind = Kind::crosses_itself;
  PlaceId place, other;
  GroundPoint at;            // where it is to be seen
  double square_metres = 0;  // of an overlap, a hole, a gap, a sliver
  double metres = 0;         // from the compound to its grid
};

inline constexpr std::size_t outline_faults_max = 100;

// At most outline_faults_max faults, the grid with the lower code first in each. An overlap or gap of less than a metre
// between two grids is no fault: a point there lies on the edge of both grids. A strip that is open to the outside is a
// gap where it is at most 20 m wide and ten times as long as wide; a wider one is taken for the outside of the city.
// Holes and gaps are looked for once each grid has a sound outline.
std::vector<OutlineFault> check_outlines(const Configuration& city);

}  // namespace wangge::rules
