#pragma once
// Texts that came from outside: how long they are, whether they may come in, and how they are shown without harm.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/base/in_registers.h"

namespace wangge {

// The number of Unicode code points of `text`, or nothing where it is not valid UTF-8 (RFC 3629: no surrogates,
// no overlong forms, nothing above U+10FFFF, no cut sequence).
std::optional<std::uint32_t> count_code_points(std::string_view text);

enum class TextFault : std::uint8_t { none = 0, not_utf8 = 1, control_character = 2 };

// The length of a text, or the first thing that is wrong with it, and at which byte that is, counted from 1.
struct alignas(in_registers) CheckedText {
  TextFault fault = TextFault::none;
  std::uint32_t byte = 0;
  std::uint32_t code_points = 0;  // before the fault

  friend bool operator==(const CheckedText&, const CheckedText&) = default;
};

// Whether a text goes over several lines.
enum class Lines : std::uint8_t { one, many };

// The check for a text that comes in: valid UTF-8 without control characters (U+0000 to U+001F, U+007F to U+009F),
// which would move a cursor, forge a line of a log, or ring a bell, for whoever prints the text. A text of many lines
// may have tabs and line breaks; a carriage return only before a line feed.
CheckedText check_characters(std::string_view text, Lines lines);

// Whether nothing in the text can be seen: no character but blanks of any script, and marks without width. An empty
// text is blank.
bool is_blank(std::string_view text);

// The text as a terminal or a line of a log shows it: control characters, marks that turn the direction of writing,
// line breaks of Unicode and bytes that are no UTF-8 are spelled out, \x1b, \u202e. Tabs and line feeds stay in a text
// of many lines. A text without such characters stays as it is.
std::string spelled_out(std::string_view text, Lines lines);

}  // namespace wangge
