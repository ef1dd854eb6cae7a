#include "adapters/lookup_code.h"

#include <set>

#include <catch2/catch.hpp>
#include <sodium.h>

namespace wangge {
namespace {

constexpr LookUpKey key{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};

// The definition, a hash for each.
std::uint32_t by_definition(DemandId demand) {
  unsigned char block[8], hash[64];
  for (int i = 0; i < 8; ++i) block[i] = static_cast<unsigned char>(demand.value / 16 >> 8 * i);
  crypto_generichash(hash, sizeof hash, block, sizeof block, key.data(), key.size());
  std::uint32_t part = 0;
  for (int i = 3; i >= 0; --i) part = part << 8 | hash[demand.value % 16 * 4 + i];
  return 1 + part % 999'999;
}

TEST_CASE("A look-up code is a part of the keyed hash, in whatever order codes are asked for") {
  LookUpCodes codes(key);
  for (const std::uint64_t demand : {1, 2, 15, 16, 17, 16, 1, 1'000'000, 31, 32}) {
    CHECK(codes.of(DemandId{demand}) == by_definition(DemandId{demand}));
  }
}

TEST_CASE("Look-up codes are six digits, never all 0, and neighbours do not give each other away") {
  LookUpCodes codes(key);
  std::set<std::uint32_t> seen;
  for (std::uint64_t demand = 1; demand <= 1'000; ++demand) {
    const std::uint32_t code = codes.of(DemandId{demand});
    CHECK((code >= 1 && code <= look_up_code_max));
    seen.insert(code);
  }
  CHECK(seen.size() > 990);  // of 1,000 random ones, two are equal in one case of two
}

TEST_CASE("Another key gives other codes") {
  LookUpKey other = key;
  other[31] = 1;
  LookUpCodes codes(key), others(other);
  int equal = 0;
  for (std::uint64_t demand = 1; demand <= 100; ++demand)
    equal += codes.of(DemandId{demand}) == others.of(DemandId{demand});
  CHECK(equal < 3);
}

TEST_CASE("A look-up code is written with six digits and read back") {
  CHECK(format_look_up_code(7) == "000007");
  CHECK(parse_look_up_code("000007") == 7u);
  CHECK(parse_look_up_code("999999") == 999'999u);
  for (const char* text : {"", "7", "00007", "0000007", "00000a", "-00007", "+00007", " 00007", "000000"}) {
    CHECK_FALSE(parse_look_up_code(text));
  }
}

}  // namespace
}  // namespace wangge
