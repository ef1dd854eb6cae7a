#pragma once
// The steps of routing, for route() and for the Router; the Router keeps their answers apart, since each depends on
// less than the whole question. The rules stand in engine/rules/README.md.

#include <cstdint>
#include <vector>

#include "engine/rules/routing.h"

namespace wangge::rules {

inline const Place& at(const Configuration& city, PlaceId place) { return city.places[place.value]; }
inline const Post& at(const Configuration& city, PostId post) { return city.posts[post.value]; }

struct FirstPost {
  PostId post;
  FirstPostReason reason = FirstPostReason::category_level;
};
FirstPost first_post(const Configuration& city, const RoutingQuestion& question);
// Whether a category that wants this level is one of lanes and streets; the others are of the territory.
inline bool is_on_road(Level wanted) { return wanted == Level::lane || wanted == Level::street; }
inline bool is_road(PlaceKind kind) { return kind == PlaceKind::lane || kind == PlaceKind::street; }
// The first post for a question that names a road.
FirstPost first_on_road(const Configuration& city, const RoutingQuestion& question, Level wanted);

Chain chain_from(const Configuration& city, PostId post);

// The first post of a chain, from the level `least` on, for which somebody acts; the last one, with no holder, where
// nobody does.
struct Acting {
  std::uint8_t step = 0;
  PersonId holder;
};
Acting first_acting(const Configuration& city, const Chain& chain, PersonId complained_of, Instant now,
                    Level least = Level::none);

struct LeadingOrganisation {
  OrganisationId organisation;  // none: the post leads
  LeadReason reason = LeadReason::category_names_post;
  OrganisationId sought;
};
// The organisation that leads: the owner of the asset that is named, or else the property company of the compound for
// kind property, or else the organisation in the duty list. Where there is none, the reason says what was sought first
// and why it cannot lead.
LeadingOrganisation leading_organisation(const Configuration& city, const RoutingQuestion& question);
// The least level of the post that leads for that reason: the subdistrict's post has to find out who owns an asset.
inline Level least_level(LeadReason reason) {
  return reason == LeadReason::owner_unknown ? Level::subdistrict : Level::none;
}

std::vector<Offer> offers_for(const Configuration& city, const RoutingQuestion& question);

// The wanted level and the lead: the category's, unless a situation replaces them.
inline Level wanted_level(const Category& category, const RoutingQuestion& question) {
  return question.effect != nullptr && question.effect->first_level != Level::none ? question.effect->first_level
                                                                                   : category.first_level;
}
inline Lead wanted_lead(const Category& category, const RoutingQuestion& question) {
  return question.effect != nullptr ? question.effect->lead.value_or(category.lead) : category.lead;
}
// The severity of a demand where none is given: a situation's, or the category's; a condition whose limits all run on
// the working clock is no emergency.
std::uint8_t effective_severity(const Category& category, const RoutingQuestion& question);
inline bool tells_chain(const Category& category, std::uint8_t severity) {
  return severity == 1 || category.tell_chain;
}

}  // namespace wangge::rules
