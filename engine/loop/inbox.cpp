#include "engine/loop/inbox.h"

#include <algorithm>
#include <utility>

#include "engine/base/check.h"
#include "engine/base/limits.h"

namespace wangge::loop {
namespace {

constexpr std::uint64_t parts = 1'024;  // of a command, so that a command divided among many flows is not nothing

}  // namespace

Inbox::Load Inbox::load_of(const Entry& entry) {
  const auto* frame = std::get_if<std::unique_ptr<Frame>>(&entry);
  if (frame == nullptr) return {.frames = 1, .commands = 0, .bytes = 0};
  return {.frames = 1, .commands = (*frame)->commands.size(), .bytes = (*frame)->texts.size()};
}

// A question costs as much as a command.
std::size_t Inbox::cost_of(const Entry& entry) { return std::max<std::size_t>(load_of(entry).commands, 1); }

bool Inbox::offer(Flow& flow, std::unique_ptr<Frame>& frame) {
  const Load load{.frames = 1, .commands = frame->commands.size(), .bytes = frame->texts.size()};
  if (!has_room(flow, load)) return false;
  take(flow, load, std::move(frame));
  return true;
}

bool Inbox::offer(Flow& flow, std::unique_ptr<Question>& question) {
  const Load load{.frames = 1, .commands = 0, .bytes = 0};
  if (!has_room(flow, load)) return false;
  take(flow, load, std::move(question));
  return true;
}

bool Inbox::has_room(const Flow& flow, const Load& load) const {
  constexpr Load of_all{limits::inbox_frames_max, limits::inbox_commands_max, limits::inbox_bytes_max},
      of_each{limits::inbox_share_frames, limits::inbox_share_commands, limits::inbox_share_bytes};
  return (load_ + load).fits(of_all) || (flow.load_ + load).fits(of_each);
}

void Inbox::take(Flow& flow, const Load& load, Entry entry) {
  load_ = load_ + load;
  flow.load_ = flow.load_ + load;
  flow.entries_.push_back(std::move(entry));
  if (flow.entries_.size() == 1) queue(flow);
}

// A flow that has not used its share has no claim on what is past: it begins where the others stand.
void Inbox::queue(Flow& flow) {
  const std::uint64_t cost = parts * cost_of(flow.entries_.front());
  flow.done_at_ = std::max(now_, flow.done_at_) + cost;
  turns_.push_back({flow.done_at_, ++orders_, &flow});
  std::push_heap(turns_.begin(), turns_.end());
}

Inbox::Entry Inbox::pop() {
  CHECK(!empty());
  Flow& flow = *turns_.front().flow;
  now_ += parts * cost_of(flow.entries_.front()) / turns_.size();
  std::pop_heap(turns_.begin(), turns_.end());
  turns_.pop_back();

  Entry entry = std::move(flow.entries_.front());
  flow.entries_.pop_front();
  const Load load = load_of(entry);
  load_ = load_ - load;
  flow.load_ = flow.load_ - load;
  if (!flow.entries_.empty()) queue(flow);
  return entry;
}

}  // namespace wangge::loop
