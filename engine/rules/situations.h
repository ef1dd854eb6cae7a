#pragma once
// Situations (状况: 降雪, 寒潮, 供热期): the changes that a situation in force makes for demands of a category, by the
// city's table.

#include "engine/base/time.h"
#include "engine/rules/routing.h"
#include "engine/state/city.h"

namespace wangge::rules {

// The situation in force at the place: declared for it, or for one that contains it. Null where it is not in force.
const SituationInForce* in_force(const City& city, SituationId situation, PlaceId place);

// The effect on a demand of this category and condition at this place now; null: none.
inline const SituationEffect* effect_on(const City& city, PlaceId place, CategoryId category, std::uint8_t condition);

// When the stages of a demand that begin at `from` run out. Where resolution counts from the end of a situation, it
// does not run before, and the demand waits for it.
struct Begun {
  Dues dues;
  bool waits = false;
};
Begun begin(const City& city, const Slot& demand, Instant from);
// The same for a demand at this place whose effect is known.
Begun begin(const City& city, PlaceId place, const StageLimits& limits, const SituationEffect* effect, Instant from);

// The first of the category's effects that holds; is_in_force(SituationId) tells which situations are in force.
template <class IsInForce>
const SituationEffect* first_effect(const Category& category, std::uint8_t condition, IsInForce is_in_force) {
  for (const SituationEffect& effect : category.effects) {
    const bool fits = effect.condition == 0 || effect.condition == condition;
    if (fits && is_in_force(effect.situation) != effect.is_outside) return &effect;
  }
  return nullptr;
}

const SituationEffect* find_effect(const City& city, PlaceId place, const Category& category, std::uint8_t condition);
inline const SituationEffect* effect_on(const City& city, PlaceId place, CategoryId category, std::uint8_t condition) {
  const Category& row = city.configuration->categories[category.value];
  return row.effects.empty() ? nullptr : find_effect(city, place, row, condition);  // most categories have none
}

}  // namespace wangge::rules
