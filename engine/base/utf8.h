#pragma once
// Texts that came from outside: how long they are, whether they may come in, and how they are shown without harm.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace wangge {

// The number of Unicode code points of `text`, or nothing where it is not valid UTF-8 (RFC 3629: no surrogates,
// no overlong forms, nothing above U+10FFFF, no cut sequence).
std::optional<std::uint32_t> count_code_points(std::string_view text);

enum class TextFault : std::uint8_t { none = 0, not_utf8 = 1, control_character = 2 };

// How long a text is, or what is wrong with it first, and at which byte, counted from 1.
struct CheckedText {
  TextFault fault = TextFault::none;
  std::uint32_t byte = 0;
  std::uint32_t code_points = 0;  // before the fault

  friend bool operator==(const CheckedText&, const CheckedText&) = default;
};

// Whether a text goes over several lines.
enum class Lines : std::uint8_t { one, many };

// A text that comes in is valid UTF-8 and has no control characters (U+0000 to U+001F, U+007F to U+009F): they would
// move a cursor, forge a line of a log, or ring a bell, for whoever prints them. Where it has many lines, tabs and line
// breaks are none, a carriage return only before a line feed.
CheckedText check_characters(std::string_view text, Lines lines);

// Nothing in it can be seen: no character but blanks of any script, and marks without width. An empty text is blank.
bool is_blank(std::string_view text);

// For a terminal or a line of a log: control characters, what turns the direction of writing, line breaks of Unicode
// and bytes that are no UTF-8 are spelled out, \x1b, \u202e. Of many lines, tabs and line feeds stay. A text without
// such characters stays as it is.
std::string spelled_out(std::string_view text, Lines lines);

}  // namespace wangge
