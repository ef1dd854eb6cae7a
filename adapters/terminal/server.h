#pragma once
// The terminals' door to the engine: listens, and keeps a session for each connection. Runs on the thread that turns the
// engine (adapters/driver.h), and outlives the last turn.

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/unordered/unordered_flat_map.hpp>

#include "adapters/listener.h"
#include "adapters/lookup_code.h"
#include "adapters/terminal/session.h"
#include "engine/base/limits.h"
#include "engine/loop/engine.h"

namespace wangge::terminal {

inline constexpr std::uint16_t default_port = 8243;

struct Options {
  LookUpKey look_up_key{};
  std::function<Instant()> now;  // the engine's time, as Clock::now
  std::function<Costs()> costs;  // of the process, for ops; without it they are told 0
  AttachmentStore::Options attachments;  // no folder: none are taken
  std::chrono::milliseconds tick = std::chrono::milliseconds(500);
  Patience patience;
  std::uint32_t busy_retry_ms = limits::busy_retry_ms;  // see Desk
  std::chrono::milliseconds watch_period{limits::watch_period_ms};
  int send_buffer_bytes = 0;  // of a connection, in the system's hands; 0: as much as it likes
  std::size_t connections_max = limits::connections_max;
};

class Server {
 public:
  // Listens at once; throws where it cannot. `io` is not run after the server's end.
  Server(boost::asio::io_context& io, const boost::asio::ip::tcp::endpoint& endpoint, loop::Engine& engine,
         Options options);

  std::uint16_t bound_port() const { return listener_.port(); }
  std::size_t connections() const { return sessions_.size(); }
  // Accepts no more and drops every connection.
  void stop();

 private:
  void accept(boost::asio::ip::tcp::socket socket);
  void tick_later();

  boost::asio::io_context& io_;
  std::chrono::milliseconds tick_;
  std::size_t connections_max_;
  int send_buffer_bytes_;
  Desk desk_;
  boost::unordered_flat_map<Session*, std::unique_ptr<Session>> sessions_;
  boost::asio::steady_timer timer_;
  Listener listener_;
};

}  // namespace wangge::terminal
