#pragma once
// `wangge submit` with a spool: demands are kept first, and delivered when the engine can be reached.

#include "tools/console.h"
#include "tools/demand/submission.h"

namespace wangge::tools {

// Both functions check the codes at once, where the city's tables are at hand, stamp demands that have no time, and
// deliver what waits where there is a token. They return the exit status.
int keep_one(const SubmitOptions& options, const Console& console);
int keep_table(const SubmitOptions& options, const Console& console);

// Delivers what waits in the spool; with `watches` until Ctrl-C. Returns the exit status: 0 where nothing waits any
// more and everything was accepted.
int deliver_kept(const SubmitOptions& options, const Console& console);

}  // namespace wangge::tools
