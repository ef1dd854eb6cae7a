#pragma once
// The way into the inbox for other threads than the engine's: questions and frames wait here, bounded, until the
// engine's thread takes them in. However many come in a burst, they cost one wake-up. Entries are released on the
// engine's thread; a caller from another thread returns to its own from there.

#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>

#include "engine/loop/inbox.h"

namespace wangge::loop {

class Door {
 public:
  // `wake` is called on whichever thread comes to an empty door: it has to see to it that take_in() is called soon.
  Door(Inbox& inbox, std::function<void()> wake) : inbox_(inbox), wake_(std::move(wake)) {}

  // May be called on any thread. False where limits::door_entries_max entries wait already: nothing was taken, and the
  // answer is "busy".
  bool offer(std::unique_ptr<Frame>& frame) { return offer_any(frame); }
  bool offer(std::unique_ptr<Question>& question) { return offer_any(question); }

  // Called on the engine's thread: moves what waits into the inbox, as far as that has room; the rest goes on waiting,
  // in order. True where something is left.
  bool take_in();

 private:
  template <class Any>
  bool offer_any(std::unique_ptr<Any>& any);

  Inbox& inbox_;
  std::function<void()> wake_;
  Flow flow_;                       // all who come through the door share one connection's part of the inbox
  std::deque<Inbox::Entry> taken_;  // belongs to the engine's thread: entries for which the inbox had no room

  std::mutex mutex_;
  std::deque<Inbox::Entry> waiting_;
};

}  // namespace wangge::loop
