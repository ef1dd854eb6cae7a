#include "bench/peers/nats.h"

#include <deque>
#include <stdexcept>
#include <string>

#include <boost/json.hpp>

#include "bench/peers/nats_protocol.h"
#include "bench/peers/wire.h"

namespace wangge::peers {
namespace {

namespace json = boost::json;

// The stream; it knows repeats for two minutes, JetStream's default.
constexpr std::string_view stream =
    R"({"name":"DEMANDS","subjects":["demand.*"],"retention":"limits","storage":"file","num_replicas":1,)"
    R"("discard":"old","max_consumers":-1,"max_msgs":-1,"max_bytes":-1,"max_age":0,"duplicate_window":120000000000})";

// Asks one question about the stream and returns the answer.
json::object ask(std::uint16_t port, std::string_view subject, std::string_view question) {
  boost::asio::io_context io;
  std::string answer, failure;
  NatsReader reader({.message = [&](std::string_view, std::string_view payload) { answer = payload; },
                     .ping = [] {},
                     .error = [&](std::string_view line) { failure = line; }});
  Wire wire(io, port,
            {.received = [&](std::string_view bytes) { reader.feed(bytes); },
             .ended = [&](std::string why) { failure = std::move(why); }});
  introduce(wire.out(), "_INBOX.ask.");
  publish(wire.out(), subject, "_INBOX.ask.1", question);
  wire.send();
  while (answer.empty() && failure.empty()) io.run_one();
  if (!failure.empty()) throw std::runtime_error("NATS: " + failure);
  json::object page = json::parse(answer).as_object();
  if (page.contains("error")) throw std::runtime_error("NATS: " + json::serialize(page["error"]));
  return page;
}

class Client {
 public:
  Client(ClosedLoop& loop, std::uint16_t port, std::uint32_t id)
      : loop_(loop),
        session_(loop, id),
        inbox_("_INBOX." + std::to_string(id) + "."),
        reader_({.message = [this](std::string_view subject, std::string_view payload) { answered(subject, payload); },
                 .ping = [this] { wire_.out() += "PONG\r\n"; },
                 .error = [this](std::string_view line) { loop_.fail("NATS: " + std::string(line)); }}),
        wire_(loop.io(), port,
              {.received =
                   [this](std::string_view bytes) {
                     reader_.feed(bytes);
                     send();
                   },
               .ended = [this](std::string why) { loop_.fail(std::move(why)); }}) {
    introduce(wire_.out(), inbox_);
  }

  void send() {
    while (session_.may_send()) append(session_.send());
    wire_.send();
  }

 private:
  void append(const Session::Request& request) {
    const Demand& demand = request.demands.front();
    const std::string number = std::to_string(request.first);
    payload_ = std::to_string(demand.place) + " " + std::to_string(demand.category) + " " + demand.contact + "\n" +
               demand.text;
    publish_once(wire_.out(), "demand." + std::to_string(demand.lead), inbox_ + number,
                 std::to_string(session_.id()) + "-" + number, payload_);
  }

  // Takes an answer such as {"stream":"DEMANDS","seq":1}, with "duplicate": true for a repeat. The subject names the
  // request.
  void answered(std::string_view subject, std::string_view payload) {
    if (!session_.is_waiting() || subject.substr(inbox_.size()) != std::to_string(session_.oldest().first)) {
      return loop_.fail("NATS: an answer to another request than the oldest");
    }
    if (payload.find("\"seq\":") == payload.npos) return loop_.fail("NATS: " + std::string(payload));
    session_.answered(payload.find("\"duplicate\"") != payload.npos);
  }

  ClosedLoop& loop_;
  Session session_;
  std::string inbox_, payload_;
  NatsReader reader_;
  Wire wire_;
};

}  // namespace

Measured play_nats(const Load& load, std::uint16_t port, const std::vector<Demand>& demands) {
  ask(port, "$JS.API.STREAM.CREATE.DEMANDS", stream);
  ClosedLoop loop(load, demands);
  std::deque<Client> clients;
  for (std::uint32_t id = 1; id <= load.clients; ++id) clients.emplace_back(loop, port, id).send();
  Measured measured = loop.run();
  measured.counted = ask(port, "$JS.API.STREAM.INFO.DEMANDS", "").at("state").at("messages").to_number<std::uint64_t>();
  return measured;
}

}  // namespace wangge::peers
