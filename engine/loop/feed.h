#pragma once
// What may leave, and when: everything waits until the log is durable up to what it may have seen (promise 2).

#include <cstddef>
#include <deque>
#include <functional>

#include "engine/loop/frame.h"
#include "engine/loop/inbox.h"

namespace wangge::loop {

class Feed {
 public:
  // `after` never falls from entry to entry.
  void hold(Inbox::Entry entry, Position after) { waiting_.push_back({after, std::move(entry)}); }

  // Releases, in order, what waits for `durable` or less.
  void release(Position durable);

  bool empty() const { return waiting_.empty(); }

 private:
  struct Waiting {
    Position after;
    Inbox::Entry entry;
  };
  std::deque<Waiting> waiting_;
};

}  // namespace wangge::loop
