#pragma once
// What each terminal's spool has sent: sequence numbers arrive in order, each yields exactly one event that carries it,
// and the position of that event answers a repeat.

#include <cstdint>
#include <deque>
#include <vector>

#include <boost/unordered/unordered_flat_map.hpp>

#include "engine/base/limits.h"
#include "engine/model/account.h"
#include "engine/model/demand.h"

namespace wangge {

class Session {
 public:
  Session(AccountId account, const SpoolId& spool) : account_(account), spool_(spool) {}

  AccountId account() const { return account_; }
  const SpoolId& spool() const { return spool_; }
  // The next number; all below it have been received.
  std::uint32_t expected() const { return expected_; }

  // The event that carries a number within the window; none for an older one.
  Position position(std::uint32_t sequence) const;
  // An event of this session at or before the one that carries an older number, to search the log from; none where
  // that is beyond what is kept.
  Position search_from(std::uint32_t sequence) const;

  // apply alone. `sequence` is the expected one.
  void receive(std::uint32_t sequence, Position position);

 private:
  static constexpr std::uint32_t window = limits::session_commands_max;

  AccountId account_;
  SpoolId spool_;
  std::uint32_t expected_ = 1;
  std::vector<Position> positions_;  // by sequence modulo the window
  std::deque<Position> marks_;       // of the numbers 1, 1 + mark_every, …; the oldest are dropped
  std::uint32_t first_mark_ = 0;     // which mark marks_.front() is
};

class Sessions {
 public:
  const Session& operator[](SessionId id) const { return sessions_[id.value - 1]; }
  bool contains(SessionId id) const { return id && id.value <= sessions_.size(); }
  SessionId find(AccountId account, const SpoolId& spool) const;
  std::size_t size() const { return sessions_.size(); }

  // apply alone
  void open(AccountId account, const SpoolId& spool);
  void receive(SessionId id, std::uint32_t sequence, Position position) {
    sessions_[id.value - 1].receive(sequence, position);
  }

 private:
  struct Key {
    AccountId account;
    SpoolId spool;
    friend bool operator==(const Key&, const Key&) = default;
  };
  struct HashOfKey {
    std::size_t operator()(const Key& key) const noexcept;
  };

  std::vector<Session> sessions_;
  boost::unordered_flat_map<Key, SessionId, HashOfKey> ids_;
};

}  // namespace wangge
