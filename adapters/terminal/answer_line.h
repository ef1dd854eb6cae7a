#pragma once
// Answers leave a connection in the order in which they were asked for, and some have to be read from the log first.
// Such an answer keeps its place: what was gathered before it may go, what is gathered after it waits until it has been
// written. Where no answer has a place open, which is nearly always, there is no line.

#include <cstdint>
#include <deque>

#include "adapters/terminal/exchange.h"
#include "adapters/terminal/framing.h"

namespace wangge::terminal {

class AnswerLine {
 public:
  using Place = std::uint64_t;

  bool empty() const { return parts_.empty(); }

  // Behind what was gathered so far, which becomes a part of the line with the load that comes back when it is written.
  Place open(Outgoing& gathered, Load& to_give_back);
  // The answer is written there: of an open place.
  Outgoing& at(Place place);
  // Nothing more comes there.
  void close(Place place, const Load& to_give_back);

  // Appends to `out` all that stands before the first open place, and takes it out of the line. Returns the load that
  // comes back with it.
  Load take(Outgoing& out);

 private:
  struct Part {
    Place place = 0;  // 0: none; what was gathered
    bool is_open = false;
    Outgoing frames;
    Load to_give_back;
  };
  Part& find(Place place);

  std::deque<Part> parts_;
  Place last_ = 0;
};

}  // namespace wangge::terminal
