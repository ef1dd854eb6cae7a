#include "engine/rules/subjects.h"

namespace wangge::rules {
namespace {

constexpr Refusal fine{};

// The finer of two places where one lies in the other; none where neither does.
PlaceId finer(const Configuration& city, PlaceId one, PlaceId other) {
  if (city.lies_in(one, other)) return one;
  return city.lies_in(other, one) ? other : PlaceId{};
}

}  // namespace

Refusal settle(const Configuration& city, Subject subject, PlaceId& place, PlaceId& road) {
  if (!subject) return fine;
  const PlaceId stands = city.place_of(subject);
  if (!stands) return {subject.is_door() ? Reason::unknown_door : Reason::unknown_asset, subject.raw()};
  const PlaceKind kind = city.places[stands.value].kind;
  PlaceId& said = kind == PlaceKind::street || kind == PlaceKind::lane ? road : place;
  if (said && !city.has(said)) return fine;
  const PlaceId finest = said ? finer(city, said, stands) : stands;
  if (!finest) return {Reason::subject_elsewhere, subject.raw()};
  said = finest;
  return fine;
}

}  // namespace wangge::rules
