#pragma once
// Listens on one address and hands over each connection that arrives.

#include <cstdint>
#include <functional>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

namespace wangge {

// Takes the address and does not listen yet: whoever connects is refused until a Listener does. Throws
// std::runtime_error, for people, where another program uses the address or it is not this machine's.
boost::asio::ip::tcp::acceptor take_address(boost::asio::io_context& io,
                                            const boost::asio::ip::tcp::endpoint& endpoint);

class Listener {
 public:
  using Accepted = std::function<void(boost::asio::ip::tcp::socket)>;

  // Listens at once; throws as take_address() does. `accepted` is called on the thread that runs the acceptor's
  // io_context, and decides itself how many connections are too many.
  Listener(boost::asio::ip::tcp::acceptor taken, Accepted accepted);

  std::uint16_t port() const { return port_; }
  // Accepts no more connections. Harmless the second time.
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
