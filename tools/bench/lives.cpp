#include "tools/bench/lives.h"

#include <algorithm>
#include <utility>

namespace wangge::tools::bench {
namespace {

// How much longer a demand waits after its limit, by the engine's clock, since the engine expires a bounded number a
// turn.
constexpr Seconds let_it_expire = 300;
constexpr std::string_view finished_note = "已到现场处理完毕，居民表示满意。", closed_note = "已回访，同意结案。";

std::vector<Life> take(std::deque<std::vector<Life>>& from) {
  std::vector<Life> lives = std::move(from.front());
  from.pop_front();
  return lives;
}

std::string_view note_of(Deed deed) {
  if (deed == Deed::accept || deed == Deed::file) return {};
  return deed == Deed::finish ? finished_note : closed_note;
}

}  // namespace

void Lives::submitted(const terminal::Acknowledged& answer) {
  std::vector<Life> to_file, to_accept;
  for (const terminal::Receipt& one : answer.receipts) {
    if (one.refusal || one.repeat) continue;
    auto& lives = one.check_first ? to_file : to_accept;
    lives.push_back({.demand = DemandId{one.position.value},
                     .lead = one.lead,
                     .follow_up = one.follow_up,
                     .resolution_due = one.dues[Stage::resolution]});
  }
  if (!to_file.empty()) to_file_.push_back(std::move(to_file));
  if (!to_accept.empty()) to_accept_.push_back(std::move(to_accept));
}

// The lead does not close its own demand: a post above does, the nearest one that the category lets verify.
void Lives::done(Deeds deeds, const terminal::Acknowledged& answer) {
  std::vector<Life> taken, too_low;
  for (std::size_t i = 0; i < deeds.lives.size(); ++i) {
    const terminal::Receipt& outcome = answer.receipts[i];
    Life life = deeds.lives[i];
    if (outcome.refusal.reason == Reason::not_verified || outcome.refusal.reason == Reason::wrong_role) {
      life.closer = above(life.closer);
      if (life.closer) too_low.push_back(life);
    }
    if (outcome.refusal) continue;
    if (deeds.deed == Deed::file) {
      life.lead = outcome.lead;
      life.resolution_due = outcome.dues[Stage::resolution];
    }
    if (deeds.deed == Deed::finish) life.closer = life.lead.is_post() ? above(life.lead.post()) : life.follow_up;
    taken.push_back(life);
  }
  if (!too_low.empty()) to_close_.push_back(std::move(too_low));
  if (deeds.deed == Deed::file) return to_accept_.push_back(std::move(taken));
  if (deeds.deed == Deed::finish) return to_close_.push_back(std::move(taken));
  if (deeds.deed == Deed::close) return;
  for (const Life& life : taken) accepted_[life.resolution_due].push_back(life);
}

Deeds Lives::next(std::size_t frame, Seconds now) {
  ripen(now);
  if (!to_close_.empty()) return {Deed::close, take(to_close_)};
  if (ripe_.size() >= frame) {
    Deeds deeds{Deed::finish, {ripe_.begin(), ripe_.begin() + static_cast<std::ptrdiff_t>(frame)}};
    ripe_.erase(ripe_.begin(), ripe_.begin() + static_cast<std::ptrdiff_t>(frame));
    return deeds;
  }
  if (!to_accept_.empty()) return {Deed::accept, take(to_accept_)};
  if (!to_file_.empty()) return {Deed::file, take(to_file_)};
  return {};
}

void Lives::ripen(Seconds now) {
  while (!accepted_.empty() && accepted_.begin()->first + let_it_expire < now) {
    const std::vector<Life>& lives = accepted_.begin()->second;
    ripe_.insert(ripe_.end(), lives.begin(), lives.end());
    accepted_.erase(accepted_.begin());
  }
}

std::vector<terminal::ReadyAct> acts_of(const Deeds& deeds) {
  std::vector<terminal::ReadyAct> acts;
  acts.reserve(deeds.lives.size());
  for (const Life& life : deeds.lives) {
    const Party as = deeds.deed == Deed::close ? Party(life.closer) : life.lead;
    acts.push_back({.deed = deeds.deed, .demand = life.demand, .as = as, .note = note_of(deeds.deed)});
  }
  return acts;
}

}  // namespace wangge::tools::bench
