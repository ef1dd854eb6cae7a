#pragma once
// What is under way in the city besides its demands: situations in force, changes to all demands (jobs), and a
// configuration that somebody proposed.

#include <cstdint>

#include "engine/model/account.h"
#include "engine/model/demand.h"
#include "engine/model/owner.h"
#include "engine/model/refusal.h"
#include "engine/state/slots.h"

namespace wangge {

// A situation that was declared and has not ended.
struct SituationInForce {
  SituationId situation;
  PlaceId place;
  Party by;
  Position declared;
  Seconds since = 0;
};

// A job: a change to all demands that are under way, a bounded part of them in each turn (engine/loop/jobs.h).
struct Job {
  Position id;  // the position of the fact that started it
  JobKind kind = JobKind::situation;
  Seconds begun = 0;
  SituationId situation;  // of kind situation: which one, and where
  PlaceId place;
  SlotIndex next = 0;  // demands in earlier slots have been seen to
  SlotIndex end = 0;   // demands in slots from here on came after the job began
  std::uint32_t changed = 0;
  std::uint32_t round = 0;  // of kind calendar: index in City::recomputed
  DemandId head;            // members: the head that was closed; gathering: the head that others are joined to
  Party by;                 // of kind gathering: who asked for it
};

// A configuration whose rows are all staged, for somebody else to adopt.
struct Proposal {
  Position position;  // none: there is none
  Seconds at = 0;
  AccountId account;  // the proposer
  std::uint32_t rows = 0;
  std::uint64_t digest = 0;  // of the rows
  AccountId adopter;         // who has adopted it for a later instant; none: nobody
  // When it is to come into force; without an adopter: when it could not come into force, 0: never tried
  Seconds effective = 0;
  Refusal why;  // why it could not

  bool is_scheduled() const { return static_cast<bool>(adopter); }
  explicit operator bool() const { return static_cast<bool>(position); }
};

}  // namespace wangge
