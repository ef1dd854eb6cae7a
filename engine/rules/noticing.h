#pragma once
// What follows a decided command: who is told of it.

namespace wangge::rules {

struct Context;

// Adds the notices that the last fact of the draft leads to, as the city's settings and the policies say; each names the event of its
// demand before it. None where the bound of one command's facts, or of what waits to be delivered, is reached: the demand stands in its
// queues all the same.
void add_notices(const Context& context);

}  // namespace wangge::rules
