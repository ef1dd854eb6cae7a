#include "tools/bench/measured.h"

#include <algorithm>

namespace wangge::tools::bench {
namespace {

constexpr int slices = 120;
constexpr SteadyClock::duration shortest_slice = std::chrono::milliseconds(100);

std::uint64_t microseconds(SteadyClock::duration took) {
  const auto us = std::chrono::duration_cast<std::chrono::microseconds>(took).count();
  return static_cast<std::uint64_t>(std::max<std::int64_t>(us, 0));
}

}  // namespace

void Measured::remember(const Measured& run) {
  const std::vector<std::uint32_t>& numbers = run.acknowledged_numbers;
  acknowledged_numbers.resize(std::max(acknowledged_numbers.size(), numbers.size()));
  for (std::size_t i = 0; i < numbers.size(); ++i)
    acknowledged_numbers[i] = std::max(acknowledged_numbers[i], numbers[i]);
}

Recorder::Recorder(const Load& load, Measured& measured)
    : by_due_(load.rate > 0),
      measured_(measured),
      slice_(std::max(shortest_slice, std::chrono::duration_cast<SteadyClock::duration>(load.duration / slices))) {
  measured.slice_seconds = std::chrono::duration<double>(slice_).count();
}

void Recorder::open(SteadyClock::time_point now) {
  begins_ = now;
  is_open_ = has_begun_ = true;
}

void Recorder::close(SteadyClock::time_point now) {
  ends_ = now;
  is_open_ = false;
  measured_.seconds = std::chrono::duration<double>(now - begins_).count();
}

bool Recorder::counts_latency(SteadyClock::time_point due) const {
  return by_due_ ? has_begun_ && due >= begins_ && due < ends_ : is_open_;
}

void Recorder::count(const terminal::Acknowledged& answer, bool is_repeat, SteadyClock::time_point due,
                     SteadyClock::time_point now) {
  const std::uint64_t commands = answer.receipts.size();
  if (counts_latency(due))
    (is_repeat ? measured_.repeat_latency : measured_.latency).record(microseconds(now - due), commands);
  if (!is_open_) return;
  if (is_repeat) {
    measured_.repeated += commands;
    return;
  }
  const auto refused = static_cast<std::uint64_t>(
      std::ranges::count_if(answer.receipts, [](const terminal::Receipt& one) { return bool(one.refusal); }));
  measured_.refused += refused;
  measured_.acknowledged += commands - refused;
  const auto slice = static_cast<std::size_t>((now - begins_) / slice_);
  if (slice >= measured_.acknowledged_by_slice.size()) measured_.acknowledged_by_slice.resize(slice + 1);
  measured_.acknowledged_by_slice[slice] += commands - refused;
}

void Recorder::give_up(std::uint64_t commands, SteadyClock::time_point due, SteadyClock::time_point now) {
  if (!by_due_ || !counts_latency(due)) return;
  measured_.unanswered += commands;
  measured_.latency.record(microseconds(now - due), commands);
}

void Recorder::count_sent(std::size_t bytes) {
  if (is_open_) measured_.bytes_sent += bytes;
}

}  // namespace wangge::tools::bench
