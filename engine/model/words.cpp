#include "engine/model/words.h"

#include <span>

#include "engine/base/check.h"

namespace wangge {
namespace {

// Each table is in the order of its enum's numbers.

constexpr Words account_kind_words[]{
    {"terminal", "终端", "terminal"},
    {"person", "人员", "person"},
    {"ops", "运维", "ops"},
};
static_assert(std::size(account_kind_words) == account_kinds);

constexpr Words answer_type_words[]{
    {"text", "文字", "text"},
    {"number", "数字，如 -3.5", "a number such as -3.5"},
    {"yesno", "是或否", "yes or no"},
    {"choice", "所列选项之一或其序号", "one of its choices, or the number of one"},
    {"date", "日期，如 2026-03-10", "a date such as 2026-03-10"},
};
static_assert(std::size(answer_type_words) == answer_types);

constexpr Words attachment_state_words[]{
    {"not_sent", "未到", "not sent yet"},
    {"there", "已存", "there"},
    {"removed", "已移除", "removed"},
    {"damaged", "已损坏，请重新发送", "damaged, send it again"},
    {"missing", "已丢失，请重新发送", "missing, send it again"},
};
static_assert(std::size(attachment_state_words) == attachment_states);

constexpr Words clock_kind_words[]{
    {"system", "系统时钟", "the system's clock"},
    {"scenario", "情景时钟", "a scenario's clock"},
};
static_assert(std::size(clock_kind_words) == clock_kinds);

constexpr Words deed_words[]{
    {"accept", "签收", "accept"},
    {"finish", "办结", "finish"},
    {"close", "结案", "close"},
    {"contain", "先期处置", "contain"},
    {"send_back", "退回", "send back"},
    {"transfer", "转派", "transfer"},
    {"note", "备注", "note"},
    {"verify", "核查通过", "verify"},
    {"rework", "返工", "rework"},
    {"escalate", "升级", "escalate"},
    {"withdraw", "撤回", "withdraw"},
    {"rate", "评价", "rate"},
    {"call_back", "回访", "call back"},
    {"reopen", "重新办理", "reopen"},
    {"file", "立案", "file"},
    {"dismiss", "不予受理", "dismiss"},
    {"divert", "转办", "divert"},
    {"split", "拆分", "split"},
    {"call_in", "请协办", "call in"},
    {"assist", "协办完成", "assist"},
    {"extend", "申请延期", "extend"},
    {"suspend", "申请挂账", "suspend"},
    {"approve", "批准", "approve"},
    {"refuse", "不批准", "refuse"},
    {"resume", "恢复办理", "resume"},
    {"move", "改地点", "move"},
    {"offer", "移交", "offer"},
    {"take_over", "接办", "take over"},
    {"join", "并案", "join"},
    {"part", "拆出", "part"},
    {"gather", "归并", "gather"},
    {"restrict", "限制知悉", "restrict"},
    {"unrestrict", "解除限制", "lift the restriction"},
    {"reclassify", "改类别", "reclassify"},
    {"appeal", "申诉", "appeal"},
    {"grant", "准予", "grant"},
    {"reject", "驳回", "reject"},
};
static_assert(std::size(deed_words) == deeds);

constexpr Words demand_kind_words[]{
    {"request", "诉求", "request"},
    {"appointment", "预约", "appointment"},
    {"errand", "代办", "errand"},
    {"patrol", "巡查上报", "patrol report"},
};
static_assert(std::size(demand_kind_words) == demand_kinds);

constexpr Words demand_state_words[]{
    {"submitted", "待签收", "to be accepted"},
    {"accepted", "处置中", "being handled"},
    {"finished", "待核查", "to be verified or closed"},
    {"closed", "已结案", "closed"},
    {"verified", "待结案", "to be closed"},
    {"withdrawn", "已撤回", "withdrawn"},
    {"filing", "待核实", "to be checked before filing"},
    {"suspended", "已挂账", "suspended"},
    {"dismissed", "不予受理", "dismissed"},
    {"diverted", "已转办", "diverted"},
    {"joined", "已并案", "handled with another"},
};
static_assert(std::size(demand_state_words) == demand_states);

constexpr Words differs_words[]{
    {"posts", "岗位", "post"},
    {"posts.level", "岗位层级", "level"},
    {"posts.place", "岗位所辖", "place of a post"},
    {"posts.superior", "上一级", "superior"},
    {"posts.holder", "任职人", "holder"},
    {"posts.deputy", "副职", "deputy"},
    {"chain", "五长链", "chain"},
    {"leave", "请假", "leave"},
    {"places", "地点", "place"},
    {"places.within", "所属", "lies in"},
    {"compounds.manager", "物业公司", "property company"},
    {"doors", "户", "door"},
    {"doors.within", "户所属", "door lies in"},
    {"successions", "接续网格", "successor of a grid"},
    {"organisations", "单位", "organisation"},
    {"organisations.kind", "单位种类", "kind of organisation"},
    {"organisations.seat", "单位所在", "seat"},
    {"assets", "部件", "asset"},
    {"assets.place", "部件位置", "place of an asset"},
    {"assets.owner", "产权单位", "owner of an asset"},
    {"assets.keeper", "养护单位", "keeper of an asset"},
    {"duties", "权责", "duty"},
    {"categories", "类别", "category"},
    {"categories.class", "大类", "class"},
    {"categories.accept_limit", "签收时限", "acceptance limit"},
    {"categories.contain_limit", "先期处置时限", "containment limit"},
    {"categories.resolve_limit", "处置时限", "resolution limit"},
    {"categories.severity", "级别", "severity"},
    {"categories.first_level", "首接层级", "first level"},
    {"categories.lead", "主办", "lead"},
    {"categories.owner_kind", "主办单位种类", "kind of owner"},
    {"categories.check_first", "立案前核实", "checked before filing"},
    {"categories.verify_by", "核查层级", "verified by"},
    {"categories.tell_chain", "告知全链", "the whole chain is told"},
    {"categories.restricted", "限制知悉", "restricted"},
    {"categories.above_complained", "高于被投诉人", "above who is complained of"},
    {"categories.season", "季节", "season"},
    {"conditions", "立案条件", "condition"},
    {"keywords", "关键词", "keywords"},
    {"questions", "附加问题", "question"},
    {"city.limits", "全市时限", "limit of the city"},
    {"city", "全市设置", "setting of the city"},
    {"policies", "督办策略", "escalation policy"},
    {"timetables", "作息", "opening hours"},
    {"calendar", "日历", "calendar"},
    {"situations", "状况", "situation"},
    {"situation_effects", "状况影响", "effect of a situation"},
    {"resources", "资源", "resource"},
    {"alliances", "党建联盟", "alliance"},
    {"volunteers", "双报到党员", "volunteer"},
    {"committees", "社区“两委”", "committee"},
    {"venues", "社区阵地", "venue"},
    {"branches", "网格党组织", "party branch"},
    {"people", "人员", "person"},
    {"people.record", "人员情况", "record of a person"},
    {"outlines", "网格轮廓", "outline"},
    {"points", "坐标", "points"},
    {"rotations", "轮班", "duty rotation"},
    {"shifts", "替班、换班", "duty shift"},
};
static_assert(std::size(differs_words) == differences);

constexpr Words first_post_reason_words[]{
    {"category_level", "类别规定的层级", "the category's level"},
    {"place_less_precise", "地点不够具体，由上一层级负责", "the place is known less precisely: the next level up"},
    {"no_lane", "未指明路(巷)，由街长负责", "no lane is known: the street's chief"},
    {"no_road", "未指明街、路(巷)，由网格长负责", "neither street nor lane is known: the grid chief"},
    {"above_complained", "越过被投诉人，由其上级负责", "the first post above whoever is complained of"},
};
static_assert(std::size(first_post_reason_words) == first_post_reasons);

constexpr Words lead_reason_words[]{
    {"category_names_post", "该类别由岗位主办", "the category's lead is the post"},
    {"property_company", "小区的物业公司", "the compound's property company"},
    {"duty_list", "权责清单规定", "named by its duty list"},
    {"no_compound", "应由物业公司主办，但未指明小区", "a property company was sought, but no compound is known"},
    {"community_manages", "应由物业公司主办，但小区由社区自管",
     "a property company was sought, but the community manages the compound"},
    {"no_duty_covers", "没有权责清单涵盖该类别和地点", "no duty list covers this category and place"},
    {"complained_of", "应主办的单位就是被投诉单位", "the organisation sought is the one complained of"},
    {"nobody_acting", "五长链上无人在岗，由最上一级负责", "nobody on the chain is acting: the last post leads"},
    {"organisation_gone", "应主办的单位已不在本市配置中", "the organisation sought is no longer in the city"},
    {"asset_owner", "部件的产权单位", "owns the asset"},
    {"owner_unknown", "部件的产权单位不明，由街道查找",
     "nobody knows who owns the asset: the subdistrict is to find out"},
    {"no_compound_complained_of", "应由物业公司主办，但未指明小区；权责单位就是被投诉单位",
     "a property company was sought, but no compound is known; and whose duty it is is complained of"},
    {"community_manages_complained_of", "应由物业公司主办，但小区由社区自管；权责单位就是被投诉单位",
     "a property company was sought, but the community manages the compound; and whose duty it is is complained of"},
    {"organisation_gone_complained_of", "应主办的单位已不在本市配置中；其次的单位就是被投诉单位",
     "the organisation sought is no longer in the city; and who comes after it is complained of"},
};
static_assert(std::size(lead_reason_words) == lead_reasons);

constexpr Words level_words[]{
    {"none", "无", "none"},
    {"unit", "单元长", "unit chief"},
    {"building", "楼栋长", "building chief"},
    {"grid", "网格长", "grid chief"},
    {"lane", "路(巷)长", "lane chief"},
    {"street", "街长", "street chief"},
    {"community", "社区党组织书记", "community secretary"},
    {"subdistrict", "街道党工委书记", "subdistrict secretary"},
    {"city", "市指挥中心值班席", "city duty desk"},
};
static_assert(std::size(level_words) == levels);

constexpr Words limit_unit_words[]{
    {"none", "无", "none"},
    {"minute", "分钟", "minutes"},
    {"urgent_minute", "紧急分钟", "urgent minutes"},
    {"urgent_hour", "紧急工作时", "urgent hours"},
    {"calendar_day", "自然日", "calendar days"},
    {"working_minute", "工作分钟", "working minutes"},
    {"working_hour", "工作时", "working hours"},
    {"working_day", "工作日", "working days"},
};
static_assert(std::size(limit_unit_words) == limit_units);

constexpr Words offer_reason_words[]{
    {"property_company", "小区的物业公司", "the compound's property company"},
    {"duty_list", "权责清单涵盖", "its duty list covers this"},
    {"alliance_resource", "联盟单位提供此类资源", "alliance unit that offers this kind of help"},
    {"volunteer_skill", "志愿者有此专长", "volunteer with this skill"},
    {"asset_owner", "部件的产权单位", "owns the asset"},
    {"asset_keeper", "部件的养护单位", "keeps the asset"},
};
static_assert(std::size(offer_reason_words) == offer_reasons);

constexpr Words reporter_words[]{
    {"self", "本人", "for oneself"},
    {"on_behalf", "代他人", "on behalf of somebody"},
    {"anonymous", "匿名", "anonymous"},
    {"patrol", "五长巡查", "a chief on patrol"},
    {"hotline", "其他热线转来", "from another hotline"},
};
static_assert(std::size(reporter_words) == reporters);

constexpr Words bond_words[]{
    {"none", "", ""},
    {"same", "同一件事", "the same trouble"},
    {"child", "子件", "caused by it"},
};
static_assert(std::size(bond_words) == bonds);

constexpr Words recurrence_words[]{
    {"hotspot", "热点", "hot spot"},
    {"raised", "热点上报", "hot spot, to the superior"},
    {"storm", "集中反映", "storm of demands"},
};
static_assert(std::size(recurrence_words) == recurrences);

constexpr Words role_words[]{
    {"lead", "主办", "the lead"},
    {"follow_up", "跟办岗位", "the post that follows up"},
    {"above", "链上更高的岗位", "a post above it on the chain"},
    {"verifier", "核查岗位", "a post that verifies"},
    {"station", "终端（代居民）", "a terminal, for the resident"},
    {"superior", "上级", "a superior of the lead"},
    {"assistant", "协办", "who assists"},
    {"asked", "被移交的一方", "who was asked to lead"},
    {"reviewer", "复核岗位", "the post that reviews the appeal"},
};
static_assert(std::size(role_words) == roles);

constexpr Words stage_words[]{
    {"acceptance", "签收", "acceptance"}, {"containment", "先期处置", "containment"},
    {"resolution", "处置", "resolution"}, {"verification", "核查", "verification"},
    {"rating", "评价", "rating"},         {"reopening", "重新办理", "reopening"},
    {"check", "核实", "check"},           {"approval", "审批", "approval"},
    {"suspension", "挂账", "suspension"}, {"review", "复核", "review"},
};
static_assert(std::size(stage_words) == stages);

constexpr Words dismissal_words[]{
    {"none", "无", "none"},
    {"not_found", "核实无此事", "nothing of it was found"},
    {"duplicate", "重复反映", "reported before"},
    {"no_matter", "无实质内容", "it asks for nothing"},
    {"in_court", "已进入诉讼、仲裁或复议", "it is before a court or in arbitration"},
    {"unlawful", "诉求不合法", "what it asks for is unlawful"},
    {"private_matter", "应由当事人自行解决", "it is for those concerned to settle"},
};
static_assert(std::size(dismissal_words) == dismissals);

constexpr Words elsewhere_words[]{
    {"none", "无", "none"},
    {"police", "110", "police, 110"},
    {"fire", "119", "fire brigade, 119"},
    {"ambulance", "120", "ambulance, 120"},
    {"hotline", "12345", "hotline, 12345"},
    {"petitions", "信访", "petitions"},
};
static_assert(std::size(elsewhere_words) == elsewheres);

constexpr Words job_words[]{{"situation", "按状况", "by the situation"},
                            {"calendar", "按新日历", "by the new calendar"},
                            {"members", "主件结案", "its head was closed"},
                            {"gathering", "归并", "gathered"},
                            {"owners", "责任变动", "who is responsible changed"}};
static_assert(std::size(job_words) == job_kinds);

constexpr Words attendance_words[]{
    {"arrived", "报到", "arrived"},
    {"left", "早退", "left early"},
    {"ended", "结束吹哨", "ended"},
    {"rated", "评价", "rated"},
};
static_assert(std::size(attendance_words) == attendances);

constexpr Words pending_words[]{
    {"none", "无", "none"},
    {"extension", "延期", "extension"},
    {"suspension", "挂账", "suspension"},
    {"hand_over", "移交", "hand-over"},
};
static_assert(std::size(pending_words) == pendings);

constexpr Words appeal_words[]{
    {"none", "无", "none"},
    {"first", "待初审", "to be reviewed"},
    {"second", "待市级复审", "to be reviewed by the city"},
    {"granted", "逾期免计", "late, which does not count"},
    {"rejected", "维持逾期", "late, which counts"},
};
static_assert(std::size(appeal_words) == appeals);

constexpr Words until_words[]{
    {"accepted", "签收", "accepted"},
    {"finished", "办结", "finished"},
    {"closed", "结案", "closed"},
};
static_assert(std::size(until_words) == untils);

constexpr Words solved_words[]{
    {"unsaid", "未说", "unsaid"},
    {"yes", "已解决", "solved"},
    {"partly", "部分解决", "partly solved"},
    {"no", "未解决", "not solved"},
};
static_assert(std::size(solved_words) == verdicts_of_solved);

template <class Enum>
const Words& row(std::span<const Words> table, Enum value) {
  const auto index = static_cast<std::size_t>(value);
  CHECK(index < table.size());
  return table[index];
}

bool is_of_offer(Stage stage, Pending asked) { return stage == Stage::approval && asked == Pending::hand_over; }
bool is_of_closing(Stage stage, DemandState state) {
  return stage == Stage::verification && state == DemandState::verified;
}

}  // namespace

const Words& words_of(AccountKind kind) { return row(account_kind_words, kind); }
const Words& words_of(AnswerType type) { return row(answer_type_words, type); }
const Words& words_of(ClockKind kind) { return row(clock_kind_words, kind); }
const Words& words_of(Deed deed) { return row(deed_words, deed); }
const Words& words_of(Deed deed, Pending asked) {
  static constexpr Words not_taken_over{"refuse", "不接办", "not take over"};
  return deed == Deed::refuse && asked == Pending::hand_over ? not_taken_over : words_of(deed);
}
const Words& words_of(DemandKind kind) { return row(demand_kind_words, kind); }
const Words& words_of(DemandState state) { return row(demand_state_words, state); }
const Words& words_of(Differs what) { return row(differs_words, what); }
const Words& words_of(FirstPostReason reason) { return row(first_post_reason_words, reason); }
const Words& words_of(LeadReason reason) { return row(lead_reason_words, reason); }
const Words& words_of(Level level) { return row(level_words, level); }
const Words& words_of(LimitUnit unit) { return row(limit_unit_words, unit); }
const Words& words_of(OfferReason reason) { return row(offer_reason_words, reason); }
const Words& words_of(Reporter reporter) { return row(reporter_words, reporter); }
const Words& words_of(Role role) { return row(role_words, role); }
const Words& words_of(Bond bond) { return row(bond_words, bond); }
const Words& words_of(Recurrence what) { return row(recurrence_words, what); }
const Words& words_of(Stage stage) { return row(stage_words, stage); }
const Words& words_of(Stage stage, DemandState state, Pending asked) {
  static constexpr Words take_over{"approval", "接办", "take-over"}, closing{"verification", "结案", "closing"};
  if (is_of_offer(stage, asked)) return take_over;
  return is_of_closing(stage, state) ? closing : words_of(stage);
}
const Words& deadline_words(Stage stage, DemandState state, Pending asked) {
  static constexpr Words take_over{"approval", "接办截止", "take-over"}, closing{"verification", "结案截止", "closing"};
  if (is_of_offer(stage, asked)) return take_over;
  return is_of_closing(stage, state) ? closing : words_of(stage);
}
const Words& words_of(Dismissal dismissal) { return row(dismissal_words, dismissal); }
const Words& words_of(Elsewhere elsewhere) { return row(elsewhere_words, elsewhere); }
const Words& words_of(Pending pending) { return row(pending_words, pending); }
const Words& words_of(AttachmentState state) { return row(attachment_state_words, state); }
const Words& words_of(Appeal appeal) { return row(appeal_words, appeal); }
const Words& words_of(Attendance attendance) { return row(attendance_words, attendance); }
const Words& words_of(JobKind kind) { return row(job_words, kind); }
const Words& words_of(Until until) { return row(until_words, until); }
const Words& words_of(Verdict::Solved solved) { return row(solved_words, solved); }

std::string to_text(Limit limit, bool is_english) {
  return std::to_string(limit.amount) + " " + std::string(words_of(limit.unit).in(is_english));
}

const Words& words_of(NoticeKind kind) {
  static constexpr Words words[notice_kinds]{{"assigned", "待办", "assigned"},
                                             {"due_soon", "将到期", "due soon"},
                                             {"late", "逾期", "late"},
                                             {"urged", "催办", "urged"},
                                             {"dismissed", "不予受理", "dismissed"},
                                             {"ended", "办结告知", "told of the end"},
                                             {"recurring", "热点", "recurring"},
                                             {"summoned", "吹哨", "summoned"},
                                             {"absent", "未报到", "not there"}};
  return words[static_cast<int>(kind)];
}

}  // namespace wangge
