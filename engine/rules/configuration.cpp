// How a city's tables enter the log: begun, row by row, adopted as a whole; a person of ops adopts only what another
// has proposed.

#include <algorithm>

#include "engine/base/limits.h"
#include "engine/model/blob.h"
#include "engine/rules/adoption.h"
#include "engine/rules/city_check.h"
#include "engine/rules/doing.h"
#include "engine/rules/jobs.h"
#include "engine/rules/owners.h"
#include "engine/rules/texts.h"
#include "engine/state/configuration_reader.h"
#include "engine/state/digest.h"

namespace wangge::rules {
namespace {

std::uint32_t as_number(std::size_t size) { return static_cast<std::uint32_t>(size); }

bool is_engine_itself(const Context& context) { return !context.sender().session; }

// A configuration is adopted by the engine itself, or by somebody of ops.
bool may_configure(const Context& context) {
  return is_engine_itself(context) || context.city.accounts[context.sender().account].kind == AccountKind::ops;
}

// Only the account that began the staging continues it, until all rows are there.
bool is_staging(const Context& context) {
  return context.city.staging && !context.city.proposal && context.city.staged_by == context.sender().session;
}

// How many situations in force the next configuration no longer has: nobody could end them.
std::uint32_t situations_left_behind(const City& city, const Configuration& next) {
  return as_number(static_cast<std::size_t>(std::ranges::count_if(city.situations, [&](const SituationInForce& one) {
    return !next.situations[one.situation.value].present || !next.places[one.place.value].present;
  })));
}

Refusal check_cells(const Row& row) {
  for (std::size_t cell = 0; cell < row.size(); ++cell) {
    if (Refusal refusal = check_characters(row[cell], Lines::many, row_reasons)) {
      refusal.limit = as_number(cell + 1);
      return refusal;
    }
  }
  return {};
}

// Checks the tables that are to be the next version.
Refusal check_staged(const City& city, std::uint64_t digest) {
  if (!city.versions.empty() && city.versions.back().digest == digest) return {Reason::configuration_unchanged};
  if (const auto faults = city_check(city.staged); !faults.empty())
    return {Reason::configuration_faulty, as_number(faults.size())};
  return {};
}

Refusal check_adopter(const Context& context, const AdoptConfiguration& command) {
  const Proposal& proposal = context.city.proposal;
  if (!proposal) return {Reason::nothing_proposed};
  if (proposal.account == context.sender().account) return {Reason::proposer_adopts};
  if (command.digest != 0 && command.digest != proposal.digest) return {Reason::proposal_differs, proposal.rows};
  return {};
}

// Puts the staged configuration into force. `fact` says who has adopted it, and the instant that was named.
Refusal go_over(const Context& context, ConfigurationAdopted fact) {
  const City& city = context.city;
  fact.digest = digest_of(city.staged);
  if (const Refusal refusal = check_staged(city, fact.digest)) return refusal;
  std::vector<Fault> faults;
  const Configuration next = read_staged(city, faults);
  if (!faults.empty()) return {Reason::configuration_faulty, as_number(faults.size())};
  if (const Refusal refusal = standing_in_the_way(city, next)) return refusal;
  fact.version = static_cast<std::uint16_t>(city.version() + 1);
  fact.moves_demands = city.configuration && city.demands.size() != 0 && moves_demands(*city.configuration, next);
  const bool has_new_list =
      city.configuration && lists_more_years(city.configuration->calendars.city, next.calendars.city);
  context.draft.events.push_back(fact);
  if (has_new_list && city.jobs.size() + (fact.moves_demands ? 1 : 0) < limits::jobs_max) {
    context.draft.events.push_back(RecomputationBegun{.version = fact.version});
    context.draft.follow_ups = 1;
  }
  return {};
}

// Obstacles of now are no reason to refuse: they may be over at the instant that is named.
Refusal schedule(const Context& context, Seconds effective) {
  const Instant at = to_instant(effective);
  if (at <= context.now || at > context.now + std::chrono::days(limits::effective_ahead_days_max)) {
    return {Reason::bad_effective, 0, limits::effective_ahead_days_max};
  }
  const Sender& sender = context.sender();
  context.draft.events.push_back(ConfigurationScheduled{.session = sender.session,
                                                        .sequence = sender.sequence,
                                                        .account = sender.account,
                                                        .proposal = context.city.proposal.position,
                                                        .effective = effective});
  return {};
}

// The instant has come at which the configuration was to come into force, and something stands in the way.
ConfigurationPutOff put_off(const Proposal& proposal, const Refusal& why) {
  return {proposal.position, proposal.effective, why};
}

}  // namespace

Configuration read_staged(const City& city, std::vector<Fault>& faults) {
  Codes codes = city.codes;
  return read_configuration(city.staged, codes, faults);
}

Refusal standing_in_the_way(const City& city, const Configuration& next) {
  const bool has_demands = city.configuration && city.demands.size() != 0;
  if (has_demands) {
    if (const PlaceId grid = without_successor(*city.configuration, next))
      return {Reason::grid_without_successor, grid.value};
    const Refusal full = check_job_room(city);
    if (full && moves_demands(*city.configuration, next)) return full;
  }
  if (const std::uint32_t left = situations_left_behind(city, next)) return {Reason::situation_in_force, left};
  return {};
}

Refusal on(const Context& context, const BeginConfiguration&) {
  if (!may_configure(context)) return {Reason::not_allowed};
  const Sender& sender = context.sender();
  context.draft.events.push_back(ConfigurationBegun{.session = sender.session,
                                                    .sequence = sender.sequence,
                                                    .account = sender.account,
                                                    .version = static_cast<std::uint16_t>(context.city.version() + 1),
                                                    .drops = context.city.proposal.position});
  return {};
}

Refusal on(const Context& context, const StageRow& command) {
  if (!may_configure(context)) return {Reason::not_allowed};
  if (!is_staging(context)) return {Reason::configuration_not_begun};
  const std::string_view cells = context.wish.bytes(command.cells);
  if (cells.size() > limits::row_bytes_max) {
    return {Reason::configuration_row_too_large, as_number(cells.size()), as_number(limits::row_bytes_max)};
  }
  const std::size_t rows = context.city.staged.row_count(), most = context.city.capacity.configuration_rows;
  if (rows >= most) return {Reason::configuration_too_many_rows, as_number(rows), as_number(most)};
  const std::size_t bytes = context.city.staged_bytes, most_bytes = context.city.capacity.configuration_bytes;
  if (bytes + cells.size() > most_bytes) {
    return {Reason::configuration_too_large, as_number(bytes / limits::mib), as_number(most_bytes / limits::mib)};
  }
  const std::optional<Row> row = static_cast<int>(command.table) < table_kinds ? decode_row(cells) : std::nullopt;
  if (!row) return {Reason::configuration_faulty, 1};
  if (const Refusal refusal = check_cells(*row)) return refusal;
  context.draft.blob = cells;
  context.draft.events.push_back(RowStaged{.table = command.table,
                                           .cells = {0, as_number(cells.size())},
                                           .session = context.sender().session,
                                           .sequence = context.sender().sequence});
  return {};
}

Refusal on(const Context& context, const ProposeConfiguration& command) {
  const City& city = context.city;
  if (is_engine_itself(context) || !may_configure(context)) return {Reason::not_allowed};
  if (!is_staging(context)) return {Reason::configuration_not_begun};
  const std::uint32_t rows = as_number(city.staged.row_count());
  const std::uint64_t digest = digest_of(city.staged);
  if (rows != command.rows || digest != command.digest) return {Reason::proposal_differs, rows};
  const std::string_view note = context.wish.bytes(command.note);
  if (const Refusal refusal = check_note(note, Note::optional)) return refusal;
  if (const Refusal refusal = check_staged(city, digest)) return refusal;
  const Sender& sender = context.sender();
  context.draft.events.push_back(ConfigurationProposed{.session = sender.session,
                                                       .sequence = sender.sequence,
                                                       .account = sender.account,
                                                       .rows = rows,
                                                       .digest = digest,
                                                       .text_length = static_cast<std::uint16_t>(note.size())});
  context.draft.text = note;
  return {};
}

Refusal on(const Context& context, const MigratePolicies&) {
  const City& city = context.city;
  if (!may_configure(context)) return {Reason::not_allowed};
  if (!city.configuration) return {Reason::no_city};
  if (city.migrated > city.versions.back().adopted) return {Reason::configuration_unchanged};
  const Sender& sender = context.sender();
  context.draft.events.push_back(
      PoliciesMigrated{.session = sender.session, .sequence = sender.sequence, .version = city.version()});
  return {};
}

Refusal on(const Context& context, const AdoptConfiguration& command) {
  if (!may_configure(context)) return {Reason::not_allowed};
  if (is_engine_itself(context)) {
    if (!is_staging(context)) return {Reason::configuration_not_begun};
    return go_over(context, {.effective = command.effective});
  }
  if (const Refusal refusal = check_adopter(context, command)) return refusal;
  const Sender& sender = context.sender();
  if (command.effective != 0) return schedule(context, command.effective);
  return go_over(context, {.effective = to_seconds(context.now),
                           .session = sender.session,
                           .sequence = sender.sequence,
                           .account = sender.account});
}

Refusal on(const Context& context, const TakeEffect& command) {
  const Proposal& proposal = context.city.proposal;
  const bool is_due = still_waits(context.city, command) && command.due <= to_seconds(context.now);
  if (!is_due) return {Reason::nothing_due};
  const Refusal refusal = go_over(context, {.effective = command.due, .account = proposal.adopter});
  if (refusal) context.draft.events.push_back(put_off(proposal, refusal));
  return {};
}

bool still_waits(const City& city, const TakeEffect& wish) {
  const Proposal& proposal = city.proposal;
  return proposal.is_scheduled() && proposal.position == wish.proposal && proposal.effective == wish.due;
}

void park(const City& city, const TakeEffect&, Draft& draft) {
  draft.events.push_back(put_off(city.proposal, {Reason::quarantined}));
}

Refusal on(const Context& context, const RejectConfiguration& command) {
  if (is_engine_itself(context) || !may_configure(context)) return {Reason::not_allowed};
  const Proposal& proposal = context.city.proposal;
  if (!proposal) return {Reason::nothing_proposed};
  const std::string_view note = context.wish.bytes(command.note);
  if (const Refusal refusal = check_note(note, Note::optional)) return refusal;
  const Sender& sender = context.sender();
  context.draft.events.push_back(ConfigurationRejected{.session = sender.session,
                                                       .sequence = sender.sequence,
                                                       .account = sender.account,
                                                       .text_length = static_cast<std::uint16_t>(note.size()),
                                                       .proposal = proposal.position});
  context.draft.text = note;
  return {};
}

}  // namespace wangge::rules
