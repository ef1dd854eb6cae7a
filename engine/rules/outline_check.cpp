#include "engine/rules/outline_check.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include <boost/geometry/algorithms/area.hpp>
#include <boost/geometry/algorithms/difference.hpp>
#include <boost/geometry/algorithms/distance.hpp>
#include <boost/geometry/algorithms/intersection.hpp>
#include <boost/geometry/algorithms/is_valid.hpp>
#include <boost/geometry/algorithms/perimeter.hpp>
#include <boost/geometry/algorithms/point_on_surface.hpp>
#include <boost/geometry/algorithms/union.hpp>
#include <boost/geometry/index/rtree.hpp>

#include "engine/rules/plane.h"

namespace wangge::rules {
namespace {

namespace index = boost::geometry::index;
using plane::Box;
using plane::Point;
using Vector = plane::Point;
using plane::Ring;
using Kind = OutlineFault::Kind;
using plane::Polygon;
using plane::Polygons;
using Boxed = std::pair<Box, std::uint32_t>;  // which outline of sound_

constexpr double gap_metres_max = 20;
constexpr double gap_length_least = 10;  // times its width
constexpr double look_metres = 10;       // between two points of view along the edge of the city

class OutlineCheck {
 public:
  explicit OutlineCheck(const Configuration& city) : city_(city) {}

  std::vector<OutlineFault> run() {
    take_sound();
    overlaps();
    if (is_whole()) uncovered();
    compounds();
    return std::move(faults_);
  }

 private:
  struct Outlined {
    PlaceId grid;
    Polygons ground;
  };
  struct Neighbour {
    std::uint32_t outline;
    double metres;
    Point closest;
  };
  struct Look {  // from a place on the edge of the city, to another grid that is near
    Point from, to;
    std::uint32_t owner, other;
    double length;  // of the edge that the look stands for
  };

  bool is_full() const { return faults_.size() >= outline_faults_max; }
  void add(const OutlineFault& fault) {
    if (!is_full()) faults_.push_back(fault);
  }

  // Where the outline of a grid is missing or faulty, its ground would look like a hole.
  bool is_whole() const {
    const auto grids = std::ranges::count_if(
        city_.places, [](const Place& place) { return place.present && place.kind == PlaceKind::grid; });
    return sound_.size() == static_cast<std::size_t>(grids);
  }

  void take_sound() {
    std::vector<Boxed> boxes;
    for (const Outline& outline : city_.outlines) {
      Polygons ground = plane::ground_of(outline);
      if (ground.empty() || !plane::geometry::is_valid(ground)) {
        add({.kind = Kind::crosses_itself, .place = outline.grid, .other = {}, .at = outline.ring.front()});
        continue;
      }
      slivers(outline.grid, ground);
      boxes.push_back({plane::box_of(ground), static_cast<std::uint32_t>(sound_.size())});
      sound_.push_back({outline.grid, std::move(ground)});
    }
    tree_ = index::rtree<Boxed, index::rstar<16>>{boxes};
  }

  // Finds parts and holes that are left over from cutting a map apart, and that nobody means.
  void slivers(PlaceId grid, const Polygons& ground) {
    for (const Polygon& part : ground) {
      sliver(grid, part.outer());
      for (const Ring& hole : part.inners()) sliver(grid, hole);
    }
  }
  void sliver(PlaceId grid, const Ring& ring) {
    const Polygons alone = polygons_of(ring);
    if (!is_wide(alone.front()))
      add({.kind = Kind::sliver,
           .place = grid,
           .other = {},
           .at = plane::ground(ring.front()),
           .square_metres = square_metres(alone.front())});
  }

  // The width of a long part is about twice its area by the length of its edge.
  static bool is_wide(const Polygon& part) {
    const auto width = 2 * plane::geometry::area(part) / plane::geometry::perimeter(part);
    return width >= plane::edge_metres * plane::stretch(part.outer().front());
  }
  static double square_metres(const Polygon& part) {
    const double units = plane::stretch(part.outer().front());
    return plane::geometry::area(part) / (units * units);
  }
  static GroundPoint point_in(const Polygon& part) {
    Point point;
    plane::geometry::point_on_surface(part, point);
    return plane::ground(point);
  }
  bool is_covered(const Point& point) const {
    return std::any_of(tree_.qbegin(index::intersects(point)), tree_.qend(),
                       [&](const Boxed& one) { return plane::geometry::covered_by(point, sound_[one.second].ground); });
  }

  void overlaps() {
    for (const auto& [box, first] : tree_) {
      for (auto at = tree_.qbegin(index::intersects(box)); at != tree_.qend() && !is_full(); ++at)
        if (first < at->second) overlap(sound_[first], sound_[at->second]);
    }
  }

  void overlap(const Outlined& one, const Outlined& other) {
    Polygons common;
    plane::geometry::intersection(one.ground, other.ground, common);
    std::erase_if(common, [](const Polygon& part) { return !is_wide(part); });
    if (common.empty()) return;
    double all = 0;
    for (const Polygon& part : common) all += square_metres(part);
    const auto largest =
        std::ranges::max_element(common, {}, [](const Polygon& part) { return plane::geometry::area(part); });
    add({.kind = Kind::overlap,
         .place = one.grid,
         .other = other.grid,
         .at = point_in(*largest),
         .square_metres = all});
  }

  void uncovered() {
    const Polygons all = united();
    for (const Polygon& part : all)
      for (const Ring& shut_in : part.inners()) holes(shut_in);
    for (const Polygon& part : all) walk(part.outer());
    for (const auto& [grids, gap] : gaps_) add(gap);
  }

  static Polygons polygons_of(const Ring& ring) {
    Polygons polygons;
    polygons.emplace_back().outer() = ring;
    plane::geometry::correct(polygons);
    return polygons;
  }

  // Neighbours first, in the order of the tree, so that common edges are gone before there are many.
  Polygons united() const {
    std::vector<Polygons> parts;
    for (const auto& [box, at] : tree_) parts.push_back(sound_[at].ground);
    for (std::size_t step = 1; step < parts.size(); step *= 2) {
      for (std::size_t i = 0; i + step < parts.size(); i += 2 * step) {
        Polygons both;
        plane::geometry::union_(parts[i], parts[i + step], both);
        parts[i] = std::move(both);
        parts[i + step].clear();
      }
    }
    return parts.empty() ? Polygons{} : std::move(parts.front());
  }

  // The outlines within this distance, the nearest first.
  std::vector<Neighbour> near(const Point& point, double metres) const {
    std::vector<Neighbour> found;
    for (auto at = tree_.qbegin(index::intersects(plane::around(point, metres))); at != tree_.qend(); ++at) {
      const Point closest = plane::closest(point, sound_[at->second].ground);
      const double distance = plane::metres(point, closest);
      if (distance <= metres) found.push_back({at->second, distance, closest});
    }
    std::ranges::sort(found, {}, [](const Neighbour& one) { return std::pair(one.metres, one.outline); });
    return found;
  }

  // Where edges nearly coincide, the enclosed ring may contain islands of grids: their ground is taken off again.
  void holes(const Ring& shut_in) {
    Polygons left = polygons_of(shut_in);
    for (auto at = tree_.qbegin(index::intersects(plane::box_of(shut_in))); at != tree_.qend(); ++at) {
      Polygons rest;
      plane::geometry::difference(left, sound_[at->second].ground, rest);
      left = std::move(rest);
    }
    for (const Polygon& hole : left)
      if (is_wide(hole)) report_hole(hole);
  }

  void report_hole(const Polygon& hole) {
    std::set<std::uint32_t> around;  // by code
    for (const Point& corner : hole.outer())
      for (const Neighbour& one : near(corner, plane::edge_metres)) around.insert(one.outline);
    OutlineFault fault{
        .kind = Kind::hole, .place = {}, .other = {}, .at = point_in(hole), .square_metres = square_metres(hole)};
    if (!around.empty()) fault.place = sound_[*around.begin()].grid;
    if (around.size() > 1) fault.other = sound_[*std::next(around.begin())].grid;
    add(fault);
  }

  // --- strips that are open to the outside

  // Walks along the edge of the city and looks over to other grids.
  void walk(const Ring& edge) {
    std::vector<Look> run;
    const auto end_run = [&] {
      if (const auto gap = gap_of(run)) {
        const auto [known, is_first] = gaps_.emplace(std::minmax(run.front().owner, run.front().other), *gap);
        if (!is_first && known->second.square_metres < gap->square_metres) known->second = *gap;
      }
      run.clear();
    };
    for (std::size_t i = 0; i < edge.size(); ++i) {
      const Point &from = edge[i], &to = edge[(i + 1) % edge.size()];
      const double length = plane::metres(from, to);
      const int looks = std::max(1, static_cast<int>(length / look_metres));
      for (int at = 0; at < looks; ++at) {
        const double share = (at + 0.5) / looks;
        const Vector along{to.x() - from.x(), to.y() - from.y()};
        const auto look =
            look_over({from.x() + share * along.x(), from.y() + share * along.y()}, along, length / looks);
        const bool goes_on = look && !run.empty() && run.back().owner == look->owner && run.back().other == look->other;
        if (!goes_on) end_run();
        if (look) run.push_back(*look);
      }
    }
    end_run();
  }

  std::optional<Look> look_over(const Point& from, const Vector& along, double length) const {
    const std::vector<Neighbour> all = near(from, gap_metres_max);
    if (all.size() < 2 || all[0].metres > plane::edge_metres || all[1].metres <= plane::edge_metres)
      return std::nullopt;
    const Point to = all[1].closest;
    if (is_covered(plane::midway(from, to)) || !is_across({to.x() - from.x(), to.y() - from.y()}, along))
      return std::nullopt;
    return Look{from, to, all[0].outline, all[1].outline, length};
  }

  // Whether a line of sight leaves an edge at 60 degrees or more; beside a common corner it runs along the edge.
  static bool is_across(const Vector& way, const Vector& edge) {
    return std::abs(way.x() * edge.x() + way.y() * edge.y()) <=
           0.5 * std::hypot(way.x(), way.y()) * std::hypot(edge.x(), edge.y());
  }

  std::optional<OutlineFault> gap_of(const std::vector<Look>& run) const {
    double length = 0, area = 0;
    for (const Look& look : run) {
      length += look.length;
      area += look.length * plane::metres(look.from, look.to);
    }
    if (run.empty() || length * length < gap_length_least * area) return std::nullopt;
    const Look& middle = run[run.size() / 2];
    const auto [first, second] = std::minmax(middle.owner, middle.other);
    return OutlineFault{.kind = Kind::gap,
                        .place = sound_[first].grid,
                        .other = sound_[second].grid,
                        .at = plane::ground(plane::midway(middle.from, middle.to)),
                        .square_metres = area};
  }

  void compounds() {
    std::map<PlaceId, const Polygons*> grounds;
    for (const Outlined& one : sound_) grounds[one.grid] = &one.ground;
    for (const PlacePoints& points : city_.points) {
      const Place& place = city_.places[points.place.value];
      const auto ground = grounds.find(place.parent);
      if (place.kind != PlaceKind::compound || ground == grounds.end()) continue;
      const Point point = plane::at(points.points.front());
      if (plane::geometry::covered_by(point, *ground->second)) continue;
      const double metres = plane::metres(point, plane::closest(point, *ground->second));
      if (metres > plane::edge_metres)
        add({.kind = Kind::outside_its_grid,
             .place = points.place,
             .other = place.parent,
             .at = points.points.front(),
             .metres = metres});
    }
  }

  const Configuration& city_;
  std::vector<OutlineFault> faults_;
  std::vector<Outlined> sound_;  // by code
  index::rtree<Boxed, index::rstar<16>> tree_;
  std::map<std::pair<std::uint32_t, std::uint32_t>, OutlineFault> gaps_;  // each is met from both sides
};

}  // namespace

std::vector<OutlineFault> check_outlines(const Configuration& city) { return OutlineCheck{city}.run(); }

}  // namespace wangge::rules
