#pragma once
// `wangge submit` with a spool: what is handed in is kept first, and delivered when the engine can be reached.

#include "tools/console.h"
#include "tools/demand/submission.h"

namespace wangge::tools {

// Both check the codes at once, where the city's tables are at hand, stamp the time on what has none, and deliver what
// waits where there is a token. The exit status.
int keep_one(const SubmitOptions& options, const Console& console);
int keep_table(const SubmitOptions& options, const Console& console);

// What waits in the spool; with `watches` until Ctrl-C. The exit status: 0 where nothing waits any more and all of it
// was accepted.
int deliver_kept(const SubmitOptions& options, const Console& console);

}  // namespace wangge::tools
