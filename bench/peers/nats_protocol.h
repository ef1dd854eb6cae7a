#pragma once
// As much of the client's protocol of NATS as the load needs. Lines end with CRLF; a message's payload follows its
// line.

#include <functional>
#include <string>
#include <string_view>

namespace wangge::peers {

// Appends the first message of a client, which subscribes to subjects that begin with `inbox`.
void introduce(std::string& out, std::string_view inbox);

void publish(std::string& out, std::string_view subject, std::string_view reply_to, std::string_view payload);
// Appends a message of which the stream takes only one with the same id.
void publish_once(std::string& out, std::string_view subject, std::string_view reply_to, std::string_view id,
                  std::string_view payload);

class NatsReader {
 public:
  struct Events {
    std::function<void(std::string_view subject, std::string_view payload)> message;
    std::function<void()> ping;
    std::function<void(std::string_view line)> error;
  };
  explicit NatsReader(Events events) : events_(std::move(events)) {}

  void feed(std::string_view bytes);

 private:
  // How many bytes the first line and its payload take, 0 where they have not arrived whole.
  std::size_t take_one(std::string_view bytes);
  std::size_t take_message(std::string_view bytes, std::size_t line_end);

  Events events_;
  std::string kept_;  // bytes that have arrived and are not taken yet
};

}  // namespace wangge::peers
