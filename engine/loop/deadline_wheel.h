#pragma once
// The instants at which demands fall due: a hierarchical timing wheel of one-second ticks over slots. Adding, moving
// and removing cost the same however many are open.

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "engine/base/time.h"
#include "engine/state/slots.h"

namespace wangge::loop {

class DeadlineWheel {
 public:
  // A call of take_due() moves at most this many slots before it takes some: a few milliseconds, also where a million
  // fall due in the same second.
  static constexpr std::size_t moves_by_default = 16'384;
  explicit DeadlineWheel(std::size_t moves_a_call = moves_by_default) : moves_a_call_(moves_a_call) {}

  // Makes `slot` fall due at that instant, or never where it is 0; replaces the slot's earlier instant. Its demand
  // stays the same while it is scheduled.
  void schedule(const Slots& slots, SlotIndex slot, Seconds at);

  struct Ripe {
    Seconds at = 0;
    DemandId demand;
    SlotIndex slot = no_slot;
  };
  // Appends at most `most` slots that have fallen due at `now` or before, in the order of instant and id, and takes
  // them off the wheel: each must be scheduled again or be done with. Where many slots had to be moved first it may
  // append none although next() says that some are due: then the following calls append them.
  void take_due(const Slots& slots, Seconds now, std::size_t most, std::vector<Ripe>& out);

  // Not later than the next instant at which something falls due; nothing where nothing is scheduled.
  std::optional<Seconds> next() const;

  std::size_t size() const { return size_; }

 private:
  // Four wheels of 256 buckets: seconds, then 256 s, 65,536 s and 2^24 s each; together all of Seconds.
  static constexpr int wheels = 4;
  static constexpr int bits = 8;
  static constexpr std::uint32_t buckets = 1u << bits;
  static constexpr std::uint32_t off_wheel = no_slot;
  static constexpr std::uint32_t ripe = no_slot - 1;
  static constexpr std::uint32_t head_bit = 0x8000'0000;  // in a bucket's first slot, with the bucket's number

  struct Link {
    SlotIndex next = no_slot;
    std::uint32_t previous = off_wheel;
    Seconds at = 0;
  };
  struct Bucket {
    int wheel = 0;
    std::uint32_t number = 0;  // among the buckets of all wheels
    Seconds start = 0;
  };
  static constexpr std::size_t chunk_links = 32'768;

  static bool later(const Ripe& a, const Ripe& b);

  void make_room(SlotIndex slot);
  Link& link(SlotIndex slot) { return (*links_[slot / chunk_links])[slot % chunk_links]; }
  void insert(SlotIndex slot, Seconds at);
  void ripen(const Slots& slots, SlotIndex slot, Seconds at);
  void remove(SlotIndex slot);
  SlotIndex take_first(std::uint32_t bucket);
  void empty(std::uint32_t bucket);
  // Whether the first of the ripe may be taken: all of its second is ripe.
  bool has_ripe() const { return !ripe_.empty() && ripe_.front().at < tick_; }
  void advance_to(const Slots& slots, Seconds now);
  std::uint32_t next_occupied(int wheel, std::uint32_t from) const;
  std::optional<Bucket> first_bucket() const;

  std::size_t moves_a_call_;
  std::array<SlotIndex, wheels* buckets> heads_ = filled();
  std::array<std::array<std::uint64_t, buckets / 64>, wheels> occupied_{};
  std::vector<std::unique_ptr<std::array<Link, chunk_links>>> links_;
  // Slots that have fallen due: a heap, the earliest first. An entry is stale where its slot is not `ripe` any more, or
  // is ripe for another instant.
  std::vector<Ripe> ripe_;
  Seconds tick_ = 0;  // all slots due before this are in ripe_ or gone; of those due at it, perhaps a part
  std::size_t size_ = 0;

  static constexpr std::array<SlotIndex, wheels * buckets> filled() {
    std::array<SlotIndex, wheels * buckets> heads{};
    heads.fill(no_slot);
    return heads;
  }
};

}  // namespace wangge::loop
