#include "tools/bench/ground.h"

#include <algorithm>
#include <span>
#include <stdexcept>

#include "engine/base/limits.h"
#include "engine/model/limit.h"
#include "engine/state/configuration_reader.h"
#include "tools/city/city_folder.h"

namespace wangge::tools::bench {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

bool is_in_grid(PlaceKind kind) {
  return kind == PlaceKind::grid || kind == PlaceKind::compound || kind == PlaceKind::building ||
         kind == PlaceKind::unit;
}

// The length of a limit on the continuous clock.
Duration length_of(Limit limit) {
  switch (on_continuous_clock(limit).unit) {
    case LimitUnit::minute:
    case LimitUnit::urgent_minute: return minutes(limit.amount);
    case LimitUnit::urgent_hour: return hours(limit.amount);
    case LimitUnit::calendar_day: return hours(24 * limit.amount);
    case LimitUnit::none:
    case LimitUnit::working_minute:
    case LimitUnit::working_hour:
    case LimitUnit::working_day: return {};
  }
  return {};
}

bool lives_fast(const Category& category) {
  const Duration resolve = length_of(category.resolve);
  return length_of(category.accept) >= minutes(30) && !category.contain && resolve >= hours(1) && resolve <= hours(4);
}

// Asks for the ids in as many questions as the rows need.
std::vector<std::uint32_t> ask_ids(RunningEngine& engine, views::Noun noun, const std::vector<std::string>& codes) {
  std::vector<std::uint32_t> ids;
  for (std::size_t from = 0; from < codes.size(); from += limits::question_rows_max) {
    const std::size_t until = std::min(from + limits::question_rows_max, codes.size());
    const std::vector<std::string> some(codes.begin() + static_cast<std::ptrdiff_t>(from),
                                        codes.begin() + static_cast<std::ptrdiff_t>(until));
    const auto found = engine.ask(views::AskIds{noun, some});
    ids.insert(ids.end(), found.begin(), found.end());
  }
  return ids;
}

std::vector<PlaceId> places(RunningEngine& engine, const Configuration& city) {
  std::vector<std::string> codes;
  for (const PlaceId place : places_in_grids(city)) codes.push_back(city.place_names[place.value].code);
  std::vector<PlaceId> known;
  for (const std::uint32_t id : ask_ids(engine, views::Noun::place, codes)) {
    if (id != 0) known.push_back(PlaceId{id});
  }
  return known;
}

}  // namespace

std::vector<PlaceId> places_in_grids(const Configuration& city) {
  std::vector<PlaceId> places;
  for (std::uint32_t id = 1; id < city.places.size(); ++id) {
    if (city.places[id].present && is_in_grid(city.places[id].kind)) places.push_back(PlaceId{id});
  }
  return places;
}

Ground survey(RunningEngine& engine, const std::string& city_folder, const Console& console) {
  Codes codes;
  std::vector<Fault> faults;
  const Configuration city = read_configuration(read_sound_city(city_folder, console), codes, faults);
  Ground ground{.places = places(engine, city)};
  for (const Post& post : city.posts) ground.superiors.push_back(post.superior);
  std::vector<std::string> categories;
  for (std::size_t id = 1; id < city.categories.size(); ++id) categories.push_back(city.category_names[id].code);
  const std::vector<std::uint32_t> ids = ask_ids(engine, views::Noun::category, categories);
  for (std::size_t i = 0; i < ids.size(); ++i) {
    if (ids[i] == 0) continue;
    const CategoryId id{static_cast<std::uint16_t>(ids[i])};
    ground.categories.push_back(id);
    if (lives_fast(city.categories[i + 1])) ground.fast_categories.push_back(id);
  }
  if (ground.places.empty() || ground.categories.empty()) {
    throw std::runtime_error(std::string(console.say("引擎的城市不是 ", "the engine's city is not ")) + city_folder +
                             std::string(console.say("：请用 --city 指明", ": say which with --city")));
  }
  return ground;
}

}  // namespace wangge::tools::bench
