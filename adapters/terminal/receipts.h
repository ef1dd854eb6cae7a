#pragma once
// From what became of a frame's commands to what the terminal is told, once it is durable. A repeat is told again what
// was answered the first time: that is read from the log.

#include <span>
#include <vector>

#include "adapters/lookup_code.h"
#include "adapters/terminal/messages.h"
#include "engine/loop/engine.h"

namespace wangge::terminal {

// Fills `out`, one for each outcome. The frame has been released. Whether something was not taken because its number had been used for
// something else (number_taken).
bool write_receipts(const loop::Frame& frame, const City& city, const log::EventLog& log, LookUpCodes& codes,
                    std::vector<Acknowledgement>& out);

// The events of a demand, newest first, from its last one back: at most limits::question_rows_max of them and half a frame of texts,
// the submission in any case.
std::vector<Step> history(const log::EventLog& log, DemandId demand, Position last);

// How a demand stands that left memory, from its last event back.
struct FinalDemand {
  views::Status status;
  Slot slot;  // what decides who may see it
  Party complained_of;
};
FinalDemand final_demand(const log::EventLog& log, const City& city, DemandId demand, Position last);

}  // namespace wangge::terminal
