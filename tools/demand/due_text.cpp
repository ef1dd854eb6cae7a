#include "tools/demand/due_text.h"

#include <chrono>

#include "engine/base/check.h"
#include "engine/model/calendar.h"
#include "tools/time_text.h"

namespace wangge::tools {
namespace {

// The stage that is late now, and since when; at 0 where none is. The engine's clock may not have come to it yet.
Due late_of(const views::Status& demand, Instant now) {
  if (is_over(demand.state)) return {};
  if (demand.late_since != 0) return {demand.late_since, demand.late_stage};
  const Due next = soonest(demand.dues, demand.state);
  return next.at != 0 && to_instant(next.at) <= now ? next : Due{};
}

// The deadline that was warned of, or else the soonest.
Due next_of(const views::Status& demand) {
  if (demand.part == views::Part::reviews) return {demand.dues[Stage::review], Stage::review};
  Dues warned = demand.dues;
  for (int due = 0; due < dues_max; ++due) {
    if ((demand.warned_dues >> due & 1) == 0) warned.of[due] = 0;
  }
  return soonest(warned == Dues{} ? demand.dues : warned, demand.state);
}

std::string stage_text(const views::Status& demand, Stage stage, bool is_english) {
  return std::string(words_of(stage, demand.state, demand.pending).in(is_english));
}

// How late, in whole minutes, but in seconds during the first.
std::string late_text(Duration late, bool is_english) {
  const Duration minutes = std::chrono::floor<std::chrono::minutes>(late);
  const std::string text = format_duration(minutes != Duration{} ? minutes : late, is_english);
  return is_english ? text + " late" : "逾期 " + text;
}

}  // namespace

const Words& lamp_words(const views::Status& demand, Instant now) {
  static constexpr Words green{"green", "未逾期", "in time"}, yellow{"yellow", "将到期", "soon"},
      red{"red", "逾期", "late"}, was_red{"red", "曾逾期", "was late"};
  switch (views::lamp_of(demand, now)) {
    case views::Lamp::green: return green;
    case views::Lamp::yellow: return yellow;
    case views::Lamp::red: return late_of(demand, now).at != 0 ? red : was_red;
  }
  CHECK(false);
}

Meaning meaning_of(views::Lamp lamp) {
  switch (lamp) {
    case views::Lamp::green: return Meaning::good;
    case views::Lamp::yellow: return Meaning::warning;
    case views::Lamp::red: return Meaning::bad;
  }
  CHECK(false);
}

std::string due_text(const views::Status& demand, Instant now, bool is_english) {
  const std::string_view comma = is_english ? ", " : "，";
  if (const Due late = late_of(demand, now); late.at != 0) {
    const Duration by = std::max(now - to_instant(late.at), Duration{});
    return late_text(by, is_english) + " · " + stage_text(demand, late.stage, is_english);
  }
  std::string text;
  if (views::lamp_of(demand, now) != views::Lamp::green) text = lamp_words(demand, now).in(is_english);
  const Due next = next_of(demand);
  if (next.at == 0) return text;
  if (!text.empty()) text += comma;
  text += say_instant(to_instant(next.at), now, Calendar{}.utc_offset, is_english);
  return text + " · " + stage_text(demand, next.stage, is_english);
}

}  // namespace wangge::tools
