#include "tools/demand/locate.h"

#include <cmath>
#include <iostream>
#include <memory>
#include <stdexcept>
#include <string>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "engine/rules/locate.h"
#include "engine/state/cells.h"
#include "tools/city/city_folder.h"
#include "tools/names.h"
#include "tools/table.h"

namespace wangge::tools {
namespace {

namespace json = boost::json;
using rules::Location;
using rules::Near;

struct Options {
  std::string city = "config/taonan";
  std::string lon, lat, datum = "wgs84";
  bool as_json = false;
};

std::int32_t degrees(const std::string& name, const std::string& text) {
  if (const auto value = degrees_of(text)) return *value;
  throw CLI::ValidationError(name, "不是度数，写作 122.781234 / not a number of degrees like 122.781234: " + text);
}

CLI::ValidationError seem_swapped(GroundPoint point) {
  return CLI::ValidationError(
      "LON LAT", "经纬度似乎写反了，经度在前 / they seem swapped, the longitude comes first: wangge locate " +
                     to_text(GroundPoint{point.lat, point.lon}));
}

GroundPoint point_of(const std::string& lon, const std::string& lat) {
  const GroundPoint point{degrees("LON", lon), degrees("LAT", lat)};
  if (is_on_earth(point)) return point;
  if (is_on_earth({point.lat, point.lon})) throw seem_swapped(point);
  throw CLI::ValidationError("LON LAT",
                             "经度 -180 至 180，纬度 -85 至 85 / a longitude of -180 to 180, a latitude of -85 to 85");
}

std::string_view standing(const Location& found) {
  return found.grids.empty() ? "outside" : found.is_on_edge ? "on_edge" : "inside";
}

std::string sentence(const Configuration& city, const Location& found, const Console& console) {
  if (found.grids.empty()) {
    const Near& nearest = found.nearest_grid;
    return fmt::format(fmt::runtime(console.say("在所有网格之外；最近的网格是 {}，相距 {:.0f} 米",
                                                "outside of all grids; the nearest is {}, {:.0f} m away")),
                       text_of(named(city, nearest.place)), std::ceil(nearest.metres));
  }
  const std::string grid = text_of(named(city, found.grid()));
  if (!found.is_on_edge) return fmt::format(fmt::runtime(console.say("在网格 {} 内", "in the grid {}")), grid);
  if (found.grids.size() == 1)
    return fmt::format(fmt::runtime(console.say("在网格 {} 的外缘上", "on the outer edge of the grid {}")), grid);
  std::string all;
  for (const PlaceId id : found.grids)
    all.append(all.empty() ? "" : console.say("、", ", ")).append(text_of(named(city, id)));
  return fmt::format(fmt::runtime(console.say("在网格的边界上：{}；取代码最小的 {}",
                                              "on the edge between the grids {}; the lowest code is taken: {}")),
                     all, named(city, found.grid()).code);
}

json::value to_json(const Configuration& city, const Near& near) {
  if (!near.place) return nullptr;
  json::object out = json_of(named(city, near.place)).as_object();
  out["metres"] = std::round(near.metres * 10) / 10;
  return out;
}

void print_json(const Configuration& city, GroundPoint point, const Location& found) {
  json::array grids;
  for (const PlaceId id : found.grids) grids.push_back(json_of(named(city, id)));
  const auto in_degrees = [](std::int32_t value) { return static_cast<double>(value) / micro_degrees; };
  std::cout << json::serialize(json::object{{"lon", in_degrees(point.lon)},
                                            {"lat", in_degrees(point.lat)},
                                            {"standing", standing(found)},
                                            {"grid", json_of(named(city, found.grid()))},
                                            {"grids", std::move(grids)},
                                            {"nearest_grid", to_json(city, found.nearest_grid)},
                                            {"compound", to_json(city, found.compound)},
                                            {"street", to_json(city, found.street)},
                                            {"lane", to_json(city, found.lane)}})
            << "\n";
}

void print(const Configuration& city, const Location& found, const Console& console) {
  std::cout << sentence(city, found, console) << "\n";
  Table table({{std::string(console.say("最近的", "nearest"))},
               {std::string(console.say("代码", "code"))},
               {std::string(console.say("名称", "name"))},
               {std::string(console.say("米", "m")), Align::right}});
  const auto add = [&](std::string_view what, const Near& near) {
    const Named& name = named(city, near.place);
    if (near.place) table.add({what, name.code, name.name, fmt::format("{:.0f}", near.metres)});
  };
  add(console.say("小区", "compound"), found.compound);
  add(console.say("路(巷)", "lane"), found.lane);
  add(console.say("街", "street"), found.street);
  if (!found.grids.empty()) table.print(std::cout, console);
}

Location find(const Configuration& city, GroundPoint point, const Console& console) {
  const rules::Locator locator(city);
  if (!locator.has_outlines())
    throw std::runtime_error(
        std::string(console.say("这个城市没有网格轮廓：写好 outlines.csv 再试",
                                "this city has no outlines of grids: write outlines.csv and try again")));
  const Location found = locator.locate(point);
  const GroundPoint swapped{point.lat, point.lon};
  if (found.grids.empty() && is_on_earth(swapped) && locator.locate(swapped).grid()) throw seem_swapped(point);
  return found;
}

int run(const Options& options, const Console& console) {
  const GroundPoint point = rules::to_wgs84(point_of(options.lon, options.lat), rules::datum_of(options.datum).value());
  const auto city = read_sound_configuration(options.city, console);
  const Location found = find(*city, point, console);
  options.as_json ? print_json(*city, point, found) : print(*city, found, console);
  return 0;
}

}  // namespace

cli::Option* add_datum_option(cli::App& command, std::string& datum) {
  return command
      .add_option("--datum", datum,
                  "点的坐标系：wgs84（GPS），gcj02（高德、腾讯），bd09（百度）\n/ what the point is in: of a satellite "
                  "receiver, or of a Chinese map")
      ->one_of({{"wgs84", {"GPS"}}, {"gcj02", {"高德", "腾讯"}}, {"bd09", {"百度"}}})
      ->capture_default_str();
}

std::string grid_at(const std::string& point, rules::Datum datum, const std::string& city_folder,
                    const Console& console) {
  const std::size_t comma = point.find(',');
  if (comma == std::string::npos)
    throw CLI::ValidationError("--point", "写作 经度,纬度 / is written LON,LAT: " + point);
  const GroundPoint at = rules::to_wgs84(point_of(point.substr(0, comma), point.substr(comma + 1)), datum);
  const auto city = read_sound_configuration(city_folder, console);
  const Location found = find(*city, at, console);
  if (found.grids.empty()) throw std::runtime_error(sentence(*city, found, console));
  std::cerr << sentence(*city, found, console);
  if (const Named& lane = named(*city, found.lane.place); found.lane.place) {
    std::cerr << fmt::format(
        fmt::runtime(console.say("；最近的路(巷) {}，{:.0f} 米", "; the nearest lane is {}, {:.0f} m away")),
        text_of(lane), found.lane.metres);
  }
  std::cerr << "\n";
  return named(*city, found.grid()).code;
}

void add_locate(cli::App& app, int& exit_code) {
  const auto options = std::make_shared<Options>();
  cli::App* command = app.add_subcommand(
      "locate",
      "例 / example: wangge locate 122.781234 45.341234\n"
      "一个点在哪个网格，离哪个小区、哪条街巷最近 / which grid a point lies in, and what compound, lane and street are "
      "nearest");
  command->add_option("LON", options->lon, "经度 / longitude")->required();
  command->add_option("LAT", options->lat, "纬度 / latitude")->required();
  add_datum_option(*command, options->datum);
  command->add_option("--city", options->city, "城市文件夹 / the city's folder")->capture_default_str();
  command->add_flag("--json", options->as_json, "输出 JSON / print JSON");
  command->callback([options, command, &exit_code] { exit_code = run(*options, console_of(*command)); });
}

}  // namespace wangge::tools
