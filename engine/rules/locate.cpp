#include "engine/rules/locate.h"

#include <algorithm>
#include <limits>
#include <map>
#include <utility>

#include <boost/geometry/algorithms/distance.hpp>
#include <boost/geometry/index/rtree.hpp>

#include "engine/rules/plane.h"

namespace wangge::rules {
namespace {

namespace index = boost::geometry::index;
using plane::Box;
using plane::Point;
using plane::Segment;

template <class Value>
using Tree = index::rtree<Value, index::rstar<16>>;

using Boxed = std::pair<Box, std::uint32_t>;  // which grid's ground it is
using RoadPart = std::pair<Segment, PlaceId>;

// The stretches between a road's points; a road of one point is a stretch without length.
Tree<RoadPart> tree_of(const Configuration& city, PlaceKind kind) {
  std::vector<RoadPart> parts;
  for (const PlacePoints& road : city.points) {
    if (city.places[road.place.value].kind != kind) continue;
    for (std::size_t i = 0; i < std::max<std::size_t>(1, road.points.size() - 1); ++i) {
      const GroundPoint next = road.points[std::min(i + 1, road.points.size() - 1)];
      parts.push_back({{plane::at(road.points[i]), plane::at(next)}, road.place});
    }
  }
  return Tree<RoadPart>{parts};
}

Near nearest(const Tree<RoadPart>& roads, const Point& point) {
  const auto found = roads.qbegin(index::nearest(point, 1));
  if (found == roads.qend()) return {};
  return {found->second, plane::metres(point, plane::closest(point, found->first))};
}

struct Touch {
  bool lies_in = false;  // or on its edge
  bool is_on_edge = false;
};

Touch touch(const Point& point, const plane::Polygons& ground) {
  const bool is_on_edge = plane::metres(point, plane::closest(point, ground)) <= plane::edge_metres;
  return {is_on_edge || plane::geometry::within(point, ground), is_on_edge};
}

// Finds what lies within a metre of a point. Only an outline whose box of corners comes near the point need be drawn on
// the plane, which takes long.
class Surroundings {
 public:
  explicit Surroundings(const Point& point) {
    const Box reach = plane::around(point, plane::edge_metres);
    low_ = plane::ground(reach.min_corner()), high_ = plane::ground(reach.max_corner());
  }
  bool lie_in_box_of(const Outline& outline) const {
    GroundPoint low = outline.ring.front(), high = low;
    widen(low, high, outline.ring);
    for (const std::vector<GroundPoint>& ring : outline.others) widen(low, high, ring);
    return low.lon <= high_.lon && high.lon >= low_.lon && low.lat <= high_.lat && high.lat >= low_.lat;
  }

 private:
  static void widen(GroundPoint& low, GroundPoint& high, const std::vector<GroundPoint>& ring) {
    for (const GroundPoint corner : ring) {
      low = {std::min(low.lon, corner.lon), std::min(low.lat, corner.lat)};
      high = {std::max(high.lon, corner.lon), std::max(high.lat, corner.lat)};
    }
  }

  GroundPoint low_, high_;
};

}  // namespace

std::vector<PlaceId> grids_at(const Configuration& city, GroundPoint at, PlaceId subdistrict) {
  const Point point = plane::at(at);
  const Surroundings surroundings(point);
  std::vector<PlaceId> grids;
  for (const Outline& outline : city.outlines) {
    if (!surroundings.lie_in_box_of(outline) || city.enclosing(outline.grid, PlaceKind::subdistrict) != subdistrict)
      continue;
    if (touch(point, plane::ground_of(outline)).lies_in) grids.push_back(outline.grid);
  }
  return grids;
}

struct Locator::Index {
  explicit Index(const Configuration& city)
      : streets(tree_of(city, PlaceKind::street)), lanes(tree_of(city, PlaceKind::lane)) {
    std::vector<Boxed> boxes;
    for (const Outline& outline : city.outlines) {
      grounds.push_back(plane::ground_of(outline));
      boxes.push_back({plane::box_of(grounds.back()), static_cast<std::uint32_t>(grids.size())});
      grids.push_back(outline.grid);
    }
    outlines = Tree<Boxed>{boxes};
    for (const PlacePoints& place : city.points)
      if (city.places[place.place.value].kind == PlaceKind::compound)
        compounds[city.places[place.place.value].parent].push_back({place.place, plane::at(place.points.front())});
  }

  // The grids that the point lies in or on; true with those whose edge is within reach.
  std::vector<std::pair<std::uint32_t, bool>> around(const Point& point) const {
    std::vector<std::pair<std::uint32_t, bool>> found;
    const Box reach = plane::around(point, plane::edge_metres);
    for (auto at = outlines.qbegin(index::intersects(reach)); at != outlines.qend(); ++at) {
      const Touch touched = touch(point, grounds[at->second]);
      if (touched.lies_in) found.push_back({at->second, touched.is_on_edge});
    }
    std::ranges::sort(found);
    return found;
  }

  // The boxes come nearest first; once one is farther than an edge that was seen, so are all that follow.
  Near nearest_grid(const Point& point) const {
    Near best;
    double best_units = std::numeric_limits<double>::infinity();
    for (auto at = outlines.qbegin(index::nearest(point, static_cast<unsigned>(outlines.size())));
         at != outlines.qend(); ++at) {
      if (plane::geometry::distance(point, at->first) > best_units) break;
      const Point edge = plane::closest(point, grounds[at->second]);
      const double units = plane::units(point, edge);
      if (units >= best_units) continue;
      best_units = units;
      best = {grids[at->second], plane::metres(point, edge)};
    }
    return best;
  }

  Near nearest_compound(PlaceId grid, const Point& point) const {
    Near best;
    const auto found = compounds.find(grid);
    if (found == compounds.end()) return best;
    for (const auto& [compound, where] : found->second) {
      const double metres = plane::metres(point, where);
      if (!best.place || metres < best.metres) best = {compound, metres};
    }
    return best;
  }

  std::vector<PlaceId> grids;  // by code, as their grounds are
  std::vector<plane::Polygons> grounds;
  Tree<Boxed> outlines;
  Tree<RoadPart> streets, lanes;
  std::map<PlaceId, std::vector<std::pair<PlaceId, Point>>> compounds;  // by grid
};

Locator::Locator(const Configuration& city) : index_(std::make_unique<const Index>(city)) {}
Locator::~Locator() = default;

bool Locator::has_outlines() const { return !index_->grids.empty(); }

Location Locator::locate(GroundPoint at) const {
  const Point point = plane::at(at);
  Location found;
  for (const auto& [grid, is_on_edge] : index_->around(point)) {
    found.grids.push_back(index_->grids[grid]);
    found.is_on_edge |= is_on_edge;
  }
  if (found.grids.empty()) {
    found.nearest_grid = index_->nearest_grid(point);
    return found;
  }
  found.compound = index_->nearest_compound(found.grid(), point);
  found.street = nearest(index_->streets, point);
  found.lane = nearest(index_->lanes, point);
  return found;
}

}  // namespace wangge::rules
