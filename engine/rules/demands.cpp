// How a demand comes in.

#include <optional>

#include "engine/base/limits.h"
#include "engine/base/utf8.h"
#include "engine/rules/handlers.h"

namespace wangge::rules {
namespace {

constexpr Refusal fine{};

bool exists(const Configuration& city, PlaceId place) {
  return place && place.value < city.places.size() && city.places[place.value].present;
}

Refusal check_sender(const Context& context) {
  const AccountId account = context.sender().account;
  const bool is_terminal =
      context.city.accounts.contains(account) && context.city.accounts[account].kind == AccountKind::terminal;
  return is_terminal ? fine : Refusal{Reason::not_allowed};
}

Refusal check_place(const Context& context, const Submit& command) {
  const Configuration& city = *context.city.configuration;
  if (!exists(city, command.place)) return {Reason::unknown_place, command.place.value};
  const PlaceId grid = enclosing(city, command.place, PlaceKind::grid);
  if (!grid) return {Reason::place_not_in_grid, command.place.value};
  if (!context.city.accounts[context.sender().account].covers_grid(grid)) return {Reason::grid_not_yours, grid.value};
  if (!command.road) return fine;
  if (!exists(city, command.road)) return {Reason::unknown_road, command.road.value};
  const PlaceKind kind = city.places[command.road.value].kind;
  if (kind != PlaceKind::lane && kind != PlaceKind::street) return {Reason::unknown_road, command.road.value};
  const bool is_near = enclosing(city, command.road, PlaceKind::subdistrict) ==
                       enclosing(city, grid, PlaceKind::subdistrict);
  return is_near ? fine : Refusal{Reason::road_elsewhere, command.road.value};
}

Refusal check_category(const Context& context, const Submit& command) {
  const auto& categories = context.city.configuration->categories;
  const std::uint16_t id = command.category.value;
  if (id == 0 || id >= categories.size() || !categories[id].present) return {Reason::unknown_category, id};
  const std::size_t conditions = categories[id].conditions.size();
  const auto last = static_cast<std::uint32_t>(conditions == 0 ? 0 : conditions - 1);
  if (command.condition > last || (command.condition != 0 && !categories[id].conditions[command.condition].present)) {
    return {Reason::unknown_condition, command.condition, last};
  }
  if (command.severity > 4) return {Reason::bad_severity, command.severity, 4};
  return fine;
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
  if (text.empty()) return {Reason::text_empty};
  const std::optional<std::uint32_t> length = count_code_points(text);
  if (!length) return {Reason::text_not_utf8};
  if (*length > limits::text_code_points_max) return {Reason::text_too_long, *length, limits::text_code_points_max};
  return fine;
}

Refusal check_size(std::uint32_t bytes, std::uint32_t most, Reason reason) {
  return bytes > most ? Refusal{reason, bytes, most} : fine;
}

Refusal check_reporter(const Context& context, const Submit& command) {
  if (const Refusal refusal = check_size(command.contact.length, limits::contact_bytes_max, Reason::contact_too_long)) {
    return refusal;
  }
  if (!count_code_points(context.wish.bytes(command.contact))) return {Reason::contact_not_utf8};
  const bool needs_reference = command.reporter == Reporter::patrol || command.reporter == Reporter::hotline;
  if (needs_reference && command.reference.length == 0) return {Reason::reference_missing};
  if (const Refusal refusal =
          check_size(command.reference.length, limits::reference_bytes_max, Reason::reference_too_long)) {
    return refusal;
  }
  return check_size(command.attachments.length, limits::attachments_bytes_max, Reason::attachments_too_long);
}

// What the device said stays in the fact; how it counts stands in the origin.
Origin origin_of(const Context& context, const Submit& command, bool tell_chain) {
  const Instant occurred = to_instant(command.occurred);
  return {
      .kind = command.kind,
      .reporter = command.reporter,
      .clock_ahead = occurred > context.now,
      .tell_chain = tell_chain,
      .occurred_replaced = occurred > context.now + context.city.configuration->tolerated_ahead,
  };
}

}  // namespace

Refusal on(const Context& context, const Submit& command) {
  if (!context.city.configuration) return {Reason::no_city};
  if (const Refusal refusal = check_sender(context)) return refusal;
  if (static_cast<int>(command.kind) >= demand_kinds) return {Reason::bad_kind, static_cast<std::uint32_t>(command.kind)};
  if (static_cast<int>(command.reporter) >= reporters) {
    return {Reason::bad_reporter, static_cast<std::uint32_t>(command.reporter)};
  }
  if (const Refusal refusal = check_place(context, command)) return refusal;
  if (const Refusal refusal = check_category(context, command)) return refusal;
  if (const Refusal refusal = check_complained_of(*context.city.configuration, command.complained_of)) return refusal;
  if (const Refusal refusal = check_text(context.wish.bytes(command.text))) return refusal;
  if (const Refusal refusal = check_reporter(context, command)) return refusal;
  const std::size_t most = context.city.capacity.demands;
  if (context.city.demands.size() >= most) {
    return {Reason::capacity_reached, static_cast<std::uint32_t>(context.city.demands.size()), static_cast<std::uint32_t>(most)};
  }

  Draft& draft = context.draft;
  const Router::Answer route = context.router.answer({.place = command.place,
                                                      .road = command.road,
                                                      .category = command.category,
                                                      .condition = command.condition,
                                                      .severity = command.severity,
                                                      .complained_of = command.complained_of},
                                                     context.now, draft.events, draft.blob);
  draft.text = context.wish.bytes(command.text);
  draft.reference = context.wish.bytes(command.reference);
  draft.attachments = context.wish.bytes(command.attachments);
  draft.contact = context.wish.bytes(command.contact);
  draft.events.push_back(Submitted{
      .session = context.sender().session,
      .sequence = context.sender().sequence,
      .place = command.place,
      .road = command.road,
      .occurred = command.occurred != 0 ? command.occurred : to_seconds(context.now),
      .dues = route.dues,
      .chain = route.chain,
      .offers = route.offers,
      .lead = route.lead,
      .holder = route.holder,
      .complained_of = command.complained_of,
      .category = command.category,
      .condition = command.condition,
      .severity = route.severity,
      .text_length = static_cast<std::uint16_t>(command.text.length),
      .version = context.city.version(),
      .contact_length = static_cast<std::uint8_t>(command.contact.length),
      .origin = origin_of(context, command, route.tell_chain).packed(),
      .reasons = static_cast<std::uint8_t>(static_cast<int>(route.first_post_reason) |
                                           static_cast<int>(route.lead_reason) << 4),
      .acting_step = route.acting_step,
      .reference_length = static_cast<std::uint16_t>(command.reference.length),
      .attachments_length = static_cast<std::uint16_t>(command.attachments.length),
  });
  return fine;
}

}  // namespace wangge::rules
