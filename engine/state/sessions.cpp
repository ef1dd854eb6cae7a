#include "engine/state/sessions.h"

#include <cstring>
#include <utility>

#include "engine/base/check.h"

namespace wangge {

// Where the session does not begin at a mark, the event that opened it stands for that mark.
Session::Session(AccountId account, const SpoolId& spool, std::uint32_t first, Position opened, Seconds at)
    : account_(account), spool_(spool), opened_(opened), first_(first), expected_(first), used_(at) {
  first_mark_ = (first - 1) / limits::sequence_mark_every;
  if ((first - 1) % limits::sequence_mark_every != 0) marks_.push_back(opened);
}

Position Session::position(std::uint32_t sequence) const {
  return is_in_window(sequence) ? positions_[sequence % window] : Position{};
}

std::uint32_t Session::content(std::uint32_t sequence) const {
  return is_in_window(sequence) ? contents_[sequence % window] : 0;
}

Position Session::search_from(std::uint32_t sequence) const {
  if (sequence < first_ || sequence >= expected_) return {};
  const std::uint32_t mark = (sequence - 1) / limits::sequence_mark_every;
  return mark < first_mark_ ? Position{} : marks_[mark - first_mark_];
}

void Session::receive(std::uint32_t sequence, const Fact& fact) {
  CHECK(sequence == expected_);
  if (positions_.empty()) {
    positions_.resize(window);
    contents_.resize(window);
  }
  positions_[sequence % window] = fact.position;
  contents_[sequence % window] = fact.content;
  used_ = fact.at;
  if ((sequence - 1) % limits::sequence_mark_every == 0) {
    marks_.push_back(fact.position);
    if (marks_.size() > limits::sequence_marks_max) {
      marks_.pop_front();
      ++first_mark_;
    }
  }
  ++expected_;
}

std::size_t Sessions::HashOfKey::operator()(const Key& key) const noexcept {
  std::size_t value;  // spool ids are random: the first bytes serve as the hash
  std::memcpy(&value, key.spool.data(), sizeof value);
  return value ^ key.account.value;
}

SessionId Sessions::find(AccountId account, const SpoolId& spool) const {
  const auto found = ids_.find(Key{account, spool});
  return found == ids_.end() ? SessionId{} : found->second;
}

SessionId Sessions::least_used(AccountId account) const {
  const Session* least = nullptr;
  for (const Session& session : sessions_) {
    if (session.account() == account && (least == nullptr || session.used() < least->used())) least = &session;
  }
  return least == nullptr ? SessionId{} : SessionId{static_cast<std::uint32_t>(least - sessions_.data()) + 1};
}

void Sessions::open(const SessionOpened& event, const Fact& fact) {
  Session opened(event.account, event.spool, event.first, fact.position, fact.at);
  if (contains(event.session)) {
    Session& forgotten = sessions_[event.session.value - 1];
    CHECK(forgotten.account() == event.account);
    ids_.erase(Key{forgotten.account(), forgotten.spool()});
    forgotten = std::move(opened);
  } else {
    CHECK(event.session.value == sessions_.size() + 1);
    sessions_.push_back(std::move(opened));
  }
  ids_.emplace(Key{event.account, event.spool}, event.session);
}

}  // namespace wangge
