#include "bench/peers/redis.h"

#include <deque>
#include <memory>
#include <stdexcept>
#include <string_view>
#include <utility>
#include <vector>

#include <hiredis/hiredis.h>

#include "bench/peers/wire.h"

namespace wangge::peers {
namespace {

struct FreeReply {
  void operator()(redisReply* reply) const { freeReplyObject(reply); }
};
using Reply = std::unique_ptr<redisReply, FreeReply>;

struct FreeReader {
  void operator()(redisReader* reader) const { redisReaderFree(reader); }
};

std::string text_of(const redisReply& reply) { return {reply.str, static_cast<std::size_t>(reply.len)}; }

// A connection that waits for each answer, for use before and after the load.
class Console {
 public:
  explicit Console(std::uint16_t port) : context_(redisConnect("127.0.0.1", port)) {
    if (!context_ || context_->err != 0) throw std::runtime_error("cannot connect to Redis");
  }
  Reply ask(std::vector<std::string> words) {
    std::vector<const char*> pointers;
    std::vector<std::size_t> sizes;
    for (const std::string& word : words) {
      pointers.push_back(word.data());
      sizes.push_back(word.size());
    }
    Reply reply(static_cast<redisReply*>(
        redisCommandArgv(context_.get(), static_cast<int>(words.size()), pointers.data(), sizes.data())));
    if (!reply) throw std::runtime_error("Redis did not answer " + words.front());
    if (reply->type == REDIS_REPLY_ERROR) throw std::runtime_error("Redis: " + text_of(*reply));
    return reply;
  }

 private:
  struct Close {
    void operator()(redisContext* context) const { redisFree(context); }
  };
  std::unique_ptr<redisContext, Close> context_;
};

class Client {
 public:
  Client(ClosedLoop& loop, std::uint16_t port, const std::string& script_digest, std::uint32_t id)
      : loop_(loop),
        script_digest_(script_digest),
        session_(loop, id),
        reader_(redisReaderCreate()),
        wire_(loop.io(), port,
              {.received = [this](std::string_view bytes) { take(bytes); },
               .ended = [this](std::string why) { loop_.fail(std::move(why)); }}) {}

  void send() {
    while (session_.may_send()) append(session_.send());
    wire_.send();
  }

 private:
  void append(const Session::Request& request) {
    const Demand& demand = request.demands.front();
    const std::string session = std::to_string(session_.id()), number = std::to_string(request.first),
                      place = std::to_string(demand.place), category = std::to_string(demand.category);
    const std::string_view words[] = {"EVALSHA", script_digest_, "0",         session,       number,
                                      place,     category,       demand.text, demand.contact};
    std::string& out = wire_.out();
    out += "*" + std::to_string(std::size(words)) + "\r\n";
    for (const std::string_view word : words) {
      out += '$';
      out += std::to_string(word.size());
      out += "\r\n";
      out += word;
      out += "\r\n";
    }
  }

  void take(std::string_view bytes) {
    redisReaderFeed(reader_.get(), bytes.data(), bytes.size());
    for (void* next = nullptr;; next = nullptr) {
      if (redisReaderGetReply(reader_.get(), &next) != REDIS_OK) return loop_.fail("Redis sent what is no answer");
      if (next == nullptr) break;
      const Reply reply(static_cast<redisReply*>(next));
      answered(*reply);
    }
    send();
  }

  // Takes an answer: {1}, or {0, id, lead}
  void answered(const redisReply& reply) {
    if (reply.type == REDIS_REPLY_ERROR) return loop_.fail("Redis: " + text_of(reply));
    if (reply.type != REDIS_REPLY_ARRAY || reply.elements == 0) return loop_.fail("Redis: not submit.lua's answer");
    const bool is_repeat = reply.element[0]->integer == 1;
    if (!is_repeat) {
      const std::uint32_t lead = session_.oldest().demands.front().lead;
      if (reply.elements != 3 || text_of(*reply.element[2]) != std::to_string(lead))
        return loop_.fail("Redis: another lead");
    }
    session_.answered(is_repeat);
  }

  ClosedLoop& loop_;
  const std::string& script_digest_;
  Session session_;
  std::unique_ptr<redisReader, FreeReader> reader_;
  Wire wire_;
};

// The log's length, where the queues together have the same.
std::uint64_t counted_in(Console& console) {
  const auto length = [&](const std::string& stream) { return console.ask({"XLEN", stream})->integer; };
  const long long logged = length("log");
  const Reply queues = console.ask({"KEYS", "queue:*"});
  long long queued = 0;
  for (std::size_t i = 0; i < queues->elements; ++i) queued += length(text_of(*queues->element[i]));
  if (queued != logged) throw std::runtime_error("Redis: the queues hold other than the log");
  return static_cast<std::uint64_t>(logged);
}

}  // namespace

Measured play_redis(const Load& load, std::uint16_t port, const std::string& script,
                    const std::vector<Demand>& demands) {
  Console console(port);
  const std::string digest = text_of(*console.ask({"SCRIPT", "LOAD", script}));
  ClosedLoop loop(load, demands);
  std::deque<Client> clients;
  for (std::uint32_t id = 1; id <= load.clients; ++id) clients.emplace_back(loop, port, digest, id).send();
  Measured measured = loop.run();
  measured.counted = counted_in(console);
  return measured;
}

}  // namespace wangge::peers
