#pragma once
// Frames on a connection: 8 bytes of header and a body of whole words, as engine/wire/terminal.capnp describes. Both
// ends use this. Values without sockets.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "adapters/terminal/fault.h"
#include "engine/base/limits.h"

namespace wangge::terminal {

// The unit of Cap'n Proto: bodies are made of these and aligned like these.
using Word = std::uint64_t;
using Words = std::span<const Word>;

// Bytes as they arrive, cut into frames. Starts at `bytes_initially` and grows for one larger frame up to the bound of
// limits.h; memory that was never written to is not taken from the machine.
class Incoming {
 public:
  Incoming() : Incoming(bytes_initially, limits::frame_bytes_max) {}
  // For a connection that has not said who it is: takes no frame that is longer than `body_bytes_max`, and has room for
  // one.
  explicit Incoming(std::size_t body_bytes_max) : Incoming(body_bytes_max + sizeof(Word), body_bytes_max) {}
  // Lifts that bound from now on. The span given by space() stays valid.
  void open_up();

  // Where the next read goes, and how many bytes it brought. Never empty; spans given by next() end with space().
  std::span<std::byte> space();
  void received(std::size_t bytes) { end_ += bytes; }

  // The body of the next whole frame, in place; nothing where it has not arrived whole, or where `fault` says why
  // its header cannot be one. A fault stays.
  std::optional<Words> next(Fault& fault);

  // Whether some bytes of a frame have arrived, and others not.
  bool holds_part() const { return begin_ != end_; }

 private:
  static constexpr std::size_t bytes_initially = 128 * 1024;

  Incoming(std::size_t capacity, std::size_t body_bytes_max);

  std::byte* data() const { return reinterpret_cast<std::byte*>(words_.get()); }
  void make_room(std::size_t bytes);

  std::unique_ptr<Word[]> words_;
  std::size_t capacity_;  // in bytes
  std::size_t least_;     // the capacity from the next read on, at least
  std::size_t body_bytes_max_;
  std::size_t begin_ = 0;  // beginning of the first frame not yet given; always a multiple of 8
  std::size_t end_ = 0;
  std::size_t wanted_ = 0;  // length of the frame at begin_, with its header; 0: its header has not arrived
};

// Frames gathered for one write, built in place. Reused: clear() keeps the memory.
class Outgoing {
 public:
  // Opens a frame: a zeroed place for a body of at most `words` words. close() cuts it to the words used.
  std::span<Word> open(std::size_t words);
  void close(std::size_t words_used);

  std::span<const std::byte> bytes() const { return std::as_bytes(std::span(words_)); }
  std::span<Word> words() { return words_; }
  bool empty() const { return words_.empty(); }
  void clear() { words_.clear(); }
  void append(Words frame) { words_.insert(words_.end(), frame.begin(), frame.end()); }
  friend void swap(Outgoing& a, Outgoing& b) { a.words_.swap(b.words_); }

 private:
  std::vector<Word> words_;
  std::size_t opened_ = 0;  // position of the open frame's header
};

}  // namespace wangge::terminal
