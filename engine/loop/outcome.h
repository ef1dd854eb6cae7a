#pragma once
// What became of a command: its sender is told this the first time and on every repeat.

#include <cstdint>

#include "engine/model/account.h"
#include "engine/model/demand.h"
#include "engine/model/event.h"
#include "engine/model/owner.h"
#include "engine/model/refusal.h"

namespace wangge::loop {

struct Outcome {
  Refusal refusal;  // number_taken: nothing was decided, since the number stands for something else
  // The event that carries the command's number: Submitted (then it is the demand's id), Accepted, …, or Declined. With
  // `repeat`: the event of the first time, none where that is too long ago to be known.
  Position position;
  bool is_new_demand = false;  // the event is a Submitted
  bool repeat = false;         // received earlier: the answer is to be rebuilt from the log at `position`
  Position search_from;  // of a repeat without position: the log holds it after here; none: too long ago to be found
  bool clock_ahead = false;  // the device's clock runs ahead of the engine's
  bool check_first = false;  // of a Submit: it is checked before filing, and the first of the dues is for that
  bool waits = false;        // of a Submit: its resolution counts from the end of a situation
  // The lead of a Submit that was taken, of the part that was split off, or of a demand that was filed.
  Party lead;
  PostId follow_up;  // the post that follows up (跟办); where a post leads, that post itself
  PersonId holder;   // the person acting for the lead
  Dues dues;
  // Of an OpenSession: the session and its account, the next number that is expected, and how many hellos of the
  // session there have been. Of an AddAccount: the account.
  SessionId session;
  AccountId account;
  std::uint32_t expected = 0;
  std::uint32_t hello = 0;
};

// Fills in what the event that carries the command's number says. `follow_up`: of a Submitted, who follows it up.
void tell(const Event& event, PostId follow_up, Outcome& outcome);

}  // namespace wangge::loop
