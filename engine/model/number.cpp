#include "engine/model/number.h"

#include <charconv>

#include "engine/base/check.h"

namespace wangge {
namespace {

constexpr std::uint64_t modulus = 97;
constexpr std::uint64_t two_digits = 100;

// The check digits c, 2 to 98, make the whole number leave 1: (100 × value + c) mod 97 = 1.
std::uint64_t check_digits(std::uint64_t value) { return 98 - value % modulus * two_digits % modulus; }

}  // namespace

std::string format_number(DemandId demand) {
  CHECK(demand);
  const std::uint64_t check = check_digits(demand.value);
  std::string number = std::to_string(demand.value);
  number.push_back(static_cast<char>('0' + check / 10));
  number.push_back(static_cast<char>('0' + check % 10));
  return number;
}

std::optional<DemandId> parse_number(std::string_view number) {
  if (number.size() < 3 || number.front() == '0') return std::nullopt;
  const char* const check = number.data() + number.size() - 2;
  DemandId demand;
  const auto [end, error] = std::from_chars(number.data(), check, demand.value);
  if (error != std::errc{} || end != check || format_number(demand) != number) return std::nullopt;
  return demand;
}

}  // namespace wangge
