#include "engine/views/station.h"

#include <algorithm>

#include "engine/base/check.h"
#include "engine/base/limits.h"
#include "engine/state/city.h"
#include "engine/state/sight.h"

namespace wangge::views {
namespace {

// The names of all nouns but doors.
const std::vector<Named>& names(const Configuration& configuration, Noun noun) {
  switch (noun) {
    case Noun::place:
    case Noun::door: break;
    case Noun::post: return configuration.post_names;
    case Noun::person: return configuration.person_names;
    case Noun::organisation: return configuration.organisation_names;
    case Noun::category: return configuration.category_names;
    case Noun::situation: return configuration.situation_names;
    case Noun::asset: return configuration.asset_names;
  }
  return configuration.place_names;
}

std::uint32_t find(const Codes& codes, Noun noun, std::string_view code) {
  switch (noun) {
    case Noun::place: return codes.places.find(code).value;
    case Noun::post: return codes.posts.find(code).value;
    case Noun::person: return codes.people.find(code).value;
    case Noun::organisation: return codes.organisations.find(code).value;
    case Noun::category: return codes.categories.find(code).value;
    case Noun::situation: return codes.situations.find(code).value;
    case Noun::asset: return codes.assets.find(code).value;
    case Noun::door: return codes.doors.find(code).value;
  }
  return 0;
}

NamedRow door(const City& city, std::uint32_t id) {
  const std::vector<std::string>& names = city.configuration->door_names;
  if (id == 0 || id >= names.size()) return {};
  return {id, std::string(city.codes.doors.code(DoorId{id})), names[id], {}};
}

NamedRow row(const City& city, Noun noun, std::uint32_t id) {
  if (noun == Noun::door) return door(city, id);
  const Configuration& configuration = *city.configuration;
  const std::vector<Named>& all = names(configuration, noun);
  if (id == 0 || id >= all.size()) return {};
  return {id, all[id].code, all[id].name,
          noun == Noun::category ? configuration.categories[id].name_en : std::string()};
}

}  // namespace

bool is_last_of_ops(const City& city, AccountId id) {
  const auto is_of_ops = [&](AccountId one) {
    return city.accounts.contains(one) && city.accounts[one].kind == AccountKind::ops && !city.accounts[one].ended;
  };
  if (!is_of_ops(id)) return false;
  for (AccountId other{1}; city.accounts.contains(other); ++other.value) {
    if (other != id && is_of_ops(other)) return false;
  }
  return true;
}

Station station(const City& city, AccountId id) {
  const Account& account = city.accounts[id];
  Station out{.log = city.log,
              .last = city.last,
              .configuration_version = city.version(),
              .account = id,
              .account_name = account.rights.name,
              .account_kind = account.kind,
              .every_grid = account.rights.every_grid,
              .grids = {},
              .grids_left_out = 0,
              .is_last_of_ops = views::is_last_of_ops(city, id)};
  if (!city.configuration) return out;
  for (const PlaceId grid : account.grids) {
    if (out.grids.size() == limits::question_rows_max) {
      ++out.grids_left_out;
    } else {
      out.grids.push_back(row(city, Noun::place, grid.value));
    }
  }
  return out;
}

std::vector<std::uint32_t> ids_of(const City& city, Noun noun, std::span<const std::string> codes) {
  CHECK(codes.size() <= limits::question_rows_max);
  std::vector<std::uint32_t> ids;
  ids.reserve(codes.size());
  for (const std::string& code : codes) ids.push_back(find(city.codes, noun, code));
  return ids;
}

std::vector<NamedRow> names_of(const City& city, Noun noun, std::span<const std::uint32_t> ids) {
  CHECK(ids.size() <= limits::question_rows_max);
  std::vector<NamedRow> rows(ids.size());
  if (!city.configuration) return rows;
  std::ranges::transform(ids, rows.begin(), [&](std::uint32_t id) { return row(city, noun, id); });
  return rows;
}

Standing standing(const City& city) {
  Standing out{city.situations, city.jobs};
  for (Job& job : out.jobs) {
    job.head = {};
    job.by = {};
  }
  return out;
}

Questionnaire questionnaire_of(const City& city, CategoryId category) {
  Questionnaire out{city.version(), {}};
  const bool is_known = city.configuration && category.value < city.configuration->categories.size();
  if (is_known) out.rows = city.configuration->categories[category.value].questions;
  return out;
}

Status status_of(const City& city, const Slot& demand) {
  const Aside& aside = city.demands.aside(demand);
  const Slot* const head = aside.head ? city.demands.find(aside.head) : nullptr;
  const Due late = soonest(aside.passed, demand.state);
  return {.demand = demand.id,
          .known = true,
          .state = demand.state,
          .severity = static_cast<std::uint8_t>(demand.severity),
          .category = demand.category,
          .place = demand.place,
          .lead = demand.lead,
          .received = demand.received,
          .dues = demand.dues,
          .last_event = demand.last,
          .is_late = demand.is_late != 0,
          .is_warned = demand.warned != 0,
          .warned_dues = static_cast<std::uint8_t>(demand.warned),
          .late_stage = late.stage,
          .late_since = late.at,
          .waits = demand.waits != 0,
          .is_restricted = is_restricted(city, demand),
          .pending = aside.pending,
          .head = aside.head,
          .head_state = head != nullptr ? head->state : DemandState::submitted,
          .members = aside.members,
          .voices = aside.voices};
}

std::vector<Status> statuses(const City& city, AccountId account, std::span<const CheckedClaim> claims) {
  CHECK(claims.size() <= limits::question_rows_max);
  std::vector<Status> out;
  out.reserve(claims.size());
  for (const CheckedClaim& claim : claims) {
    Status& status = out.emplace_back();
    status.demand = claim.demand;
    if (claim.disproved) continue;
    if (const Position last = city.demands.last_of_final(claim.demand)) {
      status.known = claim.proved;
      if (!claim.proved && !could_see(city, account, claim.demand)) continue;
      status.is_final = true;
      status.last_event = last;
      continue;
    }
    const Slot* const demand = city.demands.find(claim.demand);
    if (demand == nullptr) continue;
    if (claim.proved || may_see(city, account, *demand) || may_look_back(city, account, *demand))
      status = status_of(city, *demand);
  }
  return out;
}

}  // namespace wangge::views
