#include "engine/loop/inbox.h"

#include <algorithm>
#include <utility>

#include "engine/base/check.h"
#include "engine/base/limits.h"

namespace wangge::loop {
namespace {

constexpr Load most_of_all{limits::inbox_frames_max, limits::inbox_commands_max, limits::inbox_bytes_max};
constexpr Load most_of_each{limits::inbox_share_frames, limits::inbox_share_commands, limits::inbox_share_bytes};
constexpr std::uint64_t parts = 1'024;  // of a command, so that a command divided among many flows is not nothing

Load load_of(const Frame& frame) {
  return {.frames = 1, .commands = frame.commands.size(), .bytes = frame.texts.size()};
}
Load load_of(const Question&) { return {.frames = 1, .commands = 0, .bytes = 0}; }
Load load_of(const Inbox::Entry& entry) {
  return std::visit([](const auto& held) { return load_of(*held); }, entry);
}

// A question costs as much as a command.
std::uint64_t cost_of(const Load& load) { return parts * std::max<std::size_t>(load.commands, 1); }

}  // namespace

template <class Any>
bool Inbox::offer_any(Flow& flow, std::unique_ptr<Any>& any) {
  const Load load = load_of(*any);
  if (!(load_ + load).fits(most_of_all) && !(flow.load_ + load).fits(most_of_each)) return false;
  load_ += load;
  flow.load_ += load;
  flow.entries_.push_back(std::move(any));
  if (flow.entries_.size() == 1) queue(flow);
  return true;
}
template bool Inbox::offer_any(Flow&, std::unique_ptr<Frame>&);
template bool Inbox::offer_any(Flow&, std::unique_ptr<Question>&);

// A flow that has not used its share has no claim on the past: it begins where the others stand.
void Inbox::queue(Flow& flow) {
  flow.done_at_ = std::max(now_, flow.done_at_) + cost_of(load_of(flow.entries_.front()));
  turns_.push({flow.done_at_, ++orders_, &flow});
}

Inbox::Entry Inbox::pop() {
  CHECK(!empty());
  Flow& flow = *turns_.top().flow;
  Entry entry = std::move(flow.entries_.front());
  flow.entries_.pop_front();
  const Load load = load_of(entry);
  load_ -= load;
  flow.load_ -= load;
  now_ += cost_of(load) / turns_.size();
  turns_.pop();
  if (!flow.entries_.empty()) queue(flow);
  return entry;
}

}  // namespace wangge::loop
