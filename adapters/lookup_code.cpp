#include "adapters/lookup_code.h"

#include <bit>
#include <charconv>

#include <sodium/core.h>

#include "engine/base/check.h"

namespace wangge {
namespace {

static_assert(std::endian::native == std::endian::little, "ids and hashes are taken as they lie in memory");
constexpr std::size_t digits_of_a_code = 6;

}  // namespace

LookUpCodes::LookUpCodes(const LookUpKey& key) {
  CHECK(sodium_init() >= 0);  // so that the fastest code of the processor is used
  CHECK(crypto_generichash_init(&keyed_, key.data(), key.size(), sizeof hash_) == 0);
}

std::uint32_t LookUpCodes::of(DemandId demand) {
  static_assert(sizeof hash_ == crypto_generichash_BYTES_MAX);
  const std::uint64_t block = demand.value / hash_.size();
  if (block != block_) {
    crypto_generichash_state state = keyed_;
    const bool is_done =
        crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>(&block), sizeof block) == 0 &&
        crypto_generichash_final(&state, reinterpret_cast<unsigned char*>(hash_.data()), sizeof hash_) == 0;
    CHECK(is_done);
    block_ = block;
  }
  // 2^32 is some 4,295 times a million, so the remainder makes no code likelier than another by more than one in 4,000.
  return static_cast<std::uint32_t>(1 + hash_[demand.value % hash_.size()] % look_up_code_max);
}

std::string format_look_up_code(std::uint32_t code) {
  CHECK(code != 0 && code <= look_up_code_max);
  std::string digits = std::to_string(code);
  digits.insert(0, digits_of_a_code - digits.size(), '0');
  return digits;
}

std::optional<std::uint32_t> parse_look_up_code(std::string_view digits) {
  std::uint32_t code = 0;
  const char* const end = digits.data() + digits.size();
  const auto [stopped, error] = std::from_chars(digits.data(), end, code);
  if (digits.size() != digits_of_a_code || error != std::errc{} || stopped != end || code == 0) return std::nullopt;
  return code;
}

}  // namespace wangge
