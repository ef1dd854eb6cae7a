#pragma once
// Reads the calendars: the official list (calendar.csv), and the places' own entries (timetables.csv, local_days.csv).

#include <string_view>

#include "engine/model/calendar.h"
#include "engine/model/tables.h"
#include "engine/state/codes.h"
#include "engine/state/row_reader.h"

namespace wangge {

// Opening hours in a cell, such as "08:00-12:00|14:00-18:00".
Timetable read_timetable(RowReader& row, std::string_view column);

// Reads into city.calendars, whose `city` has its offset and timetable already; the places have been read.
void read_calendars(const Tables& tables, Findings& findings, const Codes& codes, Configuration& city);

}  // namespace wangge
