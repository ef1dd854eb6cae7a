#pragma once
// What waits to be decided, served fairly: each connection has a flow of its own, flows take turns by the number of commands
// (deficit round robin), and a flow that had nothing waiting comes before those that have had their turn, so that who sends
// little does not wait behind who sends much. Within a flow the order stays. Bounded in frames, commands and bytes (limits.h).
// One thread offers and takes.

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <variant>

#include <boost/intrusive/list.hpp>

#include "engine/base/limits.h"
#include "engine/loop/frame.h"

namespace wangge::loop {

// What waits of one connection. Whoever owns it keeps it until everything of it has been taken.
class Flow : public boost::intrusive::list_base_hook<boost::intrusive::link_mode<boost::intrusive::auto_unlink>> {
 public:
  Flow() = default;
  Flow(const Flow&) = delete;
  Flow& operator=(const Flow&) = delete;

 private:
  friend class Inbox;
  std::deque<std::variant<std::unique_ptr<Frame>, std::unique_ptr<Question>>> entries_;
  std::int64_t allowance_ = 0;  // commands that are left of its turn
};

class Inbox {
 public:
  using Entry = std::variant<std::unique_ptr<Frame>, std::unique_ptr<Question>>;

  // False where there is no room: nothing was taken, the caller answers "busy, come back in busy_retry_ms". Beyond the
  // bounds of all there is room for a flow that has nothing waiting and wants no more than its share.
  bool offer(Flow& flow, std::unique_ptr<Frame>& frame);
  bool offer(Flow& flow, std::unique_ptr<Question>& question);

  bool empty() const { return load_.frames == 0; }
  // Needs !empty().
  Entry pop();

 private:
  using Flows = boost::intrusive::list<Flow, boost::intrusive::constant_time_size<false>>;
  struct Load {
    std::size_t frames = 0, commands = 0, bytes = 0;
  };

  static Load load_of(const Entry& entry);
  bool has_room(const Flow& flow, const Load& load) const;
  void take(Flow& flow, const Load& load, Entry entry);
  Entry next_of(Flow& flow);

  Flows fresh_, served_;  // flows that had nothing waiting before; those that have had a turn, perhaps with nothing waiting now
  Load load_;
};

}  // namespace wangge::loop
