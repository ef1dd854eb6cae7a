#pragma once
// How often the same comes from the same place: the last demands of a class at a spot (点位), and how many of a category came in a
// community minute by minute. Counts alone; what is a hot spot (热点) or a storm (集中反映): engine/rules/recurrence.cpp. All
// demands count, whatever becomes of them. One thread.

#include <array>
#include <cstdint>

#include <boost/unordered/unordered_flat_map.hpp>

#include "engine/base/limits.h"
#include "engine/model/demand.h"
#include "engine/model/place.h"
#include "engine/state/pool.h"

namespace wangge {

// A spot is a building, or a compound; what is known less precisely, a road, where one is known, or a grid.
struct alignas(64) Spot {
  std::array<Seconds, limits::hotspot_demands_max - 1> received{};  // the last ones, in a ring; 0: there were no more
  Seconds found = 0, raised = 0;  // when it was last found to be hot, and so hot that a superior is to know; 0: never
  std::uint8_t next = 0;          // in the ring: the oldest
  std::uint8_t class_number = 0;
  std::uint32_t other = none;     // of the same place, of a class that differs by a multiple of 16
  static constexpr std::uint32_t none = 0xFFFF'FFFF;

  // How many of them came at `from` or later.
  std::uint32_t since(Seconds from) const;
};

// Of a category in a community.
struct Surge {
  std::array<std::uint16_t, limits::storm_minutes_max> of_minute{};  // the newest first
  std::uint32_t minute = 0;  // since 1970: of the newest
  DemandId first;            // after so many minutes without any
  Seconds began = 0;
  Seconds found = 0;         // when a superior was told that it is a storm; 0: not since it began

  // How many came in the last `minutes`, the one of `now` included.
  std::uint32_t within(std::uint32_t minutes, Seconds now) const;
};

class Spots {
 public:
  struct Key {
    PlaceId place;
    std::uint16_t what = 0;  // class of a spot, category of a surge
    friend bool operator==(const Key&, const Key&) = default;
  };

  // Of so many spots and surges each at the most: of what goes beyond nothing is counted.
  explicit Spots(std::size_t most = limits::spots_max) : most_(most) {}

  // Null where no demand has come yet, or none was counted.
  const Spot* spot(Key key) const {
    const std::uint32_t at = find_spot(key);
    return at == Spot::none ? nullptr : &spots_[at];
  }
  const Surge* surge(Key key) const {
    const auto found = surge_at_.find(key);
    return found == surge_at_.end() ? nullptr : &surges_[found->second];
  }
  // Fetch what spot() and add() read of it into the cache, in two steps; no effect otherwise.
  void prefetch_first(Key spot) const { spot_at_.prefetch(index_of(spot)); }
  void prefetch_second(Key spot) const {  // reads nothing of it
    if (const std::uint32_t at = spot_at_[index_of(spot)]; at != Spot::none) prefetch_line(&spots_[at]);
  }
  // visit(Key, const Spot&), in no particular order.
  template <class Visit>
  void each_spot(Visit visit) const {
    spot_at_.each([&](std::size_t index, std::uint32_t first) {
      for (std::uint32_t at = first; at != Spot::none; at = spots_[at].other) {
        visit(Key{PlaceId{static_cast<std::uint32_t>(index >> 4)}, spots_[at].class_number}, spots_[at]);
      }
    });
  }
  template <class Visit>
  void each_surge(Visit visit) const {
    for (const auto& [key, at] : surge_at_) visit(key, surges_[at]);
  }

  // apply alone
  void add(Key spot, Key surge, DemandId demand, Seconds received);
  void find_hot(Key spot, bool is_raised, Seconds now);
  void find_storm(Key surge, Seconds now);

 private:
  struct Hash {
    std::size_t operator()(Key key) const { return boost::hash<std::uint64_t>()(std::uint64_t{key.place.value} << 16 | key.what); }
  };
  static std::size_t index_of(Key key) { return std::size_t{key.place.value} << 4 | (key.what & 15u); }

  std::uint32_t find_spot(Key key) const {
    std::uint32_t at = spot_at_[index_of(key)];
    while (at != Spot::none && spots_[at].class_number != key.what) at = spots_[at].other;
    return at;
  }
  // Null where it is not there and there is no room.
  Spot* take_spot(Key key);
  Surge* take_surge(Key key);
  static void count(Surge& surge, DemandId demand, Seconds received);

  std::size_t most_;
  Pool<Spot> spots_;
  Pool<Surge> surges_;
  SparseColumn<std::uint32_t, Spot::none> spot_at_;
  boost::unordered_flat_map<Key, std::uint32_t, Hash> surge_at_;
};

}  // namespace wangge
