#pragma once
// Frames and questions that wait to be decided, served fairly (weighted fair queueing, all weights alike): each
// connection has a flow of its own, and the next frame is the one that would be done first if all flows that wait were
// served at once, each with an equal part. So flows that send much share alike, and one that sends little does not wait
// behind them. Within a flow the order stays. Bounded in frames, commands and bytes (limits.h). One thread offers and
// takes.

#include <compare>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <queue>
#include <variant>
#include <vector>

#include "engine/loop/frame.h"

namespace wangge::loop {

// The entries of one connection that wait. The owner of the flow keeps it until all of them have been taken.
class Flow {
 public:
  Flow() = default;
  Flow(const Flow&) = delete;
  Flow& operator=(const Flow&) = delete;

 private:
  friend class Inbox;
  using Entry = std::variant<std::unique_ptr<Frame>, std::unique_ptr<Question>>;

  std::deque<Entry> entries_;
  Load load_;
  std::uint64_t done_at_ = 0;  // when the last of its entries that has a turn would be done
};

class Inbox {
 public:
  using Entry = Flow::Entry;

  // False where there is no room: nothing was taken, and the caller answers "busy, come back in busy_retry_ms". Beyond
  // the bounds of the inbox there still is room for a flow that has no more than its share waiting, this entry
  // included.
  bool offer(Flow& flow, std::unique_ptr<Frame>& frame) { return offer_any(flow, frame); }
  bool offer(Flow& flow, std::unique_ptr<Question>& question) { return offer_any(flow, question); }

  bool empty() const { return turns_.empty(); }
  // Needs !empty().
  Entry pop();

 private:
  struct Turn {  // of a flow with something waiting: its first entry
    std::uint64_t done_at = 0, order = 0;
    Flow* flow = nullptr;

    auto operator<=>(const Turn&) const = default;
  };

  template <class Any>
  bool offer_any(Flow& flow, std::unique_ptr<Any>& any);
  void queue(Flow& flow);

  std::priority_queue<Turn, std::vector<Turn>, std::greater<>> turns_;  // the soonest on top
  std::uint64_t now_ = 0;  // how much each waiting flow would have been served by now, in parts of a command
  std::uint64_t orders_ = 0;
  Load load_;
};

}  // namespace wangge::loop
