#include "engine/loop/deadline_wheel.h"

#include <algorithm>
#include <bit>

namespace wangge::loop {

namespace {

constexpr std::size_t plenty = 4'096;

}  // namespace

bool DeadlineWheel::later(const Ripe& a, const Ripe& b) {
  return a.at != b.at ? a.at > b.at : a.demand.value > b.demand.value;
}

void DeadlineWheel::make_room(SlotIndex slot) {
  while (slot / chunk_links >= links_.size()) links_.push_back(std::make_unique<std::array<Link, chunk_links>>());
}

void DeadlineWheel::schedule(const Slots& slots, SlotIndex slot, Seconds at) {
  make_room(slot);
  remove(slot);
  if (at == 0) return;
  if (at < tick_) {
    ripen(slots, slot, at);
  } else {
    insert(slot, at);
  }
  ++size_;
}

// The slot goes on the first wheel whose span reaches from the tick to `at`: the highest byte in which the two differ.
void DeadlineWheel::insert(SlotIndex slot, Seconds at) {
  const Seconds differing = at ^ tick_;
  const int wheel = differing == 0 ? 0 : (31 - std::countl_zero(differing)) / bits;
  const std::uint32_t index = at >> (wheel * bits) & (buckets - 1);
  const std::uint32_t bucket = static_cast<std::uint32_t>(wheel) * buckets + index;

  const SlotIndex first = heads_[bucket];
  Link& mine = link(slot);
  mine = {first, head_bit | bucket, at};
  if (first != no_slot) link(first).previous = slot;
  heads_[bucket] = slot;
  occupied_[static_cast<std::size_t>(wheel)][index / 64] |= std::uint64_t{1} << index % 64;
}

void DeadlineWheel::ripen(const Slots& slots, SlotIndex slot, Seconds at) {
  link(slot) = {no_slot, ripe, at};
  ripe_.push_back({at, slots[slot].id, slot});
  std::ranges::push_heap(ripe_, later);
}

void DeadlineWheel::remove(SlotIndex slot) {
  Link& mine = link(slot);
  if (mine.previous == off_wheel) return;
  if (mine.previous != ripe) {
    if (mine.next != no_slot) link(mine.next).previous = mine.previous;
    if (mine.previous & head_bit) {
      const std::uint32_t bucket = mine.previous & ~head_bit;
      heads_[bucket] = mine.next;
      if (mine.next == no_slot) empty(bucket);
    } else {
      link(mine.previous).next = mine.next;
    }
  }
  mine = {};
  --size_;
}

// Takes the first slot off a bucket, which must be occupied.
SlotIndex DeadlineWheel::take_first(std::uint32_t bucket) {
  const SlotIndex slot = heads_[bucket];
  const SlotIndex next = link(slot).next;
  heads_[bucket] = next;
  if (next != no_slot) {
    link(next).previous = head_bit | bucket;
  } else {
    empty(bucket);
  }
  return slot;
}

void DeadlineWheel::empty(std::uint32_t bucket) {
  occupied_[bucket / buckets][bucket % buckets / 64] &= ~(std::uint64_t{1} << bucket % 64);
}

// The first occupied bucket of a wheel from `from` on, `buckets` where there is none.
std::uint32_t DeadlineWheel::next_occupied(int wheel, std::uint32_t from) const {
  const auto& words = occupied_[static_cast<std::size_t>(wheel)];
  for (std::uint32_t word = from / 64; word < words.size(); ++word) {
    std::uint64_t set = words[word];
    if (word == from / 64) set &= ~std::uint64_t{0} << from % 64;
    if (set != 0) return word * 64 + static_cast<std::uint32_t>(std::countr_zero(set));
  }
  return buckets;
}

// The occupied bucket that starts first, the wider wheel's where two start together: it has to be dealt out first.
std::optional<DeadlineWheel::Bucket> DeadlineWheel::first_bucket() const {
  std::optional<Bucket> first;
  for (int wheel = 0; wheel < wheels; ++wheel) {
    const int shift = wheel * bits;
    const std::uint32_t index = next_occupied(wheel, tick_ >> shift & (buckets - 1));
    if (index == buckets) continue;
    const std::uint64_t turn = std::uint64_t{1} << (shift + bits);
    const auto start = static_cast<Seconds>(tick_ / turn * turn + (std::uint64_t{index} << shift));
    if (!first || start <= first->start) first = {wheel, static_cast<std::uint32_t>(wheel) * buckets + index, start};
  }
  return first;
}

// Moves the tick to now + 1 from occupied bucket to occupied bucket: a bucket of seconds has fallen due, a wider one is
// dealt out to the narrower wheels when the tick enters it. Ripe slots from before the tick are earlier than all slots
// on the wheel, so the tick stops where enough of them are ripe. It also stops after as many moves as a call may make,
// even in the middle of a bucket: that bucket starts at the tick, and so it is the first again. Jumping over empty
// buckets is safe, since a slot stands in the bucket in which its instant first differs from the tick, and that stays
// so until the tick enters the bucket.
void DeadlineWheel::advance_to(const Slots& slots, Seconds now) {
  std::size_t moves = moves_a_call_;
  while (tick_ <= now && moves > 0 && !(has_ripe() && ripe_.size() >= plenty)) {
    const std::optional<Bucket> bucket = first_bucket();
    if (!bucket || bucket->start > now) {
      tick_ = now + 1;
      break;
    }
    tick_ = std::max(tick_, bucket->start);
    for (; moves > 0 && heads_[bucket->number] != no_slot; --moves) {
      const SlotIndex slot = take_first(bucket->number);
      const Seconds at = link(slot).at;
      if (bucket->wheel == 0) {
        ripen(slots, slot, at);
      } else {
        insert(slot, at);
      }
    }
    if (bucket->wheel == 0 && heads_[bucket->number] == no_slot) ++tick_;
  }
}

void DeadlineWheel::take_due(const Slots& slots, Seconds now, std::size_t most, std::vector<Ripe>& out) {
  advance_to(slots, now);
  while (most > 0 && has_ripe()) {
    std::ranges::pop_heap(ripe_, later);
    const Ripe next = ripe_.back();
    ripe_.pop_back();
    Link& mine = link(next.slot);
    if (mine.previous != ripe || mine.at != next.at) continue;  // scheduled anew or taken off meanwhile
    mine = {};
    --size_;
    out.push_back(next);
    --most;
  }
}

std::optional<Seconds> DeadlineWheel::next() const {
  if (!ripe_.empty()) return ripe_.front().at;
  const std::optional<Bucket> bucket = first_bucket();
  if (!bucket) return std::nullopt;
  return bucket->start;
}

}  // namespace wangge::loop
