#pragma once
// Demands that have changed, for those who watch queues: gathered only while somebody watches.

#include <vector>

#include "engine/base/limits.h"
#include "engine/model/demand.h"

namespace wangge::loop {

class Changes {
 public:
  // Whether changes are gathered from now on. What was gathered is forgotten.
  void gather(bool wanted) {
    is_wanted_ = wanted;
    demands_.clear();
    is_too_much_ = false;
  }

  void note(DemandId demand) {
    if (!is_wanted_ || is_too_much_) return;
    is_too_much_ = demands_.size() == limits::changes_kept_max;
    if (!is_too_much_) demands_.push_back(demand);
  }

  // Puts the demands that have changed since the last call into `out` in the place of what it held, some perhaps twice.
  // False where more have changed than are kept: then any demand may have.
  bool take(std::vector<DemandId>& out) {
    out.clear();
    const bool is_all = !is_too_much_;
    if (is_all) out.swap(demands_);
    demands_.clear();
    is_too_much_ = false;
    return is_all;
  }

 private:
  std::vector<DemandId> demands_;
  bool is_wanted_ = false;
  bool is_too_much_ = false;
};

}  // namespace wangge::loop
