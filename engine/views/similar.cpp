#include "engine/views/similar.h"

#include <algorithm>
#include <chrono>
#include <tuple>

#include "engine/base/limits.h"
#include "engine/state/city.h"
#include "engine/state/sight.h"

namespace wangge::views {
namespace {

// Being in the same grid and of the same class says little by itself; demands that are shown must score more.
constexpr int least_score = 40;

struct Weight {
  Likeness likeness;
  int score;
};
// Of the levels of a place only the finest counts. The asset or door weighs more than all others together.
constexpr Weight weights[]{{Likeness::category, 30}, {Likeness::condition, 10}, {Likeness::unit, 45},
                           {Likeness::building, 35}, {Likeness::compound, 20},  {Likeness::road, 30},
                           {Likeness::recent, 10},   {Likeness::subject, 130}};
static_assert(std::size(weights) == likenesses);

bool is_category(const Configuration& city, CategoryId category) {
  return category && category.value < city.categories.size() && city.categories[category.value].present;
}
class Search {
 public:
  Search(const City& city, AccountId account, const AskSimilar& question, Instant now)
      : city_(city),
        configuration_(*city.configuration),
        account_(account),
        question_(question),
        day_ago_(to_seconds(now - std::chrono::hours{24})),
        since_(to_seconds(now - configuration_.similar_within)),
        class_(question.category ? class_of(question.category) : std::uint8_t{0}),
        unit_(configuration_.enclosing(question.place, PlaceKind::unit)),
        building_(configuration_.enclosing(question.place, PlaceKind::building)),
        compound_(configuration_.enclosing(question.place, PlaceKind::compound)) {}

  std::vector<Similar> rows() {
    look([&](auto visit) { city_.demands.each_about(question_.subject, visit); });
    if (question_.category) {
      for (const PlaceId place : {configuration_.enclosing(question_.place, PlaceKind::grid), question_.road}) {
        look([&](auto visit) { city_.demands.each_near(place, class_, visit); });
      }
    }
    std::ranges::sort(found_, std::ranges::greater{},
                      [](const Similar& one) { return std::tuple(weight_of(one.reasons), one.row.demand.value); });
    const auto is_same = [](const Similar& one, const Similar& other) { return one.row.demand == other.row.demand; };
    found_.erase(std::unique(found_.begin(), found_.end(), is_same), found_.end());  // one may be in several lists
    if (found_.size() > AskSimilar::rows_max) found_.resize(AskSimilar::rows_max);
    return std::move(found_);
  }

 private:
  std::uint8_t class_of(CategoryId category) const { return configuration_.categories[category.value].class_number; }

  static bool has(std::uint8_t reasons, Likeness likeness) { return (reasons & static_cast<int>(likeness)) != 0; }
  static int weight_of(std::uint8_t reasons) {
    int sum = 0;
    for (const Weight& weight : weights) sum += has(reasons, weight.likeness) ? weight.score : 0;
    return sum;
  }

  // Begins at the newest of a list.
  template <class EachOf>
  void look(EachOf each) {
    std::size_t looks = limits::similar_looks_max;
    each([&](const Slot& demand) {
      consider(demand);
      return --looks > 0;
    });
  }

  void consider(const Slot& demand) {
    if (demand.id == question_.but || demand.received < since_) return;
    const std::uint8_t reasons = reasons_for(demand);
    if (class_of(demand.category) != class_ && !has(reasons, Likeness::subject)) return;
    const int score = weight_of(reasons);
    if (score < least_score || !may_see(city_, account_, demand)) return;
    found_.push_back({status_of(city_, demand), static_cast<std::uint8_t>(std::min(score, 100)), reasons});
  }

  std::uint8_t reasons_for(const Slot& demand) const {
    int reasons = static_cast<int>(finest_in_common(demand));
    const auto add = [&](bool holds, Likeness likeness) { reasons |= holds ? static_cast<int>(likeness) : 0; };
    add(demand.category == question_.category, Likeness::category);
    add(demand.category == question_.category && question_.condition != 0 && demand.condition == question_.condition,
        Likeness::condition);
    add(question_.road && demand.road == question_.road, Likeness::road);
    add(demand.received >= day_ago_, Likeness::recent);
    add(question_.subject && city_.demands.subject(demand.id) == question_.subject, Likeness::subject);
    return static_cast<std::uint8_t>(reasons);
  }

  Likeness finest_in_common(const Slot& demand) const {
    const auto shares = [&](PlaceId place, PlaceKind kind) {
      return place && configuration_.enclosing(demand.place, kind) == place;
    };
    if (shares(unit_, PlaceKind::unit)) return Likeness::unit;
    if (shares(building_, PlaceKind::building)) return Likeness::building;
    return shares(compound_, PlaceKind::compound) ? Likeness::compound : Likeness{};
  }

  const City& city_;
  const Configuration& configuration_;
  AccountId account_;
  const AskSimilar& question_;
  Seconds day_ago_, since_;
  std::uint8_t class_;
  PlaceId unit_, building_, compound_;
  std::vector<Similar> found_;
};

}  // namespace

std::vector<Similar> similar_to(const City& city, AccountId account, const AskSimilar& asked, Instant now) {
  if (!city.configuration) return {};
  const Configuration& configuration = *city.configuration;
  const Slot* const demand = asked.place || asked.subject ? nullptr : city.demands.find(asked.but);
  if (demand != nullptr && !may_see(city, account, *demand)) return {};
  AskSimilar question = asked;
  if (demand != nullptr) {
    question = {demand->place,     demand->road, demand->category,
                demand->condition, demand->id,   city.demands.subject(demand->id)};
  } else if (!question.place) {
    question.place = configuration.place_of(question.subject);
  }
  const bool is_subject = demand != nullptr || !question.subject || configuration.place_of(question.subject);
  const bool is_of_any = question.subject && !question.category;
  const bool is_known =
      configuration.has(question.place) && is_subject && (is_of_any || is_category(configuration, question.category));
  return is_known ? Search(city, account, question, now).rows() : std::vector<Similar>{};
}

}  // namespace wangge::views
