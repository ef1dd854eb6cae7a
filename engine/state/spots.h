#pragma once
// How often the same trouble comes from the same place: the last demands of a class at a spot (点位), and how many of a
// category came in a community minute by minute. This file only counts; what is a hot spot (热点) or a storm
// (集中反映): engine/rules/recurrence.cpp. All demands count, whatever becomes of them. One thread.

#include <array>
#include <cstdint>

#include "engine/base/limits.h"
#include "engine/model/configuration.h"
#include "engine/model/demand.h"
#include "engine/model/place.h"
#include "engine/state/pool.h"

namespace wangge {

// The demands of a class at one spot. A spot is a building, or a compound; where the place is known less precisely, a
// road, where one is known, or a grid.
struct Spot {
  std::array<Seconds, limits::hotspot_kept_max> received{};  // of the last demands, in a ring; 0: there were no more
  Seconds found = 0, raised = 0;  // when the spot was last found hot, and so hot that a superior is to know; 0: never
  std::uint8_t next = 0;          // index of the oldest in the ring

  // How many of the demands came at `from` or later.
  std::uint32_t since(Seconds from) const;
};

// The demands of a category in a community.
struct Surge {
  std::array<std::uint16_t, limits::storm_minutes_max> of_minute{};  // the newest first
  std::uint32_t minute = 0;                                          // the newest minute, since 1970
  DemandId first;                                                    // the first after storm_minutes_max without any
  Seconds began = 0;
  Seconds found = 0;  // when a superior was told of the storm; 0: not since it began

  // How many came in the last `minutes`, that of `now` included.
  std::uint32_t within(std::uint32_t minutes, Seconds now) const;
};

// Counters of places, several kinds for each place. `bits` of the kind find a counter without searching; kinds that
// agree in these are chained.
template <class Counts, int bits>
class CountsOf {
 public:
  // At most this many counters are kept; none is taken beyond.
  explicit CountsOf(std::size_t most) : most_(most) {}

  // The counter; null where there is none.
  const Counts* find(PlaceId place, std::uint16_t kind) const {
    const std::uint32_t at = at_of(place, kind);
    return at == none ? nullptr : &rows_[at].counts;
  }
  Counts* find(PlaceId place, std::uint16_t kind) {
    const std::uint32_t at = at_of(place, kind);
    return at == none ? nullptr : &rows_[at].counts;
  }
  // The counter, a new one where there is none; null where there is no room.
  Counts* take(PlaceId place, std::uint16_t kind) {
    if (Counts* const found = find(place, kind)) return found;
    if (rows_.size() >= most_) return nullptr;
    const std::uint32_t at = rows_.take();
    std::uint32_t& first = first_.at(index_of(place, kind));
    rows_[at].kind = kind;
    rows_[at].other = first;
    first = at;
    return &rows_[at].counts;
  }
  // Fetch the counter into the cache, in two steps; no effect otherwise.
  void prefetch_first(std::size_t index) const { first_.prefetch(index); }
  void prefetch_second(std::size_t index) const {  // reads none of the row
    if (const std::uint32_t at = first_[index]; at != none) prefetch_line(&rows_[at]);
  }
  // Where the first counter of the place and of such kinds is found.
  static std::size_t index_of(PlaceId place, std::uint16_t kind) {
    return std::size_t{place.value} << bits | (kind & ((1u << bits) - 1));
  }
  // Calls visit(PlaceId, kind, const Counts&) for each, in the order of places.
  template <class Visit>
  void each(Visit visit) const {
    first_.each([&](std::size_t index, std::uint32_t first) {
      const PlaceId place{static_cast<std::uint32_t>(index >> bits)};
      for (std::uint32_t at = first; at != none; at = rows_[at].other) visit(place, rows_[at].kind, rows_[at].counts);
    });
  }

 private:
  static constexpr std::uint32_t none = 0xFFFF'FFFF;
  struct alignas(64) Row {  // one line of memory
    Counts counts;
    std::uint32_t other = none;
    std::uint16_t kind = 0;
  };

  std::uint32_t at_of(PlaceId place, std::uint16_t kind) const {
    std::uint32_t at = first_[index_of(place, kind)];
    while (at != none && rows_[at].kind != kind) at = rows_[at].other;
    return at;
  }

  static_assert(sizeof(Row) == 64);
  std::size_t most_;
  Pool<Row> rows_;
  SparseColumn<std::uint32_t, none> first_;
};

class Spots {
 public:
  explicit Spots(std::size_t most = limits::spots_max) : of_spots_(most), of_surges_(most) {}

  // The counters to which a demand adds.
  struct Key {
    PlaceId spot, community;
    std::uint8_t class_number = 0;
    CategoryId category;
  };
  using OfSpots = CountsOf<Spot, 4>;
  using OfSurges = CountsOf<Surge, 7>;
  // Counters by spot and class, and by community and category. There is none where no demand has come yet, or none was
  // counted.
  const OfSpots& of_spots() const { return of_spots_; }
  const OfSurges& of_surges() const { return of_surges_; }
  // Fetch into the cache the memory that add() is going to write, in two steps; no effect otherwise.
  struct Indexes {
    std::size_t of_spot = 0, of_surge = 0;
  };
  static Indexes indexes_of(const Key& key) {
    return {OfSpots::index_of(key.spot, key.class_number), OfSurges::index_of(key.community, key.category.value)};
  }
  void prefetch_first(const Indexes& at) const {
    of_spots_.prefetch_first(at.of_spot);
    of_surges_.prefetch_first(at.of_surge);
  }
  void prefetch_second(const Indexes& at) const {
    of_spots_.prefetch_second(at.of_spot);
    of_surges_.prefetch_second(at.of_surge);
  }

  // apply alone
  void add(Key key, DemandId demand, Seconds received);
  void find_hot(PlaceId spot, std::uint8_t class_number, bool is_raised, Seconds now);
  void find_storm(PlaceId community, CategoryId category, Seconds now);

 private:
  OfSpots of_spots_;
  OfSurges of_surges_;
};

}  // namespace wangge
