#pragma once
// The engine's end of engine/wire/terminal.capnp: turns bodies of frames into commands and questions, and answers into
// frames. Nothing that comes in is trusted. No sockets.

#include <cstdint>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "adapters/terminal/fault.h"
#include "adapters/terminal/framing.h"
#include "adapters/terminal/messages.h"
#include "engine/model/answer_bytes.h"

namespace wangge::terminal {

// Says who the terminal is; the protocol versions have been compared.
struct Hello {
  std::string software;
  TokenHash token_hash{};
  SpoolId spool{};
  Witness witness;
  std::uint32_t first = 0;  // the first number without an answer
};

// A frame of commands; their TextRefs point into `texts`. Reused, so that memory is kept.
struct Numbered {
  std::uint32_t first = 0;
  std::vector<Command> commands;
  std::string texts;
  struct Code {
    std::size_t command = 0;  // the index of an Act with a look-up code, which is checked before the frame is offered
    Claim claim;
  };
  std::vector<Code> codes;
};

using ToEngine = std::variant<Hello, Numbered*, Asked, Ping>;

// Reads a body in place; commands go to `numbered`. A fault where it is not one whole message within the bounds: then
// no part of it counts.
Fault decode(Words body, Numbered& numbered, ToEngine& out);

void encode(const Welcome& welcome, Outgoing& out);
void encode(const TurnedAway& turned_away, Outgoing& out);
void encode_acknowledged(std::uint32_t first, Seconds server_time, std::span<const Receipt> outcomes, Outgoing& out);
void encode(const Busy& busy, Outgoing& out);
void encode(const Expected& expected, Outgoing& out);
void encode(const Answer& answer, Outgoing& out);
// Answers a question that has a kind. The texts of `found` are cut as well.
template <class Question>
void encode_answer(std::uint32_t id, typename Question::Answer& found, Outgoing& out, Position damaged_at = {}) {
  encode(Answer{id, DescribedAnswer{true, answer_bytes<Question>(found)}, damaged_at}, out);
}
void encode(const Pong& pong, Outgoing& out);
void encode(Fault fault, Outgoing& out);  // as ProtocolError, with this engine's version and the texts
void encode(const Replaced& replaced, Outgoing& out);
void encode(const views::QueueChange& change, Outgoing& out);  // as `changed`

}  // namespace wangge::terminal
