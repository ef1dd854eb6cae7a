#pragma once
// The engine: takes what waits, decides, applies, hands facts to the log, and releases answers when they are durable.
// One thread calls everything here. It never blocks and reads no clock.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "engine/base/limits.h"
#include "engine/base/time.h"
#include "engine/log/event_log.h"
#include "engine/loop/changes.h"
#include "engine/loop/deadlines.h"
#include "engine/loop/feed.h"
#include "engine/loop/inbox.h"
#include "engine/loop/jobs.h"
#include "engine/loop/quarantine.h"
#include "engine/rules/decide.h"
#include "engine/state/city.h"

namespace wangge::loop {

class Engine {
 public:
  // Replays the rest of the log into `city`, which is new or holds what the log begins with. `quarantine`, where there
  // is one, must outlive the engine.
  Engine(City& city, log::EventLog& log, Quarantine* quarantine = nullptr);

  Inbox& inbox() { return inbox_; }
  // The changes by facts that are applied, durable or not: whoever takes them must wait for durability before telling
  // anybody, as an answer to a question does.
  Changes& changes() { return changes_; }

  // Expires and warns of what has fallen due and goes on with jobs (at most half of the turn), decides a bounded part
  // of what waits, hands it to the log where that is free, and releases what has become durable. `now` never goes back:
  // an earlier one counts as the latest seen. True where another turn would have something to do at once. Where the
  // clock is in doubt (steady_time.h) nothing expires.
  bool turn(Instant now, bool is_doubtful = false);

  // Decides and applies at once a command of the engine's own, with no session: the city's tables at the start, or an
  // account made with no engine running. Durable after settle(). Waits for the log where it is behind.
  Outcome perform(const Command& command, std::string_view texts, Instant now);
  // Hands over all facts that were gathered, waits until they are durable, and releases the answers.
  void settle();

  // When the next deadline falls due, or somewhat earlier; nothing where none is running.
  std::optional<Instant> next_deadline() const;

  // True where nothing waits, nothing is under way to the disk, and everything has been released.
  bool quiet() const;

  // The post that follows up a demand that the log holds: a matter of its chain, which never changes.
  PostId follow_up(const Submitted& event) const { return city_.routes.follow_up(event); }
  const log::EventLog& log() const { return log_; }
  // The last fact that was replayed at the start, and its time.
  Position recovered() const { return recovered_; }
  Seconds recovered_at() const { return recovered_at_; }

 private:
  void advance(Instant now);
  void expire_due();
  bool expire_until(Seconds until);
  std::size_t expire_summonses(Seconds until);
  bool is_taking_effect() const { return city_.proposal.is_scheduled() && city_.proposal.effective <= now_; }
  bool take_effect();
  void expire_ripe(Seconds until);
  void continue_jobs();
  void take_from_inbox();
  void answer(Frame& frame);
  static void tell_repeat(const Session& session, std::uint32_t sequence, std::uint32_t content, Outcome& outcome);
  void settle_suspects();
  // `content` is that of a command with a number. `outcome` is new.
  void decide_one(const Sender& sender, const Command& command, std::string_view texts, std::uint32_t content,
                  Outcome& outcome);
  void greet(const OpenSession& open, Outcome& outcome);
  // Decides a wish of the clock or of a job; the rules never refuse those.
  void decide_own(const OwnWish& wish);
  log::Batch& batch_with_room();
  void gather(std::uint32_t content);
  bool has_large_group() const;
  void hand_over();
  bool may_gather() const { return group_size_ <= limits::gather_batches_max; }
  // Half of what may gather is for wishes of the engine's own, so that those who submit have the other half.
  bool may_gather_own() const { return group_size_ <= limits::gather_batches_max / 2; }

  City& city_;
  log::EventLog& log_;
  Quarantine* quarantine_;
  rules::Router router_;
  Deadlines deadlines_;
  Jobs jobs_;
  rules::Draft draft_;
  rules::Prefetcher prefetcher_;
  Inbox inbox_;
  Feed feed_;
  Changes changes_;
  std::vector<log::Batch> group_;  // gathering; the first group_size_ are in use
  std::size_t group_size_ = 0;
  std::vector<DeadlineWheel::Ripe> ripe_;
  std::vector<std::uint32_t> hellos_;  // of each session: how many hellos it has had since the start
  Position recovered_;
  Seconds recovered_at_ = 0;
  Seconds now_;
};

}  // namespace wangge::loop
