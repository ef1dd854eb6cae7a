#pragma once
// What a page is computed from: differences of the engine's figures over the window, and what they are a demand or a
// second.

#include <string_view>

#include "tools/bench/page.h"

namespace wangge::tools::bench {

// Over the window.
double batches(const Page& page);
double groups(const Page& page);
double syncs(const Page& page);
double events(const Page& page);
double bytes_encoded(const Page& page);
double bytes_compacted(const Page& page);
double engine_cpu_us(const Page& page);
double allocations(const Page& page);
double allocations_elsewhere(const Page& page);

// 0 where there is nothing to divide by.
double ratio(double of, double by);
// Of all commands of the window that were decided; in lives of all facts, the clock's too.
double per_demand(double value, const Page& page);
double per_second(double value, const Page& page);

std::string_view name_of(LoadKind kind);
std::string_view name_of(Shape shape);

}  // namespace wangge::tools::bench
