#pragma once
// The entries of the inbox: frames of commands, and questions. Values without threads of their own.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/loop/outcome.h"
#include "engine/model/command.h"

namespace wangge {
struct City;
}

namespace wangge::loop {

// How much waits or is under way, wherever that is bounded in these measures.
struct Load {
  std::size_t frames = 0;  // or questions
  std::size_t commands = 0;
  std::size_t bytes = 0;

  Load& operator+=(const Load& more) {
    frames += more.frames;
    commands += more.commands;
    bytes += more.bytes;
    return *this;
  }
  Load& operator-=(const Load& less) {
    frames -= less.frames;
    commands -= less.commands;
    bytes -= less.bytes;
    return *this;
  }
  friend Load operator+(Load load, const Load& more) { return load += more; }

  bool fits(const Load& most) const {
    return frames <= most.frames && commands <= most.commands && bytes <= most.bytes;
  }
};

// Commands of one session that are decided together, in order. Whoever offers a frame fills the first part, the engine
// the second; the memory is reused by whoever made the frame.
struct Frame {
  Sender sender;  // of the first command; the others have the numbers that follow. sequence 0: commands without numbers
  std::vector<Command> commands;
  std::string_view texts;   // what the TextRefs point into; must live until the frame is released
  std::uint32_t hello = 0;  // of its connection, as the outcome of OpenSession said; 0: no connection

  std::vector<Outcome> outcomes;  // one a command; empty where `gap` or `replaced`
  bool gap = false;               // the first number was above the expected one: nothing was decided
  bool replaced = false;          // there has been a newer hello of the session: nothing was decided
  std::uint32_t expected = 0;     // the session's next number after this frame
  Position after;                 // the frame is released once the log is durable up to here

  // Called once, on the engine's thread, when everything that the outcomes say is durable. May take the frame's memory
  // back: the engine does not touch it afterwards.
  std::function<void(std::unique_ptr<Frame>)> released;
};

// A question to the city between two turns: bounded rows, read only. `ask` runs on the engine's thread and keeps what
// it found; `released` is called there once all that `ask` may have seen is durable.
struct Question {
  std::function<void(const City&, Instant now)> ask;
  std::function<void()> released;
};

}  // namespace wangge::loop
