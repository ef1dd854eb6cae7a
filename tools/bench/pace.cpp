#include "tools/bench/pace.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "tools/day/day_words.h"

namespace wangge::tools::bench {
namespace {

std::vector<double> weights_of(Shape shape) {
  if (shape == Shape::constant) return {1};
  return {std::begin(words::demands_by_hour), std::end(words::demands_by_hour)};
}

double seconds(std::chrono::milliseconds time) { return std::chrono::duration<double>(time).count(); }

}  // namespace

Pace::Pace(const Load& load) : before_s_(seconds(load.ramp + load.warmup)), window_s_(seconds(load.duration)) {
  const std::vector<double> weights = weights_of(load.shape);
  const double all = std::accumulate(weights.begin(), weights.end(), 0.0);
  double so_far = 0;
  for (const double weight : weights) passed_.push_back((so_far += weight) / all);
  const double rate = load.rate / static_cast<double>(load.frame);
  bundles_ = rate * window_s_;
  before_rate_ = rate * passed_.front() * static_cast<double>(passed_.size());
  bundles_before_ = std::floor(before_rate_ * before_s_);
}

std::chrono::nanoseconds Pace::due(std::uint64_t bundle) const {
  const auto number = static_cast<double>(bundle);
  const double at =
      number < bundles_before_ ? number / before_rate_ : before_s_ + seconds_in_window(number - bundles_before_);
  return std::chrono::nanoseconds(std::llround(at * 1e9));
}

double Pace::seconds_in_window(double bundles) const {
  const double share = bundles / bundles_;
  const auto part = std::min<std::size_t>(
      static_cast<std::size_t>(std::ranges::upper_bound(passed_, share) - passed_.begin()), passed_.size() - 1);
  const double begins = part == 0 ? 0 : passed_[part - 1];
  const double within = (share - begins) / (passed_[part] - begins);
  return (static_cast<double>(part) + within) / static_cast<double>(passed_.size()) * window_s_;
}

}  // namespace wangge::tools::bench
