#include "engine/views/hotspots.h"

#include <algorithm>
#include <tuple>

#include "engine/base/limits.h"
#include "engine/state/city.h"
#include "engine/state/sight.h"
#include "engine/views/queue.h"

namespace wangge::views {
namespace {

class Search {
 public:
  Search(const City& city, AccountId account, Instant now)
      : city_(city),
        settings_(city.configuration->recurrence),
        id_(account),
        account_(city.accounts[account]),
        now_(to_seconds(now)),
        from_(to_seconds(now - settings_.hotspot_within)) {}

  std::vector<Hotspot> rows() {
    city_.spots.of_spots().each(
        [&](PlaceId place, std::uint16_t class_number, const Spot& spot) { consider(place, class_number, spot); });
    city_.spots.of_surges().each([&](PlaceId place, std::uint16_t category, const Surge& surge) {
      consider(place, CategoryId{category}, surge);
    });
    const auto order = [](const Hotspot& one) { return std::tuple(one.what, one.count, one.found, one.place.value); };
    const std::size_t size = std::min(found_.size(), limits::hotspot_rows_max);
    std::ranges::partial_sort(found_, found_.begin() + static_cast<std::ptrdiff_t>(size), std::ranges::greater{},
                              order);
    found_.resize(size);
    for (Hotspot& one : found_) name(one);
    return std::move(found_);
  }

 private:
  void consider(PlaceId place, std::uint16_t class_number, const Spot& spot) {
    const bool is_raised = spot.raised != 0 && spot.raised >= from_;
    const bool is_found = spot.found != 0 && spot.found >= from_;
    if ((!is_raised && !is_found) || !may_look(place)) return;
    Hotspot& one = found_.emplace_back();
    one.what = is_raised ? Recurrence::raised : Recurrence::hotspot;
    one.place = place;
    one.class_number = static_cast<std::uint8_t>(class_number);
    one.count = spot.since(from_);
    one.found = is_raised ? spot.raised : spot.found;
  }

  void consider(PlaceId place, CategoryId category, const Surge& surge) {
    const std::uint32_t count = surge.found == 0 ? 0 : surge.within(limits::storm_minutes_max, now_);
    if (count == 0 || !may_look(place)) return;
    Hotspot& one = found_.emplace_back();
    one.what = Recurrence::storm;
    one.place = place;
    one.category = category;
    one.class_number = city_.configuration->categories[category.value].class_number;
    one.count = count;
    one.found = surge.found;
    one.first = is_secret(surge.first) ? DemandId{} : surge.first;
  }

  bool is_secret(DemandId demand) const {
    const Slot* const slot = city_.demands.find(demand);
    return slot != nullptr ? is_hidden(city_, id_, *slot) : city_.demands.is_restricted(demand);
  }
  bool may_look(PlaceId place) const { return !account_.ended && covers(*city_.configuration, account_, place); }

  void name(Hotspot& one) const {
    const auto& categories = city_.configuration->categories;
    const auto found = std::ranges::find_if(categories, [&](const Category& category) {
      return category.present && category.class_number == one.class_number;
    });
    if (found == categories.end()) return;
    one.class_name = found->class_name;
    one.class_name_en = found->class_name_en;
  }

  const City& city_;
  const RecurrenceSettings& settings_;
  AccountId id_;
  const Account& account_;
  Seconds now_, from_;
  std::vector<Hotspot> found_;
};

}  // namespace

std::vector<Hotspot> hotspots(const City& city, AccountId account, Instant now) {
  return city.configuration ? Search(city, account, now).rows() : std::vector<Hotspot>{};
}

}  // namespace wangge::views
