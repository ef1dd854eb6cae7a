#include "engine/base/utf8.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

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

// Most texts are Chinese: characters of three bytes each, five of which are looked at at a time. True where the 16 bytes
// at `p` begin with five of them whose leads are 0xE1 to 0xEC, 0xEE or 0xEF, which have no special cases.
bool five_of_three(const unsigned char* p) {
#ifdef __SSE2__
  const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(p));
  const __m128i looked_at = _mm_setr_epi8(-16, -64, -64, -16, -64, -64, -16, -64, -64, -16, -64, -64, -16, -64, -64, 0);
  const __m128i wanted = _mm_setr_epi8(-32, -128, -128, -32, -128, -128, -32, -128, -128, -32, -128, -128, -32, -128, -128, 0);
  const __m128i has_form = _mm_cmpeq_epi8(_mm_and_si128(bytes, looked_at), wanted);
  const __m128i is_special = _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8(static_cast<char>(0xE0))),
                                          _mm_cmpeq_epi8(bytes, _mm_set1_epi8(static_cast<char>(0xED))));
  return _mm_movemask_epi8(_mm_andnot_si128(is_special, has_form)) == 0xFFFF;
#else
  for (int i = 0; i < 15; i += 3) {
    const bool is_plain = (p[i] & 0xF0) == 0xE0 && p[i] != 0xE0 && p[i] != 0xED && continues(p[i + 1]) && continues(p[i + 2]);
    if (!is_plain) return false;
  }
  return true;
#endif
}

}  // namespace

std::optional<std::uint32_t> count_code_points(std::string_view text) {
  const auto* p = reinterpret_cast<const unsigned char*>(text.data());
  std::size_t left = text.size();
  std::uint32_t count = 0;
  while (left > 0) {
    if (left >= 16 && five_of_three(p)) {
      p += 15, left -= 15, count += 5;
      continue;
    }
    const std::size_t length = sequence_length(p, left);
    if (length == 0) return std::nullopt;
    p += length, left -= length, ++count;
  }
  return count;
}

}  // namespace wangge
