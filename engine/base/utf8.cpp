#include "engine/base/utf8.h"

#include <algorithm>
#include <array>
#include <cstring>

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

// Most texts are Chinese: characters of three bytes each, five of which are looked at at a time. The result is true
// where the 16 bytes at `p` begin with five of them whose leads are 0xE1 to 0xEC, 0xEE or 0xEF, which have no special
// cases.
bool five_of_three(const unsigned char* p) {
#ifdef __SSE2__
  const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(p));
  const __m128i looked_at = _mm_setr_epi8(-16, -64, -64, -16, -64, -64, -16, -64, -64, -16, -64, -64, -16, -64, -64, 0);
  const __m128i wanted =
      _mm_setr_epi8(-32, -128, -128, -32, -128, -128, -32, -128, -128, -32, -128, -128, -32, -128, -128, 0);
  const __m128i has_form = _mm_cmpeq_epi8(_mm_and_si128(bytes, looked_at), wanted);
  const __m128i is_special = _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8(static_cast<char>(0xE0))),
                                          _mm_cmpeq_epi8(bytes, _mm_set1_epi8(static_cast<char>(0xED))));
  return _mm_movemask_epi8(_mm_andnot_si128(is_special, has_form)) == 0xFFFF;
#else
  for (int i = 0; i < 15; i += 3) {
    const bool is_plain =
        (p[i] & 0xF0) == 0xE0 && p[i] != 0xE0 && p[i] != 0xED && continues(p[i + 1]) && continues(p[i + 2]);
    if (!is_plain) return false;
  }
  return true;
#endif
}

// True where the next eight bytes are printable ASCII, as digits and Latin letters are.
bool eight_printable(const unsigned char* p) {
  constexpr std::uint64_t each = 0x0101'0101'0101'0101;
  std::uint64_t bytes = 0;
  std::memcpy(&bytes, p, sizeof(bytes));
  // The high bit of a byte of `wrong` is set where that byte is no ASCII, 0x7F, or below 0x20.
  const std::uint64_t wrong = bytes | (bytes + each) | ~((bytes | each * 0x80) - each * 0x20);
  return (wrong & each * 0x80) == 0;
}

// A character of three bytes whose lead has no special case.
bool one_of_three(const unsigned char* p, std::size_t left) {
  return left >= 3 && (p[0] & 0xF0) == 0xE0 && p[0] != 0xE0 && p[0] != 0xED && continues(p[1]) && continues(p[2]);
}

struct Run {
  std::size_t bytes = 0;
  std::uint32_t code_points = 0;
};

// Some of the next characters that need no closer look: printable ones of ASCII, and most of three bytes. Empty where
// the next character does need one.
Run plain_run(const unsigned char* p, std::size_t left) {
  if (left >= 16 && five_of_three(p)) return {15, 5};
  if (one_of_three(p, left)) return {3, 1};
  if (left >= 8 && eight_printable(p)) return {8, 8};
  return *p >= 0x20 && *p <= 0x7E ? Run{1, 1} : Run{};
}

// The code point of a valid sequence.
char32_t code_point(const unsigned char* p, std::size_t length) {
  switch (length) {
    case 1: return p[0];
    case 2: return (p[0] & 0x1Fu) << 6 | (p[1] & 0x3Fu);
    case 3: return (p[0] & 0x0Fu) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu);
    case 4: return (p[0] & 0x07u) << 18 | (p[1] & 0x3Fu) << 12 | (p[2] & 0x3Fu) << 6 | (p[3] & 0x3Fu);
  }
  return 0;
}

bool is_control(char32_t c) { return c < 0x20 || (c >= 0x7F && c <= 0x9F); }

bool breaks_lines(char32_t c) { return c == U'\t' || c == U'\n'; }

struct Range {
  char32_t first, last;
};

// White_Space of Unicode, and characters that take no room or show nothing.
constexpr std::array<Range, 20> blanks{{{0x09, 0x0D},     {0x20, 0x20},     {0x85, 0x85},     {0xA0, 0xA0},
                                        {0xAD, 0xAD},     {0x34F, 0x34F},   {0x61C, 0x61C},   {0x115F, 0x1160},
                                        {0x1680, 0x1680}, {0x17B4, 0x17B5}, {0x180B, 0x180F}, {0x2000, 0x200F},
                                        {0x2028, 0x202F}, {0x205F, 0x206F}, {0x2800, 0x2800}, {0x3000, 0x3000},
                                        {0x3164, 0x3164}, {0xFE00, 0xFE0F}, {0xFEFF, 0xFEFF}, {0xFFA0, 0xFFA0}}};

// No blank lies between U+4000 and U+CFFF, where Chinese characters are.
constexpr unsigned char first_lead_without_blanks = 0xE4, last_lead_without_blanks = 0xEC;

// Characters that mislead a reader, besides control characters: marks and overrides of direction, and line breaks of
// Unicode.
constexpr std::array<Range, 4> misleading{{{0x61C, 0x61C}, {0x200E, 0x200F}, {0x2028, 0x202E}, {0x2066, 0x2069}}};

template <std::size_t Size>
bool lies_in(char32_t c, const std::array<Range, Size>& ranges) {
  return std::ranges::any_of(ranges, [&](const Range& range) { return c >= range.first && c <= range.last; });
}

void spell_byte(unsigned char byte, std::string& out) {
  constexpr std::string_view digits = "0123456789abcdef";
  out.append("\\x").append({digits[byte >> 4], digits[byte & 15u]});
}

void spell(char32_t c, std::string& out) {
  if (c < 0x100) return spell_byte(static_cast<unsigned char>(c), out);
  constexpr std::string_view digits = "0123456789abcdef";
  out += "\\u";
  for (int shift = 12; shift >= 0; shift -= 4) out += digits[c >> shift & 15u];
}

}  // namespace

std::optional<std::uint32_t> count_code_points(std::string_view text) {
  const auto* p = reinterpret_cast<const unsigned char*>(text.data());
  std::size_t left = text.size();
  std::uint32_t count = 0;
  while (left > 0) {
    if (const Run run = plain_run(p, left); run.bytes != 0) {
      p += run.bytes, left -= run.bytes, count += run.code_points;
      continue;
    }
    const std::size_t length = sequence_length(p, left);
    if (length == 0) return std::nullopt;
    p += length, left -= length, ++count;
  }
  return count;
}

CheckedText check_characters(std::string_view text, Lines lines) {
  const auto* const begin = reinterpret_cast<const unsigned char*>(text.data());
  const auto* p = begin;
  std::size_t left = text.size();
  std::uint32_t count = 0;
  while (left > 0) {
    if (const Run run = plain_run(p, left); run.bytes != 0) {
      p += run.bytes, left -= run.bytes, count += run.code_points;
      continue;
    }
    const auto at = static_cast<std::uint32_t>(p - begin + 1);
    const std::size_t length = sequence_length(p, left);
    if (length == 0) return {TextFault::not_utf8, at, count};
    if (length <= 2) {
      const char32_t c = code_point(p, length);
      const bool is_break = breaks_lines(c) || (c == U'\r' && left > 1 && p[1] == '\n');
      if (is_control(c) && !(is_break && lines == Lines::many)) return {TextFault::control_character, at, count};
    }
    p += length, left -= length, ++count;
  }
  return {TextFault::none, 0, count};
}

bool is_blank(std::string_view text) {
  const auto* p = reinterpret_cast<const unsigned char*>(text.data());
  std::size_t left = text.size();
  while (left > 0) {
    // Most characters end here
    if (one_of_three(p, left) && p[0] >= first_lead_without_blanks && p[0] <= last_lead_without_blanks) return false;
    const std::size_t length = sequence_length(p, left);
    if (length == 0 || !lies_in(code_point(p, length), blanks)) return false;
    p += length, left -= length;
  }
  return true;
}

std::string spelled_out(std::string_view text, Lines lines) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const auto* const p = reinterpret_cast<const unsigned char*>(text.data());
    const std::size_t length = sequence_length(p, text.size());
    const char32_t c = code_point(p, length);
    if (length == 0) {
      spell_byte(p[0], out);
    } else if ((is_control(c) && !(lines == Lines::many && breaks_lines(c))) || lies_in(c, misleading)) {
      spell(c, out);
    } else {
      out += text.substr(0, length);
    }
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return out;
}

}  // namespace wangge
