#pragma once
// A resident's demand (诉求) and the words for its life. All numbers in this file are written to the log.

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
  filing = 6,     // 待核实: somebody looks before it is filed (立案)
  suspended = 7,  // 已挂账
  dismissed = 8,  // 不予受理
  diverted = 9,   // 已转办: to somebody outside the city's grids
  joined = 10,    // 已并案: handled with another, its head
};
inline constexpr int demand_states = 11;

// Whether the demand is over: nobody has anything to do about it on its own.
constexpr bool is_over(DemandState state) {
  return state == DemandState::closed || state == DemandState::withdrawn || state == DemandState::dismissed ||
         state == DemandState::diverted || state == DemandState::joined;
}

// What people do about an existing demand. Who may, and in which state: engine/rules/life.h.
enum class Deed : std::uint8_t {
  accept = 0,       // 签收
  finish = 1,       // 办结
  close = 2,        // 结案
  contain = 3,      // 先期处置
  send_back = 4,    // 退回
  transfer = 5,     // 转派
  note = 6,         // 备注
  verify = 7,       // 核查通过
  rework = 8,       // 返工: 核查不通过
  escalate = 9,     // 升级 (by hand, 督办)
  withdraw = 10,    // 撤回
  rate = 11,        // 评价: the resident's verdict
  call_back = 12,   // 回访
  reopen = 13,      // 重新办理
  file = 14,        // 立案
  dismiss = 15,     // 不予受理
  divert = 16,      // 转办
  split = 17,       // 拆分: a part becomes a demand of its own (一单多诉)
  call_in = 18,     // 请协办
  assist = 19,      // 协办完成
  extend = 20,      // 申请延期
  suspend = 21,     // 申请挂账
  approve = 22,     // 批准
  refuse = 23,      // 不批准
  resume = 24,      // 恢复办理
  move = 25,        // 改地点
  offer = 26,       // 移交: the lead asks somebody else to lead
  take_over = 27,   // 接办
  join = 28,        // 并案: the demand is the same trouble as another, or follows from it
  part = 29,        // 拆出: the demand is one of its own again
  gather = 30,      // 归并: demands of the same category in its community are joined to it, by a job
  restrict = 31,    // 限制知悉: only those who have a part in the demand, or are named, see it from now on
  unrestrict = 32,  // 解除限制
  reclassify = 33,  // 改类别: the demand is of another category, or another condition
  appeal = 34,      // 申诉: the demand was late, and that is not to count
  grant = 35,       // 准予
  reject = 36,      // 驳回
};
inline constexpr int deeds = 37;

// The relation of a joined demand to its head (主件).
enum class Bond : std::uint8_t {
  none = 0,
  same = 1,   // 重复: the same trouble, by somebody else
  child = 2,  // 子件: a trouble that the head's has caused
};
inline constexpr int bonds = 3;

// What many reports of the same trouble from the same place add up to.
enum class Recurrence : std::uint8_t {
  hotspot = 0,  // 热点: a class at a spot, again and again
  raised = 1,   // 热点上报: so often that a superior is to see to it
  storm = 2,    // 集中反映: a category in a community, very many in minutes
};
inline constexpr int recurrences = 3;

// The part that an actor has in a demand.
enum class Role : std::uint8_t {
  lead = 0,       // 主办
  follow_up = 1,  // 跟办: the post on the chain that follows up; it is the lead where a post leads
  above = 2,      // a post above that on the chain
  verifier = 3,   // 核查: a post on the chain, from the level on that the category says, which does not lead
  station = 4,    // the terminal itself, for the resident
  superior = 5,   // 上级: a post on the chain, from the one that follows up on, which does not lead
  assistant = 6,  // 协办, and has not done its part
  asked = 7,      // 被移交: the lead has asked it to lead
  reviewer = 8,   // 复核: the post that is to say now whether an appeal is granted
};
inline constexpr int roles = 9;

// Why a demand is not filed (不予受理, 作废).
enum class Dismissal : std::uint8_t {
  none = 0,
  not_found = 1,      // 核实无此事
  duplicate = 2,      // 重复反映
  no_matter = 3,      // 无实质内容
  in_court = 4,       // 已进入诉讼、仲裁或复议
  unlawful = 5,       // 诉求不合法
  private_matter = 6  // 应由当事人自行解决
};
inline constexpr int dismissals = 7;

// Where a demand goes that is not for the grids (转办).
enum class Elsewhere : std::uint8_t {
  none = 0,
  police = 1,     // 110
  fire = 2,       // 119
  ambulance = 3,  // 120
  hotline = 4,    // 12345
  petitions = 5,  // 信访
};
inline constexpr int elsewheres = 6;

// A request of the lead that nobody has answered yet.
enum class Pending : std::uint8_t { none = 0, extension = 1, suspension = 2, hand_over = 3 };
inline constexpr int pendings = 4;

// How far an appeal (申诉) has come: two posts decide, one after the other, and both must grant it.
enum class Appeal : std::uint8_t {
  none = 0,
  first = 1,     // 待初审
  second = 2,    // 待市级复审
  granted = 3,   // 免计: that it was late does not count
  rejected = 4,  // 维持
};
inline constexpr int appeals = 5;
constexpr bool is_of_appeal(Deed deed) { return deed == Deed::appeal || deed == Deed::grant || deed == Deed::reject; }
constexpr bool is_under_review(Appeal appeal) { return appeal == Appeal::first || appeal == Appeal::second; }

// What a running deadline is for.
enum class Stage : std::uint8_t {
  acceptance = 0,    // 签收
  containment = 1,   // 先期处置
  resolution = 2,    // 处置
  verification = 3,  // 核查: from finished until closed
  rating = 4,        // 评价: how long the resident's verdict is waited for
  reopening = 5,     // 重新办理, 申诉: how long after closing it may be
  check = 6,         // 核实: before filing
  approval = 7,      // 审批: of an extension or a suspension; 接办: of who was asked to lead
  suspension = 8,    // 挂账: until it is resumed
  review = 9,        // 复核: of an appeal
};
inline constexpr int stages = 10;
// The first stages, this many, have limits in the category, the others in the city's settings.
inline constexpr int category_stages = 3;

// How many deadlines run for a demand at one time, at the most.
inline constexpr int dues_max = 3;
constexpr int due_index(Stage stage) {
  switch (stage) {
    case Stage::acceptance:
    case Stage::verification:
    case Stage::rating:
    case Stage::check:
    case Stage::approval:
    case Stage::suspension: return 0;
    case Stage::containment:
    case Stage::reopening: return 1;
    case Stage::resolution:
    case Stage::review: return 2;
  }
  return 0;
}
// Which stage the due of that index is for while a demand is in this state.
constexpr Stage stage_of(DemandState state, int index) {
  if (index == 2) return is_over(state) ? Stage::review : Stage::resolution;
  if (index == 1) return is_over(state) ? Stage::reopening : Stage::containment;
  switch (state) {
    case DemandState::submitted: return Stage::acceptance;
    case DemandState::accepted: return Stage::approval;
    case DemandState::finished:
    case DemandState::verified: return Stage::verification;
    case DemandState::filing: return Stage::check;
    case DemandState::suspended: return Stage::suspension;
    case DemandState::closed:
    case DemandState::withdrawn:
    case DemandState::dismissed:
    case DemandState::diverted:
    case DemandState::joined: return Stage::rating;
  }
  return Stage::acceptance;
}

// When the stages of a demand's state run out; 0: no such limit, met, or expired already.
struct Dues {
  Seconds of[dues_max]{};

  Seconds& operator[](Stage stage) { return of[due_index(stage)]; }
  Seconds operator[](Stage stage) const { return of[due_index(stage)]; }
  friend bool operator==(const Dues&, const Dues&) = default;
};

// Why the deadlines of demands that are under way are worked out again, by a job.
enum class JobKind : std::uint8_t {
  situation = 0,  // 状况: one was declared, or has ended
  calendar = 1,   // 日历: the calendar has changed
  members = 2,    // 并案: a head was closed, and the demands joined to it close too
  gathering = 3,  // 归并: demands like a head are joined to it
  owners = 4,     // 责任变动: posts, places or organisations have changed
};
inline constexpr int job_kinds = 5;

// The soonest of the running deadlines, the first where two are equal; at 0 where none runs.
struct Due {
  Seconds at = 0;
  Stage stage = Stage::acceptance;
};
constexpr Due soonest(const Dues& dues, DemandState state) {
  Due due;
  for (int index = 0; index < dues_max; ++index) {
    if (dues.of[index] != 0 && (due.at == 0 || dues.of[index] < due.at)) due = {dues.of[index], stage_of(state, index)};
  }
  return due;
}

// What a resident says of the demand's handling, in two bytes: by rating it, or when called back.
struct Verdict {
  enum class Solved : std::uint8_t { unsaid = 0, yes = 1, partly = 2, no = 3 };

  bool reached = false;  // call-back: somebody answered
  bool in_time = false;  // contacted in time, as the resident sees it
  Solved solved = Solved::unsaid;
  std::uint8_t result = 0;   // satisfied with the result: 5 very, 4, 3 by and large, 2 not, 1 not at all; 0 unsaid
  std::uint8_t service = 0;  // and with the service

  constexpr bool is_verdict() const { return solved != Solved::unsaid || result != 0; }
  // True for a verdict that sends the demand back.
  constexpr bool is_dissatisfied() const { return solved == Solved::no || (result != 0 && result <= 2); }

  constexpr std::uint16_t packed() const {
    return static_cast<std::uint16_t>(reached | in_time << 1 | static_cast<int>(solved) << 2 | result << 4 |
                                      service << 7);
  }
  static constexpr Verdict from_packed(std::uint16_t bits) {
    return {(bits & 1) != 0, (bits >> 1 & 1) != 0, static_cast<Solved>(bits >> 2 & 3),
            static_cast<std::uint8_t>(bits >> 4 & 7), static_cast<std::uint8_t>(bits >> 7 & 7)};
  }
  friend bool operator==(const Verdict&, const Verdict&) = default;
};
inline constexpr int verdicts_of_solved = 4;
inline constexpr int grades = 5;

// Why this post is the first on the chain.
enum class FirstPostReason : std::uint8_t {
  category_level = 0,  // the place is as precise as the category's level
  place_less_precise,  // the place is known less precisely: the next level up
  no_lane,             // no lane is known: the street's post
  no_road,             // neither lane nor street is known: the grid chief
  above_complained,    // the first post above whoever is complained of
};
inline constexpr int first_post_reasons = 5;

// Why this owner leads. In four bits of the fact: sixteen at the most.
enum class LeadReason : std::uint8_t {
  category_names_post = 0,    // the category's lead is the post
  property_company,           // manages the compound
  duty_list,                  // answers by its duty list
  no_compound,                // a property company was sought, but no compound is known and no duty list covers it
  community_manages,          // the compound is managed by its community
  no_duty_covers,             // no duty list covers category and place
  complained_of,              // the organisation sought is the one complained of
  nobody_acting,              // no post on the chain has anybody acting: the last one leads
  organisation_gone,          // the organisation sought is no longer in the city
  asset_owner,                // owns the asset that is named
  owner_unknown,              // nobody knows who owns the asset: the subdistrict's post, which is to find out
  no_compound_complained_of,  // no_compound, and whose duty it is is complained of
  community_manages_complained_of,  // community_manages, and whose duty it is is complained of
  organisation_gone_complained_of,  // organisation_gone, and who comes after it is complained of
};
inline constexpr int lead_reasons = 14;

// Why somebody is on a list of offers.
enum class OfferReason : std::uint8_t {
  property_company = 0,
  duty_list,
  alliance_resource,
  volunteer_skill,
  asset_owner,
  asset_keeper,
};
inline constexpr int offer_reasons = 6;

}  // namespace wangge
