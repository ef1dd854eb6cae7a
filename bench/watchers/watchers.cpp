// Many who watch the city's queue while it changes at a given rate: how long a change takes from being durable, when
// its sender is answered, until each of them has it. Against a running engine.

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <deque>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/json.hpp>

#include "adapters/terminal/client_protocol.h"
#include "adapters/terminal/connection.h"
#include "bench/terminals.h"
#include "tools/running_engine.h"

namespace wangge {
namespace {

using Steady = std::chrono::steady_clock;
using namespace std::chrono_literals;
using bench::endpoint_of;
using bench::fail;
using bench::introduction;

struct Options {
  std::string to = "127.0.0.1:8243", token, scope = "220881", place = "22088100100101", category = "1301";
  std::size_t watchers = 1'000, rate = 10'000, seconds = 20;
};

// An account may have only this many spools.
constexpr std::size_t watchers_an_account = limits::spools_per_account_max;

// When each position was known to be durable.
struct Answered {
  Position position;
  Steady::time_point at;
};

class Watcher {
 public:
  Watcher(boost::asio::io_context& io, const Options& options, const terminal::Token& token,
          const views::QueueSpec& spec, const std::deque<Answered>& answered, std::vector<float>& waits)
      : answered_(answered), waits_(waits), spec_(spec) {
    connection_ = terminal::Connection::open(
        io, endpoint_of(options.to),
        {.opened =
             [this, token] {
               encode(introduction(token), connection_->out());
               connection_->send();
             },
         .answered = [this](terminal::ToTerminal& message) { std::visit([this](auto& said) { on(said); }, message); },
         .ended = [](const error_code& why) { fail("a watcher's connection ended: " + why.message()); }});
  }

  bool is_watching() const { return at_.value != 0; }
  std::uint64_t changes() const { return changes_; }
  std::uint64_t wholes() const { return wholes_; }
  Position at() const { return at_; }

 private:
  void on(const terminal::Welcome&) {
    encode(terminal::Asked{1, terminal::AskWatch{spec_}}, connection_->out());
    connection_->send();
  }
  void on(const terminal::Busy&) { fail("the engine is busy: start fewer watchers at a time"); }
  void on(const terminal::TurnedAway&) { fail("turned away: the token is not good"); }
  void on(const terminal::Answer& answer) {
    const auto& whole = std::get<views::QueueChange>(answer.rows);
    if (whole.board == 0) fail("the queue cannot be watched");
    at_ = whole.queue.position;
  }
  // Notes the times of all answers that this change covers, and the one before did not.
  void on(const terminal::Changed& changed) {
    const Steady::time_point now = Steady::now();
    ++changes_;
    if (!changed.change.from) ++wholes_;
    const auto first = std::ranges::upper_bound(answered_, at_, {}, &Answered::position);
    for (auto one = first; one != answered_.end() && one->position <= changed.change.queue.position; ++one) {
      waits_.push_back(std::chrono::duration<float, std::milli>(now - one->at).count());
    }
    at_ = changed.change.queue.position;
  }
  void on(const auto&) { fail("something unexpected was said"); }

  const std::deque<Answered>& answered_;
  std::vector<float>& waits_;
  views::QueueSpec spec_;
  std::shared_ptr<terminal::Connection> connection_;
  Position at_;
  std::uint64_t changes_ = 0, wholes_ = 0;
};

// Submits demands and escalates each by hand, a hundred a frame, with a hundredth of the rate in frames a second.
class Changer {
 public:
  Changer(boost::asio::io_context& io, const Options& options, const terminal::Token& token, PlaceId place,
          CategoryId category, std::deque<Answered>& answered)
      : options_(options), place_(place), category_(category), answered_(answered), timer_(io) {
    connection_ = terminal::Connection::open(
        io, endpoint_of(options.to),
        {.opened =
             [this, token] {
               encode(introduction(token), connection_->out());
               connection_->send();
             },
         .answered = [this](terminal::ToTerminal& message) { std::visit([this](auto& said) { on(said); }, message); },
         .ended = [](const error_code& why) { fail("the connection ended: " + why.message()); }});
  }

  bool is_ready() const { return is_ready_; }
  std::uint64_t changed() const { return changed_; }
  void begin() {
    next_at_ = Steady::now();
    submit();
  }
  void stop() { is_stopped_ = true; }

 private:
  static constexpr std::size_t frame = 100;

  void submit() {
    if (is_stopped_) return;
    terminal::Submission demand;
    demand.place = place_;
    demand.category = category_;
    demand.text = "楼道灯不亮";
    const std::vector<terminal::Submission> demands(frame, demand);
    encode_submit(next_, demands, connection_->out());
    next_ += frame;
    connection_->send();
    is_submitting_ = true;
  }

  void on(const terminal::Welcome&) { is_ready_ = true; }
  void on(const terminal::Acknowledged& acknowledged) {
    if (is_submitting_) {
      is_submitting_ = false;
      std::vector<terminal::ReadyAct> acts;
      for (const terminal::Receipt& one : acknowledged.receipts) {
        if (one.refusal) fail("a demand was refused");
        acts.push_back({.deed = Deed::escalate, .demand = DemandId{one.position.value}, .as = one.lead});
      }
      encode_act(next_, acts, connection_->out());
      next_ += frame;
      connection_->send();
      return;
    }
    for (const terminal::Receipt& one : acknowledged.receipts) {
      if (one.refusal) fail("an escalation was refused");
    }
    answered_.push_back({acknowledged.receipts.back().position, Steady::now()});
    changed_ += frame;
    next_at_ += std::chrono::nanoseconds(1s) * frame / options_.rate;
    timer_.expires_at(next_at_);
    timer_.async_wait([this](const error_code&) { submit(); });
  }
  void on(const auto&) { fail("something unexpected was said"); }

  const Options& options_;
  PlaceId place_;
  CategoryId category_;
  std::deque<Answered>& answered_;
  boost::asio::steady_timer timer_;
  std::shared_ptr<terminal::Connection> connection_;
  Steady::time_point next_at_;
  std::uint32_t next_ = 1;
  std::uint64_t changed_ = 0;
  bool is_ready_ = false, is_submitting_ = false, is_stopped_ = false;
};

int run(const Options& options) {
  tools::RunningEngine engine(options.to, options.token);
  const auto id = [&](views::Noun noun, const std::string& code) {
    return engine.ask(views::AskIds{noun, {code}}).at(0);
  };
  const views::QueueSpec spec{.owner = {}, .scope = PlaceId{id(views::Noun::place, options.scope)}, .filter = {}};
  const PlaceId place{id(views::Noun::place, options.place)};
  const CategoryId category{static_cast<std::uint16_t>(id(views::Noun::category, options.category))};
  std::vector<terminal::Token> tokens;
  while (tokens.size() <= options.watchers / watchers_an_account + 1)
    tokens.push_back(bench::new_account(engine, "watcher"));
  engine.client().disconnect();

  boost::asio::io_context io(1);
  std::deque<Answered> answered;
  std::vector<float> waits;
  waits.reserve(options.watchers * options.rate / 100 * (options.seconds + 1));
  std::vector<std::unique_ptr<Watcher>> watchers;
  const auto run_until = [&](auto done) {
    while (!done()) io.run_one();
  };
  while (watchers.size() < options.watchers) {  // some at a time, as terminals come
    const std::size_t until = std::min(options.watchers, watchers.size() + 50);
    while (watchers.size() < until) {
      const terminal::Token& token = tokens[watchers.size() / watchers_an_account];
      watchers.push_back(std::make_unique<Watcher>(io, options, token, spec, answered, waits));
    }
    run_until([&] { return std::ranges::all_of(watchers, [](const auto& one) { return one->is_watching(); }); });
  }
  Changer changer(io, options, tokens.back(), place, category, answered);
  run_until([&] { return changer.is_ready(); });
  const Steady::time_point begin = Steady::now();
  changer.begin();
  io.run_for(std::chrono::seconds(options.seconds));
  changer.stop();
  const double seconds = std::chrono::duration<double>(Steady::now() - begin).count();
  const Position last = answered.back().position;
  run_until([&] { return std::ranges::all_of(watchers, [&](const auto& one) { return one->at() >= last; }); });

  std::uint64_t changes = 0, wholes = 0;
  for (const auto& watcher : watchers) changes += watcher->changes(), wholes += watcher->wholes();
  std::ranges::sort(waits);
  const auto at = [&](double part) {
    return waits[std::min(waits.size() - 1, static_cast<std::size_t>(part * static_cast<double>(waits.size())))];
  };
  const boost::json::object out{
      {"watchers", options.watchers},
      {"changes_per_second", static_cast<double>(changer.changed()) / seconds},
      {"messages", changes},
      {"whole_ones", wholes},
      {"ms_from_durable_to_received", {{"p50", at(0.5)}, {"p99", at(0.99)}, {"max", waits.back()}}},
      {"waits", waits.size()}};
  std::cout << boost::json::serialize(out) << "\n";
  return 0;
}

}  // namespace
}  // namespace wangge

int main(int argc, char** argv) {
  CLI::App app("Many who watch the city's queue while it changes");
  wangge::Options options;
  app.add_option("--to", options.to, "a running engine, address:port")->capture_default_str();
  app.add_option("--token", options.token, "file of an ops account's: the watchers' accounts are made for this run")
      ->required();
  app.add_option("--watchers", options.watchers)->capture_default_str();
  app.add_option("--rate", options.rate, "changes a second")->capture_default_str();
  app.add_option("--seconds", options.seconds)->capture_default_str();
  app.add_option("--scope", options.scope)->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  return wangge::run(options);
}
