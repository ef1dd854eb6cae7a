#include "engine/loop/feed.h"

#include <utility>
#include <variant>

namespace wangge::loop {
namespace {

void let_go(std::unique_ptr<Frame> frame) {
  const auto released = std::move(frame->released);
  released(std::move(frame));
}

void let_go(std::unique_ptr<Question> question) { question->released(); }

}  // namespace

void Feed::release(Position durable) {
  while (!waiting_.empty() && waiting_.front().after <= durable) {
    Inbox::Entry entry = std::move(waiting_.front().entry);
    waiting_.pop_front();
    std::visit([](auto& held) { let_go(std::move(held)); }, entry);
  }
}

}  // namespace wangge::loop
