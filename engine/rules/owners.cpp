#include "engine/rules/owners.h"

#include <algorithm>

#include "engine/rules/handlers.h"
#include "engine/rules/jobs.h"
#include "engine/rules/life.h"
#include "engine/rules/noticing.h"
#include "engine/rules/routing_parts.h"
#include "engine/rules/situations.h"

namespace wangge::rules {
namespace {

bool is_road(const Configuration& city, PlaceId place) {
  return place && (at(city, place).kind == PlaceKind::lane || at(city, place).kind == PlaceKind::street);
}

bool holds(const Configuration& city, PlaceId place, PlaceId road, const Chain& chain, const Complaint& complaint) {
  if (is_below(city, complaint, chain.posts[0])) return false;
  const auto posts = chain.span();
  for (std::size_t step = 0; step < posts.size(); ++step) {
    const Post& post = at(city, posts[step]);
    const PostId above = step + 1 < posts.size() ? posts[step + 1] : PostId{};
    if (!post.present || post.superior != above) return false;
  }
  const PlaceId begins = at(city, posts.front()).place;
  return city.lies_in(place, begins) || (road && city.lies_in(road, begins));
}

// Whether the organisation manages compounds, but no longer this one.
bool has_left(const Configuration& city, const Slot& demand, OrganisationId organisation) {
  const PlaceId compound = city.enclosing(demand.place, PlaceKind::compound);
  return city.organisations[organisation.value].kind == OrganisationKind::property && compound &&
         at(city, compound).manager != organisation;
}

// The owner of an asset (产权单位); none where there is no such asset.
OrganisationId owner_of(const Configuration& city, AssetId asset) {
  return asset && city.assets[asset.value].present ? city.assets[asset.value].owner : OrganisationId{};
}

// The complaint of the demand as that configuration would see it.
Complaint complaint_in(const Configuration& configuration, const City& city, const Slot& demand, Instant now) {
  const Party complained_of = city.demands.aside(demand).complained_of;
  return complained_of
             ? complaint_of(configuration, demand.category, complained_of, city.routes.chain(demand.chain).span(), now)
             : Complaint{};
}

// Whether nobody is named for the post, nor in a roster.
bool is_vacant(const Post& post) { return !post.holder && !post.deputy && !post.has_roster; }

bool is_gone(const Configuration& city, Party who) {
  if (who.is_organisation()) return !city.organisations[who.organisation().value].present;
  return who.is_post() && !at(city, who.post()).present;
}

// Whether the party is gone, or complained of since.
bool is_lost(const Configuration& city, const Complaint& complaint, Party who, Instant now) {
  return is_gone(city, who) || is_kept_out(city, complaint, who, now);
}

// Whether all assistants, and whoever is to answer, are still there.
bool is_company_there(const Configuration& city, const Aside& aside, const Complaint& complaint, Instant now) {
  return !is_lost(city, complaint, aside.asked_of, now) &&
         std::ranges::none_of(aside.assistants, [&](Party who) { return is_lost(city, complaint, who, now); });
}

bool may_keep(const City& city, const Configuration& configuration, const Slot& demand, Instant now) {
  if (demand.lead.is_organisation()) {
    const OrganisationId lead = demand.lead.organisation();
    const bool is_owner = owner_of(configuration, city.demands.subject(demand.id).asset()) == lead;
    return configuration.organisations[lead.value].present && (is_owner || !has_left(configuration, demand, lead));
  }
  const PostId lead = demand.lead.post();
  const Post& post = at(configuration, lead);
  return post.present && !is_vacant(post) &&
         !is_kept_out(configuration, complaint_in(configuration, city, demand, now), lead, now);
}

class Rerouting {
 public:
  Rerouting(const Context& context, const Job& job, const Slot& demand)
      : context_(context),
        city_(*context.city.configuration),
        demand_(demand),
        aside_(context.city.demands.aside(demand)),
        before_(context.city.routes.chain(demand.chain)),
        complaint_(complaint_in(city_, context.city, demand, context.now)) {
    fact_.demand = demand.id;
    fact_.previous = demand.last;
    fact_.job = job.id;
    fact_.state = demand.state;
    fact_.dues = demand.dues;
    fact_.place = city_.place_now(demand.place);
    fact_.road = demand.road ? city_.place_now(demand.road) : PlaceId{};
    if (!is_road(city_, fact_.road)) fact_.road = {};
  }

  // Nothing where all stays as it is, since nobody above could lead instead.
  std::optional<Rerouted> work_out() {
    const RoutingQuestion question{
        .place = fact_.place,
        .road = fact_.road,
        .category = demand_.category,
        .condition = demand_.condition,
        .severity = static_cast<std::uint8_t>(demand_.severity),
        .complained_of = aside_.complained_of,
        .subject = context_.city.demands.subject(demand_.id),
        .effect = effect_on(context_.city, fact_.place, demand_.category, demand_.condition)};
    Draft& draft = context_.draft;
    const Router::InternedRoute answer = context_.router.route(question, context_.now, draft.events, draft.blob);
    fact_.chain = holds(city_, fact_.place, fact_.road, before_, complaint_) ? demand_.chain : answer.chain;
    chain_ = chain_of(context_, fact_.chain);
    fact_.offers = answer.offers;
    fact_.acting_step = first_acting_from(as_far_from_the_top(demand_.acting_step));
    fact_.escalated_step = std::max(as_far_from_the_top(demand_.escalated_step), fact_.acting_step);
    put_lead(answer.lead);
    put_beside();
    if (is_as_before()) return std::nullopt;
    return fact_;
  }

 private:
  std::uint8_t as_far_from_the_top(std::uint8_t step) const {
    return static_cast<std::uint8_t>(std::clamp(chain_.count - before_.count + step, 0, chain_.count - 1));
  }

  PersonId acting_for(PostId post) const { return acting(city_, post, aside_.complained_of.person(), context_.now); }

  std::uint8_t first_acting_from(std::uint8_t step) const {
    return rules::first_acting_from(city_, chain_.span(), step, aside_.complained_of.person(), context_.now);
  }

  bool is_on_chain(PostId post) const { return std::ranges::find(chain_.span(), post) != chain_.span().end(); }

  // A post that was on the chain must still be on it; one that was given the demand from beside the chain stays.
  bool is_still_responsible(Party lead) const {
    if (!lead.is_post() || is_on_chain(lead.post())) return true;
    return std::ranges::find(before_.span(), lead.post()) == before_.span().end();
  }

  void put_lead(Party for_a_new_one) {
    const bool is_looked_at = demand_.state == DemandState::filing;  // the post that follows up checks
    if (may_keep(context_.city, city_, demand_, context_.now) && is_still_responsible(demand_.lead)) {
      fact_.lead = demand_.lead;
      const auto step = std::ranges::find(chain_.span(), fact_.lead.post());
      if (fact_.lead.is_post() && step != chain_.span().end())
        fact_.acting_step = static_cast<std::uint8_t>(step - chain_.span().begin());
    } else {
      const bool goes_to_an_organisation =
          demand_.lead.is_organisation() && for_a_new_one.is_organisation() && !is_looked_at;
      fact_.lead = goes_to_an_organisation ? for_a_new_one : Party(chain_.posts[fact_.acting_step]);
      const bool is_handled = demand_.state == DemandState::submitted || demand_.state == DemandState::accepted;
      if (is_handled && fact_.lead != demand_.lead) begin_anew();
    }
    if (fact_.lead.is_post()) fact_.holder = acting_for(fact_.lead.post());
  }

  void begin_anew() {
    fact_.state = DemandState::submitted;
    const StageLimits limits = stage_limits(city_.categories[demand_.category.value], demand_.condition,
                                            static_cast<std::uint8_t>(demand_.severity));
    fact_.dues[Stage::acceptance] = dues(city_.calendars.of(fact_.place), limits, context_.now)[Stage::acceptance];
  }

  void put_beside() {
    bool was_escalated = false, is_still = false;
    context_.city.demands.each_escalated_to(demand_.id, [&](Party post) {
      was_escalated = true;
      is_still |= is_on_chain(post.post());
    });
    if (was_escalated && !is_still) fact_.to = chain_.posts[fact_.escalated_step];
    fact_.asked = aside_.asked_of;
    if (demand_.state == DemandState::finished)
      fact_.asked = verifier_in(context_.city, demand_, chain_.span(), fact_.acting_step, fact_.lead);
    // The offer lapses with the party that was asked
    if (aside_.pending == Pending::hand_over && is_lost(city_, complaint_, fact_.asked, context_.now)) fact_.asked = {};
    if (is_under_review(aside_.appeal))
      fact_.asked = is_on_chain(aside_.reviewer) ? aside_.reviewer : chain_.span().back();
    if (fact_.asked.is_post() && is_lost(city_, complaint_, fact_.asked, context_.now) &&
        fact_.acting_step + 1 < chain_.count) {
      fact_.asked = chain_.posts[first_acting_from(static_cast<std::uint8_t>(fact_.acting_step + 1))];
    }
    for (std::size_t i = 0; i < aside_.assistants.size(); ++i) {
      if (is_lost(city_, complaint_, aside_.assistants[i], context_.now))
        fact_.assistants_gone = static_cast<std::uint8_t>(fact_.assistants_gone | 1 << i);
    }
  }

  bool is_as_before() const {
    const Demands::Area area{city_.enclosing(fact_.place, PlaceKind::grid),
                             city_.categories[demand_.category.value].class_number};
    return fact_.place == demand_.place && fact_.road == demand_.road && fact_.chain == demand_.chain &&
           fact_.lead == demand_.lead && fact_.acting_step == demand_.acting_step &&
           fact_.escalated_step == demand_.escalated_step && !fact_.to && fact_.assistants_gone == 0 &&
           (aside_.pending == Pending::none || fact_.asked == aside_.asked_of) &&
           context_.city.demands.is_listed_at(demand_, area);
  }

  const Context& context_;
  const Configuration& city_;
  const Slot& demand_;
  const Aside& aside_;
  const Chain& before_;
  const Complaint complaint_;
  Chain chain_;
  Rerouted fact_;
};

}  // namespace

bool is_settled(const City& city, const Slot& demand, Instant now) {
  return is_settled(city, *city.configuration, demand, now);
}

bool is_settled(const City& city, const Configuration& configuration, const Slot& demand, Instant now) {
  if (!at(configuration, demand.place).present || (demand.road && !at(configuration, demand.road).present))
    return false;
  const Demands::Area area{configuration.enclosing(demand.place, PlaceKind::grid),
                           configuration.categories[demand.category.value].class_number};
  const Complaint complaint = complaint_in(configuration, city, demand, now);
  return city.demands.is_listed_at(demand, area) &&
         holds(configuration, demand.place, demand.road, city.routes.chain(demand.chain), complaint) &&
         may_keep(city, configuration, demand, now) &&
         is_company_there(configuration, city.demands.aside(demand), complaint, now);
}

std::optional<Rerouted> rerouted(const Context& context, const Job& job, const Slot& demand) {
  if (!demand.id || demand.id.value > job.id.value || is_settled(context.city, demand, context.now))
    return std::nullopt;
  return Rerouting(context, job, demand).work_out();
}

bool moves_demands(const Configuration& before, const Configuration& next) {
  const auto differs = [](const auto& rows, const auto& others, auto changed) {
    for (std::size_t i = 1; i < rows.size(); ++i) {
      if (rows[i].present && changed(rows[i], others[i])) return true;
    }
    return false;
  };
  return differs(before.places, next.places,
                 [](const Place& one, const Place& other) {
                   return !other.present || one.parent != other.parent || one.manager != other.manager;
                 }) ||
         differs(before.posts, next.posts,
                 [](const Post& one, const Post& other) {
                   return !other.present || one.superior != other.superior || one.place != other.place ||
                          one.holder != other.holder || one.deputy != other.deputy;
                 }) ||
         before.rotations != next.rotations || before.shifts != next.shifts ||
         differs(before.organisations, next.organisations, [](const Organisation& one, const Organisation& other) {
           return !other.present || one.kind != other.kind;
         });
}

PlaceId without_successor(const Configuration& before, const Configuration& next) {
  for (std::uint32_t id = 1; id < before.places.size(); ++id) {
    const bool is_gone =
        before.places[id].kind == PlaceKind::grid && before.places[id].present && !next.places[id].present;
    if (is_gone && !next.successor(PlaceId{id})) return PlaceId{id};
  }
  return {};
}

Refusal on(const Context& context, const Reroute& command) {
  if (context.sender().session) return {Reason::not_allowed};
  const City& city = context.city;
  const Job* const job = city.find_job(command.job);
  const Slot* const demand = city.demands.find(command.demand);
  if (job == nullptr || demand == nullptr) return {Reason::nothing_due};
  if (const auto fact = rerouted(context, *job, *demand)) context.draft.events.push_back(*fact);
  return {};
}

bool still_waits(const City& city, const Reroute& wish) { return is_ahead(city, wish.job, wish.demand); }

void park(const City& city, const Reroute& wish, Draft& draft) {
  draft.events.push_back(unchanged(city, wish.job, wish.demand));
}

}  // namespace wangge::rules
