#pragma once
// A terminal that sends whatever the test wants, byte by byte, and hears what has arrived. The city is run by the
// test's own thread meanwhile.

#include <optional>
#include <stdexcept>
#include <span>
#include <string_view>
#include <vector>

#include <boost/asio/ip/tcp.hpp>

#include "adapters/terminal/client_protocol.h"
#include "engine/story/step.h"
#include "tests/served_city.h"

namespace wangge::tests {

// The steps in the answer to AskHistory.
std::vector<story::Step> steps_of(const terminal::Answer& answer);

class RawTerminal {
 public:
  explicit RawTerminal(ServedCity& city);

  void say(std::span<const std::byte> bytes);
  void say(const terminal::Outgoing& frames) { say(frames.bytes()); }
  void hang_up();

  // The city's next message, after it has settled; nothing where there is none.
  std::optional<terminal::ToTerminal> hear();
  template <class Message>
  Message hear_only() {
    std::optional<terminal::ToTerminal> answered = hear();
    if (!answered || !std::holds_alternative<Message>(*answered))
      throw std::runtime_error(answered ? "something else was said" : "nothing was said");
    return std::get<Message>(std::move(*answered));
  }
  // Whether everything that has arrived was heard.
  bool hears_nothing();
  // Whether the other end has ended the connection without another message.
  bool is_cut_off();

  // Says hello and hears the welcome.
  terminal::Welcome greet(const terminal::Token& token, SpoolId spool = {1});
  void submit(std::uint32_t first, std::span<const terminal::Submission> demands);
  void act(std::uint32_t first, std::span<const terminal::ReadyAct> acts);
  // Sends a question as terminal::Asked has it, or one of a kind.
  template <class Question>
  void ask(std::uint32_t id, const Question& question) {
    terminal::Outgoing out;
    if constexpr (requires { Question::kind; }) {
      encode_question(id, question, out);
    } else {
      encode(terminal::Asked{id, question}, out);
    }
    say(out);
  }
  // The rows of an answer, or the answer to a question of a kind.
  template <class Rows>
  Rows hear_rows() {
    terminal::Answer answer = hear_only<terminal::Answer>();
    constexpr bool is_told_plainly =
        std::is_same_v<Rows, std::vector<views::Status>> || std::is_same_v<Rows, std::vector<std::uint32_t>> ||
        std::is_same_v<Rows, std::vector<views::NamedRow>> || std::is_same_v<Rows, terminal::EncodedStory> ||
        std::is_same_v<Rows, views::Queue> || std::is_same_v<Rows, views::QueueChange>;
    if constexpr (is_told_plainly) {
      return std::get<Rows>(std::move(answer.rows));
    } else {
      const auto& told = std::get<terminal::DescribedAnswer>(answer.rows);
      Rows rows{};
      if (!told.known || !Coded<Rows>::take(told.fields, rows)) throw std::runtime_error("that is no such answer");
      return rows;
    }
  }
  // Hears the history of a demand, the oldest step first.
  std::vector<story::Step> hear_story() { return steps_of(hear_only<terminal::Answer>()); }

 private:
  std::size_t arrived();

  ServedCity& city_;
  boost::asio::io_context io_;
  boost::asio::ip::tcp::socket socket_;
  terminal::Incoming incoming_;
};

// A demand at a grid of the small city; by default the city accepts it.
terminal::Submission a_demand(const ServedCity& city, std::string_view text = "水管破裂");

}  // namespace wangge::tests
