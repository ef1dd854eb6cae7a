#include "engine/state/roster_reader.h"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "engine/base/limits.h"
#include "engine/state/cells.h"

namespace wangge {
namespace {

using std::string_view;
using std::chrono::sys_days;

class RosterReader {
 public:
  RosterReader(const Tables& tables, Findings& findings, const Codes& codes, Configuration& city)
      : tables_(tables), findings_(findings), codes_(codes), city_(city) {}

  void read() {
    rotations();
    shifts();
    const auto key = [](const auto& row) { return std::pair(row.post, row.from); };
    std::ranges::sort(city_.rotations, {}, key);
    std::ranges::sort(city_.shifts, {}, key);
  }

 private:
  PostId post(RowReader& row) {
    return row.reference("post", row.required("post"), codes_.posts, city_.posts, "posts.csv");
  }
  PersonId person(RowReader& row, string_view column, string_view code) {
    return row.reference(column, code, codes_.people, city_.people, "people.csv");
  }

  void rotations() {
    std::set<std::pair<PostId, sys_days>> seen;
    each_row(tables_, TableKind::rotations, findings_, [&](RowReader& row) {
      const PostId of = post(row);
      const auto day = date(row);
      const auto at = time_of_day(row);
      row.required("days");
      const int days = row.number("days", 1, static_cast<int>(limits::rotation_days_max));
      const std::vector<PersonId> who = people(row);
      if (!of || !day || !at || days == 0 || who.empty()) return;
      if (!seen.emplace(of, *day).second) {
        row.fault("from", both("此岗位同一天已有轮值开始", "a rotation of this post begins on that day already"),
                  both("删去一行", "remove one of them"));
        return;
      }
      city_.rotations.push_back(
          {of, Instant{*day} + *at - city_.calendars.city.utc_offset, std::chrono::days{days}, who});
      city_.posts[of.value].has_roster = true;
    });
  }

  static std::optional<sys_days> date(RowReader& row) {
    string_view text = row.required("from");
    const auto day = take_date(text);
    if (day && text.empty()) return day;
    if (!row.text("from").empty())
      row.fault("from", both("无法识别的日期 " + shown(row.text("from")), "not a date"),
                both("写作 2026-03-10", "write it as 2026-03-10"));
    return std::nullopt;
  }

  static std::optional<Duration> time_of_day(RowReader& row) {
    string_view text = row.required("at");
    const auto time = take_time_of_day(text);
    if (time && *time < std::chrono::hours{24} && text.empty()) return time;
    if (!row.text("at").empty())
      row.fault("at", both("无法识别的时刻 " + shown(row.text("at")), "not a time of the day"),
                both("写作 08:00", "write it as 08:00"));
    return std::nullopt;
  }

  // All people of a cell, or none where one of them is unknown.
  std::vector<PersonId> people(RowReader& row) {
    const string_view cell = row.required("people");
    const std::vector<string_view> named = row.list("people");
    std::vector<PersonId> who;
    if (!row.allow(named.size() <= limits::rotation_people_max) || (named.empty() && !cell.empty())) {
      const std::string most = std::to_string(limits::rotation_people_max);
      row.fault("people", both("轮值的人数不对", "too few or too many people take turns"),
                both("写 1 至 " + most + " 个人员代码，以 | 分开", "name 1 to " + most + " people, parted by |"));
      return who;
    }
    for (const string_view code : named) {
      if (const PersonId one = person(row, "people", code)) who.push_back(one);
    }
    if (who.size() < named.size()) who.clear();
    return who;
  }

  void shifts() {
    std::map<std::pair<PostId, Instant>, Instant> known;  // end of each, by post and beginning
    each_row(tables_, TableKind::shifts, findings_, [&](RowReader& row) {
      const Duration offset = city_.calendars.city.utc_offset;
      const PostId of = post(row);
      const auto from = row.local_instant("from", offset);
      const auto until = row.local_instant("until", offset);
      const PersonId who = person(row, "person", row.required("person"));
      if (from && until && *until <= *from) {
        row.fault("until", both("结束不晚于开始", "ends before it begins"),
                  both("改正起止时间", "correct the two times"));
        return;
      }
      if (!of || !from || !until || !who) return;
      const auto next = known.lower_bound({of, *from});
      const bool meets_next = next != known.end() && next->first.first == of && next->first.second < *until;
      const bool meets_last =
          next != known.begin() && std::prev(next)->first.first == of && *from < std::prev(next)->second;
      if (meets_next || meets_last) {
        row.fault("from", both("与此岗位的另一班重叠", "it overlaps with another shift of this post"),
                  both("改正起止时间", "correct the two times"));
        return;
      }
      known.emplace(std::pair(of, *from), *until);
      city_.shifts.push_back({of, *from, *until, who, std::string(row.text("why"))});
      city_.posts[of.value].has_roster = true;
    });
  }

  const Tables& tables_;
  Findings& findings_;
  const Codes& codes_;
  Configuration& city_;
};

}  // namespace

void read_rosters(const Tables& tables, Findings& findings, const Codes& codes, Configuration& city) {
  RosterReader{tables, findings, codes, city}.read();
}

}  // namespace wangge
