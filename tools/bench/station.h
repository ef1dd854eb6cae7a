#pragma once
// One terminal of the load generator: sends the bundles that are due as far as its credit goes, and sends again the
// frames for which the engine was too busy; takes the answers, which come in the order of sending.

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <random>
#include <span>
#include <string>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include "adapters/terminal/connection.h"
#include "adapters/terminal/token.h"
#include "tools/bench/frames.h"
#include "tools/bench/lives.h"
#include "tools/bench/measured.h"

namespace wangge::tools::bench {

// The state that all stations of a run share.
struct Course {
  const Load& load;
  const std::vector<Bundle>& bundles;
  boost::asio::io_context& io;
  Recorder recorder;
  std::mt19937 random;
  std::span<const PostId> superiors = {};  // by post
  std::size_t turn = 0;                    // the next bundle
  Seconds engine_time = 0;                 // as the engine told it last
  bool is_sending = true;                  // false: nothing new is sent
  std::optional<std::string> failure;

  const Bundle& next_bundle() { return bundles[turn++ % bundles.size()]; }
  bool happens(double share) { return share > 0 && static_cast<double>(random()) < share * 4'294'967'296.0; }
  void fail(std::string why) {
    if (!failure) failure = std::move(why);
  }
};

class Station {
 public:
  Station(Course& course, const terminal::Token& token)
      : course_(course), token_(token), pause_(course.io), lives_(course.superiors) {}

  void open(const boost::asio::ip::tcp::endpoint& engine);
  void close() { connection_->close(); }

  // Takes a bundle that is due (open loop), also while the connection is still being made.
  void take(const Bundle& bundle, SteadyClock::time_point due);

  // Whether everything that was sent, or was due in an open loop, has its answer.
  bool is_done() const { return under_way_.empty() && put_off_.empty() && waiting_.empty(); }
  // Counts frames without an answer as lasting until now.
  void give_up(SteadyClock::time_point now);
  // The numbers 1 … n of this terminal were acknowledged.
  std::uint32_t acknowledged() const { return acknowledged_; }

 private:
  struct Sending {
    const EncodedFrame* frame = nullptr;  // of demands; deeds are encoded when they are sent
    Deeds deeds;
    SteadyClock::time_point due;
    std::uint32_t first = 0;  // 0: not numbered yet
    std::uint32_t commands = 0;
    std::size_t bytes = 0;
    bool is_repeat = false;
    bool ends_bundle = false;
  };

  void say_hello();
  void answered(terminal::ToTerminal& answer);
  void on(const terminal::Acknowledged& answer);
  void settle(Sending sent, const terminal::Acknowledged& answer, SteadyClock::time_point now);
  void put_off(std::uint32_t from);
  void pause_if_all_put_off();
  void send_again();

  void fill();
  void fill_one();
  void wait_for(const Bundle& bundle, SteadyClock::time_point due);
  void send_waiting();
  bool fits_credit(const Sending& sending) const;
  void send(Sending& sending);

  Course& course_;
  terminal::Token token_;
  std::shared_ptr<terminal::Connection> connection_;
  boost::asio::steady_timer pause_;
  bool is_welcome_ = false;

  std::deque<Sending> waiting_;    // until there is credit
  std::deque<Sending> under_way_;  // in the order of sending
  std::deque<Sending> put_off_;    // not taken by the engine; sent again once nothing is under way
  std::uint32_t retry_ms_ = 0;
  std::uint32_t commands_ = 0;  // under way or put off
  std::size_t bytes_ = 0;
  std::size_t bundles_ = 0;  // waiting or under way
  std::uint32_t next_ = 1, acknowledged_ = 0;
  Lives lives_;
};

}  // namespace wangge::tools::bench
