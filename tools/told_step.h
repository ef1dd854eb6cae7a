#pragma once
// The steps of a demand's history for people.

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "adapters/terminal/messages.h"
#include "engine/model/words.h"

namespace wangge::tools {

// What an event says for people: who, and what is special about it.
struct Told {
  std::string_view name = {}, deed = {}, chinese = {}, english = {};  // of the event; a deed where it has no event of its own
  Party by = {};           // who did it; nobody: the engine, or a terminal for the resident
  bool is_clocks = false;  // it came because a time was over
  std::optional<Stage> overdue = {}, warned = {};
  Pending pending = Pending::none;  // what had been asked for last
  Party let_pass = {};  // who led while that time passed
  bool recorded = false;
  std::uint32_t group = 0;
  Party lead = {};                     // whom it was handed or offered to, who was called in, or is to review an appeal
  bool leads = false;                  // and leads from now on
  bool stays = false;                  // it was not accepted in time, and there is nobody else to lead
  PostId to = {};                      // whose escalation queue it joined
  std::optional<Party> notified = {};  // by a notice; nobody: the resident
  PlaceId place = {};                  // to which the demand was moved
  CategoryId category = {}, was = {};  // of which it is, and was before
  std::uint8_t condition = 0;          // of the category of which it is
  DemandId part = {};                  // that was split off
  DemandId other = {};                 // to which it was joined, or which was joined to it
  SummonsId summons = {};              // by which organisations are called to it
  std::vector<OrganisationId> organisations = {};  // that are called, or did what is told of the summons
  bool is_exempt = false;  // from now on: that it was late does not count
  bool undoes_late = false;  // more time was asked for before the limit, and granted after it: since then it was not late
  bool upward = false;
  bool begins_again = false;  // what was over
  Verdict verdict = {};
  bool is_unanswered = false;          // a call-back that reached nobody
  const wangge::Words* why = nullptr;  // it was dismissed, where it was diverted, what was asked or answered
  Limit limit = {};                    // more time that was asked for, or granted
  Seconds until = 0;                   // a pause that was asked for; of a notice, before when it is not sent
  std::uint32_t count = 0;             // of demands that a notice is about
  bool is_late = false;                // of a verdict: after the limit for it
  std::uint16_t attempts = 0;
  std::uint8_t grade = 0;  // that who was summoned got
  DemandState state = DemandState::submitted;  // after it
  Dues dues = {};                              // that begin with it, or are others from then on
};

// The steps of one demand, the oldest first; as many. What an event does not say itself stands in those before it: who led, which
// stage was late, what was asked, what was due. Throws log::CannotOpen where an event is none of a demand: then the log is broken.
std::vector<Told> tell(std::span<const terminal::Step> steps);

}  // namespace wangge::tools
