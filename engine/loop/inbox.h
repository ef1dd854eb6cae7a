#pragma once
// What waits to be decided, served fairly (weighted fair queueing, all weights alike): each connection has a flow of its own,
// and next is the frame that would be done first if all flows that wait were served at once, each with an equal part. So flows
// that send much share alike, and who sends little does not wait behind them. Within a flow the order stays. Bounded in
// frames, commands and bytes (limits.h). One thread offers and takes.

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
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
  struct Load {
    std::size_t frames = 0, commands = 0, bytes = 0;

    Load operator+(const Load& more) const { return {frames + more.frames, commands + more.commands, bytes + more.bytes}; }
    Load operator-(const Load& less) const { return {frames - less.frames, commands - less.commands, bytes - less.bytes}; }
    bool fits(const Load& most) const {
      return frames <= most.frames && commands <= most.commands && bytes <= most.bytes;
    }
  };

  std::deque<std::variant<std::unique_ptr<Frame>, std::unique_ptr<Question>>> entries_;
  Load load_;
  std::uint64_t done_at_ = 0;  // when the last of it that has had its turn set would be done
};

class Inbox {
 public:
  using Entry = std::variant<std::unique_ptr<Frame>, std::unique_ptr<Question>>;

  // False where there is no room: nothing was taken, the caller answers "busy, come back in busy_retry_ms". Beyond the bounds
  // of all there is room for a flow that has no more than its share waiting, this included.
  bool offer(Flow& flow, std::unique_ptr<Frame>& frame);
  bool offer(Flow& flow, std::unique_ptr<Question>& question);

  bool empty() const { return load_.frames == 0; }
  // Needs !empty().
  Entry pop();

 private:
  using Load = Flow::Load;
  struct Turn {  // of a flow with something waiting: its first entry
    std::uint64_t done_at = 0, order = 0;
    Flow* flow = nullptr;

    bool operator<(const Turn& other) const {  // the soonest on top of the heap
      return done_at != other.done_at ? done_at > other.done_at : order > other.order;
    }
  };

  static Load load_of(const Entry& entry);
  static std::size_t cost_of(const Entry& entry);
  bool has_room(const Flow& flow, const Load& load) const;
  void take(Flow& flow, const Load& load, Entry entry);
  void queue(Flow& flow);

  std::vector<Turn> turns_;  // a heap
  std::uint64_t now_ = 0;    // what each of those that wait would have been served of by now, in parts of a command
  std::uint64_t orders_ = 0;
  Load load_;
};

}  // namespace wangge::loop
