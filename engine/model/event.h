#pragma once
// Every fact that the log can hold, in the past tense. A fact carries all that apply needs, so replay decides nothing.
// Trivially copyable; wide and rare parts lie in the batch's blob, which replay reads; texts lie apart, and replay
// never reads them. A changed meaning is a new event; fields are only added.

#include <array>
#include <cstdint>
#include <string_view>
#include <type_traits>
#include <variant>

#include "engine/base/in_registers.h"
#include "engine/model/command.h"
#include "engine/model/notice.h"
#include "engine/model/refusal.h"

namespace wangge {

// How many posts a chain may have: unit, building, grid, community, subdistrict, city; with room to grow.
inline constexpr int chain_posts_max = 8;

// Where and how a demand came in, in one byte of the fact.
struct alignas(in_registers) Origin {
  DemandKind kind = DemandKind::request;
  Reporter reporter = Reporter::self;
  bool clock_ahead = false;        // the device's time was later than the time of receipt
  bool tell_chain = false;         // the whole chain is to be told at once
  bool occurred_replaced = false;  // the device's time was further ahead than is tolerated: received counts as occurred

  constexpr std::uint8_t packed() const {
    return static_cast<std::uint8_t>(static_cast<int>(kind) | static_cast<int>(reporter) << 2 | clock_ahead << 5 |
                                     tell_chain << 6 | occurred_replaced << 7);
  }
  static constexpr Origin from_packed(std::uint8_t bits) {
    return {static_cast<DemandKind>(bits & 3), static_cast<Reporter>(bits >> 2 & 7), (bits >> 5 & 1) != 0,
            (bits >> 6 & 1) != 0, (bits >> 7 & 1) != 0};
  }
};

// 64 bytes of plain integers on disk (the fields at the end lie aside where they are not 0). The time of receipt is the
// batch's time.
struct Submitted {
  SessionId session;
  std::uint32_t sequence = 0;
  PlaceId place;
  PlaceId road;
  Seconds occurred = 0;  // as the device said
  Dues dues;
  ChainId chain;
  OffersId offers;
  Party lead;
  PersonId holder;  // acting for chain[acting_step]; none where nobody acts
  Party complained_of;
  CategoryId category;
  std::uint8_t condition = 0;
  // severity_level() in the low four bits, waits(), by_older_questions() and is_restricted() above
  std::uint8_t severity = 0;
  std::uint16_t text_length = 0;
  std::uint16_t version = 0;  // of the configuration that decided
  std::uint8_t contact_length = 0;
  std::uint8_t origin = 0;  // Origin::packed
  // FirstPostReason in the low three bits, check_first() in the fourth, LeadReason in the high
  std::uint8_t reasons = 0;
  std::uint8_t acting_step = 0;  // on the chain: the first post with somebody acting; those before it were skipped
  std::uint32_t reference_length : 8 = 0;
  std::uint32_t attachments_length : 12 = 0;
  std::uint32_t answers_length : 12 = 0;
  Subject subject;

  FirstPostReason first_post_reason() const { return static_cast<FirstPostReason>(reasons & 7); }
  // The demand is checked before it is filed: until then `lead` is the post that checks, and the first of the dues is
  // for that.
  bool check_first() const { return (reasons >> 3 & 1) != 0; }
  void set_check_first() { reasons |= 8; }
  // Resolution counts from the end of a situation that is in force. In the fifth bit of `severity`.
  bool waits() const { return (severity >> 4 & 1) != 0; }
  void set_waits() { severity |= 16; }
  // The demand answers the questions of an earlier version, and not all of those in force. In the sixth bit.
  bool by_older_questions() const { return (severity >> 5 & 1) != 0; }
  void set_by_older_questions() { severity |= 32; }
  // The demand is restricted from its beginning, since it was split from a restricted one and its own category is not.
  // In the seventh bit.
  bool is_restricted() const { return (severity >> 6 & 1) != 0; }
  void set_restricted() { severity |= 64; }
  std::uint8_t severity_level() const { return severity & 15; }
  LeadReason lead_reason() const { return static_cast<LeadReason>(reasons >> 4); }
};
static_assert(limits::reference_bytes_max < 1 << 8 && limits::attachments_bytes_max < 1 << 12 &&
              limits::answers_kept_bytes_max < 1 << 12);

struct Accepted {
  DemandId demand;
  Position previous;  // the demand's event before this one
  SessionId session;
  std::uint32_t sequence = 0;
  AccountId account;
  Party as;
  std::uint32_t group = 0;  // one number for all that the account did together (批量); 0: it stands alone
  bool recorded = false;    // a terminal recorded it for the actor (代录)
};

struct Finished {
  DemandId demand;
  Position previous;
  SessionId session;
  std::uint32_t sequence = 0;
  AccountId account;
  Party as;
  bool recorded = false;
  std::uint16_t text_length = 0;
  std::uint16_t attachments_length = 0;
  Seconds verification_due = 0;
  PostId verifier;  // who is to verify; none: nobody need, or a log from before this field
};

struct Closed {
  DemandId demand;
  Position previous;
  SessionId session;
  std::uint32_t sequence = 0;
  AccountId account;
  Party as;
  bool recorded = false;
  std::uint16_t text_length = 0;
  Seconds rating_due = 0;
  Seconds reopening_due = 0;
};

// Any other step of a demand's life: what was done, and the demand's state after it.
struct Acted {
  DemandId demand;
  Position previous;
  SessionId session;
  std::uint32_t sequence = 0;
  AccountId account;
  Party as;         // nobody: the terminal itself, for the resident
  Party lead;       // after the step
  PersonId holder;  // acting for a lead that is a post
  PostId to;        // whose escalation queue the demand joins; of an appeal: who reviews it next
  Dues dues;
  std::uint32_t group = 0;  // as that of Accepted
  std::uint16_t text_length = 0;
  std::uint16_t attachments_length = 0;
  Deed deed = Deed::note;
  DemandState state = DemandState::submitted;
  std::uint8_t acting_step = 0;     // on the chain: the post that leads or follows up
  std::uint8_t escalated_step = 0;  // on the chain
  bool recorded : 1 = false;
  bool upward : 1 = false;    // the demand was to go to and fro once more, and went up instead (推诿)
  bool is_final : 1 = false;  // nothing can follow: the demand leaves memory
  bool waits : 1 = false;     // as Submitted::waits()
  // resume: where a limit changes, time used before the pause still counts; false in logs from before this field
  bool keeps_used : 1 = false;
  bool undoes_late : 1 = false;  // approve: asked in time and granted after the limit: not late for that
  bool is_late : 1 = false;      // rate, call_back: after the limit for rating: the rates count no answer
  std::uint8_t choice = 0;       // dismiss: Dismissal; divert: Elsewhere; appeal, grant, reject: the new Appeal
  std::uint16_t verdict = 0;     // Verdict::packed
};

// The lead asks for more time, for a pause, or for somebody else to lead. The answer is an Acted (approve, refuse,
// take_over), or Lapsed.
struct Sought {
  DemandId demand;
  Position previous;
  SessionId session;
  std::uint32_t sequence = 0;
  AccountId account;
  Party as;
  Seconds answer_due = 0;  // when the answer is due; 0: no limit
  Limit by;                // extension
  Seconds until = 0;       // suspension
  Seconds extends = 0;     // extension: the limit that is to be extended; 0 in logs from before this field
  Party whom;              // who is to answer; extension, pause: the nearest superior, none in older logs
  std::uint16_t text_length = 0;
  Pending what = Pending::extension;
  bool recorded = false;
};

// From now on the demand is handled with another (并案), and stands in no queue of its own.
struct Joined {
  DemandId demand;
  Position previous;
  SessionId session;
  std::uint32_t sequence = 0;
  AccountId account;
  Party as;
  DemandId head;
  std::uint16_t text_length = 0;
  Bond bond = Bond::same;
  bool recorded = false;
};

// The head's side of joining: a demand was joined to it, or parted from it. Stands right before that demand's own
// event.
struct Gathered {
  DemandId demand;
  Position previous;
  DemandId member;
  std::uint32_t voices = 0;   // demands of the same trouble that are joined to the head, after this
  std::uint8_t severity = 0;  // of the head, after this
  bool has_parted = false;
};

// With this demand the same trouble has come from the same place so often that somebody is to know.
struct Recurred {
  DemandId demand;
  Position previous;
  DemandId first;           // of a storm: the demand with which it began
  PlaceId place;            // the spot; of a storm the community
  PostId to;                // whose escalation queue the demand joins; none: the recurrence is only listed
  PersonId holder;          // acting for `to`
  std::uint32_t count = 0;  // how many within the city's window, this one included
  Recurrence what = Recurrence::hotspot;
  std::uint8_t class_number = 0;
};

// Somebody was called in to help the lead (协办), or has done their part.
struct Assisted {
  DemandId demand;
  Position previous;
  SessionId session;
  std::uint32_t sequence = 0;
  AccountId account;
  Party as;
  Party who;
  std::uint16_t text_length = 0;
  bool is_done = false;
  bool recorded = false;
};

// The demand is about another place than it said, and is routed anew.
struct Moved {
  DemandId demand;
  Position previous;
  SessionId session;
  std::uint32_t sequence = 0;
  AccountId account;
  Party as;
  PlaceId place;
  PlaceId road;
  ChainId chain;
  OffersId offers;
  Party lead;
  PersonId holder;
  Dues dues;
  std::uint16_t text_length = 0;
  std::uint8_t acting_step = 0;
  bool recorded : 1 = false;
  bool waits : 1 = false;            // as Submitted::waits()
  bool forgets_subject : 1 = false;  // the asset or door that was named is not at the new place: it is named no more
};

// The demand is of another category, or another condition of it, and is routed anew; time that it has used stays used.
struct Reclassified {
  DemandId demand;
  Position previous;
  SessionId session;
  std::uint32_t sequence = 0;
  AccountId account;
  Party as;
  ChainId chain;
  OffersId offers;
  Party lead;
  PersonId holder;
  Dues dues;  // containment and resolution go on from where they began
  CategoryId category;
  std::uint16_t text_length = 0;
  std::uint8_t condition = 0;
  std::uint8_t severity = 0;
  std::uint8_t severity_alone = 0;  // of a head; 0: nothing was ever joined to it
  DemandState state = DemandState::submitted;
  std::uint8_t acting_step = 0;
  std::uint8_t escalated_step = 0;
  bool recorded : 1 = false;
  bool waits : 1 = false;          // as Submitted::waits()
  bool begins : 1 = false;         // the resolution waited, and counts from now
  bool is_restricted : 1 = false;  // the demand became restricted by the category that it had, and stays so
};

// When the next step of the escalation policy comes (催办), and which step it is.
struct Urge {
  Seconds due = 0;  // 0: none
  std::uint8_t step = 0;
  std::uint8_t round = 0;  // of that step: how often it has come before
  Until until = Until::finished;
  friend bool operator==(const Urge&, const Urge&) = default;
};

// A deadline passed: it is cleared, the lead stays, and the demand also stands in the escalation queue of `to`.
struct Escalated {
  DemandId demand;
  Position previous;
  Seconds due = 0;
  PostId to;
  PersonId holder;  // acting for `to`, none where nobody does
  Stage stage = Stage::acceptance;
  std::uint8_t to_step = 0;  // on the chain
  bool is_parked = false;    // the engine died of deciding this once, and `to` must see to the demand
  Urge urge;                 // the next step
};

// Acceptance ran out, and somebody else must act: the post's deputy, or the first post above with somebody acting, or,
// after an organisation, the post that follows up.
struct Reassigned {
  DemandId demand;
  Position previous;
  Seconds due = 0;                  // the deadline that passed
  Seconds acceptance_due = 0;       // the new deadline
  Party lead;                       // a post; the demand also stands in its escalation queue
  PersonId holder;                  // who is to act for it
  std::uint8_t acting_step = 0;     // on the chain: the post that leads
  std::uint8_t escalated_step = 0;  // on the chain
  std::uint8_t skipped = 0;         // posts in between with nobody acting
  bool to_deputy = false;           // the post is the same, its deputy is to act
  Urge urge;                        // the next step
};

// A step of the escalation policy came, since nothing was done: the demand also stands in the escalation queue of `to`.
struct Urged {
  DemandId demand;
  Position previous;
  Seconds due = 0;  // of the step
  PostId to;
  PersonId holder;           // acting for `to`, none where nobody does
  std::uint8_t to_step = 0;  // on the chain
  std::uint8_t step = 0;     // of the policy
  std::uint8_t skipped = 0;  // posts in between with nobody acting
  Urge urge;                 // the step after this one
};

// Somebody is to be told. The event's position is the delivery id, unless it makes an earlier notice grow.
struct Noticed {
  DemandId demand;
  Position previous;
  Position grows;           // of a storm: the delivery id of its first notice; none: this is the first
  DemandId first;           // of a storm: the demand of its first notice
  Seconds not_before = 0;   // 0: at once
  std::uint32_t count = 1;  // demands of the storm, this included
  Party to;                 // a post or organisation; none: the resident
  PersonId holder;          // who is told for the post
  PlaceId compound;         // compound and class: what makes a storm
  NoticeKind kind = NoticeKind::assigned;
  std::uint8_t class_number = 0;
  SummonsId summons;  // the summons that the notice is about; then there may be no demand
};

// A notice was taken by the way out of notices, given up, or dropped.
struct Delivered {
  DemandId demand;
  Position previous;
  Position notice;             // its delivery id
  std::uint32_t count = 0;     // how many demands it told of
  std::uint16_t attempts = 0;  // since the engine was started
  std::uint16_t status = 0;    // the last answer's (HTTP); 0: there was none
  bool is_given_up = false;
  bool is_dropped = false;  // the notice was not sent: it was true no longer
};

// From here on all running demands are escalated by the policies of this version of the configuration.
struct PoliciesMigrated {
  SessionId session;  // of the ops account that asked, none for the engine itself
  std::uint32_t sequence = 0;
  std::uint16_t version = 0;
};

// A situation is in force at the place and in all that lies in it, and has ended there. Each event starts a job, whose
// id is its position.
struct SituationDeclared {
  SessionId session;
  std::uint32_t sequence = 0;
  AccountId account;
  Party as;  // a post
  PlaceId place;
  Seconds since = 0;
  SituationId situation;
  bool recorded = false;
};
struct SituationEnded {
  SessionId session;
  std::uint32_t sequence = 0;
  AccountId account;
  Party as;
  PlaceId place;
  SituationId situation;
  bool recorded = false;
};

// Organisations are to report at a place (吹哨). The event's position is the summons' id.
struct Summoned {
  DemandId demand;    // none: for the cause that the text says
  Position previous;  // the demand's event before this one
  SessionId session;
  std::uint32_t sequence = 0;
  AccountId account;
  Party as;  // the post that calls
  PlaceId place;
  Seconds due = 0;    // whoever is there before this has come in time
  TextRef who;        // in the blob: encode_organisations()
  SummonsId forgets;  // a summons that has ended and makes way: nobody is rated for it any more
  std::uint16_t text_length = 0;
  bool recorded = false;
};

// Within a summons somebody came, left early or was rated, or the summons has ended.
struct Attended {
  SummonsId summons;
  DemandId demand;
  Position previous;
  SessionId session;
  std::uint32_t sequence = 0;
  AccountId account;
  Party as;  // the post that called
  OrganisationId who;
  std::uint16_t text_length = 0;
  Attendance what = Attendance::arrived;
  std::uint8_t grade = 0;  // as in Attend
  bool is_late = false;    // arrived
  bool recorded = false;
};

// The time to report has passed: the summons stands in the list of the city's post until it ends.
struct NotArrived {
  SummonsId summons;
  DemandId demand;
  Position previous;
  Seconds due = 0;
  PostId to;        // the city's
  PersonId holder;  // acting for it, none where nobody does
  TextRef who;      // in the blob: encode_organisations(); empty: the engine died of deciding this once
};

// Deadlines on the working clock go by the calendars of this version of the configuration: starts a job.
struct RecomputationBegun {
  SessionId session;  // of the ops account that asked, none for the engine itself
  std::uint32_t sequence = 0;
  std::uint16_t version = 0;
};

// A job has worked out a demand's deadlines again. Demands in earlier slots have been seen to.
struct Rescheduled {
  DemandId demand;
  Position previous;
  Position job;
  Dues dues;
  Seconds since = 0;  // where a resolution begins with this event: when it counts from
  JobKind why = JobKind::situation;
  bool waits = false;  // as Submitted::waits()
};

// A job has given the demand to those who are responsible for its place since the city changed. Its deadlines stay;
// where another party leads now, that one accepts it anew.
struct Rerouted {
  DemandId demand;
  Position previous;
  Position job;
  PlaceId place;
  PlaceId road;
  ChainId chain;
  OffersId offers;
  Party lead;
  PersonId holder;  // acting for a lead that is a post
  PostId to;        // where all are gone in whose escalation queue it stood: who takes their place
  Party asked;      // who is to answer a request, to verify a finished demand, or to review an appeal
  Dues dues;
  DemandState state = DemandState::submitted;
  std::uint8_t acting_step = 0;
  std::uint8_t escalated_step = 0;
  std::uint8_t assistants_gone = 0;  // those of Aside::assistants that are gone, in bits
};

// A job has seen to all demands.
struct JobEnded {
  Position job;
};

// Three quarters of a stage are over.
struct Warned {
  DemandId demand;
  Position previous;
  Seconds due = 0;
  Stage stage = Stage::acceptance;
};

// Nobody answered in time, and the stage ends. Rating: no answer, which is not satisfied either. Reopening: the demand
// is final.
struct Lapsed {
  DemandId demand;
  Position previous;
  Seconds due = 0;
  Stage stage = Stage::rating;
};

// A command of a session was refused; its sequence number is used up.
struct Declined {
  SessionId session;
  std::uint32_t sequence = 0;
  Refusal refusal;
};

struct ChainInterned {
  ChainId chain;
  std::uint8_t count = 0;
  std::array<PostId, chain_posts_max> posts{};
};

struct Offer {
  Party who;
  OfferReason reason = OfferReason::property_company;
};

// The list of offers lies in the blob: encode_offers().
struct OffersInterned {
  OffersId offers;
  TextRef list;
};

// The session is the next one, or one of the same account: that of the same spool, which continues from a later number,
// or one that nobody has used for long and that makes way.
struct SessionOpened {
  SessionId session;
  AccountId account;
  SpoolId spool{};
  std::uint32_t first = 1;  // commands below this number were answered in another session, or in one that was forgotten
};

struct AccountAdded {
  AccountId account;
  SessionId session;  // of the ops account that asked, none for the engine itself
  std::uint32_t sequence = 0;
  AccountKind kind = AccountKind::terminal;
  TokenHash token_hash{};
  TextRef rights;  // in the blob: encode_rights()
};

struct AccountEnded {
  AccountId account;
  SessionId session;
  std::uint32_t sequence = 0;
};

struct LogBegun {
  LogId log{};
  ClockKind clock = ClockKind::system;
};

// The log was continued although it ended before its durable mark; the facts after `after` are lost, and the log has a
// new id.
struct LossAccepted {
  LogId log{};
  Position after;
};

// Rows that were staged or proposed before are dropped.
struct ConfigurationBegun {
  SessionId session;  // of the ops account that proposes, none for the engine itself
  std::uint32_t sequence = 0;
  AccountId account;
  std::uint16_t version = 0;
  Position drops;  // the proposal until now
};

struct RowStaged {
  TableKind table = TableKind::settings;
  TextRef cells;      // in the blob: encode_row()
  SessionId session;  // as above
  std::uint32_t sequence = 0;
};

// All rows are there; another account may adopt them. The note is the text.
struct ConfigurationProposed {
  SessionId session;
  std::uint32_t sequence = 0;
  AccountId account;
  std::uint32_t rows = 0;
  std::uint64_t digest = 0;  // of the staged rows
  std::uint16_t text_length = 0;
};

struct ConfigurationAdopted {
  std::uint16_t version = 0;
  Seconds effective = 0;       // the instant that was named; the configuration is in force from this fact on
  std::uint64_t digest = 0;    // of the staged rows
  bool moves_demands = false;  // whether responsibilities change: starts a job
  // The ops account that adopts what another proposed; none for the engine itself, or where the named instant has come
  SessionId session;
  std::uint32_t sequence = 0;
  AccountId account;
};

// The proposal is adopted, and is to come into force at a later instant, which replaces an earlier one.
struct ConfigurationScheduled {
  SessionId session;
  std::uint32_t sequence = 0;
  AccountId account;  // who adopts it
  Position proposal;
  Seconds effective = 0;
};

// The instant came, and something stood in the way. The configuration stays proposed, and must be adopted again.
struct ConfigurationPutOff {
  Position proposal;
  Seconds effective = 0;
  Refusal why;
};

// The proposal is dropped. The reason is the text.
struct ConfigurationRejected {
  SessionId session;
  std::uint32_t sequence = 0;
  AccountId account;
  std::uint16_t text_length = 0;
  Position proposal;
};

// A fact of a register (engine/registers): its kind, and its fields as described_bytes.h writes them. Every new kind of
// fact is such a one: no other file of the log or the wire knows of it.
struct DescribedFact {
  FactKind kind;
  SessionId session;
  std::uint32_t sequence = 0;
  DemandId demand;  // the one in whose history it stands; none
  Position previous;
  TextRef fields;
  std::uint16_t text_length = 0;
  std::uint16_t attachments_length = 0;
};

using Event =
    std::variant<Submitted, Accepted, Finished, Closed, Acted, Sought, Assisted, Moved, Reclassified, Joined, Gathered,
                 Recurred, Escalated, Reassigned, Warned, Lapsed, Urged, Noticed, Delivered, PoliciesMigrated,
                 SituationDeclared, SituationEnded, Summoned, Attended, NotArrived, RecomputationBegun, Rescheduled,
                 Rerouted, JobEnded, Declined, ChainInterned, OffersInterned, SessionOpened, AccountAdded, AccountEnded,
                 LogBegun, LossAccepted, ConfigurationBegun, RowStaged, ConfigurationProposed, ConfigurationAdopted,
                 ConfigurationRejected, ConfigurationScheduled, ConfigurationPutOff, DescribedFact>;
static_assert(std::is_trivially_copyable_v<Event>);
static_assert(sizeof(Submitted) <= 72 && sizeof(Event) <= 80);  // no wider than any other

// Like std::visit, without a jump for the most frequent facts.
template <class Visit>
constexpr decltype(auto) see(const Event& event, Visit&& visit) {
  if (const auto* submitted = std::get_if<Submitted>(&event)) return visit(*submitted);
  return std::visit(visit, event);
}

// Whether the event carries a number of a session.
bool carries_number(const Event& event);

// An event with its position and time, as apply and replay are given it.
struct Fact {
  Position position;
  Seconds at = 0;  // of its batch
  const Event& event;
  std::string_view blob;      // what the event's TextRefs point into
  std::uint32_t content = 0;  // of the command whose number the event carries: content_of(); 0: not known

  std::string_view bytes(TextRef ref) const { return blob.substr(ref.offset, ref.length); }
};

}  // namespace wangge
