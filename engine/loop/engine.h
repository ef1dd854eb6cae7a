#pragma once
// The engine: takes what waits, decides, applies, hands to the log, and lets answers go when they are durable.
// One thread calls everything here. It never blocks and reads no clock.

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/base/time.h"
#include "engine/log/event_log.h"
#include "engine/loop/feed.h"
#include "engine/loop/inbox.h"
#include "engine/rules/decide.h"
#include "engine/state/city.h"

namespace wangge::loop {

class Engine {
 public:
  // Replays the whole log into `city`, which must be new.
  Engine(City& city, log::EventLog& log);

  Inbox& inbox() { return inbox_; }

  // Decides a bounded part of what waits (due deadlines first, at most half), hands it to the log where that is free,
  // and releases what has become durable. `now` never goes back: an earlier one counts as the latest seen.
  // True where another turn would have something to do at once.
  bool turn(Instant now);

  // When the next deadline falls due; nothing where none is running.
  std::optional<Instant> next_deadline() const;

  // Nothing waits, nothing is under way to the disk, everything has been released.
  bool quiet() const;

  const City& city() const { return city_; }
  const log::EventLog& log() const { return log_; }

 private:
  void decide_frame(Frame& frame);
  void decide_one(const Sender& sender, const Command& command, std::string_view texts, Outcome& outcome);
  void expire_due();
  void take_from_inbox();
  void gather(const rules::Draft& draft);
  void hand_over();
  bool group_full() const;

  City& city_;
  log::EventLog& log_;
  rules::Router router_;
  rules::Draft draft_;
  Inbox inbox_;
  Feed feed_;
  std::vector<log::Batch> group_;
  std::size_t group_size_ = 0;  // batches of group_ in use
  Seconds now_ = 0;
  Position last_;  // applied
};

}  // namespace wangge::loop
