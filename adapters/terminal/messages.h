#pragma once
// The messages between a terminal and the engine, as plain values. engine/wire/terminal.capnp says what each means;
// protocol.h is the engine's end of the translation, client_protocol.h the terminal's.

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "adapters/terminal/fault.h"
#include "engine/base/limits.h"
#include "engine/loop/outlook.h"
#include "engine/model/attachment.h"
#include "engine/model/command.h"
#include "engine/model/event.h"
#include "engine/model/kinds.h"
#include "engine/views/board.h"
#include "engine/views/station.h"
#include "engine/views/summonses.h"

namespace wangge::terminal {

// The spool's memory of the last acknowledgement, by which a terminal can witness that the log lost something.
struct Witness {
  LogId log{};
  Position position;  // none: there was no acknowledgement yet
};

// -------------------------------------------------------------------------------------------- questions

struct Claim {
  DemandId demand;
  std::uint32_t look_up_code = 0;  // of the receipt; 0 where none is given or needed
};

struct AskStatus {
  using Answer = std::vector<views::Status>;

  std::vector<Claim> claims;
};
// The history of a demand, the oldest step first: the bytes of a story::Step each. See engine/story/step_bytes.h.
struct EncodedStory {
  std::vector<std::string> steps;
};
struct AskHistory {
  using Answer = EncodedStory;

  Claim claim;
};
struct AskQueue {
  using Answer = views::Queue;

  views::QueueSpec spec;
};
struct AskWatch {
  using Answer = views::QueueChange;

  views::QueueSpec spec;
};
struct AskUnwatch {
  using Answer = views::QueueChange;

  std::uint32_t board = 0;
};
// Any other question, by its kind and the bytes of its fields: those of engine/views/questions.h and the ones below.
struct AskDescribed {
  QuestionKind kind;
  std::string_view fields;  // point into the frame; must live until encoded
};
struct Asked {
  std::uint32_t id = 0;  // comes back with the answer
  std::variant<AskStatus, views::AskIds, views::AskNames, AskHistory, AskQueue, AskWatch, AskUnwatch, AskDescribed>
      what;
};

// What the engine's process costs, as only its program can know.
struct Costs {
  std::uint64_t processor_us = 0;
  std::uint64_t resident_bytes = 0;
  std::uint64_t allocations = 0;  // from the heap, by the thread that asks
  std::uint64_t allocations_elsewhere = 0;
};
// The engine's counters since it was started, for ops.
struct Figures {
  bool known = false;  // false: this account may not see them, and all else is 0
  Position position;   // of the log: durable up to here
  std::uint64_t batches = 0, groups = 0, syncs = 0, bytes_encoded = 0, bytes_compacted = 0;
  std::uint64_t demands_open = 0;
  std::uint64_t demands = 0;  // in memory, also closed ones
  std::uint32_t notices_pending = 0, queues_watched = 0;
  std::uint32_t strangers = 0;                       // connections that were not welcomed, or are ending
  std::uint64_t strangers_sent_away = 0;             // strangers that made way, or found no room
  std::uint64_t codes_wrong = 0, codes_refused = 0;  // look-up codes that were wrong, and those that were not looked at
  Costs costs;
};
struct AskFigures {
  static constexpr QuestionKind kind{9};
  using Answer = Figures;
};

// The answer to an offer, a chunk, a fetch or a removal.
struct AttachmentAnswer {
  Refusal refusal;
  std::uint64_t bytes = 0;  // the next chunk begins here; fetched: the size of the whole
  bool is_whole = false;
  std::string part;  // fetched
};
// Asked before an attachment is sent. The demand must be one that the account may see, and must name the hash. The
// answer says how much of the attachment is there already, whoever sent that: the next chunk begins there.
struct AskOffer {
  static constexpr QuestionKind kind{10};
  using Answer = AttachmentAnswer;

  Claim claim;
  AttachmentHash hash{};
  std::uint64_t bytes = 0;  // size of the whole
};
// The next part of an attachment that was offered.
struct AskChunk {
  static constexpr QuestionKind kind{11};
  using Answer = AttachmentAnswer;

  AttachmentHash hash{};
  std::uint64_t from = 0;
  std::string bytes;  // at most limits::attachment_chunk_bytes_max
};
// Asks for a part of an attachment, limits::attachment_chunk_bytes_max from `from` on.
struct AskFetch {
  static constexpr QuestionKind kind{12};
  using Answer = AttachmentAnswer;

  Claim claim;
  AttachmentHash hash{};
  std::uint64_t from = 0;
};
// For an ops account: removes the bytes.
struct AskRemove {
  static constexpr QuestionKind kind{13};
  using Answer = AttachmentAnswer;

  AttachmentHash hash{};
};

struct AttachmentRow {
  AttachmentRef named;
  AttachmentState state = AttachmentState::not_sent;
  MediaType type = MediaType::unknown;
  Seconds removed = 0;  // when
  std::uint64_t bytes = 0;
};
// Asks for the attachments of a demand, the first one named first; none where the account may not see the demand.
struct AskAttachments {
  static constexpr QuestionKind kind{14};
  using Answer = std::vector<AttachmentRow>;
  static constexpr std::uint32_t rows_max = limits::question_rows_max;

  Claim claim;
};

// Questions that the city alone cannot answer.
using Questions =
    Kinds<views::AskSummonses, loop::AskOutlook, AskFigures, AskOffer, AskChunk, AskFetch, AskRemove, AskAttachments>;

// -------------------------------------------------------------------------------------------- answers

// How much a terminal may have under way. Questions and pings count as frames.
struct Credit {
  std::uint32_t frames = limits::session_frames_max;
  std::uint32_t commands = limits::session_commands_max;
  std::uint32_t bytes = limits::session_bytes_max;
  std::uint32_t frame_bytes = limits::frame_bytes_max;
  std::uint32_t frame_commands = limits::commands_per_frame_max;
  friend bool operator==(const Credit&, const Credit&) = default;
};

struct Welcome {
  views::Station station;
  Credit credit;
  Seconds server_time = 0;
  std::uint32_t expected = 0;
  bool new_session = false;
};

struct TurnedAway {
  Refusal refusal;
};

// The answer to one command.
struct Receipt {
  Position position;  // position of its event, the demand's id for a Submit; none: received earlier, no longer known
  bool repeat = false;
  bool clock_ahead = false;
  bool check_first = false;  // it is checked before filing: the first of the dues is for that
  bool waits = false;        // its resolution counts from the end of a situation
  Refusal refusal;
  // For a demand that was submitted; for a summons only the first due, the time to be there.
  Party lead;
  PostId follow_up;
  PersonId holder;
  Dues dues;
  std::uint32_t look_up_code = 0;
  // For an account that was added; all fields above are empty then.
  AccountId account;
};

struct Acknowledged {
  std::uint32_t first = 0;
  Seconds server_time = 0;
  std::vector<Receipt> receipts;
};

struct Busy {
  std::uint32_t retry_ms = 0;
  std::uint32_t expected = 0;
  std::uint32_t question = 0;
};

// The frame began above this number: none of its commands was taken.
struct Expected {
  std::uint32_t sequence = 0;
};

// The answer to AskDescribed: its bytes, as engine/model/answer_bytes.h makes them.
struct DescribedAnswer {
  bool known = false;  // false: this engine does not know such a question, or its fields
  std::string fields;
};

struct Answer {
  std::uint32_t question = 0;
  std::variant<std::vector<views::Status>, std::vector<std::uint32_t>, std::vector<views::NamedRow>, EncodedStory,
               views::Queue, views::QueueChange, DescribedAnswer>
      rows;
  // Where the log cannot be read, or is damaged, so that something is lacking; none: nothing is
  Position damaged_at;
};

struct Ping {
  std::uint32_t payload = 0;  // comes back with the pong
};
struct Pong {
  std::uint32_t payload = 0;
};

struct ProtocolError {
  Fault fault = Fault::none;
  std::uint16_t version = 0;  // the version that the engine speaks
  std::string chinese, english;
};

struct Replaced {};

// A change of a queue that is watched.
struct Changed {
  views::QueueChange change;
};

using ToTerminal =
    std::variant<Welcome, TurnedAway, Acknowledged, Busy, Expected, Answer, Pong, ProtocolError, Replaced, Changed>;

}  // namespace wangge::terminal

namespace wangge {

// clang-format off: a field a line
template <>
inline constexpr auto description<terminal::Claim> = describe("claim", field(1, "demand", &terminal::Claim::demand),
                                                              field(2, "look_up_code", &terminal::Claim::look_up_code));

template <>
inline constexpr auto description<terminal::Costs> =
    describe("costs", field(1, "processor_us", &terminal::Costs::processor_us),
             field(2, "resident_bytes", &terminal::Costs::resident_bytes),
             field(3, "allocations", &terminal::Costs::allocations),
             field(4, "allocations_elsewhere", &terminal::Costs::allocations_elsewhere));
template <>
inline constexpr auto description<terminal::Figures> = describe(
    "figures", field(1, "known", &terminal::Figures::known), field(2, "position", &terminal::Figures::position),
    field(3, "batches", &terminal::Figures::batches), field(4, "groups", &terminal::Figures::groups),
    field(5, "syncs", &terminal::Figures::syncs), field(6, "bytes_encoded", &terminal::Figures::bytes_encoded),
    field(7, "bytes_compacted", &terminal::Figures::bytes_compacted),
    field(8, "demands_open", &terminal::Figures::demands_open), field(9, "demands", &terminal::Figures::demands),
    field(10, "notices_pending", &terminal::Figures::notices_pending),
    field(11, "queues_watched", &terminal::Figures::queues_watched),
    field(12, "strangers", &terminal::Figures::strangers),
    field(13, "strangers_sent_away", &terminal::Figures::strangers_sent_away),
    field(14, "codes_wrong", &terminal::Figures::codes_wrong),
    field(15, "codes_refused", &terminal::Figures::codes_refused), field(16, "costs", &terminal::Figures::costs));
template <>
inline constexpr auto description<terminal::AskFigures> = describe("ask_figures");

template <>
inline constexpr auto description<terminal::AttachmentAnswer> = describe(
    "attachment_answer", field(1, "refusal", &terminal::AttachmentAnswer::refusal),
    field(2, "bytes", &terminal::AttachmentAnswer::bytes), field(3, "is_whole", &terminal::AttachmentAnswer::is_whole),
    at_most(limits::attachment_chunk_bytes_max, field(4, "part", &terminal::AttachmentAnswer::part)));
template <>
inline constexpr auto description<terminal::AskOffer> =
    describe("ask_offer", field(1, "claim", &terminal::AskOffer::claim), field(2, "hash", &terminal::AskOffer::hash),
             field(3, "bytes", &terminal::AskOffer::bytes));
template <>
inline constexpr auto description<terminal::AskChunk> =
    describe("ask_chunk", field(1, "hash", &terminal::AskChunk::hash), field(2, "from", &terminal::AskChunk::from),
             at_most(limits::attachment_chunk_bytes_max, field(3, "bytes", &terminal::AskChunk::bytes)));
template <>
inline constexpr auto description<terminal::AskFetch> =
    describe("ask_fetch", field(1, "claim", &terminal::AskFetch::claim), field(2, "hash", &terminal::AskFetch::hash),
             field(3, "from", &terminal::AskFetch::from));
template <>
inline constexpr auto description<terminal::AskRemove> =
    describe("ask_remove", field(1, "hash", &terminal::AskRemove::hash));

template <>
inline constexpr auto description<terminal::AttachmentRow> =
    describe("attachment_row", field(1, "named", &terminal::AttachmentRow::named),
             field(2, "state", &terminal::AttachmentRow::state), field(3, "type", &terminal::AttachmentRow::type),
             field<FieldKind::instant>(4, "removed", &terminal::AttachmentRow::removed),
             field(5, "bytes", &terminal::AttachmentRow::bytes));
template <>
inline constexpr auto description<terminal::AskAttachments> =
    describe("ask_attachments", field(1, "claim", &terminal::AskAttachments::claim));
// clang-format on

}  // namespace wangge
