#pragma once
// Reads single facts back, by position, on any one thread: beside the log's own threads and the one that appends. Texts
// are read only where they are asked for, so a question without texts does not depend on them. Texts are checked
// against the hash of their batch before they are given: a text that rot has changed is an error here, and never an
// answer (engine/log/README.md).

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "engine/base/result.h"
#include "engine/model/event.h"

namespace wangge::log {

class EventLog;

// The parts of a fact's texts.
struct Texts {
  std::string_view text, reference, attachments, answers;
};

class Reader {
 public:
  // The log must outlive this.
  explicit Reader(const EventLog& log);
  ~Reader();
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  // fact(), texts() and contact() need 1 <= position <= durable(), and their results hold until the next call.
  // errc::bad_message where the log cannot be read there, or where the bytes read are not the ones that were written.
  // The last batch decoded is kept, so neighbours are cheap.
  Result<Fact> fact(Position position);
  Result<Texts> texts(Position position);
  // The contact that a Submitted's reporter left; empty where none was left or it has been destroyed.
  Result<std::string> contact(Position position);

  // The bytes taken from the store so far: batches and their texts, counted each time they were read.
  std::uint64_t bytes_read() const;

 private:
  struct Page;
  bool turn_to(Position position);
  bool take_texts();

  const EventLog& log_;
  std::unique_ptr<Page> page_;
};

}  // namespace wangge::log
