// The terminal's messages: from values to frames.

#include "adapters/terminal/client_protocol.h"

#include <algorithm>
#include <cstring>

#include <capnp/any.h>
#include <capnp/message.h>
#include <capnp/serialize.h>

#include "engine/base/check.h"
#include "engine/model/blob.h"
#include "engine/wire/struct_words.h"
#include "engine/wire/terminal.capnp.h"

namespace wangge::terminal {
namespace {

namespace schema = wire::terminal;
using wire::struct_words;

static_assert(protocol_version == schema::PROTOCOL_VERSION);

constexpr std::size_t fixed_words = body_bytes_fixed / sizeof(Word);
constexpr std::size_t words_of(std::size_t bytes) { return (bytes + sizeof(Word) - 1) / sizeof(Word); }

// A longer text is sent up to this length, at which the engine still refuses it. It is never cut within a character,
// since a broken one would be another reason.
constexpr std::size_t text_bytes_sent = 4 * limits::text_bytes_max;
constexpr std::size_t aside_bytes_sent = 4 * limits::attachments_bytes_max;
static_assert(aside_bytes_sent > limits::contact_bytes_max && aside_bytes_sent > limits::reference_bytes_max &&
              aside_bytes_sent > limits::answers_bytes_max && aside_bytes_sent < 65'536);

std::string_view sent(std::string_view text, std::size_t most) {
  if (text.size() <= most) return text;
  while (most > 0 && (text[most] & 0xC0) == 0x80) --most;
  return text.substr(0, most);
}
std::string_view sent_text(std::string_view text) { return sent(text, text_bytes_sent); }
std::string_view sent_aside(std::string_view text) { return sent(text, aside_bytes_sent); }

std::uint16_t size16(std::string_view text) { return static_cast<std::uint16_t>(sent_aside(text).size()); }
std::uint32_t size32(std::string_view text) { return static_cast<std::uint32_t>(sent_text(text).size()); }

std::size_t texts_bytes(const Submission& submission) {
  return sent_text(submission.text).size() + sent_aside(submission.contact).size() +
         sent_aside(submission.reference).size() + sent_aside(submission.attachments).size() +
         sent_aside(submission.answers).size();
}
bool is_answered(const Submission& submission) { return !submission.answers.empty() || submission.asked_version != 0; }
std::size_t texts_bytes(const ReadyAct& act) { return sent_text(act.note).size() + sent_aside(act.attachments).size(); }

template <class Item>
std::size_t texts_bytes(std::span<const Item> items) {
  std::size_t bytes = 0;
  for (const Item& item : items) bytes += texts_bytes(item);
  return bytes;
}

// Appends texts to a Data that is as long as all of them.
class Filler {
 public:
  explicit Filler(capnp::Data::Builder place) : next_(place.begin()), end_(place.end()) {}
  ~Filler() { CHECK(next_ == end_); }
  Filler(const Filler&) = delete;
  Filler& operator=(const Filler&) = delete;

  void add(std::string_view text) { next_ = std::copy(text.begin(), text.end(), next_); }

 private:
  kj::byte* next_;
  kj::byte* end_;
};

template <class Fill>
void encode_in_place(std::size_t words, Outgoing& out, Fill fill) {
  CHECK(words * sizeof(Word) <= limits::frame_bytes_max);
  const std::span<Word> place = out.open(words);
  capnp::FlatMessageBuilder builder(kj::arrayPtr(reinterpret_cast<capnp::word*>(place.data()), place.size()));
  fill(builder.initRoot<schema::ToEngine>());
  out.close(builder.getSegmentsForOutput()[0].size());
}

template <std::size_t Size>
capnp::Data::Reader data_of(const std::array<std::uint8_t, Size>& bytes) {
  return {bytes.data(), bytes.size()};
}

schema::Noun noun_of(views::Noun noun) {
  switch (noun) {
    case views::Noun::place: return schema::Noun::PLACE;
    case views::Noun::post: return schema::Noun::POST;
    case views::Noun::person: return schema::Noun::PERSON;
    case views::Noun::organisation: return schema::Noun::ORGANISATION;
    case views::Noun::category: return schema::Noun::CATEGORY;
    case views::Noun::situation: return schema::Noun::SITUATION;
    case views::Noun::asset: return schema::Noun::ASSET;
    case views::Noun::door: return schema::Noun::DOOR;
  }
  return schema::Noun::PLACE;
}

void write(const Claim& claim, schema::Claim::Builder out) {
  out.setDemand(claim.demand.value);
  out.setLookUpCode(claim.look_up_code);
}

void write(const AskStatus& ask, schema::Question::Builder out) {
  auto claims = out.initStatus(static_cast<unsigned>(ask.claims.size()));
  for (unsigned i = 0; i < ask.claims.size(); ++i) write(ask.claims[i], claims[i]);
}
void write(const views::AskIds& ask, schema::Question::Builder out) {
  auto asked = out.initIdsOf();
  asked.setNoun(noun_of(ask.noun));
  auto codes = asked.initCodes(static_cast<unsigned>(ask.codes.size()));
  for (unsigned i = 0; i < ask.codes.size(); ++i) codes.set(i, ask.codes[i]);
}
void write(const views::AskNames& ask, schema::Question::Builder out) {
  auto asked = out.initNamesOf();
  asked.setNoun(noun_of(ask.noun));
  asked.setIds(kj::arrayPtr(ask.ids.data(), ask.ids.size()));
}
void write(const AskHistory& ask, schema::Question::Builder out) { write(ask.claim, out.initHistory()); }
void write(const views::QueueSpec& spec, schema::QueueQuestion::Builder to) {
  const views::QueueFilter& filter = spec.filter;
  to.setOwner(spec.owner.raw());
  to.setScope(spec.scope.value);
  to.setClassNumber(filter.class_number);
  to.setSeverity(filter.severity);
  to.setLevel(static_cast<std::uint8_t>(filter.level));
  to.setAnyState(!filter.state);
  to.setState(static_cast<std::uint8_t>(filter.state.value_or(DemandState::submitted)));
  to.setLateOnly(filter.late_only);
}
void write(const AskQueue& ask, schema::Question::Builder out) { write(ask.spec, out.initQueue()); }
void write(const AskWatch& ask, schema::Question::Builder out) { write(ask.spec, out.initWatch()); }
void write(const AskUnwatch& ask, schema::Question::Builder out) { out.setUnwatch(ask.board); }
void write(const AskDescribed& ask, schema::Question::Builder out) {
  auto asked = out.initDescribed();
  asked.setKind(ask.kind.value);
  asked.setFields(capnp::Data::Reader(reinterpret_cast<const kj::byte*>(ask.fields.data()), ask.fields.size()));
}

std::size_t words_of(const AskStatus& ask) { return struct_words<schema::Claim> * ask.claims.size(); }
std::size_t words_of(const views::AskIds& ask) {
  std::size_t words = 0;
  for (const std::string& code : ask.codes) words += 1 + words_of(code.size() + 1);
  return words;
}
std::size_t words_of(const views::AskNames& ask) { return words_of(ask.ids.size() * sizeof(std::uint32_t)); }
std::size_t words_of(const AskHistory&) { return 0; }
std::size_t words_of(const AskQueue&) { return struct_words<schema::QueueQuestion>; }
std::size_t words_of(const AskWatch&) { return struct_words<schema::QueueQuestion>; }
std::size_t words_of(const AskUnwatch&) { return 0; }
std::size_t words_of(const AskDescribed& ask) {
  return struct_words<schema::DescribedQuestion> + words_of(ask.fields.size());
}

}  // namespace

std::size_t body_bytes(const Submission& submission) {
  const std::size_t words = struct_words<schema::Demand> +
                            (is_answered(submission) ? struct_words<schema::Answered> : 0) +
                            (submission.subject ? struct_words<schema::DemandSubject> : 0);
  return words * sizeof(Word) + texts_bytes(submission);
}
constexpr std::size_t words_of_act = struct_words<schema::Act>;
std::size_t body_bytes(const ReadyAct& act) { return words_of_act * sizeof(Word) + texts_bytes(act); }

void encode(const Introduction& introduction, Outgoing& out) {
  const std::string_view software = sent_aside(introduction.software);
  const std::size_t bytes = software.size() + sizeof(Token) + sizeof(SpoolId) + sizeof(LogId);
  encode_in_place(fixed_words + words_of(bytes), out, [&](schema::ToEngine::Builder message) {
    auto hello = message.initHello();
    hello.setVersion(introduction.version);
    hello.setSoftware(std::string(software));
    hello.setToken(data_of(introduction.token));
    hello.setSpool(data_of(introduction.spool));
    if (introduction.witness.position) hello.setLastLog(data_of(introduction.witness.log));
    hello.setLastPosition(introduction.witness.position.value);
    hello.setFirst(introduction.first);
  });
}

namespace {

void write_subjects(std::span<const Submission> submissions, capnp::List<schema::DemandSubject>::Builder out) {
  unsigned next = 0;
  for (unsigned i = 0; i < submissions.size(); ++i) {
    if (!submissions[i].subject) continue;
    out[next].setIndex(i);
    out[next++].setSubject(submissions[i].subject.raw());
  }
}

}  // namespace

void encode_submit(std::uint32_t first, std::span<const Submission> submissions, Outgoing& out) {
  const std::size_t bytes = texts_bytes(submissions);
  const auto answered = static_cast<std::size_t>(std::ranges::count_if(submissions, is_answered));
  const auto subjects = static_cast<unsigned>(
      std::ranges::count_if(submissions, [](const Submission& one) { return bool(one.subject); }));
  encode_in_place(fixed_words + 4 * submissions.size() + answered + subjects + words_of(bytes), out,
                  [&](schema::ToEngine::Builder message) {
                    auto frame = message.initSubmit();
                    frame.setFirst(first);
                    auto demands = frame.initDemands(static_cast<unsigned>(submissions.size()));
                    Filler texts(frame.initTexts(static_cast<unsigned>(bytes)));
                    capnp::List<schema::Answered>::Builder answers;
                    if (answered > 0) answers = frame.initAnswered(static_cast<unsigned>(answered));
                    unsigned next_answered = 0;
                    for (unsigned i = 0; i < submissions.size(); ++i) {
                      const Submission& from = submissions[i];
                      auto demand = demands[i];
                      demand.setKind(static_cast<std::uint8_t>(from.kind));
                      demand.setReporter(static_cast<std::uint8_t>(from.reporter));
                      demand.setCondition(from.condition);
                      demand.setSeverity(from.severity);
                      demand.setCategory(from.category.value);
                      demand.setPlace(from.place.value);
                      demand.setRoad(from.road.value);
                      demand.setComplainedOf(from.complained_of.raw());
                      demand.setOccurred(from.occurred);
                      demand.setTextBytes(size32(from.text));
                      demand.setContactBytes(size16(from.contact));
                      demand.setReferenceBytes(size16(from.reference));
                      demand.setAttachmentsBytes(size16(from.attachments));
                      texts.add(sent_text(from.text));
                      texts.add(sent_aside(from.contact));
                      texts.add(sent_aside(from.reference));
                      texts.add(sent_aside(from.attachments));
                      texts.add(sent_aside(from.answers));
                      if (!is_answered(from)) continue;
                      auto aside = answers[next_answered++];
                      aside.setIndex(i);
                      aside.setAnswersBytes(size16(from.answers));
                      aside.setAskedVersion(from.asked_version);
                    }
                    if (subjects != 0) write_subjects(submissions, frame.initSubjects(subjects));
                  });
}

void encode_act(std::uint32_t first, std::span<const ReadyAct> acts, Outgoing& out) {
  const std::size_t bytes = texts_bytes(acts);
  encode_in_place(fixed_words + words_of_act * acts.size() + words_of(bytes), out,
                  [&](schema::ToEngine::Builder message) {
                    auto frame = message.initAct();
                    frame.setFirst(first);
                    auto list = frame.initActs(static_cast<unsigned>(acts.size()));
                    Filler texts(frame.initTexts(static_cast<unsigned>(bytes)));
                    for (unsigned i = 0; i < acts.size(); ++i) {
                      auto act = list[i];
                      act.setDemand(acts[i].demand.value);
                      act.setAs(acts[i].as.raw());
                      act.setNoteBytes(size32(acts[i].note));
                      act.setDeed(static_cast<schema::Deed>(acts[i].deed));
                      act.setTo(acts[i].to.raw());
                      act.setVerdict(acts[i].verdict.packed());
                      act.setLookUpCode(acts[i].look_up_code);
                      act.setChoice(acts[i].choice);
                      act.setCondition(acts[i].condition);
                      act.setCategory(acts[i].category.value);
                      act.setLimitAmount(acts[i].limit.amount);
                      act.setLimitUnit(static_cast<std::uint8_t>(acts[i].limit.unit));
                      act.setUntil(acts[i].until);
                      act.setPlace(acts[i].place.value);
                      act.setRoad(acts[i].road.value);
                      act.setGroup(acts[i].group);
                      act.setAttachmentsBytes(size16(acts[i].attachments));
                      act.setBond(static_cast<std::uint8_t>(acts[i].bond));
                      act.setHead(acts[i].head.value);
                      texts.add(sent_text(acts[i].note));
                      texts.add(sent_aside(acts[i].attachments));
                    }
                  });
}

void encode_stage(std::uint32_t first, std::span<const EncodedRow> rows, Outgoing& out) {
  std::size_t bytes = 0;
  for (const EncodedRow& row : rows) bytes += row.cells.size();
  encode_in_place(fixed_words + rows.size() + words_of(bytes), out, [&](schema::ToEngine::Builder message) {
    auto frame = message.initStage();
    frame.setFirst(first);
    auto list = frame.initRows(static_cast<unsigned>(rows.size()));
    Filler cells(frame.initCells(static_cast<unsigned>(bytes)));
    for (unsigned i = 0; i < list.size(); ++i) {
      list[i].setTable(static_cast<std::uint8_t>(rows[i].table));
      list[i].setCellsBytes(static_cast<std::uint32_t>(rows[i].cells.size()));
      cells.add(rows[i].cells);
    }
  });
}

void encode_add_account(std::uint32_t sequence, AccountKind kind, const TokenHash& token_hash, const Rights& rights,
                        Outgoing& out) {
  std::string encoded;
  encode_rights(rights, encoded);
  encode_command(sequence, AddAccount{kind, token_hash, {}}, out, encoded);
}

void encode_described(std::uint32_t sequence, const ReadyDescribed& command, Outgoing& out) {
  CHECK(command.fields.size() <= limits::described_bytes_max);
  const std::string_view text = sent_text(command.text), attachments = sent_aside(command.attachments);
  const std::size_t bytes = command.fields.size() + text.size() + attachments.size();
  encode_in_place(fixed_words + words_of(bytes), out, [&](schema::ToEngine::Builder message) {
    auto frame = message.initDescribed();
    frame.setFirst(sequence);
    auto one = frame.initCommands(1)[0];
    one.setKind(command.kind.value);
    one.setDemand(command.demand.value);
    one.setFieldsBytes(static_cast<std::uint32_t>(command.fields.size()));
    one.setTextBytes(static_cast<std::uint32_t>(text.size()));
    one.setAttachmentsBytes(static_cast<std::uint16_t>(attachments.size()));
    Filler filler(frame.initBytes(static_cast<unsigned>(bytes)));
    for (const std::string_view part : {command.fields, text, attachments}) filler.add(part);
  });
}

void encode(const Asked& asked, Outgoing& out) {
  const std::size_t words = std::visit([](const auto& ask) { return words_of(ask); }, asked.what);
  encode_in_place(fixed_words + words, out, [&](schema::ToEngine::Builder message) {
    auto question = message.initAsk();
    question.setId(asked.id);
    std::visit([&](const auto& ask) { write(ask, question); }, asked.what);
  });
}

void encode(const Ping& ping, Outgoing& out) {
  encode_in_place(fixed_words, out, [&](schema::ToEngine::Builder message) { message.setPing(ping.payload); });
}

std::size_t words_to_number(Words frame) {
  const Words body = frame.subspan(1);
  const kj::ArrayPtr<const capnp::word> segment(reinterpret_cast<const capnp::word*>(body.data()), body.size());
  capnp::SegmentArrayMessageReader reader(kj::arrayPtr(&segment, 1));
  const auto submit = reader.getRoot<schema::ToEngine>().getSubmit();
  const auto data = capnp::AnyStruct::Reader(submit).getDataSection();  // `first` is its first field
  return 1 + static_cast<std::size_t>(data.begin() - segment.asBytes().begin()) / sizeof(Word) + 1;
}

void renumber(std::span<Word> head, std::uint32_t first) { std::memcpy(&head.back(), &first, sizeof first); }

}  // namespace wangge::terminal
