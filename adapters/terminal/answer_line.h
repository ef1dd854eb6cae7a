#pragma once
// Answers leave a connection in the order in which they were asked for, and some have to be read from the log first.
// Such an answer keeps its place: answers gathered before it may go, those gathered after it wait until it has been
// written. Where no answer has an open place, which is nearly always, there is no line.

#include <cstdint>
#include <deque>

#include "adapters/terminal/exchange.h"
#include "adapters/terminal/framing.h"

namespace wangge::terminal {

class AnswerLine {
 public:
  using Place = std::uint64_t;

  bool empty() const { return parts_.empty(); }

  // Opens a place behind all answers gathered so far; those become a part of the line, with the load that comes back
  // when they are written.
  Place open(Outgoing& gathered, Load& to_give_back);
  // Where the answer of an open place is written.
  Outgoing& at(Place place);
  // Closes a place: nothing more is written there.
  void close(Place place, const Load& to_give_back);

  // Appends to `out` everything before the first open place, and takes it out of the line. Returns the load that comes
  // back with it.
  Load take(Outgoing& out);

 private:
  struct Part {
    Place place = 0;  // 0: none, only gathered answers
    bool is_open = false;
    Outgoing frames;
    Load to_give_back;
  };
  Part& find(Place place);

  std::deque<Part> parts_;
  Place last_ = 0;
};

}  // namespace wangge::terminal
