#include "tools/queue_rows.h"

#include <algorithm>

#include "engine/base/limits.h"
#include "engine/model/number.h"
#include "engine/model/words.h"
#include "tools/names.h"
#include "tools/time_text.h"

namespace wangge::tools {
namespace {

namespace json = boost::json;

constexpr Duration offset = Calendar{}.utc_offset;

Meaning meaning_of(const views::Status& row) {
  if (row.is_late) return Meaning::bad;
  return row.is_warned ? Meaning::warning : Meaning::plain;
}

std::string lamp_of(const views::Status& row, bool is_english) {
  if (row.is_late) return is_english ? "late" : "逾期";
  if (row.is_warned) return is_english ? "soon" : "将到期";
  return "";
}

const views::NamedRow& of(const std::map<std::uint32_t, views::NamedRow>& names, std::uint32_t id) {
  static const views::NamedRow none;
  const auto found = names.find(id);
  return found == names.end() ? none : found->second;
}

json::value named_json(const views::NamedRow& row) {
  if (row.id == 0) return nullptr;
  return {{"code", row.code}, {"name", row.name}};
}

}  // namespace

void QueueRows::learn(const std::vector<views::Status>& rows) {
  for (const views::Status& row : rows) {
    places_[row.place.value];
    categories_[row.category.value];
    if (row.lead.is_post()) posts_[row.lead.post().value];
    if (row.lead.is_organisation()) organisations_[row.lead.organisation().value];
  }
  learn(views::Noun::place, places_);
  learn(views::Noun::category, categories_);
  learn(views::Noun::post, posts_);
  learn(views::Noun::organisation, organisations_);
}

void QueueRows::learn(views::Noun noun, Names& names) {
  std::vector<std::uint32_t> unknown;
  for (const auto& [id, row] : names) {
    if (row.id == 0 && unknown.size() < limits::question_rows_max) unknown.push_back(id);
  }
  if (unknown.empty()) return;
  const std::vector<views::NamedRow> rows = engine_.require(engine_.client().names_of(noun, unknown));
  for (std::size_t i = 0; i < unknown.size(); ++i) names[unknown[i]] = rows[i];
}

const views::NamedRow& QueueRows::lead_of(const views::Status& row) const {
  return row.lead.is_post() ? of(posts_, row.lead.post().value) : of(organisations_, row.lead.organisation().value);
}

Table QueueRows::table(const std::vector<views::Status>& rows, std::size_t limit, const Console& console) const {
  const bool is_english = console.language == Language::english;
  const auto title = [&](std::string_view chinese, std::string_view english) { return Column{std::string(console.say(chinese, english))}; };
  Table table({title("编号", "number"), title("时限", "time"), title("级别", "severity"), title("状态", "state"), title("类别", "category"),
               title("地点", "place"), title("主办", "lead"), title("最近截止", "next due"), title("升级到", "escalated to")});
  for (std::size_t i = 0; i < std::min(rows.size(), limit); ++i) {
    const views::Status& row = rows[i];
    const Due due = soonest(row.dues, row.state);
    std::string when;
    if (due.at != 0) when = std::string(words_of(due.stage).in(is_english)) + " " + format_instant(to_instant(due.at), offset);
    std::string state(words_of(row.state).in(is_english));
    if (row.assists) state += console.say("（协办）", " (assists)");
    const std::string level = row.escalated_to == Level::none ? "" : std::string(words_of(row.escalated_to).in(is_english));
    table.add({Cell(format_number(row.demand)), Cell(lamp_of(row, is_english), meaning_of(row)), Cell(std::to_string(row.severity)),
               Cell(state), Cell(of(categories_, row.category.value).name), Cell(of(places_, row.place.value).name),
               Cell(lead_of(row).name), Cell(when), Cell(level)});
  }
  return table;
}

json::array QueueRows::json(const std::vector<views::Status>& rows) const {
  json::array out;
  for (const views::Status& row : rows) {
    json::object dues;
    for (int due = 0; due < dues_max; ++due) {
      if (row.dues.of[due] == 0) continue;
      dues[words_of(stage_of(row.state, due)).name] = format_instant(to_instant(row.dues.of[due]), offset);
    }
    json::object one{{"number", format_number(row.demand)},
                     {"late", row.is_late},
                     {"warned", row.is_warned},
                     {"severity", row.severity},
                     {"state", words_of(row.state).name},
                     {"category", named_json(of(categories_, row.category.value))},
                     {"place", named_json(of(places_, row.place.value))},
                     {"lead", named_json(lead_of(row))},
                     {"assists", row.assists},
                     {"received", format_instant(to_instant(row.received), offset)},
                     {"dues", std::move(dues)}};
    one["escalated_to"] = row.escalated_to == Level::none ? json::value(nullptr) : json::value(words_of(row.escalated_to).name);
    out.push_back(std::move(one));
  }
  return out;
}

std::string QueueRows::summary(const views::QueueCounts& counts, const Console& console) {
  const auto number = [](std::uint32_t count) { return std::to_string(count); };
  if (console.language == Language::english) {
    return number(counts.all) + " in all: " + number(counts.late) + " late, " + number(counts.warned) + " due soon; by severity " +
           number(counts.by_severity[0]) + " / " + number(counts.by_severity[1]) + " / " + number(counts.by_severity[2]) + " / " +
           number(counts.by_severity[3]);
  }
  return "共 " + number(counts.all) + " 件：逾期 " + number(counts.late) + "，将到期 " + number(counts.warned) + "；一至四级 " +
         number(counts.by_severity[0]) + " / " + number(counts.by_severity[1]) + " / " + number(counts.by_severity[2]) + " / " +
         number(counts.by_severity[3]);
}

}  // namespace wangge::tools
