#pragma once
// Batches of random facts of every kind, with every field filled, and the comparison of facts field by field.

#include <random>
#include <string>
#include <tuple>

#include "engine/log/batch.h"

namespace wangge::tests {

// All fields of a fact. A structured binding does not compile when a field is added: then it is added here too.
inline auto fields(auto& fact) {
  using Fact = std::remove_const_t<std::remove_reference_t<decltype(fact)>>;
  if constexpr (std::is_same_v<Fact, Submitted>) {
    auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, f1, f2, f3, w] = fact;  // f: bits, see flags()
    return std::tie(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, w);
  } else if constexpr (std::is_same_v<Fact, Acted>) {
    auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, f1, f2, f3, f4, f5, f6, f7, r, s] = fact;
    return std::tie(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s);
  } else if constexpr (std::is_same_v<Fact, Moved>) {
    auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, f1, f2, f3] = fact;
    return std::tie(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o);
  } else if constexpr (std::is_same_v<Fact, Rerouted>) {
    auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p] = fact;
    return std::tie(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p);
  } else if constexpr (std::is_same_v<Fact, Reclassified>) {
    auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, f1, f2, f3, f4] = fact;
    return std::tie(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s);
  } else if constexpr (std::is_same_v<Fact, Noticed> || std::is_same_v<Fact, Summoned>) {
    auto& [a, b, c, d, e, f, g, h, i, j, k, l] = fact;
    return std::tie(a, b, c, d, e, f, g, h, i, j, k, l);
  } else if constexpr (std::is_same_v<Fact, Reassigned> || std::is_same_v<Fact, Finished>) {
    auto& [a, b, c, d, e, f, g, h, i, j, k] = fact;
    return std::tie(a, b, c, d, e, f, g, h, i, j, k);
  } else if constexpr (std::is_same_v<Fact, Sought>) {
    auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n] = fact;
    return std::tie(a, b, c, d, e, f, g, h, i, j, k, l, m, n);
  } else if constexpr (std::is_same_v<Fact, Attended>) {
    auto& [a, b, c, d, e, f, g, h, i, j, k, l, m] = fact;
    return std::tie(a, b, c, d, e, f, g, h, i, j, k, l, m);
  } else if constexpr (std::is_same_v<Fact, Closed> || std::is_same_v<Fact, Assisted> || std::is_same_v<Fact, Joined>) {
    auto& [a, b, c, d, e, f, g, h, i, j] = fact;
    return std::tie(a, b, c, d, e, f, g, h, i, j);
  } else if constexpr (std::is_same_v<Fact, Escalated> || std::is_same_v<Fact, Urged> || std::is_same_v<Fact, Recurred>) {
    auto& [a, b, c, d, e, f, g, h, i] = fact;
    return std::tie(a, b, c, d, e, f, g, h, i);
  } else if constexpr (std::is_same_v<Fact, Warned> || std::is_same_v<Fact, Lapsed> || std::is_same_v<Fact, RowStaged> ||
                       std::is_same_v<Fact, SessionOpened>) {
    auto& [a, b, c, d] = fact;
    return std::tie(a, b, c, d);
  } else if constexpr (std::is_same_v<Fact, Accepted> || std::is_same_v<Fact, SituationDeclared> || std::is_same_v<Fact, Delivered>) {
    auto& [a, b, c, d, e, f, g, h] = fact;
    return std::tie(a, b, c, d, e, f, g, h);
  } else if constexpr (std::is_same_v<Fact, SituationEnded> || std::is_same_v<Fact, Rescheduled> ||
                       std::is_same_v<Fact, NotArrived> || std::is_same_v<Fact, ConfigurationAdopted>) {
    auto& [a, b, c, d, e, f, g] = fact;
    return std::tie(a, b, c, d, e, f, g);
  } else if constexpr (std::is_same_v<Fact, AccountAdded> || std::is_same_v<Fact, Gathered> || std::is_same_v<Fact, ConfigurationProposed>) {
    auto& [a, b, c, d, e, f] = fact;
    return std::tie(a, b, c, d, e, f);
  } else if constexpr (std::is_same_v<Fact, Declined> || std::is_same_v<Fact, ChainInterned> ||
                       std::is_same_v<Fact, AccountEnded> || std::is_same_v<Fact, PoliciesMigrated> ||
                       std::is_same_v<Fact, RecomputationBegun> || std::is_same_v<Fact, ConfigurationPutOff>) {
    auto& [a, b, c] = fact;
    return std::tie(a, b, c);
  } else if constexpr (std::is_same_v<Fact, ConfigurationBegun> || std::is_same_v<Fact, ConfigurationRejected> ||
                       std::is_same_v<Fact, ConfigurationScheduled>) {
    auto& [a, b, c, d, e] = fact;
    return std::tie(a, b, c, d, e);
  } else if constexpr (std::is_same_v<Fact, JobEnded>) {
    auto& [a] = fact;
    return std::tie(a);
  } else {
    auto& [a, b] = fact;
    return std::tie(a, b);
  }
}

// The fields that are bits, which nothing can refer to.
inline unsigned flags(const auto&) { return 0; }
inline unsigned flags(const Submitted& fact) {
  return fact.reference_length | fact.attachments_length << 8 | static_cast<unsigned>(fact.answers_length) << 20;
}
inline unsigned flags(const Acted& fact) { return fact.recorded | fact.upward << 1 | fact.is_final << 2 | fact.waits << 3 | fact.keeps_used << 4 | fact.undoes_late << 5 | fact.is_late << 6; }
inline unsigned flags(const Moved& fact) { return fact.recorded | fact.waits << 1 | fact.forgets_subject << 2; }
inline unsigned flags(const Reclassified& fact) { return fact.recorded | fact.waits << 1 | fact.begins << 2 | fact.is_restricted << 3; }

// Equal in every field.
bool same(const Event& left, const Event& right);

class RandomBatches {
 public:
  explicit RandomBatches(std::uint64_t seed) : random_(seed) {}

  // A fact of the kind with this index in the variant; its lengths and its part of the blob are added to `batch`.
  void add(std::size_t index, log::Batch& batch);
  // `count` facts of mixed kinds from `first` on.
  log::Batch make(Position first, std::size_t count);
  // `count` Submitted with texts of `text` bytes and contacts of `contact` bytes.
  log::Batch submitted(Position first, std::size_t count, std::size_t text, std::size_t contact);

  std::uint64_t number(std::uint64_t below) { return random_() % below; }
  std::string bytes(std::size_t count);

 private:
  Seconds time_of(Position first);

  std::mt19937_64 random_;
};

}  // namespace wangge::tests
