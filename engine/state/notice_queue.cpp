#include "engine/state/notice_queue.h"

#include <algorithm>

namespace wangge {

NoticeQueue::Storm NoticeQueue::storm(const Noticed& notice, Seconds now) const {
  if (!notice.compound || !notice.to) return {};
  const auto found = storms_.find(key_of(notice));
  if (found == storms_.end() || now - found->second.since >= storm_seconds) return {};
  return found->second.storm;
}

void NoticeQueue::add(const Noticed& event, Position position, Seconds at) {
  while (!begun_.empty() && at - begun_.front().first >= storm_seconds) {
    const auto& [since, key] = begun_.front();
    if (const auto found = storms_.find(key); found != storms_.end() && found->second.since == since)
      storms_.erase(found);
    begun_.pop_front();
  }
  if (event.to.is_post() && event.holder) {
    const std::uint32_t post = event.to.post().value;
    if (post >= last_told_.size()) last_told_.resize(post + 1);
    last_told_[post] = event.holder;
  }
  const Position id = event.grows ? event.grows : position;
  if (event.compound && event.to) {
    Running& running = storms_[key_of(event)];
    if (!event.grows) {
      running = {{id, 0, event.demand}, at};
      begun_.emplace_back(at, key_of(event));
    }
    running.storm.count = event.count;
  }
  const auto [place, is_new] = pending_.try_emplace(id);
  PendingNotice& pending = place->second;
  if (is_new)
    pending = {event.first ? event.first : event.demand,
               event.to,
               event.holder,
               event.kind,
               event.not_before,
               0,
               event.summons,
               {}};
  if (event.demand) pending.members.push_back(event.demand);
  pending.count = std::max(pending.count, event.count);
  pending.not_before = std::min(pending.not_before, event.not_before);
}

// A storm that has grown since it was sent is told again.
void NoticeQueue::settle(const Delivered& event) {
  const auto found = pending_.find(event.notice);
  if (found == pending_.end()) return;
  const PendingNotice& notice = found->second;
  if (event.is_dropped) {  // nobody needed to be reached any more
    pending_.erase(found);
    return;
  }
  if (!event.is_given_up) {
    unreached_.erase(notice.to.raw());
  } else if (notice.to) {
    Unreached& unreached = unreached_[notice.to.raw()];
    unreached.holder = notice.holder;
    ++unreached.notices;
  }
  if (notice.count <= event.count) {
    pending_.erase(found);
    return;
  }
  std::vector<DemandId>& members = found->second.members;
  members.erase(members.begin(),
                members.end() - std::min<std::ptrdiff_t>(notice.count - event.count, std::ssize(members)));
}

}  // namespace wangge
