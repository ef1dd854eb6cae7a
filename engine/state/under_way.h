#pragma once
// What is under way in the city beside its demands: situations in force, changes to all demands, a configuration that
// somebody proposed.

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

// A change to all demands that are under way, a bounded part of them a turn (engine/loop/jobs.h).
struct Job {
  Position id;  // of the fact that started it
  JobKind kind = JobKind::situation;
  Seconds begun = 0;
  SituationId situation;  // of kind situation: which, and where
  PlaceId place;
  SlotIndex next = 0;  // demands in slots before it have been seen to
  SlotIndex end = 0;   // those in slots from here on came after it began
  std::uint32_t changed = 0;
  std::uint32_t round = 0;  // of kind calendar: index in City::recomputed
  DemandId head;            // of kind members: that was closed; of kind gathering: to which the others are joined
  Party by;                 // of kind gathering: who wished it
};

// A configuration whose rows are all staged, for somebody else to adopt.
struct Proposal {
  Position position;  // none: there is none
  Seconds at = 0;
  AccountId account;  // whose it is
  std::uint32_t rows = 0;
  std::uint64_t digest = 0;  // of the rows
  AccountId adopter;         // who has adopted it, from a later instant on; none: nobody
  // That instant; without an adopter the one at which it could not come into force, 0: there was none
  Seconds effective = 0;
  Refusal why;  // it could not

  bool is_scheduled() const { return static_cast<bool>(adopter); }
  explicit operator bool() const { return static_cast<bool>(position); }
};

}  // namespace wangge
