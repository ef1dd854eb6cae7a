// How a demand comes in: the checks of a Submit, and its route.

#include <optional>

#include "engine/base/limits.h"
#include "engine/model/number.h"
#include "engine/rules/answers.h"
#include "engine/rules/doing.h"
#include "engine/rules/subjects.h"
#include "engine/rules/working_time.h"
#include "engine/rules/texts.h"
#include "engine/state/sight.h"

namespace wangge::rules {
namespace {

constexpr Refusal fine{};

Refusal check_sender(const Context& context) {
  const AccountId account = context.sender().account;
  const bool is_terminal =
      context.city.accounts.contains(account) && context.city.accounts[account].kind == AccountKind::terminal;
  return is_terminal ? fine : Refusal{Reason::not_allowed};
}

Refusal check_grid(const Context& context, PlaceId grid) {
  return context.city.accounts[context.sender().account].covers_grid(grid)
             ? fine
             : Refusal{Reason::grid_not_yours, grid.value};
}

Refusal check_complained_of(const Configuration& city, Party party) {
  if (!party) return fine;
  const bool is_known =
      (party.is_person() && party.person().value < city.people.size() && city.people[party.person().value].present) ||
      (party.is_organisation() && party.organisation().value < city.organisations.size() &&
       city.organisations[party.organisation().value].present);
  return is_known ? fine : Refusal{Reason::unknown_complained_of, party.raw()};
}

Refusal check_text(std::string_view text) {
  if (is_blank(text)) return {Reason::text_empty};
  const CheckedText checked = wangge::check_characters(text, Lines::many);
  if (const Refusal refusal = refusal_of(checked, text_reasons)) return refusal;
  if (checked.code_points > limits::text_code_points_max)
    return {Reason::text_too_long, checked.code_points, limits::text_code_points_max};
  return fine;
}

Refusal check_size(std::uint32_t bytes, std::uint32_t most, Reason reason) {
  return bytes > most ? Refusal{reason, bytes, most} : fine;
}

Refusal check_reporter(const Context& context, const Submit& command) {
  if (const Refusal refusal = check_size(command.contact.length, limits::contact_bytes_max, Reason::contact_too_long)) {
    return refusal;
  }
  if (const Refusal refusal = check_characters(context.wish.bytes(command.contact), Lines::one, contact_reasons))
    return refusal;
  const bool needs_reference = command.reporter == Reporter::patrol || command.reporter == Reporter::hotline;
  const std::string_view reference = context.wish.bytes(command.reference);
  if (needs_reference && is_blank(reference)) return {Reason::reference_missing};
  if (const Refusal refusal =
          check_size(command.reference.length, limits::reference_bytes_max, Reason::reference_too_long)) {
    return refusal;
  }
  if (const Refusal refusal = check_characters(reference, Lines::one, reference_reasons)) return refusal;
  if (const Refusal refusal =
          check_size(command.attachments.length, limits::attachments_bytes_max, Reason::attachments_too_long))
    return refusal;
  return check_characters(context.wish.bytes(command.attachments), Lines::many, attachments_reasons);
}

// Whether the terminal that asked knew only an earlier version of the questions.
bool is_asked_before(const Context& context, const Submit& command) {
  return command.asked_version != 0 && command.asked_version < context.city.version();
}

// The device's time stays in the fact; the origin tells how it counts.
Origin origin_of(const Context& context, const Submit& command) {
  const Instant occurred = to_instant(command.occurred);
  return {
      .kind = command.kind,
      .reporter = command.reporter,
      .clock_ahead = occurred > context.now,
      .tell_chain = false,
      .occurred_replaced = occurred > context.now + context.city.configuration->tolerated_ahead,
  };
}

Refusal check_room(const City& city) {
  const std::size_t most = city.capacity.demands;
  if (city.demands.size() < most) return fine;
  return {Reason::capacity_reached, static_cast<std::uint32_t>(city.demands.size()), static_cast<std::uint32_t>(most)};
}

// Chains and offers that the city does not know yet come before the demand.
Router::InternedRoute ask_router(const Context& context, RoutingQuestion& question) {
  Draft& draft = context.draft;
  question.effect = effect_on(context.city, question.place, question.category, question.condition);
  return context.router.route(question, context.now, draft.events, draft.blob);
}

// A look before filing on the city's own clock has the same limit for all demands of one second.
Seconds check_due(const Context& context, const RoutingQuestion& question, const Category& category,
                  std::uint8_t severity) {
  const Configuration& city = *context.city.configuration;
  const Limit limit = check_limit(city.limits, category, question.condition, severity);
  if (!limit) return 0;
  if (limit == city.limits.check) return context.router.city_dues(context.now, question.place).check;
  return to_seconds(deadline(city.calendars.of(question.place), context.now, limit));
}

// Fills in where the demand is, whose it is, and when it is due; the sender, the time and the texts are left to the
// caller. A demand that is checked before filing waits with the post that checks it.
void put_route(const Context& context, const RoutingQuestion& question, const Router::InternedRoute& route,
               Origin origin, Submitted& fact) {
  origin.tell_chain = route.tell_chain;
  fact.place = question.place;
  fact.road = question.road;
  fact.dues = route.dues;
  fact.chain = route.chain;
  fact.offers = route.offers;
  fact.lead = route.lead;
  fact.holder = route.holder;
  fact.complained_of = question.complained_of;
  fact.subject = question.subject;
  fact.category = question.category;
  fact.condition = question.condition;
  fact.severity = route.severity;
  fact.version = context.city.version();
  fact.origin = origin.packed();
  fact.reasons =
      static_cast<std::uint8_t>(static_cast<int>(route.first_post_reason) | static_cast<int>(route.lead_reason) << 4);
  fact.acting_step = route.acting_step;
  context.draft.follow_up = route.acting_post;
  const Category& category = context.city.configuration->categories[question.category.value];
  if (category.check_first) {
    fact.lead = route.acting_post;
    fact.dues = {};
    fact.dues[Stage::check] = check_due(context, question, category, route.severity);
    fact.set_check_first();
  } else if (question.effect != nullptr && question.effect->from_its_end) {
    fact.dues[Stage::resolution] = 0;
    fact.set_waits();
  }
}

// An unknown place stays as it is.
PlaceId place_now(const Configuration& city, PlaceId place) {
  return place.value < city.places.size() ? city.place_now(place) : place;
}

}  // namespace

Refusal check_place(const Configuration& city, PlaceId place, PlaceId road, PlaceId& grid) {
  if (!city.has(place)) return {Reason::unknown_place, place.value};
  grid = city.enclosing(place, PlaceKind::grid);
  if (!grid) return {Reason::place_not_in_grid, place.value};
  if (!road) return fine;
  if (!city.has(road)) return {Reason::unknown_road, road.value};
  const PlaceKind kind = city.places[road.value].kind;
  if (kind != PlaceKind::lane && kind != PlaceKind::street) return {Reason::unknown_road, road.value};
  const bool is_near = city.enclosing(road, PlaceKind::subdistrict) == city.enclosing(grid, PlaceKind::subdistrict);
  return is_near ? fine : Refusal{Reason::road_elsewhere, road.value};
}

Refusal check_category(const Configuration& city, CategoryId category, std::uint8_t condition) {
  const auto& categories = city.categories;
  const std::uint16_t id = category.value;
  if (id == 0 || id >= categories.size() || !categories[id].present) return {Reason::unknown_category, id};
  const std::size_t conditions = categories[id].conditions.size();
  const auto last = static_cast<std::uint32_t>(conditions == 0 ? 0 : conditions - 1);
  if (condition > last || (condition != 0 && !categories[id].conditions[condition].present)) {
    return {Reason::unknown_condition, condition, last};
  }
  return fine;
}

Refusal on(const Context& context, const Submit& command) {
  if (!context.city.configuration) return {Reason::no_city};
  if (const Refusal refusal = check_sender(context)) return refusal;
  if (static_cast<int>(command.kind) >= demand_kinds)
    return {Reason::bad_kind, static_cast<std::uint32_t>(command.kind)};
  if (static_cast<int>(command.reporter) >= reporters) {
    return {Reason::bad_reporter, static_cast<std::uint32_t>(command.reporter)};
  }
  // A demand that was spooled before the city changed may name a place that is gone.
  PlaceId place = place_now(*context.city.configuration, command.place),
          road = place_now(*context.city.configuration, command.road), grid;
  if (command.subject) {
    if (const Refusal refusal = settle(*context.city.configuration, command.subject, place, road)) return refusal;
  }
  if (const Refusal refusal = check_place(*context.city.configuration, place, road, grid)) return refusal;
  if (const Refusal refusal = check_grid(context, grid)) return refusal;
  if (const Refusal refusal = check_category(*context.city.configuration, command.category, command.condition))
    return refusal;
  if (command.severity > 4) return {Reason::bad_severity, command.severity, 4};
  if (const Refusal refusal = check_complained_of(*context.city.configuration, command.complained_of)) return refusal;
  if (const Refusal refusal = check_text(context.wish.bytes(command.text))) return refusal;
  if (const Refusal refusal = check_reporter(context, command)) return refusal;
  bool meets_questions = true;
  const Category& category = context.city.configuration->categories[command.category.value];
  if (category.asks || command.answers_length != 0) {
    const CheckedAnswers answered = check_answers(category, context.wish.bytes(command.answers()),
                                                  is_asked_before(context, command), context.draft.answers);
    if (answered.refusal) return answered.refusal;
    meets_questions = answered.meets_questions;
  }
  if (const Refusal refusal = check_room(context.city)) return refusal;

  RoutingQuestion question{.place = place,
                           .road = road,
                           .category = command.category,
                           .condition = command.condition,
                           .severity = command.severity,
                           .complained_of = command.complained_of,
                           .subject = command.subject};
  const Router::InternedRoute route = ask_router(context, question);
  Submitted& fact = context.draft.add<Submitted>();
  put_route(context, question, route, origin_of(context, command), fact);
  fact.session = context.sender().session;
  fact.sequence = context.sender().sequence;
  fact.occurred = command.occurred != 0 ? command.occurred : to_seconds(context.now);
  fact.text_length = static_cast<std::uint16_t>(command.text.length);
  fact.contact_length = static_cast<std::uint8_t>(command.contact.length);
  fact.reference_length = command.reference.length & 0xFF;  // all three are bounded: see Submitted
  fact.attachments_length = command.attachments.length & 0xFFF;
  fact.answers_length = context.draft.answers.size() & 0xFFF;
  if (!meets_questions) fact.set_by_older_questions();
  Draft& draft = context.draft;
  draft.text = context.wish.bytes(command.text);
  draft.reference = context.wish.bytes(command.reference);
  draft.attachments = context.wish.bytes(command.attachments);
  draft.contact = context.wish.bytes(command.contact);
  return fine;
}

// The part keeps the place, down to the door, and the reporter, and names the demand that it comes from; it counts as
// received now. It need not be about the same asset.
Refusal split(const Doing& doing, Acted& fact) {
  const Context& context = doing.context;
  const Act& command = doing.command;
  if (const Refusal refusal = check_category(*context.city.configuration, command.category, command.condition))
    return refusal;
  if (const Refusal refusal = check_room(context.city)) return refusal;
  RoutingQuestion question{.place = doing.demand.place,
                           .road = doing.demand.road,
                           .category = command.category,
                           .condition = command.condition,
                           .complained_of = doing.aside.complained_of,
                           .subject = context.city.demands.subject(doing.demand.id).door()};
  const Router::InternedRoute route = ask_router(context, question);
  Submitted part;
  put_route(context, question, route, Origin::from_packed(doing.demand.origin), part);
  part.session = fact.session;
  part.sequence = fact.sequence;
  part.occurred = to_seconds(context.now);
  part.text_length = fact.text_length;
  const bool is_secret = is_restricted(context.city, doing.demand);
  if (is_secret && !context.city.configuration->categories[command.category.value].restricted) part.set_restricted();
  Draft& draft = context.draft;
  draft.made = format_number(doing.demand.id);
  draft.reference = draft.made;
  part.reference_length = draft.reference.size() & 0xFF;
  fact.session = {};
  fact.sequence = 0;
  fact.text_length = 0;
  draft.events.push_back(fact);
  draft.events.push_back(part);
  return fine;
}

}  // namespace wangge::rules
