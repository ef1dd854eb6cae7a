// Limits on two clocks: by hand around the holidays of 2026, and at random against a model that counts minutes.

#include "engine/rules/warnings.h"
#include "engine/rules/working_time.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdio>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "tests/local_time.h"
#include "tests/long_run.h"

using namespace wangge;
using namespace wangge::tests;
using namespace std::chrono_literals;
using std::chrono::sys_days;

namespace {

// The State Council's list for 2026, and of 2025 what comes within the cases below.
const std::set<std::string> days_off{"2025-10-01", "2025-10-02", "2025-10-03", "2025-10-04", "2025-10-05", "2025-10-06",
                                     "2025-10-07", "2025-10-08", "2026-01-01", "2026-01-02", "2026-01-03", "2026-02-15",
                                     "2026-02-16", "2026-02-17", "2026-02-18", "2026-02-19", "2026-02-20", "2026-02-21",
                                     "2026-02-22", "2026-02-23", "2026-04-04", "2026-04-05", "2026-04-06", "2026-05-01",
                                     "2026-05-02", "2026-05-03", "2026-05-04", "2026-05-05", "2026-06-19", "2026-06-20",
                                     "2026-06-21", "2026-09-25", "2026-09-26", "2026-09-27", "2026-10-01", "2026-10-02",
                                     "2026-10-03", "2026-10-04", "2026-10-05", "2026-10-06", "2026-10-07"};
const std::set<std::string> make_up_days{"2025-09-28", "2025-10-11", "2026-01-04", "2026-02-14",
                                         "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"};

Calendar calendar_of_2026() {
  Calendar calendar;
  calendar.timetable.sessions = {{8h, 12h}, {14h, 18h}};
  for (const std::string& day : days_off) calendar.days_off.push_back(date(day));
  for (const std::string& day : make_up_days) calendar.workdays.push_back(date(day));
  calendar.listed_years = {2025, 2026};
  return calendar;
}

constexpr auto minute = LimitUnit::minute;
constexpr auto urgent_minute = LimitUnit::urgent_minute;
constexpr auto urgent_hour = LimitUnit::urgent_hour;
constexpr auto calendar_day = LimitUnit::calendar_day;
constexpr auto working_minute = LimitUnit::working_minute;
constexpr auto working_hour = LimitUnit::working_hour;
constexpr auto working_day = LimitUnit::working_day;

struct Case {
  const char* from;
  Limit limit;
  const char* until;
};

void check(const std::vector<Case>& cases) {
  const Calendar calendar = calendar_of_2026();
  for (const Case& one : cases) {
    INFO(one.from << ", " << one.limit.amount << " of unit " << static_cast<int>(one.limit.unit));
    CHECK(show(rules::deadline(calendar, local(one.from), one.limit)) == show(local(one.until)));
  }
}

}  // namespace

TEST_CASE("The continuous clock runs through nights, weekends and Spring Festival") {
  check({{"2026-02-16 03:00", {30, minute}, "2026-02-16 03:30"},
         {"2026-02-16 23:50:10", {30, urgent_minute}, "2026-02-17 00:20:10"},
         {"2026-02-16 03:00", {24, urgent_hour}, "2026-02-17 03:00"},
         {"2026-02-14 20:00", {7, calendar_day}, "2026-02-21 20:00"},
         {"2026-02-28 12:00", {30, calendar_day}, "2026-03-30 12:00"}});
}

TEST_CASE("Working hours stop at noon, at night and on days off") {
  check({{"2026-03-10 09:00", {30, working_minute}, "2026-03-10 09:30"},
         {"2026-03-10 11:45", {30, working_minute}, "2026-03-10 14:15"},
         {"2026-03-10 17:45", {30, working_minute}, "2026-03-11 08:15"},
         {"2026-03-13 17:45", {30, working_minute}, "2026-03-16 08:15"},  // over a weekend
         {"2026-03-10 10:00", {4, working_hour}, "2026-03-10 16:00"},
         {"2026-09-24 18:00", {4, working_hour}, "2026-09-28 12:00"}});  // over Mid-autumn
}

TEST_CASE("A deadline is the first instant at which the limit has run out") {
  check({{"2026-03-10 08:00", {4, working_hour}, "2026-03-10 12:00"},  // not 14:00
         {"2026-03-10 08:00", {8, working_hour}, "2026-03-10 18:00"},  // not 8:00 the next day
         {"2026-03-10 17:00", {60, working_minute}, "2026-03-10 18:00"},
         {"2026-03-10 08:00", {1, working_day}, "2026-03-10 18:00"},
         {"2026-03-10 12:00", {1, working_day}, "2026-03-11 12:00"},  // a closing instant is off hours
         {"2026-03-10 14:00", {1, working_day}, "2026-03-11 12:00"}});
}

TEST_CASE("A limit that starts off hours starts at the next opening") {
  check({{"2026-03-10 07:00", {2, working_hour}, "2026-03-10 10:00"},
         {"2026-03-10 12:30", {1, working_hour}, "2026-03-10 15:00"},
         {"2026-03-10 18:00", {1, working_hour}, "2026-03-11 09:00"},
         {"2026-03-14 10:00", {1, working_day}, "2026-03-16 18:00"},  // Saturday: all of Monday
         {"2026-10-07 23:59:59", {1, working_hour}, "2026-10-08 09:00"}});
}

TEST_CASE("Working days end at the same share of the day, n working days on") {
  check({{"2026-03-10 16:20", {1, working_day}, "2026-03-11 16:20"},
         {"2026-03-12 09:15:30", {3, working_day}, "2026-03-17 09:15:30"},
         {"2026-03-10 13:00", {2, working_day}, "2026-03-12 12:00"}});
}

TEST_CASE("Spring Festival 2026 is off from the 15th to the 23rd, and both Saturdays around it are worked") {
  check({{"2026-02-13 16:00", {1, working_day}, "2026-02-14 16:00"},
         {"2026-02-13 16:00", {2, working_day}, "2026-02-24 16:00"},
         {"2026-02-13 09:00", {5, working_day}, "2026-02-27 09:00"},
         {"2026-02-13 10:00", {13, working_day}, "2026-03-10 10:00"},
         {"2026-02-14 17:00", {2, working_hour}, "2026-02-24 09:00"},
         {"2026-02-14 12:30", {1, working_day}, "2026-02-24 12:00"},
         {"2026-02-15 10:00", {30, working_minute}, "2026-02-24 08:30"},
         {"2026-02-15 10:00", {1, working_day}, "2026-02-24 18:00"},
         {"2026-02-27 17:30", {60, working_minute}, "2026-02-28 08:30"},
         {"2026-02-28 17:30", {60, working_minute}, "2026-03-02 08:30"}});
}

TEST_CASE("National Day 2026 is off from the 1st to the 7th, with a Sunday before and a Saturday after it worked") {
  check({{"2026-09-18 09:00", {1, working_day}, "2026-09-20 09:00"},
         {"2026-09-21 08:00", {15, working_day}, "2026-10-16 18:00"},
         {"2026-09-30 17:59:30", {1, working_minute}, "2026-10-08 08:00:30"},
         {"2026-10-09 15:00", {2, working_day}, "2026-10-12 15:00"}});
}

TEST_CASE("The other holidays of 2026 and their make-up days count too") {
  check({{"2025-12-31 17:00", {2, working_hour}, "2026-01-04 09:00"},  // a worked Sunday
         {"2026-04-03 17:30", {60, working_minute}, "2026-04-07 08:30"},
         {"2026-04-30 18:00", {30, working_minute}, "2026-05-06 08:30"},
         {"2026-05-08 10:00", {1, working_day}, "2026-05-09 10:00"},
         {"2026-06-18 17:00", {2, working_hour}, "2026-06-22 09:00"}});
}

TEST_CASE("A year without a list has weekends and the holidays of fixed date") {
  check({{"2026-12-31 17:00", {2, working_hour}, "2027-01-04 09:00"},  // 1 January 2027 is a Friday
         {"2027-02-05 10:00", {1, working_day}, "2027-02-08 10:00"},   // Spring Festival is not known yet
         {"2027-09-30 10:00", {1, working_day}, "2027-10-04 10:00"},
         {"2029-04-30 17:30", {60, working_minute}, "2029-05-03 08:30"}});
}

TEST_CASE("What was computed with a year without a list can be told") {
  const Calendar calendar = calendar_of_2026();
  const auto provisional = [&](const char* from, const char* until) {
    return rules::touches_provisional_year(calendar, local(from), local(until));
  };
  CHECK_FALSE(provisional("2025-06-01 09:00", "2026-12-31 23:59:59"));
  CHECK(provisional("2026-12-31 17:00", "2027-01-01 00:00"));
  CHECK(provisional("2024-12-31 23:59:59", "2025-01-02 09:00"));
  CHECK(provisional("2030-03-01 09:00", "2030-03-01 10:00"));
}

TEST_CASE("A limit of nothing runs out where it starts") {
  check({{"2026-02-16 03:00", {0, minute}, "2026-02-16 03:00"},
         {"2026-03-10 12:30", {0, working_hour}, "2026-03-10 14:00"},
         {"2026-03-10 15:00", {0, working_day}, "2026-03-10 15:00"}});
}

TEST_CASE("The hours between two instants are none where the second is not later") {
  const Calendar calendar = calendar_of_2026();
  const Instant noon = local("2026-03-10 11:00");
  CHECK(rules::working_between(calendar, noon, noon) == 0s);
  CHECK(rules::working_between(calendar, noon, noon - 30min) == 0s);
  CHECK(rules::working_between(calendar, noon, noon - 72h) == 0s);
  CHECK(rules::working_between(calendar, noon, noon + 1s) == 1s);
}

namespace {

// The model: one flag for each minute of five years, and loops that a reader can check by eye.
class MinuteModel {
 public:
  // `summer`: the hours from 1 June to 30 September.
  MinuteModel(const std::vector<std::pair<int, int>>& sessions, const std::vector<std::pair<int, int>>& summer) {
    static constexpr int month_days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int weekday = 2;  // 1 January 2025 is a Wednesday; 0 is Monday
    for (int year = 2025; year < 2030; ++year) {
      for (int month = 1; month <= 12; ++month) {
        const int days = month_days[month - 1] + (month == 2 && year == 2028 ? 1 : 0);
        for (int day = 1; day <= days; ++day, weekday = (weekday + 1) % 7) {
          add_day(is_worked(year, month, day, weekday), month >= 6 && month <= 9 ? summer : sessions);
        }
      }
    }
  }

  static Instant start() { return sys_days{std::chrono::year{2025} / 1 / 1} - 8h; }

  bool is_workday(int day) const {
    const auto first = open_.begin() + day * 1440;
    return std::any_of(first, first + 1440, [](bool open) { return open; });
  }

  Instant next_opening(Instant from) const {
    while (!open_at(from)) from = next_minute(from);
    return from;
  }

  // Spends open seconds one minute after the other until none are left.
  Instant after(Instant from, Duration open_seconds) const {
    for (Instant now = from;; now = next_minute(now)) {
      if (!open_at(now)) continue;
      const Duration rest = next_minute(now) - now;
      if (open_seconds <= rest) return now + open_seconds;
      open_seconds -= rest;
    }
  }

  Duration between(Instant from, Instant until) const {
    Duration open{0};
    for (Instant now = from; now < until; now = next_minute(now)) {
      if (open_at(now)) open += std::min(next_minute(now), until) - now;
    }
    return open;
  }

  // The share of the day that has passed when the limit starts, n working days on. Nothing passed: all of the nth
  // day, the first one included.
  Instant after_days(Instant from, int n) const {
    const Instant starts = next_opening(from);
    int day = day_of(starts);
    const Duration passed = between(midnight(day), starts);
    for (int left = passed == 0s ? n - 1 : n; left > 0; --left) {
      do ++day;
      while (!is_workday(day));
    }
    return after(midnight(day), passed == 0s ? between(midnight(day), midnight(day + 1)) : passed);
  }

 private:
  static bool is_worked(int year, int month, int day, int weekday) {
    char text[40];
    std::snprintf(text, sizeof text, "%04d-%02d-%02d", year, month, day);
    if (make_up_days.contains(text)) return true;
    if (weekday >= 5 || days_off.contains(text)) return false;
    if (year <= 2026) return true;
    return !((month == 1 && day == 1) || (month == 5 && day <= 2) || (month == 10 && day <= 3));
  }

  void add_day(bool worked, const std::vector<std::pair<int, int>>& sessions) {
    for (int of_day = 0; of_day < 1440; ++of_day) {
      const bool in_session = std::ranges::any_of(
          sessions, [&](const auto& session) { return session.first <= of_day && of_day < session.second; });
      open_.push_back(worked && in_session);
    }
  }

  static Instant next_minute(Instant now) { return std::chrono::floor<std::chrono::minutes>(now) + 1min; }
  static int day_of(Instant now) { return static_cast<int>((now - start()) / 24h); }
  static Instant midnight(int day) { return start() + day * 24h; }
  bool open_at(Instant now) const { return open_[static_cast<std::size_t>((now - start()) / 1min)]; }

  std::vector<char> open_;
};

}  // namespace

TEST_CASE("Working time agrees with a model that counts minutes") {
  using Sessions = std::vector<std::pair<int, int>>;
  const std::vector<std::pair<Sessions, Sessions>> timetables{
      {{{8 * 60, 12 * 60}, {14 * 60, 18 * 60}}, {{8 * 60, 12 * 60}, {14 * 60, 18 * 60}}},
      {{{8 * 60, 12 * 60}, {14 * 60, 18 * 60}}, {{7 * 60 + 30, 11 * 60}, {14 * 60 + 30, 19 * 60}}},
      {{{8 * 60 + 30, 11 * 60 + 45}, {13 * 60, 17 * 60 + 20}}, {{6 * 60, 13 * 60 + 35}}},
      {{{0, 24 * 60}}, {{0, 24 * 60}}}};
  std::mt19937_64 random{20260310};
  const auto below = [&](int bound) { return static_cast<int>(random() % static_cast<unsigned>(bound)); };

  for (const auto& [sessions, summer] : timetables) {
    const MinuteModel model{sessions, summer};
    Calendar calendar = calendar_of_2026();
    const auto timetable = [](const Sessions& from) {
      Timetable table;
      for (const auto& [opens, closes] : from)
        table.sessions.push_back({std::chrono::minutes{opens}, std::chrono::minutes{closes}});
      return table;
    };
    using namespace std::chrono;
    calendar.timetable = timetable(sessions);
    if (summer != sessions) calendar.seasons.push_back({June / 1, September / 30, timetable(summer)});
    for (int day = 0; day < 4 * 365; ++day) {
      REQUIRE(rules::is_workday(calendar, date("2025-01-01") + std::chrono::days{day}) == model.is_workday(day));
    }
    const rules::WorkClock clock(calendar);
    for (unsigned i = 0; i < tests::rounds(100); ++i) {
      // A third on opening and closing instants, where mistakes are made.
      Instant from = MinuteModel::start() + Duration{below(4 * 365 * 86'400)};
      if (below(3) == 0) {
        const auto& session = sessions[static_cast<std::size_t>(below(static_cast<int>(sessions.size())))];
        from = MinuteModel::start() + below(4 * 365) * 24h +
               std::chrono::minutes{below(2) == 0 ? session.first : session.second};
      }
      const auto amount = static_cast<std::uint16_t>(1 + below(30));
      INFO("from " << show(from) << ", amount " << amount << ", seed 20260310, case " << i);
      CHECK(rules::next_opening(calendar, from) == model.next_opening(from));
      CHECK(rules::deadline(calendar, from, {amount, working_minute}) ==
            model.after(from, std::chrono::minutes{amount}));
      CHECK(rules::deadline(calendar, from, {amount, working_hour}) == model.after(from, std::chrono::hours{amount}));
      CHECK(rules::deadline(calendar, from, {amount, working_day}) == model.after_days(from, amount));
      const Instant until = from + Duration{below(40 * 86'400)};
      CHECK(rules::working_between(calendar, from, until) == model.between(from, until));
      CHECK(clock.elapsed(working_hour, from, until) == model.between(from, until));
      CHECK(clock.run_out(working_hour, from, std::chrono::minutes{amount}) ==
            model.after(from, std::chrono::minutes{amount}));
      CHECK(clock.run_out(working_day, from, std::chrono::hours{amount}) ==
            model.after(from, std::chrono::hours{amount}));
    }
  }
}

TEST_CASE("Three quarters of a limit are over when the clock of the limit says so") {
  const rules::WorkClock clock(calendar_of_2026());
  const auto warned = [&](LimitUnit unit, const char* from, const char* due) {
    return show(rules::three_quarters(clock, unit, tests::local(from), tests::local(due)));
  };
  CHECK(warned(LimitUnit::minute, "2026-03-10 09:00", "2026-03-10 09:30") == "2026-03-10 09:22:30");
  CHECK(warned(LimitUnit::urgent_hour, "2026-03-10 09:00", "2026-03-11 09:00") == "2026-03-11 03:00");
  CHECK(warned(working_day, "2026-03-10 09:00", "2026-03-11 09:00") == "2026-03-10 17:00");
  CHECK(warned(working_hour, "2026-03-10 16:00", "2026-03-11 10:00") == "2026-03-11 09:00");
  CHECK(warned(working_day, "2026-09-30 14:00", "2026-10-08 14:00") ==
        "2026-10-08 10:00");  // the holidays do not count
  CHECK(warned(LimitUnit::calendar_day, "2026-09-30 14:00", "2026-10-08 14:00") == "2026-10-06 14:00");
}

TEST_CASE("Exactly the limit's hours lie before its deadline, and a second less before the second before") {
  const Calendar calendar = calendar_of_2026();
  std::mt19937_64 random{7};
  for (int i = 0; i < 20'000; ++i) {
    const Instant from = MinuteModel::start() + Duration{static_cast<int>(random() % (4 * 365 * 86'400))};
    const Limit limit{static_cast<std::uint16_t>(1 + random() % 200), working_minute};
    const Instant due = rules::deadline(calendar, from, limit);
    INFO("from " << show(from) << ", " << limit.amount << " working minutes");
    REQUIRE(rules::working_between(calendar, from, due) == std::chrono::minutes{limit.amount});
    REQUIRE(rules::working_between(calendar, from, due - 1s) == std::chrono::minutes{limit.amount} - 1s);
  }
}

// --- clocks that stand still

namespace {

struct Pause {
  Instant from, until;
};

// The model: counts the seconds of a clock that are open and outside every pause, until there are enough.
Instant after_with_pauses(const MinuteModel& model, bool is_working, Instant from, Duration length,
                          const std::vector<Pause>& pauses) {
  for (const Pause& pause : pauses) {
    const Duration before = is_working ? model.between(from, pause.from) : pause.from - from;
    if (before >= length) break;
    length -= before;
    from = pause.until;
  }
  return is_working ? model.after(from, length) : from + length;
}

}  // namespace

TEST_CASE("A clock that was paused runs out when the model says, and nothing that passed meanwhile counts") {
  const Calendar calendar = calendar_of_2026();
  const std::vector<std::pair<int, int>> sessions{{8 * 60, 12 * 60}, {14 * 60, 18 * 60}};
  const MinuteModel model{sessions, sessions};
  std::mt19937_64 random{20261124};
  const auto below = [&](int bound) { return static_cast<int>(random() % static_cast<unsigned>(bound)); };
  for (int i = 0; i < 600; ++i) {
    const Limit limit{static_cast<std::uint16_t>(1 + below(20)), static_cast<LimitUnit>(1 + below(limit_units - 1))};
    const Instant started = MinuteModel::start() + Duration{below(4 * 365 * 86'400)};
    std::vector<Pause> pauses;
    Instant runs_from = started;
    Duration left = rules::length_of(calendar, limit);
    for (Instant at = started; pauses.size() < 4;) {
      at += Duration{1 + below(6 * 86'400)};
      const Duration ran = rules::elapsed(calendar, limit.unit, runs_from, at);
      if (ran >= left) break;  // it ran out before
      left -= ran;
      runs_from = at + Duration{below(20 * 86'400)};
      pauses.push_back({at, runs_from});
      at = runs_from;
    }
    INFO("case " << i << " of seed 20261124, from " << show(started) << ", " << limit.amount << " of unit "
                 << static_cast<int>(limit.unit) << ", " << pauses.size() << " pauses");
    REQUIRE(rules::run_out(calendar, limit.unit, runs_from, left) ==
            after_with_pauses(model, is_working(limit.unit), started, rules::length_of(calendar, limit), pauses));
  }
}

TEST_CASE("A limit changed on a running clock leaves the new limit less what has run") {
  const Calendar calendar = calendar_of_2026();
  const auto changed = [&](const char* from, const char* at, Limit limit) {
    const Duration ran = rules::elapsed(calendar, limit.unit, local(from), local(at));
    return show(rules::run_out(calendar, limit.unit, local(at), rules::length_of(calendar, limit) - ran));
  };
  // Received on Tuesday at 9:00; until Wednesday at 10:00 seven hours have run and two more.
  CHECK(changed("2026-03-10 09:00", "2026-03-11 10:00", {2, working_day}) == show(local("2026-03-12 09:00")));
  CHECK(changed("2026-03-10 09:00", "2026-03-11 10:00", {3, working_day}) == show(local("2026-03-13 09:00")));
  CHECK(changed("2026-03-10 09:00", "2026-03-11 10:00", {36, urgent_hour}) == show(local("2026-03-11 21:00")));
  // Over Spring Festival: off from the 15th to the 23rd of February, and Saturday the 14th is worked.
  CHECK(changed("2026-02-13 14:00", "2026-02-14 09:00", {3, working_day}) == show(local("2026-02-25 12:00")));
  // Shorter than what has run: it runs out at once.
  CHECK(changed("2026-03-10 09:00", "2026-03-11 10:00", {1, working_hour}) == show(local("2026-03-11 10:00")));
}

TEST_CASE("Paused before a holiday and resumed in it, a limit goes on at the next opening") {
  const Calendar calendar = calendar_of_2026();
  const auto resumed = [&](Limit limit, const char* from, const char* paused, const char* resumed_at) {
    const Duration left =
        rules::length_of(calendar, limit) - rules::elapsed(calendar, limit.unit, local(from), local(paused));
    return show(rules::run_out(calendar, limit.unit, local(resumed_at), left));
  };
  // Two of four hours had run on 30 September; National Day is off from the 1st to the 7th of October.
  CHECK(resumed({4, working_hour}, "2026-09-30 10:00", "2026-09-30 12:00", "2026-10-03 10:00") ==
        show(local("2026-10-08 10:00")));
  // Paused in the lunch break, resumed in it on another day.
  CHECK(resumed({4, working_hour}, "2026-03-10 11:00", "2026-03-10 13:00", "2026-03-12 12:30") ==
        show(local("2026-03-12 17:00")));
  // Resumed off hours, after Saturday the 10th of October, which is worked.
  CHECK(resumed({1, working_day}, "2026-10-09 16:00", "2026-10-10 09:00", "2026-10-10 19:00") ==
        show(local("2026-10-12 15:00")));
  // The continuous clock does not wait for anybody.
  CHECK(resumed({48, urgent_hour}, "2026-09-30 10:00", "2026-09-30 12:00", "2026-10-03 10:00") ==
        show(local("2026-10-05 08:00")));
}
