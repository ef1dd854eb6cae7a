#pragma once
// A terminal's demands on their way from submitted to closed, and which of them can take which step next.

#include <deque>
#include <map>
#include <span>
#include <vector>

#include "adapters/terminal/client_protocol.h"
#include "adapters/terminal/messages.h"

namespace wangge::tools::bench {

struct Life {
  DemandId demand;
  Party lead;
  PostId follow_up;
  PostId closer;
  Seconds resolution_due = 0;
};

struct Deeds {
  Deed deed = Deed::accept;
  std::vector<Life> lives;  // none: nothing can be done yet
};

class Lives {
 public:
  explicit Lives(std::span<const PostId> superiors) : superiors_(superiors) {}

  // The answers to a frame of demands, and of deeds.
  void submitted(const terminal::Acknowledged& answer);
  void done(Deeds deeds, const terminal::Acknowledged& answer);

  // The next frame of deeds, for the demands nearest to their end first; a demand is finished only once its resolution
  // limit has passed by the engine's clock.
  Deeds next(std::size_t frame, Seconds now);

 private:
  void ripen(Seconds now);
  PostId above(PostId post) const { return post.value < superiors_.size() ? superiors_[post.value] : PostId{}; }

  std::span<const PostId> superiors_;  // by post
  std::deque<std::vector<Life>> to_file_, to_accept_, to_close_;
  std::map<Seconds, std::vector<Life>> accepted_;  // by resolution_due
  std::deque<Life> ripe_;
};

// The deeds as commands of the protocol.
std::vector<terminal::ReadyAct> acts_of(const Deeds& deeds);

}  // namespace wangge::tools::bench
