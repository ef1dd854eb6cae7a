#pragma once
// Listens on one address and hands over each connection that arrives.

#include <cstdint>
#include <functional>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

namespace wangge {

class Listener {
 public:
  using Accepted = std::function<void(boost::asio::ip::tcp::socket)>;

  // Listens at once; throws boost::system::system_error where the address is taken or not ours. `accepted` is called on
  // the thread that runs `io`, and says itself how many connections are too many.
  Listener(boost::asio::io_context& io, const boost::asio::ip::tcp::endpoint& endpoint, Accepted accepted);

  std::uint16_t port() const { return port_; }
  // Accepts no more. Harmless the second time.
  void stop();

 private:
  void accept_next();
  void rest();

  boost::asio::ip::tcp::acceptor acceptor_;
  boost::asio::steady_timer pause_;
  Accepted accepted_;
  std::uint16_t port_;
};

}  // namespace wangge
