#pragma once
// Options of the terminals' door: the arguments of server.h, for code that does not open it itself.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>

#include "adapters/attachment_store.h"
#include "adapters/lookup_code.h"
#include "adapters/terminal/messages.h"
#include "engine/base/limits.h"
#include "engine/base/time.h"

namespace wangge::terminal {

inline constexpr std::uint16_t default_port = 8243;

// How many ticks of the server a connection may take for each step.
struct Patience {
  int hello = 10;
  int frame = 60;  // for the rest of a frame that has begun
  int write = 60;  // for taking the bytes written to it
  int leave = 10;  // for closing, after the last words
};

// How many connections that were not welcomed there may be; see doorway.h.
struct StrangerBounds {
  std::size_t all = limits::strangers_max;
  std::size_t of_a_source = limits::strangers_per_source_max;
};

struct Options {
  LookUpKey look_up_key{};
  std::function<Instant()> now;          // the engine's time, as Clock::now
  std::function<Costs()> costs;          // of the process, for ops; without it ops are told 0
  AttachmentStore::Options attachments;  // no folder: no attachments are taken
  std::chrono::milliseconds tick = std::chrono::milliseconds(500);
  Patience patience;
  std::uint32_t busy_retry_ms = limits::busy_retry_ms;  // see Desk
  std::chrono::milliseconds watch_period{limits::watch_period_ms};
  int send_buffer_bytes = 0;  // of a connection, in the system's hands; 0: the system decides
  std::size_t connections_max = limits::connections_max;  // fewer where the machine has not so many descriptors
  StrangerBounds strangers;
  // The clock for how long codes are refused
  std::function<std::chrono::steady_clock::time_point()> steady = std::chrono::steady_clock::now;
};

}  // namespace wangge::terminal
