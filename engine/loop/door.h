#pragma once
// The way into the inbox for other threads than the engine's: questions and frames wait here, bounded, until the
// engine's thread takes them in. However many come in a burst, they cost one wake-up. What is let go is let go on the
// engine's thread; whoever came in from outside goes back from there.

#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>

#include "engine/loop/inbox.h"

namespace wangge::loop {

class Door {
 public:
  // `wake` is called on whichever thread comes to an empty door: it sees to it that take_in() is called soon.
  Door(Inbox& inbox, std::function<void()> wake) : inbox_(inbox), wake_(std::move(wake)) {}

  // Any thread. False where limits::door_entries_max wait already, which then is "busy": nothing was taken.
  bool offer(std::unique_ptr<Frame>& frame) { return offer_any(frame); }
  bool offer(std::unique_ptr<Question>& question) { return offer_any(question); }

  // The engine's thread: moves what waits into the inbox, as far as that has room; the rest goes on waiting, in order.
  // True where something is left.
  bool take_in();

 private:
  template <class Any>
  bool offer_any(std::unique_ptr<Any>& any);

  Inbox& inbox_;
  std::function<void()> wake_;
  Flow flow_;                       // all who come through here share a connection's part of the inbox
  std::deque<Inbox::Entry> taken_;  // of the engine's thread: what the inbox had no room for

  std::mutex mutex_;
  std::deque<Inbox::Entry> waiting_;
};

}  // namespace wangge::loop
