#include "adapters/terminal/connection.h"

#include <utility>

#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>

#include "adapters/terminal/client_protocol.h"

namespace wangge::terminal {
namespace asio = boost::asio;

std::shared_ptr<Connection> Connection::open(asio::io_context& io, const asio::ip::tcp::endpoint& endpoint,
                                             Events events) {
  std::shared_ptr<Connection> connection(new Connection(io, std::move(events)));
  connection->connect(endpoint);
  return connection;
}

void Connection::connect(const asio::ip::tcp::endpoint& endpoint) {
  socket_.async_connect(endpoint, [self = shared_from_this()](const error_code& error) {
    if (error) return self->end(error);
    if (self->ended_) return;
    error_code ignored;  // where the other end has gone already, the first read reports it
    self->socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
    self->events_.opened();
    self->read();
  });
}

void Connection::read() {
  const std::span<std::byte> space = incoming_.space();
  socket_.async_read_some(asio::mutable_buffer(space.data(), space.size()),
                          [self = shared_from_this()](const error_code& error, std::size_t bytes) {
                            if (error) return self->end(error);
                            self->incoming_.received(bytes);
                            self->take_frames();
                            if (!self->ended_) self->read();
                          });
}

void Connection::take_frames() {
  Fault fault = Fault::none;
  while (!ended_) {
    const std::optional<Words> body = incoming_.next(fault);
    const bool is_whole = body && decode(*body, answered_);
    if (fault != Fault::none || (body && !is_whole)) return end(make_error_code(boost::system::errc::protocol_error));
    if (!body) return;
    events_.answered(answered_);
  }
}

std::vector<asio::const_buffer> Connection::Gathered::buffers() {
  std::vector<asio::const_buffer> all;
  std::size_t from = 0;
  const auto add_own = [&](std::size_t until) {
    if (until > from) all.push_back(asio::buffer(own.words().data() + from, (until - from) * sizeof(Word)));
    from = until;
  };
  for (const Lent& one : lent) {
    add_own(one.after);
    all.push_back(asio::buffer(one.words.data(), one.words.size_bytes()));
  }
  add_own(own.words().size());
  return all;
}

void Connection::send() {
  if (writing_ || ended_ || gathered_.empty()) return;
  std::swap(gathered_, written_);
  writing_ = true;
  asio::async_write(socket_, written_.buffers(), [self = shared_from_this()](const error_code& error, std::size_t) {
    self->writing_ = false;
    self->written_.clear();
    // Where writing fails, reading still gives the engine's last messages, and then fails too.
    if (!error) self->send();
  });
}

void Connection::close() {
  ended_ = true;
  error_code ignored;  // closed either way
  socket_.close(ignored);
}

void Connection::end(error_code error) {
  if (ended_) return;
  close();
  events_.ended(error);
}

}  // namespace wangge::terminal
