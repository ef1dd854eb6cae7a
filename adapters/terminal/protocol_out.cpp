// What the engine answers: to frames.

#include "adapters/terminal/protocol.h"

#include <algorithm>
#include <string_view>

#include <capnp/message.h>
#include <capnp/serialize.h>

#include "engine/base/check.h"
#include "engine/wire/struct_words.h"
#include "engine/wire/terminal.capnp.h"

namespace wangge::terminal {
namespace {

namespace schema = wire::terminal;
using wire::struct_words;

// Enough for the pointers and the structs of any answer; what it lists comes on top.
constexpr std::size_t fixed_words = 32;

// So that what an answer lists is a frame, whatever a configuration calls its places.
constexpr std::size_t name_bytes_max = 240;

// So that all differences that are told and the note are a frame.
constexpr std::size_t difference_bytes_max = 160;

constexpr std::size_t words_of_text(std::size_t bytes) { return bytes / sizeof(Word) + 1; }  // it ends with a zero
constexpr std::size_t words_of_list(std::size_t ids) { return ids / 2 + 1; }
constexpr std::size_t words_of(std::uint32_t) { return 1; }
constexpr std::size_t words_of(const views::Status&) { return struct_words<schema::Status>; }
constexpr std::size_t words_of(const views::Similar&) {
  return struct_words<schema::Similar> + struct_words<schema::Status>;
}
constexpr std::size_t hotspot_words = struct_words<schema::Hotspot> + 2 * words_of_text(name_bytes_max);
static_assert(limits::hotspot_rows_max * hotspot_words * sizeof(Word) < limits::frame_bytes_max);
constexpr std::size_t words_of(const views::Hotspot&) { return hotspot_words; }
std::size_t words_of(const views::SummonsRow& row) {
  return struct_words<schema::Summons> + 1 + struct_words<schema::Attendee> * row.summons.who.size() +
         words_of_text(name_bytes_max);
}
std::size_t words_of(const views::TurnoutRow&) { return struct_words<schema::Turnout>; }
constexpr std::size_t words_of_question =
    struct_words<schema::CategoryQuestion> + words_of_text(limits::question_code_bytes_max) +
    2 * words_of_text(limits::question_bytes_max) + words_of_text(limits::choices_max * (limits::choice_bytes_max + 1));
static_assert(limits::questions_max * words_of_question * sizeof(Word) < limits::frame_bytes_max);
std::size_t words_of(const CategoryQuestion&) { return words_of_question; }
std::size_t words_of(const AttachmentRow& row) {
  return struct_words<schema::Attachment> + sizeof(AttachmentHash) / sizeof(Word) +
         words_of_text(std::min(row.named.name.size(), name_bytes_max));
}
constexpr std::size_t stint_words = struct_words<schema::Stint> + words_of_text(name_bytes_max);
constexpr std::size_t words_of(const views::RosterRow&) { return stint_words; }
static_assert(limits::roster_rows_max * stint_words * sizeof(Word) < limits::frame_bytes_max);
constexpr std::size_t named_words = struct_words<schema::Named> + 3 * words_of_text(name_bytes_max);
static_assert(limits::question_rows_max * named_words * sizeof(Word) < limits::frame_bytes_max);
constexpr std::size_t words_of(const views::NamedRow&) { return named_words; }
constexpr std::size_t difference_words = struct_words<schema::Difference> + 4 * words_of_text(difference_bytes_max);
constexpr std::size_t words_of(const Difference&) { return difference_words; }
static_assert(limits::differences_of_a_kind_max * differences * difference_words * sizeof(Word) +
                  limits::text_bytes_max <
              limits::frame_bytes_max - limits::kib);

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
std::size_t words_of_rows(const Figures&) { return struct_words<schema::Figures>; }
std::size_t words_of_rows(const AttachmentAnswer& answer) {
  return struct_words<schema::AttachmentAnswer> + struct_words<schema::Refusal> + words_of_text(answer.part.size());
}
std::size_t words_of_rows(const views::Standing& standing) {
  return struct_words<schema::Standing> + struct_words<schema::InForce> * standing.situations.size() +
         struct_words<schema::Job> * standing.jobs.size();
}
std::size_t words_of_rows(const views::Summonses& summonses) {
  return struct_words<schema::Summonses> + words_of_rows(summonses.rows) + words_of_rows(summonses.turnouts);
}
std::size_t words_of_rows(const views::Questions& questions) {
  return struct_words<schema::Questions> + words_of_rows(questions.rows);
}
std::size_t words_of_rows(const loop::Outlook& outlook) {
  return struct_words<schema::Outlook> + 2 * struct_words<schema::Refusal> +
         outlook.without_terminal.size() * (1 + words_of_text(name_bytes_max)) + words_of_list(differences) +
         2 * words_of_text(name_bytes_max) + words_of_text(outlook.note.size()) +
         words_of_rows(outlook.differences.rows);
}
std::size_t words_of_rows(const views::Roster& roster) {
  return struct_words<schema::Roster> + words_of_rows(roster.rows);
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

// Cut between two characters; only what nobody would call a name is that long.
std::string cut(std::string_view name, std::size_t most = name_bytes_max) {
  std::size_t size = std::min(name.size(), most);
  while (size < name.size() && size > 0 && (name[size] & 0xC0) == 0x80) --size;
  return std::string(name.substr(0, size));
}

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

void write(const Acknowledgement& told, schema::Outcome::Builder out) {
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

void write(const views::Hotspot& row, schema::Hotspot::Builder out) {
  out.setWhat(static_cast<std::uint8_t>(row.what));
  out.setClassNumber(row.class_number);
  out.setCategory(row.category.value);
  out.setPlace(row.place.value);
  out.setCount(row.count);
  out.setFound(row.found);
  out.setFirst(row.first.value);
  out.setClassName(cut(row.class_name));
  out.setClassNameEn(cut(row.class_name_en));
}
void write(const views::Similar& similar, schema::Similar::Builder out) {
  write(similar.row, out.initStatus());
  out.setScore(similar.score);
  out.setReasons(similar.reasons);
}

void write(const SituationInForce& one, schema::InForce::Builder to) {
  to.setSituation(one.situation.value);
  to.setPlace(one.place.value);
  to.setBy(one.by.raw());
  to.setDeclared(one.declared.value);
  to.setSince(one.since);
}
void write(const Job& job, schema::Job::Builder to) {
  to.setId(job.id.value);
  to.setKind(static_cast<std::uint8_t>(job.kind));
  to.setBegun(job.begun);
  to.setSituation(job.situation.value);
  to.setPlace(job.place.value);
  to.setSeen(job.next);
  to.setAll(job.end);
  to.setChanged(job.changed);
}

void write(const Attendee& one, schema::Attendee::Builder to) {
  to.setWho(one.who.value);
  to.setArrived(one.arrived);
  to.setGrade(one.grade);
  to.setIsLate(one.is_late);
  to.setIsMissing(one.is_missing);
  to.setHasLeft(one.has_left);
}
void write(const views::TurnoutRow& row, schema::Turnout::Builder to) {
  to.setWho(row.who.value);
  to.setCalled(row.turnout.called);
  to.setInTime(row.turnout.in_time);
  to.setLate(row.turnout.late);
  to.setNever(row.turnout.never);
  to.setLeftEarly(row.turnout.left_early);
  to.setRated(row.turnout.rated);
  to.setGrades(row.turnout.grades);
}
void write(const views::RosterRow& row, schema::Stint::Builder to) {
  to.setPerson(row.person.value);
  to.setFrom(row.from);
  to.setUntil(row.until);
  to.setIsShift(row.is_shift);
  to.setWhy(cut(row.why));
}

void write(const CategoryQuestion& question, schema::CategoryQuestion::Builder to) {
  std::string choices;
  for (const std::string& choice : question.choices) choices += (choices.empty() ? "" : "|") + choice;
  to.setCode(text(question.code));
  to.setText(text(question.text));
  if (!question.text_en.empty()) to.setTextEn(text(question.text_en));
  if (!choices.empty()) to.setChoices(text(choices));
  to.setType(static_cast<std::uint8_t>(question.type));
  to.setOrder(question.order);
  to.setRequired(question.required);
}

void write(const AttachmentRow& row, schema::Attachment::Builder to) {
  to.setHash({row.named.hash.data(), row.named.hash.size()});
  to.setName(cut(row.named.name));
  const bool is_damaged = row.state == AttachmentState::damaged, is_missing = row.state == AttachmentState::missing;
  const AttachmentState state = is_damaged   ? AttachmentState::there
                                : is_missing ? AttachmentState::not_sent
                                             : row.state;
  to.setState(static_cast<std::uint8_t>(state));
  to.setIsDamaged(is_damaged);
  to.setIsMissing(is_missing);
  to.setType(static_cast<std::uint8_t>(row.type));
  to.setRemoved(row.removed);
  to.setBytes(row.bytes);
}

void write(const Difference& row, schema::Difference::Builder to) {
  to.setWhat(static_cast<std::uint8_t>(row.what));
  to.setCode(cut(row.code, difference_bytes_max));
  to.setName(cut(row.name, difference_bytes_max));
  to.setBefore(cut(row.before, difference_bytes_max));
  to.setAfter(cut(row.after, difference_bytes_max));
}

void write(const views::SummonsRow& row, schema::Summons::Builder to);

template <class Row, class List>
void write_rows(const std::vector<Row>& rows, List list) {
  for (unsigned i = 0; i < rows.size(); ++i) write(rows[i], list[i]);
}

void write(const views::SummonsRow& row, schema::Summons::Builder to) {
  to.setId(row.id.value);
  to.setDemand(row.summons.demand.value);
  to.setPlace(row.summons.place.value);
  to.setBy(row.summons.by.raw());
  to.setCalled(row.summons.called);
  to.setDue(row.summons.due);
  to.setEnded(row.summons.ended);
  to.setEscalatedTo(row.summons.escalated_to.value);
  write_rows(row.summons.who, to.initWho(static_cast<unsigned>(row.summons.who.size())));
  to.setText(cut(row.text));
}

void write(const std::vector<views::Status>& rows, schema::Answer::Builder out) {
  write_rows(rows, out.initStatus(static_cast<unsigned>(rows.size())));
}
void write(const std::vector<views::Similar>& rows, schema::Answer::Builder out) {
  write_rows(rows, out.initSimilar(static_cast<unsigned>(rows.size())));
}
void write(const std::vector<views::Hotspot>& rows, schema::Answer::Builder out) {
  write_rows(rows, out.initHotspots(static_cast<unsigned>(rows.size())));
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
void write(const Figures& figures, schema::Answer::Builder out) {
  auto to = out.initFigures();
  to.setKnown(figures.known);
  to.setPosition(figures.position.value);
  to.setBatches(figures.batches);
  to.setGroups(figures.groups);
  to.setSyncs(figures.syncs);
  to.setBytesEncoded(figures.bytes_encoded);
  to.setBytesCompacted(figures.bytes_compacted);
  to.setDemandsOpen(figures.demands_open);
  to.setDemands(figures.demands);
  to.setProcessorUs(figures.costs.processor_us);
  to.setResidentBytes(figures.costs.resident_bytes);
  to.setAllocations(figures.costs.allocations);
  to.setAllocationsElsewhere(figures.costs.allocations_elsewhere);
  to.setNoticesPending(figures.notices_pending);
  to.setQueuesWatched(figures.queues_watched);
  to.setStrangers(figures.strangers);
  to.setStrangersSentAway(figures.strangers_sent_away);
  to.setCodesWrong(figures.codes_wrong);
  to.setCodesRefused(figures.codes_refused);
}

void write(const AttachmentAnswer& answer, schema::Answer::Builder out) {
  auto to = out.initAttachment();
  if (answer.refusal) write(answer.refusal, to.initRefusal());
  to.setBytes(answer.bytes);
  to.setIsWhole(answer.is_whole);
  if (!answer.part.empty()) to.setPart({reinterpret_cast<const kj::byte*>(answer.part.data()), answer.part.size()});
}

void write(const std::vector<AttachmentRow>& rows, schema::Answer::Builder out) {
  write_rows(rows, out.initAttachments(static_cast<unsigned>(rows.size())));
}

void write(const views::Standing& standing, schema::Answer::Builder out) {
  auto to = out.initStanding();
  write_rows(standing.situations, to.initSituations(static_cast<unsigned>(standing.situations.size())));
  write_rows(standing.jobs, to.initJobs(static_cast<unsigned>(standing.jobs.size())));
}

void write(const views::Summonses& summonses, schema::Answer::Builder out) {
  auto to = out.initSummonses();
  to.setAt(summonses.at);
  to.setAll(summonses.all);
  write_rows(summonses.rows, to.initRows(static_cast<unsigned>(summonses.rows.size())));
  write_rows(summonses.turnouts, to.initTurnouts(static_cast<unsigned>(summonses.turnouts.size())));
}

void write(const views::Questions& questions, schema::Answer::Builder out) {
  auto to = out.initQuestions();
  to.setVersion(questions.version);
  write_rows(questions.rows, to.initRows(static_cast<unsigned>(questions.rows.size())));
}

void write(const loop::Outlook& outlook, schema::Answer::Builder out) {
  auto to = out.initOutlook();
  to.setKnown(outlook.known);
  to.setVersion(outlook.version);
  to.setInForce(outlook.in_force);
  to.setRowsStaged(outlook.rows_staged);
  to.setOpen(outlook.open);
  if (!outlook.proposal) return;
  to.setProposal(outlook.proposal.position.value);
  to.setAt(outlook.proposal.at);
  to.setAccount(outlook.proposal.account.value);
  to.setAccountName(cut(outlook.by));
  to.setAdopter(outlook.proposal.adopter.value);
  to.setAdopterName(cut(outlook.adopted_by));
  to.setEffective(outlook.proposal.effective);
  to.setRows(outlook.proposal.rows);
  to.setDigest(outlook.proposal.digest);
  to.setNote(text(outlook.note));
  write(outlook.refusal, to.initObstacle());
  write(outlook.proposal.why, to.initPutOff());
  to.setCounts(kj::arrayPtr(outlook.differences.counts.data(), outlook.differences.counts.size()));
  write_rows(outlook.differences.rows, to.initDifferences(static_cast<unsigned>(outlook.differences.rows.size())));
  to.setMoving(outlook.moving);
  to.setIsAtLeast(outlook.is_at_least);
  to.setRescheduling(outlook.rescheduling);
  to.setRecomputes(outlook.recomputes);
  auto without_terminal = to.initWithoutTerminal(static_cast<unsigned>(outlook.without_terminal.size()));
  for (unsigned i = 0; i < without_terminal.size(); ++i) without_terminal.set(i, cut(outlook.without_terminal[i]));
}

void write(const DescribedAnswer& answer, schema::Answer::Builder out) {
  auto to = out.initDescribed();
  to.setKnown(answer.known);
  to.setFields(bytes_of(answer.fields));
}
void write(const views::Roster& roster, schema::Answer::Builder out) {
  auto to = out.initRoster();
  to.setKnown(roster.known);
  to.setAt(roster.at);
  write_rows(roster.rows, to.initStints(static_cast<unsigned>(roster.rows.size())));
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
  const std::size_t words = fixed_words + words_of_text(name_bytes_max) + words_of_rows(station.grids);
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

void encode_acknowledged(std::uint32_t first, Seconds server_time, std::span<const Acknowledgement> outcomes,
                         Outgoing& out) {
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
