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
  std::string event, deed;               // what it is, for scripts: "acted"; and of an act which: "transfer"
  std::string chinese, english;          // the same for people
  Party by;                              // who did it; nobody: the engine, or a terminal for the resident
  bool is_clocks = false;                // it came because a time was over
  bool recorded = false;                 // a terminal recorded it for who acted (代录)
  std::uint32_t group = 0;               // what was done together has one number; 0: it stands alone
  std::optional<Stage> overdue, warned;  // the stage whose time was over, and the one that was warned of
  Pending pending = Pending::none;       // what had been asked for last
  Party let_pass;                        // who led while that time passed
  Party lead;                     // whom it was handed or offered to, who was called in, or is to review an appeal
  bool leads = false;             // and leads from now on
  bool stays = false;             // it was not accepted in time, and there is nobody else to lead
  PostId to;                      // whose escalation queue it joined
  std::optional<Party> notified;  // whom a notice tells; nobody: the resident
  PersonId holder;                // who acts for the lead, or is told, as it stood then
  PlaceId place;                  // to which the demand was moved
  CategoryId category, was;       // of which it is now, and was before
  std::uint8_t condition = 0;     // of the category of which it is
  DemandId part;                  // that was split off
  DemandId other;                 // to which it was joined, or which was joined to it
  SummonsId summons;              // by which organisations are called to it
  std::vector<OrganisationId> organisations;  // that are called, or did what is told of the summons
  bool is_exempt = false;                     // from now on: that it was late does not count
  // More time was asked for before the limit, and granted after it: since then it was not late
  bool undoes_late = false;
  bool upward = false;        // it was to go to and fro once more, and went up instead (推诿)
  bool begins_again = false;  // a demand that was over is under way again
  Verdict verdict;
  bool is_unanswered = false;  // a call-back that reached nobody
  Worded why;                  // it was dismissed, where it was diverted, what was asked or answered
  Limit limit;                 // more time that was asked for, or granted
  Seconds until = 0;           // a pause that was asked for; of a notice, before when it is not sent
  std::uint32_t count = 0;     // of demands that a notice is about
  bool is_late = false;        // of a verdict: after the limit for it
  std::uint16_t attempts = 0;
  std::uint8_t grade = 0;                      // that who was summoned got
  DemandState state = DemandState::submitted;  // after it
  Dues dues;                                   // that begin with it, or are others from then on
  Subject subject;                             // submitted: the asset or door that it names
  bool forgets_subject = false;                // moved: and names no more
  // submitted: it answers those of an earlier version, and not all of those then in force
  bool by_older_questions = false;
  std::string text, attachments, answers;  // answers: of the submission

  friend bool operator==(const Step&, const Step&) = default;
};

}  // namespace wangge::story
