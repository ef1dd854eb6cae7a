#pragma once
// The naive walk: routing written once more, straight from the city's rules, by maps and loops that a reader can
// check by eye. It shares nothing with rules::route but the configuration and the count of working time.

#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "engine/rules/routing.h"

namespace wangge::tests {

struct NaiveAnswer {
  std::vector<PostId> chain;
  FirstPostReason first_post_reason = FirstPostReason::category_level;
  int acting_step = 0;
  PersonId holder;
  Party lead;
  LeadReason lead_reason = LeadReason::category_names_post;
  std::vector<std::pair<Party, OfferReason>> offers;
  int severity = 0;
  bool tell_chain = false;
  std::vector<Seconds> dues;  // by stage, 0: no such limit

  friend bool operator==(const NaiveAnswer&, const NaiveAnswer&) = default;
};

class NaiveRouter {
 public:
  explicit NaiveRouter(const Configuration& configuration);

  NaiveAnswer answer(const rules::RoutingQuestion& question, Instant now) const;
  // The person on duty by the post's roster, turn by turn from its first; none where nobody is.
  PersonId on_duty(PostId post, Instant now) const;

 private:
  struct FirstPost {
    PostId post;
    FirstPostReason reason;
  };
  FirstPost first_post(const rules::RoutingQuestion& question) const;
  FirstPost first_post_on_territory(PlaceId place, Level wanted) const;
  FirstPost first_post_on_road(PlaceId place, PlaceId road, Level wanted) const;
  void start_above_complained(PersonId person, Instant now, NaiveAnswer& answer) const;
  bool has_turns_left(PostId post, PersonId person, Instant now) const;
  void find_who_acts(const rules::RoutingQuestion& question, Instant now, NaiveAnswer& answer) const;
  std::pair<int, PersonId> first_who_acts(const std::vector<PostId>& chain, Level least, PersonId complained_of,
                                          Instant now) const;
  bool can_act(PersonId person, PersonId complained_of, Instant now) const;

  // The asset that is named; null where none is, or where it is gone.
  const Asset* asset_of(const rules::RoutingQuestion& question) const;
  bool owner_is_sought(const rules::RoutingQuestion& question) const;
  static LeadReason with_complained_of(LeadReason first);
  void find_lead(const rules::RoutingQuestion& question, Instant now, NaiveAnswer& answer) const;
  void find_offers(const rules::RoutingQuestion& question, NaiveAnswer& answer) const;
  void find_dues(const rules::RoutingQuestion& question, Instant now, NaiveAnswer& answer) const;

  // The places that contain `place`, itself first, the city last.
  std::vector<PlaceId> upwards(PlaceId place) const;
  // The same with lane and street before the grid, and after all places within the grid.
  std::vector<PlaceId> upwards_by_road(PlaceId place, PlaceId road) const;
  std::optional<PlaceId> compound_of(PlaceId place) const;
  // The departments and utilities whose duty list covers category and place: most precise place first, then by code.
  std::vector<OrganisationId> on_duty(CategoryId category, PlaceId place, PlaceId road) const;
  // Those who offer help with the category at the place: likewise.
  std::vector<OrganisationId> organisations_offering(CategoryId category, PlaceId place, PlaceId road) const;
  std::vector<PersonId> people_offering(CategoryId category, PlaceId place, PlaceId road) const;

  const Configuration& city_;
  std::map<std::pair<CategoryId, PlaceId>, std::vector<OrganisationId>> duties_, organisation_resources_;
  std::map<std::pair<CategoryId, PlaceId>, std::vector<PersonId>> person_resources_;
  std::map<PersonId, std::vector<PostId>> posts_of_;  // held or deputised
  std::map<PersonId, std::vector<Leave>> leave_;
  std::map<PostId, std::vector<Rotation>> rotations_;  // in no order
  std::map<PostId, std::vector<Shift>> shifts_;
};

}  // namespace wangge::tests
