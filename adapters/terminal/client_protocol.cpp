#include "adapters/terminal/client_protocol.h"

#include <algorithm>
#include <cstring>

#include <capnp/any.h>
#include <capnp/message.h>
#include <capnp/serialize.h>
#include <kj/exception.h>

#include "engine/base/check.h"
#include "engine/model/blob.h"
#include "engine/wire/terminal.capnp.h"

namespace wangge::terminal {
namespace {

namespace schema = wire::terminal;

static_assert(protocol_version == schema::PROTOCOL_VERSION);

// Root, answer, what it is about, a list, an element, a list in it, an element of that: seven, and one to spare.
constexpr int nesting_max = 8;
constexpr std::size_t root_words = 1;  // capnp counts the root pointer twice
constexpr std::size_t fixed_words = body_bytes_fixed / sizeof(Word);
constexpr std::size_t words_of(std::size_t bytes) { return (bytes + sizeof(Word) - 1) / sizeof(Word); }

// So much of a text is sent that the engine refuses a longer one for its length. Never cut within a character, since a
// broken one would be another reason.
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
         sent_aside(submission.reference).size() + sent_aside(submission.attachments).size() + sent_aside(submission.answers).size();
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
void write(const AskIds& ask, schema::Question::Builder out) {
  auto asked = out.initIdsOf();
  asked.setNoun(noun_of(ask.noun));
  auto codes = asked.initCodes(static_cast<unsigned>(ask.codes.size()));
  for (unsigned i = 0; i < ask.codes.size(); ++i) codes.set(i, ask.codes[i]);
}
void write(const AskNames& ask, schema::Question::Builder out) {
  auto asked = out.initNamesOf();
  asked.setNoun(noun_of(ask.noun));
  asked.setIds(kj::arrayPtr(ask.ids.data(), ask.ids.size()));
}
void write(const AskHistory& ask, schema::Question::Builder out) { write(ask.claim, out.initHistory()); }
void write(const AskFigures&, schema::Question::Builder out) { out.setFigures(); }
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
void write(const AskStanding&, schema::Question::Builder out) { out.setStanding(); }
void write(const AskSimilar& ask, schema::Question::Builder out) {
  auto asked = out.initSimilar();
  asked.setPlace(ask.question.place.value);
  asked.setRoad(ask.question.road.value);
  asked.setCategory(ask.question.category.value);
  asked.setCondition(ask.question.condition);
  asked.setBut(ask.question.but.value);
  asked.setSubject(ask.question.subject.raw());
}
void write(const AskHotspots&, schema::Question::Builder out) { out.setHotspots(); }
void write(const AskSummonses& ask, schema::Question::Builder out) {
  auto asked = out.initSummonses();
  asked.setOf(ask.question.of.value);
  asked.setTurnouts(ask.question.turnouts);
}
void write(const AskQuestions& ask, schema::Question::Builder out) { out.setQuestions(ask.category.value); }
void write(const AskOutlook&, schema::Question::Builder out) { out.setOutlook(); }
void write(const AskRoster& ask, schema::Question::Builder out) {
  auto asked = out.initRoster();
  asked.setPost(ask.question.post.value);
  asked.setFrom(ask.question.from);
  asked.setWeeks(ask.question.weeks);
}

void write(const AskOffer& ask, schema::Question::Builder out) {
  auto offer = out.initOffer();
  write(ask.claim, offer.initClaim());
  offer.setHash(data_of(ask.hash));
  offer.setBytes(ask.bytes);
}
void write(const AskChunk& ask, schema::Question::Builder out) {
  auto chunk = out.initChunk();
  chunk.setHash(data_of(ask.hash));
  chunk.setFrom(ask.from);
  chunk.setBytes({reinterpret_cast<const kj::byte*>(ask.bytes.data()), ask.bytes.size()});
}
void write(const AskAttachments& ask, schema::Question::Builder out) { write(ask.claim, out.initAttachments()); }
void write(const AskFetch& ask, schema::Question::Builder out) {
  auto fetch = out.initFetch();
  write(ask.claim, fetch.initClaim());
  fetch.setHash(data_of(ask.hash));
  fetch.setFrom(ask.from);
}
void write(const AskRemove& ask, schema::Question::Builder out) { out.setRemove(data_of(ask.hash)); }

std::size_t words_of(const AskStatus& ask) { return 2 * ask.claims.size(); }
std::size_t words_of(const AskIds& ask) {
  std::size_t words = 0;
  for (const std::string& code : ask.codes) words += 1 + words_of(code.size() + 1);
  return words;
}
std::size_t words_of(const AskNames& ask) { return words_of(ask.ids.size() * sizeof(std::uint32_t)); }
std::size_t words_of(const AskHistory&) { return 0; }
std::size_t words_of(const AskFigures&) { return 0; }
std::size_t words_of(const AskQueue&) { return 2; }
std::size_t words_of(const AskWatch&) { return 2; }
std::size_t words_of(const AskUnwatch&) { return 0; }
std::size_t words_of(const AskStanding&) { return 0; }
std::size_t words_of(const AskSimilar&) { return 3; }
std::size_t words_of(const AskHotspots&) { return 0; }
std::size_t words_of(const AskSummonses&) { return 1; }
std::size_t words_of(const AskQuestions&) { return 0; }
std::size_t words_of(const AskOutlook&) { return 0; }
std::size_t words_of(const AskRoster&) { return 2; }

constexpr std::size_t words_of_hash = words_of(sizeof(AttachmentHash));
std::size_t words_of(const AskOffer&) { return 5 + words_of_hash; }
std::size_t words_of(const AskChunk& ask) { return 3 + words_of_hash + words_of(ask.bytes.size()); }
std::size_t words_of(const AskAttachments&) { return 2; }
std::size_t words_of(const AskFetch&) { return 5 + words_of_hash; }
std::size_t words_of(const AskRemove&) { return words_of_hash; }

// -------------------------------------------------------------------------------------------- what the engine says

std::string string(capnp::Text::Reader text) { return {text.begin(), text.size()}; }

Refusal refusal(std::uint16_t reason, std::uint32_t what, std::uint32_t limit) {
  return {static_cast<Reason>(reason), what, limit};
}

template <std::size_t Size>
bool read(capnp::Data::Reader data, std::array<std::uint8_t, Size>& out) {
  if (data.size() != out.size()) return false;
  std::ranges::copy(data, out.begin());
  return true;
}

views::NamedRow read(schema::Named::Reader row) { return {row.getId(), string(row.getCode()), string(row.getName()), string(row.getNameEn())}; }

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
      out.refusal = refusal(declined.getReason(), declined.getWhat(), declined.getLimit());
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
  out.escalated_to = static_cast<Level>(status.getEscalatedTo());
  out.part = static_cast<views::Part>(status.getPart());
  out.waits = status.getWaits();
  out.head = DemandId{status.getHead()};
  out.head_state = static_cast<DemandState>(status.getHeadState());
  out.members = status.getMembers();
  out.voices = status.getVoices();
  out.is_restricted = status.getRestricted();
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
  read(row.getHash(), out.named.hash);
  return out;
}

views::Similar read(schema::Similar::Reader similar) { return {read(similar.getStatus()), similar.getScore(), similar.getReasons()}; }

template <class Group, class Event>
Event act(Group group, Event event) {
  event.as = Party::from_raw(group.getAs());
  event.recorded = group.getRecorded();
  if constexpr (requires { event.group; }) event.group = group.getGroup();
  return event;
}

template <class Group, class Event>
Event of_stage(Group group, Event event) {
  event.stage = static_cast<Stage>(group.getStage());
  event.due = group.getDue();
  return event;
}

Event event_of(schema::Step::Reader step) {
  switch (step.which()) {
    case schema::Step::SUBMITTED: {
      const auto submitted = step.getSubmitted();
      Submitted event;
      event.lead = Party::from_raw(submitted.getLead());
      event.holder = PersonId{submitted.getHolder()};
      event.place = PlaceId{submitted.getPlace()};
      event.category = CategoryId{submitted.getCategory()};
      if (submitted.getByOlderQuestions()) event.set_by_older_questions();
      event.subject = Subject::from_raw(submitted.getSubject());
      return event;
    }
    case schema::Step::ACCEPTED: return act(step.getAccepted(), Accepted{});
    case schema::Step::FINISHED: return act(step.getFinished(), Finished{});
    case schema::Step::CLOSED: return act(step.getClosed(), Closed{});
    case schema::Step::ACTED: {
      const auto acted = step.getActed();
      Acted event = act(acted, Acted{});
      event.lead = Party::from_raw(acted.getLead());
      event.to = PostId{acted.getTo()};
      event.deed = static_cast<Deed>(acted.getDeed());
      event.upward = acted.getUpward();
      event.verdict = acted.getVerdict();
      event.choice = acted.getChoice();
      event.state = static_cast<DemandState>(acted.getState());
      return event;
    }
    case schema::Step::SOUGHT: {
      const auto asked = step.getSought();
      Sought event = act(asked, Sought{});
      event.what = static_cast<Pending>(asked.getWhat());
      event.by = {asked.getLimitAmount(), static_cast<LimitUnit>(asked.getLimitUnit())};
      event.until = asked.getUntil();
      event.whom = Party::from_raw(asked.getWhom());
      return event;
    }
    case schema::Step::ASSISTED: {
      const auto assisted = step.getAssisted();
      Assisted event = act(assisted, Assisted{});
      event.is_done = assisted.getIsDone();
      event.who = Party::from_raw(assisted.getWho());
      return event;
    }
    case schema::Step::MOVED: {
      const auto moved = step.getMoved();
      Moved event = act(moved, Moved{});
      event.place = PlaceId{moved.getPlace()};
      event.lead = Party::from_raw(moved.getLead());
      event.forgets_subject = moved.getForgetsSubject();
      return event;
    }
    case schema::Step::RECLASSIFIED: {
      const auto reclassified = step.getReclassified();
      Reclassified event = act(reclassified, Reclassified{});
      event.category = CategoryId{reclassified.getCategory()};
      event.condition = reclassified.getCondition();
      event.lead = Party::from_raw(reclassified.getLead());
      event.state = static_cast<DemandState>(reclassified.getState());
      return event;
    }
    case schema::Step::REASSIGNED: {
      const auto reassigned = step.getReassigned();
      Reassigned event;
      event.lead = Party::from_raw(reassigned.getTo());
      event.holder = PersonId{reassigned.getHolder()};
      event.due = reassigned.getDue();
      event.to_deputy = reassigned.getToDeputy();
      return event;
    }
    case schema::Step::WARNED: return of_stage(step.getWarned(), Warned{});
    case schema::Step::URGED: {
      const auto urged = step.getUrged();
      return Urged{.due = urged.getDue(), .to = PostId{urged.getTo()}, .skipped = urged.getSkipped()};
    }
    case schema::Step::NOTICED: {
      const auto noticed = step.getNoticed();
      return Noticed{.grows = Position{noticed.getGrows()},
                     .not_before = noticed.getNotBefore(),
                     .count = noticed.getCount(),
                     .to = Party::from_raw(noticed.getTo()),
                     .holder = PersonId{noticed.getHolder()},
                     .kind = static_cast<NoticeKind>(std::min<int>(noticed.getKind(), notice_kinds - 1))};
    }
    case schema::Step::DELIVERED: {
      const auto delivered = step.getDelivered();
      return Delivered{.notice = Position{delivered.getNotice()},
                       .count = delivered.getCount(),
                       .attempts = delivered.getAttempts(),
                       .status = delivered.getStatus(),
                       .is_given_up = delivered.getIsGivenUp()};
    }
    case schema::Step::JOINED: {
      const auto joined = step.getJoined();
      Joined event = act(joined, Joined{});
      event.head = DemandId{joined.getHead()};
      event.bond = static_cast<Bond>(std::min<int>(joined.getBond(), bonds - 1));
      return event;
    }
    case schema::Step::GATHERED: {
      const auto gathered = step.getGathered();
      return Gathered{.member = DemandId{gathered.getMember()},
                      .voices = gathered.getVoices(),
                      .severity = gathered.getSeverity(),
                      .has_parted = gathered.getHasParted()};
    }
    case schema::Step::RECURRED: {
      const auto recurred = step.getRecurred();
      return Recurred{.first = DemandId{recurred.getFirst()},
                      .place = PlaceId{recurred.getPlace()},
                      .to = PostId{recurred.getTo()},
                      .count = recurred.getCount(),
                      .what = static_cast<Recurrence>(std::min<int>(recurred.getWhat(), recurrences - 1))};
    }
    case schema::Step::SUMMONED: {
      const auto summoned = step.getSummoned();
      Summoned event = act(summoned, Summoned{});
      event.due = summoned.getDue();
      return event;
    }
    case schema::Step::ATTENDED: {
      const auto attended = step.getAttended();
      Attended event = act(attended, Attended{});
      event.summons = SummonsId{attended.getSummons()};
      event.who = OrganisationId{attended.getWho()};
      event.what = static_cast<Attendance>(std::min<int>(attended.getWhat(), attendances - 1));
      event.grade = attended.getGrade();
      event.is_late = attended.getIsLate();
      return event;
    }
    case schema::Step::NOT_ARRIVED: {
      const auto not_arrived = step.getNotArrived();
      NotArrived event;
      event.summons = SummonsId{not_arrived.getSummons()};
      event.due = not_arrived.getDue();
      event.to = PostId{not_arrived.getTo()};
      return event;
    }
    case schema::Step::REROUTED: {
      const auto rerouted = step.getRerouted();
      return Rerouted{.place = PlaceId{rerouted.getPlace()},
                      .lead = Party::from_raw(rerouted.getLead()),
                      .to = PostId{rerouted.getTo()},
                      .dues = {{rerouted.getDueFirst(), rerouted.getDueContainment(), rerouted.getDueResolution()}},
                      .state = static_cast<DemandState>(std::min<int>(rerouted.getState(), demand_states - 1))};
    }
    case schema::Step::RESCHEDULED: {
      const auto rescheduled = step.getRescheduled();
      Rescheduled event{.why = static_cast<JobKind>(std::min<int>(rescheduled.getWhy(), job_kinds - 1)), .waits = rescheduled.getWaits()};
      event.dues[Stage::containment] = rescheduled.getContainmentDue();
      event.dues[Stage::resolution] = rescheduled.getResolutionDue();
      return event;
    }
    case schema::Step::LAPSED: return of_stage(step.getLapsed(), Lapsed{});
    case schema::Step::ESCALATED: {
      const auto escalated = step.getEscalated();
      Escalated event;
      event.to = PostId{escalated.getTo()};
      event.stage = static_cast<Stage>(escalated.getStage());
      event.due = escalated.getDue();
      event.is_parked = escalated.getIsParked();
      return event;
    }
  }
  return Submitted{};  // of a newer engine: its time and text are told all the same
}

Step read(schema::Step::Reader step) {
  Step out{Position{step.getPosition()}, step.getAt(), event_of(step), string(step.getText()), string(step.getAttachments()), {},
           string(step.getAnswers())};
  for (const std::uint32_t organisation : step.getOrganisations()) out.organisations.push_back(OrganisationId{organisation});
  return out;
}

SituationInForce read(schema::InForce::Reader one) {
  return {SituationId{one.getSituation()}, PlaceId{one.getPlace()}, Party::from_raw(one.getBy()), Position{one.getDeclared()}, one.getSince()};
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
  return {.person = PersonId{row.getPerson()}, .from = row.getFrom(), .until = row.getUntil(), .is_shift = row.getIsShift(), .why = string(row.getWhy())};
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
  return {.refusal = refusal(why.getReason(), why.getWhat(), why.getLimit()),
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
  out.proposal = {Position{outlook.getProposal()}, outlook.getAt(), AccountId{outlook.getAccount()}, outlook.getRows(), outlook.getDigest()};
  out.by = string(outlook.getAccountName());
  out.note = string(outlook.getNote());
  const auto obstacle = outlook.getObstacle();
  out.refusal = refusal(obstacle.getReason(), obstacle.getWhat(), obstacle.getLimit());
  const auto counts = outlook.getCounts();
  for (unsigned what = 0; what < std::min<std::size_t>(counts.size(), differences); ++what) out.differences.counts[what] = counts[what];
  out.differences.rows = read_rows<Difference>(outlook.getDifferences());
  out.open = outlook.getOpen();
  out.moving = outlook.getMoving();
  out.is_at_least = outlook.getIsAtLeast();
  return out;
}

views::Roster read(schema::Roster::Reader roster) {
  return {.known = roster.getKnown(), .at = roster.getAt(), .rows = read_rows<views::RosterRow>(roster.getStints())};
}

views::Queue read(schema::Queue::Reader queue) {
  return {.known = queue.getKnown(),
          .position = Position{queue.getPosition()},
          .counts = {.all = queue.getAll(),
                     .late = queue.getLate(),
                     .warned = queue.getWarned(),
                     .by_severity = {queue.getSeverity1(), queue.getSeverity2(), queue.getSeverity3(), queue.getSeverity4()}},
          .rows = read_rows<views::Status>(queue.getRows())};
}

views::QueueChange read(schema::QueueChange::Reader change) {
  views::QueueChange out{.board = change.getBoard(), .from = Position{change.getFrom()}, .queue = read(change.getQueue()), .gone = {}};
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
          .costs = {.processor_us = figures.getProcessorUs(),
                    .resident_bytes = figures.getResidentBytes(),
                    .allocations = figures.getAllocations(),
                    .allocations_elsewhere = figures.getAllocationsElsewhere()}};
}

bool read(schema::Answer::Reader answer, Answer& out) {
  out.question = answer.getQuestion();
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
    case schema::Answer::ROSTER: out.rows = read(answer.getRoster()); return true;
    case schema::Answer::STANDING: out.rows = read(answer.getStanding()); return true;
    case schema::Answer::HISTORY: out.rows = read_rows<Step>(answer.getHistory()); return true;
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
      out = TurnedAway{refusal(why.getReason(), why.getWhat(), why.getLimit())};
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

std::size_t body_bytes(const Submission& submission) {
  const std::size_t words = 4u + (is_answered(submission) ? 1u : 0u) + (submission.subject ? 1u : 0u);
  return words * sizeof(Word) + texts_bytes(submission);
}
constexpr std::size_t words_of_act = 8;
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
  const auto subjects = static_cast<unsigned>(std::ranges::count_if(submissions, [](const Submission& one) { return bool(one.subject); }));
  encode_in_place(fixed_words + 4 * submissions.size() + answered + subjects + words_of(bytes), out, [&](schema::ToEngine::Builder message) {
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
  encode_in_place(fixed_words + words_of_act * acts.size() + words_of(bytes), out, [&](schema::ToEngine::Builder message) {
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

namespace {

// `words`: of its text.
template <class Fill>
void encode_command(std::uint32_t sequence, std::size_t words, Outgoing& out, Fill fill) {
  encode_in_place(fixed_words + words, out, [&](schema::ToEngine::Builder message) {
    auto command = message.initAccount();
    command.setSequence(sequence);
    fill(command);
  });
}

}  // namespace

void encode_begin_configuration(std::uint32_t sequence, Outgoing& out) {
  encode_command(sequence, 0, out, [](auto command) { command.setBeginConfiguration(); });
}

void encode_propose(std::uint32_t sequence, const ProposeCommand& propose, Outgoing& out) {
  const std::string_view note = sent_text(propose.note);
  encode_command(sequence, words_of(note.size()), out, [&](auto command) {
    auto what = command.initPropose();
    what.setDigest(propose.digest);
    what.setRows(propose.rows);
    Filler(what.initNote(static_cast<unsigned>(note.size()))).add(note);
  });
}

void encode_adopt(std::uint32_t sequence, std::uint64_t digest, Outgoing& out) {
  encode_command(sequence, 0, out, [&](auto command) { command.setAdopt(digest); });
}

void encode_reject(std::uint32_t sequence, std::string_view note, Outgoing& out) {
  const std::string_view sent = sent_text(note);
  encode_command(sequence, words_of(sent.size()), out, [&](auto command) {
    Filler(command.initReject(static_cast<unsigned>(sent.size()))).add(sent);
  });
}

void encode_add_account(std::uint32_t sequence, AccountKind kind, const TokenHash& token_hash, const Rights& rights,
                        Outgoing& out) {
  std::string encoded;
  encode_rights(rights, encoded);
  encode_command(sequence, words_of(encoded.size()), out, [&](auto command) {
    auto account = command.initAdd();
    account.setKind(static_cast<std::uint8_t>(kind));
    account.setTokenHash(data_of(token_hash));
    account.setRights({reinterpret_cast<const kj::byte*>(encoded.data()), encoded.size()});
  });
}

void encode_end_account(std::uint32_t sequence, AccountId account, Outgoing& out) {
  encode_command(sequence, 0, out, [&](auto command) { command.setEnd(account.value); });
}

void encode_migrate_policies(std::uint32_t sequence, Outgoing& out) {
  encode_command(sequence, 0, out, [](auto command) { command.setMigratePolicies(); });
}

void encode_recompute_deadlines(std::uint32_t sequence, Outgoing& out) {
  encode_command(sequence, 0, out, [](auto command) { command.setRecomputeDeadlines(); });
}

void encode_situation(std::uint32_t sequence, const SituationCommand& situation, Outgoing& out) {
  encode_command(sequence, 0, out, [&](auto command) {
    auto what = situation.ends ? command.initEndSituation() : command.initDeclareSituation();
    what.setSituation(situation.situation.value);
    what.setPlace(situation.place.value);
    what.setAs(situation.as.raw());
    what.setSince(situation.since);
  });
}

void encode_summon(std::uint32_t sequence, const SummonCommand& summon, Outgoing& out) {
  const std::string_view note = sent_text(summon.note);
  encode_command(sequence, words_of(note.size()), out, [&](auto command) {
    auto what = command.initSummon();
    what.setDemand(summon.demand.value);
    what.setPlace(summon.place.value);
    what.setAs(summon.as.raw());
    auto who = what.initWho(static_cast<unsigned>(summon.who.size()));
    for (unsigned i = 0; i < who.size(); ++i) who.set(i, summon.who[i].value);
    Filler(what.initNote(static_cast<unsigned>(note.size()))).add(note);
  });
}

void encode_attend(std::uint32_t sequence, const AttendCommand& attend, Outgoing& out) {
  const std::string_view note = sent_text(attend.note);
  encode_command(sequence, words_of(note.size()), out, [&](auto command) {
    auto what = command.initAttend();
    what.setSummons(attend.summons.value);
    what.setWho(attend.who.value);
    what.setWhat(static_cast<std::uint8_t>(attend.what));
    what.setGrade(attend.grade);
    Filler(what.initNote(static_cast<unsigned>(note.size()))).add(note);
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
