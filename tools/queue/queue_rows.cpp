#include "tools/queue/queue_rows.h"

#include <algorithm>

#include "engine/model/number.h"
#include "engine/model/words.h"
#include "tools/demand/due_text.h"
#include "tools/names.h"
#include "tools/time_text.h"

namespace wangge::tools {
namespace {

namespace json = boost::json;

// The widths on a terminal of 80 columns: a deadline with its lamp, and five Chinese characters of each name.
constexpr std::size_t time_columns = 24, state_columns = 8, name_columns = 10;

const views::NamedRow& of(const RunningEngine::Names& names, std::uint32_t id) {
  static const views::NamedRow none;
  const auto found = names.find(id);
  return found == names.end() ? none : found->second;
}

json::value lead_json(Party lead, const views::NamedRow& row) {
  if (row.id == 0) return nullptr;
  return {{"kind", kind_of(lead)}, {"code", row.code}, {"name", row.name}};
}

// The late deadline of a row; null where nothing is late now.
json::value overdue_json(const views::Status& row) {
  if (row.late_since == 0) return nullptr;
  return {{"stage", wangge::words_of(row.late_stage).name}, {"since", format_local(row.late_since)}};
}

const std::string& name_of(const views::NamedRow& row, bool is_english) {
  return is_english && !row.name_en.empty() ? row.name_en : row.name;
}

const Words& words_of(views::Part part) {
  static constexpr Words words[]{{"leads", "主办", "leads"},
                                 {"assists", "协办", "assists"},
                                 {"offered", "待接办", "to take over or not"},
                                 {"answers", "待审批", "to approve or not"},
                                 {"verifies", "由本级核查", "to verify"},
                                 {"reviews", "由本级复核申诉", "to grant an appeal or not"}};
  static_assert(std::size(words) == views::parts);
  return words[static_cast<std::size_t>(part)];
}

}  // namespace

void QueueRows::learn(const std::vector<views::Status>& rows) {
  for (const views::Status& row : rows) {
    places_[row.place.value];
    categories_[row.category.value];
    if (row.lead.is_post()) posts_[row.lead.post().value];
    if (row.lead.is_organisation()) organisations_[row.lead.organisation().value];
  }
  engine_.require(engine_.learn(views::Noun::place, places_));
  engine_.require(engine_.learn(views::Noun::category, categories_));
  engine_.require(engine_.learn(views::Noun::post, posts_));
  engine_.require(engine_.learn(views::Noun::organisation, organisations_));
}

const views::NamedRow& QueueRows::lead_of(const views::Status& row) const {
  return row.lead.is_post() ? of(posts_, row.lead.post().value) : of(organisations_, row.lead.organisation().value);
}

const std::string& QueueRows::category_of(const views::Status& row, const Console& console) const {
  return name_of(of(categories_, row.category.value), console.language == Language::english);
}

const std::string& QueueRows::place_of(const views::Status& row) const { return of(places_, row.place.value).name; }

Table QueueRows::table(const std::vector<views::Status>& rows, std::size_t limit, const Console& console) const {
  const bool is_english = console.language == Language::english;
  const Instant now = engine_.now();
  const auto column = [&](std::string_view chinese, std::string_view english, std::size_t least, int gives_way) {
    return Column{.title = std::string(console.say(chinese, english)), .least = least, .gives_way = gives_way};
  };
  Table table({column("编号", "number", 0, 0), column("时限", "time", time_columns, 0),
               column("严重程度", "severity", 0, 1), column("状态", "state", state_columns, 0),
               column("类别", "category", name_columns, 0), column("地点", "place", name_columns, 0),
               column("主办", "lead", name_columns, 0), column("升级到", "escalated to", name_columns, 2)});
  for (std::size_t i = 0; i < std::min(rows.size(), limit); ++i) {
    const views::Status& row = rows[i];
    std::string state(wangge::words_of(row.state).in(is_english));
    if (row.part != views::Part::leads)
      state += std::string(console.say("（", " (")) + std::string(words_of(row.part).in(is_english)) +
               std::string(console.say("）", ")"));
    if (row.is_restricted) state += std::string(console.say("（限制知悉）", " (restricted)"));
    const std::string level =
        row.escalated_to == Level::none ? "" : std::string(wangge::words_of(row.escalated_to).in(is_english));
    const views::Lamp lamp = views::lamp_of(row, now);
    const Meaning meaning = lamp == views::Lamp::green ? Meaning::plain : meaning_of(lamp);
    table.add({format_number(row.demand), Cell(due_text(row, now, is_english), meaning), std::to_string(row.severity),
               state, category_of(row, console), place_of(row), lead_of(row).name, level});
  }
  return table;
}

json::array QueueRows::json(const std::vector<views::Status>& rows) const {
  json::array out;
  for (const views::Status& row : rows) {
    json::object dues;
    for (int due = 0; due < dues_max; ++due) {
      if (row.dues.of[due] == 0) continue;
      dues[wangge::words_of(stage_of(row.state, due)).name] = format_local(row.dues.of[due]);
    }
    json::object one{{"number", format_number(row.demand)},
                     {"late", row.is_late},
                     {"warned", row.is_warned},
                     {"severity", row.severity},
                     {"state", wangge::words_of(row.state).name},
                     {"category", json_of(named(of(categories_, row.category.value)))},
                     {"place", json_of(named(of(places_, row.place.value)))},
                     {"lead", lead_json(row.lead, lead_of(row))},
                     {"part", words_of(row.part).name},
                     {"received", format_local(row.received)},
                     {"deadlines", std::move(dues)}};
    one["overdue"] = overdue_json(row);
    one["head"] = row.head ? json::value(format_number(row.head)) : json::value(nullptr);
    one["members"] = row.members;
    one["voices"] = row.voices;
    one["restricted"] = row.is_restricted;
    one["escalated_to"] =
        row.escalated_to == Level::none ? json::value(nullptr) : json::value(wangge::words_of(row.escalated_to).name);
    out.push_back(std::move(one));
  }
  return out;
}

json::object QueueRows::json(const views::Queue& queue) const {
  const views::QueueCounts& counts = queue.counts;
  return {{"position", queue.position.value},
          {"all", counts.all},
          {"late", counts.late},
          {"warned", counts.warned},
          {"by_severity", json::array(counts.by_severity.begin(), counts.by_severity.end())},
          {"rows", json(queue.rows)}};
}

std::string QueueRows::standing(const views::Status& row, const Console& console) const {
  const bool is_english = console.language == Language::english;
  const views::NamedRow& lead = lead_of(row);
  const std::string_view comma = console.say("，", ", ");
  std::string text(wangge::words_of(row.state).in(is_english));
  if (row.is_restricted) text += std::string(console.say("（限制知悉）", " (restricted)"));
  if (row.head) {
    return text + std::string(comma) + std::string(console.say("主件 ", "its head ")) + format_number(row.head) +
           std::string(console.say("：", ": ")) + std::string(wangge::words_of(row.head_state).in(is_english));
  }
  if (row.members != 0)
    text += std::string(comma) + std::to_string(row.members) + std::string(console.say(" 件并入", " joined to it"));
  if (lead.id != 0 && !is_over(row.state))
    text += std::string(comma) + std::string(console.say("主办 ", "led by ")) + text_of(named(lead));
  const std::string due = due_text(row, engine_.now(), is_english);
  return due.empty() ? text : text.append(comma).append(console.say("时限：", "time: ")).append(due);
}

std::string QueueRows::summary(const views::QueueCounts& counts, const Console& console) {
  const auto number = [](std::uint32_t count) { return std::to_string(count); };
  if (console.language == Language::english) {
    return number(counts.all) + " in all: " + number(counts.late) + " late, " + number(counts.warned) +
           " due soon; by severity " + number(counts.by_severity[0]) + " / " + number(counts.by_severity[1]) + " / " +
           number(counts.by_severity[2]) + " / " + number(counts.by_severity[3]);
  }
  return "共 " + number(counts.all) + " 件：逾期 " + number(counts.late) + "，将到期 " + number(counts.warned) +
         "；一至四级 " + number(counts.by_severity[0]) + " / " + number(counts.by_severity[1]) + " / " +
         number(counts.by_severity[2]) + " / " + number(counts.by_severity[3]);
}

}  // namespace wangge::tools
