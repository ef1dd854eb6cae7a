// How a city's tables enter the log: begun, row by row, adopted as a whole.

#include <algorithm>

#include "engine/base/limits.h"
#include "engine/model/blob.h"
#include "engine/rules/city_check.h"
#include "engine/rules/handlers.h"
#include "engine/rules/owners.h"
#include "engine/state/configuration_reader.h"

namespace wangge::rules {
namespace {

std::uint32_t as_number(std::size_t size) { return static_cast<std::uint32_t>(size); }

bool is_engine_itself(const Context& context) { return !context.sender().session; }

Configuration read_next(const City& city, const Tables& tables) {
  Codes codes = city.codes;
  std::vector<Fault> faults;
  return read_configuration(tables, codes, faults);
}

// Situations in force that it no longer has: nobody could end them.
std::uint32_t situations_left_behind(const City& city, const Configuration& next) {
  return as_number(static_cast<std::size_t>(std::ranges::count_if(city.situations, [&](const SituationInForce& one) {
    return !next.situations[one.situation.value].present || !next.places[one.place.value].present;
  })));
}

// The list of a year has come: what was worked out without it is worked out again.
bool lists_more_years(const Calendar& before, const Calendar& after) {
  return !std::ranges::includes(before.listed_years, after.listed_years);
}

}  // namespace

Refusal on(const Context& context, const BeginConfiguration&) {
  if (!is_engine_itself(context)) return {Reason::not_allowed};
  context.draft.events.push_back(
      ConfigurationBegun{.version = static_cast<std::uint16_t>(context.city.version() + 1)});
  return {};
}

Refusal on(const Context& context, const StageRow& command) {
  if (!is_engine_itself(context)) return {Reason::not_allowed};
  if (!context.city.staging) return {Reason::configuration_not_begun};
  const std::string_view cells = context.wish.bytes(command.cells);
  if (cells.size() > limits::row_bytes_max) {
    return {Reason::configuration_row_too_large, as_number(cells.size()), as_number(limits::row_bytes_max)};
  }
  const std::size_t rows = context.city.staged.row_count(), most = context.city.capacity.configuration_rows;
  if (rows >= most) return {Reason::configuration_too_many_rows, as_number(rows), as_number(most)};
  const bool is_readable = static_cast<int>(command.table) < table_kinds && decode_row(cells).has_value();
  if (!is_readable) return {Reason::configuration_faulty, 1};
  context.draft.blob = cells;
  context.draft.events.push_back(RowStaged{.table = command.table, .cells = {0, as_number(cells.size())}});
  return {};
}

Refusal on(const Context& context, const MigratePolicies&) {
  const City& city = context.city;
  const Sender& sender = context.sender();
  if (sender.session && city.accounts[sender.account].kind != AccountKind::ops) return {Reason::not_allowed};
  if (!city.configuration) return {Reason::no_city};
  if (city.migrated > city.versions.back().adopted) return {Reason::configuration_unchanged};
  context.draft.events.push_back(PoliciesMigrated{.session = sender.session, .sequence = sender.sequence, .version = city.version()});
  return {};
}

Refusal on(const Context& context, const AdoptConfiguration& command) {
  const City& city = context.city;
  if (!is_engine_itself(context)) return {Reason::not_allowed};
  if (!city.staging) return {Reason::configuration_not_begun};
  const std::uint64_t digest = digest_of(city.staged);
  if (!city.versions.empty() && city.versions.back().digest == digest) return {Reason::configuration_unchanged};
  if (const auto faults = city_check(city.staged); !faults.empty()) {
    return {Reason::configuration_faulty, as_number(faults.size())};
  }
  const Configuration next = read_next(city, city.staged);
  const bool has_demands = city.configuration && city.demands.size() != 0;
  if (has_demands) {
    if (const PlaceId grid = without_successor(*city.configuration, next)) return {Reason::grid_without_successor, grid.value};
  }
  const bool moves = has_demands && moves_demands(*city.configuration, next);
  if (moves && city.jobs.size() >= limits::jobs_max) return {Reason::jobs_under_way, static_cast<std::uint32_t>(limits::jobs_max)};
  if (const std::uint32_t left = situations_left_behind(city, next)) return {Reason::situation_in_force, left};
  context.draft.events.push_back(ConfigurationAdopted{
      .version = static_cast<std::uint16_t>(city.version() + 1),
      .effective = command.effective != 0 ? command.effective : to_seconds(context.now),
      .digest = digest,
      .moves_demands = moves,
  });
  const bool has_new_list = city.configuration && lists_more_years(city.configuration->calendars.city, next.calendars.city);
  if (has_new_list && city.jobs.size() + (moves ? 1 : 0) < limits::jobs_max) {
    context.draft.events.push_back(RecomputationBegun{.version = static_cast<std::uint16_t>(city.version() + 1)});
  }
  return {};
}

}  // namespace wangge::rules
