#include "adapters/terminal/server.h"

#include <utility>

#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>

#include "adapters/terminal/protocol.h"

namespace wangge::terminal {
namespace asio = boost::asio;

Server::Server(asio::io_context& io, const asio::ip::tcp::endpoint& endpoint, loop::Engine& engine, Options options)
    : io_(io),
      tick_(options.tick),
      connections_max_(options.connections_max),
      send_buffer_bytes_(options.send_buffer_bytes),
      desk_{.engine = engine,
            .codes = LookUpCodes(options.look_up_key),
            .now = std::move(options.now),
            .costs = std::move(options.costs),
            .patience = options.patience,
            .busy_retry_ms = options.busy_retry_ms,
            .ended =
                [this](Session& session) {
                  // Later, since it is one of its own functions that says so.
                  asio::post(io_, [this, ended = &session] { sessions_.erase(ended); });
                },
            .watching = Watching(io.get_executor(), engine, options.watch_period),
            .attachments = options.attachments.folder.empty()
                               ? nullptr
                               : std::make_unique<AttachmentThread>(io.get_executor(), std::move(options.attachments)),
            .exchanges = {},
            .live = {},
            .recovered = {},
            .alarmed_lost = {},
            .alarmed_taken = {},
            .said = {},
            .receipts = {}},
      timer_(io),
      listener_(io, endpoint, [this](asio::ip::tcp::socket socket) { accept(std::move(socket)); }) {
  desk_.recovered = {engine.recovered(), engine.recovered_at(), to_seconds(desk_.now())};
  tick_later();
}

void Server::accept(asio::ip::tcp::socket socket) {
  if (sessions_.size() >= connections_max_) {
    Outgoing words;
    encode(Fault::too_many_connections, words);
    error_code ignored;  // a new socket takes this much at once, or the other end has gone
    socket.non_blocking(true, ignored);
    socket.write_some(asio::buffer(words.bytes().data(), words.bytes().size()), ignored);
    return;
  }
  error_code ignored;  // then it is as the system likes
  if (send_buffer_bytes_ != 0) socket.set_option(asio::socket_base::send_buffer_size(send_buffer_bytes_), ignored);
  auto session = std::make_unique<Session>(desk_, std::move(socket));
  sessions_.emplace(session.get(), std::move(session));
}

void Server::tick_later() {
  timer_.expires_after(tick_);
  timer_.async_wait([this](const error_code& cancelled) {
    if (cancelled) return;
    for (const auto& entry : sessions_) entry.second->tick();
    tick_later();
  });
}

void Server::stop() {
  listener_.stop();
  timer_.cancel();
  desk_.watching.stop();
  for (const auto& entry : sessions_) entry.second->drop();
}

}  // namespace wangge::terminal
