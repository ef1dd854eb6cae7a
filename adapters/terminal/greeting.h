#pragma once
// Compares what a hello says of the past with the log that is there.

#include <cstdint>

#include "adapters/terminal/protocol.h"
#include "engine/loop/engine.h"

namespace wangge::terminal {

// The number from which the hello's session is to go on where the engine does not know it, or knows less of it: the one
// that the hello names, where the log holds the fact that its spool has seen acknowledged, under whatever token. The
// log then holds all that was acknowledged before. Else 0: what the engine does not know is to be sent again.
//
// The steps: first, whether the hello says that its spool has seen anything that may stand in the log; then, the
// position at which that fact would stand and has to be read, none where it need not be read or the token is not known,
// and the account of the token.
bool has_seen_anything(const Hello& hello, const log::EventLog& log);
struct Seen {
  Position at;
  AccountId whose;
};
Seen seen_by(const Hello& hello, const City& city);
std::uint32_t first_number(const Hello& hello, const City& city, const Event& seen);

// The end of the log when the engine was started, and when that was.
struct Recovered {
  Position last;
  Seconds at = 0;
  Seconds started = 0;
};

// Whether a log that goes on longer than the recovered one could have had this position by the time at which the engine
// was started.
bool could_have_given(const Recovered& recovered, Position position);

}  // namespace wangge::terminal
