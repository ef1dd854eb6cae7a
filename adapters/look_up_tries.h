#pragma once
// The door for whoever gives a look-up code. A code has only six digits, so it is safe only while few wrong codes are
// looked at. Wrong codes are counted by account and number together, by number, by account and by source
// (limits::TryBound). A count that is used up makes wait, twice as long every time, and during the wait no code is
// looked at. A right code is then answered exactly as a wrong one, and is not counted, so that the answer tells
// nothing; it is accepted again when the wait is over, which the longest wait bounds.
//
// Somebody who guesses shuts out themselves, not the resident: for an account that has given no wrong code of a number,
// or whose wrong ones are forgiven, codes of that number are looked at whatever others have done. One wrong code is
// forgiven for each longest wait without another.
//
// The counts are in memory alone, and bounded: where there is no room, the counts whose wait is over first make way.
// One thread.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>

#include <boost/container_hash/hash.hpp>
#include <boost/unordered/unordered_flat_map.hpp>

#include "adapters/lookup_code.h"
#include "adapters/source.h"
#include "engine/base/limits.h"
#include "engine/model/account.h"
#include "engine/model/demand.h"

namespace wangge {

class LookUpTries {
 public:
  using Time = std::chrono::steady_clock::time_point;

  struct Asker {
    AccountId account;
    Source source{};
  };

  explicit LookUpTries(const LookUpKey& key) : codes_(key) {}

  // True where the code is the demand's, and may be looked at now. Code 0 is none, and no try. Whether there is such a
  // demand makes no difference.
  bool proves(DemandId demand, std::uint32_t code, const Asker& asker, Time now);

  struct Figures {
    std::uint64_t wrong = 0;    // how many were looked at
    std::uint64_t refused = 0;  // how many were not looked at
  };
  const Figures& figures() const { return figures_; }

  // Says in the log, once in a while, that codes were refused, if any were, and who gave the last one. Called at a
  // steady pace.
  void tell(Time now);

  // The codes for receipts.
  LookUpCodes& codes() { return codes_; }

 private:
  // The wrong tries of one account, one number, ….
  class Count {
   public:
    bool is_refused(Time now) const { return now < refused_until_; }
    std::uint32_t wrong(const limits::TryBound& bound, Time now) const;
    void add(const limits::TryBound& bound, Time now);
    Time refused_until() const { return refused_until_; }

   private:
    std::uint32_t wrong_ = 0;
    Time last_;
    Time refused_until_;
  };

  template <class Key>
  class Counts {
   public:
    Counts(const limits::TryBound& bound, std::size_t most) : bound_(bound), most_(most) {}

    bool is_refused(const Key& key, Time now) const;
    bool has_wrong(const Key& key, Time now) const;
    void add(const Key& key, Time now);

   private:
    void make_room(Time now);

    limits::TryBound bound_;
    std::size_t most_;
    boost::unordered_flat_map<Key, Count> all_;
  };

  struct Pair {
    DemandId demand;
    AccountId account;
    friend bool operator==(const Pair&, const Pair&) = default;
    friend std::size_t hash_value(const Pair& pair) {
      std::size_t hash = 0;
      boost::hash_combine(hash, pair.demand.value);
      boost::hash_combine(hash, pair.account.value);
      return hash;
    }
  };

  bool is_refused(const Pair& pair, const Asker& asker, Time now) const;

  LookUpCodes codes_;
  Counts<Pair> pairs_{limits::tries_of_account_at_number, limits::tries_kept_max};
  Counts<std::uint64_t> numbers_{limits::tries_at_number, limits::tries_kept_max};
  Counts<std::uint32_t> accounts_{limits::tries_of_account, limits::tries_kept_max};
  Counts<Source> sources_{limits::tries_of_source, limits::tries_kept_max};

  Figures figures_, told_;
  Asker last_refused_;
  std::optional<Time> told_at_;
};

}  // namespace wangge
