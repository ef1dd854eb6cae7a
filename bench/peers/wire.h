#pragma once
// A client's TCP connection: bytes that are gathered go out in one write while the next gather, and arriving bytes are
// read in bulk.

#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

namespace wangge::peers {

class Wire {
 public:
  struct Events {
    // Called when some bytes have come. How they divide into answers is the peer's protocol.
    std::function<void(std::string_view)> received;
    std::function<void(std::string why)> ended;
  };

  // Connects to 127.0.0.1. Throws boost::system::system_error where it cannot.
  Wire(boost::asio::io_context& io, std::uint16_t port, Events events);
  Wire(const Wire&) = delete;
  Wire& operator=(const Wire&) = delete;

  std::string& out() { return gathered_; }
  void send();

 private:
  void read();

  boost::asio::ip::tcp::socket socket_;
  Events events_;
  std::array<char, 64 * 1024> incoming_;
  std::string gathered_, written_;
  bool is_writing_ = false;
};

}  // namespace wangge::peers
