#include "adapters/terminal/answer_line.h"

#include <algorithm>
#include <utility>

#include "engine/base/check.h"

namespace wangge::terminal {

AnswerLine::Place AnswerLine::open(Outgoing& gathered, Load& to_give_back) {
  Part& before = parts_.emplace_back();
  swap(before.frames, gathered);
  before.to_give_back = std::exchange(to_give_back, {});
  parts_.push_back({.place = ++last_, .is_open = true});
  return last_;
}

AnswerLine::Part& AnswerLine::find(Place place) {
  const auto part = std::ranges::find(parts_, place, &Part::place);
  CHECK(part != parts_.end() && part->is_open);
  return *part;
}

Outgoing& AnswerLine::at(Place place) { return find(place).frames; }

void AnswerLine::close(Place place, const Load& to_give_back) {
  Part& part = find(place);
  part.is_open = false;
  part.to_give_back = to_give_back;
}

Load AnswerLine::take(Outgoing& out) {
  Load load;
  for (; !parts_.empty() && !parts_.front().is_open; parts_.pop_front()) {
    Part& part = parts_.front();
    load += part.to_give_back;
    if (out.empty()) {
      swap(out, part.frames);
    } else {
      out.append(part.frames.words());
    }
  }
  return load;
}

}  // namespace wangge::terminal
