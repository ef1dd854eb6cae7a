#pragma once
// Asks the engine for its figures while a load runs, on the thread and io_context of the load, as an ops account.

#include <functional>
#include <memory>
#include <string>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include "adapters/terminal/client_protocol.h"
#include "adapters/terminal/connection.h"
#include "adapters/terminal/token.h"

namespace wangge::tools::bench {

class Observer {
 public:
  Observer(boost::asio::io_context& io, const boost::asio::ip::tcp::endpoint& engine, const terminal::Token& ops,
           std::function<void(std::string)> failed);
  ~Observer();

  bool is_welcome() const { return is_welcome_; }
  // Asks for the figures once it is welcome; one question at a time.
  void ask(std::function<void(const terminal::Figures&)> told);

 private:
  void ask_figures();
  void say(const auto& message);
  void answered(const terminal::ToTerminal& answer);
  void again_later(std::uint32_t retry_ms);

  terminal::Introduction who_;
  std::function<void(std::string)> failed_;
  std::function<void(const terminal::Figures&)> told_;
  boost::asio::steady_timer pause_;
  std::shared_ptr<terminal::Connection> connection_;
  bool is_welcome_ = false;
};

}  // namespace wangge::tools::bench
