#pragma once
// The table of contents: everything that the city can do, one handler a command. The comment of each says in which
// order it checks. A handler adds its facts to the draft, the one with the sender's number last but for follow-ups, or
// refuses and leaves the draft alone.
//
// A wish of the engine's own (OwnWish) has two more functions, for a wish that the engine has died of
// (loop/quarantine.h). still_waits: whether the wish's subject is there as it was, so that the engine would wish the
// same again. park: adds, instead of deciding, the facts after which the engine leaves the wish alone, as the comment
// says; the subject must be there. park() reads as little as can be, since the engine may have died of something that
// the handler reads.

#include "engine/model/command.h"
#include "engine/model/refusal.h"
#include "engine/rules/decide.h"

namespace wangge::rules {

struct Context {
  const City& city;
  Router& router;
  const Wish& wish;
  Instant now;
  Draft& draft;

  const Sender& sender() const { return wish.sender; }
};

// demands.cpp
// Checks place and road of a demand: the place is there and in a grid, which is written to `grid`; the road, where one
// is named, is there and in the same subdistrict.
Refusal check_place(const Configuration& city, PlaceId place, PlaceId road, PlaceId& grid);

// Checks that the category is there, and that the condition is one of its own, or none.
Refusal check_category(const Configuration& city, CategoryId category, std::uint8_t condition);

// accounts.cpp
// Whether the sender may speak for a post: its own account, or a terminal of the whole city (代录).
bool may_speak(const Context& context, Party as);
// Whether the sender is a terminal, which records for whoever acts (代录).
bool is_recorded(const Context& context);

// demands.cpp
// The account is a terminal's; kind; reporter; asset or door, there and where it is said to be; place, in a grid, of
// the terminal; road, in the same subdistrict; category; condition; severity; whom it complains of; text; contact;
// reference; attachments; answers (answers.h); room for one more.
Refusal on(const Context& context, const Submit& command);

// acting.cpp
// The demand is there, for this sender (state/sight.h); who acts may speak so (rights), and has a role that may
// (life.h), or is told who took the demand over from it; state; note; and the checks of the deed:
// file           nothing more
// dismiss        a reason of the list; divert: a place of the list
// split          category; condition; room for one more
// call_in        to somebody who could lead, does not, and does not assist yet; room for one more
// assist         the party that acts assists
// extend         nothing waits for an answer; not overdue, two at the most, within a year
// suspend        nothing waits for an answer; once, until a date within a year
// offer          nothing waits for an answer; to somebody who could lead
// approve        something was asked; extend: as when it was asked; likewise refuse
// move           another place, which is there
// reclassify     another category or condition; the category; the condition
// contain        not contained yet
// send_back      not to the party that returned the demand; a post is above
// transfer       to a post with somebody acting or an organisation, not the lead, not the party complained of
// close          verified, where the category asks for it; room for the job that closes the demands joined to it
// gather         a post of a community or above, or a terminal of the whole city; room for the job
// restrict       not restricted; unrestrict: its category is not restricted, but the demand was made so
// escalate       a post is above
// rate           no verdict yet; grades; the text
// call_back      as rate; another day, three in all
// reopen         the resident was not satisfied, and the time for reopening is not over
// appeal         not appealed yet; the demand was late; the time for appeals is not over; a post is above
// grant, reject  nothing more
Refusal on(const Context& context, const Act& command);
// As an Act; then: nothing is joined to the demand; the head is there, not hidden, open and another; the demand
// complains of nobody, or of the same party as the head; room for one more.
Refusal on(const Context& context, const Join& command);

// joining.cpp: only the engine itself
// The job is under way, and the demand is joined.
Refusal on(const Context& context, const CloseMember& command);
bool still_waits(const City& city, const CloseMember& wish);
// Parks the wish: the demand is parted from its head.
void park(const City& city, const CloseMember& wish, Draft& draft);

// The job is under way; both are there, the head gathers, and it is like the head.
Refusal on(const Context& context, const JoinMember& command);
bool still_waits(const City& city, const JoinMember& wish);
// Parks the wish: the job leaves the demand as it is.
void park(const City& city, const JoinMember& wish, Draft& draft);

// owners.cpp: only the engine itself
// The job is under way. No fact where the demand stays as it is.
Refusal on(const Context& context, const Reroute& command);
bool still_waits(const City& city, const Reroute& wish);
// Parks the wish: the job leaves the demand as it is.
void park(const City& city, const Reroute& wish, Draft& draft);

// escalation.cpp
// The demand is there; that stage is the next that is due, at that instant, which has passed.
Refusal on(const Context& context, const Expire& command);
bool still_waits(const City& city, const Expire& wish);
// Parks the wish: the deadline is cleared, and shown to the last post of the demand's chain; where the demand is over
// it lapses.
void park(const City& city, const Expire& wish, Draft& draft);

// The demand is there; that stage still runs, and was not warned of.
Refusal on(const Context& context, const Warn& command);
bool still_waits(const City& city, const Warn& wish);
// Parks the wish: the stage counts as warned of.
void park(const City& city, const Warn& wish, Draft& draft);

// The demand is there, late, and that step of its policy is due.
Refusal on(const Context& context, const UrgeOn& command);
bool still_waits(const City& city, const UrgeOn& wish);
// Parks the wish: the last post of the demand's chain is urged, and no step comes after it unless another deadline
// passes.
void park(const City& city, const UrgeOn& wish, Draft& draft);

// noticing.cpp
// The notice is there, neither delivered nor given up; where it is to be dropped, it is no longer true.
Refusal on(const Context& context, const Deliver& command);

// configuration.cpp
// The sender is ops, or the engine itself; there is a city; not migrated to this version already.
Refusal on(const Context& context, const MigratePolicies& command);

// situations.cpp
// There is a city; the situation, the place, a grid or more; the sender may speak for the post; the post is of the
// level or above, and the place lies in its own; not in force there already; since: not ahead, at most a day ago; room
// for one more.
Refusal on(const Context& context, const DeclareSituation& command);
// As above, and in force at exactly that place.
Refusal on(const Context& context, const EndSituation& command);

// summons.cpp
// There is a city; the demand, where one is named, is there, not hidden from the sender, and open, the place, where
// none is, lies in a grid; the sender may speak for the post; the post is a community's, a subdistrict's or the city's,
// and the place lies in its own; one organisation or more, each there and named once; a note, where no demand is named;
// room for one more.
Refusal on(const Context& context, const Summon& command);
// The summons is there, and its demand not hidden from the sender, unless the sender called; the sender called, or is a
// terminal whose grids cover the place; the kind of attendance; not ended, and for a rating ended; the organisation is
// summoned; has not arrived, or has, and not left or been rated before; the grade; the note, which is required where
// somebody left.
Refusal on(const Context& context, const Attend& command);

// The summons is there, somebody is waited for until that instant, which has passed.
Refusal on(const Context& context, const ExpireSummons& command);
bool still_waits(const City& city, const ExpireSummons& wish);
// Parks the wish: the city's post is told, and nobody is named as missing.
void park(const City& city, const ExpireSummons& wish, Draft& draft);

// jobs.cpp
// The sender is ops, or the engine itself; there is a city; no such job is under way; room for one more.
Refusal on(const Context& context, const RecomputeDeadlines& command);

// The job is under way. No fact where the demand stays as it is.
Refusal on(const Context& context, const Reschedule& command);
bool still_waits(const City& city, const Reschedule& wish);
// Parks the wish: the job leaves the demand as it is.
void park(const City& city, const Reschedule& wish, Draft& draft);

// The job is under way.
Refusal on(const Context& context, const EndJob& command);
bool still_waits(const City& city, const EndJob& wish);
// Parks the wish: the job ends all the same, since its end has nothing to leave out.
void park(const City& city, const EndJob& wish, Draft& draft);

// accounts.cpp
// The token is an account's, which has not ended; room for one more session and spool, or one that makes way.
Refusal on(const Context& context, const OpenSession& command);
// The sender is ops, or the engine itself; kind; rights; the name's characters; the token is new; room for one more.
Refusal on(const Context& context, const AddAccount& command);
// The sender is ops, or the engine itself; the account is there and has not ended.
Refusal on(const Context& context, const EndAccount& command);

// configuration.cpp
// The sender is ops, or the engine itself. Rows that were staged or proposed are dropped.
Refusal on(const Context& context, const BeginConfiguration& command);
// The sender is ops, or the engine itself; the sender has begun and not proposed yet; the row's size; the number of
// rows, and of their bytes; the row's characters.
Refusal on(const Context& context, const StageRow& command);
// The sender is ops; the sender has begun and not proposed yet; the digest and number are those of the rows; the note;
// not the version in force; no fault.
Refusal on(const Context& context, const ProposeConfiguration& command);
// The sender is ops, or the engine itself. The engine has begun, or: something is proposed; by another account; and its
// digest is the one that is named, if any. Not the version in force; no fault; while there are demands: a successor for
// each grid that goes, and room for the job that moves them; no situation in force whose kind or place goes. For a
// later instant only the instant is checked now, and the rest when it has come.
Refusal on(const Context& context, const AdoptConfiguration& command);

// The proposal is scheduled for that instant, which has passed. Where AdoptConfiguration would be refused, it is put
// off.
Refusal on(const Context& context, const TakeEffect& command);
bool still_waits(const City& city, const TakeEffect& wish);
// Parks the wish: the adoption is put off (quarantined).
void park(const City& city, const TakeEffect& wish, Draft& draft);

// The sender is ops; something is proposed; the note.
Refusal on(const Context& context, const RejectConfiguration& command);

// engine/registers/commands.cpp: as the register's folder says. Known to this engine, with these fields.
Refusal on(const Context& context, const DescribedCommand& command);

}  // namespace wangge::rules
