@0xbf83ed39f36dfcab;
# What a grid station's terminal and the engine say to each other over TCP, port 8243.
#
# A frame is 8 bytes of header and a body. Header, little-endian: u32 length of the body in bytes, a multiple of 8 and
# at most limits::frame_bytes_max; u32 `magic`. The body is the single segment of one message: ToEngine one way,
# ToTerminal the other. There is no segment table, the header's length stands for it.
#
# What a terminal says first is `hello`; it goes on when `welcome` has come. Each command has a sequence number,
# counted from 1 for each spool, and the commands of a frame have the numbers from `first` on without a gap. Frames
# and questions are answered in the order in which they came, also where an answer has to be read from the log; those
# about attachments when the store of attachments has answered. A terminal keeps within the credit of its welcome.
#
# Fields are only ever added; ids and numbers of enums are those of engine/model.

using Cxx = import "/capnp/c++.capnp";
$Cxx.namespace("wangge::wire::terminal");

const magic :UInt32 = 0x31474757;  # "WGG1"
# From version 2 on what is said now and then is described. Software of version 1 goes on submitting, acting and asking
# by the forms below; where it uses a form that is retired, it is told that it is of another version.
const protocolVersion :UInt16 = 2;
const oldestVersion :UInt16 = 1;

# ---------------------------------------------------------------------------------------------- terminal to engine

struct ToEngine {
  union {
    hello @0 :Hello;
    submit @1 :SubmitFrame;
    act @2 :ActFrame;
    retired3 @3 :Void;
    ask @4 :Question;
    ping @5 :UInt32;  # comes back in `pong`
    stage @6 :StageFrame;
    described @7 :DescribedFrame;
  }
}

struct Hello {
  version @0 :UInt16;
  software @1 :Text;       # printed, never compared
  token @2 :Data;          # 32 bytes
  spool @3 :Data;          # 16 bytes, random, made with the spool
  lastLog @4 :Data;        # 16 bytes: of the last acknowledgement ever seen; empty where there was none
  lastPosition @5 :UInt64;
  first @6 :UInt32;        # below it everything is answered: where the engine knows less of this spool by this token, and its log is
                           # the one that answered, the numbers go on from here
}

struct SubmitFrame {
  first @0 :UInt32;
  demands @1 :List(Demand);
  texts @2 :Data;  # of each demand in turn: text, contact, reference, attachments, answers; nothing between or after them
  answered @3 :List(Answered);
  subjects @4 :List(DemandSubject);  # of those that name an asset or a door, in the order of demands
}

struct Answered {  # of a demand that answers to its category's questions, or that was asked them under a version of before
  index @0 :UInt32;         # in `demands`; rising
  answersBytes @1 :UInt16;  # code=value, one a line
  askedVersion @2 :UInt16;  # of the configuration whose questions were asked; 0: the one in force
}

struct DemandSubject {
  index @0 :UInt32;    # in `demands`
  subject @1 :UInt32;  # Subject::raw()
}

struct Demand {  # 32 bytes; see Submit in engine/model/command.h
  kind @0 :UInt8;
  reporter @1 :UInt8;
  condition @2 :UInt8;
  severity @3 :UInt8;
  category @4 :UInt16;
  contactBytes @5 :UInt16;
  place @6 :UInt32;
  road @7 :UInt32;
  complainedOf @8 :UInt32;  # Party::raw()
  occurred @9 :UInt32;      # seconds since 1970 by the terminal's clock; 0: now
  textBytes @10 :UInt32;
  referenceBytes @11 :UInt16;
  attachmentsBytes @12 :UInt16;
}

struct ActFrame {
  first @0 :UInt32;
  acts @1 :List(Act);
  texts @2 :Data;  # of each in turn: note, attachments
}

enum Deed {
  accept @0;
  finish @1;
  close @2;
  contain @3;
  sendBack @4;
  transfer @5;
  note @6;
  verify @7;
  rework @8;
  escalate @9;
  withdraw @10;
  rate @11;
  callBack @12;
  reopen @13;
  file @14;
  dismiss @15;
  divert @16;
  split @17;
  callIn @18;
  assist @19;
  extend @20;
  suspend @21;
  approve @22;
  refuse @23;
  resume @24;
  move @25;
  offer @26;
  takeOver @27;
  join @28;
  part @29;
  gather @30;
  restrict @31;
  unrestrict @32;
  reclassify @33;
  appeal @34;
  grant @35;
  reject @36;
}

struct Act {
  demand @0 :UInt64;  # its id: the number without the check digits
  as @1 :UInt32;      # Party::raw() of the post or organisation that acts; 0: the terminal itself, for the resident
  noteBytes @2 :UInt32;
  deed @3 :Deed;
  to @4 :UInt32;      # transfer, offer: Party::raw() of the new lead; callIn: of who is to assist
  verdict @5 :UInt16;     # rate, callBack: Verdict::packed() in engine/model/demand.h
  lookUpCode @6 :UInt32;  # of the receipt: a terminal needs it for a restricted demand, and to rate one of other grids
  choice @7 :UInt8;       # dismiss: Dismissal; divert: Elsewhere
  condition @8 :UInt8;    # split: of the part; reclassify
  category @9 :UInt16;    # split: of the part; reclassify
  limitAmount @10 :UInt16;  # extend
  limitUnit @11 :UInt8;     # extend: LimitUnit
  until @12 :UInt32;      # suspend: seconds since 1970
  place @13 :UInt32;      # move
  road @14 :UInt32;       # move
  group @15 :UInt32;      # what is done together has one number, any but 0
  attachmentsBytes @16 :UInt16;  # finish and some others: references, one a line
  bond @17 :UInt8;        # join: Bond
  head @18 :UInt64;       # join
}

struct StageFrame {  # rows of a configuration, after BeginConfiguration of the same session: an ops account's
  first @0 :UInt32;
  rows @1 :List(Row);
  cells @2 :Data;  # of each in turn: encode_row() in engine/model/blob.h
}

struct Row {
  cellsBytes @0 :UInt32;
  table @1 :UInt8;  # TableKind
}

struct DescribedFrame {  # commands of registers, engine/registers; or one of engine/model/command_description.h
  first @0 :UInt32;
  commands @1 :List(DescribedCommand);
  bytes @2 :Data;  # of each in turn: fields, text, attachments
}

struct DescribedCommand {
  kind @0 :UInt16;        # CommandKind
  demand @1 :UInt64;      # that it is about; 0: none
  fieldsBytes @2 :UInt32; # as engine/model/described_bytes.h writes them
  textBytes @3 :UInt32;   # the one that goes beside the fields
  attachmentsBytes @4 :UInt16;  # references, one a line
}

struct Question {
  id @0 :UInt32;  # comes back in the answer
  union {         # at most limits::question_rows_max rows in each list
    status @1 :List(Claim);
    idsOf @2 :Codes;
    namesOf @3 :Ids;
    history @4 :Claim;
    retired5 @5 :Void;
    queue @6 :QueueQuestion;
    watch @7 :QueueQuestion;  # from now on, by `changed`; at most limits::session_watches_max at a time
    unwatch @8 :UInt32;       # the board
    retired9 @9 :Void;
    retired10 @10 :Void;
    retired12 @12 :Void;
    retired11 @11 :Void;
    retired13 @13 :Void;
    retired14 @14 :Void;
    retired15 @15 :Void;
    retired16 @16 :Void;
    retired17 @17 :Void;
    retired18 @18 :Void;
    retired19 @19 :Void;
    retired20 @20 :Void;
    described @21 :DescribedQuestion;
  }
}

# Any other question, as a struct of its kind says: engine/views/questions.h, adapters/terminal/messages.h and those of
# engine/registers. An attachment is sent after the fact that names it: offered, then chunk by chunk from where the
# answer says, over one connection or several. It is whole when the answer says so: then it is what the hash says, of a
# type that is taken, and on the disk.
struct DescribedQuestion {
  kind @0 :UInt16;   # QuestionKind
  fields @1 :Data;   # as engine/model/described_bytes.h writes them
}

struct QueueQuestion {
  owner @0 :UInt32;        # Party::raw() of a post or organisation: what it must act on
  scope @1 :UInt32;        # without an owner: a grid, community, subdistrict or the city: what has been escalated there
  classNumber @2 :UInt8;   # 0: any
  severity @3 :UInt8;      # 1 to this; 0: any
  level @4 :UInt8;         # escalated to a post of this Level or higher; 0: any
  anyState @5 :Bool;
  state @6 :UInt8;         # DemandState
  lateOnly @7 :Bool;
}

struct Claim {
  demand @0 :UInt64;
  lookUpCode @1 :UInt32;  # of the receipt; a terminal needs none for a demand of its grids that is not restricted. A wrong one shows nothing
}

enum Noun {
  place @0;
  post @1;
  person @2;
  organisation @3;
  category @4;
  situation @5;
  asset @6;
  door @7;
}

struct Codes {
  noun @0 :Noun;
  codes @1 :List(Text);
}

struct Ids {
  noun @0 :Noun;
  ids @1 :List(UInt32);
}

# ---------------------------------------------------------------------------------------------- engine to terminal

struct ToTerminal {
  union {
    welcome @0 :Welcome;
    turnedAway @1 :Refusal;      # to a hello; the connection ends
    acknowledged @2 :Acknowledged;
    busy @3 :Busy;
    expected @4 :UInt32;         # the frame's first number was above this: nothing of it was taken
    answer @5 :Answer;
    pong @6 :UInt32;
    protocolError @7 :ProtocolError;  # the connection ends
    replaced @8 :Void;           # another connection of the same session took over; this one ends
    changed @9 :QueueChange;     # of a queue that is watched; nobody asked for this one
  }
}

struct Welcome {
  version @0 :UInt16;
  credit @1 :Credit;
  serverTime @2 :UInt32;
  logId @3 :Data;
  position @4 :UInt64;         # the last of the log
  expected @5 :UInt32;         # the next sequence number
  newSession @6 :Bool;         # nothing was ever received from this spool
  configurationVersion @7 :UInt16;
  accountName @8 :Text;
  accountKind @9 :UInt8;
  everyGrid @10 :Bool;         # may submit for all; `grids` then holds none
  grids @11 :List(Named);      # at most limits::question_rows_max
  gridsLeftOut @12 :UInt32;
  account @13 :UInt32;
  isLastOfOps @14 :Bool;       # no other account of ops is in force
}

struct Credit {  # what may be under way, unanswered
  frames @0 :UInt32;    # questions and pings count too
  commands @1 :UInt32;
  bytes @2 :UInt32;     # of bodies
  frameBytes @3 :UInt32;     # of one body
  frameCommands @4 :UInt32;  # of one frame
}

struct Named {
  id @0 :UInt32;
  code @1 :Text;
  name @2 :Text;
  nameEn @3 :Text;  # where the city has one: of categories
}

struct Refusal {
  reason @0 :UInt16;  # Reason in engine/model/refusal.h
  what @1 :UInt32;
  limit @2 :UInt32;
}

struct Acknowledged {
  first @0 :UInt32;
  serverTime @1 :UInt32;
  outcomes @2 :List(Outcome);
}

struct Outcome {  # 40 bytes each
  position @0 :UInt64;  # of the event: the demand's id where it was submitted; 0: received earlier, no longer known
  repeat @1 :Bool;      # received earlier: this is what was answered then
  clockAhead @12 :Bool; # the time that was given lies ahead of serverTime: the terminal sets its clock
  union {
    taken :group {      # all 0 but for a demand that was submitted; of a summons acceptanceDue is by when to be there
      lead @2 :UInt32;  # Party::raw()
      holder @3 :UInt32;
      acceptanceDue @4 :UInt32;
      containmentDue @5 :UInt32;
      resolutionDue @6 :UInt32;
      lookUpCode @7 :UInt32;
      followUp @13 :UInt32;  # the post that follows up (跟办)
      checkFirst @14 :Bool;  # it is checked before filing: the first of the dues is for that
      waits @15 :Bool;       # its resolution counts from the end of a situation
    }
    declined :group {
      reason @8 :UInt16;
      what @9 :UInt32;
      limit @10 :UInt32;
    }
    account :group {    # that was added
      id @11 :UInt32;
    }
  }
}

struct Busy {  # nothing was taken, nothing is remembered
  retryMs @0 :UInt32;   # until then nothing more is read; it doubles with each refusal in a row, up to 32 times
  expected @1 :UInt32;  # send again from this number; where a question or hello was refused: that again
  question @2 :UInt32;  # the id of the question that was refused, 0 for a frame or a hello
}

struct Answer {
  question @0 :UInt32;
  union {
    status @1 :List(Status);
    ids @2 :List(UInt32);   # in the order of the codes; 0 where no such code is known
    names @3 :List(Named);  # in the order of the ids; id 0 where none is known
    history @4 :List(Data);  # what happened to a demand, the oldest first: each a step of engine/story/step.h, as
                             # engine/model/described_bytes.h writes them
    retired5 @5 :Void;
    queue @6 :Queue;
    watch @7 :QueueChange;  # the whole queue as it stood shortly before; board 0: not to be watched, or there are too many already.
                            # To `unwatch`: the board, nothing else
    retired8 @8 :Void;
    retired9 @9 :Void;
    retired11 @11 :Void;
    retired10 @10 :Void;
    retired12 @12 :Void;
    retired13 @13 :Void;
    retired14 @14 :Void;
    retired15 @15 :Void;
    retired16 @16 :Void;
    described @18 :DescribedAnswer;
  }
  damagedAt @17 :UInt64;  # the log cannot be read at this position, or is not what was written there, and the answer lacks what
                          # it would have said; ops have been told. 0: nothing is lacking
}

struct DescribedAnswer {
  known @0 :Bool;   # false: this engine does not know such a question, or not these fields of it
  fields @1 :Data;  # as engine/model/answer_bytes.h writes the question's Answer
}

struct QueueChange {
  board @0 :UInt32;         # the same for all changes of a queue
  from @1 :UInt64;          # the position of the queue that this changes; 0: this is the whole queue
  queue @2 :Queue;          # its rows: all, or those that are new or differ. Not known: not to be watched any more
  gone @3 :List(UInt64);    # demands of the rows before
}

struct Queue {
  known @0 :Bool;          # false: no such owner or scope, or it is not for this account to see; all else is empty
  position @1 :UInt64;     # of the log, as of which this is
  all @2 :UInt32;          # of those that match and are not hidden, the ones beyond the rows too
  late @3 :UInt32;
  warned @4 :UInt32;
  severity1 @5 :UInt32;
  severity2 @6 :UInt32;
  severity3 @7 :UInt32;
  severity4 @8 :UInt32;
  rows @9 :List(Status);   # at most 500, what burns most first
  at @10 :UInt32;          # when the engine was there
}

struct Status {
  demand @0 :UInt64;
  known @1 :Bool;     # false: no such demand, or it is not for this account to see without the code; all else is 0
  state @2 :UInt8;    # DemandState
  severity @3 :UInt8;
  category @4 :UInt16;
  place @5 :UInt32;
  lead @6 :UInt32;
  received @7 :UInt32;
  acceptanceDue @8 :UInt32;  # what these three are for depends on the state: stage_of() in engine/model/demand.h
  containmentDue @9 :UInt32;
  resolutionDue @10 :UInt32;
  isFinal @11 :Bool;        # nothing can follow
  isLate @12 :Bool;         # a deadline has passed
  isWarned @13 :Bool;       # three quarters of a running stage are over
  escalatedTo @14 :UInt8;   # of a row of a queue: Level of the post that it was escalated to last
  assists @15 :Bool;        # of a row of an owner's queue: it does not lead
  waits @16 :Bool;          # resolution counts from the end of a situation
  part @17 :UInt8;          # of a row of an owner's queue: Part
  headState @18 :UInt8;     # DemandState of the head
  head @19 :UInt64;         # that it is joined to
  members @20 :UInt32;      # that are joined to it
  voices @21 :UInt32;       # of those, the same trouble
  restricted @22 :Bool;     # hidden from whoever has no part in it and is not named for it
  damaged @23 :Bool;        # left memory, and the log cannot be read where it is: of the rest only what could be read
  leftOut @24 :Bool;        # left memory, and not looked for, since those asked for before it were all that a question may look at: ask again
  warnedDues @25 :UInt8;    # which stages those three quarters are of, in bits by due
  lateStage @26 :UInt8;     # Stage, of lateSince
  lateSince @27 :UInt32;    # the first deadline that has passed, of a stage that is not over; 0: none, or what was late is over
  pending @28 :UInt8;       # Pending: what its lead has asked for, which the answer is due for
}

struct ProtocolError {
  code @0 :UInt16;    # Fault in adapters/terminal/fault.h
  version @1 :UInt16; # that this engine speaks
  chinese @2 :Text;
  english @3 :Text;
}
