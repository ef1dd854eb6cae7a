#pragma once
// The reasons for which the city refuses: a fixed, numbered list. A number is never used again for another reason,
// since facts (`Declined`) and terminals keep them.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "engine/base/in_registers.h"
#include "engine/model/description.h"

namespace wangge {

enum class Reason : std::uint16_t {
  none = 0,
  // 1–19: who speaks
  unknown_token = 1,
  account_ended = 2,
  not_allowed = 3,
  unknown_account = 4,
  too_many_accounts = 5,
  too_many_sessions = 6,
  too_many_spools = 7,
  token_in_use = 8,
  // 20–49: submitting
  no_city = 20,
  unknown_place = 21,
  place_not_in_grid = 22,
  grid_not_yours = 23,
  unknown_road = 24,
  road_elsewhere = 25,
  unknown_category = 26,
  unknown_condition = 27,
  bad_severity = 28,
  bad_kind = 29,
  bad_reporter = 30,
  text_empty = 31,
  text_not_utf8 = 32,  // what: the byte, from 1; likewise all reasons with this ending
  text_too_long = 33,
  contact_not_utf8 = 34,
  contact_too_long = 35,
  reference_missing = 36,
  reference_too_long = 37,
  unknown_complained_of = 38,
  attachments_too_long = 39,
  answer_missing = 40,     // what: the question's order; limit: its AnswerType
  bad_answer = 41,         // likewise
  answered_twice = 42,     // what: the question's order
  unknown_question = 43,   // what: the line of the answers
  unreadable_answer = 44,  // likewise; limit: how many bytes an answer may have
  answers_too_long = 45,
  answers_not_utf8 = 46,
  unknown_asset = 47,
  unknown_door = 48,
  subject_elsewhere = 49,  // what: Subject::raw()
  // 50–69: acting on a demand
  unknown_demand = 50,
  wrong_role = 51,  // what: the raw Party that leads; limit: the roles that may, in bits of Role
  already_accepted = 52,
  not_accepted = 53,
  already_finished = 54,
  not_finished = 55,
  already_closed = 56,
  note_not_utf8 = 57,
  note_too_long = 58,
  already_withdrawn = 59,
  already_verified = 60,
  not_verified = 61,
  note_missing = 62,
  unknown_owner = 63,
  same_owner = 64,
  owner_complained_of = 65,
  returned_already = 66,
  nobody_above = 67,
  already_contained = 68,
  // The actor led the demand and did not accept it in time. what: the raw Party that leads now; limit: since when, in
  // Seconds
  reassigned = 69,
  // 70–79: time
  nothing_due = 70,
  bad_effective = 71,  // limit: days
  // 80–89: configuration
  configuration_not_begun = 80,
  configuration_faulty = 81,
  configuration_unchanged = 82,
  configuration_row_too_large = 83,
  configuration_too_large = 84,
  configuration_too_many_rows = 85,
  grid_without_successor = 86,
  proposer_adopts = 87,
  nothing_proposed = 88,
  proposal_differs = 89,
  // 90–99: the engine
  capacity_reached = 90,
  quarantined = 91,      // the engine died of the input, and does not decide it again
  number_taken = 92,     // what: the number, under which the session has sent something else before
  unknown_command = 93,  // what: its CommandKind
  register_full = 94,
  // 100–149: acting on a demand
  not_closed = 100,
  already_rated = 101,
  verdict_missing = 102,
  bad_grade = 103,
  called_today = 104,
  calls_used_up = 105,
  reopening_over = 106,
  demand_final = 107,
  filing_first = 108,
  already_filed = 109,
  bad_choice = 110,
  assistants_full = 111,
  not_assisting = 112,
  already_assisting = 113,
  already_asked = 114,
  nothing_asked = 115,
  overdue = 116,
  extensions_used_up = 117,
  suspended_before = 118,
  bad_limit = 119,
  bad_date = 120,
  suspended = 121,
  not_suspended = 122,
  same_place = 123,
  already_dismissed = 124,
  already_diverted = 125,
  code_needed = 126,
  not_acting_as = 127,
  joined = 128,
  not_joined = 129,
  has_members = 130,
  members_full = 131,
  unknown_head = 132,
  not_gathered_by = 133,
  already_restricted = 134,
  not_restricted = 135,
  category_restricted = 136,
  complains_alone = 137,
  same_category = 138,
  appealed_before = 139,
  not_late = 140,
  appeal_over = 141,
  // 150–159: situations and jobs
  unknown_situation = 150,
  not_declared_by = 151,
  situation_in_force = 152,
  situation_not_in_force = 153,
  too_many_situations = 154,
  jobs_under_way = 155,
  waits_for_situation = 156,
  bad_since = 157,
  scope_too_small = 158,
  // 170–189: summonses
  not_summoned_by = 170,
  nobody_summoned = 171,
  unknown_organisation = 172,
  summoned_twice = 173,
  demand_over = 174,
  too_many_summonses = 175,
  unknown_summons = 176,
  not_the_caller = 177,
  summons_over = 178,
  summons_not_over = 179,
  not_summoned = 180,
  arrived_already = 181,
  not_arrived = 182,
  left_already = 183,
  // 190–209: attachments
  attachment_not_named = 190,
  attachment_too_large = 191,  // what, limit: KiB
  attachments_full = 192,
  attachment_type_unknown = 193,
  attachment_differs = 194,
  attachment_removed = 195,
  attachment_not_sent = 196,
  attachment_not_offered = 197,
  attachments_under_way = 198,
  attachments_no_room = 199,  // what, limit: MiB
  attachment_not_written = 200,
  attachment_not_read = 201,
  attachment_damaged = 202,
  attachment_missing = 203,
  log_damaged = 204,
  // 230–249: characters of texts; what: the byte, from 1. Some older ones stand with the group of their field
  text_control = 230,
  contact_control = 231,
  reference_not_utf8 = 232,
  reference_control = 233,
  attachments_not_utf8 = 234,
  attachments_control = 235,
  answers_control = 236,
  note_control = 237,
  name_not_utf8 = 238,
  name_control = 239,
  row_not_utf8 = 240,  // limit: the cell, from 1
  row_control = 241,   // likewise
  // 250–259: submitting
  grid_needed = 250,  // of an asset at a road: what, limit: the grids that it may be in (engine/rules/subjects.h)
};

// A reason with its numbers. The meaning of `what` and `limit` stands in the reason's text: a length and its limit, the
// raw Party that leads, …; 0 where there is nothing to say.
struct alignas(in_registers) Refusal {
  Reason reason = Reason::none;
  std::uint32_t what = 0;
  std::uint32_t limit = 0;

  constexpr explicit operator bool() const { return reason != Reason::none; }
  friend constexpr bool operator==(const Refusal&, const Refusal&) = default;
};

struct ReasonText {
  Reason reason;
  std::string_view name;  // as in the enum, for --json
  // {what} and {limit} stand for the two numbers, {who} for the roles in `limit`, {form} for the AnswerType in `limit`,
  // {party} for the Party in `what`, {when} for the time in `limit`.
  std::string_view chinese;
  std::string_view english;
};

// All reasons but `none`, by number.
std::span<const ReasonText> reason_texts();
// The row of a reason; an unknown number (a newer engine's) has the row "unknown_reason".
const ReasonText& text_of(Reason reason);

// Names for a refusal's numbers, from whoever knows them; where one is empty, general words are used.
struct RefusalNames {
  std::string party, when;
};

// The sentence with its numbers filled in; `english` picks the language.
std::string to_sentence(const Refusal& refusal, bool english, const RefusalNames& names = {});

template <>
inline constexpr auto description<Refusal> =
    describe("refusal", field(1, "reason", &Refusal::reason), field(2, "what", &Refusal::what),
             field(3, "limit", &Refusal::limit));

}  // namespace wangge
