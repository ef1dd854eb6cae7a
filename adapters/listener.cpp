#include "adapters/listener.h"

#include <chrono>
#include <sstream>
#include <stdexcept>
#include <string>
#include <utility>

#include <spdlog/spdlog.h>

#include "engine/base/cause.h"

namespace wangge {
namespace {

using boost::asio::ip::tcp;
using boost::system::error_code;

// After an error of the machine (no more files, no more memory) the next attempt waits, instead of spinning.
constexpr auto rest_after_error = std::chrono::milliseconds(100);

void require_taken(const tcp::endpoint& endpoint, const error_code& error) {
  if (!error) return;
  std::ostringstream where;
  where << endpoint;
  const Cause cause = cause_of(error);
  throw std::runtime_error("不能在 " + where.str() + " 接受连接：" + cause.chinese +
                           "；请用 --listen 换一个 / cannot listen at " + where.str() + ": " + cause.english +
                           "; --listen gives another");
}

}  // namespace

tcp::acceptor take_address(boost::asio::io_context& io, const tcp::endpoint& endpoint) {
  tcp::acceptor acceptor(io);
  error_code error;
  acceptor.open(endpoint.protocol(), error);
  if (!error) acceptor.set_option(tcp::acceptor::reuse_address(true), error);
  if (!error) acceptor.bind(endpoint, error);
  require_taken(endpoint, error);
  return acceptor;
}

Listener::Listener(tcp::acceptor taken, Accepted accepted)
    : acceptor_(std::move(taken)),
      pause_(acceptor_.get_executor()),
      accepted_(std::move(accepted)),
      port_(acceptor_.local_endpoint().port()) {
  error_code error;
  acceptor_.listen(tcp::acceptor::max_listen_connections, error);
  require_taken(acceptor_.local_endpoint(), error);
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
      spdlog::warn("端口 {} 暂时不能接受连接 / cannot accept a connection: {}", port_, cause_of(error).text());
      return rest();
    }
    error_code ignored;  // where the other end has gone already, the first read reports it
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
