#include "config/sample_ground.h"

#include <map>
#include <string>
#include <utility>

#include "config/dice.h"
#include "engine/model/ground.h"

// A lattice of 16 × 16 cells about the middle of 洮南, 400 m each way. Its corners, and a bend halfway between two of
// them, are moved by chance, each once, so that neighbours share them to the last digit. Grids take cells in the order
// of a Hilbert curve, so that the cells of a community, and of a subdistrict, are one piece. All numbers are whole.

namespace wangge::config {
namespace {

using std::string;

constexpr int cells_across = 16;
constexpr GroundPoint city_middle{122'780'000, 45'340'000};
constexpr GroundPoint cell_size{5'100, 3'600};
// How far corners and bends are moved, in percent of a cell, each way. A bend comes no nearer to the middle of its cell
// than 50 - 15 - 5 percent, so that all points within `about_middle` lie in the outline, and so does the straight line
// between two such points.
constexpr int corner_moved = 15, bend_moved = 5, about_middle = 28;
static_assert(about_middle < 50 - corner_moved - bend_moved);
constexpr int street_cells = 3;

struct Cell {
  int x = 0, y = 0;
};

// The cell at this place of the curve.
Cell on_curve(int place) {
  Cell at;
  for (int side = 1; side < cells_across; side *= 2, place /= 4) {
    const int right = place / 2 % 2, up = (place + right) % 2;
    if (up == 0) {
      if (right == 1) at = {side - 1 - at.x, side - 1 - at.y};
      std::swap(at.x, at.y);
    }
    at.x += side * right;
    at.y += side * up;
  }
  return at;
}

class Ground {
 public:
  explicit Ground(std::uint64_t seed) : dice_(seed) {
    for (int y = 0; y < nodes_across; y += 2)
      for (int x = 0; x < nodes_across; x += 2) nodes_[y][x] = moved(on_lattice(x, y), corner_moved);
    for (int y = 0; y < nodes_across; ++y)
      for (int x = 1 - y % 2; x < nodes_across; x += 2) {
        const int east = x % 2, north = y % 2;
        nodes_[y][x] = moved(halfway(nodes_[y - north][x - east], nodes_[y + north][x + east]), bend_moved);
      }
  }

  std::vector<GroundPoint> ring(Cell cell) const {
    constexpr Cell around[]{{0, 0}, {1, 0}, {2, 0}, {2, 1}, {2, 2}, {1, 2}, {0, 2}, {0, 1}};
    std::vector<GroundPoint> ring;
    for (const Cell& node : around) ring.push_back(nodes_[2 * cell.y + node.y][2 * cell.x + node.x]);
    return ring;
  }

  GroundPoint within(Cell cell) { return moved(on_lattice(2 * cell.x + 1, 2 * cell.y + 1), about_middle); }
  int below(int bound) { return dice_.below(static_cast<std::size_t>(bound)); }

 private:
  static constexpr int nodes_across = 2 * cells_across + 1;

  static GroundPoint on_lattice(int x, int y) {
    return {city_middle.lon + (x - cells_across) * cell_size.lon / 2,
            city_middle.lat + (y - cells_across) * cell_size.lat / 2};
  }
  static GroundPoint halfway(GroundPoint a, GroundPoint b) { return {(a.lon + b.lon) / 2, (a.lat + b.lat) / 2}; }

  GroundPoint moved(GroundPoint point, int percent) {
    const int east = cell_size.lon * percent / 100, north = cell_size.lat * percent / 100;
    point.lon += dice_.between(-east, east);
    point.lat += dice_.between(-north, north);
    return point;
  }

  Dice dice_;
  GroundPoint nodes_[nodes_across][nodes_across];
};

}  // namespace

void lay_out(const std::vector<Row>& communities, Tables& tables, std::uint64_t seed) {
  Ground ground(~seed);
  const auto add_point = [&](const string& place, Cell cell) {
    const GroundPoint point = ground.within(cell);
    tables.of(TableKind::points).push_back({place, degrees_text(point.lon), degrees_text(point.lat)});
  };

  std::map<string, string> subdistricts;  // by community
  for (const Row& community : communities) subdistricts[community[0]] = community[2];
  std::map<string, Cell> cells;                        // by grid
  std::map<string, std::vector<Cell>> of_subdistrict;  // along the curve
  for (const Row& grid : tables.of(TableKind::grids)) {
    const Cell cell = on_curve(static_cast<int>(cells.size()));
    cells[grid[0]] = cell;
    of_subdistrict[subdistricts.at(grid[2])].push_back(cell);
    tables.of(TableKind::outlines).push_back({grid[0], to_text(ground.ring(cell))});
  }
  CHECK(cells.size() <= cells_across * cells_across);

  for (const Row& compound : tables.of(TableKind::compounds)) add_point(compound[0], cells.at(compound[2]));
  std::map<string, std::vector<Cell>> of_street;  // cells that are neighbours
  for (const Row& street : tables.of(TableKind::streets)) {
    const std::vector<Cell>& all = of_subdistrict.at(street[2]);
    const auto first = all.begin() + ground.below(static_cast<int>(all.size()) - street_cells + 1);
    for (const Cell& cell : of_street[street[0]] = {first, first + street_cells}) add_point(street[0], cell);
  }
  for (const Row& lane : tables.of(TableKind::lanes)) {
    const Cell cell = of_street.at(lane[2])[static_cast<std::size_t>(ground.below(street_cells))];
    add_point(lane[0], cell);
    add_point(lane[0], cell);
  }
}

}  // namespace wangge::config
