#pragma once
// The hours of the days on which the offices work: the city's, and those of places that have their own. Plain values.

#include <chrono>
#include <cstdint>
#include <string_view>
#include <vector>

#include "engine/base/time.h"
#include "engine/model/place.h"

namespace wangge {

// The kind of a row of calendar.csv whose date is a year: the list of that year is complete.
inline constexpr std::string_view year_is_listed = "listed";

// Opening hours within a day, in seconds from midnight; ordered, not overlapping.
struct Opening {
  Duration opens, closes;
  friend bool operator==(const Opening&, const Opening&) = default;
};

struct Timetable {
  std::vector<Opening> sessions;
  friend bool operator==(const Timetable&, const Timetable&) = default;
};

// A part of the year that has other hours (夏令, 冬令), both days included; it goes over the new year where `until`
// comes first.
struct PartOfYear {
  std::chrono::month_day from, until;
  Timetable timetable;
  friend bool operator==(const PartOfYear&, const PartOfYear&) = default;
};

// Local dates; the offset from UTC is fixed. A working day is as long in every season: 1工作日 is the same share of it.
struct Calendar {
  Duration utc_offset = std::chrono::hours{8};
  Timetable timetable;
  // The timetables that replace the usual one in their parts of the year; the first that holds the day counts
  std::vector<PartOfYear> seasons;
  std::vector<std::chrono::sys_days> days_off;  // sorted: statutory holidays
  std::vector<std::chrono::sys_days> workdays;  // sorted: make-up days (调休)
  std::vector<int> listed_years;                // sorted: years with an official list; others are provisional
  friend bool operator==(const Calendar&, const Calendar&) = default;

  const Timetable& on(std::chrono::sys_days day) const;
};

// A place goes by the calendar of the finest place with one of its own in which it lies, else by the city's.
struct Calendars {
  Calendar city;
  std::vector<Calendar> offices;  // of places, complete: what a place does not say is as in the one above
  // For each place 0 for the city's calendar, else one more than the index in `offices`; shorter where the rest is 0
  std::vector<std::uint8_t> of_place;

  std::uint8_t index(PlaceId place) const {
    return place.value < of_place.size() ? of_place[place.value] : std::uint8_t{0};
  }
  const Calendar& at(std::uint8_t index) const { return index == 0 ? city : offices[index - 1u]; }
  const Calendar& of(PlaceId place) const { return at(index(place)); }
  std::size_t count() const { return offices.size() + 1; }
  friend bool operator==(const Calendars&, const Calendars&) = default;
};

}  // namespace wangge
