#pragma once
// What a terminal or another program asks of the city: who it is, codes and names, and where its demands stand. Plain
// values, computed from the city between two turns; each list has at most limits::question_rows_max rows.

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "engine/model/account.h"
#include "engine/model/configuration.h"
#include "engine/model/demand.h"
#include "engine/model/owner.h"
#include "engine/state/sight.h"
#include "engine/state/under_way.h"

namespace wangge {
struct City;
struct Slot;
}  // namespace wangge

namespace wangge::views {

// What has a code and a name.
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

struct NamedRow {
  std::uint32_t id = 0;  // 0: none such
  std::string code;
  std::string name;
  std::string name_en;  // where the city has one: of categories
  friend bool operator==(const NamedRow&, const NamedRow&) = default;
};

// What an account is told when it has said who it is.
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
// Whether it is of ops and in force, and no other such account is.
bool is_last_of_ops(const City& city, AccountId account);

// In the order of what was asked; an id or row of 0 where there is none such. Codes of earlier configurations keep
// their ids.
std::vector<std::uint32_t> ids_of(const City& city, Noun noun, std::span<const std::string> codes);
std::vector<NamedRow> names_of(const City& city, Noun noun, std::span<const std::uint32_t> ids);

// What a category asks when a demand is submitted (附加问题), and by which version of the configuration.
struct Questions {
  std::uint16_t version = 0;
  std::vector<CategoryQuestion> rows;
};
Questions questions_of(const City& city, CategoryId category);

// The situations in force and the jobs under way.
struct Standing {
  std::vector<SituationInForce> situations;
  std::vector<Job> jobs;
};
Standing standing(const City& city);

struct Claim {
  DemandId demand;
  bool proved = false;  // the look-up code of its receipt was given
  // A code was given that is not its own: nothing is shown, whatever the account may see without
  bool disproved = false;
};

// What the owner of a queue is to a demand in it.
enum class Part : std::uint8_t {
  leads = 0,
  assists = 1,
  offered = 2,   // was asked to take over
  answers = 3,   // is to grant an extension or a pause, or not
  verifies = 4,  // is to look at what is finished
  reviews = 5,   // is to say whether an appeal is granted
};
inline constexpr int parts = 6;

struct Status {
  DemandId demand;
  bool known = false;  // false: no such demand, or not for this account to see
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
  std::uint8_t warned_dues = 0;          // which stages those are, in bits by due
  Stage late_stage = Stage::acceptance;  // of `late_since`
  Seconds late_since = 0;      // the first deadline that has passed, of a stage that is not over; 0: there is none
  bool waits = false;          // resolution counts from the end of a situation
  bool is_restricted = false;  // hidden from whoever has no part in it and is not named for it
  Level escalated_to = Level::none;  // of a row of a queue: the level of the post that it was escalated to last
  Part part = Part::leads;           // of a row of an owner's queue
  Pending pending = Pending::none;   // what its lead has asked for: what the answer is due for
  DemandId head;                     // that it is joined to
  DemandState head_state = DemandState::submitted;
  std::uint32_t members = 0, voices = 0;  // joined to it, and how many of those are the same trouble
  // Nothing can follow. Of a demand that left memory nothing else than this and the last event is known here
  bool is_final = false;
  // Of a demand that left memory, once it has been looked for in the log:
  bool is_damaged = false;   // it cannot be read there
  bool is_left_out = false;  // others of the same question were all that one may look at
  friend bool operator==(const Status&, const Status&) = default;
};

Status status_of(const City& city, const Slot& demand);

// Of those that the account may see (engine/state/sight.h), or has proved. Of a demand that left memory there is a last
// event where the log has to say whether it may, or has been proved; none where nothing that the log says would let it.
std::vector<Status> statuses(const City& city, AccountId account, std::span<const Claim> claims);

}  // namespace wangge::views
