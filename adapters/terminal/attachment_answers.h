#pragma once
// What is answered about attachments: which the facts of a demand name, who may send one, and what the store has of it.

#include <span>
#include <vector>

#include "adapters/attachment_store.h"
#include "adapters/terminal/messages.h"
#include "engine/loop/engine.h"

namespace wangge::terminal {

struct NamedAttachment {
  AttachmentRef attachment;
  std::vector<SessionId> sessions;  // whose facts name it
};

// Of a demand from its last event back, as far as its history is told; the first one named first, each hash once.
std::vector<NamedAttachment> named_attachments(const log::EventLog& log, DemandId demand, Position last);
// Null where none of those has that hash.
const NamedAttachment* find_named(std::span<const NamedAttachment> named, const AttachmentHash& hash);

// It may be sent by who may see the demand, and by who wrote the fact, though it may have passed the demand on since.
Refusal check_offer(const City& city, AccountId account, bool is_seen, std::span<const NamedAttachment> named, const AttachmentHash& hash);

// Of the store, on its thread.
AttachmentAnswer answer_of(const AttachmentCome& come);
std::vector<AttachmentRow> rows_of(const AttachmentFolder& folder, std::span<const AttachmentRef> named);
AttachmentAnswer part_of(const AttachmentFolder& folder, const AskFetch& ask);

}  // namespace wangge::terminal
