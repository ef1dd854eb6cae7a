#pragma once
// One version of the city's configuration, read from its tables (engine/model/tables.h) and never changed after.
// Plain values. Each vector of rows is indexed by the id's number; index 0 is "none". An id belongs to a code for
// ever: a code that is missing in this version keeps its id, and its row says `present == false`.

#include <array>
#include <bitset>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/limits.h"
#include "engine/base/time.h"
#include "engine/model/calendar.h"
#include "engine/model/description.h"
#include "engine/model/ground.h"
#include "engine/model/limit.h"
#include "engine/model/notice.h"
#include "engine/model/owner.h"
#include "engine/model/place.h"
#include "engine/model/subject.h"

namespace wangge {

using CategoryId = Id<struct CategoryTag, std::uint16_t>;
using AllianceId = Id<struct AllianceTag>;

struct Named {
  std::string code;
  std::string name;
};

struct Place {
  PlaceKind kind = PlaceKind::city;
  bool present = false;
  PlaceId parent;                  // none for the city; of a place that is gone: where it lay
  PlaceId grid;                    // the grid in which it lies, or itself; none for places that lie in none
  PlaceId community, subdistrict;  // likewise
  PostId post;                     // who answers for this place; none for a compound
  OrganisationId manager;          // of a compound: its property company, or none where its community manages it
};

// A grid that is gone, and the one that takes over demands of which no place is known but the old grid.
struct Succession {
  PlaceId grid, successor;
};

struct Post {
  Level level = Level::none;
  bool present = false;
  bool has_roster = false;  // 值班表: a rotation or a shift names the post
  PlaceId place;
  PostId superior;  // 上一级; none only for the city's post
  PersonId holder;  // none: vacant
  PersonId deputy;
};

enum class Degree : std::uint8_t { none = 0, secondary = 1, college = 2, bachelor = 3, master = 4, doctor = 5 };

struct Person {
  bool present = false;
  bool party_member = false;
  bool social_worker = false;  // certified (持证社工)
  std::uint8_t age = 0;        // 0: not recorded
  Degree degree = Degree::none;
  std::string contact;  // such as a telephone number, carried by notices; empty: not known
};

// A person is away from `from` (inclusive) to `until` (exclusive).
struct Leave {
  PersonId person;
  Instant from;
  Instant until;
};

// 轮值: from `from` on, until the next rotation of the post begins, these people take turns on duty, each for `days`.
struct Rotation {
  PostId post;
  Instant from;
  Duration length;
  std::vector<PersonId> people;  // one at least
  friend bool operator==(const Rotation&, const Rotation&) = default;
};

// 替班, 换班: on duty from `from` (inclusive) to `until` (exclusive), whoever's turn it is.
struct Shift {
  PostId post;
  Instant from;
  Instant until;
  PersonId person;
  std::string why;
  friend bool operator==(const Shift&, const Shift&) = default;
};

enum class OrganisationKind : std::uint8_t {
  none = 0,
  property = 1,        // 物业公司
  department = 2,      // 部门
  utility = 3,         // 公用企业
  lift_keeper = 4,     // 维保单位
  alliance_unit = 5,   // 联盟成员单位 (机关事业单位, 非公企业, 社会组织)
  voluntary_group = 6  // 志愿服务队
};
inline constexpr int organisation_kinds = 7;

struct Organisation {
  bool present = false;
  OrganisationKind kind = OrganisationKind::none;
  PlaceId seat;  // the community where it has registered (双报到), or the city
};

// A line of a power-and-duty list (权责清单): this organisation answers for demands of this category at this place.
struct Duty {
  OrganisationId organisation;
  CategoryId category;
  PlaceId place;  // and all that lies in it
};

// What a resource owner offers (资源清单): help with demands of this category at this place.
struct Resource {
  Party who;  // an organisation or a person
  CategoryId category;
  PlaceId place;
};

enum class Lead : std::uint8_t { post = 0, organisation = 1 };
enum class OwnerKind : std::uint8_t {
  none = 0,
  property = 1,
  department = 2,
  utility = 3,
  alliance = 4,
  volunteer = 5
};
enum class Season : std::uint8_t { none = 0, heating = 1 };  // heating: only in the heating season (供热期)

// A word of residents that speaks for a category or a condition (关键词), and how much; below 0, against it.
struct Keyword {
  std::string word;
  std::int8_t weight = 1;
  friend bool operator==(const Keyword&, const Keyword&) = default;
};

struct Condition {  // 立案条件
  bool present = false;
  std::string name;
  std::vector<Keyword> keywords;
  Limit contain, resolve;  // instead of the category's; none means no such limit
};

using SituationId = Id<struct SituationTag, std::uint16_t>;

// A situation (状况: 降雪, 寒潮, 供热期) that a post declares and ends for a place.
struct Situation {
  bool present = false;
  Level declared_by = Level::none;  // the least level of a post that may declare it for a place within its own
};

// The changes that a situation makes to the demands of a category that come in while it is in force at their place, or
// while it is not.
struct SituationEffect {
  SituationId situation;
  bool is_outside = false;     // true: these changes count while the situation is not in force
  bool from_its_end = false;   // resolution counts from the end of the situation
  std::uint8_t condition = 0;  // only demands of this condition; 0: any
  // Replaces the category's severity; 0: it stays. A severity that is given to a demand goes before both
  std::uint8_t severity = 0;
  Level first_level = Level::none;  // likewise
  std::optional<Lead> lead;         // likewise
};

// What a category's questions (附加问题) ask for. The numbers are told to terminals.
enum class AnswerType : std::uint8_t { text = 0, number = 1, yesno = 2, choice = 3, date = 4 };
inline constexpr int answer_types = 5;
constexpr int values_of(AnswerType) { return answer_types; }

struct CategoryQuestion {
  std::string code, text, text_en;
  AnswerType type = AnswerType::text;
  std::uint8_t order = 0;  // 1 to limits::questions_max, each once
  bool required = false;
  std::vector<std::string> choices;
  friend bool operator==(const CategoryQuestion&, const CategoryQuestion&) = default;
};

struct Category {
  // The fields that routing reads come first, for the cache's sake.
  bool present = false;
  std::uint8_t severity = 3;      // 1 the most severe, to 4
  std::uint8_t class_number = 0;  // "03" of "0304"
  Level first_level = Level::none;
  Lead lead = Lead::post;
  OwnerKind owner_kind = OwnerKind::none;
  bool check_first = false;       // checked before filing
  Level verify_by = Level::none;  // a post of this level or above has to verify before closing; none: the lead closes
  bool tell_chain = false;        // the whole chain is told at once
  bool restricted = false;        // seen only by accounts that are named for it
  bool above_complained = false;  // leads and chain begin above the person complained of
  bool asks = false;              // has questions
  Season season = Season::none;
  // Those of one condition come first, else in the order of the table: the first that holds counts
  std::vector<SituationEffect> effects;
  std::vector<Condition> conditions;  // by number; index 0 is "none given"
  Limit accept, contain, resolve;
  std::string class_name, class_name_en, name_en;
  std::vector<Keyword> keywords;
  std::vector<CategoryQuestion> questions;  // by order
};

struct Asset {  // 部件
  bool present = false;
  PlaceId place;                  // where it stands: a grid, what lies in one, a street or a lane
  std::optional<GroundPoint> at;  // on the map; at a road it tells in which grid the asset lies
  OrganisationId owner;           // 产权单位; none: not known
  OrganisationId keeper;          // 养护单位; none: the owner
};

struct Door {  // 户
  bool present = false;
  PlaceId place;  // a unit, or a building without any
};

struct Venue {  // 社区阵地
  std::string code, name;
  PlaceId community;
  std::uint32_t area_m2 = 0;
};

struct Branch {  // 网格党支部, 网格党小组
  std::string code, name;
  bool group = false;
  PlaceId place;
};

struct Alliance {
  std::string code, name;
  PlaceId place;         // a community or a subdistrict
  OrganisationId chair;  // 轮值主席
  std::vector<OrganisationId> members;
};

enum class CommitteeOffice : std::uint8_t { member = 0, deputy = 1, secretary = 2 };

struct CommitteeMember {  // 社区"两委"成员
  PersonId person;
  PlaceId community;
  CommitteeOffice office = CommitteeOffice::member;
  bool chairs = false;  // also chairs the residents' committee (一肩挑)
};

// Limits that the categories do not have. None: no such limit.
struct CityLimits {
  Limit check;         // 核实: before filing
  Limit verification;  // 核查: from finished until closed
  Limit rating;        // 评价: from closed
  Limit approval;      // 审批: of an extension or a suspension; 复核: of an appeal, each of two
  Limit reopening;     // 重新办理: from closed
  Limit appeal;        // 申诉: from closed
};

// What makes a hot spot, and what makes a storm. 0: there are none.
struct RecurrenceSettings {
  std::uint32_t hotspot_from = 0, raised_from = 0;  // how many demands of a class at a spot within `hotspot_within`
  Duration hotspot_within = std::chrono::hours{24 * 7};
  std::uint32_t storm_from = 0;  // how many of a category in a community within `storm_minutes`
  std::uint32_t storm_minutes = 10;
};

struct Configuration {
  std::string city_code, city_name;
  Calendars calendars;
  std::vector<std::uint32_t> more_severe_at;  // ascending: how many who report the same make it one step more severe
  Duration similar_within = std::chrono::hours{24 * 7};  // how far back similar demands are looked for
  RecurrenceSettings recurrence;
  Duration tolerated_ahead = std::chrono::hours{24};  // how far ahead an occurred time may be
  // How far the clock may be ahead of the log's last fact at a start: an engine stands still no longer
  Duration start_ahead = std::chrono::hours{24 * 7};
  CityLimits limits;
  Limit arrive_within{30, LimitUnit::minute};  // 报到: within which those summoned have to be there; continuous clock
  NoticeSettings notices;
  // Policies may outlive the configuration: a demand keeps those that it was routed under
  std::shared_ptr<const Policies> policies = std::make_shared<Policies>();

  std::vector<Place> places;
  std::vector<Post> posts;
  std::vector<Person> people;
  std::vector<Organisation> organisations;
  std::vector<Category> categories;
  std::vector<Situation> situations;
  std::vector<Asset> assets;
  std::vector<Door> doors;

  std::vector<Succession> successions;  // of grids that were there once
  std::vector<Leave> leave;             // by person, then from
  std::vector<Rotation> rotations;      // by post, then from
  std::vector<Shift> shifts;            // the same; those of a post do not overlap
  std::vector<Duty> duties;             // by place, category, organisation's code
  std::vector<Resource> resources;      // by place, category; organisations before people, each by code
  std::vector<Alliance> alliances;
  std::vector<Venue> venues;
  std::vector<Branch> branches;
  std::vector<CommitteeMember> committees;
  std::vector<PersonId> volunteers;  // 双报到党员
  std::vector<Outline> outlines;     // by the grid's code; of all grids, or none
  std::vector<PlacePoints> points;   // by the place's code

  // Codes and names by id, index 0 empty.
  std::vector<Named> place_names, post_names, person_names, organisation_names, category_names, situation_names,
      asset_names;
  std::vector<std::string> door_names;  // there are very many doors: their codes stand in Codes alone

  // The place of that kind in which `place` lies, itself included; none where it lies in none.
  PlaceId enclosing(PlaceId place, PlaceKind kind) const {
    if (!place) return place;
    if (kind == PlaceKind::grid) return places[place.value].grid;
    if (kind == PlaceKind::community) return places[place.value].community;
    if (kind == PlaceKind::subdistrict) return places[place.value].subdistrict;
    while (place && places[place.value].kind != kind) place = places[place.value].parent;
    return place;
  }
  // The spot (点位) of a demand: the building, or the compound; where the place is known less precisely, the road if
  // one is known, else the grid.
  PlaceId spot(PlaceId place, PlaceId road) const {
    const Place& finest = places[place.value];
    if (finest.kind == PlaceKind::unit) return finest.parent;
    return finest.kind == PlaceKind::grid && road ? road : place;
  }
  // The place where an asset stands, or which a door belongs to; none where there is no such asset or door.
  PlaceId place_of(Subject subject) const {
    const auto at = [](const auto& rows, auto id) {
      return id && id.value < rows.size() && rows[id.value].present ? rows[id.value].place : PlaceId{};
    };
    return subject.is_door() ? at(doors, subject.door()) : at(assets, subject.asset());
  }
  bool has(PlaceId place) const { return place && place.value < places.size() && places[place.value].present; }
  // The grid that took over one that is gone; none where none did.
  PlaceId successor(PlaceId grid) const {
    for (const Succession& one : successions) {
      if (one.grid == grid) return one.successor;
    }
    return {};
  }
  // The place of today for a place: the place itself, or for one that is gone the place where it lay, or the grid that
  // took that over. None where all of those are gone too.
  PlaceId place_now(PlaceId place) const {
    while (place && !places[place.value].present) {
      const PlaceId next = places[place.value].kind == PlaceKind::grid ? successor(place) : PlaceId{};
      place = next ? next : places[place.value].parent;
    }
    return place;
  }
  // Whether `place` is `outer` or lies in it.
  bool lies_in(PlaceId place, PlaceId outer) const {
    while (place && place != outer) place = places[place.value].parent;
    return place == outer && outer;
  }
};

// clang-format off: a field a line
template <>
inline constexpr auto description<CategoryQuestion> =
    describe("category_question", at_most(limits::question_code_bytes_max, field(1, "code", &CategoryQuestion::code)),
             at_most(limits::question_bytes_max, field(2, "text", &CategoryQuestion::text)),
             at_most(limits::question_bytes_max, field(3, "text_en", &CategoryQuestion::text_en)),
             field(4, "type", &CategoryQuestion::type), field(5, "order", &CategoryQuestion::order),
             field(6, "required", &CategoryQuestion::required),
             at_most(limits::choices_max, field(7, "choices", &CategoryQuestion::choices), limits::choice_bytes_max));
// clang-format on

}  // namespace wangge
