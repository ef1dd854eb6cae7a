#include "engine/state/outline_reader.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "engine/state/cells.h"

namespace wangge {
namespace {

using std::string_view;

class OutlineReader {
 public:
  OutlineReader(const Tables& tables, Findings& findings, const Codes& codes, Configuration& city)
      : tables_(tables), findings_(findings), codes_(codes), city_(city) {}

  void read() {
    outlines();
    points();
    const auto code_of = [&](PlaceId id) { return codes_.places.code(id); };
    std::ranges::sort(city_.outlines, {}, [&](const Outline& outline) { return code_of(outline.grid); });
    std::ranges::sort(city_.points, {}, [&](const PlacePoints& points) { return code_of(points.place); });
  }

 private:
  static bool is_road(PlaceKind kind) { return kind == PlaceKind::street || kind == PlaceKind::lane; }

  template <class Fits>
  PlaceId place(RowReader& row, string_view column, string_view files, Fits fits) {
    const string_view code = row.required(column);
    const PlaceId id = code.empty() ? PlaceId{} : codes_.places.find(code);
    const bool is_present = id && id.value < city_.places.size() && city_.places[id.value].present;
    if (is_present && fits(city_.places[id.value].kind)) return id;
    if (is_present) {
      row.fault(column, both("地点类型不符 " + shown(code), "a place of the wrong kind"),
                both("应为 " + std::string{files} + " 中的代码", "give a code of " + std::string{files}));
    } else if (!code.empty()) {
      row.unknown(column, code, files);
    }
    return {};
  }

  void outlines() {
    std::set<PlaceId> seen;
    each_row(tables_, TableKind::outlines, findings_, [&](RowReader& row) {
      const PlaceId grid = place(row, "grid", "grids.csv", [](PlaceKind kind) { return kind == PlaceKind::grid; });
      std::vector<std::vector<GroundPoint>> rings = all_rings(row);
      if (grid && !seen.insert(grid).second) {
        row.fault("grid", both("此网格已有轮廓", "the grid has an outline already"),
                  both("每个网格一行", "keep one row for each grid"));
        return;
      }
      if (!grid || rings.empty()) return;
      Outline& outline = city_.outlines.emplace_back(Outline{grid, std::move(rings.front()), {}});
      outline.others.assign(std::make_move_iterator(rings.begin() + 1), std::make_move_iterator(rings.end()));
    });
  }

  // All rings of the row; none where one of them is faulty.
  std::vector<std::vector<GroundPoint>> all_rings(RowReader& row) {
    std::vector<std::vector<GroundPoint>> rings;
    for (const string_view cell : split(row.required("points"), '|')) {
      std::optional<std::vector<GroundPoint>> corners = ring(row, cell);
      if (!corners) return {};
      rings.push_back(std::move(*corners));
    }
    return rings;
  }

  std::optional<std::vector<GroundPoint>> ring(RowReader& row, string_view cell) {
    std::vector<GroundPoint> corners;
    for (const string_view pair : split(cell, ';')) {
      const std::vector<string_view> parts = split(pair, ' ');
      const auto lon = parts.size() == 2 ? degrees_of(parts[0]) : std::nullopt;
      const auto lat = lon ? degrees_of(parts[1]) : std::nullopt;
      if (!lat) {
        row.fault("points", both("不是经纬度 " + shown(pair), "not a longitude and a latitude"),
                  both("写作 122.781234 45.341234，各点以 ; 分开，各环以 | 分开",
                       "write 122.781234 45.341234, and part the points by ;, rings by |"));
        return std::nullopt;
      }
      if (!is_on_earth({*lon, *lat})) {
        not_on_earth(row, "points", {*lon, *lat});
        return std::nullopt;
      }
      corners.push_back({*lon, *lat});
    }
    if (corners.size() > 1 && corners.front() == corners.back()) corners.pop_back();
    if (std::set(corners.begin(), corners.end()).size() >= 3) return corners;
    row.fault("points", both("轮廓的点太少", "an outline of too few points"),
              both("至少三个不同的点", "give three different points at least"));
    return std::nullopt;
  }

  static void not_on_earth(RowReader& row, string_view column, GroundPoint point) {
    const bool seems_swapped = is_on_earth({point.lat, point.lon});
    row.fault(column, both("不在地球上 " + shown(to_text(point)), "not on earth"),
              seems_swapped
                  ? both("经度在前，纬度在后：似乎写反了", "longitude comes first, then latitude: they seem swapped")
                  : both("经度 -180 至 180，纬度 -85 至 85", "a longitude of -180 to 180, a latitude of -85 to 85"));
  }

  void points() {
    constexpr string_view files = "compounds.csv, streets.csv, lanes.csv";
    const auto fits = [](PlaceKind kind) { return kind == PlaceKind::compound || is_road(kind); };
    std::map<PlaceId, std::size_t> at;  // index in city_.points
    each_row(tables_, TableKind::points, findings_, [&](RowReader& row) {
      const PlaceId id = place(row, "place", files, fits);
      const auto lon = degrees(row, "lon"), lat = degrees(row, "lat");
      if (lon && lat && !is_on_earth({*lon, *lat})) return not_on_earth(row, "lat", {*lon, *lat});
      if (!id || !lon || !lat) return;
      const auto [known, is_first] = at.emplace(id, city_.points.size());
      if (is_first) city_.points.push_back({id, {}});
      if (!is_first && !is_road(city_.places[id.value].kind)) {
        row.fault("place", both("小区只有一个点", "a compound has one point, and it stands above"),
                  both("删去一行", "remove one of them"));
        return;
      }
      city_.points[known->second].points.push_back({*lon, *lat});
    });
  }

  static std::optional<std::int32_t> degrees(RowReader& row, string_view column) {
    const string_view cell = row.required(column);
    const auto value = degrees_of(cell);
    if (!value && !cell.empty())
      row.fault(column, both("不是度数 " + shown(cell), "not a number of degrees"),
                both("写作 122.781234", "write it as 122.781234"));
    return value;
  }

  const Tables& tables_;
  Findings& findings_;
  const Codes& codes_;
  Configuration& city_;
};

}  // namespace

void read_outlines(const Tables& tables, Findings& findings, const Codes& codes, Configuration& city) {
  OutlineReader{tables, findings, codes, city}.read();
}

}  // namespace wangge
