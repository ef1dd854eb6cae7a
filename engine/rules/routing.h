#pragma once
// Who gets a demand: from place and category to the first responsible post, the chain above it, who acts there, who
// leads, and who owns or offers what is needed. The rules are those of the city's practice (see
// engine/rules/README.md).

#include <cstdint>
#include <vector>

#include "engine/base/in_registers.h"
#include "engine/base/time.h"
#include "engine/model/event.h"
#include "engine/state/city.h"
#include "engine/state/complaint.h"

namespace wangge::rules {

// The question to routing. All ids exist; place lies in a grid; condition is one of the category's, or 0.
struct RoutingQuestion {
  PlaceId place;
  PlaceId road;
  CategoryId category;
  std::uint8_t condition = 0;
  std::uint8_t severity = 0;  // 0: the category's
  Party complained_of;
  Subject subject;                          // at the question's place; a door tells no more than its place
  const SituationEffect* effect = nullptr;  // of a situation (situations.h); null: none
};

struct Route {
  Chain chain;  // chain.posts[0] is the first responsible post
  FirstPostReason first_post_reason = FirstPostReason::category_level;
  std::uint8_t acting_step = 0;  // the posts before it were skipped: nobody acts there
  PersonId holder;               // acting at acting_step, none where nobody acts on the whole chain
  Party lead;
  LeadReason lead_reason = LeadReason::category_names_post;
  OrganisationId sought;  // the organisation sought, where lead_reason names one that cannot lead
  std::vector<Offer> offers;
  std::uint8_t severity = 0;
  bool tell_chain = false;
};

// The person who acts for a post at an instant: who is on duty by its roster, else its holder, else its deputy, each
// unless on leave or complained of; none where nobody does.
PersonId acting(const Configuration& configuration, PostId post, PersonId complained_of, Instant now);

// The first step of a chain with somebody acting, from `from` on; the last one where nobody acts.
std::uint8_t first_acting_from(const Configuration& configuration, std::span<const PostId> chain, std::size_t step,
                               PersonId complained_of, Instant now);

// Whether that person may act now: present, not on leave, not complained of.
bool may_act(const Configuration& configuration, PersonId person, PersonId complained_of, Instant now);

// Whether this post or organisation has no part in the demand: it is complained of, below or beside that person, or a
// post for which nobody acts while that person stands behind it.
bool is_kept_out(const Configuration& configuration, const Complaint& complaint, Party who, Instant now);

// The first step of a chain, from `from` on, that is not kept out; the last one where all are.
std::uint8_t first_free_from(const Configuration& configuration, const Complaint& complaint,
                             std::span<const PostId> chain, std::size_t step, Instant now);

// The whole answer, worked out from nothing: for explain, and as the reference that a Router must agree with.
Route route(const Configuration& configuration, const RoutingQuestion& question, Instant now);

// The stage limits that apply, and when each runs out for a demand received at `received`.
struct alignas(in_registers) StageLimits {
  Limit of[category_stages];
};
StageLimits stage_limits(const Category& category, std::uint8_t condition, std::uint8_t severity);
Dues dues(const Calendar& calendar, const StageLimits& limits, Instant received);
// On which clock a stage of the demand runs. An offer is answered within the limit of an acceptance.
LimitUnit clock_of(const City& city, const Slot& demand, Stage stage);

// How much of a clock of containment or resolution had run before the demand was paused (挂账); 0 where it never was
// paused, and for other stages. The clock goes on from Demands::since().
Duration used_before(const City& city, const Slot& demand, Stage stage, LimitUnit clock);

// How long the look before filing (核实) may take: on the continuous clock in an emergency, and where containment and
// resolution run on it. None where the city has no such limit.
Limit check_limit(const CityLimits& limits, const Category& category, std::uint8_t condition, std::uint8_t severity);

// When the city's own limits run out that begin at `from`; 0: no such limit.
struct CityDues {
  Seconds check = 0;
  Seconds verification = 0;
  Seconds rating = 0;
  Seconds approval = 0;
  Seconds reopening = 0;  // and of appeals: whichever is later
};
CityDues city_dues(const CityLimits& limits, const Calendar& calendar, Instant from);

}  // namespace wangge::rules
