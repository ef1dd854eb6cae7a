#pragma once
// What a new demand adds up to with those before it: a hot spot (热点), or a storm (集中反映). Figures are the city's:
// city.toml, [hotspots] and [storms].
//
// A hot spot: so many demands of a class came from one spot within the window; with more, the demand that makes it so
// many also stands in the escalation queue of the first post from the community up that has somebody acting. Each is
// found once a window. A storm: so many demands of a category came in one community within minutes. The same post is to
// know, once a storm: it ends when for limits::storm_minutes_max minutes none came.

namespace wangge::rules {

struct Context;

// Adds to the draft what its new demand, if it has one, is found to make.
void add_recurrence(const Context& context);

}  // namespace wangge::rules
