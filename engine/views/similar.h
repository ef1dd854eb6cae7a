#pragma once
// Demands that may be the same trouble (相似诉求): looked up before a demand is submitted, and by whoever handles one.
// Plain values, computed from the city between two turns; looks at a bounded number of open demands, so it may be asked
// whenever somebody stops typing.

#include <cstdint>
#include <vector>

#include "engine/views/station.h"

namespace wangge::views {

// Why a demand is taken for similar, in bits.
enum class Likeness : std::uint8_t {
  category = 1,   // the same category; otherwise only the class is the same
  condition = 2,  // the filing condition
  unit = 4,
  building = 8,
  compound = 16,
  road = 32,
  recent = 64,    // received within the last day
  subject = 128,  // the asset or door: stands above all else
};
inline constexpr int likenesses = 8;

struct Similar {
  Status row;
  std::uint8_t score = 0;    // 0 to 100
  std::uint8_t reasons = 0;  // Likeness
};
struct AskSimilar {
  static constexpr QuestionKind kind{4};
  using Answer = std::vector<Similar>;
  static constexpr std::uint32_t rows_max = 10;

  PlaceId place;        // a grid, or a place in one; none, and no subject: all is taken from `but`
  PlaceId road;         // a street or lane; none: not known
  CategoryId category;  // none, with a subject: any
  std::uint8_t condition = 0;
  DemandId but;  // this demand is left out
  Subject subject;
};

// The open demands of the same class in the same grid or at the same road, and those about the same asset or door
// wherever they are and of any class, that were received within the city's window, and that the account may see: the
// most similar first, the newer where two are alike. Of each place, asset and door the newest limits::similar_looks_max
// are looked at. Nothing where the place, category or subject does not exist.
std::vector<Similar> similar_to(const City& city, AccountId account, const AskSimilar& question, Instant now);

}  // namespace wangge::views

namespace wangge {

// clang-format off: a field a line
template <>
inline constexpr auto description<views::AskSimilar> =
    describe("ask_similar", field(1, "place", &views::AskSimilar::place), field(2, "road", &views::AskSimilar::road),
             field(3, "category", &views::AskSimilar::category), field(4, "condition", &views::AskSimilar::condition),
             field(5, "but", &views::AskSimilar::but), field(6, "subject", &views::AskSimilar::subject));
template <>
inline constexpr auto description<views::Similar> =
    describe("similar", field(1, "row", &views::Similar::row), field(2, "score", &views::Similar::score),
             field(3, "reasons", &views::Similar::reasons));
// clang-format on

}  // namespace wangge
