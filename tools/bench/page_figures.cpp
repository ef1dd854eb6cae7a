#include "tools/bench/page_figures.h"

namespace wangge::tools::bench {
namespace {

// The difference of one of the engine's figures over the window.
template <class Figure>
double within(const Page& page, Figure figure) {
  return static_cast<double>(figure(page.measured.after) - figure(page.measured.before));
}

}  // namespace

double batches(const Page& page) {
  return within(page, [](const auto& f) { return f.batches; });
}
double groups(const Page& page) {
  return within(page, [](const auto& f) { return f.groups; });
}
double syncs(const Page& page) {
  return within(page, [](const auto& f) { return f.syncs; });
}
double events(const Page& page) {
  return within(page, [](const auto& f) { return f.position.value; });
}
double bytes_encoded(const Page& page) {
  return within(page, [](const auto& f) { return f.bytes_encoded; });
}
double bytes_compacted(const Page& page) {
  return within(page, [](const auto& f) { return f.bytes_compacted; });
}
double engine_cpu_us(const Page& page) {
  return within(page, [](const auto& f) { return f.costs.processor_us; });
}
double allocations(const Page& page) {
  return within(page, [](const auto& f) { return f.costs.allocations; });
}
double allocations_elsewhere(const Page& page) {
  return within(page, [](const auto& f) { return f.costs.allocations_elsewhere; });
}

double ratio(double of, double by) { return by == 0 ? 0 : of / by; }

double per_demand(double value, const Page& page) {
  return ratio(value, page.load.kind == LoadKind::lives ? events(page) : static_cast<double>(page.measured.answered()));
}
double per_second(double value, const Page& page) { return ratio(value, page.measured.seconds); }

double facts_per_second(const Page& page) { return per_second(events(page), page); }

double under_way_ms(const Page& page) {
  const double commands = static_cast<double>(page.load.terminals * page.load.in_flight * page.load.frame);
  return ratio(commands, page.measured.rate()) * 1e3;
}

std::string_view name_of(LoadKind kind) {
  switch (kind) {
    case LoadKind::counter: return "counter";
    case LoadKind::letters: return "letters";
    case LoadKind::lives: return "lives";
  }
  return "";
}
std::string_view name_of(Shape shape) { return shape == Shape::day ? "day" : "constant"; }

}  // namespace wangge::tools::bench
