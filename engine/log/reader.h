#pragma once
// Reads single facts back, by position, on any one thread: beside the log's own threads and the one that appends. Texts
// are read where they are asked for and not otherwise, so what needs none of them does not depend on them. Texts are
// held to the hash of their batch before they are given: what rot has changed is an error here, and never an answer
// (engine/log/README.md).

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

  // All three need 1 <= position <= durable(), and what they give holds until the next call. errc::bad_message where
  // the log cannot be read there, or what is read is not what was written. Keeps the last batch decoded, so neighbours
  // are cheap.
  Result<Fact> fact(Position position);
  Result<Texts> texts(Position position);
  // Of a Submitted: what its reporter left to be reached by; empty where nothing was left or it has been destroyed.
  Result<std::string> contact(Position position);

  // Taken from the store so far: batches and their texts, as often as they were.
  std::uint64_t bytes_read() const;

 private:
  struct Page;
  bool turn_to(Position position);
  bool take_texts();

  const EventLog& log_;
  std::unique_ptr<Page> page_;
};

}  // namespace wangge::log
