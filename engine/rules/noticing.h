#pragma once
// What follows a decided command: who is told of it.

#include "engine/state/routes.h"

namespace wangge::rules {

struct Context;

// A chain by its id, also one that this command is the first to use and that stands in its draft only, which grows: so
// a copy.
Chain chain_of(const Context& context, ChainId chain);

// Adds the notices that the facts of the draft from draft.numbered on lead to, as the city's settings and the policies
// say; each names the event of its demand before it. None where the bound of one command's facts, or of what waits to
// be delivered, is reached: the demand stands in its queues all the same.
void add_notices(const Context& context);

}  // namespace wangge::rules
