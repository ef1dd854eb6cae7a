#include "engine/story/tell.h"

#include <string_view>
#include <utility>
#include <variant>

#include <boost/pfr/tuple_size.hpp>

#include "engine/model/event_groups.h"
#include "engine/model/register_words.h"
#include "engine/model/words.h"
#include "engine/state/slot_fold.h"
#include "engine/story/step_description.h"

namespace wangge::story {
namespace {

static_assert(is_complete<Step>(boost::pfr::tuple_size_v<Step>) &&
              is_complete<Worded>(boost::pfr::tuple_size_v<Worded>));

Worded worded(const Words& words) {
  return {std::string(words.name), std::string(words.chinese), std::string(words.english)};
}

// Tells one fact after the other, and keeps what it needs of them to tell later ones.
class Teller {
 public:
  Step next(const Entry& entry) {
    if (entry.damage == Damage::fact) return {.position = entry.position, .damage = entry.damage};
    Step step = see(entry.event, [&](const auto& event) { return told(event); });
    step.position = entry.position;
    step.at = entry.at;
    if (entry.damage != Damage::none) step.damage = entry.damage;
    step.text = entry.text;
    step.attachments = entry.attachments;
    step.answers = entry.answers;
    if (std::holds_alternative<Summoned>(entry.event)) step.summons = SummonsId{entry.position.value};
    if (!entry.organisations.empty()) step.organisations = entry.organisations;
    const Acted* const act = std::get_if<Acted>(&entry.event);
    // The fact of a split stands right before the submission of the part
    if (act != nullptr && act->deed == Deed::split) step.part = DemandId{entry.position.value + 1};
    const Dues before = demand_.dues;
    std::visit([&](const auto& event) { keep(event); }, entry.event);
    follow(demand_, {.position = entry.position, .at = entry.at, .event = entry.event, .blob = {}});
    step.state = demand_.state;
    step.pending = asked_.what;
    if (renews_dues(entry.event)) step.dues = anew(before);
    return step;
  }

 private:
  // A step has the name of its fact, unless `tell` names it differently.
  template <class Fact>
  Step told(const Fact& event) const {
    Step step = tell(event);
    if constexpr (!IsOfNoDemand<Fact>) {
      if (step.event.empty()) step.event = description<Fact>.name;
    }
    if (step.chinese.empty() && !step.event.empty()) step.chinese = description<Fact>.chinese;
    if (step.english.empty()) step.english = step.event;
    if constexpr (requires { event.holder; }) step.holder = event.holder;
    return step;
  }

  Step tell(const Submitted& event) const {
    return {.lead = event.lead,
            .leads = true,
            .category = event.category,
            .subject = event.subject,
            .by_older_questions = event.by_older_questions()};
  }
  template <class Done>
  static Step done(const Done& event) {
    Step told{.by = event.as, .recorded = event.recorded};
    if constexpr (requires { event.group; }) told.group = event.group;
    return told;
  }
  Step tell(const Accepted& event) const { return done(event); }
  Step tell(const Finished& event) const { return done(event); }
  // A demand that nobody closed was joined to a head, and was closed with it.
  Step tell(const Closed& event) const {
    Step told = done(event);
    told.is_clocks = !event.as && !event.recorded;
    if (told.is_clocks) told.chinese = "随主件结案", told.english = "closed with its head";
    return told;
  }
  Step tell(const Joined& event) const {
    Step told = done(event);
    told.other = event.head;
    told.why = worded(words_of(event.bond));
    return told;
  }
  Step tell(const Gathered& event) const {
    return {.chinese = event.has_parted ? "拆出" : "并入",
            .english = event.has_parted ? "parted from it" : "joined to it",
            .other = event.member,
            .count = event.voices};
  }
  Step tell(const Recurred& event) const {
    const Words& words = words_of(event.what);
    return {.chinese = std::string(words.chinese),
            .english = std::string(words.english),
            .to = event.to,
            .place = event.place,
            .other = event.first,
            .count = event.count};
  }
  Step tell(const Acted& event) const;
  Worded why(const Acted& event) const;
  Step tell(const Sought& event) const;
  Step tell(const Assisted& event) const;
  Step tell(const Moved& event) const {
    Step told{.by = event.as, .recorded = event.recorded, .lead = event.lead, .leads = true, .place = event.place};
    told.forgets_subject = event.forgets_subject;
    if (event.forgets_subject)
      told.chinese = "改地点，不再指该部件或户", told.english = "moved, and names the asset or door no more";
    return told;
  }
  Step tell(const Rerouted& event) const {
    return {.english = "rerouted, as the city changed",
            .lead = event.lead,
            .leads = event.lead != demand_.lead,
            .to = event.to,
            .place = event.place};
  }
  Step tell(const Reclassified& event) const;
  Step tell(const Reassigned& event) const;
  Step tell(const Warned& event) const { return {.is_clocks = true, .warned = event.stage}; }
  Step tell(const Lapsed& event) const;
  Step tell(const Escalated& event) const;
  Step escalated(const Escalated& event, std::string_view chinese, std::string_view english) const;
  Step tell(const Urged& event) const {
    return {.is_clocks = true, .overdue = overdue_, .to = event.to, .is_late = true};
  }
  Step tell(const Noticed& event) const;
  Step tell(const Delivered& event) const;
  Step tell(const Rescheduled& event) const;
  Step tell(const Summoned& event) const { return {.by = event.as, .recorded = event.recorded, .until = event.due}; }
  Step tell(const Attended& event) const;
  Step tell(const NotArrived& event) const {
    return {.english = "not arrived", .is_clocks = true, .to = event.to, .summons = event.summons, .is_late = true};
  }
  // Tells what a register did with the demand.
  Step tell(const DescribedFact& event) const {
    const registers::FactWords words = registers::words_of(event.kind);
    return {
        .event = std::string(words.name), .chinese = std::string(words.chinese), .english = std::string(words.name)};
  }
  // An event of no demand stands where a fact of the demand should, and is told as damage.
  Step tell(const IsOfNoDemand auto&) const { return {.damage = Damage::fact}; }

  // Keeps what later steps need beside the demand's standing, which follow() keeps (engine/state/slot_fold.h).
  void keep(const Sought& event) { asked_ = event; }
  void keep(const Reassigned&) { overdue_ = Stage::acceptance; }
  void keep(const Escalated& event) { overdue_ = event.stage; }
  void keep(const Warned& event) { warned_ = event.stage; }
  template <class Fact>
    requires IsOfNoDemand<Fact> || IsOneOf<Fact, Submitted, Accepted, Finished, Closed, Acted, Assisted, Moved,
                                           Reclassified, Joined, Gathered, Recurred, Lapsed, Urged, Noticed, Delivered,
                                           Summoned, Attended, NotArrived, Rescheduled, Rerouted, DescribedFact>
  void keep(const Fact&) {}

  // Whether the event may set dues worth telling. The dues that every demand gets when it comes in, is finished or
  // closed are no news.
  static bool renews_dues(const Event& event) {
    return std::holds_alternative<Acted>(event) || std::holds_alternative<Moved>(event) ||
           std::holds_alternative<Rerouted>(event) || std::holds_alternative<Reclassified>(event) ||
           std::holds_alternative<Reassigned>(event) || std::holds_alternative<Rescheduled>(event);
  }
  Dues anew(const Dues& before) const {
    Dues dues;
    for (int due = 0; due < dues_max; ++due) {
      if (demand_.dues.of[due] != before.of[due]) dues.of[due] = demand_.dues.of[due];
    }
    return dues;
  }

  Slot demand_;                            // as it stands after the facts told so far
  std::optional<Stage> overdue_, warned_;  // the last ones
  Sought asked_{.what = Pending::none};    // the last one
};

Worded Teller::why(const Acted& event) const {
  if (event.deed == Deed::dismiss) return worded(words_of(Dismissal(event.choice)));
  if (event.deed == Deed::divert) return worded(words_of(Elsewhere(event.choice)));
  if (is_of_appeal(event.deed)) return worded(words_of(Appeal(event.choice)));
  const bool is_answer = event.deed == Deed::approve || event.deed == Deed::refuse;
  return is_answer ? worded(words_of(asked_.what)) : Worded{};
}

Step Teller::tell(const Acted& event) const {
  const Words& words = words_of(event.deed, asked_.what);
  const bool is_of_the_end = event.deed == Deed::rate || event.deed == Deed::call_back || event.deed == Deed::reopen;
  const bool is_reopened = is_of_the_end && event.state == DemandState::submitted;
  const bool has_new_lead = is_reopened || event.deed == Deed::send_back || event.deed == Deed::transfer ||
                            event.deed == Deed::file || event.deed == Deed::take_over;
  const Verdict verdict = Verdict::from_packed(event.verdict);
  const bool is_clocks = !event.as && !event.recorded;  // a terminal records all of its own acts
  const bool is_unreviewed = is_clocks && is_of_appeal(event.deed);
  return {.deed = std::string(words.name),
          .chinese = std::string(is_unreviewed ? "复核逾期" : words.chinese),
          .english = std::string(is_unreviewed ? "not reviewed in time" : words.english),
          .by = event.as,
          .is_clocks = is_clocks,
          .recorded = event.recorded && event.as,
          .group = event.group,
          .lead = has_new_lead               ? event.lead
                  : is_of_appeal(event.deed) ? Party(event.to)
                                             : Party{},
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

Step Teller::tell(const Sought& event) const {
  const bool is_offer = event.what == Pending::hand_over;
  return {.chinese = is_offer ? "移交" : "申请",
          .english = is_offer ? "offered" : "asked for",
          .by = event.as,
          .recorded = event.recorded,
          .lead = event.whom,
          .why = is_offer ? Worded{} : worded(words_of(event.what)),
          .limit = event.by,
          .until = event.until};
}

Step Teller::tell(const Assisted& event) const {
  return {.chinese = event.is_done ? "协办完成" : "请协办",
          .english = event.is_done ? "assisted" : "called in",
          .by = event.as,
          .recorded = event.recorded,
          .lead = event.is_done ? Party{} : event.who};
}

Step Teller::tell(const Reclassified& event) const {
  const bool has_new_lead = event.lead != demand_.lead;
  return {.by = event.as,
          .recorded = event.recorded,
          .lead = has_new_lead ? event.lead : Party{},
          .leads = has_new_lead,
          .category = event.category,
          .was = demand_.category,
          .condition = event.condition};
}

// The words for a lead that has nobody above and keeps the demand. Older logs hold this as a reassignment to the same
// lead.
constexpr std::string_view stays_chinese = "逾期未签收，仍由值班席办理",
                           stays_english = "not accepted in time: it stays with the duty desk";

Step Teller::tell(const Reassigned& event) const {
  const bool stays = event.lead == demand_.lead && !event.to_deputy;
  Step told{.chinese = event.to_deputy ? "改由副职签收" : "改派",
            .english = event.to_deputy ? "to its deputy" : "reassigned",
            .is_clocks = true,
            .overdue = Stage::acceptance,
            .let_pass = demand_.lead,
            .lead = event.lead,
            .leads = event.lead != demand_.lead,
            .stays = stays};
  if (stays) told.chinese = stays_chinese, told.english = stays_english;
  return told;
}

Step Teller::tell(const Attended& event) const {
  const Words& words = words_of(event.what);
  Step told{.deed = std::string(words.name),
            .chinese = std::string(words.chinese),
            .english = std::string(words.english),
            .by = event.as,
            .recorded = event.recorded,
            .summons = event.summons,
            .is_late = event.is_late || event.what == Attendance::left,
            .grade = event.grade};
  if (event.is_late) told.chinese = "迟到", told.english = "arrived late";
  if (event.who) told.organisations = {event.who};
  return told;
}

Step Teller::tell(const Lapsed& event) const {
  Step told{.chinese = "归档", .english = "final", .is_clocks = true};
  if (event.stage == Stage::rating) {
    told.chinese = "未评价", told.english = "not rated";
  } else if (event.stage == Stage::approval) {
    const bool is_offer = asked_.what == Pending::hand_over;
    told.chinese = is_offer ? "逾期未接，仍由原主办办理" : "逾期未批，视为不批准";
    told.english = is_offer ? "not taken over in time: the lead stays" : "not answered in time: refused";
    if (!is_offer) told.why = worded(words_of(asked_.what));
  }
  return told;
}

Step Teller::tell(const Escalated& event) const {
  if (event.is_parked || event.stage != Stage::acceptance)
    return escalated(event, event.is_parked ? "搁置（系统曾因此中断）" : "升级",
                     event.is_parked ? "parked (the engine died of it)" : "escalated");
  Step told = escalated(event, stays_chinese, stays_english);
  told.stays = true;
  return told;
}

// Nobody is told to have let a verification pass, since the lead is not the one to verify.
Step Teller::escalated(const Escalated& event, std::string_view chinese, std::string_view english) const {
  return {.chinese = std::string(chinese),
          .english = std::string(english),
          .is_clocks = true,
          .overdue = event.stage,
          .let_pass = event.stage == Stage::verification ? Party{} : demand_.lead,
          .to = event.to};
}

Step Teller::tell(const Noticed& event) const {
  return {.chinese = event.grows ? "并入通知" : "通知",
          .english = event.grows ? "told together" : "to be told",
          .overdue = event.kind == NoticeKind::late ? overdue_ : std::nullopt,
          .warned = event.kind == NoticeKind::due_soon ? warned_ : std::nullopt,
          .notified = event.to,
          .why = worded(words_of(event.kind)),
          .until = event.not_before,
          .count = event.count};
}

Step Teller::tell(const Delivered& event) const {
  if (event.is_dropped) return {.chinese = "通知未发：情况已变", .english = "not sent: it was no longer so"};
  return {.chinese = event.is_given_up ? "通知未送达，已放弃" : "通知已送达",
          .english = event.is_given_up ? "notice given up" : "notice delivered",
          .is_late = event.is_given_up,
          .attempts = event.attempts};
}

Step Teller::tell(const Rescheduled& event) const {
  return {.chinese = event.waits ? "时限待状况结束起算" : "时限重新计算",
          .english = event.waits ? "its limits count from the end of the situation" : "due anew",
          .why = event.waits ? Worded{} : worded(words_of(event.why))};
}

}  // namespace

std::vector<Step> tell(std::span<const Entry> oldest_first) {
  std::vector<Step> story;
  story.reserve(oldest_first.size());
  Teller teller;
  for (const Entry& entry : oldest_first) story.push_back(teller.next(entry));
  return story;
}

}  // namespace wangge::story
