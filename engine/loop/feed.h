#pragma once
// Holds entries back until the log is durable up to all the facts that they may have seen (promise 2).

#include <cstddef>
#include <deque>
#include <functional>

#include "engine/loop/frame.h"
#include "engine/loop/inbox.h"

namespace wangge::loop {

class Feed {
 public:
  // `after` never falls from one call to the next.
  void hold(Inbox::Entry entry, Position after) { waiting_.push_back({after, std::move(entry)}); }

  // Releases, in order, the entries that wait for `durable` or an earlier position.
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
