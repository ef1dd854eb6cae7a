#pragma once
// The questions of a terminal or another program to the city: who the account is, codes and names, and where its
// demands stand. Plain values, computed from the city between two turns; each list has at most
// limits::question_rows_max rows.

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "engine/base/limits.h"
#include "engine/model/account.h"
#include "engine/model/command.h"
#include "engine/model/configuration.h"
#include "engine/model/demand.h"
#include "engine/model/description.h"
#include "engine/model/owner.h"
#include "engine/state/sight.h"
#include "engine/state/under_way_description.h"

namespace wangge {
struct City;
struct Slot;
}  // namespace wangge

namespace wangge::views {

// Kinds of things that have a code and a name.
enum class Noun : std::uint8_t {
  place = 0,
  post = 1,
  person = 2,
  organisation = 3,
  category = 4,
  situation = 5,
  asset = 6,
  door = 7
};
inline constexpr int nouns = 8;
constexpr int values_of(Noun) { return nouns; }

struct NamedRow {
  std::uint32_t id = 0;  // 0: none such
  std::string code;
  std::string name;
  std::string name_en;  // where the city has one: of categories
  friend bool operator==(const NamedRow&, const NamedRow&) = default;
};

// The greeting of an account that has said who it is.
struct Station {
  LogId log{};
  Position last;
  std::uint16_t configuration_version = 0;
  AccountId account;
  std::string account_name;
  AccountKind account_kind = AccountKind::terminal;
  bool every_grid = false;
  std::vector<NamedRow> grids;
  std::uint32_t grids_left_out = 0;
  bool is_last_of_ops = false;
};
Station station(const City& city, AccountId account);
// Whether the account is of ops and in force, and no other such account is.
bool is_last_of_ops(const City& city, AccountId account);

// The ids of these codes, and the names of these ids: each in the order of the question; an id or row of 0 where there
// is no such code or id. Codes of earlier configurations keep their ids.
struct AskIds {
  using Answer = std::vector<std::uint32_t>;

  Noun noun = Noun::place;
  std::vector<std::string> codes;
};
struct AskNames {
  using Answer = std::vector<NamedRow>;

  Noun noun = Noun::place;
  std::vector<std::uint32_t> ids;
};
std::vector<std::uint32_t> ids_of(const City& city, Noun noun, std::span<const std::string> codes);
std::vector<NamedRow> names_of(const City& city, Noun noun, std::span<const std::uint32_t> ids);

// The questions that a category asks when a demand is submitted (附加问题), and their version of the configuration.
struct Questionnaire {
  std::uint16_t version = 0;
  std::vector<CategoryQuestion> rows;
};
struct AskQuestionnaire {
  static constexpr QuestionKind kind{2};
  using Answer = Questionnaire;

  CategoryId category;
};
Questionnaire questionnaire_of(const City& city, CategoryId category);

// The situations in force and the jobs under way; without the demand that a job is about, and who asked for it.
struct Standing {
  std::vector<SituationInForce> situations;
  std::vector<Job> jobs;
};
struct AskStanding {
  static constexpr QuestionKind kind{3};
  using Answer = Standing;
};
Standing standing(const City& city);

struct CheckedClaim {
  DemandId demand;
  bool proved = false;  // the look-up code of its receipt was given
  // A wrong look-up code was given: nothing is shown, whatever the account may see without it
  bool disproved = false;
};

// The part that the owner of a queue has in a demand of it.
enum class Part : std::uint8_t {
  leads = 0,
  assists = 1,
  offered = 2,   // was asked to take over
  answers = 3,   // is to grant an extension or a pause, or to refuse it
  verifies = 4,  // is to verify a finished demand
  reviews = 5,   // is to decide on an appeal
};
inline constexpr int parts = 6;
constexpr int values_of(Part) { return parts; }

struct Status {
  DemandId demand;
  bool known = false;  // false: there is no such demand, or this account may not see it
  DemandState state = DemandState::submitted;
  std::uint8_t severity = 0;
  CategoryId category;
  PlaceId place;
  Party lead;
  Seconds received = 0;
  Dues dues;
  Position last_event;
  bool is_late = false;                  // a deadline has passed
  bool is_warned = false;                // three quarters of a running stage are over
  std::uint8_t warned_dues = 0;          // the stages of these warnings, in bits by due
  Stage late_stage = Stage::acceptance;  // of `late_since`
  Seconds late_since = 0;      // the first deadline that has passed, of a stage that is not over; 0: there is none
  bool waits = false;          // resolution counts from the end of a situation
  bool is_restricted = false;  // hidden from accounts that have no part in it and are not named for it
  Level escalated_to = Level::none;  // of a row of a queue: the level of the post that it was escalated to last
  Part part = Part::leads;           // of a row of an owner's queue
  Pending pending = Pending::none;   // the request of its lead: what the answer is due for
  DemandId head;                     // the demand that it is joined to
  DemandState head_state = DemandState::submitted;
  std::uint32_t members = 0, voices = 0;  // demands joined to it, and how many of those are the same trouble
  // Nothing can follow. Of a demand that left memory only this and the last event are known here
  bool is_final = false;
  // For a demand that left memory, once it has been looked for in the log:
  bool is_damaged = false;   // it cannot be read there
  bool is_left_out = false;  // not looked for: others of the same question took all the looks that one may have
  friend bool operator==(const Status&, const Status&) = default;
};

Status status_of(const City& city, const Slot& demand);

// The statuses of the demands that the account may see (engine/state/sight.h), or has proved. For a demand that left
// memory the last event is given where the log has to tell whether the account may see it, or where it was proved; none
// where nothing in the log would let the account see it.
std::vector<Status> statuses(const City& city, AccountId account, std::span<const CheckedClaim> claims);

}  // namespace wangge::views

namespace wangge {

// clang-format off: a field a line
template <>
inline constexpr auto description<views::AskQuestionnaire> =
    describe("ask_questionnaire", field(1, "category", &views::AskQuestionnaire::category));
template <>
inline constexpr auto description<views::Questionnaire> =
    describe("questionnaire", field(1, "version", &views::Questionnaire::version),
             at_most(limits::questions_max, field(2, "rows", &views::Questionnaire::rows)));

template <>
inline constexpr auto description<views::AskStanding> = describe("ask_standing");
template <>
inline constexpr auto description<views::Standing> =
    describe("standing", at_most(limits::situations_in_force_max, field(1, "situations", &views::Standing::situations)),
             at_most(limits::jobs_max, field(2, "jobs", &views::Standing::jobs)));

template <>
inline constexpr auto description<views::Status> = describe(
    "status", field(1, "demand", &views::Status::demand), field(2, "known", &views::Status::known),
    field(3, "state", &views::Status::state), field(4, "severity", &views::Status::severity),
    field(5, "category", &views::Status::category), field(6, "place", &views::Status::place),
    field(7, "lead", &views::Status::lead), field<FieldKind::instant>(8, "received", &views::Status::received),
    field(9, "dues", &views::Status::dues), field(10, "last_event", &views::Status::last_event),
    field(11, "is_late", &views::Status::is_late), field(12, "is_warned", &views::Status::is_warned),
    field(13, "warned_dues", &views::Status::warned_dues), field(14, "late_stage", &views::Status::late_stage),
    field<FieldKind::instant>(15, "late_since", &views::Status::late_since), field(16, "waits", &views::Status::waits),
    field(17, "is_restricted", &views::Status::is_restricted), field(18, "escalated_to", &views::Status::escalated_to),
    field(19, "part", &views::Status::part), field(20, "pending", &views::Status::pending),
    field(21, "head", &views::Status::head), field(22, "head_state", &views::Status::head_state),
    field(23, "members", &views::Status::members), field(24, "voices", &views::Status::voices),
    field(25, "is_final", &views::Status::is_final), field(26, "is_damaged", &views::Status::is_damaged),
    field(27, "is_left_out", &views::Status::is_left_out));
// clang-format on

}  // namespace wangge
