#include "tools/day/day_plan.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <numeric>
#include <random>
#include <span>
#include <stdexcept>
#include <string_view>

#include "engine/base/limits.h"
#include "tools/day/day_words.h"

namespace wangge::tools {
namespace {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::hours;

// The standard's distributions differ between libraries; these do not.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : engine_(seed) {}

  std::size_t below(std::size_t bound) { return engine_() % bound; }
  bool percent(std::size_t chance) { return below(100) < chance; }
  template <class T>
  const T& one_of(std::span<const T> list) {
    return list[below(list.size())];
  }
  PlaceId one_of(const std::vector<PlaceId>& places) { return places[below(places.size())]; }

 private:
  std::mt19937_64 engine_;
};

// Where the residents of one community live, and the roads that they use.
struct Neighbourhood {
  PlaceId community;
  std::vector<PlaceId> grids, compounds, buildings, units;
  std::vector<PlaceId> streets, lanes;  // of its subdistrict
};

class Neighbourhoods {
 public:
  explicit Neighbourhoods(const Configuration& city) : city_(city) {
    for (const PlaceId community : places(PlaceKind::community)) neighbourhoods_.push_back({.community = community});
    std::ranges::sort(neighbourhoods_, {}, [&](const Neighbourhood& one) { return code(one.community); });
    for (Neighbourhood& one : neighbourhoods_) {
      gather(PlaceKind::grid, one.community, one.grids);
      gather(PlaceKind::compound, one.community, one.compounds);
      gather(PlaceKind::building, one.community, one.buildings);
      gather(PlaceKind::unit, one.community, one.units);
      const PlaceId subdistrict = city.places[one.community.value].parent;
      gather(PlaceKind::street, subdistrict, one.streets);
      gather(PlaceKind::lane, subdistrict, one.lanes);
    }
    std::erase_if(neighbourhoods_, [](const Neighbourhood& one) { return one.grids.empty(); });
    if (neighbourhoods_.empty())
      throw std::runtime_error("城市没有带网格的社区 / the city has no community with grids");
  }

  const std::vector<Neighbourhood>& all() const { return neighbourhoods_; }
  std::string_view code(PlaceId place) const { return city_.place_names[place.value].code; }
  std::string_view name(PlaceId place) const { return city_.place_names[place.value].name; }

  // The grid in which a place lies, or the place itself.
  PlaceId grid_of(PlaceId place) const {
    while (city_.places[place.value].kind != PlaceKind::grid) place = city_.places[place.value].parent;
    return place;
  }

 private:
  std::vector<PlaceId> places(PlaceKind kind) const {
    std::vector<PlaceId> found;
    for (std::uint32_t id = 1; id < city_.places.size(); ++id)
      if (city_.places[id].present && city_.places[id].kind == kind) found.push_back(PlaceId{id});
    return found;
  }

  void gather(PlaceKind kind, PlaceId within, std::vector<PlaceId>& out) const {
    for (const PlaceId place : places(kind)) {
      PlaceId wider = place;
      while (wider && wider != within) wider = city_.places[wider.value].parent;
      if (wider) out.push_back(place);
    }
    std::ranges::sort(out, {}, [&](PlaceId place) { return code(place); });
  }

  const Configuration& city_;
  std::vector<Neighbourhood> neighbourhoods_;
};

// Writes one demand after the other.
class Residents {
 public:
  Residents(const Configuration& city, const Neighbourhoods& where, Dice& dice)
      : city_(city), where_(where), dice_(dice) {
    for (const words::DemandText& text : words::demand_texts) total_weight_ += text.weight;
    for (std::uint16_t id = 1; id < city.categories.size(); ++id)
      if (city.categories[id].present) levels_[city.category_names[id].code] = city.categories[id].first_level;
  }

  WrittenDemand ask(const Neighbourhood& here) {
    const words::DemandText& text = choose_text();
    WrittenDemand demand{.category = std::string{text.category}, .condition = text.condition};
    place(here, levels_[demand.category], demand);
    demand.text = fill_in(text.text);
    report(demand);
    if (dice_.percent(1)) spoil(demand);
    return demand;
  }

 private:
  const words::DemandText& choose_text() {
    auto left = static_cast<int>(dice_.below(static_cast<std::size_t>(total_weight_)));
    for (const words::DemandText& text : words::demand_texts) {
      if (left < text.weight) return text;
      left -= text.weight;
    }
    return words::demand_texts[0];
  }

  // Sets the place as precisely as somebody who lives there would say it.
  void place(const Neighbourhood& here, Level level, WrittenDemand& demand) {
    place_ = finest(here, level);
    demand.place = where_.code(place_);
    named_ = where_.name(place_);
    const std::vector<PlaceId>& roads = level == Level::street ? here.streets : here.lanes;
    if ((level != Level::street && level != Level::lane) || roads.empty() || dice_.percent(5)) return;
    const PlaceId road = dice_.one_of(roads);
    demand.road = where_.code(road);
    named_ = where_.name(road);
  }

  PlaceId finest(const Neighbourhood& here, Level level) {
    if (level == Level::unit && !here.units.empty()) return dice_.one_of(here.units);
    if (level == Level::building && !here.buildings.empty()) return dice_.one_of(here.buildings);
    if (level == Level::grid && !here.compounds.empty() && dice_.percent(80)) return dice_.one_of(here.compounds);
    return dice_.one_of(here.grids);
  }

  std::string fill_in(std::string_view text) {
    std::string filled;
    for (const char c : text) {
      if (c == '@')
        filled += named_;
      else if (c == '#')
        filled += static_cast<char>('2' + dice_.below(5));
      else
        filled += c;
    }
    return filled;
  }

  void report(WrittenDemand& demand) {
    const std::size_t chance = dice_.below(100);
    if (chance < 8) {
      demand.reporter = Reporter::on_behalf;
    } else if (chance < 15) {
      demand.reporter = Reporter::anonymous;
    } else if (chance < 25) {
      demand.kind = DemandKind::patrol, demand.reporter = Reporter::patrol;
      const PostId chief = city_.places[where_.grid_of(place_).value].post;
      demand.reference = city_.post_names[chief.value].code;
    } else if (chance < 30) {
      demand.reporter = Reporter::hotline;
      demand.reference = "12345-" + std::to_string(100'000 + dice_.below(900'000));
    } else if (demand.category.starts_with("11") || demand.category.starts_with("10")) {
      demand.kind = chance < 60 ? DemandKind::appointment : DemandKind::errand;
    }
    const bool leaves_contact = demand.reporter == Reporter::self || demand.reporter == Reporter::on_behalf;
    if (leaves_contact && dice_.percent(70)) demand.contact = "0436-000" + std::to_string(1'000 + dice_.below(9'000));
  }

  // Makes one of the mistakes that terminals make.
  void spoil(WrittenDemand& demand) {
    switch (dice_.below(6)) {
      case 0: demand.road = road_elsewhere(); break;
      case 1: demand.category = "9999"; break;
      case 2: demand.text.clear(); break;
      case 3: demand.reporter = Reporter::hotline, demand.reference.clear(); break;
      case 4: demand.severity = 5; break;
      default:
        demand.text.clear();
        for (std::uint32_t i = 0; i <= limits::text_code_points_max; ++i) demand.text += "长";
    }
  }

  std::string road_elsewhere() {
    for (const Neighbourhood& other : where_.all()) {
      const PlaceId subdistrict = city_.places[other.community.value].parent;
      const bool is_near = where_.code(place_).starts_with(where_.code(subdistrict));
      if (!is_near && !other.lanes.empty()) return std::string{where_.code(dice_.one_of(other.lanes))};
    }
    return "9999";
  }

  const Configuration& city_;
  const Neighbourhoods& where_;
  Dice& dice_;
  int total_weight_ = 0;
  std::map<std::string, Level, std::less<>> levels_;  // first level by category
  PlaceId place_;
  std::string_view named_;
};

// Times of the demands, in seconds after the day's beginning.
std::vector<std::int64_t> spread_over_day(std::size_t demands, Dice& dice) {
  const auto& by_hour = words::demands_by_hour;
  const std::size_t weights = std::accumulate(std::begin(by_hour), std::end(by_hour), 0u);
  std::vector<std::int64_t> times(demands);
  for (std::int64_t& time : times) {
    auto left = static_cast<int>(dice.below(weights));
    int hour = 0;
    while (left >= by_hour[hour]) left -= by_hour[hour++];
    time = hour * 3'600 + static_cast<std::int64_t>(dice.below(3'600));
  }
  std::ranges::sort(times);
  return times;
}

}  // namespace

std::vector<std::string> station_codes(const Configuration& city) {
  const Neighbourhoods where(city);
  std::vector<std::string> codes;
  for (const Neighbourhood& one : where.all()) codes.emplace_back(where.code(one.community));
  return codes;
}

DayPlan plan_day(const Configuration& city, Instant any_time, std::size_t demands, std::uint64_t seed) {
  Dice dice(seed);
  const Neighbourhoods where(city);
  Residents residents(city, where, dice);
  DayPlan plan;
  const Instant midnight = floor<days>(any_time + city.calendars.city.utc_offset) - city.calendars.city.utc_offset;
  plan.begins = midnight + hours{words::first_hour};
  plan.ends = plan.begins + hours{std::size(words::demands_by_hour)};
  for (const std::int64_t time : spread_over_day(demands, dice)) {
    const std::size_t station = dice.below(where.all().size());
    const Instant at = plan.begins + Duration{time};
    plan.demands.push_back({at, station, residents.ask(where.all()[station])});
    plan.demands.back().demand.occurred = to_seconds(at);
  }
  return plan;
}

}  // namespace wangge::tools
