#pragma once
// Every wish that the city can be asked for, in the imperative. Trivially copyable; texts are offset and length into
// the frame that carries them. Commands from outside are not trusted here: rules::decide checks them.

#include <array>
#include <cstdint>
#include <type_traits>
#include <variant>

#include "engine/base/limits.h"
#include "engine/base/time.h"
#include "engine/model/account.h"
#include "engine/model/configuration.h"
#include "engine/model/demand.h"
#include "engine/model/subject.h"
#include "engine/model/summons.h"
#include "engine/model/tables.h"

namespace wangge {

// A stretch of bytes in the frame that carries the command. Whoever makes the command sees to it that it lies inside.
struct TextRef {
  std::uint32_t offset = 0;
  std::uint32_t length = 0;
  friend bool operator==(TextRef, TextRef) = default;
};

// The numbers of described structs, for ever: of commands, of facts and of questions. Each number stands in the struct
// itself; see engine/model/kinds.h.
struct CommandKindTag;
struct FactKindTag;
struct QuestionKindTag;
using CommandKind = Id<CommandKindTag, std::uint16_t>;
using FactKind = Id<FactKindTag, std::uint16_t>;
using QuestionKind = Id<QuestionKindTag, std::uint16_t>;

struct Submit {
  DemandKind kind = DemandKind::request;
  Reporter reporter = Reporter::self;
  std::uint8_t condition = 0;  // 0: none given
  std::uint8_t severity = 0;   // 0: the category's
  CategoryId category;
  std::uint16_t asked_version = 0;  // of the configuration whose questions were asked; 0: the one in force
  // The answers to the category's questions: `code=value`, one a line; right after the attachments
  std::uint16_t answers_length = 0;
  PlaceId place;         // the finest that is known: grid, compound, building or unit; none: where the asset or door is
  PlaceId road;          // lane or street section, none where unknown
  Subject subject;       // an asset or a door
  Party complained_of;   // person or organisation
  Seconds occurred = 0;  // by the device's clock; 0: now
  TextRef text;
  TextRef contact;      // kept apart from the text
  TextRef reference;    // the number at another hotline, or the post on patrol
  TextRef attachments;  // references, one a line

  TextRef answers() const { return {attachments.offset + attachments.length, answers_length}; }
};

struct Act {
  DemandId demand;
  Party as;  // the post or organisation that acts; nobody: the terminal itself, for the resident
  Party to;  // transfer: the new lead
  TextRef note;
  Deed deed = Deed::accept;
  // The sender knows the look-up code of the demand's receipt: the demand may be rated from anywhere, and is not hidden
  bool is_proved = false;
  std::uint16_t verdict = 0;   // rate, call_back: Verdict::packed
  std::uint8_t choice = 0;     // dismiss: Dismissal; divert: Elsewhere
  std::uint8_t condition = 0;  // split: of the part; reclassify
  CategoryId category;         // split: of the part; reclassify
  Limit limit;                 // extend: by how much
  Seconds until = 0;           // suspend
  PlaceId place;               // move
  PlaceId road;
  std::uint32_t group = 0;  // accept and deeds told as Acted: all that is done together has one number, any but 0
  TextRef attachments;      // finish and deeds told as Acted: references, one a line
};

// The demand is to be handled with another: the deed `join`, with fields for which an Act has no room.
struct Join {
  DemandId demand;
  Party as;       // as in Act
  DemandId head;  // or a demand that is joined to the head already
  TextRef note;
  std::uint32_t group = 0;
  Bond bond = Bond::same;
  bool is_proved = false;  // as in Act
};

// A job's wish: other posts or organisations have become responsible for the demand.
struct Reroute {
  DemandId demand;
  Position job;
  friend bool operator==(const Reroute&, const Reroute&) = default;
};

// A job's wish: the head of this demand was closed, and the demand closes too.
struct CloseMember {
  DemandId demand;
  Position job;
  friend bool operator==(const CloseMember&, const CloseMember&) = default;
};

// A job's wish: the demand is like the head that is gathering, and is joined to it.
struct JoinMember {
  DemandId demand;
  Position job;
  friend bool operator==(const JoinMember&, const JoinMember&) = default;
};

// The clock's wish: the deadline of this stage has passed. Decided again against the present state.
struct Expire {
  DemandId demand;
  Stage stage = Stage::acceptance;
  Seconds due = 0;
  friend bool operator==(const Expire&, const Expire&) = default;
};

// The clock's wish: the next step of the escalation policy has come.
struct UrgeOn {
  DemandId demand;
  Seconds due = 0;
  friend bool operator==(const UrgeOn&, const UrgeOn&) = default;
};

// The wish of a way out of notices: reports what became of a notice.
struct Deliver {
  Position notice;  // its delivery id
  std::uint32_t count = 0;
  std::uint16_t attempts = 0;
  std::uint16_t status = 0;
  bool is_given_up = false;
  bool is_dropped = false;
};

// An ops account's wish: all running demands go by the policies that are in force.
struct MigratePolicies {
  static constexpr CommandKind kind{2};
};

// A post's wish: a situation (状况) is in force at the place and in all that lies in it, or has ended there.
struct DeclareSituation {
  static constexpr CommandKind kind{3};

  SituationId situation;
  PlaceId place;
  Party as;
  Seconds since = 0;  // 0: from now
};
struct EndSituation {
  static constexpr CommandKind kind{4};

  SituationId situation;
  PlaceId place;
  Party as;
};

// A post's wish, the whistle (吹哨): these organisations are to report at the place.
struct Summon {
  static constexpr CommandKind kind{5};

  DemandId demand;  // the summons is to its place; none: the note tells the cause
  PlaceId place;    // where no demand is named
  Party as;
  TextRef note;
  std::array<OrganisationId, limits::summoned_max> who{};  // the unused ones are none
};

// The wish of the post that called, or of a terminal at the place.
struct Attend {
  static constexpr CommandKind kind{6};

  SummonsId summons;
  OrganisationId who;  // none with `ended`, which is said of all
  TextRef note;
  Attendance what = Attendance::arrived;
  std::uint8_t grade = 0;  // with `rated`; with `ended` the grade of all who came, 0: they are rated later
};

// The clock's wish: the time to report has passed.
struct ExpireSummons {
  SummonsId summons;
  Seconds due = 0;
  friend bool operator==(const ExpireSummons&, const ExpireSummons&) = default;
};

// An ops account's wish: deadlines on the working clock go by the calendars that are in force.
struct RecomputeDeadlines {
  static constexpr CommandKind kind{7};
};

// The engine's wishes: the next step of a job, and its end. Decided again against the present state.
struct Reschedule {
  DemandId demand;
  Position job;
  friend bool operator==(const Reschedule&, const Reschedule&) = default;
};
struct EndJob {
  Position job;
  friend bool operator==(const EndJob&, const EndJob&) = default;
};

// The clock's wish: three quarters of this stage are over.
struct Warn {
  DemandId demand;
  Stage stage = Stage::acceptance;
  Seconds due = 0;
  friend bool operator==(const Warn&, const Warn&) = default;
};

struct OpenSession {
  TokenHash token_hash{};
  SpoolId spool{};
  // All commands below this number are answered and in the log, in whatever session; 0: none are
  std::uint32_t first = 0;
};

struct AddAccount {
  static constexpr CommandKind kind{8};

  AccountKind account_kind = AccountKind::terminal;
  TokenHash token_hash{};
  TextRef rights;  // encode_rights()
};

struct EndAccount {
  static constexpr CommandKind kind{9};

  AccountId account;
};

struct BeginConfiguration {
  static constexpr CommandKind kind{10};
};

struct StageRow {
  TableKind table = TableKind::settings;
  TextRef cells;  // encode_row()
};

// An ops account's wish: the rows that it has staged are complete, for another account to look at and adopt.
struct ProposeConfiguration {
  static constexpr CommandKind kind{11};

  std::uint64_t digest = 0;  // digest_of(Tables) of the sender's tables, and how many rows they have
  std::uint32_t rows = 0;
  TextRef note;
};

// The engine adopts what it has staged itself; an ops account adopts what another has proposed.
struct AdoptConfiguration {
  static constexpr CommandKind kind{12};

  Seconds effective = 0;     // of an ops account: when the configuration comes into force, later than now; 0: now
  std::uint64_t digest = 0;  // where the proposal has another digest nothing is adopted; 0: any will do
};

// The clock's wish: the instant has come at which the adopted proposal is to come into force.
struct TakeEffect {
  Position proposal;
  Seconds due = 0;
  friend bool operator==(const TakeEffect&, const TakeEffect&) = default;
};

// An ops account's wish, also the proposer's own: the proposal is dropped.
struct RejectConfiguration {
  static constexpr CommandKind kind{13};

  TextRef note;
};

// A command of a register (engine/registers): its kind, and its fields as described_bytes.h writes them.
struct DescribedCommand {
  CommandKind kind;
  DemandId demand;  // the one that it is about; none
  TextRef fields;
  TextRef text;         // kept apart: read from the log, never replayed
  TextRef attachments;  // references, one a line
};

using Command =
    std::variant<Submit, Act, Join, Expire, Warn, UrgeOn, Deliver, MigratePolicies, DeclareSituation, EndSituation,
                 Summon, Attend, ExpireSummons, RecomputeDeadlines, Reschedule, Reroute, CloseMember, JoinMember,
                 EndJob, OpenSession, AddAccount, EndAccount, BeginConfiguration, StageRow, ProposeConfiguration,
                 AdoptConfiguration, TakeEffect, RejectConfiguration, DescribedCommand>;
static_assert(std::is_trivially_copyable_v<Command>);
static_assert(sizeof(Command) <= 72, "a frame holds up to commands_per_frame_max of these");

// The wishes of the engine itself in its turn: the clock's, and the steps of jobs. A wish that the engine has died of
// is set apart, as rules/handlers.h says beside its handler.
using OwnWish =
    std::variant<Expire, Warn, UrgeOn, ExpireSummons, TakeEffect, Reschedule, Reroute, CloseMember, JoinMember, EndJob>;

// The sender of a command: a session's account with the command's number in that session, or the engine itself.
struct Sender {
  SessionId session;
  std::uint32_t sequence = 0;  // from 1; 0: the engine itself
  AccountId account;
};

}  // namespace wangge
