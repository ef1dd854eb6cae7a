// One account keeps a thousand questions under way that have to be read from the log: histories, statuses of demands
// that left memory, offers of attachments. Measures how long the answers take meanwhile to another terminal, which
// submits one demand after the other. Against a running engine.

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <functional>
#include <iostream>
#include <memory>
#include <string>
#include <thread>
#include <utility>
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
  std::string to = "127.0.0.1:8243", token, place = "22088100100101", category = "1301";
  std::size_t demands = 500, notes = 20, claims = 200, seconds = 10, connections = limits::spools_per_account_max - 1;
};

// A connection that says hello, and passes on all messages after the welcome.
class Speaker {
 public:
  Speaker(boost::asio::io_context& io, const Options& options, const terminal::Token& token,
          std::function<void(terminal::ToTerminal&)> heard)
      : heard_(std::move(heard)) {
    connection_ = terminal::Connection::open(
        io, endpoint_of(options.to),
        {.opened =
             [this, token] {
               encode(introduction(token), connection_->out());
               connection_->send();
             },
         .answered =
             [this](terminal::ToTerminal& said) {
               if (std::holds_alternative<terminal::Welcome>(said)) {
                 is_welcome_ = true;
               } else {
                 heard_(said);
               }
             },
         .ended = [](const error_code& why) { fail("a connection ended: " + why.message()); }});
  }
  bool is_welcome() const { return is_welcome_; }
  terminal::Outgoing& out() { return connection_->out(); }
  void send() { connection_->send(); }

 private:
  std::function<void(terminal::ToTerminal&)> heard_;
  std::shared_ptr<terminal::Connection> connection_;
  bool is_welcome_ = false;
};

template <class Done>
void run_until(boost::asio::io_context& io, Done done) {
  while (!done()) io.run_one();
}

// Makes demands with a history of notes, each naming an attachment; the second half is withdrawn, and has left memory.
std::vector<DemandId> make_demands(const Options& options, const terminal::Token& token, PlaceId place,
                                   CategoryId category) {
  boost::asio::io_context io(1);
  std::vector<DemandId> demands;
  bool is_answered = false;
  Speaker desk(io, options, token, [&](terminal::ToTerminal& said) {
    for (const terminal::Receipt& one : std::get<terminal::Acknowledged>(said).receipts) {
      if (one.refusal) fail("refused: " + to_sentence(one.refusal, true));
      if (demands.size() < options.demands) demands.push_back(DemandId{one.position.value});
    }
    is_answered = true;
  });
  run_until(io, [&] { return desk.is_welcome(); });
  std::uint32_t next = 1;
  const auto send = [&](std::size_t count) {
    next += static_cast<std::uint32_t>(count);
    is_answered = false;
    desk.send();
    run_until(io, [&] { return is_answered; });
  };
  constexpr std::size_t frame = 100;
  const std::string attached = to_line({AttachmentHash{1}, "photo.jpg"});
  for (std::size_t begun = 0; begun < options.demands; begun += frame) {
    std::vector<terminal::Submission> some(std::min(frame, options.demands - begun));
    for (terminal::Submission& demand : some) {
      demand.place = place;
      demand.category = category;
      demand.text = "楼道灯不亮，已经三天了，晚上老人上下楼不安全";
      demand.attachments = attached;
    }
    encode_submit(next, some, desk.out());
    send(some.size());
  }
  for (std::size_t round = 0; round <= options.notes;
       ++round) {  // in rounds, so that the facts of one demand lie apart
    for (std::size_t begun = 0; begun < demands.size(); begun += frame) {
      std::vector<terminal::ReadyAct> acts;
      for (std::size_t i = begun; i < std::min(begun + frame, demands.size()); ++i) {
        const bool is_last = round == options.notes;
        if (is_last && i < demands.size() / 2) continue;
        acts.push_back(
            {.deed = is_last ? Deed::withdraw : Deed::note, .demand = demands[i], .note = "已到现场看过，配件明日到"});
      }
      if (acts.empty()) continue;
      encode_act(next, acts, desk.out());
      send(acts.size());
    }
  }
  return demands;
}

// A client that keeps all its credit in questions under way.
class Asker {
 public:
  Asker(boost::asio::io_context& io, const Options& options, const terminal::Token& token,
        const std::vector<DemandId>& demands, std::size_t number)
      : options_(options),
        demands_(demands),
        next_(number * 37),
        timer_(io),
        speaker_(io, options, token, [this](terminal::ToTerminal& said) { hear(said); }) {}

  bool is_welcome() const { return speaker_.is_welcome(); }
  std::uint64_t answered() const { return answered_; }
  std::uint64_t busy() const { return busy_; }
  void begin() {
    for (std::size_t i = 0; i < limits::session_frames_max; ++i) ask();
    speaker_.send();
  }
  void stop() { is_stopped_ = true; }

 private:
  void ask() {
    const DemandId open = demands_[next_ % (demands_.size() / 2)],
                   final = demands_[demands_.size() / 2 + next_ % (demands_.size() / 2)];
    const auto id = static_cast<std::uint32_t>(++next_);
    if (next_ % 3 == 0) return encode(terminal::Asked{id, terminal::AskHistory{{open, 0}}}, speaker_.out());
    if (next_ % 3 == 2)
      return encode_question(id, terminal::AskOffer{{final, 0}, AttachmentHash{2}, 1'000}, speaker_.out());
    terminal::AskStatus claims;
    for (std::size_t i = 0; i < options_.claims; ++i)
      claims.claims.push_back({demands_[demands_.size() / 2 + (next_ + i) % (demands_.size() / 2)], 0});
    encode(terminal::Asked{id, std::move(claims)}, speaker_.out());
  }
  void hear(const terminal::ToTerminal& said) {
    if (is_stopped_) return;
    if (std::holds_alternative<terminal::Busy>(said)) {
      ++busy_;
      timer_.expires_after(std::chrono::milliseconds(std::get<terminal::Busy>(said).retry_ms));
      timer_.async_wait([this](const error_code&) { ask_again(); });
      return;
    }
    ++answered_;
    ask_again();
  }
  void ask_again() {
    if (is_stopped_) return;
    ask();
    speaker_.send();
  }

  const Options& options_;
  const std::vector<DemandId>& demands_;
  std::size_t next_;
  boost::asio::steady_timer timer_;
  Speaker speaker_;
  std::uint64_t answered_ = 0, busy_ = 0;
  bool is_stopped_ = false;
};

// The milliseconds of each answer, with one demand under way.
std::vector<float> submit_alone(const Options& options, const terminal::Token& token, PlaceId place,
                                CategoryId category) {
  boost::asio::io_context io(1);
  bool is_answered = false;
  Speaker terminal(io, options, token, [&](terminal::ToTerminal& said) {
    if (std::get<terminal::Acknowledged>(said).receipts.at(0).refusal) fail("a demand was refused");
    is_answered = true;
  });
  run_until(io, [&] { return terminal.is_welcome(); });
  std::vector<float> waits;
  terminal::Submission demand;
  demand.place = place;
  demand.category = category;
  demand.text = "路灯不亮";
  const Steady::time_point end = Steady::now() + std::chrono::seconds(options.seconds);
  for (std::uint32_t next = 1; Steady::now() < end; ++next) {
    encode_submit(next, {&demand, 1}, terminal.out());
    is_answered = false;
    const Steady::time_point sent = Steady::now();
    terminal.send();
    run_until(io, [&] { return is_answered; });
    waits.push_back(std::chrono::duration<float, std::milli>(Steady::now() - sent).count());
  }
  std::ranges::sort(waits);
  return waits;
}

boost::json::object figures_of(const std::vector<float>& waits) {
  const auto at = [&](double part) {
    return waits[std::min(waits.size() - 1, static_cast<std::size_t>(part * static_cast<double>(waits.size())))];
  };
  return {{"demands", waits.size()}, {"ms", {{"p50", at(0.5)}, {"p99", at(0.99)}, {"max", waits.back()}}}};
}

int run(const Options& options) {
  tools::RunningEngine engine(options.to, options.token);
  const PlaceId place{engine.id_of(views::Noun::place, options.place)};
  const CategoryId category{static_cast<std::uint16_t>(engine.id_of(views::Noun::category, options.category))};
  std::vector<terminal::Token> tokens;
  while (tokens.size() < 3) tokens.push_back(bench::new_account(engine, "questions"));
  engine.client().disconnect();
  const std::vector<DemandId> demands = make_demands(options, tokens[0], place, category);
  const std::vector<float> quiet = submit_alone(options, tokens[1], place, category);

  boost::asio::io_context io(1);
  std::vector<std::unique_ptr<Asker>> askers;
  while (askers.size() < options.connections)
    askers.push_back(std::make_unique<Asker>(io, options, tokens[2], demands, askers.size()));
  run_until(io, [&] { return std::ranges::all_of(askers, [](const auto& one) { return one->is_welcome(); }); });
  for (const auto& one : askers) one->begin();
  std::vector<float> asked;
  std::thread other([&] { asked = submit_alone(options, tokens[1], place, category); });
  io.run_for(std::chrono::seconds(options.seconds));
  std::uint64_t answered = 0, busy = 0;
  for (const auto& one : askers) answered += one->answered(), busy += one->busy(), one->stop();
  other.join();
  boost::json::object out{{"questions_under_way", options.connections * limits::session_frames_max},
                          {"questions_answered", answered},
                          {"questions_put_off", busy},
                          {"quiet", figures_of(quiet)},
                          {"asked", figures_of(asked)}};
  std::cout << boost::json::serialize(out) << "\n";
  return 0;
}

}  // namespace
}  // namespace wangge

int main(int argc, char** argv) {
  CLI::App app("How others are served while one account asks a thousand questions that have to be read from the log");
  wangge::Options options;
  app.add_option("--to", options.to, "a running engine, address:port")->capture_default_str();
  app.add_option("--token", options.token, "file of an ops account's: the accounts are made for this run")->required();
  app.add_option("--demands", options.demands, "that are made first; half of them leave memory")->capture_default_str();
  app.add_option("--notes", options.notes, "facts of each")->capture_default_str();
  app.add_option("--claims", options.claims, "demands of a question how they stood")->capture_default_str();
  app.add_option("--connections", options.connections, "with 16 questions under way each")->capture_default_str();
  app.add_option("--seconds", options.seconds, "of each of the two")->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  return wangge::run(options);
}
