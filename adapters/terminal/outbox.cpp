#include "adapters/terminal/outbox.h"

#include <algorithm>

#include <sodium/randombytes.h>

#include "engine/base/check.h"

namespace wangge::terminal {

SpoolId random_spool() {
  SpoolId spool;
  randombytes_buf(spool.data(), spool.size());
  return spool;
}

Basket::Basket(OnAnswer on_answer) : on_answer_(std::move(on_answer)), spool_(random_spool()) {}

Basket::Basket(const SpoolId& spool, OnAnswer on_answer)
    : on_answer_(std::move(on_answer)), spool_(spool), goes_on_(true) {}

void Basket::welcomed(const Welcome& welcome) {
  witness_.log = welcome.station.log;
  if (goes_on_) first_ = welcome.expected;
  goes_on_ = false;
}

std::uint32_t Basket::add(WrittenCommand wish) {
  wishes_.push_back(std::move(wish));
  return end() - 1;
}

void Basket::answered(std::uint32_t sequence, const Receipt& answer, Seconds) {
  CHECK(sequence == first_ && !wishes_.empty());
  const WrittenCommand wish = std::move(wishes_.front());
  wishes_.pop_front();
  ++first_;
  witness_.position = std::max(witness_.position, answer.position);
  on_answer_(sequence, wish, answer);
}

}  // namespace wangge::terminal
