#pragma once
// Whether the outlines of a city's grids fit: no overlap, no gap between them, and what lies in a grid within its
// outline.

#include <vector>

#include "engine/model/configuration.h"

namespace wangge::rules {

struct OutlineFault {
  enum class Kind : std::uint8_t {
    crosses_itself,    // the outline of `place`, or its rings each other; it is compared with no other
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

// At most outline_faults_max, the grid with the lower code first in each. What is not a metre wide between two grids is
// no fault: there a point lies on the edge of both grids. A strip that is open to the outside is a gap where it is 20 m
// wide at the most and ten times as long as wide; what is wider is taken for the outside of the city. Holes and gaps
// are looked for once each grid has a sound outline.
std::vector<OutlineFault> check_outlines(const Configuration& city);

}  // namespace wangge::rules
