#include "engine/views/similar.h"

#include <algorithm>
#include <chrono>
#include <tuple>

#include "engine/base/limits.h"

namespace wangge::views {
namespace {

// What lies in the same grid and is of the same class says little by itself; what is shown has more.
constexpr int least_score = 40;

struct Weight {
  Likeness likeness;
  int score;
};
// Of a place's parts the finest counts.
constexpr Weight weights[]{{Likeness::category, 30}, {Likeness::condition, 10}, {Likeness::unit, 45}, {Likeness::building, 35},
                           {Likeness::compound, 20}, {Likeness::road, 30},      {Likeness::recent, 10}};
static_assert(std::size(weights) == likenesses);

bool exists(const Configuration& city, PlaceId place) { return place && place.value < city.places.size() && city.places[place.value].present; }

class Search {
 public:
  Search(const City& city, AccountId account, const SimilarQuestion& question, Instant now)
      : city_(city),
        configuration_(*city.configuration),
        account_(account),
        question_(question),
        day_ago_(to_seconds(now - std::chrono::hours{24})),
        since_(to_seconds(now - configuration_.similar_within)),
        class_(class_of(question.category)),
        unit_(configuration_.enclosing(question.place, PlaceKind::unit)),
        building_(configuration_.enclosing(question.place, PlaceKind::building)),
        compound_(configuration_.enclosing(question.place, PlaceKind::compound)) {}

  std::vector<Similar> rows() {
    look_at(configuration_.enclosing(question_.place, PlaceKind::grid));
    look_at(question_.road);
    std::ranges::sort(found_, std::ranges::greater{}, [](const Similar& one) { return std::tuple(one.score, one.row.demand.value); });
    const auto is_same = [](const Similar& one, const Similar& other) { return one.row.demand == other.row.demand; };
    found_.erase(std::unique(found_.begin(), found_.end(), is_same), found_.end());  // found by its grid and by its road
    if (found_.size() > similar_rows_max) found_.resize(similar_rows_max);
    return std::move(found_);
  }

 private:
  std::uint8_t class_of(CategoryId category) const { return configuration_.categories[category.value].class_number; }

  void look_at(PlaceId place) {
    std::size_t looks = limits::similar_looks_max;
    city_.demands.each_near(place, class_, [&](const Slot& demand) {
      consider(demand);
      return --looks > 0;
    });
  }

  void consider(const Slot& demand) {
    if (demand.id == question_.but || demand.received < since_ || class_of(demand.category) != class_) return;
    const std::uint8_t reasons = reasons_for(demand);
    int score = 0;
    for (const Weight& weight : weights) {
      if ((reasons & static_cast<int>(weight.likeness)) != 0) score += weight.score;
    }
    if (score < least_score || !may_see(city_, account_, demand)) return;
    found_.push_back({status_of(city_, demand), static_cast<std::uint8_t>(std::min(score, 100)), reasons});
  }

  std::uint8_t reasons_for(const Slot& demand) const {
    int reasons = static_cast<int>(finest_in_common(demand));
    const auto add = [&](bool holds, Likeness likeness) { reasons |= holds ? static_cast<int>(likeness) : 0; };
    add(demand.category == question_.category, Likeness::category);
    add(demand.category == question_.category && question_.condition != 0 && demand.condition == question_.condition, Likeness::condition);
    add(question_.road && demand.road == question_.road, Likeness::road);
    add(demand.received >= day_ago_, Likeness::recent);
    return static_cast<std::uint8_t>(reasons);
  }

  Likeness finest_in_common(const Slot& demand) const {
    const auto shares = [&](PlaceId place, PlaceKind kind) { return place && configuration_.enclosing(demand.place, kind) == place; };
    if (shares(unit_, PlaceKind::unit)) return Likeness::unit;
    if (shares(building_, PlaceKind::building)) return Likeness::building;
    return shares(compound_, PlaceKind::compound) ? Likeness::compound : Likeness{};
  }

  const City& city_;
  const Configuration& configuration_;
  AccountId account_;
  const SimilarQuestion& question_;
  Seconds day_ago_, since_;
  std::uint8_t class_;
  PlaceId unit_, building_, compound_;
  std::vector<Similar> found_;
};

}  // namespace

std::vector<Similar> similar_to(const City& city, AccountId account, const SimilarQuestion& asked, Instant now) {
  if (!city.configuration) return {};
  const Slot* const demand = asked.place ? nullptr : city.demands.find(asked.but);
  if (demand != nullptr && !may_see(city, account, *demand)) return {};
  const SimilarQuestion question =
      demand == nullptr ? asked : SimilarQuestion{demand->place, demand->road, demand->category, demand->condition, demand->id};
  const Configuration& configuration = *city.configuration;
  const std::uint16_t category = question.category.value;
  const bool is_known = exists(configuration, question.place) && category != 0 && category < configuration.categories.size() &&
                        configuration.categories[category].present;
  return is_known ? Search(city, account, question, now).rows() : std::vector<Similar>{};
}

}  // namespace wangge::views
