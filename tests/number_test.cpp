#include "engine/model/number.h"

#include <limits>
#include <string>
#include <utility>

#include <catch2/catch.hpp>

namespace wangge {
namespace {

constexpr DemandId greatest{std::numeric_limits<std::uint64_t>::max()};

TEST_CASE("A number is the demand's id with two check digits by ISO 7064") {
  CHECK(format_number(DemandId{794}) == "79444");  // the standard's example
  CHECK(format_number(DemandId{1}) == "195");      // 100 mod 97 = 3, 98 − 3 = 95
  CHECK(format_number(DemandId{97}) == "9798");    // 9700 mod 97 = 0
  CHECK(format_number(DemandId{96}) == "9604");    // a check digit of its own even where it is 0
}

TEST_CASE("A number read back is the demand, up to the greatest") {
  for (const std::uint64_t value : {std::uint64_t{1}, std::uint64_t{794}, std::uint64_t{10'000'000}, greatest.value}) {
    CHECK(parse_number(format_number(DemandId{value})) == DemandId{value});
  }
}

TEST_CASE("Each wrong digit of a number is noticed") {
  const std::string number = format_number(DemandId{20'260'310});
  for (std::size_t at = 0; at < number.size(); ++at) {
    for (char digit = '0'; digit <= '9'; ++digit) {
      std::string wrong = number;
      wrong[at] = digit;
      CHECK(parse_number(wrong).has_value() == (wrong == number));
    }
  }
}

TEST_CASE("Two neighbouring digits exchanged are noticed") {
  const std::string number = format_number(DemandId{912'345'678});
  for (std::size_t at = 0; at + 1 < number.size(); ++at) {
    std::string wrong = number;
    std::swap(wrong[at], wrong[at + 1]);
    CHECK(parse_number(wrong).has_value() == (wrong == number));
  }
}

TEST_CASE("What is not the plain digits of a demand is no number") {
  for (const char* text : {"", "9", "98", "098", "0195", " 195", "195 ", "+195", "-195", "19a", "1 95", "１９５",
                           "1844674407370955161515999", "1844674407370955161601"}) {
    CHECK_FALSE(parse_number(text));
  }
}

}  // namespace
}  // namespace wangge
