#include "engine/loop/door.h"

#include <utility>
#include <variant>

#include "engine/base/limits.h"

namespace wangge::loop {

template <class Any>
bool Door::offer_any(std::unique_ptr<Any>& any) {
  bool was_empty = false;
  {
    const std::lock_guard guard(mutex_);
    if (waiting_.size() >= limits::door_entries_max) return false;
    was_empty = waiting_.empty();
    waiting_.emplace_back(std::move(any));
  }
  if (was_empty) wake_();
  return true;
}
template bool Door::offer_any(std::unique_ptr<Frame>&);
template bool Door::offer_any(std::unique_ptr<Question>&);

bool Door::take_in() {
  if (taken_.empty()) {
    const std::lock_guard guard(mutex_);
    taken_.swap(waiting_);
  }
  while (!taken_.empty()) {
    if (!std::visit([&](auto& one) { return inbox_.offer(flow_, one); }, taken_.front())) return true;
    taken_.pop_front();
  }
  return false;
}

}  // namespace wangge::loop
