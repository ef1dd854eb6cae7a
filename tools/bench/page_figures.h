#pragma once
// The figures of a page: differences of the engine's figures over the window, by demand or by second.

#include <string_view>

#include "tools/bench/page.h"

namespace wangge::tools::bench {

// Batches within the window.
double batches(const Page& page);
double groups(const Page& page);
double syncs(const Page& page);
double events(const Page& page);
double bytes_encoded(const Page& page);
double bytes_compacted(const Page& page);
double engine_cpu_us(const Page& page);
double allocations(const Page& page);
double allocations_elsewhere(const Page& page);

// The quotient; 0 where `by` is 0.
double ratio(double of, double by);
// `value` divided by all commands of the window that were decided; for lives by all facts, also those of the clock.
double per_demand(double value, const Page& page);
double per_second(double value, const Page& page);

std::string_view name_of(LoadKind kind);
std::string_view name_of(Shape shape);

}  // namespace wangge::tools::bench
