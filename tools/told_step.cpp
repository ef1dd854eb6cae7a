#include "tools/told_step.h"

#include <variant>

#include "engine/log/event_log.h"
#include "engine/model/event_groups.h"

namespace wangge::tools {
namespace {

// Tells one step after the other, and keeps what later ones need of them.
class Teller {
 public:
  Told next(const terminal::Step& step) {
    Told told = std::visit([&](const auto& event) { return tell(event); }, step.event);
    if (std::holds_alternative<Summoned>(step.event)) told.summons = SummonsId{step.position.value};
    if (!step.organisations.empty()) told.organisations = step.organisations;
    const Acted* const act = std::get_if<Acted>(&step.event);
    if (act != nullptr && act->deed == Deed::split) told.part = DemandId{step.position.value + 1};  // it stands right before its part
    const Dues before = dues_;
    std::visit([&](const auto& event) { keep(event); }, step.event);
    told.state = state_;
    told.pending = asked_.what;
    if (renews_dues(step.event)) told.dues = anew(before);
    return told;
  }

 private:
  Told tell(const Submitted& event) const { return {.name = "submitted", .chinese = "提交", .english = "submitted", .lead = event.lead, .leads = true}; }
  template <class Done>
  static Told done(const Done& event, std::string_view name, std::string_view chinese) {
    Told told{.name = name, .chinese = chinese, .english = name, .by = event.as, .recorded = event.recorded};
    if constexpr (requires { event.group; }) told.group = event.group;
    return told;
  }
  Told tell(const Accepted& event) const { return done(event, "accepted", "签收"); }
  Told tell(const Finished& event) const { return done(event, "finished", "办结"); }
  // Nobody closed it by itself: its head was.
  Told tell(const Closed& event) const {
    const bool is_with_head = !event.as && !event.recorded;
    Told told = done(event, "closed", is_with_head ? "随主件结案" : "结案");
    if (is_with_head) told.english = "closed with its head", told.is_clocks = true;
    return told;
  }
  Told tell(const Joined& event) const {
    Told told = done(event, "joined", "并案");
    told.other = event.head;
    told.why = &wangge::words_of(event.bond);
    return told;
  }
  Told tell(const Gathered& event) const {
    return {.name = "gathered", .chinese = event.has_parted ? "拆出" : "并入", .english = event.has_parted ? "parted from it" : "joined to it",
            .other = event.member, .count = event.voices};
  }
  Told tell(const Recurred& event) const {
    const wangge::Words& words = wangge::words_of(event.what);
    return {.name = "recurred", .chinese = words.chinese, .english = words.english, .to = event.to, .place = event.place, .other = event.first, .count = event.count};
  }
  Told tell(const Acted& event) const;
  const wangge::Words* why(const Acted& event) const;
  Told tell(const Sought& event) const;
  Told tell(const Assisted& event) const;
  Told tell(const Moved& event) const {
    Told told{.name = "moved", .chinese = "改地点", .english = "moved", .by = event.as, .recorded = event.recorded, .lead = event.lead, .leads = true, .place = event.place};
    if (event.forgets_subject) told.chinese = "改地点，不再指该部件或户", told.english = "moved, and names the asset or door no more";
    return told;
  }
  Told tell(const Rerouted& event) const {
    return {.name = "rerouted", .chinese = "随责任变动改派", .english = "rerouted, as the city changed", .lead = event.lead, .leads = event.lead != lead_, .to = event.to, .place = event.place};
  }
  Told tell(const Reclassified& event) const;
  Told tell(const Reassigned& event) const;
  Told tell(const Warned& event) const {
    return {.name = "warned", .chinese = "预警", .english = "warned", .is_clocks = true, .warned = event.stage};
  }
  Told tell(const Lapsed& event) const;
  Told tell(const Escalated& event) const;
  Told escalated(const Escalated& event, std::string_view chinese, std::string_view english) const;
  Told tell(const Urged& event) const {
    return {.name = "urged", .chinese = "催办", .english = "urged", .is_clocks = true, .overdue = overdue_, .to = event.to, .is_late = true};
  }
  Told tell(const Noticed& event) const;
  Told tell(const Delivered& event) const;
  Told tell(const Rescheduled& event) const;
  Told tell(const Summoned& event) const {
    return {.name = "summoned", .chinese = "吹哨", .english = "summoned", .by = event.as, .recorded = event.recorded, .until = event.due};
  }
  Told tell(const Attended& event) const;
  Told tell(const NotArrived& event) const {
    return {.name = "not_arrived", .chinese = "未报到", .english = "not arrived", .is_clocks = true, .to = event.to, .summons = event.summons, .is_late = true};
  }
  Told tell(const IsOfNoDemand auto&) const { throw log::CannotOpen("日志损坏，请运行 wangge log verify / the log is broken: run wangge log verify"); }

  void keep(const Submitted& event) {
    lead_ = event.lead;
    category_ = event.category;
    state_ = event.check_first() ? DemandState::filing : DemandState::submitted;
    dues_ = event.dues;
  }
  void keep(const Accepted&) {
    state_ = DemandState::accepted;
    dues_[Stage::acceptance] = 0;
  }
  void keep(const Finished& event) {
    state_ = DemandState::finished;
    dues_ = {};
    dues_[Stage::verification] = event.verification_due;
  }
  void keep(const Closed& event) {
    state_ = DemandState::closed;
    dues_ = {};
    dues_[Stage::rating] = event.rating_due;
    dues_[Stage::reopening] = event.reopening_due;
  }
  void keep(const Acted& event) {
    lead_ = event.lead;
    state_ = event.state;
    dues_ = event.dues;
  }
  void keep(const Joined&) {
    state_ = DemandState::joined;
    dues_ = {};
  }
  void keep(const Sought& event) {
    asked_ = event;
    dues_[Stage::approval] = event.answer_due;
  }
  void keep(const Rerouted& event) {
    lead_ = event.lead;
    state_ = event.state;
    dues_ = event.dues;
  }
  void keep(const Moved& event) {
    lead_ = event.lead;
    dues_ = event.dues;
  }
  void keep(const Reclassified& event) {
    lead_ = event.lead;
    category_ = event.category;
    state_ = event.state;
    dues_ = event.dues;
  }
  void keep(const Reassigned& event) {
    lead_ = event.lead;
    overdue_ = Stage::acceptance;
    dues_[Stage::acceptance] = event.acceptance_due;
  }
  void keep(const Escalated& event) {
    overdue_ = event.stage;
    dues_[event.stage] = 0;
  }
  void keep(const Warned& event) { warned_ = event.stage; }
  void keep(const Lapsed& event) { dues_[event.stage] = 0; }
  void keep(const Rescheduled& event) { dues_ = event.dues; }
  template <class Fact>
    requires IsOfNoDemand<Fact> || IsOneOf<Fact, Gathered, Recurred, Assisted, Urged, Noticed, Delivered, Summoned, Attended, NotArrived>
  void keep(const Fact&) {}

  // What every demand has when it comes in, is finished or closed is no news.
  static bool renews_dues(const Event& event) {
    return std::holds_alternative<Acted>(event) || std::holds_alternative<Moved>(event) || std::holds_alternative<Rerouted>(event) || std::holds_alternative<Reclassified>(event) ||
           std::holds_alternative<Reassigned>(event) || std::holds_alternative<Rescheduled>(event);
  }
  Dues anew(const Dues& before) const {
    Dues dues;
    for (int due = 0; due < dues_max; ++due) {
      if (dues_.of[due] != before.of[due]) dues.of[due] = dues_.of[due];
    }
    return dues;
  }

  Party lead_;
  CategoryId category_;
  std::optional<Stage> overdue_, warned_;  // the last ones
  Sought asked_{.what = Pending::none};    // the last one
  DemandState state_ = DemandState::submitted;
  Dues dues_;
};

const wangge::Words* Teller::why(const Acted& event) const {
  if (event.deed == Deed::dismiss) return &wangge::words_of(Dismissal(event.choice));
  if (event.deed == Deed::divert) return &wangge::words_of(Elsewhere(event.choice));
  if (is_of_appeal(event.deed)) return &wangge::words_of(Appeal(event.choice));
  const bool is_answer = event.deed == Deed::approve || event.deed == Deed::refuse;
  return is_answer ? &wangge::words_of(asked_.what) : nullptr;
}

Told Teller::tell(const Acted& event) const {
  const wangge::Words& words = wangge::words_of(event.deed, asked_.what);
  const bool is_of_the_end = event.deed == Deed::rate || event.deed == Deed::call_back || event.deed == Deed::reopen;
  const bool is_reopened = is_of_the_end && event.state == DemandState::submitted;
  const bool has_new_lead = is_reopened || event.deed == Deed::send_back || event.deed == Deed::transfer ||
                            event.deed == Deed::file || event.deed == Deed::take_over;
  const Verdict verdict = Verdict::from_packed(event.verdict);
  const bool is_clocks = !event.as && !event.recorded;  // a terminal records all that it does
  const bool is_unreviewed = is_clocks && is_of_appeal(event.deed);
  return {.name = "acted",
          .deed = words.name,
          .chinese = is_unreviewed ? "复核逾期" : words.chinese,
          .english = is_unreviewed ? "not reviewed in time" : words.english,
          .by = event.as,
          .is_clocks = is_clocks,
          .recorded = event.recorded && event.as,
          .group = event.group,
          .lead = has_new_lead ? event.lead : is_of_appeal(event.deed) ? Party(event.to) : Party{},
          .leads = has_new_lead,
          .to = is_reopened || is_of_appeal(event.deed) ? PostId{} : event.to,
          .is_exempt = event.deed == Deed::grant && Appeal(event.choice) == Appeal::granted,
          .undoes_late = event.undoes_late,
          .upward = event.upward,
          .begins_again = is_reopened,
          .verdict = verdict,
          .is_unanswered = event.deed == Deed::call_back && !verdict.is_verdict(),
          .why = why(event),
          .limit = event.deed == Deed::approve ? asked_.by : Limit{},
          .is_late = event.is_late};
}

Told Teller::tell(const Sought& event) const {
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

Told Teller::tell(const Assisted& event) const {
  return {.name = "assisted",
          .chinese = event.is_done ? "协办完成" : "请协办",
          .english = event.is_done ? "assisted" : "called in",
          .by = event.as,
          .recorded = event.recorded,
          .lead = event.is_done ? Party{} : event.who};
}

Told Teller::tell(const Reclassified& event) const {
  const bool has_new_lead = event.lead != lead_;
  return {.name = "reclassified",
          .chinese = "改类别",
          .english = "reclassified",
          .by = event.as,
          .recorded = event.recorded,
          .lead = has_new_lead ? event.lead : Party{},
          .leads = has_new_lead,
          .category = event.category,
          .was = category_,
          .condition = event.condition};
}

// Who has nobody above keeps it, as older logs had reassigned it to itself.
constexpr std::string_view stays_chinese = "逾期未签收，仍由值班席办理", stays_english = "not accepted in time: it stays with the duty desk";

Told Teller::tell(const Reassigned& event) const {
  const bool stays = event.lead == lead_ && !event.to_deputy;
  Told told{.name = "reassigned",
            .chinese = event.to_deputy ? "改由副职签收" : "改派",
            .english = event.to_deputy ? "to its deputy" : "reassigned",
            .is_clocks = true,
            .overdue = Stage::acceptance,
            .let_pass = lead_,
            .lead = event.lead,
            .leads = event.lead != lead_,
            .stays = stays};
  if (stays) told.chinese = stays_chinese, told.english = stays_english;
  return told;
}

Told Teller::tell(const Attended& event) const {
  const wangge::Words& words = wangge::words_of(event.what);
  Told told{.name = "attended",
            .deed = words.name,
            .chinese = words.chinese,
            .english = words.english,
            .by = event.as,
            .recorded = event.recorded,
            .summons = event.summons,
            .is_late = event.is_late || event.what == Attendance::left,
            .grade = event.grade};
  if (event.is_late) told.chinese = "迟到", told.english = "arrived late";
  if (event.who) told.organisations = {event.who};
  return told;
}

Told Teller::tell(const Lapsed& event) const {
  Told told{.name = "lapsed", .chinese = "归档", .english = "final", .is_clocks = true};
  if (event.stage == Stage::rating) {
    told.chinese = "未评价", told.english = "not rated";
  } else if (event.stage == Stage::approval) {
    const bool is_offer = asked_.what == Pending::hand_over;
    told.chinese = is_offer ? "逾期未接，仍由原主办办理" : "逾期未批，视为不批准";
    told.english = is_offer ? "not taken over in time: the lead stays" : "not answered in time: refused";
    if (!is_offer) told.why = &wangge::words_of(asked_.what);
  }
  return told;
}

// A verification is not the lead's to do.
Told Teller::tell(const Escalated& event) const {
  if (event.is_parked || event.stage != Stage::acceptance) return escalated(event, event.is_parked ? "搁置（系统曾因此中断）" : "升级", event.is_parked ? "parked (the engine died of it)" : "escalated");
  Told told = escalated(event, stays_chinese, stays_english);
  told.stays = true;
  return told;
}

Told Teller::escalated(const Escalated& event, std::string_view chinese, std::string_view english) const {
  return {.name = "escalated",
          .chinese = chinese,
          .english = english,
          .is_clocks = true,
          .overdue = event.stage,
          .let_pass = event.stage == Stage::verification ? Party{} : lead_,
          .to = event.to};
}

Told Teller::tell(const Noticed& event) const {
  return {.name = "noticed",
          .chinese = event.grows ? "并入通知" : "通知",
          .english = event.grows ? "told together" : "to be told",
          .overdue = event.kind == NoticeKind::late ? overdue_ : std::nullopt,
          .warned = event.kind == NoticeKind::due_soon ? warned_ : std::nullopt,
          .notified = event.to,
          .why = &wangge::words_of(event.kind),
          .until = event.not_before,
          .count = event.count};
}

Told Teller::tell(const Delivered& event) const {
  if (event.is_dropped) return {.name = "delivered", .chinese = "通知未发：情况已变", .english = "not sent: it was no longer so"};
  return {.name = "delivered",
          .chinese = event.is_given_up ? "通知未送达，已放弃" : "通知已送达",
          .english = event.is_given_up ? "notice given up" : "notice delivered",
          .is_late = event.is_given_up,
          .attempts = event.attempts};
}

Told Teller::tell(const Rescheduled& event) const {
  return {.name = "rescheduled",
          .chinese = event.waits ? "时限待状况结束起算" : "时限重新计算",
          .english = event.waits ? "its limits count from the end of the situation" : "due anew",
          .why = event.waits ? nullptr : &wangge::words_of(event.why)};
}

}  // namespace

std::vector<Told> tell(std::span<const terminal::Step> steps) {
  std::vector<Told> told;
  told.reserve(steps.size());
  Teller teller;
  for (const terminal::Step& step : steps) told.push_back(teller.next(step));
  return told;
}

}  // namespace wangge::tools
