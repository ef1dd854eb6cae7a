#include "engine/loop/inbox.h"

#include <algorithm>
#include <utility>

#include "engine/base/check.h"

namespace wangge::loop {

Inbox::Load Inbox::load_of(const Entry& entry) {
  const auto* frame = std::get_if<std::unique_ptr<Frame>>(&entry);
  if (frame == nullptr) return {.frames = 1};
  return {.frames = 1, .commands = (*frame)->commands.size(), .bytes = (*frame)->texts.size()};
}

bool Inbox::offer(Flow& flow, std::unique_ptr<Frame>& frame) {
  const Load load{.frames = 1, .commands = frame->commands.size(), .bytes = frame->texts.size()};
  if (!has_room(flow, load)) return false;
  take(flow, load, std::move(frame));
  return true;
}

bool Inbox::offer(Flow& flow, std::unique_ptr<Question>& question) {
  const Load load{.frames = 1};
  if (!has_room(flow, load)) return false;
  take(flow, load, std::move(question));
  return true;
}

bool Inbox::has_room(const Flow& flow, const Load& load) const {
  const bool is_in_bounds = load_.frames + load.frames <= limits::inbox_frames_max &&
                            load_.commands + load.commands <= limits::inbox_commands_max &&
                            load_.bytes + load.bytes <= limits::inbox_bytes_max;
  const bool is_in_share = flow.entries_.empty() && load.commands <= limits::inbox_share_commands &&
                           load.bytes <= limits::inbox_share_bytes;
  return is_in_bounds || is_in_share;
}

void Inbox::take(Flow& flow, const Load& load, Entry entry) {
  load_.frames += load.frames;
  load_.commands += load.commands;
  load_.bytes += load.bytes;
  flow.entries_.push_back(std::move(entry));
  if (flow.is_linked()) return;
  flow.allowance_ = limits::inbox_turn_commands;
  fresh_.push_back(flow);
}

Inbox::Entry Inbox::pop() {
  CHECK(!empty());
  for (;;) {
    Flows& flows = fresh_.empty() ? served_ : fresh_;
    Flow& flow = flows.front();
    if (flow.entries_.empty()) {
      flow.unlink();
    } else if (flow.allowance_ <= 0) {
      flow.allowance_ += limits::inbox_turn_commands;
      served_.splice(served_.end(), flows, flows.begin());
    } else {
      return next_of(flow);
    }
  }
}

// A flow stays among the served until its turn comes round, also where nothing of it waits: coming back at once, it has no more
// than its turn.
Inbox::Entry Inbox::next_of(Flow& flow) {
  Entry entry = std::move(flow.entries_.front());
  flow.entries_.pop_front();
  const Load load = load_of(entry);
  load_.frames -= load.frames;
  load_.commands -= load.commands;
  load_.bytes -= load.bytes;
  flow.allowance_ -= static_cast<std::int64_t>(std::max<std::size_t>(load.commands, 1));
  if (flow.entries_.empty()) {
    flow.unlink();
    served_.push_back(flow);
  }
  return entry;
}

}  // namespace wangge::loop
