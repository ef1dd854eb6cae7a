// The terminal's messages: from bodies of frames to commands and questions.

#include "adapters/terminal/protocol.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <string_view>

#include <capnp/message.h>
#include <capnp/serialize.h>
#include <kj/exception.h>

#include "adapters/terminal/token.h"
#include "engine/model/command_description.h"
#include "engine/wire/terminal.capnp.h"

namespace wangge::terminal {
namespace {

namespace schema = wire::terminal;

// Root, struct, list, element, text: five, and one to spare.
constexpr int nesting_max = 6;
constexpr std::size_t root_words = 1;  // capnp counts the root pointer twice

template <std::size_t Size>
bool read_bytes(capnp::Data::Reader data, std::array<std::uint8_t, Size>& out) {
  if (data.size() != Size) return false;
  std::ranges::copy(data, out.begin());
  return true;
}

std::string_view view(capnp::Data::Reader data) { return {reinterpret_cast<const char*>(data.begin()), data.size()}; }
std::string_view view(capnp::Text::Reader text) { return {text.begin(), text.size()}; }

// Cuts the texts of a frame off one after the other; none may be left over.
class Cutter {
 public:
  explicit Cutter(std::size_t bytes) : bytes_(bytes) {}

  TextRef next(std::uint32_t length) {
    const TextRef ref{static_cast<std::uint32_t>(offset_), length};
    offset_ += length;  // of 1,024 commands with five texts each: no overflow in 64 bits
    return ref;
  }
  bool fits() const { return offset_ == bytes_; }

 private:
  std::uint64_t offset_ = 0;
  std::uint64_t bytes_;
};

bool is_numbering(std::uint32_t first, std::size_t count) {
  return first != 0 && count != 0 && count <= limits::commands_per_frame_max &&
         count <= std::numeric_limits<std::uint32_t>::max() - first;
}

Fault read(schema::Hello::Reader hello, Hello& out) {
  const std::uint16_t version = hello.getVersion();
  if (version < schema::OLDEST_VERSION || version > schema::PROTOCOL_VERSION) return Fault::other_version;
  Token token;
  out.software = view(hello.getSoftware()).substr(0, limits::reference_bytes_max);
  out.witness = {.log = {}, .position = Position{hello.getLastPosition()}};
  out.first = hello.getFirst();
  const bool whole = read_bytes(hello.getToken(), token) && read_bytes(hello.getSpool(), out.spool) &&
                     (!out.witness.position || read_bytes(hello.getLastLog(), out.witness.log));
  if (!whole) return Fault::malformed;
  out.token_hash = hash_of(token);
  return Fault::none;
}

// Reads the answers of a frame's demands that have some, in turn.
class AnsweredReader {
 public:
  explicit AnsweredReader(capnp::List<schema::Answered>::Reader list) : list_(list) {}

  void read(std::uint32_t index, Cutter& texts, Submit& submit) {
    if (next_ == list_.size() || list_[next_].getIndex() != index) return;
    const auto answered = list_[next_++];
    submit.asked_version = answered.getAskedVersion();
    submit.answers_length = answered.getAnswersBytes();
    texts.next(submit.answers_length);
  }
  bool ended() const { return next_ == list_.size(); }

 private:
  capnp::List<schema::Answered>::Reader list_;
  unsigned next_ = 0;
};

// Fills the command where it stands: a copy would wait until what has just been written can be read.
void read(schema::Demand::Reader demand, Cutter& texts, Submit& submit) {
  submit.kind = static_cast<DemandKind>(demand.getKind());
  submit.reporter = static_cast<Reporter>(demand.getReporter());
  submit.condition = demand.getCondition();
  submit.severity = demand.getSeverity();
  submit.category = CategoryId{demand.getCategory()};
  submit.place = PlaceId{demand.getPlace()};
  submit.road = PlaceId{demand.getRoad()};
  submit.complained_of = Party::from_raw(demand.getComplainedOf());
  submit.occurred = demand.getOccurred();
  submit.text = texts.next(demand.getTextBytes());
  submit.contact = texts.next(demand.getContactBytes());
  submit.reference = texts.next(demand.getReferenceBytes());
  submit.attachments = texts.next(demand.getAttachmentsBytes());
}

// Each subject belongs to a demand of its own, in their order.
bool read(capnp::List<schema::DemandSubject>::Reader subjects, std::vector<Command>& commands) {
  std::uint32_t next = 0;
  for (const auto one : subjects) {
    if (one.getIndex() < next || one.getIndex() >= commands.size()) return false;
    std::get<Submit>(commands[one.getIndex()]).subject = Subject::from_raw(one.getSubject());
    next = one.getIndex() + 1;
  }
  return true;
}

Fault read(schema::SubmitFrame::Reader frame, Numbered& out) {
  const auto demands = frame.getDemands();
  const std::string_view texts = view(frame.getTexts());
  out.first = frame.getFirst();
  if (!is_numbering(out.first, demands.size())) return Fault::malformed;
  out.commands.clear();
  Cutter cutter(texts.size());
  AnsweredReader answered(frame.getAnswered());
  for (std::uint32_t i = 0; i < demands.size(); ++i) {
    Submit& submit = std::get<Submit>(out.commands.emplace_back(std::in_place_type<Submit>));
    read(demands[i], cutter, submit);
    answered.read(i, cutter, submit);
  }
  if (!cutter.fits() || !answered.ended() || !read(frame.getSubjects(), out.commands)) return Fault::malformed;
  out.texts.assign(texts);
  return Fault::none;
}

static_assert(static_cast<int>(schema::Deed::REJECT) == deeds - 1);  // the numbers are those of Deed

std::optional<Act> read(schema::Act::Reader act, Cutter& texts) {
  const auto number = static_cast<std::uint16_t>(act.getDeed());
  if (number >= deeds) return std::nullopt;
  const auto deed = static_cast<Deed>(number);
  const TextRef note = texts.next(act.getNoteBytes());
  const TextRef attachments = texts.next(act.getAttachmentsBytes());
  if (deed == Deed::accept && note.length != 0) return std::nullopt;
  return Act{.demand = DemandId{act.getDemand()},
             .as = Party::from_raw(act.getAs()),
             .to = Party::from_raw(act.getTo()),
             .note = note,
             .deed = deed,
             .is_proved = false,
             .verdict = act.getVerdict(),
             .choice = act.getChoice(),
             .condition = act.getCondition(),
             .category = CategoryId{act.getCategory()},
             .limit = {act.getLimitAmount(), static_cast<LimitUnit>(act.getLimitUnit())},
             .until = act.getUntil(),
             .place = PlaceId{act.getPlace()},
             .road = PlaceId{act.getRoad()},
             .group = act.getGroup(),
             .attachments = attachments};
}

Fault read(schema::ActFrame::Reader frame, Numbered& out) {
  const auto acts = frame.getActs();
  const std::string_view texts = view(frame.getTexts());
  out.first = frame.getFirst();
  if (!is_numbering(out.first, acts.size())) return Fault::malformed;
  out.commands.clear();
  Cutter cutter(texts.size());
  for (const auto act : acts) {
    const std::optional<Act> command = read(act, cutter);
    if (!command) return Fault::malformed;
    if (const std::uint32_t code = act.getLookUpCode())
      out.codes.push_back({out.commands.size(), {command->demand, code}});
    if (command->deed == Deed::join) {
      out.commands.emplace_back(Join{command->demand, command->as, DemandId{act.getHead()}, command->note,
                                     command->group, static_cast<Bond>(act.getBond())});
    } else {
      out.commands.emplace_back(*command);
    }
  }
  if (!cutter.fits()) return Fault::malformed;
  out.texts.assign(texts);
  return Fault::none;
}

Fault read(schema::StageFrame::Reader frame, Numbered& out) {
  const auto rows = frame.getRows();
  const std::string_view cells = view(frame.getCells());
  out.first = frame.getFirst();
  if (!is_numbering(out.first, rows.size())) return Fault::malformed;
  out.commands.clear();
  Cutter cutter(cells.size());
  for (const auto row : rows)
    out.commands.emplace_back(StageRow{static_cast<TableKind>(row.getTable()), cutter.next(row.getCellsBytes())});
  if (!cutter.fits()) return Fault::malformed;
  out.texts.assign(cells);
  return Fault::none;
}

// Turns a command that is sent by kind and fields into its struct, where it is one of this engine's and nothing comes
// with it that it does not take; otherwise it stays as it came, for the registers, or to be declined.
Command command_of(const DescribedCommand& wish, std::string_view bytes) {
  Command command = wish;
  read(SingleCommands{}, wish.kind, bytes.substr(wish.fields.offset, wish.fields.length),
       [&]<class Single>(Single& single) {
         const bool is_more =
             wish.demand || wish.attachments.length > 0 || (!has_text_beside<Single>() && wish.text.length > 0);
         if (is_more) return;
         put_text_beside(single, wish.text);
         command = single;
       });
  return command;
}

Fault read(schema::DescribedFrame::Reader frame, Numbered& out) {
  const auto commands = frame.getCommands();
  const std::string_view bytes = view(frame.getBytes());
  out.first = frame.getFirst();
  if (!is_numbering(out.first, commands.size())) return Fault::malformed;
  out.commands.clear();
  Cutter cutter(bytes.size());
  for (const auto command : commands) {
    if (command.getFieldsBytes() > limits::described_bytes_max) return Fault::malformed;
    DescribedCommand wish{.kind = {command.getKind()}, .demand = {command.getDemand()}};
    wish.fields = cutter.next(command.getFieldsBytes());
    wish.text = cutter.next(command.getTextBytes());
    wish.attachments = cutter.next(command.getAttachmentsBytes());
    out.commands.emplace_back(wish);
  }
  if (!cutter.fits()) return Fault::malformed;
  for (Command& command : out.commands) {
    command = command_of(std::get<DescribedCommand>(command), bytes);
    const bool is_single = !std::holds_alternative<DescribedCommand>(command);
    if (is_single && out.commands.size() > 1) return Fault::malformed;
  }
  out.texts.assign(bytes);
  return Fault::none;
}

std::optional<views::Noun> read(schema::Noun noun) {
  switch (noun) {
    case schema::Noun::PLACE: return views::Noun::place;
    case schema::Noun::POST: return views::Noun::post;
    case schema::Noun::PERSON: return views::Noun::person;
    case schema::Noun::ORGANISATION: return views::Noun::organisation;
    case schema::Noun::CATEGORY: return views::Noun::category;
    case schema::Noun::SITUATION: return views::Noun::situation;
    case schema::Noun::ASSET: return views::Noun::asset;
    case schema::Noun::DOOR: return views::Noun::door;
  }
  return std::nullopt;
}

Claim read(schema::Claim::Reader claim) { return {DemandId{claim.getDemand()}, claim.getLookUpCode()}; }

std::optional<views::QueueSpec> read(schema::QueueQuestion::Reader question) {
  if (question.getLevel() >= levels || question.getState() >= demand_states) return std::nullopt;
  const Party owner = Party::from_raw(question.getOwner());
  if (owner && !owner.is_post() && !owner.is_organisation()) return std::nullopt;
  views::QueueSpec spec{.owner = owner, .scope = PlaceId{question.getScope()}, .filter = {}};
  spec.filter = {.class_number = question.getClassNumber(),
                 .severity = question.getSeverity(),
                 .level = static_cast<Level>(question.getLevel()),
                 .state = std::nullopt,
                 .late_only = question.getLateOnly()};
  if (!question.getAnyState()) spec.filter.state = static_cast<DemandState>(question.getState());
  return spec;
}

Fault read(schema::Question::Reader question, Asked& out) {
  out.id = question.getId();
  switch (question.which()) {
    case schema::Question::STATUS: {
      const auto claims = question.getStatus();
      if (claims.size() > limits::question_rows_max) return Fault::malformed;
      auto& ask = out.what.emplace<AskStatus>();
      for (const auto claim : claims) ask.claims.push_back(read(claim));
      return Fault::none;
    }
    case schema::Question::IDS_OF: {
      const auto asked = question.getIdsOf();
      const auto codes = asked.getCodes();
      const auto noun = read(asked.getNoun());
      if (!noun || codes.size() > limits::question_rows_max) return Fault::malformed;
      auto& ask = out.what.emplace<views::AskIds>(views::AskIds{*noun, {}});
      for (const auto code : codes) ask.codes.emplace_back(view(code));
      return Fault::none;
    }
    case schema::Question::NAMES_OF: {
      const auto asked = question.getNamesOf();
      const auto ids = asked.getIds();
      const auto noun = read(asked.getNoun());
      if (!noun || ids.size() > limits::question_rows_max) return Fault::malformed;
      auto& ask = out.what.emplace<views::AskNames>(views::AskNames{*noun, {}});
      for (const std::uint32_t id : ids) ask.ids.push_back(id);
      return Fault::none;
    }
    case schema::Question::HISTORY:
      out.what.emplace<AskHistory>(AskHistory{read(question.getHistory())});
      return Fault::none;
    case schema::Question::QUEUE: {
      const std::optional<views::QueueSpec> spec = read(question.getQueue());
      if (!spec) return Fault::malformed;
      out.what.emplace<AskQueue>(AskQueue{*spec});
      return Fault::none;
    }
    case schema::Question::WATCH: {
      const std::optional<views::QueueSpec> spec = read(question.getWatch());
      if (!spec) return Fault::malformed;
      out.what.emplace<AskWatch>(AskWatch{*spec});
      return Fault::none;
    }
    case schema::Question::UNWATCH: out.what.emplace<AskUnwatch>(AskUnwatch{question.getUnwatch()}); return Fault::none;
    case schema::Question::DESCRIBED: {
      const auto asked = question.getDescribed();
      out.what.emplace<AskDescribed>(AskDescribed{{asked.getKind()}, view(asked.getFields())});
      return Fault::none;
    }
    case schema::Question::RETIRED5:
    case schema::Question::RETIRED9:
    case schema::Question::RETIRED10:
    case schema::Question::RETIRED11:
    case schema::Question::RETIRED12:
    case schema::Question::RETIRED13:
    case schema::Question::RETIRED14:
    case schema::Question::RETIRED15:
    case schema::Question::RETIRED16:
    case schema::Question::RETIRED17:
    case schema::Question::RETIRED18:
    case schema::Question::RETIRED19:
    case schema::Question::RETIRED20: return Fault::other_version;
  }
  return Fault::malformed;
}

template <class Message, class Reader>
Fault read_into(Reader message, ToEngine& out) {
  return read(message, out.emplace<Message>());
}

Fault read(schema::ToEngine::Reader message, Numbered& numbered, ToEngine& out) {
  out = &numbered;
  numbered.codes.clear();  // from the frame before, which may have been refused half way
  switch (message.which()) {
    case schema::ToEngine::HELLO: return read_into<Hello>(message.getHello(), out);
    case schema::ToEngine::SUBMIT: return read(message.getSubmit(), numbered);
    case schema::ToEngine::ACT: return read(message.getAct(), numbered);
    case schema::ToEngine::RETIRED3: return Fault::other_version;
    case schema::ToEngine::STAGE: return read(message.getStage(), numbered);
    case schema::ToEngine::DESCRIBED: return read(message.getDescribed(), numbered);
    case schema::ToEngine::ASK: return read_into<Asked>(message.getAsk(), out);
    case schema::ToEngine::PING: out = Ping{message.getPing()}; return Fault::none;
  }
  return Fault::malformed;
}

}  // namespace

Fault decode(Words body, Numbered& numbered, ToEngine& out) {
  try {
    const kj::ArrayPtr<const capnp::word> segment(reinterpret_cast<const capnp::word*>(body.data()), body.size());
    capnp::SegmentArrayMessageReader reader(
        kj::arrayPtr(&segment, 1), {.traversalLimitInWords = body.size() + root_words, .nestingLimit = nesting_max});
    return read(reader.getRoot<schema::ToEngine>(), numbered, out);
  } catch (const kj::Exception&) {
    return Fault::malformed;
  }
}

}  // namespace wangge::terminal
