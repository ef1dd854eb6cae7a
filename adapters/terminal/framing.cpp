#include "adapters/terminal/framing.h"

#include <bit>
#include <cstring>

#include "engine/base/check.h"
#include "engine/base/limits.h"
#include "engine/wire/terminal.capnp.h"

namespace wangge::terminal {
namespace {

static_assert(std::endian::native == std::endian::little, "the header is read and written as it lies in memory");

struct Header {
  std::uint32_t body_bytes;
  std::uint32_t magic;
};
static_assert(sizeof(Header) == sizeof(Word));

static_assert(limits::frame_bytes_max % sizeof(Word) == 0);

}  // namespace

static_assert(limits::hello_bytes_max % sizeof(Word) == 0);

Incoming::Incoming(std::size_t capacity, std::size_t body_bytes_max)
    : words_(std::make_unique_for_overwrite<Word[]>(capacity / sizeof(Word))),
      capacity_(capacity),
      least_(capacity),
      body_bytes_max_(body_bytes_max) {}

void Incoming::open_up() {
  least_ = bytes_initially;
  body_bytes_max_ = limits::frame_bytes_max;
}

std::span<std::byte> Incoming::space() {
  if (begin_ == end_) begin_ = end_ = 0;
  if (capacity_ < least_) make_room(least_);
  if (begin_ + wanted_ > capacity_ || end_ == capacity_) make_room(wanted_);
  return {data() + end_, capacity_ - end_};
}

// Moves the part of a frame to the front; `bytes` is how long the frame will be, 0 where that is not known.
void Incoming::make_room(std::size_t bytes) {
  if (bytes > capacity_) {
    auto larger = std::make_unique_for_overwrite<Word[]>(bytes / sizeof(Word));
    std::memcpy(larger.get(), data() + begin_, end_ - begin_);
    words_ = std::move(larger);
    capacity_ = bytes;
  } else {
    std::memmove(data(), data() + begin_, end_ - begin_);
  }
  end_ -= begin_;
  begin_ = 0;
}

std::optional<Words> Incoming::next(Fault& fault) {
  if (end_ - begin_ < sizeof(Header)) return std::nullopt;
  Header header;
  std::memcpy(&header, data() + begin_, sizeof header);
  if (header.magic != wire::terminal::MAGIC) return fault = Fault::not_a_frame, std::nullopt;
  if (header.body_bytes > body_bytes_max_) return fault = Fault::too_long, std::nullopt;
  if (header.body_bytes == 0 || header.body_bytes % sizeof(Word) != 0) return fault = Fault::malformed, std::nullopt;

  wanted_ = sizeof(Header) + header.body_bytes;
  if (end_ - begin_ < wanted_) return std::nullopt;
  const Words body(words_.get() + begin_ / sizeof(Word) + 1, header.body_bytes / sizeof(Word));
  begin_ += wanted_;
  wanted_ = 0;
  return body;
}

std::span<Word> Outgoing::open(std::size_t words) {
  opened_ = words_.size();
  words_.resize(opened_ + 1 + words);
  return std::span(words_).subspan(opened_ + 1);
}

void Outgoing::close(std::size_t words_used) {
  CHECK(opened_ + 1 + words_used <= words_.size());
  words_.resize(opened_ + 1 + words_used);
  const Header header{static_cast<std::uint32_t>(words_used * sizeof(Word)), wire::terminal::MAGIC};
  std::memcpy(&words_[opened_], &header, sizeof header);
}

}  // namespace wangge::terminal
