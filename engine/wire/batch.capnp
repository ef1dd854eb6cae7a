@0xdb1f4c5c0a7e9d36;
# One batch of the log: the facts that follow one another from `firstPosition` on, in one segment, without a segment
# table. The same bytes must be readable in ten years: fields are only added, at the end; a default means "as before";
# a changed meaning is a new kind of fact.
#
# There is one list per kind of fact, so that each list has the stride of its own struct, and `kinds` puts the lists
# together again: its n-th byte is the kind of the n-th fact (the numbers stand in engine/wire/facts.h), which is the
# next one of its list. Numbers are plain integers, none is a capnp enum: what a number means stands in engine/model.

using Cxx = import "/capnp/c++.capnp";
$Cxx.namespace("wangge::wire::batch");

struct Batch {
  firstPosition @0 :UInt64;
  at @1 :UInt32;              # seconds since 1970
  hashAlgorithm @2 :UInt8;    # 1: SHA-256
  previousHash @3 :Data;      # of the batch before; zeros in the first one
  kinds @4 :Data;
  blob @5 :Data;              # what the offsets and lengths in facts point into
  commitments @6 :Data;       # one hash for each contact, in the order of the facts

  submitted @7 :List(Submitted);
  submittedAsides @8 :List(SubmittedAside);
  accepted @9 :List(Accepted);
  finished @10 :List(Finished);
  closed @11 :List(Closed);
  escalated @12 :List(Escalated);
  declined @13 :List(Declined);
  chainInterned @14 :List(ChainInterned);
  offersInterned @15 :List(OffersInterned);
  sessionOpened @16 :List(SessionOpened);
  accountAdded @17 :List(AccountAdded);
  accountEnded @18 :List(AccountEnded);
  logBegun @19 :List(LogBegun);
  lossAccepted @20 :List(LossAccepted);
  configurationBegun @21 :List(ConfigurationBegun);
  rowStaged @22 :List(RowStaged);
  configurationAdopted @23 :List(ConfigurationAdopted);
  acted @24 :List(Acted);
  reassigned @25 :List(Reassigned);
  warned @26 :List(Warned);
  lapsed @27 :List(Lapsed);
  sought @28 :List(Sought);
  assisted @29 :List(Assisted);
  moved @30 :List(Moved);
  rare @31 :Rare;
  contents @32 :List(UInt32);  # of each fact that carries a number of a session, in their order: content_of() of its command in
                               # engine/model/content.h, 0 where it is not known. Empty: of none
}

struct Rare {
  # Lists of facts that few batches hold: one pointer in the others.
  urged @0 :List(Urged);
  noticed @1 :List(Noticed);
  delivered @2 :List(Delivered);
  policiesMigrated @3 :List(PoliciesMigrated);
  situationDeclared @4 :List(SituationDeclared);
  situationEnded @5 :List(SituationEnded);
  recomputationBegun @6 :List(RecomputationBegun);
  rescheduled @7 :List(Rescheduled);
  jobEnded @8 :List(JobEnded);
  joined @9 :List(Joined);
  gathered @10 :List(Gathered);
  recurred @11 :List(Recurred);
  summoned @12 :List(Summoned);
  attended @13 :List(Attended);
  notArrived @14 :List(NotArrived);
  rerouted @15 :List(Rerouted);
  reclassified @16 :List(Reclassified);
  configurationProposed @17 :List(ConfigurationProposed);
  configurationRejected @18 :List(ConfigurationRejected);
  configurationScheduled @19 :List(ConfigurationScheduled);
  configurationPutOff @20 :List(ConfigurationPutOff);
  describedFact @21 :List(DescribedFact);
}

struct Submitted {
  # Eight words, in the order of wangge::Submitted in memory, so that a fact is copied as it stands.
  session @0 :UInt32;
  sequence @1 :UInt32;
  place @2 :UInt32;
  road @3 :UInt32;
  occurred @4 :UInt32;
  dueAcceptance @5 :UInt32;
  dueContainment @6 :UInt32;
  dueResolution @7 :UInt32;
  chain @8 :UInt32;
  offers @9 :UInt32;
  lead @10 :UInt32;
  holder @11 :UInt32;
  complainedOf @12 :UInt32;
  category @13 :UInt16;
  condition @14 :UInt8;
  severity @15 :UInt8;         # in the low four bits; the fifth: resolution counts from the end of a situation; the sixth: it answers
                               # the questions of an earlier version; the seventh: it is restricted, as what it was split from
  textLength @16 :UInt16;
  version @17 :UInt16;
  contactLength @18 :UInt8;
  origin @19 :UInt8;
  reasons @20 :UInt8;         # FirstPostReason in three bits, whether it is checked before filing, LeadReason in four
  actingStep @21 :UInt8;
}

struct SubmittedAside {
  # What is rarely other than 0.
  index @0 :UInt32;             # in `submitted`; rising
  referenceLength @1 :UInt16;
  attachmentsLength @2 :UInt16;
  answersLength @3 :UInt16;
  subject @4 :UInt32;           # Subject::raw()
}

struct Accepted {
  demand @0 :UInt64;
  previous @1 :UInt64;
  session @2 :UInt32;
  sequence @3 :UInt32;
  account @4 :UInt32;
  as @5 :UInt32;
  recorded @6 :Bool;
  group @7 :UInt32;
}

struct Finished {
  demand @0 :UInt64;
  previous @1 :UInt64;
  session @2 :UInt32;
  sequence @3 :UInt32;
  account @4 :UInt32;
  as @5 :UInt32;
  textLength @6 :UInt16;
  recorded @7 :Bool;
  verificationDue @8 :UInt32;
  attachmentsLength @9 :UInt16;
  verifier @10 :UInt32;  # who is to verify; 0: nobody, or the fact is from before it said so
}

struct Closed {
  demand @0 :UInt64;
  previous @1 :UInt64;
  session @2 :UInt32;
  sequence @3 :UInt32;
  account @4 :UInt32;
  as @5 :UInt32;
  textLength @6 :UInt16;
  recorded @7 :Bool;
  ratingDue @8 :UInt32;
  reopeningDue @9 :UInt32;
}

struct Acted {
  demand @0 :UInt64;
  previous @1 :UInt64;
  session @2 :UInt32;
  sequence @3 :UInt32;
  account @4 :UInt32;
  as @5 :UInt32;
  lead @6 :UInt32;
  holder @7 :UInt32;
  to @8 :UInt32;
  dueAcceptance @9 :UInt32;   # what these three are for depends on the state: stage_of() in engine/model/demand.h
  dueContainment @10 :UInt32;
  dueResolution @11 :UInt32;
  textLength @12 :UInt16;
  deed @13 :UInt8;
  state @14 :UInt8;
  actingStep @15 :UInt8;
  escalatedStep @16 :UInt8;
  recorded @17 :Bool;
  upward @18 :Bool;
  isFinal @19 :Bool;
  verdict @20 :UInt16;
  choice @21 :UInt8;
  group @22 :UInt32;
  attachmentsLength @23 :UInt16;
  waits @24 :Bool;
  keepsUsed @25 :Bool;
  undoesLate @26 :Bool;
  isLate @27 :Bool;
}

struct Sought {
  demand @0 :UInt64;
  previous @1 :UInt64;
  session @2 :UInt32;
  sequence @3 :UInt32;
  account @4 :UInt32;
  as @5 :UInt32;
  answerDue @6 :UInt32;
  until @7 :UInt32;
  whom @8 :UInt32;
  byAmount @9 :UInt16;
  textLength @10 :UInt16;
  byUnit @11 :UInt8;
  what @12 :UInt8;
  recorded @13 :Bool;
  extends @14 :UInt32;
}

struct Assisted {
  demand @0 :UInt64;
  previous @1 :UInt64;
  session @2 :UInt32;
  sequence @3 :UInt32;
  account @4 :UInt32;
  as @5 :UInt32;
  who @6 :UInt32;
  textLength @7 :UInt16;
  isDone @8 :Bool;
  recorded @9 :Bool;
}

struct Moved {
  demand @0 :UInt64;
  previous @1 :UInt64;
  session @2 :UInt32;
  sequence @3 :UInt32;
  account @4 :UInt32;
  as @5 :UInt32;
  place @6 :UInt32;
  road @7 :UInt32;
  chain @8 :UInt32;
  offers @9 :UInt32;
  lead @10 :UInt32;
  holder @11 :UInt32;
  dueFirst @12 :UInt32;       # as in Acted
  dueContainment @13 :UInt32;
  dueResolution @14 :UInt32;
  textLength @15 :UInt16;
  actingStep @16 :UInt8;
  recorded @17 :Bool;
  waits @18 :Bool;
  forgetsSubject @19 :Bool;
}

struct Reclassified {
  demand @0 :UInt64;
  previous @1 :UInt64;
  session @2 :UInt32;
  sequence @3 :UInt32;
  account @4 :UInt32;
  as @5 :UInt32;
  chain @6 :UInt32;
  offers @7 :UInt32;
  lead @8 :UInt32;
  holder @9 :UInt32;
  dueFirst @10 :UInt32;       # as in Acted
  dueContainment @11 :UInt32;
  dueResolution @12 :UInt32;
  category @13 :UInt16;
  textLength @14 :UInt16;
  condition @15 :UInt8;
  severity @16 :UInt8;
  severityAlone @17 :UInt8;
  state @18 :UInt8;
  actingStep @19 :UInt8;
  escalatedStep @20 :UInt8;
  recorded @21 :Bool;
  waits @22 :Bool;
  begins @23 :Bool;
  isRestricted @24 :Bool;
}

struct Reassigned {
  demand @0 :UInt64;
  previous @1 :UInt64;
  due @2 :UInt32;
  acceptanceDue @3 :UInt32;
  lead @4 :UInt32;
  holder @5 :UInt32;
  actingStep @6 :UInt8;
  escalatedStep @7 :UInt8;
  skipped @8 :UInt8;
  toDeputy @9 :Bool;
  urgeDue @10 :UInt32;
  urgeStep @11 :UInt8;
  urgeRound @12 :UInt8;
  urgeUntil @13 :UInt8;
}

struct Urged {
  demand @0 :UInt64;
  previous @1 :UInt64;
  due @2 :UInt32;
  to @3 :UInt32;
  holder @4 :UInt32;
  toStep @5 :UInt8;
  step @6 :UInt8;
  skipped @7 :UInt8;
  urgeDue @8 :UInt32;
  urgeStep @9 :UInt8;
  urgeRound @10 :UInt8;
  urgeUntil @11 :UInt8;
}

struct Noticed {
  demand @0 :UInt64;
  previous @1 :UInt64;
  grows @2 :UInt64;
  first @3 :UInt64;
  notBefore @4 :UInt32;
  count @5 :UInt32;
  to @6 :UInt32;
  holder @7 :UInt32;
  compound @8 :UInt32;
  kind @9 :UInt8;
  classNumber @10 :UInt8;
  summons @11 :UInt64;
}

struct Delivered {
  demand @0 :UInt64;
  previous @1 :UInt64;
  notice @2 :UInt64;
  count @3 :UInt32;
  attempts @4 :UInt16;
  status @5 :UInt16;
  isGivenUp @6 :Bool;
  isDropped @7 :Bool;
}

struct PoliciesMigrated {
  session @0 :UInt32;
  sequence @1 :UInt32;
  version @2 :UInt16;
}

struct SituationDeclared {
  session @0 :UInt32;
  sequence @1 :UInt32;
  account @2 :UInt32;
  as @3 :UInt32;
  place @4 :UInt32;
  since @5 :UInt32;
  situation @6 :UInt16;
  recorded @7 :Bool;
}

struct SituationEnded {
  session @0 :UInt32;
  sequence @1 :UInt32;
  account @2 :UInt32;
  as @3 :UInt32;
  place @4 :UInt32;
  situation @5 :UInt16;
  recorded @6 :Bool;
}

struct RecomputationBegun {
  session @0 :UInt32;
  sequence @1 :UInt32;
  version @2 :UInt16;
}

struct Rescheduled {
  demand @0 :UInt64;
  previous @1 :UInt64;
  job @2 :UInt64;
  dueFirst @3 :UInt32;       # as in Acted
  dueContainment @4 :UInt32;
  dueResolution @5 :UInt32;
  since @6 :UInt32;
  why @7 :UInt8;
  waits @8 :Bool;
}

struct Rerouted {
  demand @0 :UInt64;
  previous @1 :UInt64;
  job @2 :UInt64;
  place @3 :UInt32;
  road @4 :UInt32;
  chain @5 :UInt32;
  offers @6 :UInt32;
  lead @7 :UInt32;
  holder @8 :UInt32;
  to @9 :UInt32;
  asked @10 :UInt32;
  dueFirst @11 :UInt32;
  dueContainment @12 :UInt32;
  dueResolution @13 :UInt32;
  state @14 :UInt8;
  actingStep @15 :UInt8;
  escalatedStep @16 :UInt8;
  assistantsGone @17 :UInt8;
}

struct JobEnded {
  job @0 :UInt64;
}

struct Joined {
  demand @0 :UInt64;
  previous @1 :UInt64;
  session @2 :UInt32;
  sequence @3 :UInt32;
  account @4 :UInt32;
  as @5 :UInt32;
  head @6 :UInt64;
  textLength @7 :UInt16;
  bond @8 :UInt8;
  recorded @9 :Bool;
}

struct Gathered {
  demand @0 :UInt64;
  previous @1 :UInt64;
  member @2 :UInt64;
  voices @3 :UInt32;
  severity @4 :UInt8;
  hasParted @5 :Bool;
}

struct Recurred {
  demand @0 :UInt64;
  previous @1 :UInt64;
  first @2 :UInt64;
  place @3 :UInt32;
  to @4 :UInt32;
  holder @5 :UInt32;
  count @6 :UInt32;
  what @7 :UInt8;
  classNumber @8 :UInt8;
}

struct Summoned {
  demand @0 :UInt64;
  previous @1 :UInt64;
  session @2 :UInt32;
  sequence @3 :UInt32;
  account @4 :UInt32;
  as @5 :UInt32;
  place @6 :UInt32;
  due @7 :UInt32;
  whoOffset @8 :UInt32;
  whoLength @9 :UInt32;
  forgets @10 :UInt64;
  textLength @11 :UInt16;
  recorded @12 :Bool;
}

struct Attended {
  summons @0 :UInt64;
  demand @1 :UInt64;
  previous @2 :UInt64;
  session @3 :UInt32;
  sequence @4 :UInt32;
  account @5 :UInt32;
  as @6 :UInt32;
  who @7 :UInt32;
  textLength @8 :UInt16;
  what @9 :UInt8;
  grade @10 :UInt8;
  isLate @11 :Bool;
  recorded @12 :Bool;
}

struct NotArrived {
  summons @0 :UInt64;
  demand @1 :UInt64;
  previous @2 :UInt64;
  due @3 :UInt32;
  to @4 :UInt32;
  holder @5 :UInt32;
  whoOffset @6 :UInt32;
  whoLength @7 :UInt32;
}

struct Warned {
  demand @0 :UInt64;
  previous @1 :UInt64;
  due @2 :UInt32;
  stage @3 :UInt8;
}

struct Lapsed {
  demand @0 :UInt64;
  previous @1 :UInt64;
  due @2 :UInt32;
  stage @3 :UInt8;
}

struct Escalated {
  demand @0 :UInt64;
  previous @1 :UInt64;
  due @2 :UInt32;
  to @3 :UInt32;
  holder @4 :UInt32;
  stage @5 :UInt8;
  toStep @6 :UInt8;
  isParked @7 :Bool;
  urgeDue @8 :UInt32;
  urgeStep @9 :UInt8;
  urgeRound @10 :UInt8;
  urgeUntil @11 :UInt8;
}

struct Declined {
  session @0 :UInt32;
  sequence @1 :UInt32;
  what @2 :UInt32;
  limit @3 :UInt32;
  reason @4 :UInt16;
}

struct ChainInterned {
  chain @0 :UInt32;
  posts @1 :List(UInt32);
}

struct OffersInterned {
  offers @0 :UInt32;
  listOffset @1 :UInt32;
  listLength @2 :UInt32;
}

struct SessionOpened {
  session @0 :UInt32;  # the next one, or one of the same account, which begins anew
  account @1 :UInt32;
  spool @2 :Data;
  first @3 :UInt32;    # number; 0: 1
}

struct AccountAdded {
  account @0 :UInt32;
  session @1 :UInt32;
  sequence @2 :UInt32;
  kind @3 :UInt8;
  tokenHash @4 :Data;
  rightsOffset @5 :UInt32;
  rightsLength @6 :UInt32;
}

struct AccountEnded {
  account @0 :UInt32;
  session @1 :UInt32;
  sequence @2 :UInt32;
}

struct LogBegun {
  log @0 :Data;
  clock @1 :UInt8;
}

struct LossAccepted {
  log @0 :Data;
  after @1 :UInt64;
}

struct ConfigurationBegun {
  version @0 :UInt16;
  session @1 :UInt32;
  sequence @2 :UInt32;
  account @3 :UInt32;
  drops @4 :UInt64;
}

struct RowStaged {
  table @0 :UInt8;
  cellsOffset @1 :UInt32;
  cellsLength @2 :UInt32;
  session @3 :UInt32;
  sequence @4 :UInt32;
}

struct ConfigurationProposed {
  session @0 :UInt32;
  sequence @1 :UInt32;
  account @2 :UInt32;
  rows @3 :UInt32;
  digest @4 :UInt64;
  textLength @5 :UInt16;
}

struct ConfigurationAdopted {
  version @0 :UInt16;
  effective @1 :UInt32;
  digest @2 :UInt64;
  movesDemands @3 :Bool;
  session @4 :UInt32;
  sequence @5 :UInt32;
  account @6 :UInt32;
}

struct ConfigurationRejected {
  session @0 :UInt32;
  sequence @1 :UInt32;
  account @2 :UInt32;
  textLength @3 :UInt16;
  proposal @4 :UInt64;
}

struct ConfigurationScheduled {
  session @0 :UInt32;
  sequence @1 :UInt32;
  account @2 :UInt32;
  proposal @3 :UInt64;
  effective @4 :UInt32;
}

struct ConfigurationPutOff {
  proposal @0 :UInt64;
  effective @1 :UInt32;
  reason @2 :UInt16;
  what @3 :UInt32;
  limit @4 :UInt32;
}

struct DescribedFact {
  # A fact of a register: every new kind of fact is one, and nothing here changes with it.
  session @0 :UInt32;
  sequence @1 :UInt32;
  demand @2 :UInt64;
  previous @3 :UInt64;
  fieldsOffset @4 :UInt32;  # in the blob: engine/model/described_bytes.h
  fieldsLength @5 :UInt32;
  kind @6 :UInt16;
  textLength @7 :UInt16;
  attachmentsLength @8 :UInt16;
}
