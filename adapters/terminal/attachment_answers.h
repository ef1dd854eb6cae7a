#pragma once
// What is answered about attachments: which the facts of a demand name, who may send one, and what the store has of it.

#include <functional>
#include <span>
#include <utility>
#include <vector>

#include "adapters/attachment_store.h"
#include "adapters/terminal/log_questions.h"
#include "adapters/terminal/messages.h"
#include "engine/loop/engine.h"

namespace wangge::terminal {

// Its text of attachments is not empty.
bool names_any(const Event& event);

struct NamedAttachment {
  AttachmentRef attachment;
  std::vector<SessionId> sessions;  // whose facts name it
};

// In the log (log_questions.h): those of a demand from its last event back, as far as its history is told.
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

// Null where none of those has that hash.
const NamedAttachment* find_named(std::span<const NamedAttachment> named, const AttachmentHash& hash);

// It may be sent by who may see the demand, and by who wrote the fact, though it may have passed the demand on since.
Refusal check_offer(const City& city, AccountId account, bool is_seen, std::span<const NamedAttachment> named,
                    const AttachmentHash& hash);

// Of the store, on its thread.
AttachmentAnswer answer_of(const AttachmentCome& come);
AttachmentAnswer part_of(AttachmentStore& store, const AskFetch& ask, Seconds now);

// One answer of the store, to any question that has such a one.
struct StoreWork {
  using Question = AskOffer;
  bool go_on(AttachmentStore& store);

  std::function<AttachmentAnswer(AttachmentStore&)> answer;
  AttachmentAnswer rows = {};
};

// What it has of several: each is read, one a turn.
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

// Of a folder that nobody serves, without reading what the files hold.
std::vector<AttachmentRow> rows_of(const AttachmentFolder& folder, std::span<const AttachmentRef> named);

}  // namespace wangge::terminal
