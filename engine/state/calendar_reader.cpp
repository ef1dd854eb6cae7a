#include "engine/state/calendar_reader.h"

#include <algorithm>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "engine/state/cells.h"
#include "engine/state/table_words.h"

namespace wangge {
namespace {

using std::string_view;
using std::chrono::month_day;
using std::chrono::sys_days;

constexpr std::size_t offices_max = std::numeric_limits<std::uint8_t>::max() - 1;

struct Day {
  sys_days date;
  bool works = false;
};

std::optional<Day> read_day(RowReader& row) {
  string_view text = row.required("date");
  const auto date = take_date(text);
  const bool works = row.required_word("kind", workday_words);
  if (row.text("date").empty()) return std::nullopt;
  if (date && text.empty()) return Day{*date, works};
  row.fault("date", both("无法识别的日期 " + shown(row.text("date")), "not a date"),
            both("写作 2026-03-10", "write it as 2026-03-10"));
  return std::nullopt;
}

void put(std::vector<sys_days>& days, sys_days day) {
  const auto at = std::ranges::lower_bound(days, day);
  if (at == days.end() || *at != day) days.insert(at, day);
}

// A day becomes off or worked, whatever the calendar said of it before.
void put(Calendar& calendar, Day day) {
  put(day.works ? calendar.workdays : calendar.days_off, day.date);
  std::erase(day.works ? calendar.days_off : calendar.workdays, day.date);
}

// A day of every year, such as "06-01".
std::optional<month_day> read_month_day(RowReader& row, string_view column) {
  string_view text = row.text(column);
  const auto month = take_digits(text, 2);
  const bool is_parted = month && take(text, '-');
  const auto day = is_parted ? take_digits(text, 2) : std::nullopt;
  if (day && text.empty()) {
    const month_day read{std::chrono::month{static_cast<unsigned>(*month)},
                         std::chrono::day{static_cast<unsigned>(*day)}};
    if (read.ok()) return read;
  }
  row.fault(column, both("无法识别的日子 " + shown(row.text(column)), "not a day of the year"),
            both("写作 06-01", "write it as 06-01"));
  return std::nullopt;
}

Duration length_of(const Timetable& timetable) {
  Duration length{0};
  for (const Opening& session : timetable.sessions) length += session.closes - session.opens;
  return length;
}

// The calendar entries of one place.
struct Own {
  std::optional<Timetable> timetable;
  std::vector<PartOfYear> seasons;
  std::vector<Day> days;
};

class CalendarReader {
 public:
  CalendarReader(const Tables& tables, Findings& findings, const Codes& codes, Configuration& city)
      : tables_(tables), findings_(findings), codes_(codes), city_(city) {}

  void read() {
    official_list();
    timetables();
    local_days();
    place_by_place();
  }

 private:
  void official_list() {
    std::set<sys_days> seen;
    std::set<int> years;
    Calendar& calendar = city_.calendars.city;
    each_row(tables_, TableKind::calendar, findings_, [&](RowReader& row) {
      if (row.text("kind") == year_is_listed) return read_year(row, years);
      const std::optional<Day> day = read_day(row);
      if (!day) return;
      if (!seen.insert(day->date).second) {
        row.fault("date", both("重复的行", "a row for this already stands above"),
                  both("删去一行", "remove one of them"));
        return;
      }
      (day->works ? calendar.workdays : calendar.days_off).push_back(day->date);
    });
    std::ranges::sort(calendar.days_off);
    std::ranges::sort(calendar.workdays);
    calendar.listed_years.assign(years.begin(), years.end());
  }

  // A few days of a year are not the complete list of it: a row of the table says when that is there.
  static void read_year(RowReader& row, std::set<int>& years) {
    string_view text = row.required("date");
    const std::optional<int> year = take_digits(text, 4);
    if (!year || !text.empty()) {
      row.fault("date", both("无法识别的年份 " + shown(row.text("date")), "not a year"),
                both("写作 2026", "write it as 2026"));
    } else if (!years.insert(*year).second) {
      row.fault("date", both("重复的行", "a row for this already stands above"),
                both("删去一行", "remove one of them"));
    }
  }

  void timetables() {
    each_row(tables_, TableKind::timetables, findings_, [&](RowReader& row) {
      const PlaceId place = read_place(row);
      row.required("sessions");
      const Timetable timetable = read_timetable(row, "sessions");
      const bool is_whole_year = row.text("from").empty() && row.text("until").empty();
      const auto from = is_whole_year ? month_day{} : read_month_day(row, "from");
      const auto until = is_whole_year ? month_day{} : read_month_day(row, "until");
      if (!place || timetable.sessions.empty() || !from || !until) return;
      if (length_of(timetable) != length_of(city_.calendars.city.timetable)) {
        row.fault("sessions", both("全天工时与全市不同", "a day is not as long as in the city"),
                  both("每日总时长须与 city.toml 的 sessions 相同",
                       "let the hours of a day add up to those of sessions in city.toml"));
        return;
      }
      Own& own = own_[place];
      if (!is_whole_year) {
        own.seasons.push_back({*from, *until, timetable});
      } else if (own.timetable) {
        row.fault("place", both("重复的行", "a row for this already stands above"),
                  both("删去一行", "remove one of them"));
      } else {
        own.timetable = timetable;
      }
    });
  }

  void local_days() {
    each_row(tables_, TableKind::local_days, findings_, [&](RowReader& row) {
      const PlaceId place = read_place(row);
      const std::optional<Day> day = read_day(row);
      if (!place || !day) return;
      std::vector<Day>& days = own_[place].days;
      if (std::ranges::find(days, day->date, &Day::date) != days.end()) {
        row.fault("date", both("重复的行", "a row for this already stands above"),
                  both("删去一行", "remove one of them"));
        return;
      }
      days.push_back(*day);
    });
  }

  PlaceId read_place(RowReader& row) {
    const string_view code = row.required("place");
    const PlaceId place = codes_.places.find(code);
    if (place && place.value < city_.places.size() && city_.places[place.value].present) return place;
    if (!code.empty()) row.unknown("place", code, "places");
    return {};
  }

  // Builds the calendars: the city's first, and each place's after those of the places in which it lies.
  void place_by_place() {
    if (own_.empty()) return;
    city_.calendars.of_place.assign(city_.places.size(), unknown);
    for (std::uint32_t id = 1; id < city_.places.size(); ++id) index_of(PlaceId{id});
    city_.calendars.of_place[0] = 0;
  }

  std::uint8_t index_of(PlaceId place) {
    if (!place) return 0;
    std::uint8_t& index = city_.calendars.of_place[place.value];
    if (index != unknown) return index;
    const std::uint8_t above = index_of(city_.places[place.value].parent);
    const auto own = own_.find(place);
    index = own == own_.end() ? above : add(above, own->second, city_.places[place.value].kind == PlaceKind::city);
    return index;
  }

  std::uint8_t add(std::uint8_t above, const Own& own, bool is_city) {
    Calendars& calendars = city_.calendars;
    if (!is_city && calendars.offices.size() == offices_max) {
      findings_.add(TableKind::timetables, -1, -1,
                    both("自有日历的地点过多", "too many places have a calendar of their own"),
                    both("最多 " + std::to_string(offices_max), "write them for the place above instead"));
      return above;
    }
    Calendar calendar = calendars.at(above);
    if (own.timetable) {
      calendar.timetable = *own.timetable;
      calendar.seasons.clear();
    }
    calendar.seasons.insert(calendar.seasons.begin(), own.seasons.begin(), own.seasons.end());
    for (const Day day : own.days) put(calendar, day);
    if (is_city) {
      calendars.city = std::move(calendar);
      return 0;
    }
    calendars.offices.push_back(std::move(calendar));
    return static_cast<std::uint8_t>(calendars.offices.size());
  }

  static constexpr std::uint8_t unknown = std::numeric_limits<std::uint8_t>::max();

  const Tables& tables_;
  Findings& findings_;
  const Codes& codes_;
  Configuration& city_;
  std::map<PlaceId, Own> own_;
};

}  // namespace

Timetable read_timetable(RowReader& row, string_view column) {
  Timetable timetable;
  for (const string_view part : row.list(column)) {
    const auto session = opening_of(part);
    if (!session || (!timetable.sessions.empty() && session->opens < timetable.sessions.back().closes)) {
      row.fault(column, both("无法识别的工作时间 " + shown(part), "not opening hours, or not after the ones before"),
                both("写作 08:00-12:00，按先后排列", "write them as 08:00-12:00, in order, not overlapping"));
      continue;
    }
    timetable.sessions.push_back(*session);
  }
  return timetable;
}

void read_calendars(const Tables& tables, Findings& findings, const Codes& codes, Configuration& city) {
  CalendarReader(tables, findings, codes, city).read();
}

}  // namespace wangge
