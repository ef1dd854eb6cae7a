#pragma once
// The text of a cell, and its meaning by itself.

#include <array>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/time.h"
#include "engine/model/configuration.h"
#include "engine/model/limit.h"
#include "engine/model/words.h"

namespace wangge {

// A word that a table may use, and the value that it stands for.
template <class T>
struct Word {
  std::string_view text;
  T value;
};

// The model's own Chinese words for all values of an enum but the first, which is "none".
template <class Enum, std::size_t values>
std::array<Word<Enum>, values - 1> chinese_words() {
  std::array<Word<Enum>, values - 1> words;
  for (std::size_t i = 1; i < values; ++i)
    words[i - 1] = {words_of(static_cast<Enum>(i)).chinese, static_cast<Enum>(i)};
  return words;
}

template <class Words>
auto find_word(std::string_view text, const Words& words) -> std::optional<decltype(std::begin(words)->value)> {
  for (const auto& word : words)
    if (word.text == text) return word.value;
  return std::nullopt;
}

template <class Words>
std::string list_words(const Words& words) {
  std::string all;
  for (const auto& word : words) all.append(all.empty() ? "" : ", ").append(word.text);
  return all;
}

template <class Number>
std::optional<Number> whole_number(std::string_view text) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

// Takes the number of fixed width off the front of `text`.
std::optional<int> take_digits(std::string_view& text, std::size_t width);

// Takes `c` off the front of `text`; false where it does not stand there.
bool take(std::string_view& text, char c);

// Takes a date such as "2026-03-10" off the front of `text`, of the years that fit Seconds.
std::optional<std::chrono::sys_days> take_date(std::string_view& text);

// Takes a time such as "08:00" off the front of `text`, up to "24:00", as seconds from midnight.
std::optional<Duration> take_time_of_day(std::string_view& text);

// Opening hours such as "08:00-12:00".
std::optional<Opening> opening_of(std::string_view text);

// The texts of dates and times: "2026-03-10", "08:00".
std::string date_text(std::chrono::sys_days day);
std::string time_of_day_text(Duration from_midnight);

// A limit such as "30工作分钟": a number of 1 to 65535 and a unit.
std::optional<Limit> limit_of(std::string_view text);
std::string list_limit_units();

// A keyword such as "垃圾", or "垃圾:3" with a weight of -9 to 9 but 0. Any other text is a word as it stands: tables
// in old logs may have such words; rules::city_check reports them as mistakes.
Keyword keyword_of(std::string_view text);

// An angle such as "122.781234", in millionths, up to 999 degrees; more decimals are rounded, so that equal texts stay
// equal.
std::optional<std::int32_t> degrees_of(std::string_view text);

// The parts between separators; empty ones are left out.
std::vector<std::string_view> split(std::string_view text, char separator);

// Whether a person can read the text: valid UTF-8, no replacement character (which a wrong conversion leaves behind),
// no control character but a line's end or a tab.
bool readable(std::string_view text);

// A cell as a message shows it: quoted, short, on one line.
std::string shown(std::string_view cell);

// A message in both languages.
std::string both(std::string chinese, std::string_view english);

}  // namespace wangge
