#pragma once
// The commands that each terminal's spool has sent. Sequence numbers arrive in order, and each yields exactly one event
// that carries it; the position of that event answers a repeat with what was said the first time.

#include <cstdint>
#include <deque>
#include <vector>

#include <boost/unordered/unordered_flat_map.hpp>

#include "engine/base/limits.h"
#include "engine/model/account.h"
#include "engine/model/demand.h"
#include "engine/model/event.h"

namespace wangge {

class Session {
 public:
  // Opened by the event at this position; `first` is the first number that it takes.
  Session(AccountId account, const SpoolId& spool, std::uint32_t first, Position opened, Seconds at);

  AccountId account() const { return account_; }
  const SpoolId& spool() const { return spool_; }
  // The next number; all below it have been received.
  std::uint32_t expected() const { return expected_; }
  // The event that opened the session.
  Position opened() const { return opened_; }
  // When the session was opened, or last received a command.
  Seconds used() const { return used_; }

  // The event that carries a number within the window; none for an older one.
  Position position(std::uint32_t sequence) const;
  // The content of the command under a number within the window, see Fact::content; 0 where it is not known.
  std::uint32_t content(std::uint32_t sequence) const;
  // The position to search the log from for an older number: an event of this session at or before the one that carries
  // it; none where the number is older than all that is kept.
  Position search_from(std::uint32_t sequence) const;

  // apply alone. `sequence` is the expected one.
  void receive(std::uint32_t sequence, const Fact& fact);

 private:
  static constexpr std::uint32_t window = limits::session_commands_max;

  bool is_in_window(std::uint32_t sequence) const {
    return sequence >= first_ && sequence < expected_ && expected_ - sequence <= window;
  }

  AccountId account_;
  SpoolId spool_;
  Position opened_;
  std::uint32_t first_ = 1;
  std::uint32_t expected_ = 1;
  Seconds used_ = 0;
  std::vector<Position> positions_;      // by sequence modulo the window
  std::vector<std::uint32_t> contents_;  // likewise
  std::deque<Position> marks_;           // of the numbers 1, 1 + mark_every, …; the oldest are dropped
  std::uint32_t first_mark_ = 0;         // the index of marks_.front() among all marks
};

class Sessions {
 public:
  const Session& operator[](SessionId id) const { return sessions_[id.value - 1]; }
  bool contains(SessionId id) const { return id && id.value <= sessions_.size(); }
  SessionId find(AccountId account, const SpoolId& spool) const;
  std::size_t size() const { return sessions_.size(); }
  // The session of the account that was used least lately; none where it has none. Looks at all sessions.
  SessionId least_used(AccountId account) const;

  // apply alone. Opens the next session, or one in place of another of the same account.
  void open(const SessionOpened& event, const Fact& fact);
  void receive(SessionId id, std::uint32_t sequence, const Fact& fact) {
    sessions_[id.value - 1].receive(sequence, fact);
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
