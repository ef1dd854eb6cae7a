#include "adapters/terminal/server.h"

#include <utility>

#include <boost/asio/post.hpp>

#include "adapters/terminal/protocol.h"

namespace wangge::terminal {
namespace asio = boost::asio;

Server::Server(asio::io_context& io, asio::ip::tcp::acceptor taken, loop::Engine& engine, Options options)
    : io_(io),
      tick_(options.tick),
      connections_max_(options.connections_max),
      send_buffer_bytes_(options.send_buffer_bytes),
      desk_{.engine = engine,
            .tries = LookUpTries(options.look_up_key),
            .doorway = Doorway(options.strangers),
            .now = std::move(options.now),
            .steady = std::move(options.steady),
            .costs = std::move(options.costs),
            .patience = options.patience,
            .busy_retry_ms = options.busy_retry_ms,
            .ended =
                [this](Session& session) {
                  // The session is erased later, since one of its own functions is running now.
                  asio::post(io_, [this, ended = &session] { sessions_.erase(ended); });
                },
            .watching = Watching(io.get_executor(), engine, options.watch_period),
            .attachments = options.attachments.folder.empty()
                               ? nullptr
                               : std::make_unique<AttachmentThread>(io.get_executor(), std::move(options.attachments)),
            .reader = LogReader(io.get_executor(), engine.log()),
            .exchanges = {},
            .live = {},
            .strangers_sent_away = 0,
            .recovered = {},
            .alarmed_lost = {},
            .alarmed_taken = {},
            .said = {},
            .receipts = {}},
      timer_(io),
      listener_(std::move(taken), [this](asio::ip::tcp::socket socket) { accept(std::move(socket)); }) {
  desk_.recovered = {engine.recovered(), engine.recovered_at(), to_seconds(desk_.now())};
  tick_later();
}

void Server::accept(asio::ip::tcp::socket socket) {
  error_code ignored;  // where the other end has gone already, the first read reports it
  const Source source = source_of(socket.remote_endpoint(ignored).address());
  const bool is_full = sessions_.size() >= connections_max_;
  if (Session* const stranger = desk_.doorway.makes_way(source, is_full)) {
    ++desk_.strangers_sent_away;
    stranger->make_room();
  } else if (is_full) {
    ++desk_.strangers_sent_away;
    return say_at_once(socket, Fault::too_many_connections);
  }
  if (send_buffer_bytes_ != 0) socket.set_option(asio::socket_base::send_buffer_size(send_buffer_bytes_), ignored);
  auto session = std::make_unique<Session>(desk_, std::move(socket), source);
  sessions_.emplace(session.get(), std::move(session));
}

void Server::tick_later() {
  timer_.expires_after(tick_);
  timer_.async_wait([this](const error_code& cancelled) {
    if (cancelled) return;
    for (const auto& entry : sessions_) entry.second->tick();
    desk_.tries.tell(desk_.steady());
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
