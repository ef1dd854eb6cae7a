#pragma once
// The terminal's end of engine/wire/terminal.capnp: turns messages of a terminal into frames, and bodies of frames into
// answers. No sockets.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "adapters/terminal/framing.h"
#include "adapters/terminal/messages.h"
#include "adapters/terminal/token.h"
#include "engine/model/command_description.h"
#include "engine/model/described_bytes.h"

namespace wangge::terminal {

inline constexpr std::uint16_t protocol_version = 2;

// The identity that a terminal gives in its hello.
struct Introduction {
  std::string software = "wangge";
  Token token{};
  SpoolId spool{};
  Witness witness;
  std::uint32_t first = 1;  // the first number without an answer, of the spool that the witness belongs to
  std::uint16_t version = protocol_version;
};

// A demand to submit, its codes turned into ids. The texts must live until it is encoded.
struct Submission {
  DemandKind kind = DemandKind::request;
  Reporter reporter = Reporter::self;
  std::uint8_t condition = 0;
  std::uint8_t severity = 0;
  CategoryId category;
  PlaceId place;
  PlaceId road;
  Subject subject;
  Party complained_of;
  Seconds occurred = 0;
  std::string_view text, contact, reference, attachments;
  std::string_view answers{};       // code=value, one a line
  std::uint16_t asked_version = 0;  // of the configuration whose questions were asked; 0: the one in force
};

struct ReadyAct {
  Deed deed = Deed::accept;
  DemandId demand;
  Party as;
  std::string_view note;           // none with accept
  Party to;                        // transfer, offer: the new lead; call_in: who is to assist
  Verdict verdict;                 // rate, call_back
  std::uint32_t look_up_code = 0;  // of the receipt; 0: none
  std::uint8_t choice = 0;         // dismiss: Dismissal; divert: Elsewhere
  std::uint8_t condition = 0;      // split: of the part; reclassify
  CategoryId category;             // split: of the part; reclassify
  Limit limit;                     // extend
  Seconds until = 0;               // suspend
  PlaceId place;                   // move
  PlaceId road;
  std::uint32_t group = 0;  // one number for all that is done together
  std::string_view attachments;
  Bond bond = Bond::none;  // join
  DemandId head;
};

// A row of a configuration, made by encode_row(). The cells must live until it is encoded.
struct EncodedRow {
  TableKind table = TableKind::settings;
  std::string_view cells;
};

// A command that has a kind. Its fields and text must live until it is encoded.
struct ReadyDescribed {
  CommandKind kind;
  DemandId demand;
  std::string_view fields;  // at most limits::described_bytes_max
  std::string_view text{}, attachments{};
};

// How many bytes a command adds to a body, and how many any body has besides. A text that is too long to be taken is
// cut to a length for which the engine still refuses it.
std::size_t body_bytes(const Submission& submission);
std::size_t body_bytes(const ReadyAct& act);
inline std::size_t body_bytes(const EncodedRow& row) { return sizeof(Word) + row.cells.size(); }
inline constexpr std::size_t body_bytes_fixed = 128;

void encode(const Introduction& introduction, Outgoing& out);
// The body must keep within the credit: limits::commands_per_frame_max and limits::frame_bytes_max.
void encode_submit(std::uint32_t first, std::span<const Submission> submissions, Outgoing& out);
void encode_act(std::uint32_t first, std::span<const ReadyAct> acts, Outgoing& out);
void encode_stage(std::uint32_t first, std::span<const EncodedRow> rows, Outgoing& out);
void encode_add_account(std::uint32_t sequence, AccountKind kind, const TokenHash& token_hash, const Rights& rights,
                        Outgoing& out);
void encode_described(std::uint32_t sequence, const ReadyDescribed& command, Outgoing& out);
// For commands of engine/model/command_description.h or a register. `text`: the text beside the fields.
template <class Command>
void encode_command(std::uint32_t sequence, const Command& command, Outgoing& out, std::string_view text = {},
                    DemandId demand = {}) {
  std::string fields;
  encode_fields(command, fields);
  encode_described(sequence, {.kind = Command::kind, .demand = demand, .fields = fields, .text = text}, out);
}
void encode(const Asked& asked, Outgoing& out);
// A question that has a kind, and its answer; nothing where the engine does not know the question, or we do not know
// the answer.
template <class Question>
void encode_question(std::uint32_t id, const Question& question, Outgoing& out) {
  std::string fields;
  encode_fields(question, fields);
  encode(Asked{id, AskDescribed{Question::kind, fields}}, out);
}
template <class Question>
std::optional<typename Question::Answer> decode_answer(const DescribedAnswer& told) {
  typename Question::Answer answer{};
  if (!told.known || !Coded<typename Question::Answer>::take(told.fields, answer)) return std::nullopt;
  return answer;
}
void encode(const Ping& ping, Outgoing& out);

// Gives an encoded frame of encode_submit (header and body) other sequence numbers, so that a load generator can encode
// beforehand. words_to_number() tells how many words of the frame it needs: the last of them holds the number.
std::size_t words_to_number(Words frame);
void renumber(std::span<Word> head, std::uint32_t first);

// Reads a message of the engine. False where it is not a whole message that is known here. Memory of an Acknowledged in
// `out` is used again.
bool decode(Words body, ToTerminal& out);

}  // namespace wangge::terminal
