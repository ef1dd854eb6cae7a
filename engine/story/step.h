#pragma once
// A step of a demand's story: plain values for people and programs, with the words for them, so that a face that is
// older than the engine can show what it does not know.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/time.h"
#include "engine/model/account.h"
#include "engine/model/configuration.h"
#include "engine/model/demand.h"
#include "engine/model/summons.h"
#include "engine/story/damage.h"

namespace wangge::story {

// A word as scripts name it, and as people do.
struct Worded {
  std::string name, chinese, english;

  explicit operator bool() const { return !name.empty(); }
  friend bool operator==(const Worded&, const Worded&) = default;
};

struct Step {
  Position position;
  Seconds at = 0;
  Damage damage = Damage::none;
  std::string event, deed;               // its name for scripts: "acted"; of an act also which one: "transfer"
  std::string chinese, english;          // the same for people
  Party by;                              // who did it; nobody: the engine, or a terminal for the resident
  bool is_clocks = false;                // the step came because a time was over
  bool recorded = false;                 // a terminal recorded the step for who acted (代录)
  std::uint32_t group = 0;               // what was done together has one number; 0: it stands alone
  std::optional<Stage> overdue, warned;  // the stage whose time was over, and the one that was warned of
  Pending pending = Pending::none;       // what had been asked for last
  Party let_pass;                        // who led while that time passed
  Party lead;                     // whom it was handed or offered to, who was called in, or is to review an appeal
  bool leads = false;             // `lead` leads from now on
  bool stays = false;             // the demand was not accepted in time, and there is nobody else to lead
  PostId to;                      // whose escalation queue the demand joined
  std::optional<Party> notified;  // whom a notice tells; nobody: the resident
  PersonId holder;                // who acts for the lead, or is told, as it stood then
  PlaceId place;                  // to which the demand was moved
  CategoryId category, was;       // the demand's category now, and before
  std::uint8_t condition = 0;     // of the demand's category
  DemandId part;                  // that was split off
  DemandId other;                 // the demand joined to, or the one that joined it
  SummonsId summons;              // by which organisations are called to it
  std::vector<OrganisationId> organisations;  // that are called, or did what is told of the summons
  bool is_exempt = false;                     // from now on the demand's being late does not count
  // More time was asked for before the limit, and granted after it: since then the demand was not late
  bool undoes_late = false;
  bool upward = false;        // the demand was to go to and fro once more, and went up instead (推诿)
  bool begins_again = false;  // a demand that was over is under way again
  Verdict verdict;
  bool is_unanswered = false;  // a call-back that reached nobody
  Worded why;                  // why dismissed, where diverted, what was asked or answered
  Limit limit;                 // more time that was asked for, or granted
  Seconds until = 0;           // the end of a pause asked for; of a notice, the time before which it is not sent
  std::uint32_t count = 0;     // of demands that a notice is about
  bool is_late = false;        // of a verdict: after the limit for it
  std::uint16_t attempts = 0;
  std::uint8_t grade = 0;                      // of the organisation that was summoned
  DemandState state = DemandState::submitted;  // after the step
  Dues dues;                                   // due times that this step sets or changes
  Subject subject;                             // submitted: the asset or door that it names
  bool forgets_subject = false;                // moved: and names no subject any more
  // submitted: it answers the questions of an earlier version, and not all of those then in force
  bool by_older_questions = false;
  std::string text, attachments, answers;  // answers: of the submission

  friend bool operator==(const Step&, const Step&) = default;
};

}  // namespace wangge::story
