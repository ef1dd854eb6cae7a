// Notices that a command leads to. Nobody is told in a way that leaves no trace: every notice is a fact, and stands in
// the history of its demand.

#include <algorithm>
#include <span>
#include <variant>

#include "engine/base/limits.h"
#include "engine/model/blob.h"
#include "engine/model/event_groups.h"
#include "engine/rules/handlers.h"
#include "engine/rules/noticing.h"
#include "engine/rules/policies.h"
#include "engine/rules/routing_parts.h"
#include "engine/state/notice_still_so.h"
#include "engine/state/roster.h"
#include "engine/state/sight.h"

namespace wangge::rules {
namespace {

constexpr std::uint8_t mild_from = 3;  // severities from here on are not told at night

class Noticing {
 public:
  explicit Noticing(const Context& context)
      : context_(context), city_(*context.city.configuration), draft_(context.draft), last_(position_of_last()) {}

  void tell(const Submitted& event) {
    subject_ = {DemandId{context_.city.last.value + draft_.numbered + 1},
                event.place,
                event.category,
                event.severity_level(),
                {}};
    if (event.complained_of) put_complaint(event.complained_of, event.chain);
    may_be_storm_ = true;
    tell(NoticeKind::assigned, event.lead, true);
    if (Origin::from_packed(event.origin).tell_chain && !event.is_restricted()) tell_chain(event.chain, event.lead);
  }
  void tell(const Acted& event) {
    const Slot* const before = about(event.demand);
    const bool is_over_now = is_over(event.state);
    const bool begins = !is_over_now && (event.lead != before->lead || event.deed == Deed::file ||
                                         event.deed == Deed::rework || is_over(before->state));
    if (begins) tell(NoticeKind::assigned, event.lead, true);
    if (event.deed == Deed::escalate && event.to) tell(NoticeKind::urged, event.to, false);
    if (is_of_appeal(event.deed) && event.to) tell(NoticeKind::assigned, event.to, true);
    if (event.deed == Deed::dismiss || event.deed == Deed::divert) {
      tell(NoticeKind::dismissed, above(*before, event.acting_step), true);
      tell(NoticeKind::ended, {}, true);
    }
  }
  void tell(const Sought& event) {
    about(event.demand);
    if (event.whom) tell(NoticeKind::assigned, event.whom, true);
  }
  void tell(const Assisted& event) {
    about(event.demand);
    if (!event.is_done) tell(NoticeKind::assigned, event.who, true);
  }
  void tell(const Moved& event) {
    const Slot* const before = about(event.demand);
    subject_.place = event.place;
    if (event.lead != before->lead) tell(NoticeKind::assigned, event.lead, true);
  }
  void tell(const Rerouted& event) {
    const Slot* const before = about(event.demand);
    subject_.place = event.place;
    may_be_storm_ = true;
    if (event.lead != before->lead && !is_over(event.state)) tell(NoticeKind::assigned, event.lead, event.holder, true);
  }
  void tell(const Reclassified& event) {
    const Slot* const before = about(event.demand);
    subject_.category = event.category;
    subject_.severity = event.severity;
    if (subject_.complaint) put_complaint(subject_.complaint.of, event.chain);
    if (event.lead != before->lead) tell(NoticeKind::assigned, event.lead, true);
    const bool was_told = Origin::from_packed(before->origin).tell_chain;
    const bool is_secret = is_restricted(context_.city, *before);
    if (!was_told && !is_secret && tells_chain(city_.categories[event.category.value], event.severity))
      tell_chain(event.chain, event.lead);
  }
  void tell(const Closed& event) {
    about(event.demand);
    tell(NoticeKind::ended, {}, true);
  }
  void tell(const Warned& event) {
    const Slot* const demand = about(event.demand);
    may_be_storm_ = true;
    const Aside& aside = context_.city.demands.aside(event.demand);
    if (event.stage == Stage::approval) {  // somebody else has to answer
      return tell(NoticeKind::due_soon, aside.asked_of ? aside.asked_of : Party(above(*demand, demand->acting_step)),
                  true);
    }
    const bool is_deputys = event.stage == Stage::acceptance && aside.to_deputy && demand->lead.is_post();
    if (is_deputys)
      return tell(NoticeKind::due_soon, demand->lead, city_.posts[demand->lead.post().value].deputy, true);
    tell(NoticeKind::due_soon, demand->lead, true);
  }
  void tell(const Escalated& event) {
    const Slot* const demand = about(event.demand);
    may_be_storm_ = true;
    if (event.stage == Stage::acceptance && is_urged_on(event.demand)) return;
    tell_step(NoticeKind::late, *demand, demand->lead, event.to, 0);
  }
  void tell(const Reassigned& event) {
    const Slot* const demand = about(event.demand);
    may_be_storm_ = true;
    tell(NoticeKind::assigned, event.lead, event.holder, false);
    if (is_urged_on(event.demand)) return;
    tell_step(NoticeKind::late, *demand, event.lead, event.to_deputy ? PostId{} : event.lead.post(), 0);
  }
  void tell(const Urged& event) {
    const Slot* const demand = about(event.demand);
    may_be_storm_ = true;
    tell_step(NoticeKind::urged, *demand, demand->lead, event.to, event.step);
  }
  // The recurrence of a demand in the same draft.
  void tell(const Recurred& event) {
    if (event.to) tell(NoticeKind::recurring, event.to, event.holder, true);
  }
  // Those summoned are told at once, whatever the hour: they are to be there within minutes.
  void tell(const Summoned& event) {
    about(SummonsId{last_.value}, event.demand);
    const auto summoned =
        decode_organisations(std::string_view(draft_.blob).substr(event.who.offset, event.who.length));
    for (const OrganisationId who : *summoned) tell(NoticeKind::summoned, who, false);
  }
  void tell(const NotArrived& event) {
    about(event.summons, event.demand);
    tell(NoticeKind::absent, event.to, event.holder, false);
  }
  template <class Fact>
    requires IsOfNoDemand<Fact> || IsOneOf<Fact, Accepted, Finished, Joined, Gathered, Lapsed, Noticed, Delivered,
                                           Attended, Rescheduled, DescribedFact>
  void tell(const Fact&) {}

 private:
  struct Subject {
    DemandId demand;
    PlaceId place;
    CategoryId category;
    std::uint8_t severity = 0;
    Complaint complaint;
  };

  void put_complaint(Party of, ChainId chain) {
    subject_.complaint = complaint_of(city_, subject_.category, of, chain_of(context_, chain).span(), context_.now);
  }

  // Whether the demand's policy has begun: from then on the policy says who is told that nobody has accepted the
  // demand, and when.
  bool is_urged_on(DemandId demand) const { return context_.city.demands.aside(demand).urge.due != 0; }

  Position position_of_last() const { return Position{context_.city.last.value + draft_.events.size()}; }

  const Slot* about(DemandId id) {
    const Slot* const demand = context_.city.demands.find(id);
    subject_ = {id, demand->place, demand->category, static_cast<std::uint8_t>(demand->severity),
                complaint_of(context_.city, *demand)};
    return demand;
  }

  void about(SummonsId summons, DemandId demand) {
    summons_ = summons;
    subject_ = {.demand = demand, .place = {}, .category = {}, .complaint = {}};
    if (context_.city.demands.find(demand) != nullptr) about(demand);
  }

  // A restricted demand must not become known to anybody who has no part in it.
  void tell_chain(ChainId id, Party lead) {
    if (city_.categories[subject_.category.value].restricted) return;
    const Chain chain = chain_of(context_, id);
    for (const PostId post : chain.span()) {
      if (Party(post) != lead) tell(NoticeKind::assigned, post, false);
    }
  }

  PostId above(const Slot& demand, std::uint8_t step) const {
    const auto chain = context_.city.routes.chain(demand.chain).span();
    return chain[first_acting_from(city_, chain, std::min<std::size_t>(step + 1u, chain.size() - 1),
                                   subject_.complaint.of.person(), context_.now)];
  }

  PersonId acting_for(PostId post) const { return acting(city_, post, subject_.complaint.of.person(), context_.now); }

  // Without a policy the post to which it was escalated is told, whoever acts for it.
  void tell_step(NoticeKind kind, const Slot& demand, Party lead, PostId superior, std::uint8_t step) {
    static const PolicyStep usual{.wait = {}, .tell = 1u << static_cast<int>(Tell::superior)};
    const Policy* const policy = policy_for(context_.city, demand);
    const PolicyStep& now =
        policy == nullptr ? usual : policy->steps[std::min<std::size_t>(step, policy->steps.size() - 1)];
    const auto chain = context_.city.routes.chain(demand.chain).span();
    if (now.tell[static_cast<int>(Tell::chain)]) {
      // From the top of the chain, so that the bound of a command cuts off the lowest posts
      if (std::ranges::find(chain, lead, [](PostId post) { return Party(post); }) == chain.end())
        tell_reached(kind, lead, now);
      for (std::size_t up = chain.size(); up-- > 0;) tell_reached(kind, chain[up], now);
      return;
    }
    if (now.tell[static_cast<int>(Tell::lead)]) tell_reached(kind, lead, now);
    if (now.tell[static_cast<int>(Tell::superior)] && superior && Party(superior) != lead)
      tell_reached(kind, superior, now);
    const bool was_told = (now.tell[static_cast<int>(Tell::lead)] && Party(chain.back()) == lead) ||
                          (now.tell[static_cast<int>(Tell::superior)] && chain.back() == superior);
    if (now.tell[static_cast<int>(Tell::city)] && !was_told) tell_reached(kind, chain.back(), now);
  }

  void tell_reached(NoticeKind kind, Party to, const PolicyStep& step) {
    if (!to.is_post() || step.reach == Reach::one) return tell(kind, to, step.is_quiet);
    const Post& post = city_.posts[to.post().value];
    const PersonId takes_turn = post.has_roster ? on_duty(city_, to.post(), context_.now).person : PersonId{};
    PersonId there[3];
    std::size_t count = 0;
    for (const PersonId person : {takes_turn, post.holder, post.deputy}) {
      const bool is_new = std::find(there, there + count, person) == there + count;
      if (person && is_new && may_act(city_, person, subject_.complaint.of.person(), context_.now))
        there[count++] = person;
    }
    if (count == 0) return tell(kind, to, step.is_quiet);
    if (step.reach == Reach::turn) {
      const PersonId* const last = std::find(there, there + count, context_.city.notices.last_told(to.post()));
      const std::size_t next = last == there + count ? 0 : static_cast<std::size_t>(last - there) + 1;
      return tell(kind, to, there[next % count], step.is_quiet);
    }
    for (std::size_t i = 0; i < count; ++i) tell(kind, to, there[i], step.is_quiet);
  }

  void tell(NoticeKind kind, Party to, bool is_quiet) {
    tell(kind, to, to.is_post() ? acting_for(to.post()) : PersonId{}, is_quiet);
  }

  // A party complained of is told nothing of the demand.
  bool is_theirs(Party to, PersonId holder) const {
    const Complaint& complaint = subject_.complaint;
    return complaint && ((holder && Party(holder) == complaint.of) || is_kept_out(city_, complaint, to, context_.now));
  }

  void tell(NoticeKind kind, Party to, PersonId holder, bool is_quiet) {
    if (is_theirs(to, holder)) return;
    if (!city_.notices.kinds[static_cast<int>(kind)] || draft_.events.size() == limits::command_events_max) return;
    Noticed fact{
        .demand = subject_.demand,
        .previous = subject_.demand ? last_ : Position{},
        .to = to,
        .holder = holder,
        .compound = may_be_storm_ && subject_.severity >= mild_from
                        ? city_.enclosing(subject_.place, PlaceKind::compound)
                        : PlaceId{},
        .kind = kind,
        .class_number = subject_.category ? city_.categories[subject_.category.value].class_number : std::uint8_t{0},
        .summons = summons_};
    if (is_quiet && subject_.severity >= mild_from) {
      const Instant until = city_.notices.after_quiet(context_.now, city_.calendars.city.utc_offset);
      if (until > context_.now) fact.not_before = to_seconds(until);
    }
    const NoticeQueue::Storm storm = context_.city.notices.storm(fact, to_seconds(context_.now));
    if (storm.notice && may_grow(storm, to)) {
      fact.grows = storm.notice;
      fact.first = storm.first;
      fact.count = storm.count + 1;
    } else if (context_.city.notices.pending().size() >= limits::notices_pending_max) {
      return;
    }
    draft_.events.push_back(fact);
    last_ = position_of_last();
  }

  // A storm's notice may grow while its first demand is still with the recipient, and all of its demands can be named;
  // else another group begins.
  bool may_grow(const NoticeQueue::Storm& storm, Party to) const {
    const Slot* const first = context_.city.demands.find(storm.first);
    const bool is_there = first != nullptr && !is_over(first->state) && (first->lead == to || to.is_post());
    return is_there && storm.count < limits::notice_members_max;
  }

  const Context& context_;
  const Configuration& city_;
  Draft& draft_;
  Position last_;  // the last event of the demand
  Subject subject_;
  SummonsId summons_;
  bool may_be_storm_ = false;  // a new report, or an act of the clock: many of those may come at once
};

}  // namespace

Chain chain_of(const Context& context, ChainId chain) {
  for (const Event& event : context.draft.events) {
    const auto* interned = std::get_if<ChainInterned>(&event);
    if (interned != nullptr && interned->chain == chain) return {interned->count, interned->posts};
  }
  return context.city.routes.chain(chain);
}

void add_notices(const Context& context) {
  const std::size_t end = context.draft.events.size();
  Noticing noticing(context);
  for (std::size_t i = context.draft.numbered; i < end; ++i) {
    const Event told = context.draft.events[i];  // a copy: the draft grows
    std::visit([&](const auto& event) { noticing.tell(event); }, told);
  }
}

Refusal on(const Context& context, const Deliver& command) {
  const auto& pending = context.city.notices.pending();
  const auto found = pending.find(command.notice);
  if (found == pending.end()) return {Reason::nothing_due};
  if (command.is_dropped && still_so(context.city, found->second).stands) return {Reason::nothing_due};
  const DemandId demand = found->second.demand;
  context.draft.events.push_back(Delivered{.demand = demand,
                                           .previous = context.city.demands.last_of(demand),
                                           .notice = command.notice,
                                           .count = command.count,
                                           .attempts = command.attempts,
                                           .status = command.status,
                                           .is_given_up = command.is_given_up,
                                           .is_dropped = command.is_dropped});
  return {};
}

}  // namespace wangge::rules
