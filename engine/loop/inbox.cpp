#include "engine/loop/inbox.h"

#include <utility>

namespace wangge::loop {

bool Inbox::offer(std::unique_ptr<Frame>& frame) {
  const bool fits = entries_.size() < limits::inbox_frames_max &&
                    commands_ + frame->commands.size() <= limits::inbox_commands_max &&
                    bytes_ + frame->texts.size() <= limits::inbox_bytes_max;
  if (!fits) return false;
  commands_ += frame->commands.size();
  bytes_ += frame->texts.size();
  entries_.emplace_back(std::move(frame));
  return true;
}

bool Inbox::offer(std::unique_ptr<Question>& question) {
  if (entries_.size() >= limits::inbox_frames_max) return false;
  entries_.emplace_back(std::move(question));
  return true;
}

Inbox::Entry Inbox::pop() {
  Entry entry = std::move(entries_.front());
  entries_.pop_front();
  if (const auto* frame = std::get_if<std::unique_ptr<Frame>>(&entry)) {
    commands_ -= (*frame)->commands.size();
    bytes_ -= (*frame)->texts.size();
  }
  return entry;
}

}  // namespace wangge::loop
