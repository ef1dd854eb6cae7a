#include "tools/bench/machine.h"
#include "tools/bench/page.h"
#include "tools/bench/page_figures.h"

namespace wangge::tools::bench {
namespace {

boost::json::value or_null(const std::optional<double>& value) {
  return value ? boost::json::value(*value) : boost::json::value(nullptr);
}

boost::json::object percentiles(const Latency& latency) {
  return {{"p50", latency.percentile_ms(0.5)},
          {"p90", latency.percentile_ms(0.9)},
          {"p99", latency.percentile_ms(0.99)},
          {"p99_9", latency.percentile_ms(0.999)},
          {"max", latency.max_ms()}};
}

}  // namespace

boost::json::object to_json(const Page& page) {
  const Load& load = page.load;
  const Measured& measured = page.measured;
  boost::json::object out{
      {"load", name_of(load.kind)},
      {"terminals", load.terminals},
      {"frame", load.frame},
      {"in_flight", load.in_flight},
      {"rate", load.rate},
      {"shape", name_of(load.shape)},
      {"seed", load.seed},
      {"seconds", measured.seconds},
      {"cut_short", measured.is_cut_short},
      {"acknowledged_per_second", measured.rate()},
      {"facts_per_second", facts_per_second(page)},
      {"sent_bytes_per_second", per_second(static_cast<double>(measured.bytes_sent), page)},
      {"acknowledged", measured.acknowledged},
      {"refused", measured.refused},
      {"repeated", measured.repeated},
      {"busy", measured.busy},
      {"due_and_never_answered", measured.unanswered},
      {"ack_ms", percentiles(measured.latency)},
      {"repeat_ack_ms", percentiles(measured.repeat_latency)},
      {"under_way_by_rate_ms", load.rate > 0 ? boost::json::value(nullptr) : boost::json::value(under_way_ms(page))},
      {"engine_cpu_us_per_demand", per_demand(engine_cpu_us(page), page)},
      {"generator_cpu_us_per_demand", per_demand(static_cast<double>(measured.generator_cpu_us), page)},
      {"sent_bytes_per_demand", per_demand(static_cast<double>(measured.bytes_sent), page)},
      {"encoded_bytes_per_demand", per_demand(bytes_encoded(page), page)},
      {"disk_bytes_per_demand", or_null(page.disk_bytes_per_demand)},
      {"compacted_bytes", bytes_compacted(page)},
      {"batches", batches(page)},
      {"events_per_batch", ratio(events(page), batches(page))},
      {"batches_per_group", ratio(batches(page), groups(page))},
      {"syncs", syncs(page)},
      {"events_per_sync", ratio(events(page), syncs(page))},
      {"memory_bytes", measured.after.costs.resident_bytes},
      {"demands_open", measured.after.demands_open},
      {"allocations_per_demand", per_demand(allocations(page), page)},
      {"allocations_elsewhere_per_demand", per_demand(allocations_elsewhere(page), page)},
  };
  if (page.verified) {
    out["log_events"] = page.verified->log_events;
    out["resolutions_expired"] = page.verified->expired;
    out["other_limits_expired"] = page.verified->others_expired;
    out["every_acknowledged_number_in_the_log_once"] = page.verified->is_whole;
  } else {
    out["every_acknowledged_number_in_the_log_once"] = nullptr;
  }
  out["sync_ms"] = or_null(page.sync_ms);
  out["file_system"] = page.file_system;
  add_whereabouts(out);
  return out;
}

void add_whereabouts(boost::json::object& out) {
  out["machine"] = processor_name();
  out["cores"] = cores();
  out["commit"] = commit();
  out["command"] = command_line();
}

}  // namespace wangge::tools::bench
