#pragma once
// The city in memory: everything that the log's facts say, and nothing else. `apply` is the only writer.

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <vector>

#include "engine/base/limits.h"
#include "engine/model/configuration.h"
#include "engine/model/event.h"
#include "engine/model/tables.h"
#include "engine/state/accounts.h"
#include "engine/state/codes.h"
#include "engine/state/demands.h"
#include "engine/state/notice_queue.h"
#include "engine/state/registers.h"
#include "engine/state/routes.h"
#include "engine/state/sessions.h"
#include "engine/state/spots.h"
#include "engine/state/summonses.h"
#include "engine/state/under_way.h"

namespace wangge {

// A version of the configuration that was adopted.
struct Version {
  std::uint16_t number = 0;
  Position adopted;
  Seconds effective = 0;
  std::uint64_t digest = 0;                  // of the version's rows: digest_of(Tables)
  std::shared_ptr<const Policies> policies;  // the escalation policies of the version
  std::shared_ptr<const Calendars> calendars;
  Seconds at = 0;  // when the version was adopted
  AccountId by;    // who adopted another's proposal; none: the engine itself
};

// When deadlines were recomputed, and by the calendars of which version.
struct Recomputation {
  Seconds at = 0;
  std::uint16_t version = 0;
};

// How much the city may hold. Tests pass smaller numbers.
struct Capacity {
  std::size_t demands = limits::demands_max;
  std::size_t accounts = limits::accounts_max;
  std::size_t sessions = limits::sessions_max;
  std::size_t configuration_rows = limits::configuration_rows_max;
  std::size_t configuration_bytes = limits::configuration_bytes_max;
  std::size_t summonses = limits::summonses_max;
};

struct City {
  Capacity capacity;

  LogId log{};
  ClockKind clock = ClockKind::system;
  Position last;    // the position of the last fact applied
  Seconds now = 0;  // the time of the last fact; never goes back

  Codes codes;
  std::vector<Version> versions;
  // The version in force, null before the first is adopted. Replaced as a whole, never changed.
  std::shared_ptr<const Configuration> configuration;
  // Rows between begun and adopted.
  bool staging = false;
  Tables staged;
  std::size_t staged_bytes = 0;
  SessionId staged_by;  // none: the engine itself
  Proposal proposal;    // there once all rows are

  Accounts accounts;
  Sessions sessions;
  Routes routes;
  Demands demands;
  Spots spots;
  NoticeQueue notices;
  std::vector<SituationInForce> situations;
  Summonses summonses;
  Registers registers;
  std::vector<Job> jobs;                  // under way, one after the other
  std::vector<Recomputation> recomputed;  // in order
  Position migrated;  // earlier demands are escalated as if they had been routed then; none: as they were

  // The job of this id; null where it is not under way.
  const Job* find_job(Position id) const {
    const auto found = std::ranges::find(jobs, id, &Job::id);
    return found == jobs.end() ? nullptr : &*found;
  }
  // Where demands of a place in a grid are counted.
  Spots::Key spots_of(PlaceId place, PlaceId road, CategoryId category) const {
    return {.spot = configuration->spot(place, road),
            .community = configuration->places[place.value].community,
            .class_number = configuration->categories[category.value].class_number,
            .category = category};
  }
  std::uint16_t version() const { return versions.empty() ? std::uint16_t{0} : versions.back().number; }
};

}  // namespace wangge
