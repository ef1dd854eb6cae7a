#include "bench/peers/postgres.h"

#include <array>
#include <deque>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include <boost/asio/posix/stream_descriptor.hpp>
#include <libpq-fe.h>

#include "bench/peers/postgres_values.h"

namespace wangge::peers {
namespace {

namespace asio = boost::asio;

struct Finish {
  void operator()(PGconn* connection) const { PQfinish(connection); }
};
using Connection = std::unique_ptr<PGconn, Finish>;

struct Clear {
  void operator()(PGresult* result) const { PQclear(result); }
};
using Result = std::unique_ptr<PGresult, Clear>;

Connection connect(std::uint16_t port) {
  const std::string where = "host=127.0.0.1 user=postgres dbname=postgres port=" + std::to_string(port);
  Connection connection(PQconnectdb(where.c_str()));
  if (PQstatus(connection.get()) != CONNECTION_OK) throw std::runtime_error(PQerrorMessage(connection.get()));
  return connection;
}

Result check(PGconn* connection, PGresult* given) {
  Result result(given);
  const ExecStatusType status = PQresultStatus(given);
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) throw std::runtime_error(PQerrorMessage(connection));
  return result;
}

std::string ask(PGconn* connection, const std::string& question) {
  const Result result = check(connection, PQexec(connection, question.c_str()));
  return PQntuples(result.get()) == 0 ? std::string() : PQgetvalue(result.get(), 0, 0);
}

// The parameters of a request; both functions take session and first number before these, as int.
struct Parameters {
  std::array<std::string, 4> values;  // places, categories, texts, contacts: arrays, or one of each
};

Parameters parameters_of(std::span<const Demand> demands) {
  if (demands.size() == 1) {
    Parameters one;
    append_big_endian(one.values[0], demands[0].place);
    append_big_endian(one.values[1], demands[0].category);
    one.values[2] = demands[0].text;
    one.values[3] = demands[0].contact;
    return one;
  }
  const std::size_t count = demands.size();
  ArrayValue places(int4_type, count), categories(int4_type, count), texts(text_type, count),
      contacts(text_type, count);
  for (const Demand& demand : demands) {
    places.add(static_cast<std::int32_t>(demand.place));
    categories.add(static_cast<std::int32_t>(demand.category));
    texts.add(demand.text);
    contacts.add(demand.contact);
  }
  return {{places.bytes(), categories.bytes(), texts.bytes(), contacts.bytes()}};
}

class Client {
 public:
  Client(ClosedLoop& loop, std::uint16_t port, std::uint32_t id)
      : loop_(loop), session_(loop, id), connection_(connect(port)), socket_(loop.io()) {
    const bool is_one = loop.load().frame == 1;
    check(connection_.get(), PQprepare(connection_.get(), "submit",
                                       is_one ? "SELECT id, lead, is_repeat FROM submit($1, $2, $3, $4, $5, $6)"
                                              : "SELECT ids, leads, is_repeat FROM submit_many($1, $2, $3, $4, $5, $6)",
                                       0, nullptr));
    PQsetnonblocking(connection_.get(), 1);
    socket_.assign(PQsocket(connection_.get()));
  }
  ~Client() { socket_.release(); }  // libpq closes the socket
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  void send() {
    if (!session_.may_send()) return;
    const Session::Request& request = session_.send();
    std::string session, first;
    append_big_endian(session, session_.id());
    append_big_endian(first, request.first);
    const Parameters sent = parameters_of(request.demands);
    const std::string* const values[] = {&session,        &first,          &sent.values[0],
                                         &sent.values[1], &sent.values[2], &sent.values[3]};
    const char* pointers[6];
    int sizes[6];
    for (std::size_t i = 0; i < std::size(values); ++i) {
      pointers[i] = values[i]->data();
      sizes[i] = static_cast<int>(values[i]->size());
    }
    constexpr int binary[] = {1, 1, 1, 1, 1, 1};
    if (PQsendQueryPrepared(connection_.get(), "submit", 6, pointers, sizes, binary, 1) != 1) return fail();
    flush();
  }

 private:
  void fail() { loop_.fail(std::string("PostgreSQL: ") + PQerrorMessage(connection_.get())); }

  // PostgreSQL reads a statement whole before it answers, so nothing needs to be read meanwhile.
  void flush() {
    const int left = PQflush(connection_.get());
    if (left < 0) return fail();
    if (left == 0) return await_answer();
    socket_.async_wait(socket_.wait_write, [this](const boost::system::error_code& error) {
      if (!error) flush();
    });
  }

  void await_answer() {
    socket_.async_wait(socket_.wait_read, [this](const boost::system::error_code& error) {
      if (!error) take();
    });
  }

  void take() {
    if (PQconsumeInput(connection_.get()) != 1) return fail();
    while (PQisBusy(connection_.get()) == 0) {
      const Result result(PQgetResult(connection_.get()));
      if (!result) return send();  // the statement is over
      if (PQresultStatus(result.get()) != PGRES_TUPLES_OK) return fail();
      answered(*result);
    }
    await_answer();
  }

  void answered(const PGresult& result) {
    const auto value = [&](int column) { return PQgetvalue(&result, 0, column); };
    const std::span<const Demand> demands = session_.oldest().demands;
    if (loop_.load().frame == 1) {
      if (read_big_endian<std::int64_t>(value(1)) != demands[0].lead) return loop_.fail("PostgreSQL: another lead");
    } else {
      if (array_size(value(1)) != demands.size()) return loop_.fail("PostgreSQL: leads are missing");
      for (std::size_t i = 0; i < demands.size(); ++i) {
        if (bigint_at(value(1), i) != demands[i].lead) return loop_.fail("PostgreSQL: another lead");
      }
    }
    session_.answered(*value(2) != 0);
  }

  ClosedLoop& loop_;
  Session session_;
  Connection connection_;
  asio::posix::stream_descriptor socket_;
};

}  // namespace

Measured play_postgres(const Load& load, std::uint16_t port, const std::vector<Demand>& demands) {
  const Connection console = connect(port);
  ask(console.get(), "INSERT INTO session (session) SELECT generate_series(1, " + std::to_string(load.clients) + ")");
  const std::string log_began = ask(console.get(), "SELECT pg_current_wal_lsn()");
  ClosedLoop loop(load, demands);
  std::deque<Client> clients;
  for (std::uint32_t id = 1; id <= load.clients; ++id) clients.emplace_back(loop, port, id);
  for (Client& client : clients) client.send();
  Measured measured = loop.run();
  measured.log_bytes = std::stod(ask(console.get(), "SELECT pg_current_wal_lsn() - '" + log_began + "'::pg_lsn"));
  measured.counted = std::stoull(ask(console.get(), "SELECT count(*) FROM demand"));
  return measured;
}

}  // namespace wangge::peers
