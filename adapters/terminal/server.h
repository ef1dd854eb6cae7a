#pragma once
// The terminals' door to the engine: listens, and keeps a session for each connection. Runs on the thread that turns
// the engine (adapters/driver.h), and outlives the last turn.

#include <chrono>
#include <cstdint>
#include <memory>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/unordered/unordered_flat_map.hpp>

#include "adapters/listener.h"
#include "adapters/look_up_tries.h"
#include "adapters/lookup_code.h"
#include "adapters/terminal/doorway.h"
#include "adapters/terminal/server_options.h"
#include "adapters/terminal/session.h"
#include "engine/base/limits.h"
#include "engine/loop/engine.h"

namespace wangge::terminal {

class Server {
 public:
  // Listens at once; throws where it cannot. `io`, which is the acceptor's too, is not run after the server's end.
  Server(boost::asio::io_context& io, boost::asio::ip::tcp::acceptor taken, loop::Engine& engine, Options options);

  std::uint16_t bound_port() const { return listener_.port(); }
  std::size_t connections() const { return sessions_.size(); }
  // The log's reader for all sessions, on a thread of its own.
  LogReader& reader() { return desk_.reader; }
  // Whether neither the log's reader nor the store of attachments has work.
  bool reads_nothing() const { return desk_.reader.idle() && (!desk_.attachments || desk_.attachments->idle()); }
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
