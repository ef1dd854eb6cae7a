// What the engine answers: bodies of frames to answers.

#include "adapters/terminal/client_protocol.h"

#include <algorithm>

#include <capnp/message.h>
#include <capnp/serialize.h>
#include <kj/exception.h>

#include "engine/wire/terminal.capnp.h"

namespace wangge::terminal {
namespace {

namespace schema = wire::terminal;

// Root, answer, what it is about, a list, an element, a list in it, an element of that: seven, and one to spare.
constexpr int nesting_max = 8;
constexpr std::size_t root_words = 1;  // capnp counts the root pointer twice

std::string string(capnp::Text::Reader text) { return {text.begin(), text.size()}; }

// Of what has the three fields, not always a schema::Refusal.
template <class Reader>
Refusal refusal(const Reader& why) {
  return {static_cast<Reason>(why.getReason()), why.getWhat(), why.getLimit()};
}

template <std::size_t Size>
bool read(capnp::Data::Reader data, std::array<std::uint8_t, Size>& out) {
  if (data.size() != out.size()) return false;
  std::ranges::copy(data, out.begin());
  return true;
}

views::NamedRow read(schema::Named::Reader row) {
  return {row.getId(), string(row.getCode()), string(row.getName()), string(row.getNameEn())};
}

void read(schema::Outcome::Reader outcome, Acknowledgement& out) {
  out = {};
  out.position = Position{outcome.getPosition()};
  out.repeat = outcome.getRepeat();
  out.clock_ahead = outcome.getClockAhead();
  switch (outcome.which()) {
    case schema::Outcome::TAKEN: {
      const auto taken = outcome.getTaken();
      out.lead = Party::from_raw(taken.getLead());
      out.holder = PersonId{taken.getHolder()};
      out.dues = {{taken.getAcceptanceDue(), taken.getContainmentDue(), taken.getResolutionDue()}};
      out.look_up_code = taken.getLookUpCode();
      out.follow_up = PostId{taken.getFollowUp()};
      out.check_first = taken.getCheckFirst();
      out.waits = taken.getWaits();
      break;
    }
    case schema::Outcome::DECLINED: {
      const auto declined = outcome.getDeclined();
      out.refusal = refusal(declined);
      break;
    }
    case schema::Outcome::ACCOUNT: out.account = AccountId{outcome.getAccount().getId()}; break;
  }
}

views::Status read(schema::Status::Reader status) {
  views::Status out;
  out.demand = DemandId{status.getDemand()};
  out.known = status.getKnown();
  out.state = static_cast<DemandState>(status.getState());
  out.severity = status.getSeverity();
  out.category = CategoryId{status.getCategory()};
  out.place = PlaceId{status.getPlace()};
  out.lead = Party::from_raw(status.getLead());
  out.received = status.getReceived();
  out.dues = {{status.getAcceptanceDue(), status.getContainmentDue(), status.getResolutionDue()}};
  out.is_final = status.getIsFinal();
  out.is_late = status.getIsLate();
  out.is_warned = status.getIsWarned();
  out.warned_dues = status.getWarnedDues();
  out.late_stage = static_cast<Stage>(std::min<int>(status.getLateStage(), stages - 1));
  out.late_since = status.getLateSince();
  out.escalated_to = static_cast<Level>(status.getEscalatedTo());
  out.part = static_cast<views::Part>(status.getPart());
  out.waits = status.getWaits();
  out.head = DemandId{status.getHead()};
  out.head_state = static_cast<DemandState>(status.getHeadState());
  out.members = status.getMembers();
  out.voices = status.getVoices();
  out.is_restricted = status.getRestricted();
  out.pending = static_cast<Pending>(status.getPending());
  out.is_damaged = status.getDamaged();
  out.is_left_out = status.getLeftOut();
  return out;
}

views::Hotspot read(schema::Hotspot::Reader row) {
  return {.what = static_cast<Recurrence>(std::min<int>(row.getWhat(), recurrences - 1)),
          .place = PlaceId{row.getPlace()},
          .category = CategoryId{row.getCategory()},
          .class_number = row.getClassNumber(),
          .class_name = string(row.getClassName()),
          .class_name_en = string(row.getClassNameEn()),
          .count = row.getCount(),
          .found = row.getFound(),
          .first = DemandId{row.getFirst()}};
}
AttachmentRow read(schema::Attachment::Reader row) {
  AttachmentRow out{.named = {{}, string(row.getName())},
                    .state = static_cast<AttachmentState>(std::min<int>(row.getState(), attachment_states - 1)),
                    .type = static_cast<MediaType>(row.getType() < media_types ? row.getType() : 0),
                    .removed = row.getRemoved(),
                    .bytes = row.getBytes()};
  if (row.getIsDamaged()) out.state = AttachmentState::damaged;
  if (row.getIsMissing()) out.state = AttachmentState::missing;
  read(row.getHash(), out.named.hash);
  return out;
}

views::Similar read(schema::Similar::Reader similar) {
  return {read(similar.getStatus()), similar.getScore(), similar.getReasons()};
}

SituationInForce read(schema::InForce::Reader one) {
  return {SituationId{one.getSituation()}, PlaceId{one.getPlace()}, Party::from_raw(one.getBy()),
          Position{one.getDeclared()}, one.getSince()};
}
Job read(schema::Job::Reader job) {
  return {.id = Position{job.getId()},
          .kind = static_cast<JobKind>(std::min<int>(job.getKind(), job_kinds - 1)),
          .begun = job.getBegun(),
          .situation = SituationId{job.getSituation()},
          .place = PlaceId{job.getPlace()},
          .next = job.getSeen(),
          .end = job.getAll(),
          .changed = job.getChanged()};
}

Attendee read(schema::Attendee::Reader one) {
  return {.who = OrganisationId{one.getWho()},
          .arrived = one.getArrived(),
          .is_late = one.getIsLate(),
          .is_missing = one.getIsMissing(),
          .has_left = one.getHasLeft(),
          .grade = one.getGrade()};
}
views::TurnoutRow read(schema::Turnout::Reader row) {
  return {OrganisationId{row.getWho()},
          {.called = row.getCalled(),
           .in_time = row.getInTime(),
           .late = row.getLate(),
           .never = row.getNever(),
           .left_early = row.getLeftEarly(),
           .rated = row.getRated(),
           .grades = row.getGrades()}};
}
views::RosterRow read(schema::Stint::Reader row) {
  return {.person = PersonId{row.getPerson()},
          .from = row.getFrom(),
          .until = row.getUntil(),
          .is_shift = row.getIsShift(),
          .why = string(row.getWhy())};
}

CategoryQuestion read(schema::CategoryQuestion::Reader question) {
  CategoryQuestion out{.code = string(question.getCode()),
                       .text = string(question.getText()),
                       .text_en = string(question.getTextEn()),
                       .type = static_cast<AnswerType>(std::min<int>(question.getType(), answer_types - 1)),
                       .order = question.getOrder(),
                       .required = question.getRequired(),
                       .choices = {}};
  for (std::string left = string(question.getChoices()); !left.empty();) {
    const std::size_t end = std::min(left.find('|'), left.size());
    out.choices.push_back(left.substr(0, end));
    left.erase(0, end + 1);
  }
  return out;
}

Difference read(schema::Difference::Reader row) {
  return {.what = static_cast<Differs>(std::min<std::size_t>(row.getWhat(), differences - 1)),
          .code = string(row.getCode()),
          .name = string(row.getName()),
          .before = string(row.getBefore()),
          .after = string(row.getAfter())};
}

views::SummonsRow read(schema::Summons::Reader row);

template <class Row, class List>
std::vector<Row> read_rows(List list) {
  std::vector<Row> rows;
  rows.reserve(list.size());
  for (const auto row : list) rows.push_back(read(row));
  return rows;
}

views::Standing read(schema::Standing::Reader standing) {
  return {read_rows<SituationInForce>(standing.getSituations()), read_rows<Job>(standing.getJobs())};
}

views::SummonsRow read(schema::Summons::Reader row) {
  return {.id = SummonsId{row.getId()},
          .summons = {.demand = DemandId{row.getDemand()},
                      .place = PlaceId{row.getPlace()},
                      .by = Party::from_raw(row.getBy()),
                      .called = row.getCalled(),
                      .due = row.getDue(),
                      .ended = row.getEnded(),
                      .escalated_to = PostId{row.getEscalatedTo()},
                      .who = read_rows<Attendee>(row.getWho())},
          .text = string(row.getText())};
}
views::Summonses read(schema::Summonses::Reader summonses) {
  return {.at = summonses.getAt(),
          .all = summonses.getAll(),
          .rows = read_rows<views::SummonsRow>(summonses.getRows()),
          .turnouts = read_rows<views::TurnoutRow>(summonses.getTurnouts())};
}

views::Questions read(schema::Questions::Reader questions) {
  return {questions.getVersion(), read_rows<CategoryQuestion>(questions.getRows())};
}

AttachmentAnswer read(schema::AttachmentAnswer::Reader answer) {
  const auto why = answer.getRefusal();
  const auto part = answer.getPart();
  return {.refusal = refusal(why),
          .bytes = answer.getBytes(),
          .is_whole = answer.getIsWhole(),
          .part = std::string(reinterpret_cast<const char*>(part.begin()), part.size())};
}

loop::Outlook read(schema::Outlook::Reader outlook) {
  loop::Outlook out;
  out.known = outlook.getKnown();
  out.version = outlook.getVersion();
  out.in_force = outlook.getInForce();
  out.rows_staged = outlook.getRowsStaged();
  out.proposal = {.position = Position{outlook.getProposal()},
                  .at = outlook.getAt(),
                  .account = AccountId{outlook.getAccount()},
                  .rows = outlook.getRows(),
                  .digest = outlook.getDigest(),
                  .adopter = AccountId{outlook.getAdopter()},
                  .effective = outlook.getEffective()};
  out.by = string(outlook.getAccountName());
  out.adopted_by = string(outlook.getAdopterName());
  out.note = string(outlook.getNote());
  out.refusal = refusal(outlook.getObstacle());
  out.proposal.why = refusal(outlook.getPutOff());
  const auto counts = outlook.getCounts();
  for (unsigned what = 0; what < std::min<std::size_t>(counts.size(), differences); ++what)
    out.differences.counts[what] = counts[what];
  out.differences.rows = read_rows<Difference>(outlook.getDifferences());
  out.open = outlook.getOpen();
  out.moving = outlook.getMoving();
  out.is_at_least = outlook.getIsAtLeast();
  out.rescheduling = outlook.getRescheduling();
  out.recomputes = outlook.getRecomputes();
  for (const auto code : outlook.getWithoutTerminal()) out.without_terminal.push_back(string(code));
  return out;
}

views::Roster read(schema::Roster::Reader roster) {
  return {.known = roster.getKnown(), .at = roster.getAt(), .rows = read_rows<views::RosterRow>(roster.getStints())};
}

views::Queue read(schema::Queue::Reader queue) {
  return {.known = queue.getKnown(),
          .position = Position{queue.getPosition()},
          .at = queue.getAt(),
          .counts = {.all = queue.getAll(),
                     .late = queue.getLate(),
                     .warned = queue.getWarned(),
                     .by_severity = {queue.getSeverity1(), queue.getSeverity2(), queue.getSeverity3(),
                                     queue.getSeverity4()}},
          .rows = read_rows<views::Status>(queue.getRows())};
}

views::QueueChange read(schema::QueueChange::Reader change) {
  views::QueueChange out{
      .board = change.getBoard(), .from = Position{change.getFrom()}, .queue = read(change.getQueue()), .gone = {}};
  for (const std::uint64_t demand : change.getGone()) out.gone.push_back(DemandId{demand});
  return out;
}

Figures read(schema::Figures::Reader figures) {
  return {.known = figures.getKnown(),
          .position = Position{figures.getPosition()},
          .batches = figures.getBatches(),
          .groups = figures.getGroups(),
          .syncs = figures.getSyncs(),
          .bytes_encoded = figures.getBytesEncoded(),
          .bytes_compacted = figures.getBytesCompacted(),
          .demands_open = figures.getDemandsOpen(),
          .demands = figures.getDemands(),
          .notices_pending = figures.getNoticesPending(),
          .queues_watched = figures.getQueuesWatched(),
          .strangers = figures.getStrangers(),
          .strangers_sent_away = figures.getStrangersSentAway(),
          .codes_wrong = figures.getCodesWrong(),
          .codes_refused = figures.getCodesRefused(),
          .costs = {.processor_us = figures.getProcessorUs(),
                    .resident_bytes = figures.getResidentBytes(),
                    .allocations = figures.getAllocations(),
                    .allocations_elsewhere = figures.getAllocationsElsewhere()}};
}

bool read(schema::Answer::Reader answer, Answer& out) {
  out.question = answer.getQuestion();
  out.damaged_at = Position{answer.getDamagedAt()};
  switch (answer.which()) {
    case schema::Answer::STATUS: out.rows = read_rows<views::Status>(answer.getStatus()); return true;
    case schema::Answer::IDS: {
      auto& ids = out.rows.emplace<std::vector<std::uint32_t>>();
      for (const std::uint32_t id : answer.getIds()) ids.push_back(id);
      return true;
    }
    case schema::Answer::NAMES: out.rows = read_rows<views::NamedRow>(answer.getNames()); return true;
    case schema::Answer::QUEUE: out.rows = read(answer.getQueue()); return true;
    case schema::Answer::WATCH: out.rows = read(answer.getWatch()); return true;
    case schema::Answer::HOTSPOTS: out.rows = read_rows<views::Hotspot>(answer.getHotspots()); return true;
    case schema::Answer::SIMILAR: out.rows = read_rows<views::Similar>(answer.getSimilar()); return true;
    case schema::Answer::SUMMONSES: out.rows = read(answer.getSummonses()); return true;
    case schema::Answer::QUESTIONS: out.rows = read(answer.getQuestions()); return true;
    case schema::Answer::OUTLOOK: out.rows = read(answer.getOutlook()); return true;
    case schema::Answer::DESCRIBED: {
      const auto told = answer.getDescribed();
      const auto fields = told.getFields();
      out.rows = DescribedAnswer{told.getKnown(), {reinterpret_cast<const char*>(fields.begin()), fields.size()}};
      return true;
    }
    case schema::Answer::ROSTER: out.rows = read(answer.getRoster()); return true;
    case schema::Answer::STANDING: out.rows = read(answer.getStanding()); return true;
    case schema::Answer::HISTORY: {
      auto& story = out.rows.emplace<EncodedStory>();
      for (const capnp::Data::Reader step : answer.getHistory())
        story.steps.emplace_back(reinterpret_cast<const char*>(step.begin()), step.size());
      return true;
    }
    case schema::Answer::ATTACHMENT: out.rows = read(answer.getAttachment()); return true;
    case schema::Answer::ATTACHMENTS: out.rows = read_rows<AttachmentRow>(answer.getAttachments()); return true;
    case schema::Answer::FIGURES: out.rows = read(answer.getFigures()); return true;
  }
  return false;
}

bool read(schema::Welcome::Reader welcome, Welcome& out) {
  const auto credit = welcome.getCredit();
  out.credit = {.frames = credit.getFrames(),
                .commands = credit.getCommands(),
                .bytes = credit.getBytes(),
                .frame_bytes = credit.getFrameBytes(),
                .frame_commands = credit.getFrameCommands()};
  out.server_time = welcome.getServerTime();
  out.expected = welcome.getExpected();
  out.new_session = welcome.getNewSession();
  views::Station& station = out.station;
  station.last = Position{welcome.getPosition()};
  station.configuration_version = welcome.getConfigurationVersion();
  station.account_name = string(welcome.getAccountName());
  station.account_kind = static_cast<AccountKind>(welcome.getAccountKind());
  station.every_grid = welcome.getEveryGrid();
  station.grids = read_rows<views::NamedRow>(welcome.getGrids());
  station.grids_left_out = welcome.getGridsLeftOut();
  station.account = AccountId{welcome.getAccount()};
  station.is_last_of_ops = welcome.getIsLastOfOps();
  return read(welcome.getLogId(), station.log);
}

void read(schema::Acknowledged::Reader acknowledged, Answered& answered) {
  if (!std::holds_alternative<Acknowledged>(answered)) answered.emplace<Acknowledged>();
  auto& out = std::get<Acknowledged>(answered);
  out.first = acknowledged.getFirst();
  out.server_time = acknowledged.getServerTime();
  const auto outcomes = acknowledged.getOutcomes();
  out.outcomes.resize(outcomes.size());
  for (unsigned i = 0; i < outcomes.size(); ++i) read(outcomes[i], out.outcomes[i]);
}

bool read(schema::ToTerminal::Reader message, Answered& out) {
  switch (message.which()) {
    case schema::ToTerminal::WELCOME: return read(message.getWelcome(), out.emplace<Welcome>());
    case schema::ToTerminal::TURNED_AWAY: {
      const auto why = message.getTurnedAway();
      out = TurnedAway{refusal(why)};
      return true;
    }
    case schema::ToTerminal::ACKNOWLEDGED: read(message.getAcknowledged(), out); return true;
    case schema::ToTerminal::BUSY: {
      const auto busy = message.getBusy();
      out = Busy{busy.getRetryMs(), busy.getExpected(), busy.getQuestion()};
      return true;
    }
    case schema::ToTerminal::EXPECTED: out = Expected{message.getExpected()}; return true;
    case schema::ToTerminal::ANSWER: return read(message.getAnswer(), out.emplace<Answer>());
    case schema::ToTerminal::PONG: out = Pong{message.getPong()}; return true;
    case schema::ToTerminal::PROTOCOL_ERROR: {
      const auto error = message.getProtocolError();
      out = ProtocolError{static_cast<Fault>(error.getCode()), error.getVersion(), string(error.getChinese()),
                          string(error.getEnglish())};
      return true;
    }
    case schema::ToTerminal::REPLACED: out = Replaced{}; return true;
    case schema::ToTerminal::CHANGED: out = Changed{read(message.getChanged())}; return true;
  }
  return false;
}

}  // namespace

bool decode(Words body, Answered& out) {
  try {
    const kj::ArrayPtr<const capnp::word> segment(reinterpret_cast<const capnp::word*>(body.data()), body.size());
    capnp::SegmentArrayMessageReader reader(
        kj::arrayPtr(&segment, 1), {.traversalLimitInWords = body.size() + root_words, .nestingLimit = nesting_max});
    return read(reader.getRoot<schema::ToTerminal>(), out);
  } catch (const kj::Exception&) {
    return false;
  }
}

}  // namespace wangge::terminal
