#pragma once
// What waits to be decided. Bounded in frames, commands and bytes (limits.h); one thread offers and takes.

#include <cstddef>
#include <deque>
#include <memory>
#include <variant>

#include "engine/base/limits.h"
#include "engine/loop/frame.h"

namespace wangge::loop {

class Inbox {
 public:
  using Entry = std::variant<std::unique_ptr<Frame>, std::unique_ptr<Question>>;

  // False where it is full: nothing was taken, the caller answers "busy, come back in busy_retry_ms".
  bool offer(std::unique_ptr<Frame>& frame);
  bool offer(std::unique_ptr<Question>& question);

  bool empty() const { return entries_.empty(); }
  // The oldest entry, null where there is none; it stays until pop().
  const Entry* front() const { return entries_.empty() ? nullptr : &entries_.front(); }
  Entry pop();

 private:
  std::deque<Entry> entries_;
  std::size_t commands_ = 0;
  std::size_t bytes_ = 0;
};

}  // namespace wangge::loop
