#pragma once
// A pending notice as it leaves: the demands for which it is still true, and how many it stands for.

#include <algorithm>
#include <cstdint>

#include "engine/state/notice_still_so.h"

namespace wangge::views {

struct Outgoing {
  StillSo still;
  std::uint32_t count = 0;  // demands, including those that were told of before

  bool is_dropped() const { return !still.stands; }
};

inline Outgoing outgoing(const City& city, const PendingNotice& notice) {
  Outgoing out{still_so(city, notice), notice.count};
  if (notice.summons) return out;
  out.count -= std::min(out.count, static_cast<std::uint32_t>(notice.members.size() - out.still.demands.size()));
  return out;
}

}  // namespace wangge::views
