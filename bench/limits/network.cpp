#include "bench/limits/network.h"

#include <array>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <sys/wait.h>
#include <unistd.h>

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>

#include "tools/bench/latency.h"

namespace wangge::bench {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

class EchoConnection : public std::enable_shared_from_this<EchoConnection> {
 public:
  explicit EchoConnection(tcp::socket socket) : socket_(std::move(socket)) { socket_.set_option(tcp::no_delay(true)); }

  void receive() {
    socket_.async_read_some(asio::buffer(bytes_), [self = shared_from_this()](error_code failed, std::size_t count) {
      if (!failed) self->send(count);
    });
  }

 private:
  void send(std::size_t count) {
    asio::async_write(socket_, asio::buffer(bytes_, count),
                      [self = shared_from_this()](error_code failed, std::size_t) {
                        if (!failed) self->receive();
                      });
  }

  tcp::socket socket_;
  std::array<char, 4'096> bytes_;
};

// Serves until all clients that have connected are gone.
void serve_echo(asio::io_context& io, tcp::acceptor& acceptor, int connections) {
  for (int i = 0; i < connections; ++i) std::make_shared<EchoConnection>(acceptor.accept())->receive();
  io.run();
}

// The state that all clients share.
struct Account {
  std::string demand;
  Clock::time_point begins, ends;
  tools::bench::Latency latency;  // of answers within the window
};

class EchoClient {
 public:
  EchoClient(tcp::socket socket, Account& account)
      : socket_(std::move(socket)), account_(account), answer_(account.demand.size(), '\0') {
    socket_.set_option(tcp::no_delay(true));
  }

  void send() {
    sent_ = Clock::now();
    asio::async_write(socket_, asio::buffer(account_.demand), [](error_code, std::size_t) {});
    asio::async_read(socket_, asio::buffer(answer_), [this](error_code failed, std::size_t) {
      const auto now = Clock::now();
      if (failed || now >= account_.ends) return socket_.close();
      const auto took = std::chrono::duration_cast<std::chrono::microseconds>(now - sent_).count();
      if (now >= account_.begins) account_.latency.record(static_cast<std::uint64_t>(took), 1);
      send();
    });
  }

 private:
  tcp::socket socket_;
  Account& account_;
  std::string answer_;
  Clock::time_point sent_;
};

}  // namespace

Figure loopback(const Bytes& bytes, std::chrono::seconds time) {
  asio::io_context io;
  tcp::acceptor acceptor(io, {asio::ip::address_v4::loopback(), 0});
  tcp::socket client(io), server(io);
  client.connect(acceptor.local_endpoint());
  acceptor.accept(server);
  std::string frame = random_bytes(bytes.sent() * bytes.batch_demands),
              answer = random_bytes(bytes.answer * bytes.batch_demands);
  std::thread other([&server, answer, frame]() mutable {
    error_code over;
    while (!over) {
      asio::read(server, asio::buffer(frame), over);
      if (!over) asio::write(server, asio::buffer(answer), over);
    }
  });
  const Figure figure = measure(time, bytes.batch_demands, [&] {
    asio::write(client, asio::buffer(frame));
    asio::read(client, asio::buffer(answer));
  });
  client.close();
  other.join();
  return figure;
}

Figure echo(const Bytes& bytes, int connections, std::chrono::seconds time) {
  constexpr auto warm_up = std::chrono::seconds(1);
  asio::io_context io;
  tcp::acceptor acceptor(io, {asio::ip::address_v4::loopback(), 0});
  acceptor.listen(connections);
  io.notify_fork(asio::io_context::fork_prepare);
  const pid_t server = ::fork();
  if (server < 0) throw std::runtime_error("cannot start the echo server");
  if (server == 0) {
    io.notify_fork(asio::io_context::fork_child);
    serve_echo(io, acceptor, connections);
    ::_exit(0);
  }
  io.notify_fork(asio::io_context::fork_parent);

  Account account{.demand = random_bytes(bytes.sent()), .begins = Clock::now() + warm_up, .ends = {}, .latency = {}};
  account.ends = account.begins + time;
  std::vector<std::unique_ptr<EchoClient>> clients;
  for (int i = 0; i < connections; ++i) {
    tcp::socket socket(io);
    socket.connect(acceptor.local_endpoint());
    clients.push_back(std::make_unique<EchoClient>(std::move(socket), account));
  }
  for (const auto& client : clients) client->send();
  io.run();

  rusage usage{};
  int status = 0;
  ::wait4(server, &status, 0, &usage);
  const double seconds = std::chrono::duration<double>(time).count();
  const auto answered = double(account.latency.total());
  // The server's CPU includes the warm-up, during which it answered as many a second
  const double share = seconds / (seconds + std::chrono::duration<double>(warm_up).count());
  return {.per_second = answered / seconds,
          .cpu_us = cpu_seconds(usage) * share * 1e6 / answered,
          .p99_ms = account.latency.percentile_ms(0.99)};
}

}  // namespace wangge::bench
