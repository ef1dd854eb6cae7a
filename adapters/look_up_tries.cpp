#include "adapters/look_up_tries.h"

#include <algorithm>
#include <cstddef>
#include <vector>

#include <spdlog/spdlog.h>

namespace wangge {
namespace {

using std::chrono::seconds;

constexpr seconds told_every{limits::tries_told_every_seconds};

}  // namespace

// -------------------------------------------------------------------------------------------- counting

std::uint32_t LookUpTries::Count::wrong(const limits::TryBound& bound, Time now) const {
  const auto forgiven = (now - last_) / seconds{bound.longest_wait};
  return forgiven >= wrong_ ? 0 : wrong_ - static_cast<std::uint32_t>(forgiven);
}

void LookUpTries::Count::add(const limits::TryBound& bound, Time now) {
  wrong_ = wrong(bound, now) + 1;
  last_ = now;
  refused_until_ = now + seconds{bound.wait_after(wrong_)};
}

template <class Key>
bool LookUpTries::Counts<Key>::is_refused(const Key& key, Time now) const {
  const auto found = all_.find(key);
  return found != all_.end() && found->second.is_refused(now);
}

template <class Key>
bool LookUpTries::Counts<Key>::has_wrong(const Key& key, Time now) const {
  const auto found = all_.find(key);
  return found != all_.end() && found->second.wrong(bound_, now) > 0;
}

template <class Key>
void LookUpTries::Counts<Key>::add(const Key& key, Time now) {
  if (all_.size() >= most_ && !all_.contains(key)) make_room(now);
  all_[key].add(bound_, now);
}

template <class Key>
void LookUpTries::Counts<Key>::make_room(Time now) {
  boost::unordered::erase_if(all_, [&](const auto& one) { return one.second.wrong(bound_, now) == 0; });
  if (all_.size() < most_) return;
  std::vector<Time> ends;
  ends.reserve(all_.size());
  for (const auto& one : all_) ends.push_back(one.second.refused_until());
  // Many are dropped at once, so that the next ones find room
  const auto last = ends.begin() + static_cast<std::ptrdiff_t>(ends.size() / 8);
  std::ranges::nth_element(ends, last);
  boost::unordered::erase_if(all_, [&](const auto& one) { return one.second.refused_until() <= *last; });
}

// -------------------------------------------------------------------------------------------- the door

bool LookUpTries::is_refused(const Pair& pair, const Asker& asker, Time now) const {
  if (accounts_.is_refused(asker.account.value, now) || sources_.is_refused(asker.source, now) ||
      pairs_.is_refused(pair, now))
    return true;
  return numbers_.is_refused(pair.demand.value, now) && pairs_.has_wrong(pair, now);
}

bool LookUpTries::proves(DemandId demand, std::uint32_t code, const Asker& asker, Time now) {
  if (code == 0) return false;
  const Pair pair{demand, asker.account};
  if (is_refused(pair, asker, now)) {
    ++figures_.refused;
    last_refused_ = asker;
    return false;
  }
  if (codes_.of(demand) == code) return true;
  ++figures_.wrong;
  pairs_.add(pair, now);
  numbers_.add(demand.value, now);
  accounts_.add(asker.account.value, now);
  sources_.add(asker.source, now);
  return false;
}

void LookUpTries::tell(Time now) {
  if (figures_.refused == told_.refused || (told_at_ && now < *told_at_ + told_every)) return;
  const std::uint64_t wrong = figures_.wrong - told_.wrong, refused = figures_.refused - told_.refused;
  const std::string source = to_text(last_refused_.source);
  spdlog::warn(
      "查询码连续不符：{} 个不符，其后 {} 个未予核对；最近一个来自账号 {}，{} / look-up codes are being guessed: {} "
      "were wrong, {} more were "
      "not looked at; the last came from account {}, {}",
      wrong, refused, last_refused_.account.value, source, wrong, refused, last_refused_.account.value, source);
  told_ = figures_;
  told_at_ = now;
}

}  // namespace wangge
