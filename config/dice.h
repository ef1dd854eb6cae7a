#pragma once
// Chance that is the same on every machine: the generator is fixed by the standard, its distributions are not.

#include <cstdint>
#include <numeric>
#include <random>
#include <utility>
#include <vector>

#include "engine/base/check.h"

namespace wangge::config {

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : engine_(seed) {}

  int below(std::size_t bound) { return static_cast<int>(engine_() % bound); }
  int between(int least, int most) { return least + below(static_cast<std::size_t>(most - least + 1)); }
  bool percent(int chance) { return below(100) < chance; }

  template <class T, std::size_t n>
  const T& one_of(const T (&list)[n]) {
    return list[below(n)];
  }

  template <class T>
  void shuffle(std::vector<T>& list) {
    for (std::size_t left = list.size(); left > 1; --left) std::swap(list[left - 1], list[below(left)]);
  }

  // Divides `total` into `parts` numbers, each within its bounds.
  std::vector<int> shares(int total, int parts, int least, int most) {
    CHECK(parts * least <= total && total <= parts * most);
    std::vector<int> shares(static_cast<std::size_t>(parts), least);
    for (int left = total - parts * least; left > 0;) {
      int& share = shares[below(shares.size())];
      if (share < most) ++share, --left;
    }
    return shares;
  }

  // Marks `marked` of `size` things true.
  std::vector<bool> some(int marked, int size) {
    std::vector<int> order(static_cast<std::size_t>(size));
    std::iota(order.begin(), order.end(), 0);
    shuffle(order);
    std::vector<bool> chosen(order.size());
    for (int i = 0; i < marked; ++i) chosen[order[i]] = true;
    return chosen;
  }

 private:
  std::mt19937_64 engine_;
};

}  // namespace wangge::config
