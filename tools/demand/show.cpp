#include "tools/demand/show.h"

#include <algorithm>
#include <iostream>
#include <memory>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <boost/json.hpp>

#include "engine/model/number.h"
#include "engine/model/refusal.h"
#include "engine/model/words.h"
#include "tools/address.h"
#include "tools/log/data_folder.h"
#include "tools/demand/due_text.h"
#include "tools/names.h"
#include "tools/demand/questions.h"
#include "tools/demand/shown_demand.h"
#include "tools/log/stored_attachments.h"
#include "tools/demand/story_lines.h"
#include "tools/table.h"
#include "tools/time_text.h"
#include "tools/demand/written_number.h"

namespace wangge::tools {
namespace {

namespace json = boost::json;
using story::Step;

struct Options {
  std::string number, code;
  std::string data = default_data_folder, to, token;
  bool as_json = false;
};

// --- words

// How long after it occurred a demand was received: a terminal's spool may have kept it meanwhile.
Duration late_by(const ShownDemand& shown) {
  const Seconds occurred = shown.reasons->submitted.occurred;
  return Duration{std::max(shown.status.received, occurred) - occurred};
}

// Whether the submission's reason is still that of the lead: before filing another post checks the demand, and later
// others may lead.
bool is_led_as_routed(const ShownDemand& shown) {
  const Step* const made = shown.made_lead();
  return shown.reasons && !shown.reasons->submitted.check_first() && made == &shown.story.front();
}

// The steps that tell that a stage was late since the demand began, or began again; the first one of each stage.
std::vector<const Step*> late_steps(const ShownDemand& shown) {
  std::vector<const Step*> late;
  const auto is_of = [](Stage stage) { return [stage](const Step* told) { return *told->overdue == stage; }; };
  for (const Step& told : shown.story) {
    if (told.begins_again) late.clear();
    if (told.undoes_late) std::erase_if(late, is_of(Stage::resolution));
    if (told.overdue && std::ranges::none_of(late, is_of(*told.overdue))) late.push_back(&told);
  }
  return late;
}

// Whether an appeal was granted since the demand began, or began again.
bool is_exempt(const ShownDemand& shown) {
  const auto last = std::find_if(shown.story.rbegin(), shown.story.rend(),
                                 [](const Step& told) { return told.is_exempt || told.begins_again; });
  return last != shown.story.rend() && last->is_exempt;
}

// Whether the last verdict was satisfied: then the demand is not reopened (engine/rules/life_changes.cpp).
bool is_satisfied(const ShownDemand& shown) {
  const auto last = std::find_if(shown.story.rbegin(), shown.story.rend(),
                                 [](const Step& told) { return told.verdict.is_verdict(); });
  return last != shown.story.rend() && !last->verdict.is_dissatisfied();
}

// The deadlines whose passing still has an effect.
Dues awaited(const ShownDemand& shown) {
  if (!is_over(shown.status.state) || !is_satisfied(shown)) return shown.status.dues;
  Dues dues;
  dues[Stage::review] = shown.status.dues[Stage::review];
  return dues;
}

// --- JSON

json::value party_json(const ShownDemand& shown, Party who) {
  if (!who) return nullptr;
  const Named named = shown.party(who);
  return {{"kind", kind_of(who)}, {"code", named.code}, {"name", named.name}};
}

json::object dues_json(const ShownDemand& shown, const Dues& dues, DemandState state) {
  json::object out;
  for (int due = 0; due < dues_max; ++due) {
    if (dues.of[due] != 0) out[words_of(stage_of(state, due)).name] = shown.at(dues.of[due]);
  }
  return out;
}

json::object verdict_json(const Verdict& verdict) {
  return {{"reached", verdict.reached},
          {"in_time", verdict.in_time},
          {"solved", words_of(verdict.solved).name},
          {"result", verdict.result},
          {"service", verdict.service}};
}

// The actor of a step: a party, or the clock.
json::value actor_json(const ShownDemand& shown, const Step& told) {
  if (told.is_clocks) return {{"kind", "clock"}, {"code", ""}, {"name", ""}};
  return party_json(shown, told.by);
}

json::value made_lead_json(const ShownDemand& shown) {
  const Step* const made = shown.made_lead();
  if (made == nullptr) return nullptr;
  json::object out{{"event", made->event}, {"by", actor_json(shown, *made)}};
  if (!made->deed.empty()) out["deed"] = made->deed;
  return out;
}

json::object step_json(const ShownDemand& shown, const Step& told) {
  json::object out{{"position", told.position.value},
                   {"at", shown.at(told.at)},
                   {"event", told.event},
                   {"by", actor_json(shown, told)},
                   {"recorded", told.recorded},
                   {"group", told.group == 0 ? json::value(nullptr) : json::value(told.group)},
                   {"text", told.text}};
  if (!told.deed.empty()) out["deed"] = told.deed;
  if (told.lead) out[told.event == "submitted" ? "lead" : "handed_to"] = party_json(shown, told.lead);
  if (told.to) out["escalated_to"] = party_json(shown, told.to);
  if (told.notified) out["notified"] = party_json(shown, *told.notified);
  if (told.part) out["part"] = format_number(told.part);
  if (told.other) out["other"] = format_number(told.other);
  if (told.summons) {
    json::array organisations;
    for (const OrganisationId who : told.organisations) organisations.push_back(party_json(shown, who));
    out["summons"] = format_number(DemandId{told.summons.value});
    out["organisations"] = std::move(organisations);
  }
  if (told.grade != 0) out["grade"] = told.grade;
  if (told.place) out["place"] = json_of(shown.place(told.place));
  if (told.was) {
    out["category"] = json_of(shown.category(told.category));
    out["category_before"] = json_of(shown.category(told.was));
    out["condition"] = told.condition;
  }
  if (told.upward) out["upward"] = true;
  if (told.overdue) out["overdue"] = words_of(*told.overdue).name;
  if (told.let_pass) out["let_pass"] = party_json(shown, told.let_pass);
  if (told.warned) out["warned_of"] = words_of(*told.warned).name;
  if (told.verdict.is_verdict()) {
    out["verdict"] = verdict_json(told.verdict);
    out["late"] = told.is_late;
  }
  if (told.undoes_late) out["undoes_late"] = true;
  if (told.is_unanswered) out["reached"] = false;
  if (told.why) out["what"] = told.why.name;
  if (told.limit) out["limit"] = {{"amount", told.limit.amount}, {"unit", words_of(told.limit.unit).name}};
  if (told.until != 0) out["until"] = shown.at(told.until);
  if (told.dues != Dues{}) out["deadlines"] = dues_json(shown, told.dues, told.state);
  if (!told.attachments.empty()) out["attachments"] = told.attachments;
  if (told.damage == story::Damage::texts) out["damaged"] = "texts";
  if (told.damage == story::Damage::fact) out["damaged"] = "fact";
  if (told.damage == story::Damage::unknown) out["damaged"] = "unknown";
  return out;
}

json::array history_json(const ShownDemand& shown) {
  json::array history;
  for (const Step& step : shown.story) history.push_back(step_json(shown, step));
  return history;
}

json::array answers_json(const ShownDemand& shown) {
  json::array answers;
  for (const ShownAnswer& one : shown.answers) {
    answers.push_back(json::object{{"code", one.question.code},
                                   {"question", one.question.text},
                                   {"question_en", one.question.text_en},
                                   {"answer", one.value}});
  }
  return answers;
}

json::value moved_clock_json(const ShownDemand& shown) {
  const std::optional<MovedClock>& moved = shown.reasons->moved_clock;
  if (!moved) return nullptr;
  return {{"situation", json_of(shown.situation(moved->situation))},
          {"place", json_of(shown.place(moved->place))},
          {moved->is_over ? "ended" : "since", shown.at(moved->at)}};
}

void add_reasons(const ShownDemand& shown, json::object& out) {
  const Submitted& submitted = shown.reasons->submitted;
  const Way& way = shown.reasons->way;
  const Origin origin = Origin::from_packed(submitted.origin);
  json::array chain, offers;
  for (const PostId post : shown.reasons->chain) chain.push_back(json_of(shown.post(post)));
  for (const Offer& offer : shown.reasons->offers) {
    json::object entry = party_json(shown, offer.who).as_object();
    entry["reason"] = words_of(offer.reason).name;
    offers.push_back(std::move(entry));
  }
  out["category_en"] = shown.reasons->category_en;
  out["kind"] = words_of(origin.kind).name;
  out["reporter"] = words_of(origin.reporter).name;
  out["occurred"] = shown.at(submitted.occurred);
  out["late_seconds"] = late_by(shown).count();
  out["clock_ahead"] = origin.clock_ahead;
  out["road"] = json_of(shown.place(way.road));
  out["condition"] = way.condition;
  out["condition_name"] = shown.reasons->condition;
  out["chain"] = std::move(chain);
  out["acting_step"] = way.acting_step;
  out["holder"] = json_of(shown.person(way.holder));
  out["first_post_reason"] =
      way.is_another ? json::value(nullptr) : json::value(words_of(submitted.first_post_reason()).name);
  out["lead_reason"] =
      is_led_as_routed(shown) ? json::value(words_of(submitted.lead_reason()).name) : json::value(nullptr);
  out["offers"] = std::move(offers);
  out["complained_of"] = party_json(shown, submitted.complained_of);
  out["deadlines_at_first"] =
      dues_json(shown, submitted.dues, submitted.check_first() ? DemandState::filing : DemandState::submitted);
  out["moved_clock"] = moved_clock_json(shown);
  out["version"] = submitted.version;
  out["reference"] = shown.reasons->reference;
  out["split_from"] =
      shown.reasons->split_from ? json::value(format_number(shown.reasons->split_from)) : json::value(nullptr);
  out["attachments"] = shown.reasons->attachments;
}

json::object as_json(const ShownDemand& shown) {
  const views::Status& status = shown.status;
  json::object out;
  out["number"] = format_number(status.demand);
  out["state"] = words_of(status.state).name;
  out["lamp"] = lamp_words(status, shown.now).name;
  out["severity"] = status.severity;
  out["category"] = json_of(shown.category(status.category));
  out["place"] = json_of(shown.place(status.place));
  out["asset"] = shown.subject().asset() ? json_of(shown.subject_name()) : json::value(nullptr);
  out["door"] = shown.subject().door() ? json_of(shown.subject_name()) : json::value(nullptr);
  out["lead"] = party_json(shown, status.lead);
  out["made_lead"] = made_lead_json(shown);
  out["received"] = shown.at(status.received);
  out["final"] = status.is_final;
  out["waits"] = status.waits;
  out["restricted"] = status.is_restricted;
  out["deadlines"] = dues_json(shown, awaited(shown), status.state);
  out["satisfied"] = is_satisfied(shown);
  json::array late;
  for (const Step* const told : late_steps(shown)) late.push_back(json::string(words_of(*told->overdue).name));
  out["late"] = std::move(late);
  out["answers"] = answers_json(shown);
  out["by_older_questions"] = shown.by_older_questions;
  out["exempt"] = is_exempt(shown);
  if (shown.reasons) add_reasons(shown, out);
  out["history"] = history_json(shown);
  out["stored_attachments"] = to_json(shown.attachments);
  return out;
}

// --- for people

// How many digits tell the hashes of a demand apart.
constexpr std::size_t hash_digits_shown = 8;

class Page {
 public:
  Page(const ShownDemand& shown, const Console& console) : shown_(shown), console_(console) {}

  void print() const {
    print_demand();
    if (shown_.reasons) print_reasons();
    std::cout << "\n";
    print_history();
  }

 private:
  bool is_english() const { return console_.language == Language::english; }
  std::string word(const Words& words) const { return std::string(words.in(is_english())); }
  std::string say(std::string_view chinese, std::string_view english) const {
    return std::string(console_.say(chinese, english));
  }
  std::string in_brackets(const std::string& text) const { return say("（", " (") + text + say("）", ")"); }

  void line(std::string_view chinese, std::string_view english, const std::string& value) const {
    line(chinese, english, std::vector<Cell>{value});
  }
  void line(std::string_view chinese, std::string_view english, const std::vector<Cell>& value) const {
    print_line(std::cout, console_.say(chinese, english), value, console_);
  }

  std::string dues_list(const Dues& dues, DemandState state, Pending pending) const {
    std::string text;
    for (int due = 0; due < dues_max; ++due) {
      if (dues.of[due] == 0) continue;
      text += (text.empty() ? "" : "  ") + word(deadline_words(stage_of(state, due), state, pending)) + " " +
              shown_.at(dues.of[due]);
    }
    return text;
  }

  std::string awaited_text() const {
    const views::Status& status = shown_.status;
    std::string text = dues_list(awaited(shown_), status.state, status.pending);
    if (status.waits)
      text += (text.empty() ? "" : "  ") + say("处置待状况结束起算", "resolution counts from the end of the situation");
    if (text.empty() && is_satisfied(shown_)) return say("无，居民已满意", "none: the resident is satisfied");
    return text.empty() ? "-" : text;
  }

  std::string verdict_text(const Verdict& verdict) const {
    std::string text;
    const auto add = [&](const std::string& more) { text += (text.empty() ? "" : say("，", ", ")) + more; };
    if (verdict.solved != Verdict::Solved::unsaid) add(word(words_of(verdict.solved)));
    if (verdict.result != 0) add(say("结果 ", "result ") + std::to_string(verdict.result) + "/5");
    if (verdict.service != 0) add(say("服务 ", "service ") + std::to_string(verdict.service) + "/5");
    return text;
  }

  std::string late_text() const {
    std::string text;
    for (const Step* const told : late_steps(shown_))
      text += (text.empty() ? "" : say("、", ", ")) + stage_text(*told, *told->overdue);
    return text;
  }

  std::string exempt_text() const {
    return is_exempt(shown_) ? in_brackets(say("申诉准予，免计", "appeal granted: it does not count")) : "";
  }

  Named category() const {
    Named category = shown_.category(shown_.status.category);
    const bool has_english = shown_.reasons && !shown_.reasons->category_en.empty();
    if (is_english() && has_english) category.name = shown_.reasons->category_en;
    return category;
  }

  std::string why_it_leads() const {
    const Step* const made = shown_.made_lead();
    if (is_led_as_routed(shown_)) return " — " + word(words_of(shown_.reasons->submitted.lead_reason()));
    if (made == nullptr) return {};
    if (made == &shown_.story.front())
      return shown_.reasons ? " — " + say("立案前核实", "looks before it is filed") : "";
    const std::string deed = " — " + say(made->chinese, made->english);
    if (made->is_clocks) return deed + say("，", ", ") + actor_text(*made);
    return deed + (made->by ? in_brackets(actor_text(*made)) : "");
  }

  // Prints the parties that led the demand and lost it because they did not accept it in time; they are told the same
  // where they want to do something about it.
  void print_lost_leads() const {
    for (const Step& told : shown_.story) {
      if (!told.let_pass || !told.leads || told.let_pass == shown_.status.lead) continue;
      const RefusalNames names{.party = shown_.party(told.lead).name,
                               .when = format_moment(to_instant(told.at), shown_.now, shown_.utc_offset)};
      const std::string who = text_of(shown_.party(told.let_pass)) + say("，", ", ");
      line("原主办", "led before", who + to_sentence({Reason::reassigned}, is_english(), names));
    }
  }

  // A demand that is over is shown without its lamp.
  std::vector<Cell> state_text() const {
    const views::Status& status = shown_.status;
    std::string state = word(words_of(status.state));
    if (status.is_final) state += in_brackets(say("已归档", "final"));
    if (status.is_restricted) state += in_brackets(say("限制知悉", "restricted"));
    if (is_over(status.state)) return {state};
    return {state + say("（", " ("), {word(lamp_words(status, shown_.now)), meaning_of(shown_.lamp())}, say("）", ")")};
  }

  void print_demand() const {
    const views::Status& status = shown_.status;
    line("编号", "number", format_number(status.demand));
    line("状态", "state", state_text());
    line("类别", "category", text_of(category()));
    line("严重程度", "severity", std::to_string(status.severity));
    line("地点", "place", text_of(shown_.place(status.place)));
    if (const Subject about = shown_.subject())
      line(about.is_door() ? "户" : "部件", about.is_door() ? "door" : "asset", text_of(shown_.subject_name()));
    line("收到", "received", shown_.at(status.received));
    line("主办", "lead", text_of(shown_.party(status.lead)) + why_it_leads());
    print_lost_leads();
    line("截止", "deadlines", awaited_text());
    if (const std::string late = late_text(); !late.empty()) line("逾期", "overdue", late + exempt_text());
    print_answers();
  }

  void print_answers() const {
    for (const ShownAnswer& one : shown_.answers) {
      const std::string& text = wangge::tools::text_of(one.question, console_);
      line("附加问题", "asked", (text.empty() ? one.question.code : text) + " " + one.value);
    }
    if (shown_.by_older_questions) line("附加问题", "asked", say("按旧版问题填写", "filled in by older questions"));
  }

  std::string how_late_text() const {
    const Duration late = late_by(shown_);
    if (late == Duration{0}) return say("即时受理", "taken up at once");
    return say("晚 ", "received ") + format_duration(late, is_english()) + say("收到", " later");
  }

  std::string moved_clock_text(const MovedClock& moved) const {
    const std::string what = shown_.situation(moved.situation).name + in_brackets(text_of(shown_.place(moved.place)));
    const std::string when = moved.is_over ? say("，结束于 ", ", ended at ") : say("，起于 ", ", since ");
    const std::string then = shown_.status.waits ? say("，处置待其结束起算", ", resolution counts from its end")
                                                 : say("，时限已重新计算", ", its limits were worked out anew");
    return what + when + shown_.at(moved.at) + then;
  }

  void print_reasons() const {
    const Reasons& reasons = *shown_.reasons;
    const Origin origin = Origin::from_packed(reasons.submitted.origin);
    line("来源", "came as", word(words_of(origin.kind)) + " · " + word(words_of(origin.reporter)));
    if (reasons.split_from) line("拆分自", "split from", format_number(reasons.split_from));
    line("发生", "occurred", shown_.at(reasons.submitted.occurred) + say("，", ", ") + how_late_text());
    if (reasons.way.road) line("街、路(巷)", "street or lane", text_of(shown_.place(reasons.way.road)));
    if (!reasons.condition.empty()) line("立案条件", "condition", reasons.condition);
    if (reasons.moved_clock) line("状况", "situation", moved_clock_text(*reasons.moved_clock));
    std::string chain;
    for (std::size_t step = 0; step < reasons.chain.size(); ++step) {
      const bool is_acting = step == reasons.way.acting_step;
      chain += std::string(step == 0 ? "" : " → ") + shown_.post(reasons.chain[step]).name + (is_acting ? "*" : "");
    }
    line("五长链", "chain", chain);
    std::string offers;
    for (const Offer& offer : reasons.offers)
      offers += (offers.empty() ? "" : say("、", ", ")) + shown_.party(offer.who).name;
    line("资源方", "owns or offers", offers.empty() ? "-" : offers);
    line("规则版本", "version of the rules", std::to_string(reasons.submitted.version));
  }

  std::string text_with_attachments(const Step& step) const {
    if (step.damage == story::Damage::texts)
      return say("（正文损坏，读不出）", "(its texts are damaged and cannot be read)");
    if (step.attachments.empty()) return step.text;
    std::string listed;
    std::istringstream lines(step.attachments);
    for (std::string one; std::getline(lines, one);) listed += " " + attachment_text(one);
    return step.text + in_brackets(say("附件", "attached") + listed);
  }

  // The attachment's name, the beginning of its hash, and its state in the store; another reference as it stands.
  std::string attachment_text(const std::string& reference) const {
    const std::optional<AttachmentRef> named = attachment_of(reference);
    const terminal::AttachmentRow* const row = named ? shown_.attachment(named->hash) : nullptr;
    if (row == nullptr) return reference;
    const std::string name = named->name.empty() ? "" : named->name + " ";
    return name + to_digits(named->hash).substr(0, hash_digits_shown) + "[" + standing_of(*row, console_) + "]";
  }

  std::string actor_text(const Step& told) const {
    return told.is_clocks ? say("系统（时限到期）", "the system (a limit passed)") : text_of(shown_.party(told.by));
  }

  std::string stage_text(const Step& told, Stage stage) const {
    return word(wangge::words_of(stage, told.state, told.pending));
  }

  std::string stages_text(const Step& told) const {
    std::string text;
    if (told.overdue && !told.stays) {
      const std::string whose = told.let_pass ? say("：", ": ") + text_of(shown_.party(told.let_pass)) : "";
      text += in_brackets(stage_text(told, *told.overdue) + say("逾期", " overdue") + whose);
    }
    if (told.warned) text += in_brackets(stage_text(told, *told.warned) + say("将到期", " due soon"));
    return text;
  }

  std::string receivers_text(const Step& told) const {
    if (told.stays) return {};
    std::string text;
    if (told.lead) text += (told.was ? say("，主办 ", ", lead ") : " → ") + text_of(shown_.party(told.lead));
    if (told.part) text += " → " + format_number(told.part);
    if (told.other) text += " " + format_number(told.other);
    for (const OrganisationId who : told.organisations) {
      text += (who == told.organisations.front() ? say("：", ": ") : say("、", ", ")) + text_of(shown_.party(who));
    }
    if (told.to) text += " → " + text_of(shown_.post(told.to));
    if (told.notified)
      text += " → " + (*told.notified ? text_of(shown_.party(*told.notified)) : say("居民", "the resident"));
    return text;
  }

  std::string event_text(const Step& told) const {
    std::string event = say(told.chinese, told.english) + stages_text(told);
    if (told.place) event += say("：", ": ") + text_of(shown_.place(told.place));
    if (told.was)
      event += say("：", ": ") + text_of(shown_.category(told.was)) + " → " + text_of(shown_.category(told.category));
    if (told.condition != 0) event += in_brackets(say("条件 ", "condition ") + std::to_string(told.condition));
    const bool is_said = told.overdue || told.warned;  // for a notice
    if (told.verdict.is_verdict()) event += in_brackets(verdict_text(told.verdict));
    if (told.verdict.is_verdict() && told.is_late)
      event += in_brackets(say("逾期评价，统计仍计未评价", "late: counted as no answer"));
    if (told.undoes_late)
      event += in_brackets(say("到期前申请，其间不计逾期", "asked for in time: not late meanwhile"));
    if (told.is_unanswered) event += in_brackets(say("没联系上", "nobody answered"));
    if (told.why && !is_said) event += in_brackets(say(told.why.chinese, told.why.english));
    if (told.limit) event += " " + to_text(told.limit, is_english());
    if (told.until != 0) event += say("，至 ", ", until ") + shown_.at(told.until);
    event += receivers_text(told);
    if (told.dues != Dues{}) event += say("，截止：", ", deadlines: ") + dues_list(told.dues, told.state, told.pending);
    if (told.upward) event += in_brackets(say("往返推诿，转上级", "to and fro, so upward"));
    if (told.grade != 0) event += say("，评分 ", ", graded ") + std::to_string(told.grade);
    if (told.count > 1) event += in_brackets(say("共 ", "") + std::to_string(told.count) + say(" 件", " demands"));
    if (told.attempts > 1)
      event += in_brackets(say("第 ", "attempt ") + std::to_string(told.attempts) + say(" 次", ""));
    if (told.group != 0) event += in_brackets(say("批量 ", "together ") + std::to_string(told.group));
    if (told.recorded) event += in_brackets(say("代录", "recorded"));
    return event;
  }

  std::vector<StoryLine> lines_of_history() const {
    std::vector<StoryLine> lines;
    for (const Step& told : shown_.story) {
      if (told.damage == story::Damage::unknown) {
        lines.push_back({.event = say("此版本不认识的记录，请升级 wangge",
                                      "a record that this version does not know: update wangge"),
                         .meaning = Meaning::bad});
        continue;
      }
      if (told.damage == story::Damage::fact) {
        const std::string where = say("位置 ", "position ") + std::to_string(told.position.value);
        lines.push_back({.event = say("此处记录损坏，读不出", "the log is damaged here and cannot be read"),
                         .text = where,
                         .meaning = Meaning::bad});
        continue;
      }
      lines.push_back({.at = told.at,
                       .event = event_text(told),
                       .actor = actor_text(told),
                       .text = text_with_attachments(told),
                       .meaning = told.overdue || told.is_late ? Meaning::bad : Meaning::plain,
                       .is_notice = told.event == "noticed" || told.event == "delivered",
                       .is_again = told.event == "urged"});
    }
    return lines;
  }

  void print_history() const {
    Table table({{say("时间", "time")}, {say("经过", "event")}, {say("经办", "who")}, {say("说明", "text")}});
    for (const StoryLine& line : folded(lines_of_history())) {
      const std::string times = line.times == 1
                                    ? ""
                                    : in_brackets(say("共 ", "") + std::to_string(line.times) +
                                                  say(" 次，最后 ", " times, the last at ") + shown_.at(line.last));
      table.add({shown_.at(line.at), Cell(line.event + times, line.meaning), line.actor, line.text});
    }
    table.print(std::cout, console_);
  }

  const ShownDemand& shown_;
  const Console& console_;
};

int run(const Options& options, const Console& console) {
  const DemandId demand = demand_named(options.number, console);
  const ShownDemand shown =
      options.to.empty()
          ? demand_in_log(options.data, demand, console)
          : demand_of_engine(options.to, options.token,
                             {demand, options.code.empty() ? 0 : look_up_code_named(options.code, console)}, console);
  if (options.as_json) {
    std::cout << json::serialize(as_json(shown)) << "\n";
  } else {
    Page(shown, console).print();
  }
  return 0;
}

}  // namespace

void show(const std::string& to, const std::string& token, DemandId demand, const Console& console) {
  Page(demand_of_engine(to, token, {demand}, console), console).print();
}

void add_show(cli::App& app, int& exit_code) {
  const auto options = std::make_shared<Options>();
  cli::App* command = app.add_subcommand("show",
                                         "例 / examples:\n"
                                         "  wangge show 2468069 --data ./data\n"
                                         "  wangge show 2468069 --to 127.0.0.1:8243 --token station.token\n"
                                         "一件诉求和它的经过；--data 可与引擎同时，说得更全 / a demand and its "
                                         "history; --data works beside a running engine and tells more");
  command->add_option("NUMBER", options->number, "编号 / number")->required();
  cli::Option* data = command->add_option("--data", options->data, "数据文件夹 / data folder")->capture_default_str();
  cli::Option* to = command->add_option("--to", options->to, "运行中的引擎 地址:端口 / a running engine, address:port")
                        ->check(address_problem)
                        ->excludes(data);
  cli::Option* token = command->add_option("--token", options->token, "令牌文件 / file with a token")->needs(to);
  to->needs(token);
  command->add_option("--code", options->code, "回执上的六位查询码 / the six digits on the receipt")->needs(to);
  command->add_flag("--json", options->as_json, "输出 JSON / print JSON");
  command->callback([options, command, &exit_code] { exit_code = run(*options, console_of(*command)); });
}

}  // namespace wangge::tools
