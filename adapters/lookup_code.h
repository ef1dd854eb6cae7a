#pragma once
// The look-up code on a receipt: whoever has a demand's number and these six digits may ask how the demand stands. It
// is derived from the number by a keyed hash and never stored; the key is made with the log and kept beside it.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <sodium/crypto_generichash.h>

#include "engine/model/demand.h"

namespace wangge {

using LookUpKey = std::array<std::uint8_t, 32>;

// Codes are 1 to this number; 0 is "none given".
inline constexpr std::uint32_t look_up_code_max = 999'999;

// One hash of 64 bytes serves the sixteen demands whose ids differ in the last four bits; the last one is kept, so
// that neighbours cost little. One thread.
class LookUpCodes {
 public:
  explicit LookUpCodes(const LookUpKey& key);

  std::uint32_t of(DemandId demand);

 private:
  static constexpr std::uint64_t none = ~std::uint64_t{0};

  crypto_generichash_state keyed_;  // the hash's state after the key
  std::uint64_t block_ = none;      // the block of numbers that hash_ belongs to
  std::array<std::uint32_t, 16> hash_{};
};

// The code as text, always six digits.
std::string format_look_up_code(std::uint32_t code);
// The code of a text; nothing where it is not six digits, or all of them are 0.
std::optional<std::uint32_t> parse_look_up_code(std::string_view digits);

}  // namespace wangge
