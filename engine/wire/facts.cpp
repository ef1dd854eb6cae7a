#include "engine/wire/facts.h"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstring>

#include <capnp/any.h>
#include <kj/debug.h>

namespace wangge::wire {
namespace {

// A Submitted is copied byte by byte: on disk its fields have the order, the sizes and (little-endian) the bytes that
// they have in memory. A test compares the copy with the generated getters, field by field.
constexpr std::size_t submitted_bytes = 64;
static_assert(std::endian::native == std::endian::little);
static_assert(offsetof(Submitted, sequence) == 4 && offsetof(Submitted, dues) == 20);
static_assert(offsetof(Submitted, category) == 52 && offsetof(Submitted, text_length) == 56);
static_assert(offsetof(Submitted, acting_step) == submitted_bytes - 1);

template <std::size_t size>
capnp::Data::Reader bytes_of(const std::array<std::uint8_t, size>& bytes) {
  return {bytes.data(), bytes.size()};
}

template <std::size_t size>
std::array<std::uint8_t, size> array_of(capnp::Data::Reader bytes) {
  KJ_REQUIRE(bytes.size() == size, "a hash or an id has the wrong length");
  std::array<std::uint8_t, size> array;
  std::copy(bytes.begin(), bytes.end(), array.begin());
  return array;
}

template <class Builder>
void write_numbers(SessionId session, std::uint32_t sequence, Builder& out) {
  out.setSession(session.value);
  out.setSequence(sequence);
}

template <class Builder>
void write_refusal(const Refusal& refusal, Builder& out) {
  out.setReason(static_cast<std::uint16_t>(refusal.reason));
  out.setWhat(refusal.what);
  out.setLimit(refusal.limit);
}

template <class Reader>
Refusal read_refusal(const Reader& in) {
  return {static_cast<Reason>(in.getReason()), in.getWhat(), in.getLimit()};
}

// The common fields of Accepted, Finished and Closed.
template <class Fact, class Builder>
void write_act(const Fact& fact, Builder& out) {
  out.setDemand(fact.demand.value);
  out.setPrevious(fact.previous.value);
  write_numbers(fact.session, fact.sequence, out);
  out.setAccount(fact.account.value);
  out.setAs(fact.as.raw());
  out.setRecorded(fact.recorded);
  if constexpr (requires { fact.group; }) out.setGroup(fact.group);
}

template <class Fact, class Reader>
Fact read_act(const Reader& in) {
  Fact fact;
  fact.demand.value = in.getDemand();
  fact.previous.value = in.getPrevious();
  fact.session.value = in.getSession();
  fact.sequence = in.getSequence();
  fact.account.value = in.getAccount();
  fact.as = Party::from_raw(in.getAs());
  fact.recorded = in.getRecorded();
  if constexpr (requires { fact.group; }) fact.group = in.getGroup();
  return fact;
}

// The common fields of Warned and Lapsed.
template <class Fact, class Builder>
void write_stage(const Fact& fact, Builder& out) {
  out.setDemand(fact.demand.value);
  out.setPrevious(fact.previous.value);
  out.setDue(fact.due);
  out.setStage(static_cast<std::uint8_t>(fact.stage));
}

template <class Fact, class Reader>
Fact read_stage(const Reader& in) {
  return {.demand = {in.getDemand()},
          .previous = {in.getPrevious()},
          .due = in.getDue(),
          .stage = static_cast<Stage>(in.getStage())};
}

template <class Builder>
void write_urge(const Urge& urge, Builder& out) {
  out.setUrgeDue(urge.due);
  out.setUrgeStep(urge.step);
  out.setUrgeRound(urge.round);
  out.setUrgeUntil(static_cast<std::uint8_t>(urge.until));
}
template <class Reader>
Urge read_urge(const Reader& in) {
  if (in.getUrgeDue() == 0) return {};
  return {in.getUrgeDue(), in.getUrgeStep(), in.getUrgeRound(), static_cast<Until>(in.getUrgeUntil())};
}

}  // namespace

void write(const Submitted& fact, batch::Submitted::Builder out) {
  std::memcpy(capnp::toAny(out).getDataSection().begin(), &fact, submitted_bytes);
}

Submitted read(batch::Submitted::Reader in) {
  const kj::ArrayPtr<const kj::byte> bytes = capnp::toAny(in).getDataSection();
  Submitted fact;
  std::memcpy(static_cast<void*>(&fact), bytes.begin(), std::min(bytes.size(), submitted_bytes));
  return fact;
}

void write(const Accepted& fact, batch::Accepted::Builder out) { write_act(fact, out); }

Accepted read(batch::Accepted::Reader in) { return read_act<Accepted>(in); }

void write(const Finished& fact, batch::Finished::Builder out) {
  write_act(fact, out);
  out.setTextLength(fact.text_length);
  out.setAttachmentsLength(fact.attachments_length);
  out.setVerificationDue(fact.verification_due);
  out.setVerifier(fact.verifier.value);
}

Finished read(batch::Finished::Reader in) {
  Finished fact = read_act<Finished>(in);
  fact.text_length = in.getTextLength();
  fact.attachments_length = in.getAttachmentsLength();
  fact.verification_due = in.getVerificationDue();
  fact.verifier.value = in.getVerifier();
  return fact;
}

void write(const Closed& fact, batch::Closed::Builder out) {
  write_act(fact, out);
  out.setTextLength(fact.text_length);
  out.setRatingDue(fact.rating_due);
  out.setReopeningDue(fact.reopening_due);
}

Closed read(batch::Closed::Reader in) {
  Closed fact = read_act<Closed>(in);
  fact.text_length = in.getTextLength();
  fact.rating_due = in.getRatingDue();
  fact.reopening_due = in.getReopeningDue();
  return fact;
}

void write(const Acted& fact, batch::Acted::Builder out) {
  write_act(fact, out);
  out.setLead(fact.lead.raw());
  out.setHolder(fact.holder.value);
  out.setTo(fact.to.value);
  out.setDueAcceptance(fact.dues[Stage::acceptance]);
  out.setDueContainment(fact.dues[Stage::containment]);
  out.setDueResolution(fact.dues[Stage::resolution]);
  out.setTextLength(fact.text_length);
  out.setDeed(static_cast<std::uint8_t>(fact.deed));
  out.setState(static_cast<std::uint8_t>(fact.state));
  out.setActingStep(fact.acting_step);
  out.setEscalatedStep(fact.escalated_step);
  out.setUpward(fact.upward);
  out.setIsFinal(fact.is_final);
  out.setVerdict(fact.verdict);
  out.setChoice(fact.choice);
  out.setAttachmentsLength(fact.attachments_length);
  out.setWaits(fact.waits);
  out.setKeepsUsed(fact.keeps_used);
  out.setUndoesLate(fact.undoes_late);
  out.setIsLate(fact.is_late);
}

Acted read(batch::Acted::Reader in) {
  Acted fact = read_act<Acted>(in);
  fact.lead = Party::from_raw(in.getLead());
  fact.holder.value = in.getHolder();
  fact.to.value = in.getTo();
  fact.dues = {{in.getDueAcceptance(), in.getDueContainment(), in.getDueResolution()}};
  fact.text_length = in.getTextLength();
  fact.deed = static_cast<Deed>(in.getDeed());
  fact.state = static_cast<DemandState>(in.getState());
  fact.acting_step = in.getActingStep();
  fact.escalated_step = in.getEscalatedStep();
  fact.upward = in.getUpward();
  fact.is_final = in.getIsFinal();
  fact.verdict = in.getVerdict();
  fact.choice = in.getChoice();
  fact.attachments_length = in.getAttachmentsLength();
  fact.waits = in.getWaits();
  fact.keeps_used = in.getKeepsUsed();
  fact.undoes_late = in.getUndoesLate();
  fact.is_late = in.getIsLate();
  return fact;
}

void write(const Escalated& fact, batch::Escalated::Builder out) {
  out.setDemand(fact.demand.value);
  out.setPrevious(fact.previous.value);
  out.setDue(fact.due);
  out.setTo(fact.to.value);
  out.setHolder(fact.holder.value);
  out.setStage(static_cast<std::uint8_t>(fact.stage));
  out.setToStep(fact.to_step);
  out.setIsParked(fact.is_parked);
  write_urge(fact.urge, out);
}

Escalated read(batch::Escalated::Reader in) {
  return {.demand = {in.getDemand()},
          .previous = {in.getPrevious()},
          .due = in.getDue(),
          .to = {in.getTo()},
          .holder = {in.getHolder()},
          .stage = static_cast<Stage>(in.getStage()),
          .to_step = in.getToStep(),
          .is_parked = in.getIsParked(),
          .urge = read_urge(in)};
}

void write(const Sought& fact, batch::Sought::Builder out) {
  write_act(fact, out);
  out.setAnswerDue(fact.answer_due);
  out.setUntil(fact.until);
  out.setWhom(fact.whom.raw());
  out.setByAmount(fact.by.amount);
  out.setByUnit(static_cast<std::uint8_t>(fact.by.unit));
  out.setTextLength(fact.text_length);
  out.setWhat(static_cast<std::uint8_t>(fact.what));
  out.setExtends(fact.extends);
}

Sought read(batch::Sought::Reader in) {
  Sought fact = read_act<Sought>(in);
  fact.answer_due = in.getAnswerDue();
  fact.until = in.getUntil();
  fact.whom = Party::from_raw(in.getWhom());
  fact.by = {in.getByAmount(), static_cast<LimitUnit>(in.getByUnit())};
  fact.text_length = in.getTextLength();
  fact.what = static_cast<Pending>(in.getWhat());
  fact.extends = in.getExtends();
  return fact;
}

void write(const Assisted& fact, batch::Assisted::Builder out) {
  write_act(fact, out);
  out.setWho(fact.who.raw());
  out.setTextLength(fact.text_length);
  out.setIsDone(fact.is_done);
}

Assisted read(batch::Assisted::Reader in) {
  Assisted fact = read_act<Assisted>(in);
  fact.who = Party::from_raw(in.getWho());
  fact.text_length = in.getTextLength();
  fact.is_done = in.getIsDone();
  return fact;
}

void write(const Joined& fact, batch::Joined::Builder out) {
  write_act(fact, out);
  out.setHead(fact.head.value);
  out.setTextLength(fact.text_length);
  out.setBond(static_cast<std::uint8_t>(fact.bond));
}

Joined read(batch::Joined::Reader in) {
  Joined fact = read_act<Joined>(in);
  fact.head.value = in.getHead();
  fact.text_length = in.getTextLength();
  fact.bond = static_cast<Bond>(in.getBond());
  return fact;
}

void write(const Gathered& fact, batch::Gathered::Builder out) {
  out.setDemand(fact.demand.value);
  out.setPrevious(fact.previous.value);
  out.setMember(fact.member.value);
  out.setVoices(fact.voices);
  out.setSeverity(fact.severity);
  out.setHasParted(fact.has_parted);
}

Gathered read(batch::Gathered::Reader in) {
  return {DemandId{in.getDemand()}, Position{in.getPrevious()}, DemandId{in.getMember()},
          in.getVoices(),           in.getSeverity(),           in.getHasParted()};
}

void write(const Recurred& fact, batch::Recurred::Builder out) {
  out.setDemand(fact.demand.value);
  out.setPrevious(fact.previous.value);
  out.setFirst(fact.first.value);
  out.setPlace(fact.place.value);
  out.setTo(fact.to.value);
  out.setHolder(fact.holder.value);
  out.setCount(fact.count);
  out.setWhat(static_cast<std::uint8_t>(fact.what));
  out.setClassNumber(fact.class_number);
}

Recurred read(batch::Recurred::Reader in) {
  return {.demand = DemandId{in.getDemand()},
          .previous = Position{in.getPrevious()},
          .first = DemandId{in.getFirst()},
          .place = PlaceId{in.getPlace()},
          .to = PostId{in.getTo()},
          .holder = PersonId{in.getHolder()},
          .count = in.getCount(),
          .what = static_cast<Recurrence>(in.getWhat()),
          .class_number = in.getClassNumber()};
}

void write(const Moved& fact, batch::Moved::Builder out) {
  write_act(fact, out);
  out.setPlace(fact.place.value);
  out.setRoad(fact.road.value);
  out.setChain(fact.chain.value);
  out.setOffers(fact.offers.value);
  out.setLead(fact.lead.raw());
  out.setHolder(fact.holder.value);
  out.setDueFirst(fact.dues.of[0]);
  out.setDueContainment(fact.dues.of[1]);
  out.setDueResolution(fact.dues.of[2]);
  out.setTextLength(fact.text_length);
  out.setActingStep(fact.acting_step);
  out.setWaits(fact.waits);
  out.setForgetsSubject(fact.forgets_subject);
}

Moved read(batch::Moved::Reader in) {
  Moved fact = read_act<Moved>(in);
  fact.place.value = in.getPlace();
  fact.road.value = in.getRoad();
  fact.chain.value = in.getChain();
  fact.offers.value = in.getOffers();
  fact.lead = Party::from_raw(in.getLead());
  fact.holder.value = in.getHolder();
  fact.dues = {{in.getDueFirst(), in.getDueContainment(), in.getDueResolution()}};
  fact.text_length = in.getTextLength();
  fact.acting_step = in.getActingStep();
  fact.waits = in.getWaits();
  fact.forgets_subject = in.getForgetsSubject();
  return fact;
}

void write(const Reclassified& fact, batch::Reclassified::Builder out) {
  write_act(fact, out);
  out.setChain(fact.chain.value);
  out.setOffers(fact.offers.value);
  out.setLead(fact.lead.raw());
  out.setHolder(fact.holder.value);
  out.setDueFirst(fact.dues.of[0]);
  out.setDueContainment(fact.dues.of[1]);
  out.setDueResolution(fact.dues.of[2]);
  out.setCategory(fact.category.value);
  out.setTextLength(fact.text_length);
  out.setCondition(fact.condition);
  out.setSeverity(fact.severity);
  out.setSeverityAlone(fact.severity_alone);
  out.setState(static_cast<std::uint8_t>(fact.state));
  out.setActingStep(fact.acting_step);
  out.setEscalatedStep(fact.escalated_step);
  out.setWaits(fact.waits);
  out.setBegins(fact.begins);
  out.setIsRestricted(fact.is_restricted);
}

Reclassified read(batch::Reclassified::Reader in) {
  Reclassified fact = read_act<Reclassified>(in);
  fact.chain.value = in.getChain();
  fact.offers.value = in.getOffers();
  fact.lead = Party::from_raw(in.getLead());
  fact.holder.value = in.getHolder();
  fact.dues = {{in.getDueFirst(), in.getDueContainment(), in.getDueResolution()}};
  fact.category.value = in.getCategory();
  fact.text_length = in.getTextLength();
  fact.condition = in.getCondition();
  fact.severity = in.getSeverity();
  fact.severity_alone = in.getSeverityAlone();
  fact.state = static_cast<DemandState>(in.getState());
  fact.acting_step = in.getActingStep();
  fact.escalated_step = in.getEscalatedStep();
  fact.waits = in.getWaits();
  fact.begins = in.getBegins();
  fact.is_restricted = in.getIsRestricted();
  return fact;
}

void write(const Reassigned& fact, batch::Reassigned::Builder out) {
  out.setDemand(fact.demand.value);
  out.setPrevious(fact.previous.value);
  out.setDue(fact.due);
  out.setAcceptanceDue(fact.acceptance_due);
  out.setLead(fact.lead.raw());
  out.setHolder(fact.holder.value);
  out.setActingStep(fact.acting_step);
  out.setEscalatedStep(fact.escalated_step);
  out.setSkipped(fact.skipped);
  out.setToDeputy(fact.to_deputy);
  write_urge(fact.urge, out);
}

Reassigned read(batch::Reassigned::Reader in) {
  return {.demand = {in.getDemand()},
          .previous = {in.getPrevious()},
          .due = in.getDue(),
          .acceptance_due = in.getAcceptanceDue(),
          .lead = Party::from_raw(in.getLead()),
          .holder = {in.getHolder()},
          .acting_step = in.getActingStep(),
          .escalated_step = in.getEscalatedStep(),
          .skipped = in.getSkipped(),
          .to_deputy = in.getToDeputy(),
          .urge = read_urge(in)};
}

void write(const Warned& fact, batch::Warned::Builder out) { write_stage(fact, out); }
Warned read(batch::Warned::Reader in) { return read_stage<Warned>(in); }
void write(const Lapsed& fact, batch::Lapsed::Builder out) { write_stage(fact, out); }
Lapsed read(batch::Lapsed::Reader in) { return read_stage<Lapsed>(in); }

void write(const Urged& fact, batch::Urged::Builder out) {
  out.setDemand(fact.demand.value);
  out.setPrevious(fact.previous.value);
  out.setDue(fact.due);
  out.setTo(fact.to.value);
  out.setHolder(fact.holder.value);
  out.setToStep(fact.to_step);
  out.setStep(fact.step);
  out.setSkipped(fact.skipped);
  write_urge(fact.urge, out);
}

Urged read(batch::Urged::Reader in) {
  return {.demand = {in.getDemand()},
          .previous = {in.getPrevious()},
          .due = in.getDue(),
          .to = {in.getTo()},
          .holder = {in.getHolder()},
          .to_step = in.getToStep(),
          .step = in.getStep(),
          .skipped = in.getSkipped(),
          .urge = read_urge(in)};
}

void write(const Noticed& fact, batch::Noticed::Builder out) {
  out.setDemand(fact.demand.value);
  out.setPrevious(fact.previous.value);
  out.setGrows(fact.grows.value);
  out.setFirst(fact.first.value);
  out.setNotBefore(fact.not_before);
  out.setCount(fact.count);
  out.setTo(fact.to.raw());
  out.setHolder(fact.holder.value);
  out.setCompound(fact.compound.value);
  out.setKind(static_cast<std::uint8_t>(fact.kind));
  out.setClassNumber(fact.class_number);
  out.setSummons(fact.summons.value);
}

Noticed read(batch::Noticed::Reader in) {
  return {.demand = {in.getDemand()},
          .previous = {in.getPrevious()},
          .grows = {in.getGrows()},
          .first = {in.getFirst()},
          .not_before = in.getNotBefore(),
          .count = in.getCount(),
          .to = Party::from_raw(in.getTo()),
          .holder = {in.getHolder()},
          .compound = {in.getCompound()},
          .kind = static_cast<NoticeKind>(in.getKind()),
          .class_number = in.getClassNumber(),
          .summons = {in.getSummons()}};
}

void write(const Delivered& fact, batch::Delivered::Builder out) {
  out.setDemand(fact.demand.value);
  out.setPrevious(fact.previous.value);
  out.setNotice(fact.notice.value);
  out.setCount(fact.count);
  out.setAttempts(fact.attempts);
  out.setStatus(fact.status);
  out.setIsGivenUp(fact.is_given_up);
  out.setIsDropped(fact.is_dropped);
}

Delivered read(batch::Delivered::Reader in) {
  return {.demand = {in.getDemand()},
          .previous = {in.getPrevious()},
          .notice = {in.getNotice()},
          .count = in.getCount(),
          .attempts = in.getAttempts(),
          .status = in.getStatus(),
          .is_given_up = in.getIsGivenUp(),
          .is_dropped = in.getIsDropped()};
}

void write(const PoliciesMigrated& fact, batch::PoliciesMigrated::Builder out) {
  out.setSession(fact.session.value);
  out.setSequence(fact.sequence);
  out.setVersion(fact.version);
}

PoliciesMigrated read(batch::PoliciesMigrated::Reader in) {
  return {.session = {in.getSession()}, .sequence = in.getSequence(), .version = in.getVersion()};
}

void write(const SituationDeclared& fact, batch::SituationDeclared::Builder out) {
  write_numbers(fact.session, fact.sequence, out);
  out.setAccount(fact.account.value);
  out.setAs(fact.as.raw());
  out.setPlace(fact.place.value);
  out.setSince(fact.since);
  out.setSituation(fact.situation.value);
  out.setRecorded(fact.recorded);
}

SituationDeclared read(batch::SituationDeclared::Reader in) {
  return {.session = {in.getSession()},
          .sequence = in.getSequence(),
          .account = {in.getAccount()},
          .as = Party::from_raw(in.getAs()),
          .place = {in.getPlace()},
          .since = in.getSince(),
          .situation = {in.getSituation()},
          .recorded = in.getRecorded()};
}

void write(const SituationEnded& fact, batch::SituationEnded::Builder out) {
  write_numbers(fact.session, fact.sequence, out);
  out.setAccount(fact.account.value);
  out.setAs(fact.as.raw());
  out.setPlace(fact.place.value);
  out.setSituation(fact.situation.value);
  out.setRecorded(fact.recorded);
}

SituationEnded read(batch::SituationEnded::Reader in) {
  return {.session = {in.getSession()},
          .sequence = in.getSequence(),
          .account = {in.getAccount()},
          .as = Party::from_raw(in.getAs()),
          .place = {in.getPlace()},
          .situation = {in.getSituation()},
          .recorded = in.getRecorded()};
}

template <class Fact, class Builder>
void write_who(const Fact& fact, Builder& out) {
  out.setWhoOffset(fact.who.offset);
  out.setWhoLength(fact.who.length);
}

void write(const Summoned& fact, batch::Summoned::Builder out) {
  write_act(fact, out);
  out.setPlace(fact.place.value);
  out.setDue(fact.due);
  write_who(fact, out);
  out.setForgets(fact.forgets.value);
  out.setTextLength(fact.text_length);
}

Summoned read(batch::Summoned::Reader in) {
  Summoned fact = read_act<Summoned>(in);
  fact.place.value = in.getPlace();
  fact.due = in.getDue();
  fact.who = {in.getWhoOffset(), in.getWhoLength()};
  fact.forgets.value = in.getForgets();
  fact.text_length = in.getTextLength();
  return fact;
}

void write(const Attended& fact, batch::Attended::Builder out) {
  out.setSummons(fact.summons.value);
  write_act(fact, out);
  out.setWho(fact.who.value);
  out.setTextLength(fact.text_length);
  out.setWhat(static_cast<std::uint8_t>(fact.what));
  out.setGrade(fact.grade);
  out.setIsLate(fact.is_late);
}

Attended read(batch::Attended::Reader in) {
  Attended fact = read_act<Attended>(in);
  fact.summons.value = in.getSummons();
  fact.who.value = in.getWho();
  fact.text_length = in.getTextLength();
  fact.what = static_cast<Attendance>(in.getWhat());
  fact.grade = in.getGrade();
  fact.is_late = in.getIsLate();
  return fact;
}

void write(const NotArrived& fact, batch::NotArrived::Builder out) {
  out.setSummons(fact.summons.value);
  out.setDemand(fact.demand.value);
  out.setPrevious(fact.previous.value);
  out.setDue(fact.due);
  out.setTo(fact.to.value);
  out.setHolder(fact.holder.value);
  write_who(fact, out);
}

NotArrived read(batch::NotArrived::Reader in) {
  return {.summons = {in.getSummons()},
          .demand = {in.getDemand()},
          .previous = {in.getPrevious()},
          .due = in.getDue(),
          .to = {in.getTo()},
          .holder = {in.getHolder()},
          .who = {in.getWhoOffset(), in.getWhoLength()}};
}

void write(const RecomputationBegun& fact, batch::RecomputationBegun::Builder out) {
  write_numbers(fact.session, fact.sequence, out);
  out.setVersion(fact.version);
}

RecomputationBegun read(batch::RecomputationBegun::Reader in) {
  return {.session = {in.getSession()}, .sequence = in.getSequence(), .version = in.getVersion()};
}

void write(const Rescheduled& fact, batch::Rescheduled::Builder out) {
  out.setDemand(fact.demand.value);
  out.setPrevious(fact.previous.value);
  out.setJob(fact.job.value);
  out.setDueFirst(fact.dues.of[0]);
  out.setDueContainment(fact.dues.of[1]);
  out.setDueResolution(fact.dues.of[2]);
  out.setSince(fact.since);
  out.setWhy(static_cast<std::uint8_t>(fact.why));
  out.setWaits(fact.waits);
}

Rescheduled read(batch::Rescheduled::Reader in) {
  return {.demand = {in.getDemand()},
          .previous = {in.getPrevious()},
          .job = {in.getJob()},
          .dues = {{in.getDueFirst(), in.getDueContainment(), in.getDueResolution()}},
          .since = in.getSince(),
          .why = static_cast<JobKind>(in.getWhy()),
          .waits = in.getWaits()};
}

void write(const Rerouted& fact, batch::Rerouted::Builder out) {
  out.setDemand(fact.demand.value);
  out.setPrevious(fact.previous.value);
  out.setJob(fact.job.value);
  out.setPlace(fact.place.value);
  out.setRoad(fact.road.value);
  out.setChain(fact.chain.value);
  out.setOffers(fact.offers.value);
  out.setLead(fact.lead.raw());
  out.setHolder(fact.holder.value);
  out.setTo(fact.to.value);
  out.setAsked(fact.asked.raw());
  out.setDueFirst(fact.dues.of[0]);
  out.setDueContainment(fact.dues.of[1]);
  out.setDueResolution(fact.dues.of[2]);
  out.setState(static_cast<std::uint8_t>(fact.state));
  out.setActingStep(fact.acting_step);
  out.setEscalatedStep(fact.escalated_step);
  out.setAssistantsGone(fact.assistants_gone);
}

Rerouted read(batch::Rerouted::Reader in) {
  return {.demand = DemandId{in.getDemand()},
          .previous = Position{in.getPrevious()},
          .job = Position{in.getJob()},
          .place = PlaceId{in.getPlace()},
          .road = PlaceId{in.getRoad()},
          .chain = ChainId{in.getChain()},
          .offers = OffersId{in.getOffers()},
          .lead = Party::from_raw(in.getLead()),
          .holder = PersonId{in.getHolder()},
          .to = PostId{in.getTo()},
          .asked = Party::from_raw(in.getAsked()),
          .dues = {{in.getDueFirst(), in.getDueContainment(), in.getDueResolution()}},
          .state = static_cast<DemandState>(in.getState()),
          .acting_step = in.getActingStep(),
          .escalated_step = in.getEscalatedStep(),
          .assistants_gone = in.getAssistantsGone()};
}

void write(const JobEnded& fact, batch::JobEnded::Builder out) { out.setJob(fact.job.value); }
JobEnded read(batch::JobEnded::Reader in) { return {.job = {in.getJob()}}; }

void write(const Declined& fact, batch::Declined::Builder out) {
  write_numbers(fact.session, fact.sequence, out);
  write_refusal(fact.refusal, out);
}

Declined read(batch::Declined::Reader in) {
  return {.session = {in.getSession()}, .sequence = in.getSequence(), .refusal = read_refusal(in)};
}

void write(const ChainInterned& fact, batch::ChainInterned::Builder out) {
  out.setChain(fact.chain.value);
  auto posts = out.initPosts(fact.count);
  for (unsigned step = 0; step < fact.count; ++step) posts.set(step, fact.posts[step].value);
}

ChainInterned read(batch::ChainInterned::Reader in) {
  const auto posts = in.getPosts();
  KJ_REQUIRE(posts.size() <= chain_posts_max, "a chain is too long");
  ChainInterned fact{.chain = {in.getChain()}, .count = static_cast<std::uint8_t>(posts.size())};
  for (unsigned step = 0; step < posts.size(); ++step) fact.posts[step].value = posts[step];
  return fact;
}

void write(const OffersInterned& fact, batch::OffersInterned::Builder out) {
  out.setOffers(fact.offers.value);
  out.setListOffset(fact.list.offset);
  out.setListLength(fact.list.length);
}

OffersInterned read(batch::OffersInterned::Reader in) {
  return {.offers = {in.getOffers()}, .list = {in.getListOffset(), in.getListLength()}};
}

void write(const SessionOpened& fact, batch::SessionOpened::Builder out) {
  out.setSession(fact.session.value);
  out.setAccount(fact.account.value);
  out.setSpool(bytes_of(fact.spool));
  if (fact.first != 1) out.setFirst(fact.first);
}

SessionOpened read(batch::SessionOpened::Reader in) {
  return {.session = {in.getSession()},
          .account = {in.getAccount()},
          .spool = array_of<sizeof(SpoolId)>(in.getSpool()),
          .first = std::max(in.getFirst(), std::uint32_t{1})};
}

void write(const AccountAdded& fact, batch::AccountAdded::Builder out) {
  out.setAccount(fact.account.value);
  write_numbers(fact.session, fact.sequence, out);
  out.setKind(static_cast<std::uint8_t>(fact.kind));
  out.setTokenHash(bytes_of(fact.token_hash));
  out.setRightsOffset(fact.rights.offset);
  out.setRightsLength(fact.rights.length);
}

AccountAdded read(batch::AccountAdded::Reader in) {
  return {.account = {in.getAccount()},
          .session = {in.getSession()},
          .sequence = in.getSequence(),
          .kind = static_cast<AccountKind>(in.getKind()),
          .token_hash = array_of<sizeof(TokenHash)>(in.getTokenHash()),
          .rights = {in.getRightsOffset(), in.getRightsLength()}};
}

void write(const AccountEnded& fact, batch::AccountEnded::Builder out) {
  out.setAccount(fact.account.value);
  write_numbers(fact.session, fact.sequence, out);
}

AccountEnded read(batch::AccountEnded::Reader in) {
  return {.account = {in.getAccount()}, .session = {in.getSession()}, .sequence = in.getSequence()};
}

void write(const LogBegun& fact, batch::LogBegun::Builder out) {
  out.setLog(bytes_of(fact.log));
  out.setClock(static_cast<std::uint8_t>(fact.clock));
}

LogBegun read(batch::LogBegun::Reader in) {
  return {.log = array_of<sizeof(LogId)>(in.getLog()), .clock = static_cast<ClockKind>(in.getClock())};
}

void write(const LossAccepted& fact, batch::LossAccepted::Builder out) {
  out.setLog(bytes_of(fact.log));
  out.setAfter(fact.after.value);
}

LossAccepted read(batch::LossAccepted::Reader in) {
  return {.log = array_of<sizeof(LogId)>(in.getLog()), .after = {in.getAfter()}};
}

void write(const ConfigurationBegun& fact, batch::ConfigurationBegun::Builder out) {
  write_numbers(fact.session, fact.sequence, out);
  out.setAccount(fact.account.value);
  out.setVersion(fact.version);
  out.setDrops(fact.drops.value);
}

ConfigurationBegun read(batch::ConfigurationBegun::Reader in) {
  return {.session = {in.getSession()},
          .sequence = in.getSequence(),
          .account = {in.getAccount()},
          .version = in.getVersion(),
          .drops = {in.getDrops()}};
}

void write(const RowStaged& fact, batch::RowStaged::Builder out) {
  out.setTable(static_cast<std::uint8_t>(fact.table));
  out.setCellsOffset(fact.cells.offset);
  out.setCellsLength(fact.cells.length);
  write_numbers(fact.session, fact.sequence, out);
}

RowStaged read(batch::RowStaged::Reader in) {
  return {.table = static_cast<TableKind>(in.getTable()),
          .cells = {in.getCellsOffset(), in.getCellsLength()},
          .session = {in.getSession()},
          .sequence = in.getSequence()};
}

void write(const ConfigurationProposed& fact, batch::ConfigurationProposed::Builder out) {
  write_numbers(fact.session, fact.sequence, out);
  out.setAccount(fact.account.value);
  out.setRows(fact.rows);
  out.setDigest(fact.digest);
  out.setTextLength(fact.text_length);
}

ConfigurationProposed read(batch::ConfigurationProposed::Reader in) {
  return {.session = {in.getSession()},
          .sequence = in.getSequence(),
          .account = {in.getAccount()},
          .rows = in.getRows(),
          .digest = in.getDigest(),
          .text_length = in.getTextLength()};
}

void write(const ConfigurationAdopted& fact, batch::ConfigurationAdopted::Builder out) {
  out.setVersion(fact.version);
  out.setEffective(fact.effective);
  out.setDigest(fact.digest);
  out.setMovesDemands(fact.moves_demands);
  write_numbers(fact.session, fact.sequence, out);
  out.setAccount(fact.account.value);
}

ConfigurationAdopted read(batch::ConfigurationAdopted::Reader in) {
  return {.version = in.getVersion(),
          .effective = in.getEffective(),
          .digest = in.getDigest(),
          .moves_demands = in.getMovesDemands(),
          .session = {in.getSession()},
          .sequence = in.getSequence(),
          .account = {in.getAccount()}};
}

void write(const ConfigurationRejected& fact, batch::ConfigurationRejected::Builder out) {
  write_numbers(fact.session, fact.sequence, out);
  out.setAccount(fact.account.value);
  out.setTextLength(fact.text_length);
  out.setProposal(fact.proposal.value);
}

ConfigurationRejected read(batch::ConfigurationRejected::Reader in) {
  return {.session = {in.getSession()},
          .sequence = in.getSequence(),
          .account = {in.getAccount()},
          .text_length = in.getTextLength(),
          .proposal = {in.getProposal()}};
}

void write(const ConfigurationScheduled& fact, batch::ConfigurationScheduled::Builder out) {
  write_numbers(fact.session, fact.sequence, out);
  out.setAccount(fact.account.value);
  out.setProposal(fact.proposal.value);
  out.setEffective(fact.effective);
}

ConfigurationScheduled read(batch::ConfigurationScheduled::Reader in) {
  return {.session = {in.getSession()},
          .sequence = in.getSequence(),
          .account = {in.getAccount()},
          .proposal = {in.getProposal()},
          .effective = in.getEffective()};
}

void write(const ConfigurationPutOff& fact, batch::ConfigurationPutOff::Builder out) {
  out.setProposal(fact.proposal.value);
  out.setEffective(fact.effective);
  write_refusal(fact.why, out);
}

ConfigurationPutOff read(batch::ConfigurationPutOff::Reader in) {
  return {.proposal = {in.getProposal()}, .effective = in.getEffective(), .why = read_refusal(in)};
}

void write(const DescribedFact& fact, batch::DescribedFact::Builder out) {
  write_numbers(fact.session, fact.sequence, out);
  out.setDemand(fact.demand.value);
  out.setPrevious(fact.previous.value);
  out.setFieldsOffset(fact.fields.offset);
  out.setFieldsLength(fact.fields.length);
  out.setKind(fact.kind.value);
  out.setTextLength(fact.text_length);
  out.setAttachmentsLength(fact.attachments_length);
}

DescribedFact read(batch::DescribedFact::Reader in) {
  return {.kind = {in.getKind()},
          .session = {in.getSession()},
          .sequence = in.getSequence(),
          .demand = {in.getDemand()},
          .previous = {in.getPrevious()},
          .fields = {in.getFieldsOffset(), in.getFieldsLength()},
          .text_length = in.getTextLength(),
          .attachments_length = in.getAttachmentsLength()};
}

}  // namespace wangge::wire
