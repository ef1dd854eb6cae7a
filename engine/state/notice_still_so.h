#pragma once
// Whether a notice is still true when it leaves: it may have waited for the morning, for a messenger that was out of
// order, or for a restart. A notice that is not true any more is dropped, which is a fact; whoever has the demand now
// has a notice of their own.

#include <vector>

#include "engine/state/city.h"

namespace wangge {

// The demands of a notice for which it is still true, in the order in which they came; for a notice about no demand, or
// about a whistle, whether it is still true.
struct StillSo {
  std::vector<DemandId> demands;
  bool stands = false;
};
StillSo still_so(const City& city, const PendingNotice& notice);

}  // namespace wangge
