#pragma once
// The last step of a decided command: who is told of it.

#include "engine/state/routes.h"

namespace wangge::rules {

struct Context;

// A chain by its id, also one that only this command's draft interns. The result is a copy, since the draft grows.
Chain chain_of(const Context& context, ChainId chain);

// Adds the notices that the facts of the draft from draft.numbered on lead to, as the city's settings and the policies
// say; each names the event of its demand before it. No notices are added where the bound of one command's facts, or of
// notices that wait, is reached: the demand stands in its queues all the same.
void add_notices(const Context& context);

}  // namespace wangge::rules
