#pragma once
// Answers about attachments: which ones the facts of a demand name, who may send one, and how much of it the store has.

#include <functional>
#include <span>
#include <utility>
#include <vector>

#include "adapters/attachment_store.h"
#include "adapters/terminal/log_questions.h"
#include "adapters/terminal/messages.h"
#include "engine/loop/engine.h"

namespace wangge::terminal {

// Whether the event names any attachments.
bool names_any(const Event& event);

struct NamedAttachment {
  AttachmentRef attachment;
  std::vector<SessionId> sessions;  // whose facts name it
};

// Reads the log (log_questions.h) for the attachments of a demand, from its last event back, as far as its history is
// told.
class NamedReading {
 public:
  NamedReading(DemandId demand, Position last) : way_(demand, last) {}
  bool go_on(LogTurn& turn);

  // The first one named first, each hash once.
  std::vector<NamedAttachment> named() const;
  Position damaged() const { return way_.damaged(); }

 private:
  struct Naming {
    SessionId session;
    std::vector<AttachmentRef> attachments;
  };
  WayBack way_;
  std::vector<Naming> newest_first_;
};

// The entry with that hash; null where there is none.
const NamedAttachment* find_named(std::span<const NamedAttachment> named, const AttachmentHash& hash);

// An attachment may be sent by an account that may see the demand, and by the one that wrote the fact, though it may
// have passed the demand on since.
Refusal check_offer(const City& city, AccountId account, bool is_seen, std::span<const NamedAttachment> named,
                    const AttachmentHash& hash);

// The answer of the store, made on its thread.
AttachmentAnswer answer_of(const AttachmentCome& come);
AttachmentAnswer part_of(AttachmentStore& store, const AskFetch& ask, Seconds now);

// One answer of the store, to any question that has an answer of that type.
struct StoreWork {
  using Question = AskOffer;
  bool go_on(AttachmentStore& store);

  std::function<AttachmentAnswer(AttachmentStore&)> answer;
  AttachmentAnswer rows = {};
};

// Looks up several attachments in the store, reading one a turn.
class ListWork {
 public:
  using Question = AskAttachments;
  ListWork(std::vector<AttachmentRef> named, Seconds now) : named_(std::move(named)), now_(now) {}
  bool go_on(AttachmentStore& store);

  std::vector<AttachmentRow> rows;

 private:
  std::vector<AttachmentRef> named_;
  Seconds now_;
};

// The rows for a folder that no engine serves, without reading the files' contents.
std::vector<AttachmentRow> rows_of(const AttachmentFolder& folder, std::span<const AttachmentRef> named);

}  // namespace wangge::terminal
