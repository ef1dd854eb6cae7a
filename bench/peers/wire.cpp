#include "bench/peers/wire.h"

#include <utility>

#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>

namespace wangge::peers {
namespace asio = boost::asio;
using boost::system::error_code;

Wire::Wire(asio::io_context& io, std::uint16_t port, Events events) : socket_(io), events_(std::move(events)) {
  socket_.connect({asio::ip::address_v4::loopback(), port});
  socket_.set_option(asio::ip::tcp::no_delay(true));
  read();
}

void Wire::read() {
  socket_.async_read_some(asio::buffer(incoming_), [this](const error_code& error, std::size_t bytes) {
    if (error) return events_.ended("a connection ended: " + error.message());
    events_.received({incoming_.data(), bytes});
    read();
  });
}

void Wire::send() {
  if (is_writing_ || gathered_.empty()) return;
  swap(gathered_, written_);
  is_writing_ = true;
  asio::async_write(socket_, asio::buffer(written_), [this](const error_code& error, std::size_t) {
    is_writing_ = false;
    written_.clear();
    if (!error) send();  // on an error reading fails too, and reports it
  });
}

}  // namespace wangge::peers
