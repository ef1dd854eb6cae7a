#pragma once
// Whether what somebody is to be told is still so when it leaves: a notice may have waited for the morning, a messenger
// that was out of order, or a restart. What is no longer so is dropped, which is a fact; whoever has it now has a
// notice of their own.

#include <vector>

#include "engine/state/city.h"

namespace wangge {

// The demands of a notice of which it is still so, in the order in which they came; of one about no demand, or about a
// whistle, whether that is.
struct StillSo {
  std::vector<DemandId> demands;
  bool stands = false;
};
StillSo still_so(const City& city, const PendingNotice& notice);

}  // namespace wangge
