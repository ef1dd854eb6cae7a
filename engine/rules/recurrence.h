#pragma once
// The recurrences that a new demand completes together with earlier ones: a hot spot (热点), or a storm (集中反映). The
// figures are the city's: city.toml, [hotspots] and [storms].
//
// A hot spot: `hotspot_from` demands of a class came from one spot within the window. The demand that makes them
// `raised_from` also stands in the escalation queue of the first post from the community up that has somebody acting.
// Each is found once a window. A storm: `storm_from` demands of a category came in one community within minutes. The
// same post is told, once a storm; a storm ends when none came for limits::storm_minutes_max minutes.

namespace wangge::rules {

struct Context;

// Adds to the draft the recurrences of its new demand, if it has one.
void add_recurrence(const Context& context);

}  // namespace wangge::rules
