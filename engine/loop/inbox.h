#pragma once
// What waits to be decided, served fairly (weighted fair queueing, all weights alike): each connection has a flow of
// its own, and next is the frame that would be done first if all flows that wait were served at once, each with an
// equal part. So flows that send much share alike, and who sends little does not wait behind them. Within a flow the
// order stays. Bounded in frames, commands and bytes (limits.h). One thread offers and takes.

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

// What waits of one connection. Whoever owns it keeps it until everything of it has been taken.
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
  std::uint64_t done_at_ = 0;  // when the last of it that has had its turn set would be done
};

class Inbox {
 public:
  using Entry = Flow::Entry;

  // False where there is no room: nothing was taken, the caller answers "busy, come back in busy_retry_ms". Beyond the
  // bounds of all there is room for a flow that has no more than its share waiting, this included.
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
  std::uint64_t now_ = 0;  // what each of those that wait would have been served of by now, in parts of a command
  std::uint64_t orders_ = 0;
  Load load_;
};

}  // namespace wangge::loop
