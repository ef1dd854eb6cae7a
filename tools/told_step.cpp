#include "tools/told_step.h"

#include <variant>

#include "engine/log/event_log.h"

namespace wangge::tools {
namespace {

Told tell(const Submitted& event) { return {.name = "submitted", .chinese = "提交", .english = "submitted", .by = event.lead}; }
template <class Done>
Told tell_done(const Done& event, std::string_view name, std::string_view chinese) {
  Told told{.name = name, .chinese = chinese, .english = name, .by = event.as, .recorded = event.recorded};
  if constexpr (requires { event.group; }) told.group = event.group;
  return told;
}
Told tell(const Accepted& event) { return tell_done(event, "accepted", "签收"); }
Told tell(const Finished& event) { return tell_done(event, "finished", "办结"); }
Told tell(const Closed& event) { return tell_done(event, "closed", "结案"); }
Told tell(const Acted& event) {
  const wangge::Words& words = wangge::words_of(event.deed);
  const bool is_of_the_end = event.deed == Deed::rate || event.deed == Deed::call_back || event.deed == Deed::reopen;
  const bool is_reopened = is_of_the_end && event.state == DemandState::submitted;
  const bool has_new_lead = is_reopened || event.deed == Deed::send_back || event.deed == Deed::transfer ||
                            event.deed == Deed::file || event.deed == Deed::take_over;
  const Verdict verdict = Verdict::from_packed(event.verdict);
  return {.name = "acted",
          .deed = words.name,
          .chinese = words.chinese,
          .english = words.english,
          .by = event.as,
          .overdue = {},
          .recorded = event.recorded && event.as,
          .group = event.group,
          .lead = has_new_lead ? event.lead : Party{},
          .to = is_reopened ? PostId{} : event.to,
          .upward = event.upward,
          .verdict = verdict,
          .is_unanswered = event.deed == Deed::call_back && !verdict.is_verdict(),
          .why = event.deed == Deed::dismiss  ? &wangge::words_of(Dismissal(event.choice))
                 : event.deed == Deed::divert ? &wangge::words_of(Elsewhere(event.choice))
                                              : nullptr};
}
Told tell(const Sought& event) {
  const bool is_offer = event.what == Pending::hand_over;
  return {.name = "sought",
          .chinese = is_offer ? "移交" : "申请",
          .english = is_offer ? "offered" : "asked for",
          .by = event.as,
          .recorded = event.recorded,
          .lead = event.whom,
          .why = is_offer ? nullptr : &wangge::words_of(event.what),
          .limit = event.by,
          .until = event.until};
}
Told tell(const Assisted& event) {
  return {.name = "assisted",
          .chinese = event.is_done ? "协办完成" : "请协办",
          .english = event.is_done ? "assisted" : "called in",
          .by = event.as,
          .recorded = event.recorded,
          .lead = event.is_done ? Party{} : event.who};
}
Told tell(const Moved& event) {
  return {.name = "moved", .chinese = "改地点", .english = "moved", .by = event.as, .recorded = event.recorded, .lead = event.lead};
}
Told tell(const Reassigned& event) {
  return {.name = "reassigned",
          .chinese = event.to_deputy ? "改由副职签收" : "改派",
          .english = event.to_deputy ? "to its deputy" : "reassigned",
          .by = event.lead,
          .overdue = Stage::acceptance};
}
Told tell(const Warned& event) { return {.name = "warned", .chinese = "预警", .english = "warned", .warned = event.stage}; }
Told tell(const Lapsed& event) {
  switch (event.stage) {
    case Stage::rating: return {.name = "lapsed", .chinese = "未评价", .english = "not rated"};
    case Stage::approval: return {.name = "lapsed", .chinese = "逾期未批，视为不批准", .english = "not answered in time: refused"};
    default: return {.name = "lapsed", .chinese = "归档", .english = "final"};
  }
}
Told tell(const Escalated& event) {
  return {.name = "escalated",
          .chinese = event.is_parked ? "搁置（系统曾因此中断）" : "升级",
          .english = event.is_parked ? "parked (the engine died of it)" : "escalated",
          .by = event.to,
          .overdue = event.stage};
}
Told tell(const Urged& event) { return {.name = "urged", .chinese = "催办", .english = "urged", .by = event.to, .is_late = true}; }
Told tell(const Noticed& event) {
  return {.name = "noticed",
          .chinese = event.grows ? "并入通知" : "通知",
          .english = event.grows ? "told together" : "to be told",
          .by = event.to,
          .why = &wangge::words_of(event.kind),
          .until = event.not_before,
          .count = event.count};
}
Told tell(const Delivered& event) {
  return {.name = "delivered",
          .chinese = event.is_given_up ? "通知未送达，已放弃" : "通知已送达",
          .english = event.is_given_up ? "notice given up" : "notice delivered",
          .is_late = event.is_given_up,
          .attempts = event.attempts};
}
Told tell(const Rescheduled& event) {
  return {.name = "rescheduled",
          .chinese = event.waits ? "时限待状况结束起算" : "时限重新计算",
          .english = event.waits ? "its limits count from the end of the situation" : "due anew",
          .why = event.waits ? nullptr : &wangge::words_of(event.why),
          .due = event.waits ? Seconds{0} : event.dues[Stage::resolution]};
}
// The others are no event of a demand.
Told tell(const auto&) { throw log::CannotOpen("日志损坏，请运行 wangge log verify / the log is broken: run wangge log verify"); }

}  // namespace

Told tell(const terminal::Step& step) {
  return std::visit([](const auto& event) { return tell(event); }, step.event);
}

}  // namespace wangge::tools
