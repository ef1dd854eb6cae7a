#pragma once
// A batch: facts that are stored under one key, and its bytes. The format is in engine/log/README.md. Exceptions of
// Cap'n Proto do not leave this file.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"
#include "engine/model/event.h"

namespace wangge::log {

// Facts gathered by the loop, not yet encoded. Reused: clear() keeps the memory.
struct Batch {
  Position first;  // of events[0]; the others follow without a gap
  Seconds at = 0;
  std::vector<Event> events;
  std::vector<std::uint32_t> contents;  // of each event, see Fact::content; empty: not known
  std::string blob;                     // what the events' TextRefs point into
  std::string texts;     // of the events that have lengths, in order: text, reference, attachments, answers
  std::string contacts;  // of the Submitted events with contact_length, in order

  void clear();
  Position last() const { return Position{first.value + events.size() - 1}; }
};

// The time of batches that follow one another, which never goes back. A loss that was accepted by a build that dated it
// 1970 counts as dated with the batch before it.
class BatchTime {
 public:
  // Whether the next batch's time fits.
  bool follows(const Batch& batch);
  // When the facts of the last batch that fitted happened.
  Seconds at() const { return at_; }

 private:
  Seconds at_ = 0;
};

// The lengths of what belongs to one fact in its batch's texts and contacts.
struct Lengths {
  std::uint32_t text = 0, reference = 0, attachments = 0, answers = 0;  // in `texts`, one after the other
  std::uint32_t contact = 0;                                            // in `contacts`

  std::uint32_t texts() const { return text + reference + attachments + answers; }
};
Lengths lengths_of(const Event& event);

using Hash = std::array<std::uint8_t, 32>;

// The ties of a batch to the log: the hash of the batch before it, and a commitment to each of its contacts.
struct Ties {
  Hash previous{};
  std::vector<Hash> commitments;
};

// Turns batches into bytes. Keeps its memory from one batch to the next.
class BatchEncoder {
 public:
  // The bytes stay until the next call; their number is a multiple of 8. Needs 1 to batch_events_max events, texts and
  // contacts exactly as long as the events say, and one commitment a contact. Texts and contacts are not among the
  // bytes.
  std::string_view encode(const Batch& batch, const Ties& ties);

 private:
  std::vector<std::uint64_t> words_;
  std::string kinds_;
};

// Turns bytes into batches. Keeps its memory from one batch to the next.
class BatchDecoder {
 public:
  // Fills all of `batch` but texts and contacts, which are left empty. errc::bad_message where the bytes are not a
  // whole batch, errc::not_supported where they are a batch of a newer engine, with facts that this one does not know.
  // After an error `batch` and `ties` hold nothing of use. Reads nothing outside the bytes, whatever they are.
  error_code decode(std::string_view bytes, Batch& batch, Ties& ties);
  // Only the hash of the batch before, for a small part of the cost of decode(); nothing where the bytes are no batch.
  std::optional<Hash> previous_of(std::string_view bytes);

 private:
  bool take(std::string_view bytes);

  std::vector<std::uint64_t> words_;
};

}  // namespace wangge::log
