#include "engine/state/sessions.h"

#include <cstring>

#include "engine/base/check.h"

namespace wangge {

Position Session::position(std::uint32_t sequence) const {
  if (sequence == 0 || sequence >= expected_ || expected_ - sequence > window) return {};
  return positions_[sequence % window];
}

Position Session::search_from(std::uint32_t sequence) const {
  if (sequence == 0 || sequence >= expected_) return {};
  const std::uint32_t mark = (sequence - 1) / limits::sequence_mark_every;
  return mark < first_mark_ ? Position{} : marks_[mark - first_mark_];
}

void Session::receive(std::uint32_t sequence, Position position) {
  CHECK(sequence == expected_);
  if (positions_.empty()) positions_.resize(window);
  positions_[sequence % window] = position;
  if ((sequence - 1) % limits::sequence_mark_every == 0) {
    marks_.push_back(position);
    if (marks_.size() > limits::sequence_marks_max) {
      marks_.pop_front();
      ++first_mark_;
    }
  }
  ++expected_;
}

std::size_t Sessions::HashOfKey::operator()(const Key& key) const noexcept {
  std::size_t value;  // a spool id is random
  std::memcpy(&value, key.spool.data(), sizeof value);
  return value ^ key.account.value;
}

SessionId Sessions::find(AccountId account, const SpoolId& spool) const {
  const auto found = ids_.find(Key{account, spool});
  return found == ids_.end() ? SessionId{} : found->second;
}

void Sessions::open(AccountId account, const SpoolId& spool) {
  sessions_.emplace_back(account, spool);
  ids_.emplace(Key{account, spool}, SessionId{static_cast<std::uint32_t>(sessions_.size())});
}

}  // namespace wangge
