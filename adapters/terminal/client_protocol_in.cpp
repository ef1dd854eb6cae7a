// The engine's answers: from bodies of frames to values.

#include "adapters/terminal/client_protocol.h"

#include <algorithm>

#include <capnp/message.h>
#include <capnp/serialize.h>
#include <kj/exception.h>

#include "engine/wire/terminal.capnp.h"

namespace wangge::terminal {
namespace {

namespace schema = wire::terminal;

// Root, answer, its subject, a list, an element, a list in it, an element of that: seven, and one to spare.
constexpr int nesting_max = 8;
constexpr std::size_t root_words = 1;  // capnp counts the root pointer twice

std::string string(capnp::Text::Reader text) { return {text.begin(), text.size()}; }

// Reads a refusal from any schema that has its three fields, not only schema::Refusal.
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

void read(schema::Outcome::Reader outcome, Receipt& out) {
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

template <class Row, class List>
std::vector<Row> read_rows(List list) {
  std::vector<Row> rows;
  rows.reserve(list.size());
  for (const auto row : list) rows.push_back(read(row));
  return rows;
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
    case schema::Answer::HISTORY: {
      auto& story = out.rows.emplace<EncodedStory>();
      for (const capnp::Data::Reader step : answer.getHistory())
        story.steps.emplace_back(reinterpret_cast<const char*>(step.begin()), step.size());
      return true;
    }
    case schema::Answer::QUEUE: out.rows = read(answer.getQueue()); return true;
    case schema::Answer::WATCH: out.rows = read(answer.getWatch()); return true;
    case schema::Answer::DESCRIBED: {
      const auto told = answer.getDescribed();
      const auto fields = told.getFields();
      out.rows = DescribedAnswer{told.getKnown(), {reinterpret_cast<const char*>(fields.begin()), fields.size()}};
      return true;
    }
    case schema::Answer::RETIRED5:
    case schema::Answer::RETIRED8:
    case schema::Answer::RETIRED9:
    case schema::Answer::RETIRED10:
    case schema::Answer::RETIRED11:
    case schema::Answer::RETIRED12:
    case schema::Answer::RETIRED13:
    case schema::Answer::RETIRED14:
    case schema::Answer::RETIRED15:
    case schema::Answer::RETIRED16: return false;
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

void read(schema::Acknowledged::Reader acknowledged, ToTerminal& answered) {
  if (!std::holds_alternative<Acknowledged>(answered)) answered.emplace<Acknowledged>();
  auto& out = std::get<Acknowledged>(answered);
  out.first = acknowledged.getFirst();
  out.server_time = acknowledged.getServerTime();
  const auto outcomes = acknowledged.getOutcomes();
  out.receipts.resize(outcomes.size());
  for (unsigned i = 0; i < outcomes.size(); ++i) read(outcomes[i], out.receipts[i]);
}

bool read(schema::ToTerminal::Reader message, ToTerminal& out) {
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

bool decode(Words body, ToTerminal& out) {
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
