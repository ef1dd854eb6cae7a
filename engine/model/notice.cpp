#include "engine/model/notice.h"

#include <chrono>

namespace wangge {

Instant NoticeSettings::after_quiet(Instant now, Duration utc_offset) const {
  if (quiet_from == quiet_until) return now;
  const Instant midnight = std::chrono::floor<std::chrono::days>(now + utc_offset) - utc_offset;
  const Duration of_day = now - midnight;
  const bool is_over_midnight = quiet_from > quiet_until;
  const bool is_quiet =
      is_over_midnight ? of_day >= quiet_from || of_day < quiet_until : of_day >= quiet_from && of_day < quiet_until;
  if (!is_quiet) return now;
  return midnight + quiet_until + (of_day >= quiet_until ? std::chrono::days{1} : std::chrono::days{0});
}

}  // namespace wangge
