#pragma once
// Instants as tests write them: "2026-02-14 17:00" or "2026-02-14 17:00:30", the city's time (UTC+8).

#include <string>
#include <string_view>

#include "engine/base/time.h"

namespace wangge::tests {

std::chrono::sys_days date(std::string_view text);  // such as "2026-02-14"
Instant local(std::string_view text);
std::string show(Instant instant);  // the seconds only where there are any

}  // namespace wangge::tests
