#include "engine/base/utf8.h"

#include <cstring>

namespace wangge {
namespace {

bool continues(unsigned char byte) { return (byte & 0xC0) == 0x80; }

// The length of the sequence that starts at `p`, 0 where it is not valid.
std::size_t sequence_length(const unsigned char* p, std::size_t left) {
  const unsigned char lead = p[0];
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF) return left >= 2 && continues(p[1]) ? 2 : 0;
  if (lead >= 0xE0 && lead <= 0xEF) {
    if (left < 3 || !continues(p[1]) || !continues(p[2])) return 0;
    if (lead == 0xE0 && p[1] < 0xA0) return 0;  // overlong
    if (lead == 0xED && p[1] > 0x9F) return 0;  // surrogates
    return 3;
  }
  if (lead >= 0xF0 && lead <= 0xF4) {
    if (left < 4 || !continues(p[1]) || !continues(p[2]) || !continues(p[3])) return 0;
    if (lead == 0xF0 && p[1] < 0x90) return 0;  // overlong
    if (lead == 0xF4 && p[1] > 0x8F) return 0;  // above U+10FFFF
    return 4;
  }
  return 0;
}

// Four bytes at `p` whose first three are a Chinese character (lead 0xE1 to 0xEC or 0xEE, 0xEF, which have no
// special cases) and that are therefore one code point of three bytes.
bool plain_three(std::uint32_t word) {
  if ((word & 0x00C0C0F0u) != 0x008080E0u) return false;
  const unsigned lead = word & 0xFF;
  return lead != 0xE0 && lead != 0xED;
}

}  // namespace

std::optional<std::uint32_t> count_code_points(std::string_view text) {
  const auto* p = reinterpret_cast<const unsigned char*>(text.data());
  std::size_t left = text.size();
  std::uint32_t count = 0;
  while (left > 0) {
    if (left >= 4) {  // most texts are Chinese: one load and two tests a character
      std::uint32_t word;
      std::memcpy(&word, p, sizeof word);
      if (plain_three(word)) {
        p += 3, left -= 3, ++count;
        continue;
      }
    }
    const std::size_t length = sequence_length(p, left);
    if (length == 0) return std::nullopt;
    p += length, left -= length, ++count;
  }
  return count;
}

}  // namespace wangge
