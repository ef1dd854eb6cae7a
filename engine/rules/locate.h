#pragma once
// The place of a point: in which grid it lies, and which compound, street and lane are nearest.

#include <memory>
#include <vector>

#include "engine/model/configuration.h"

namespace wangge::rules {

struct Near {
  PlaceId place;  // none: the tables have no point of such a place
  double metres = 0;
};

struct Location {
  std::vector<PlaceId> grids;  // by code; several where it lies on the edge between them; none outside of all outlines
  bool is_on_edge = false;     // within a metre of the outline of a grid
  Near nearest_grid;           // for a point outside of all grids: how far the nearest outline is
  Near compound;               // the nearest in grid()
  Near street, lane;           // the nearest of the city, where there is a grid

  // The one grid of the point: on an edge the one with the lower code, so that it is the same whoever asks.
  PlaceId grid() const { return grids.empty() ? PlaceId{} : grids.front(); }
};

// The grids of a subdistrict in whose outlines a point lies, or on whose edges, by code. For a rare question, without a
// Locator: it looks at the corners of each outline of the city (some 4 µs for 243 grids).
std::vector<PlaceId> grids_at(const Configuration& city, GroundPoint at, PlaceId subdistrict);

// A locator is made once for a sound configuration, of which it keeps nothing. Any number of threads may ask.
class Locator {
 public:
  explicit Locator(const Configuration& city);
  ~Locator();

  // Whether the city has outlines at all; without any, every point lies outside.
  bool has_outlines() const;
  Location locate(GroundPoint point) const;

 private:
  struct Index;
  std::unique_ptr<const Index> index_;
};

}  // namespace wangge::rules
