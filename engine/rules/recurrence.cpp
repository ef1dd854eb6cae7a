#include "engine/rules/recurrence.h"

#include <algorithm>
#include <array>
#include <optional>
#include <variant>

#include "engine/rules/handlers.h"
#include "engine/rules/noticing.h"
#include "engine/rules/routing.h"

namespace wangge::rules {
namespace {

std::optional<Recurrence> hotspot(const RecurrenceSettings& wanted, const Spot& spot, std::uint32_t count,
                                  Seconds from) {
  if (wanted.raised_from != 0 && count >= wanted.raised_from && spot.raised < from) return Recurrence::raised;
  if (count >= wanted.hotspot_from && spot.found < from) return Recurrence::hotspot;
  return std::nullopt;
}

class Recurring {
 public:
  explicit Recurring(const Context& context)
      : context_(context),
        city_(*context.city.configuration),
        wanted_(city_.recurrence),
        now_(to_seconds(context.now)) {}

  // Restricted demands are left out: a recurrence would show them to people from whom they are hidden.
  void find(const Submitted& demand) {
    if (city_.categories[demand.category.value].restricted || demand.is_restricted()) return;
    id_ = DemandId{position_of_last().value};
    chain_ = demand.chain;
    complained_of_ = demand.complained_of.person();
    key_ = context_.city.spots_of(demand.place, demand.road, demand.category);
    find_hotspot();
    find_storm();
    for (const Recurred& fact : found_) {
      if (!fact.demand) break;
      context_.draft.events.push_back(fact);
    }
  }

 private:
  Position position_of_last() const { return Position{context_.city.last.value + context_.draft.events.size()}; }

  void find_hotspot() {
    const Spot* const spot =
        wanted_.hotspot_from == 0 ? nullptr : context_.city.spots.of_spots().find(key_.spot, key_.class_number);
    if (spot == nullptr) return;
    const Seconds from = to_seconds(context_.now - wanted_.hotspot_within);
    const std::uint32_t count = spot->since(from) + 1;
    if (const auto what = hotspot(wanted_, *spot, count, from)) {
      add({.place = key_.spot,
           .to = {},
           .holder = {},
           .count = count,
           .what = *what,
           .class_number = key_.class_number});
    }
  }

  void find_storm() {
    const Surge* const surge =
        wanted_.storm_from == 0 ? nullptr : context_.city.spots.of_surges().find(key_.community, key_.category.value);
    if (surge == nullptr || surge->found != 0) return;
    const std::uint32_t count = surge->within(wanted_.storm_minutes, now_) + 1;
    if (count < wanted_.storm_from) return;
    add({.first = surge->first,
         .place = key_.community,
         .to = {},
         .holder = {},
         .count = count,
         .what = Recurrence::storm,
         .class_number = key_.class_number});
  }

  void add(Recurred fact) {
    fact.demand = id_;
    fact.previous = Position{position_of_last().value + found_count_};
    if (fact.what != Recurrence::hotspot) {
      fact.to = supervisor();
      fact.holder = acting_for(fact.to);
    }
    found_[found_count_++] = fact;
  }

  PersonId acting_for(PostId post) const { return acting(city_, post, complained_of_, context_.now); }

  PostId supervisor() const {
    const Chain chain = chain_of(context_, chain_);
    const auto posts = chain.span();
    const auto found = std::ranges::find_if(
        posts, [&](PostId post) { return city_.posts[post.value].level >= Level::community && acting_for(post); });
    return found == posts.end() ? posts.back() : *found;
  }

  const Context& context_;
  const Configuration& city_;
  const RecurrenceSettings& wanted_;
  Seconds now_;
  DemandId id_;
  Spots::Key key_;
  ChainId chain_;
  PersonId complained_of_;
  std::array<Recurred, 2> found_;  // kept until all demands are looked at, since the draft that holds the demand grows
  std::size_t found_count_ = 0;
};

}  // namespace

void add_recurrence(const Context& context) {
  if (const auto* demand = std::get_if<Submitted>(&context.draft.events.back())) Recurring(context).find(*demand);
}

}  // namespace wangge::rules
