#pragma once
// What a terminal and the engine say to each other, as plain values. engine/wire/terminal.capnp says what each means;
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
#include "engine/views/board.h"
#include "engine/views/hotspots.h"
#include "engine/views/roster.h"
#include "engine/views/similar.h"
#include "engine/views/station.h"
#include "engine/views/summonses.h"

namespace wangge::terminal {

// What the spool remembers of the last acknowledgement, so that a terminal can witness that the log lost something.
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
  std::vector<Claim> claims;
};
struct AskIds {
  views::Noun noun = views::Noun::place;
  std::vector<std::string> codes;
};
struct AskNames {
  views::Noun noun = views::Noun::place;
  std::vector<std::uint32_t> ids;
};
struct AskHistory {
  Claim claim;
};
struct AskFigures {};
struct AskQueue {
  views::QueueSpec spec;
};
struct AskWatch {
  views::QueueSpec spec;
};
struct AskUnwatch {
  std::uint32_t board = 0;
};
struct AskStanding {};
struct AskSimilar {
  views::SimilarQuestion question;
};
struct AskHotspots {};
struct AskSummonses {
  views::SummonsesQuestion question;
};
struct AskQuestions {
  CategoryId category;
};
struct AskOutlook {};
struct AskRoster {
  views::RosterQuestion question;
};
// Of attachments; see Offer in terminal.capnp.
struct AskOffer {
  Claim claim;
  AttachmentHash hash{};
  std::uint64_t bytes = 0;
};
struct AskChunk {
  AttachmentHash hash{};
  std::uint64_t from = 0;
  std::string_view bytes;  // of the frame, or until it is encoded
};
struct AskAttachments {
  Claim claim;
};
struct AskFetch {
  Claim claim;
  AttachmentHash hash{};
  std::uint64_t from = 0;
};
struct AskRemove {
  AttachmentHash hash{};
};
// Of a register: engine/registers.
struct AskDescribed {
  QuestionKind kind;
  std::string fields;  // at most limits::described_bytes_max
};
struct Asked {
  std::uint32_t id = 0;  // comes back with the answer
  std::variant<AskStatus, AskIds, AskNames, AskHistory, AskFigures, AskQueue, AskWatch, AskUnwatch, AskStanding,
               AskSimilar, AskHotspots, AskSummonses, AskQuestions, AskOutlook, AskRoster, AskOffer, AskChunk,
               AskAttachments, AskFetch, AskRemove, AskDescribed>
      what;
};

// -------------------------------------------------------------------------------------------- answers

// What a terminal may have under way. Questions and pings count as frames.
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

// What one command is told.
struct Acknowledgement {
  Position position;  // of its event, the demand's id where it was submitted; none: received earlier, no longer known
  bool repeat = false;
  bool clock_ahead = false;
  bool check_first = false;  // it is checked before filing: the first of the dues is for that
  bool waits = false;        // its resolution counts from the end of a situation
  Refusal refusal;
  // Of a demand that was submitted; of a summons the first due, by when to be there.
  Party lead;
  PostId follow_up;
  PersonId holder;
  Dues dues;
  std::uint32_t look_up_code = 0;
  // Of an account that was added; none of the above then.
  AccountId account;
};

struct Acknowledged {
  std::uint32_t first = 0;
  Seconds server_time = 0;
  std::vector<Acknowledgement> outcomes;
};

struct Busy {
  std::uint32_t retry_ms = 0;
  std::uint32_t expected = 0;
  std::uint32_t question = 0;
};

// The frame began above this number: nothing of it was taken.
struct Expected {
  std::uint32_t sequence = 0;
};

// What happened to a demand, the oldest first: the bytes of a story::Step each. See engine/story/step_bytes.h.
struct EncodedStory {
  std::vector<std::string> steps;
};

// What the process costs that the engine is, as only its program can know.
struct Costs {
  std::uint64_t processor_us = 0;
  std::uint64_t resident_bytes = 0;
  std::uint64_t allocations = 0;  // from the heap, of the thread that asks
  std::uint64_t allocations_elsewhere = 0;
};

// What the engine has done since it was started, for ops.
struct Figures {
  bool known = false;  // false: not for this account to see, and all else is 0
  Position position;   // of the log: durable up to here
  std::uint64_t batches = 0, groups = 0, syncs = 0, bytes_encoded = 0, bytes_compacted = 0;
  std::uint64_t demands_open = 0;
  std::uint64_t demands = 0;  // in memory: closed ones too
  std::uint32_t notices_pending = 0, queues_watched = 0;
  std::uint32_t strangers = 0;                       // connections that were not welcomed, or are ending
  std::uint64_t strangers_sent_away = 0;             // that made way, or found no room
  std::uint64_t codes_wrong = 0, codes_refused = 0;  // look-up codes: looked at and wrong, and not looked at
  Costs costs;
};

// To an offer, a chunk, a fetch, a removal.
struct AttachmentAnswer {
  Refusal refusal;
  std::uint64_t bytes = 0;  // the next chunk begins here; fetched: of all of it
  bool is_whole = false;
  std::string part;  // fetched
};

struct AttachmentRow {
  AttachmentRef named;
  AttachmentState state = AttachmentState::not_sent;
  MediaType type = MediaType::unknown;
  Seconds removed = 0;  // when
  std::uint64_t bytes = 0;
};

// As a register answers: the fields of its answer.
struct DescribedAnswer {
  bool known = false;  // false: this engine does not know such a question, or not these fields of it
  std::string fields;
};

struct Answer {
  std::uint32_t question = 0;
  std::variant<std::vector<views::Status>, std::vector<std::uint32_t>, std::vector<views::NamedRow>, EncodedStory,
               Figures, views::Queue, views::QueueChange, views::Standing, std::vector<views::Similar>,
               std::vector<views::Hotspot>, views::Summonses, views::Questions, loop::Outlook, views::Roster,
               AttachmentAnswer, std::vector<AttachmentRow>, DescribedAnswer>
      rows;
  // Where the log cannot be read, or is not what was written, so that something is lacking; none: nothing is
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
  std::uint16_t version = 0;  // that the engine speaks
  std::string chinese, english;
};

struct Replaced {};

// Of a queue that is watched.
struct Changed {
  views::QueueChange change;
};

using Answered =
    std::variant<Welcome, TurnedAway, Acknowledged, Busy, Expected, Answer, Pong, ProtocolError, Replaced, Changed>;

}  // namespace wangge::terminal
