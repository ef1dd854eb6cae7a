#include "tools/bench/generator.h"

#include <algorithm>
#include <deque>
#include <optional>
#include <stdexcept>

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include "tools/bench/observer.h"
#include "tools/bench/pace.h"
#include "tools/bench/station.h"
#include "tools/serve/process_costs.h"

namespace wangge::tools::bench {
namespace {

using std::chrono::milliseconds;
using TimePoint = SteadyClock::time_point;

constexpr milliseconds between_looks{50};
// How long answers to the load are awaited at the end, and how long those to the observer; an engine that is behind by
// more is given up.
constexpr std::chrono::seconds longest_drain{20}, longest_answer{30};

class Generator {
 public:
  Generator(const Load& load, const std::vector<Bundle>& bundles, const Partners& partners, const Interrupt& interrupt,
            const OnProgress& progress)
      : load_(load),
        engine_(partners.engine),
        interrupt_(interrupt),
        progress_(progress),
        course_{.load = load,
                .bundles = bundles,
                .io = io_,
                .recorder = Recorder(load, measured_),
                .random = std::mt19937(load.seed),
                .superiors = partners.superiors,
                .failure = {}},
        observer_(io_, engine_, partners.ops, [this](std::string why) { course_.fail(std::move(why)); }),
        pace_timer_(io_) {
    if (load.rate > 0) pace_.emplace(load);
    for (std::size_t i = 0; i < load.terminals; ++i) stations_.emplace_back(course_, partners.terminals.at(i));
  }

  ~Generator() {
    for (std::size_t i = 0; i < opened_; ++i) stations_[i].close();
  }

  Measured play() {
    run_until(SteadyClock::now() + longest_answer, [this] { return observer_.is_welcome(); });
    began_ = SteadyClock::now();
    if (pace_) hand_out();
    run_until(began_ + load_.ramp + load_.warmup, [] { return false; });
    if (!is_over()) measure();
    course_.is_sending = false;
    pace_timer_.cancel();
    drain();
    if (course_.failure && !measured_.is_engine_lost) throw std::runtime_error(*course_.failure);
    measured_.is_cut_short = interrupt_.has_come();
    for (const Station& station : stations_) measured_.acknowledged_numbers.push_back(station.acknowledged());
    return std::move(measured_);
  }

 private:
  bool is_over() const { return interrupt_.has_come() || course_.failure; }

  template <class Done>
  void run_until(TimePoint until, Done done) {
    while (!is_over() && !done() && SteadyClock::now() < until) look(until);
  }

  void look(TimePoint until) {
    const TimePoint now = SteadyClock::now();
    if (began_ != TimePoint{}) let_join(now);
    io_.run_one_until(std::min(until, now + between_looks));
    if (now >= next_look_) {
      next_look_ = now + between_looks;
      show_progress(now);
    }
  }

  // Terminals join evenly over the ramp.
  void let_join(TimePoint now) {
    while (opened_ < stations_.size() && (now - began_) * static_cast<std::int64_t>(stations_.size()) >=
                                             load_.ramp * static_cast<std::int64_t>(opened_)) {
      stations_[opened_++].open(engine_);
    }
  }

  // In an open loop: gives out the bundles that are due by now, in turn to the terminals that have joined, and arranges
  // for the next.
  void hand_out() {
    const TimePoint now = SteadyClock::now();
    let_join(now);
    while (began_ + pace_->due(due_) <= now) {
      if (!course_.is_sending) return;
      const TimePoint due = began_ + std::chrono::duration_cast<SteadyClock::duration>(pace_->due(due_));
      stations_[due_++ % opened_].take(course_.next_bundle(), due);
    }
    pace_timer_.expires_at(began_ + std::chrono::duration_cast<SteadyClock::duration>(pace_->due(due_)));
    pace_timer_.async_wait([this](const error_code& cancelled) {
      if (!cancelled && course_.is_sending) hand_out();
    });
  }

  // Measures the window, which lies between two answers of the engine.
  void measure() {
    ask(measured_.before);
    if (is_over()) return;
    const std::uint64_t cpu_before = process_costs().processor_us;
    course_.recorder.open(SteadyClock::now());
    const TimePoint planned_end =
        pace_ ? began_ + load_.ramp + load_.warmup + load_.duration : SteadyClock::now() + load_.duration;
    run_until(planned_end, [this] { return load_.demands != 0 && measured_.acknowledged >= load_.demands; });
    if (course_.failure && load_.until_lost) measured_.is_engine_lost = true;
    if (pace_) course_.is_sending = false;  // all bundles that were due have been handed out
    if (!measured_.is_engine_lost) ask(measured_.after);
    course_.recorder.close(SteadyClock::now());
    measured_.generator_cpu_us = process_costs().processor_us - cpu_before;
  }

  // Asks for the engine's figures, also after Ctrl-C.
  void ask(terminal::Figures& into) {
    bool is_told = false;
    observer_.ask([&](const terminal::Figures& figures) {
      into = figures;
      is_told = true;
    });
    const TimePoint until = SteadyClock::now() + longest_answer;
    while (!is_told && !course_.failure && SteadyClock::now() < until) look(until);
    if (!is_told) course_.fail("引擎没有答复 / the engine does not answer");
  }

  void drain() {
    const TimePoint until = SteadyClock::now() + longest_drain;
    while (!course_.failure && SteadyClock::now() < until && !std::ranges::all_of(stations_, &Station::is_done)) {
      io_.run_one_until(std::min(until, SteadyClock::now() + between_looks));
    }
    for (Station& station : stations_) station.give_up(SteadyClock::now());
  }

  void show_progress(TimePoint now) const {
    if (began_ == TimePoint{}) return;
    if (load_.demands != 0) return progress_(std::min(measured_.acknowledged, load_.demands), load_.demands);
    const auto ms = [](SteadyClock::duration time) {
      return static_cast<std::uint64_t>(std::chrono::duration_cast<milliseconds>(time).count());
    };
    const std::uint64_t all = ms(load_.ramp + load_.warmup + load_.duration);
    progress_(std::min(ms(now - began_), all), all);
  }

  const Load& load_;
  const boost::asio::ip::tcp::endpoint engine_;
  const Interrupt& interrupt_;
  const OnProgress& progress_;
  boost::asio::io_context io_{1};
  Measured measured_;
  Course course_;
  Observer observer_;
  std::optional<Pace> pace_;
  boost::asio::steady_timer pace_timer_;
  std::uint64_t due_ = 0;  // the next bundle
  std::deque<Station> stations_;
  std::size_t opened_ = 0;
  TimePoint began_, next_look_;
};

}  // namespace

Measured play(const Load& load, const std::vector<Bundle>& bundles, const Partners& partners,
              const Interrupt& interrupt, const OnProgress& progress) {
  return Generator(load, bundles, partners, interrupt, progress).play();
}

}  // namespace wangge::tools::bench
