#pragma once
// The look-up code on a receipt: who has a demand's number and these six digits may ask where the demand stands. It is
// derived from the number by a keyed hash and never stored; the key is made with the log and kept beside it.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <sodium/crypto_generichash.h>

#include "engine/model/demand.h"

namespace wangge {

using LookUpKey = std::array<std::uint8_t, 32>;

// Codes are 1 to this; 0 is "none given".
inline constexpr std::uint32_t look_up_code_max = 999'999;

// One hash of 64 bytes serves the sixteen demands whose ids differ in the last four bits; the last one is kept, so
// that neighbours cost little. One thread.
class LookUpCodes {
 public:
  explicit LookUpCodes(const LookUpKey& key);

  std::uint32_t of(DemandId demand);

 private:
  static constexpr std::uint64_t none = ~std::uint64_t{0};

  crypto_generichash_state keyed_;  // after the key
  std::uint64_t block_ = none;      // of which hash_ is
  std::array<std::uint32_t, 16> hash_{};
};

// Always six digits.
std::string format_look_up_code(std::uint32_t code);
// Nothing where it is not six digits, or all of them 0.
std::optional<std::uint32_t> parse_look_up_code(std::string_view digits);

}  // namespace wangge
