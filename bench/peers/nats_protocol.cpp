#include "bench/peers/nats_protocol.h"

#include <charconv>
#include <initializer_list>

namespace wangge::peers {
namespace {

constexpr std::string_view line_end = "\r\n";

void append(std::string& out, std::initializer_list<std::string_view> parts) {
  for (const std::string_view part : parts) out += part;
}

}  // namespace

void introduce(std::string& out, std::string_view inbox) {
  append(out, {R"(CONNECT {"verbose":false,"pedantic":false,"headers":true,"lang":"c++","version":"1"})", line_end});
  append(out, {"SUB ", inbox, "> 1", line_end});
}

void publish(std::string& out, std::string_view subject, std::string_view reply_to, std::string_view payload) {
  append(out, {"PUB ", subject, " ", reply_to, " ", std::to_string(payload.size()), line_end, payload, line_end});
}

void publish_once(std::string& out, std::string_view subject, std::string_view reply_to, std::string_view id,
                  std::string_view payload) {
  constexpr std::string_view header = "NATS/1.0\r\nNats-Msg-Id: ";
  const std::size_t header_bytes = header.size() + id.size() + 2 * line_end.size();
  append(out, {"HPUB ", subject, " ", reply_to, " ", std::to_string(header_bytes), " ",
               std::to_string(header_bytes + payload.size()), line_end});
  append(out, {header, id, line_end, line_end, payload, line_end});
}

void NatsReader::feed(std::string_view bytes) {
  kept_ += bytes;
  std::size_t taken = 0;
  while (const std::size_t more = take_one(std::string_view(kept_).substr(taken))) taken += more;
  kept_.erase(0, taken);
}

std::size_t NatsReader::take_one(std::string_view bytes) {
  const std::size_t end = bytes.find(line_end);
  if (end == std::string_view::npos) return 0;
  const std::string_view line = bytes.substr(0, end);
  if (line.starts_with("MSG ")) return take_message(bytes, end);
  if (line.starts_with("-ERR")) events_.error(line);
  if (line == "PING") events_.ping();
  return end + line_end.size();
}

// Takes a message: MSG <subject> <subscription> <bytes>; answers have no subject to reply to.
std::size_t NatsReader::take_message(std::string_view bytes, std::size_t end) {
  const std::string_view line = bytes.substr(0, end);
  const std::size_t subject = 4, subject_ends = line.find(' ', subject), size = line.rfind(' ') + 1;
  std::size_t payload_bytes = 0;
  std::from_chars(line.data() + size, line.data() + line.size(), payload_bytes);
  const std::size_t payload = end + line_end.size(), whole = payload + payload_bytes + line_end.size();
  if (bytes.size() < whole) return 0;
  events_.message(line.substr(subject, subject_ends - subject), bytes.substr(payload, payload_bytes));
  return whole;
}

}  // namespace wangge::peers
