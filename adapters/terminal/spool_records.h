#pragma once
// Turns the records of a spool's journal into bytes and back; see spool.h.

#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "adapters/terminal/outbox.h"
#include "adapters/terminal/spool.h"
#include "engine/model/tables.h"

namespace wangge::terminal::spool_record {

// The numbers are written to disk, and so is the order of each kind's cells.
enum class Kind : std::uint32_t {
  begun = 1,     // spool, first number, log, last acknowledged position, bytes of refused.csv, version
  demand = 2,    // number, then the members of WrittenDemand
  act = 3,       // number, then the members of WrittenAct
  answered = 4,  // number, then the members of Answer
  log = 5,       // log, version of the configuration
  aside = 6,     // bytes of refused.csv, which has a line for each refusal before this
};

struct Head {
  std::uint32_t bytes = 0;  // of the cells
  Kind kind = Kind::begun;
  std::uint64_t checksum = 0;
};
static_assert(sizeof(Head) == 16);

std::string record(Kind kind, const std::vector<std::string>& row);
std::string record_of(std::uint32_t sequence, const WrittenCommand& wish);
std::string record_of(std::uint32_t sequence, const Spool::Kept& answer);

// The length of the record where a sound one begins here; 0 otherwise.
std::size_t sound_record(std::string_view bytes);
// How many bytes there are before the next sound record, or the end. The length in an unsound record may be right, and
// is tried first.
std::size_t bytes_before_sound(std::string_view bytes);

template <std::size_t Size>
std::string bytes_of(const std::array<std::uint8_t, Size>& bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

template <class Number>
std::string text_of_number(Number number) {
  return std::to_string(static_cast<std::uint64_t>(number));
}

// Takes cells off the front of a row; after a failure all numbers are 0 and all texts empty.
class Cells {
 public:
  explicit Cells(Row row) : row_(std::move(row)) {}

  std::string text() {
    if (next_ >= row_.size()) return failed_ = true, std::string();
    return std::move(row_[next_++]);
  }
  template <class Number>
  Number number() {
    const std::string digits = text();
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error != std::errc{} || end != digits.data() + digits.size()) failed_ = true;
    return static_cast<Number>(value);
  }
  template <std::size_t Size>
  void bytes(std::array<std::uint8_t, Size>& out) {
    const std::string bytes = text();
    if (bytes.size() != Size) return void(failed_ = true);
    std::memcpy(out.data(), bytes.data(), Size);
  }
  bool at_end() const { return next_ == row_.size(); }
  bool ended_well() const { return !failed_ && next_ == row_.size(); }

 private:
  Row row_;
  std::size_t next_ = 0;
  bool failed_ = false;
};

// The demand in the cells after the number.
WrittenDemand demand_of(Cells& cells);
WrittenAct act_of(Cells& cells);
Spool::Kept answer_of(Cells& cells);

}  // namespace wangge::terminal::spool_record
