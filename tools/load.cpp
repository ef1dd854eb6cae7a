#include "tools/load.h"

#include <algorithm>
#include <deque>
#include <memory>
#include <optional>
#include <random>
#include <stdexcept>
#include <string>
#include <variant>

#include <boost/asio/io_context.hpp>

#include "adapters/terminal/client_protocol.h"
#include "adapters/terminal/connection.h"
#include "tools/counter_texts.h"

namespace wangge::tools {
namespace {

using Clock = std::chrono::steady_clock;
using Frame = std::vector<terminal::Word>;

constexpr std::size_t distinct_demands = 131'072;

bool is_in_grid(PlaceKind kind) {
  return kind == PlaceKind::grid || kind == PlaceKind::compound || kind == PlaceKind::building || kind == PlaceKind::unit;
}

// The frames of the load, each of distinct demands.
std::vector<Frame> encode_frames(const Load& load, const Configuration& city) {
  std::mt19937 random(load.seed);
  const auto below = [&](std::size_t bound) { return random() % bound; };
  std::vector<PlaceId> places;
  for (std::uint32_t id = 1; id < city.places.size(); ++id) {
    if (city.places[id].present && is_in_grid(city.places[id].kind)) places.push_back(PlaceId{id});
  }
  const std::size_t count = std::max<std::size_t>(1, distinct_demands / load.frame);
  std::vector<Frame> frames;
  std::uint64_t serial = 0;
  for (std::size_t f = 0; f < count; ++f) {
    std::deque<std::string> texts;
    std::vector<terminal::Submission> submissions(load.frame);
    for (terminal::Submission& submission : submissions) {
      std::string& text = texts.emplace_back(counter_text(random));
      std::string& contact = texts.emplace_back(counter_contact(serial++));
      submission.category = CategoryId{static_cast<std::uint16_t>(1 + below(city.categories.size() - 1))};
      submission.place = places[below(places.size())];
      submission.text = text;
      submission.contact = contact;
    }
    terminal::Outgoing out;
    terminal::encode_submit(1, submissions, out);
    const auto* words = reinterpret_cast<const terminal::Word*>(out.bytes().data());
    frames.emplace_back(words, words + out.bytes().size() / sizeof(terminal::Word));
  }
  return frames;
}

class Run;

class Station {
 public:
  Station(Run& run, const terminal::Token& token) : run_(run), token_(token) {}

  void open(boost::asio::io_context& io, const boost::asio::ip::tcp::endpoint& engine);
  std::uint32_t acknowledged() const { return acknowledged_; }
  bool is_done() const { return sent_at_.empty(); }

 private:
  void say_hello();
  void send_frames();
  void answered(terminal::Answered& answer);
  void take(const terminal::Acknowledged& acknowledged);

  Run& run_;
  terminal::Token token_;
  std::shared_ptr<terminal::Connection> connection_;
  std::deque<Clock::time_point> sent_at_;  // of the frames under way
  std::uint32_t next_ = 1, acknowledged_ = 0;
};

class Run {
 public:
  Run(const Load& load, const Configuration& city, const std::vector<terminal::Token>& tokens)
      : load_(load), frames_(encode_frames(load, city)) {
    for (const terminal::Token& token : tokens) stations_.emplace_back(*this, token);
  }

  Measured play(const boost::asio::ip::tcp::endpoint& engine, const std::function<void()>& window,
                const std::function<void(std::uint64_t, std::uint64_t)>& progress) {
    for (Station& station : stations_) station.open(io_, engine);
    const auto began = Clock::now();
    const auto window_begins = began + load_.warmup, window_ends = window_begins + load_.duration;
    const auto run_until = [&](Clock::time_point until) {
      while (Clock::now() < until && !failure_) {
        io_.run_one_until(std::min(until, Clock::now() + std::chrono::milliseconds(100)));
        progress(milliseconds(Clock::now() - began), milliseconds(window_ends - began));
      }
    };
    run_until(window_begins);
    window();
    is_measuring_ = true;
    const auto measured_from = Clock::now();
    run_until(window_ends);
    is_measuring_ = false;
    measured_.seconds = std::chrono::duration<double>(Clock::now() - measured_from).count();
    window();
    is_sending_ = false;
    while (!failure_ && !std::ranges::all_of(stations_, &Station::is_done)) io_.run_one();
    if (failure_) throw std::runtime_error(*failure_);
    for (const Station& station : stations_) measured_.acknowledged_numbers.push_back(station.acknowledged());
    return measured_;
  }

  const Load& load() const { return load_; }
  bool is_sending() const { return is_sending_; }
  const Frame& next_frame() { return frames_[turn_++ % frames_.size()]; }
  void fail(std::string why) {
    if (!failure_) failure_ = std::move(why);
  }
  void count_sent(std::size_t bytes) {
    if (is_measuring_) measured_.bytes_sent += bytes;
  }
  void count(const terminal::Acknowledged& acknowledged, Clock::duration took) {
    if (!is_measuring_) return;
    const auto us = static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::microseconds>(took).count());
    measured_.latency.record(us, acknowledged.outcomes.size());
    for (const terminal::Acknowledgement& outcome : acknowledged.outcomes) {
      ++(outcome.refusal ? measured_.refused : measured_.acknowledged);
    }
  }

 private:
  static std::uint64_t milliseconds(Clock::duration duration) {
    return static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::milliseconds>(duration).count());
  }

  const Load& load_;
  boost::asio::io_context io_{1};
  std::vector<Frame> frames_;
  std::deque<Station> stations_;
  std::size_t turn_ = 0;
  bool is_sending_ = true, is_measuring_ = false;
  Measured measured_;
  std::optional<std::string> failure_;
};

void Station::open(boost::asio::io_context& io, const boost::asio::ip::tcp::endpoint& engine) {
  connection_ = terminal::Connection::open(
      io, engine,
      {.opened = [this] { say_hello(); },
       .answered = [this](terminal::Answered& answer) { answered(answer); },
       .ended = [this](error_code error) { run_.fail("连接断开 / a connection ended: " + error.message()); }});
}

void Station::say_hello() {
  terminal::Introduction who;
  who.software = "wangge bench";
  who.token = token_;
  who.spool = {1};
  encode(who, connection_->out());
  connection_->send();
}

void Station::send_frames() {
  while (run_.is_sending() && sent_at_.size() < run_.load().in_flight) {
    const Frame& frame = run_.next_frame();
    const std::size_t begins = connection_->out().bytes().size() / sizeof(terminal::Word);
    connection_->out().append(frame);
    terminal::renumber(connection_->out().words().subspan(begins), next_);
    next_ += static_cast<std::uint32_t>(run_.load().frame);
    sent_at_.push_back(Clock::now());
    run_.count_sent(frame.size() * sizeof(terminal::Word));
  }
  connection_->send();
}

void Station::answered(terminal::Answered& answer) {
  if (const auto* welcome = std::get_if<terminal::Welcome>(&answer)) {
    next_ = welcome->expected;
    send_frames();
  } else if (const auto* acknowledged = std::get_if<terminal::Acknowledged>(&answer)) {
    take(*acknowledged);
  } else {
    run_.fail("引擎没有接受 / the engine turned a terminal away or was busy: lower --in-flight");
  }
}

void Station::take(const terminal::Acknowledged& acknowledged) {
  run_.count(acknowledged, Clock::now() - sent_at_.front());
  sent_at_.pop_front();
  acknowledged_ = acknowledged.first + static_cast<std::uint32_t>(acknowledged.outcomes.size()) - 1;
  send_frames();
}

}  // namespace

Measured play(const Load& load, const boost::asio::ip::tcp::endpoint& engine, const Configuration& city,
              const std::vector<terminal::Token>& terminals, const std::function<void()>& window,
              const std::function<void(std::uint64_t, std::uint64_t)>& progress) {
  return Run(load, city, terminals).play(engine, window, progress);
}

}  // namespace wangge::tools
