// Texts from outside: which characters may come in, what is blank, and how a text is shown without harm.

#include "engine/base/utf8.h"

#include <string>

#include <catch2/catch.hpp>

namespace wangge {
namespace {

using namespace std::string_literals;

constexpr CheckedText fine(std::uint32_t code_points) { return {TextFault::none, 0, code_points}; }
CheckedText bad(TextFault fault, std::uint32_t byte) {
  return {fault, byte, byte - 1};
}  // of texts in ASCII up to there

TEST_CASE("A text of any script has no fault, and its code points are counted") {
  CHECK(check_characters("", Lines::one) == fine(0));
  CHECK(check_characters("暖气不热，屋里只有15度", Lines::one) == fine(12));
  CHECK(check_characters("水管破裂水管破裂水管破裂é😀", Lines::one) == fine(14));
}

TEST_CASE("Every control character is a fault, at the byte where it stands") {
  for (int c = 0; c < 0x20; ++c) {
    INFO(c);
    const std::string text = "ab" + std::string(1, static_cast<char>(c)) + "c";
    CHECK(check_characters(text, Lines::one) == bad(TextFault::control_character, 3));
    const bool is_of_lines = c == '\n' || c == '\t';
    CHECK(check_characters(text, Lines::many) == (is_of_lines ? fine(4) : bad(TextFault::control_character, 3)));
  }
  CHECK(check_characters("ab\x7F", Lines::many) == bad(TextFault::control_character, 3));
  for (int c = 0x80; c < 0xA0; ++c) {  // U+0080 to U+009F: a CSI in one character is among them
    INFO(c);
    CHECK(check_characters("\xC2"s + static_cast<char>(c), Lines::many) == bad(TextFault::control_character, 1));
  }
}

TEST_CASE("One byte among letters and digits is judged alike wherever it stands") {
  for (std::size_t at = 0; at < 24; ++at) {
    for (int c = 0; c < 0x100; ++c) {
      INFO(at << " " << c);
      std::string text = "13844000000 room 2, 3 up";
      text[at] = static_cast<char>(c);
      const auto byte = static_cast<std::uint32_t>(at + 1);
      const bool is_printable = c >= 0x20 && c < 0x7F;
      const CheckedText expected =
          is_printable ? fine(24) : bad(c < 0x80 ? TextFault::control_character : TextFault::not_utf8, byte);
      CHECK(check_characters(text, Lines::one) == expected);
      CHECK(count_code_points(text) == (c < 0x80 ? std::optional<std::uint32_t>(24) : std::nullopt));
    }
  }
}

TEST_CASE("A carriage return may end a line together with a line feed, and nothing else") {
  CHECK(check_characters("a\r\nb", Lines::many) == fine(4));
  CHECK(check_characters("a\rb", Lines::many) == bad(TextFault::control_character, 2));
  CHECK(check_characters("ab\r", Lines::many) == bad(TextFault::control_character, 3));
  CHECK(check_characters("a\r\nb", Lines::one) == bad(TextFault::control_character, 2));
}

TEST_CASE("What is no UTF-8 is a fault at the byte where it begins, also behind a long text") {
  CHECK(check_characters("GD\xC8\xC8", Lines::one) == bad(TextFault::not_utf8, 3));
  CHECK(check_characters("\xED\xA0\x80", Lines::one) == bad(TextFault::not_utf8, 1));
  std::string text;
  for (int i = 0; i < 20; ++i) text += "水";
  CHECK(check_characters(text + "\xE6\xB0", Lines::one) == CheckedText{TextFault::not_utf8, 61, 20});
  CHECK(check_characters(text + "\x1B[2J", Lines::one) == CheckedText{TextFault::control_character, 61, 20});
}

TEST_CASE("A text of blanks of any kind is blank") {
  for (const char* text : {"", " ", "\t\n", "\u3000\u3000", "\u00A0", "\u200B", "\uFEFF", "\u2028", "\u2060", "\u3164",
                           "\u00AD", " \u200D \u2009"}) {
    INFO(text);
    CHECK(is_blank(text));
  }
  for (const char* text : {"水", " a ", "\u200B.", "\xC8", "。"}) {
    INFO(text);
    CHECK_FALSE(is_blank(text));
  }
}

TEST_CASE("What would act on a terminal is spelled out, and all else stays as it is") {
  CHECK(spelled_out("漏水\x1B[2J\x1B]0;x\x07", Lines::one) == "漏水\\x1b[2J\\x1b]0;x\\x07");
  CHECK(spelled_out("a\nb\tc\r\nd", Lines::one) == "a\\x0ab\\x09c\\x0d\\x0ad");
  CHECK(spelled_out("a\nb\tc\r\nd", Lines::many) == "a\nb\tc\\x0d\nd");
  CHECK(spelled_out("\xC2\x9B"
                    "31m",
                    Lines::many) == "\\x9b31m");
  CHECK(spelled_out("GD\xC8\xC8"s + "1", Lines::one) == "GD\\xc8\\xc81");
  CHECK(spelled_out("a\u202Eb\u2066c\u2028d", Lines::many) == "a\\u202eb\\u2066c\\u2028d");
  CHECK(spelled_out("\0"s, Lines::one) == "\\x00");
  CHECK(spelled_out("王一 é 😀 \\x1b", Lines::one) == "王一 é 😀 \\x1b");
}

}  // namespace
}  // namespace wangge
