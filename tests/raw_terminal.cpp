#include "tests/raw_terminal.h"

#include <utility>

#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>

#include "engine/story/step_bytes.h"

namespace wangge::tests {
namespace asio = boost::asio;

std::vector<story::Step> steps_of(const terminal::Answer& answer) {
  return story::decode(std::get<terminal::EncodedStory>(answer.rows).steps);
}

RawTerminal::RawTerminal(ServedCity& city) : city_(city), socket_(io_) {
  socket_.connect({asio::ip::address_v4::loopback(), city.port()});
  socket_.set_option(asio::ip::tcp::no_delay(true));
  city_.settle();
}

void RawTerminal::say(std::span<const std::byte> bytes) {
  error_code gone;  // the other end may have ended the connection
  asio::write(socket_, asio::buffer(bytes.data(), bytes.size()), gone);
}

void RawTerminal::hang_up() { socket_.close(); }

std::optional<terminal::ToTerminal> RawTerminal::hear() {
  city_.settle();
  for (;;) {
    terminal::Fault fault = terminal::Fault::none;
    if (const auto body = incoming_.next(fault)) {
      terminal::ToTerminal answered;
      if (!decode(*body, answered)) throw std::runtime_error("no answer of the protocol");
      return answered;
    }
    if (fault != terminal::Fault::none) throw std::runtime_error("no frame of the protocol");
    if (arrived() == 0) return std::nullopt;
  }
}

bool RawTerminal::hears_nothing() {
  city_.settle();
  return !incoming_.holds_part() && socket_.available() == 0;
}

bool RawTerminal::is_cut_off() {
  city_.settle();
  if (!hears_nothing()) return false;
  socket_.non_blocking(true);
  std::byte byte{};
  error_code error;
  socket_.read_some(asio::buffer(&byte, 1), error);
  return error && error != asio::error::would_block;
}

std::size_t RawTerminal::arrived() {
  const std::size_t available = socket_.available();
  if (available == 0) return 0;
  const std::span<std::byte> space = incoming_.space();
  const std::size_t bytes = socket_.read_some(asio::buffer(space.data(), space.size()));
  incoming_.received(bytes);
  return bytes;
}

terminal::Welcome RawTerminal::greet(const terminal::Token& token, SpoolId spool) {
  terminal::Introduction introduction;
  introduction.token = token;
  introduction.spool = spool;
  terminal::Outgoing out;
  encode(introduction, out);
  say(out);
  return hear_only<terminal::Welcome>();
}

void RawTerminal::submit(std::uint32_t first, std::span<const terminal::Submission> demands) {
  terminal::Outgoing out;
  encode_submit(first, demands, out);
  say(out);
}

void RawTerminal::act(std::uint32_t first, std::span<const terminal::ReadyAct> acts) {
  terminal::Outgoing out;
  encode_act(first, acts, out);
  say(out);
}

terminal::Submission a_demand(const ServedCity& city, std::string_view text) {
  terminal::Submission demand;
  demand.category = city.category("1301");
  demand.place = city.place("G1");
  demand.text = text;
  return demand;
}

}  // namespace wangge::tests
