#pragma once
// A resident's demand (诉求) and the words for its life. All numbers here are written to the log.

#include <cstdint>

#include "engine/base/id.h"
#include "engine/base/time.h"

namespace wangge {

// Where an event stands in the log; positions count events from 1 without a gap.
using Position = Id<struct PositionTag, std::uint64_t>;

// A demand's id is the position of its Submitted event: finding it is one seek.
using DemandId = Id<struct DemandTag, std::uint64_t>;

using ChainId = Id<struct ChainTag>;    // a chain of posts (五长链) as it stood, interned
using OffersId = Id<struct OffersTag>;  // a list of those who own or offer what is needed, interned

constexpr Position position_of(DemandId demand) { return Position{demand.value}; }

enum class DemandKind : std::uint8_t {
  request = 0,      // 诉求
  appointment = 1,  // 预约
  errand = 2,       // 代办
  patrol = 3,       // 巡查上报
};
inline constexpr int demand_kinds = 4;

enum class Reporter : std::uint8_t {
  self = 0,       // 本人
  on_behalf = 1,  // 代他人
  anonymous = 2,  // 匿名
  patrol = 3,     // 五长巡查; the reference names the post
  hotline = 4,    // 其他热线转来; the reference is its own number
};
inline constexpr int reporters = 5;

enum class DemandState : std::uint8_t {
  submitted = 0,  // 待签收
  accepted = 1,   // 处置中
  finished = 2,   // 待核查, 待结案
  closed = 3,     // 已结案
  verified = 4,   // 核查通过, 待结案
  withdrawn = 5,  // 已撤回
};
inline constexpr int demand_states = 6;

// Nobody has anything to do about it any more.
constexpr bool is_over(DemandState state) { return state == DemandState::closed || state == DemandState::withdrawn; }

// What somebody does about a demand that is there. Who may, and in which state: engine/rules/life.h.
enum class Deed : std::uint8_t {
  accept = 0,     // 签收
  finish = 1,     // 办结
  close = 2,      // 结案
  contain = 3,    // 先期处置
  send_back = 4,  // 退回
  transfer = 5,   // 转派
  note = 6,       // 备注
  verify = 7,     // 核查通过
  rework = 8,     // 返工: 核查不通过
  escalate = 9,   // 升级 (by hand, 督办)
  withdraw = 10,  // 撤回
};
inline constexpr int deeds = 11;

enum class Stage : std::uint8_t {
  acceptance = 0,   // 签收
  containment = 1,  // 先期处置
  resolution = 2,   // 处置
};
inline constexpr int stages = 3;

// When each stage runs out; 0: no such limit, met, or expired already.
struct Dues {
  Seconds of[stages]{};

  Seconds& operator[](Stage stage) { return of[static_cast<int>(stage)]; }
  Seconds operator[](Stage stage) const { return of[static_cast<int>(stage)]; }
  friend bool operator==(const Dues&, const Dues&) = default;
};

// Why this post is the first on the chain.
enum class FirstPostReason : std::uint8_t {
  category_level = 0,  // the place is as precise as the category's level
  place_less_precise,  // the place is known less precisely: the next level up
  no_lane,             // no lane is known: the street's post
  no_road,             // neither lane nor street is known: the grid chief
  above_complained,    // the first post above whoever is complained of
};

// Why this owner leads.
enum class LeadReason : std::uint8_t {
  category_names_post = 0,  // the category's lead is the post
  property_company,         // manages the compound
  duty_list,                // answers by its duty list
  no_compound,              // a property company was sought, but no compound is known and no duty list covers it
  community_manages,        // the compound is managed by its community
  no_duty_covers,           // no duty list covers category and place
  complained_of,            // the organisation sought is the one complained of
  nobody_acting,            // no post on the chain has anybody acting: the last one leads
  organisation_gone,        // the organisation sought is no longer in the city
};

// Why somebody is on a list of offers.
enum class OfferReason : std::uint8_t {
  property_company = 0,
  duty_list,
  alliance_resource,
  volunteer_skill,
};

}  // namespace wangge
