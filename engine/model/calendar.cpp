#include "engine/model/calendar.h"

namespace wangge {

const Timetable& Calendar::on(std::chrono::sys_days day) const {
  if (seasons.empty()) return timetable;
  const std::chrono::year_month_day date{day};
  const std::chrono::month_day today{date.month(), date.day()};
  for (const PartOfYear& season : seasons) {
    const bool is_over_new_year = season.until < season.from;
    const bool holds = is_over_new_year ? today >= season.from || today <= season.until
                                        : season.from <= today && today <= season.until;
    if (holds) return season.timetable;
  }
  return timetable;
}

}  // namespace wangge
