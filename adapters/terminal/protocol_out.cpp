// The engine's answers: from values to frames.

#include "adapters/terminal/protocol.h"

#include <algorithm>
#include <string_view>

#include <capnp/message.h>
#include <capnp/serialize.h>

#include "engine/base/check.h"
#include "engine/model/answer_bytes.h"
#include "engine/wire/struct_words.h"
#include "engine/wire/terminal.capnp.h"

namespace wangge::terminal {
namespace {

namespace schema = wire::terminal;
using wire::struct_words;

// Enough for the pointers and the structs of any answer; its lists come on top.
constexpr std::size_t fixed_words = 32;

using limits::told_name_bytes_max;

constexpr std::size_t words_of_text(std::size_t bytes) { return bytes / sizeof(Word) + 1; }  // it ends with a zero
constexpr std::size_t words_of(std::uint32_t) { return 1; }
constexpr std::size_t words_of(const views::Status&) { return struct_words<schema::Status>; }
constexpr std::size_t named_words = struct_words<schema::Named> + 3 * words_of_text(told_name_bytes_max);
static_assert(limits::question_rows_max * named_words * sizeof(Word) < limits::frame_bytes_max);
constexpr std::size_t words_of(const views::NamedRow&) { return named_words; }
template <class Row>
std::size_t words_of_rows(const std::vector<Row>& rows) {
  std::size_t words = 0;
  for (const Row& row : rows) words += words_of(row);
  return words;
}
std::size_t words_of_rows(const EncodedStory& story) {
  std::size_t words = 1;
  for (const std::string& step : story.steps) words += 1 + step.size() / sizeof(Word) + 1;
  return words;
}
std::size_t words_of_rows(const DescribedAnswer& answer) {
  return struct_words<schema::DescribedAnswer> + words_of_text(answer.fields.size());
}
std::size_t words_of_rows(const views::Queue& queue) { return struct_words<schema::Queue> + words_of_rows(queue.rows); }
std::size_t words_of_rows(const views::QueueChange& change) {
  return struct_words<schema::QueueChange> + words_of_rows(change.queue) + change.gone.size();
}

capnp::Data::Reader data_of(const LogId& log) { return {log.data(), log.size()}; }
capnp::Data::Reader bytes_of(const std::string& bytes) {
  return {reinterpret_cast<const kj::byte*>(bytes.data()), bytes.size()};
}
capnp::Text::Reader text(std::string_view whole) {  // of a string or a literal, which end with a zero
  return {whole.data(), whole.size()};
}

// Cuts a name to the bound: nobody would call a longer text a name.
std::string cut(std::string_view name) { return std::string(name.substr(0, cut_at(name, told_name_bytes_max))); }

// Builds the message in the place where it will be sent from; `words` is at least what it needs.
template <class Fill>
void encode_in_place(std::size_t words, Outgoing& out, Fill fill) {
  const std::span<Word> place = out.open(words);
  capnp::FlatMessageBuilder builder(kj::arrayPtr(reinterpret_cast<capnp::word*>(place.data()), place.size()));
  fill(builder.initRoot<schema::ToTerminal>());
  out.close(builder.getSegmentsForOutput()[0].size());
}

void write(const views::NamedRow& row, schema::Named::Builder out) {
  out.setId(row.id);
  out.setCode(cut(row.code));
  out.setName(cut(row.name));
  if (!row.name_en.empty()) out.setNameEn(cut(row.name_en));
}

template <class To>
void write(const Refusal& refusal, To to) {
  to.setReason(static_cast<std::uint16_t>(refusal.reason));
  to.setWhat(refusal.what);
  to.setLimit(refusal.limit);
}

void write(const Receipt& told, schema::Outcome::Builder out) {
  out.setPosition(told.position.value);
  out.setRepeat(told.repeat);
  out.setClockAhead(told.clock_ahead);
  if (told.refusal) {
    write(told.refusal, out.initDeclined());
  } else if (told.account) {
    out.initAccount().setId(told.account.value);
  } else {
    auto taken = out.initTaken();
    taken.setLead(told.lead.raw());
    taken.setHolder(told.holder.value);
    taken.setAcceptanceDue(told.dues.of[0]);
    taken.setContainmentDue(told.dues.of[1]);
    taken.setResolutionDue(told.dues.of[2]);
    taken.setLookUpCode(told.look_up_code);
    taken.setFollowUp(told.follow_up.value);
    taken.setCheckFirst(told.check_first);
    taken.setWaits(told.waits);
  }
}

void write(const views::Status& status, schema::Status::Builder out) {
  out.setDemand(status.demand.value);
  out.setKnown(status.known);
  out.setState(static_cast<std::uint8_t>(status.state));
  out.setSeverity(status.severity);
  out.setCategory(status.category.value);
  out.setPlace(status.place.value);
  out.setLead(status.lead.raw());
  out.setReceived(status.received);
  out.setAcceptanceDue(status.dues[Stage::acceptance]);
  out.setContainmentDue(status.dues[Stage::containment]);
  out.setResolutionDue(status.dues[Stage::resolution]);
  out.setIsFinal(status.is_final);
  out.setIsLate(status.is_late);
  out.setIsWarned(status.is_warned);
  out.setWarnedDues(status.warned_dues);
  out.setLateStage(static_cast<std::uint8_t>(status.late_stage));
  out.setLateSince(status.late_since);
  out.setEscalatedTo(static_cast<std::uint8_t>(status.escalated_to));
  out.setAssists(status.part != views::Part::leads);
  out.setPart(static_cast<std::uint8_t>(status.part));
  out.setWaits(status.waits);
  out.setHead(status.head.value);
  out.setHeadState(static_cast<std::uint8_t>(status.head_state));
  out.setMembers(status.members);
  out.setVoices(status.voices);
  out.setRestricted(status.is_restricted);
  out.setPending(static_cast<std::uint8_t>(status.pending));
  out.setDamaged(status.is_damaged);
  out.setLeftOut(status.is_left_out);
}

template <class Row, class List>
void write_rows(const std::vector<Row>& rows, List list) {
  for (unsigned i = 0; i < rows.size(); ++i) write(rows[i], list[i]);
}

void write(const std::vector<views::Status>& rows, schema::Answer::Builder out) {
  write_rows(rows, out.initStatus(static_cast<unsigned>(rows.size())));
}
void write(const std::vector<std::uint32_t>& ids, schema::Answer::Builder out) {
  out.setIds(kj::arrayPtr(ids.data(), ids.size()));
}
void write(const std::vector<views::NamedRow>& rows, schema::Answer::Builder out) {
  write_rows(rows, out.initNames(static_cast<unsigned>(rows.size())));
}
void write(const EncodedStory& story, schema::Answer::Builder out) {
  auto list = out.initHistory(static_cast<unsigned>(story.steps.size()));
  for (unsigned i = 0; i < list.size(); ++i) list.set(i, bytes_of(story.steps[i]));
}
void write(const DescribedAnswer& answer, schema::Answer::Builder out) {
  auto to = out.initDescribed();
  to.setKnown(answer.known);
  to.setFields(bytes_of(answer.fields));
}

void write(const views::Queue& queue, schema::Queue::Builder to) {
  to.setKnown(queue.known);
  to.setPosition(queue.position.value);
  to.setAt(queue.at);
  to.setAll(queue.counts.all);
  to.setLate(queue.counts.late);
  to.setWarned(queue.counts.warned);
  to.setSeverity1(queue.counts.by_severity[0]);
  to.setSeverity2(queue.counts.by_severity[1]);
  to.setSeverity3(queue.counts.by_severity[2]);
  to.setSeverity4(queue.counts.by_severity[3]);
  write_rows(queue.rows, to.initRows(static_cast<unsigned>(queue.rows.size())));
}
void write(const views::Queue& queue, schema::Answer::Builder out) { write(queue, out.initQueue()); }

void write(const views::QueueChange& change, schema::QueueChange::Builder to) {
  to.setBoard(change.board);
  to.setFrom(change.from.value);
  write(change.queue, to.initQueue());
  auto gone = to.initGone(static_cast<unsigned>(change.gone.size()));
  for (unsigned i = 0; i < change.gone.size(); ++i) gone.set(i, change.gone[i].value);
}
void write(const views::QueueChange& change, schema::Answer::Builder out) { write(change, out.initWatch()); }

}  // namespace

void encode(const Welcome& welcome, Outgoing& out) {
  const views::Station& station = welcome.station;
  const std::size_t words = fixed_words + words_of_text(told_name_bytes_max) + words_of_rows(station.grids);
  encode_in_place(words, out, [&](schema::ToTerminal::Builder message) {
    auto to = message.initWelcome();
    to.setVersion(schema::PROTOCOL_VERSION);
    auto credit = to.initCredit();
    credit.setFrames(welcome.credit.frames);
    credit.setCommands(welcome.credit.commands);
    credit.setBytes(welcome.credit.bytes);
    credit.setFrameBytes(welcome.credit.frame_bytes);
    credit.setFrameCommands(welcome.credit.frame_commands);
    to.setServerTime(welcome.server_time);
    to.setLogId(data_of(station.log));
    to.setPosition(station.last.value);
    to.setExpected(welcome.expected);
    to.setNewSession(welcome.new_session);
    to.setConfigurationVersion(station.configuration_version);
    to.setAccountName(cut(station.account_name));
    to.setAccountKind(static_cast<std::uint8_t>(station.account_kind));
    to.setEveryGrid(station.every_grid);
    write_rows(station.grids, to.initGrids(static_cast<unsigned>(station.grids.size())));
    to.setGridsLeftOut(station.grids_left_out);
    to.setAccount(station.account.value);
    to.setIsLastOfOps(station.is_last_of_ops);
  });
}

void encode(const TurnedAway& turned_away, Outgoing& out) {
  encode_in_place(fixed_words, out,
                  [&](schema::ToTerminal::Builder message) { write(turned_away.refusal, message.initTurnedAway()); });
}

void encode_acknowledged(std::uint32_t first, Seconds server_time, std::span<const Receipt> outcomes, Outgoing& out) {
  constexpr std::size_t words_of_outcome = 5;
  encode_in_place(fixed_words + words_of_outcome * outcomes.size(), out, [&](schema::ToTerminal::Builder message) {
    auto acknowledged = message.initAcknowledged();
    acknowledged.setFirst(first);
    acknowledged.setServerTime(server_time);
    auto list = acknowledged.initOutcomes(static_cast<unsigned>(outcomes.size()));
    for (unsigned i = 0; i < outcomes.size(); ++i) write(outcomes[i], list[i]);
  });
}

void encode(const Busy& busy, Outgoing& out) {
  encode_in_place(fixed_words, out, [&](schema::ToTerminal::Builder message) {
    auto to = message.initBusy();
    to.setRetryMs(busy.retry_ms);
    to.setExpected(busy.expected);
    to.setQuestion(busy.question);
  });
}

void encode(const Expected& expected, Outgoing& out) {
  encode_in_place(fixed_words, out,
                  [&](schema::ToTerminal::Builder message) { message.setExpected(expected.sequence); });
}

void encode(const Answer& answer, Outgoing& out) {
  const std::size_t words = std::visit([](const auto& rows) { return words_of_rows(rows); }, answer.rows);
  encode_in_place(fixed_words + words, out, [&](schema::ToTerminal::Builder message) {
    auto to = message.initAnswer();
    to.setQuestion(answer.question);
    to.setDamagedAt(answer.damaged_at.value);
    std::visit([&](const auto& rows) { write(rows, to); }, answer.rows);
  });
}

void encode(const Pong& pong, Outgoing& out) {
  encode_in_place(fixed_words, out, [&](schema::ToTerminal::Builder message) { message.setPong(pong.payload); });
}

void encode(Fault fault, Outgoing& out) {
  const FaultText texts = text_of(fault);
  const std::size_t words = fixed_words + words_of_text(texts.chinese.size()) + words_of_text(texts.english.size());
  encode_in_place(words, out, [&](schema::ToTerminal::Builder message) {
    auto error = message.initProtocolError();
    error.setCode(static_cast<std::uint16_t>(fault));
    error.setVersion(schema::PROTOCOL_VERSION);
    error.setChinese(text(texts.chinese));
    error.setEnglish(text(texts.english));
  });
}

void encode(const views::QueueChange& change, Outgoing& out) {
  encode_in_place(fixed_words + words_of_rows(change), out,
                  [&](schema::ToTerminal::Builder message) { write(change, message.initChanged()); });
}

void encode(const Replaced&, Outgoing& out) {
  encode_in_place(fixed_words, out, [&](schema::ToTerminal::Builder message) { message.setReplaced(); });
}

}  // namespace wangge::terminal
