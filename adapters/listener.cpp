#include "adapters/listener.h"

#include <chrono>
#include <utility>

#include <spdlog/spdlog.h>

namespace wangge {
namespace {

using boost::asio::ip::tcp;
using boost::system::error_code;

// After an error of the machine (no more files, no more memory) the next attempt waits, instead of spinning.
constexpr auto rest_after_error = std::chrono::milliseconds(100);

}  // namespace

Listener::Listener(boost::asio::io_context& io, const tcp::endpoint& endpoint, Accepted accepted)
    : acceptor_(io, endpoint), pause_(io), accepted_(std::move(accepted)), port_(acceptor_.local_endpoint().port()) {
  accept_next();
}

void Listener::stop() {
  error_code ignored;  // closed either way
  acceptor_.close(ignored);
  pause_.cancel();
}

void Listener::accept_next() {
  acceptor_.async_accept([this](const error_code& error, tcp::socket socket) {
    if (!acceptor_.is_open()) return;
    if (error) {
      spdlog::warn("端口 {} 暂时不能接受连接 / cannot accept a connection: {}", port_, error.message());
      return rest();
    }
    error_code ignored;  // where the other end has gone already, the first read says so
    socket.set_option(tcp::no_delay(true), ignored);
    socket.set_option(boost::asio::socket_base::keep_alive(true), ignored);
    accepted_(std::move(socket));
    accept_next();
  });
}

void Listener::rest() {
  pause_.expires_after(rest_after_error);
  pause_.async_wait([this](const error_code& cancelled) {
    if (!cancelled) accept_next();
  });
}

}  // namespace wangge
