// The whistle (吹哨): who summons organisations to a place, and what is recorded of those who come or do not.

#include <algorithm>
#include <span>
#include <string>
#include <vector>

#include "engine/base/limits.h"
#include "engine/model/blob.h"
#include "engine/rules/doing.h"
#include "engine/rules/working_time.h"
#include "engine/state/sight.h"

namespace wangge::rules {
namespace {

constexpr Refusal fine{};

TextRef put_organisations(std::span<const OrganisationId> who, std::string& blob) {
  const auto from = static_cast<std::uint32_t>(blob.size());
  encode_organisations(who, blob);
  return {from, static_cast<std::uint32_t>(blob.size()) - from};
}

// --- calling

// The place where they are to report: that of an open demand, or the place of a cause.
Refusal find_place(const Context& context, const Summon& command, PlaceId& place) {
  if (!command.demand) {
    place = command.place;
    PlaceId grid;
    return check_place(*context.city.configuration, place, {}, grid);
  }
  if (is_hidden(context.city, context.sender().account, command.demand)) return {Reason::unknown_demand};
  const Demands& demands = context.city.demands;
  const Slot* const demand = demands.find(command.demand);
  if (demand == nullptr) return {demands.last_of_final(command.demand) ? Reason::demand_over : Reason::unknown_demand};
  if (demand->state == DemandState::joined) return {Reason::joined};
  if (is_over(demand->state)) return {Reason::demand_over};
  place = demand->place;
  return fine;
}

Refusal check_caller(const Context& context, Party as, PlaceId place) {
  const Configuration& city = *context.city.configuration;
  const bool is_post = as.is_post() && as.post().value < city.posts.size() && city.posts[as.post().value].present;
  if (!is_post || !may_speak(context, as)) return {Reason::not_allowed, as.raw()};
  const Post& post = city.posts[as.post().value];
  const bool may = post.level >= Level::community && city.lies_in(place, post.place);
  return may ? fine : Refusal{Reason::not_summoned_by, as.raw()};
}

Refusal check_summoned(const Configuration& city, std::span<const OrganisationId> who) {
  if (who.empty()) return {Reason::nobody_summoned, 0, limits::summoned_max};
  for (std::size_t i = 0; i < who.size(); ++i) {
    const auto number = static_cast<std::uint32_t>(i + 1);
    const bool is_there = who[i].value < city.organisations.size() && city.organisations[who[i].value].present;
    if (!is_there) return {Reason::unknown_organisation, number};
    if (std::ranges::find(who.first(i), who[i]) != who.begin() + static_cast<std::ptrdiff_t>(i))
      return {Reason::summoned_twice, number};
  }
  return fine;
}

// A party complained of neither calls to the demand nor is called to it.
Refusal check_complaint(const Context& context, const Summon& command, std::span<const OrganisationId> who) {
  const Slot* const demand = context.city.demands.find(command.demand);
  if (demand == nullptr) return fine;
  const Complaint complaint = complaint_of(context.city, *demand);
  const Configuration& city = *context.city.configuration;
  if (is_kept_out(city, complaint, command.as, context.now)) return {Reason::owner_complained_of, command.as.raw()};
  const auto found =
      std::ranges::find_if(who, [&](OrganisationId one) { return is_kept_out(city, complaint, one, context.now); });
  return found == who.end() ? fine : Refusal{Reason::owner_complained_of, Party(*found).raw()};
}

// --- those who come

// The post that called always knows of its summons, also where the demand is hidden from it.
bool is_unseen(const Context& context, const Summons& summons) {
  const AccountId account = context.sender().account;
  const bool has_called = context.city.accounts.contains(account) && context.city.accounts[account].acts_as(summons.by);
  return !has_called && summons.demand && is_hidden(context.city, account, summons.demand);
}

Refusal check_recorder(const Context& context, const Summons& summons) {
  const AccountId id = context.sender().account;
  if (!context.city.accounts.contains(id)) return {Reason::not_allowed};
  const Account& account = context.city.accounts[id];
  const bool may = account.kind == AccountKind::terminal
                       ? account.covers_grid(context.city.configuration->enclosing(summons.place, PlaceKind::grid))
                       : account.kind == AccountKind::person && account.acts_as(summons.by);
  return may ? fine : Refusal{Reason::not_the_caller, summons.by.raw()};
}

Refusal check_attendee(const Summons& summons, const Attend& command) {
  if (command.what == Attendance::ended) return fine;
  const Attendee* const attendee = summons.find(command.who);
  if (attendee == nullptr) return {Reason::not_summoned};
  const bool has_arrived = attendee->arrived != 0;
  if (command.what == Attendance::arrived) return has_arrived ? Refusal{Reason::arrived_already} : fine;
  if (!has_arrived) return {Reason::not_arrived};
  if (command.what == Attendance::left) return attendee->has_left ? Refusal{Reason::left_already} : fine;
  return attendee->grade != 0 ? Refusal{Reason::already_rated} : fine;
}

Refusal check_grade(const Attend& command) {
  const bool is_graded = command.what == Attendance::rated || (command.what == Attendance::ended && command.grade != 0);
  const bool is_good = is_graded ? command.grade >= 1 && command.grade <= whistle_grade_max : command.grade == 0;
  return is_good ? fine : Refusal{Reason::bad_grade, command.grade, whistle_grade_max};
}

// --- who has not come

// The fact that these organisations have not come to a summons that is there; they are written to the blob. The person
// acting for the city's post is left out.
NotArrived not_arrived(const City& city, SummonsId id, std::span<const OrganisationId> missing, std::string& blob) {
  const Summons& summons = *city.summonses.find(id);
  const PlaceId whole = city.codes.places.find(city.configuration->city_code);
  return {.summons = id,
          .demand = summons.demand,
          .previous = city.demands.last_of(summons.demand),
          .due = summons.due,
          .to = city.configuration->places[whole.value].post,
          .holder = {},
          .who = put_organisations(missing, blob)};
}

}  // namespace

Refusal on(const Context& context, const Summon& command) {
  if (!context.city.configuration) return {Reason::no_city};
  const Configuration& city = *context.city.configuration;
  PlaceId place;
  if (const Refusal refusal = find_place(context, command, place)) return refusal;
  if (const Refusal refusal = check_caller(context, command.as, place)) return refusal;
  const auto last =
      std::find_if(command.who.rbegin(), command.who.rend(), [](OrganisationId one) { return bool(one); });
  const std::span<const OrganisationId> who(command.who.begin(), last.base());
  if (const Refusal refusal = check_summoned(city, who)) return refusal;
  if (const Refusal refusal = check_complaint(context, command, who)) return refusal;
  const std::string_view note = context.wish.bytes(command.note);
  if (const Refusal refusal = check_note(note, command.demand ? Note::optional : Note::required)) return refusal;
  const Summonses& summonses = context.city.summonses;
  const auto most = static_cast<std::uint32_t>(context.city.capacity.summonses);
  const bool is_full = summonses.all().size() >= most;
  if (is_full && !summonses.oldest_over()) return {Reason::too_many_summonses, most, most};

  const Sender& sender = context.sender();
  const Summoned fact{.demand = command.demand,
                      .previous = context.city.demands.last_of(command.demand),
                      .session = sender.session,
                      .sequence = sender.sequence,
                      .account = sender.account,
                      .as = command.as,
                      .place = place,
                      .due = to_seconds(deadline(city.calendars.of(place), context.now, city.arrive_within)),
                      .who = put_organisations(who, context.draft.blob),
                      .forgets = is_full ? summonses.oldest_over() : SummonsId{},
                      .text_length = static_cast<std::uint16_t>(note.size()),
                      .recorded = is_recorded(context)};
  context.draft.events.push_back(fact);
  context.draft.text = note;
  return fine;
}

Refusal on(const Context& context, const Attend& command) {
  const Summons* const summons = context.city.summonses.find(command.summons);
  if (summons == nullptr || is_unseen(context, *summons)) return {Reason::unknown_summons};
  if (const Refusal refusal = check_recorder(context, *summons)) return refusal;
  if (static_cast<int>(command.what) >= attendances)
    return {Reason::bad_choice, static_cast<std::uint32_t>(command.what), attendances - 1};
  const bool is_rating = command.what == Attendance::rated;
  if ((summons->ended != 0) != is_rating) return {is_rating ? Reason::summons_not_over : Reason::summons_over};
  if (const Refusal refusal = check_attendee(*summons, command)) return refusal;
  if (const Refusal refusal = check_grade(command)) return refusal;
  const std::string_view note = context.wish.bytes(command.note);
  if (const Refusal refusal = check_note(note, command.what == Attendance::left ? Note::required : Note::optional))
    return refusal;

  const Sender& sender = context.sender();
  context.draft.events.push_back(
      Attended{.summons = command.summons,
               .demand = summons->demand,
               .previous = context.city.demands.last_of(summons->demand),
               .session = sender.session,
               .sequence = sender.sequence,
               .account = sender.account,
               .as = summons->by,
               .who = command.what == Attendance::ended ? OrganisationId{} : command.who,
               .text_length = static_cast<std::uint16_t>(note.size()),
               .what = command.what,
               .grade = command.grade,
               .is_late = command.what == Attendance::arrived && to_seconds(context.now) >= summons->due,
               .recorded = is_recorded(context)});
  context.draft.text = note;
  return fine;
}

Refusal on(const Context& context, const ExpireSummons& command) {
  const Summons* const summons = context.city.summonses.find(command.summons);
  if (summons == nullptr) return {Reason::unknown_summons};
  const bool is_due = still_waits(context.city, command) && to_instant(command.due) <= context.now;
  if (!is_due) return {Reason::nothing_due};
  std::vector<OrganisationId> missing;
  for (const Attendee& one : summons->who) {
    if (one.arrived == 0) missing.push_back(one.who);
  }
  NotArrived fact = not_arrived(context.city, command.summons, missing, context.draft.blob);
  fact.holder = acting(*context.city.configuration, fact.to, {}, context.now);
  context.draft.events.push_back(fact);
  return fine;
}

bool still_waits(const City& city, const ExpireSummons& wish) {
  return city.summonses.is_awaited(wish.summons) && city.summonses.find(wish.summons)->due == wish.due;
}

void park(const City& city, const ExpireSummons& wish, Draft& draft) {
  draft.events.push_back(not_arrived(city, wish.summons, {}, draft.blob));
}

}  // namespace wangge::rules
