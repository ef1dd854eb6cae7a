// Deadlines as people say them.

#include "tools/demand/due_text.h"

#include <chrono>
#include <string>

#include "tools/time_text.h"

#include <catch2/catch.hpp>  // last: its CHECK takes the place of ours

namespace wangge::tools {
namespace {

using namespace std::chrono_literals;

constexpr Duration offset = 8h;

Instant at(const char* text) { return parse_instant(text, offset).value(); }
Seconds seconds(const char* text) { return to_seconds(at(text)); }

const Instant now = at("2026-12-02T21:00");

std::string said(const views::Status& row) { return due_text(row, now, false); }

// In hand, with its resolution due this evening.
views::Status in_hand() {
  views::Status row{.known = true, .state = DemandState::accepted};
  row.dues[Stage::resolution] = seconds("2026-12-02T22:30");
  return row;
}

TEST_CASE("An instant is said by how far its day is") {
  struct Case {
    const char *instant, *chinese, *english;
  };
  const Case cases[]{{"2026-12-02T22:30", "今天 22:30", "today 22:30"},
                     {"2026-12-02T08:05", "今天 08:05", "today 08:05"},
                     {"2026-12-03T00:00", "明天 00:00", "tomorrow 00:00"},
                     {"2026-12-04T09:00", "12月4日 09:00", "4 Dec 09:00"},
                     {"2026-11-30T09:00", "11月30日 09:00", "30 Nov 09:00"},
                     {"2027-01-03T09:00", "2027年1月3日 09:00", "3 Jan 2027 09:00"}};
  for (const Case& one : cases) {
    CHECK(say_instant(at(one.instant), now, offset, false) == one.chinese);
    CHECK(say_instant(at(one.instant), now, offset, true) == one.english);
  }
}

TEST_CASE("What is late is said with the stage that is late and for how long, whatever comes next") {
  struct Case {
    Duration late;
    const char *chinese, *english;
  };
  const Case cases[]{{40s, "逾期 40秒 · 签收", "40 s late · acceptance"},
                     {35min + 59s, "逾期 35分 · 签收", "35 min late · acceptance"},
                     {2h + 5min, "逾期 2时5分 · 签收", "2 h 5 min late · acceptance"},
                     {51h + 20min, "逾期 2天3时 · 签收", "2 d 3 h late · acceptance"}};
  for (const Case& one : cases) {
    views::Status row{.known = true, .is_late = true};
    row.late_since = to_seconds(now - one.late);
    row.late_stage = Stage::acceptance;
    row.dues[Stage::acceptance] = seconds("2026-12-02T22:30");  // somebody else's turn
    CHECK(said(row) == one.chinese);
    CHECK(due_text(row, now, true) == one.english);
    CHECK(lamp_words(row, now).chinese == "逾期");
  }
}

TEST_CASE("What has passed is late before the clock has come to it") {
  views::Status row{.known = true};
  row.dues[Stage::acceptance] = to_seconds(now - 1min);
  CHECK(said(row) == "逾期 1分 · 签收");
  CHECK(lamp_words(row, now).name == "red");
}

TEST_CASE("What was late and is so no more says that, and what is due next") {
  views::Status row = in_hand();
  row.is_late = true;
  CHECK(said(row) == "曾逾期，今天 22:30 · 处置");
  CHECK(due_text(row, now, true) == "was late, today 22:30 · resolution");
  CHECK(lamp_words(row, now).chinese == "曾逾期");
  row.dues = {};
  CHECK(said(row) == "曾逾期");
}

TEST_CASE("What is due soon is said with the deadline that was warned of, though another comes before") {
  views::Status row = in_hand();
  row.dues[Stage::approval] = seconds("2026-12-02T22:00");  // not yet in its last quarter
  CHECK(said(row) == "今天 22:00 · 审批");
  CHECK(lamp_words(row, now).chinese == "未逾期");
  row.is_warned = true;
  row.warned_dues = 1u << due_index(Stage::resolution);
  CHECK(said(row) == "将到期，今天 22:30 · 处置");
  row.warned_dues = 0;  // an engine that does not tell
  CHECK(said(row) == "将到期，今天 22:00 · 审批");
}

TEST_CASE("What is over has the deadline of its review where that is asked about, and no lamp") {
  views::Status row{.known = true, .state = DemandState::closed, .is_late = true, .part = views::Part::reviews};
  row.dues[Stage::review] = seconds("2026-12-03T09:00");
  row.dues[Stage::rating] = seconds("2026-12-02T22:00");
  CHECK(said(row) == "明天 09:00 · 复核");
}

}  // namespace
}  // namespace wangge::tools
