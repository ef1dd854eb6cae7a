#pragma once
// The text of a cell, and what it means by itself.

#include <charconv>
#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/time.h"
#include "engine/model/configuration.h"
#include "engine/model/limit.h"

namespace wangge {

// A word that a table may use, and what it stands for.
template <class T>
struct Word {
  std::string_view text;
  T value;
};

template <class T>
std::optional<T> find_word(std::string_view text, std::span<const Word<T>> words) {
  for (const Word<T>& word : words)
    if (word.text == text) return word.value;
  return std::nullopt;
}

template <class T>
std::string list_words(std::span<const Word<T>> words) {
  std::string all;
  for (const Word<T>& word : words) all.append(all.empty() ? "" : ", ").append(word.text);
  return all;
}

template <class Number>
std::optional<Number> whole_number(std::string_view text) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

// The number of fixed width at the front of `text`, which is then shortened.
std::optional<int> take_digits(std::string_view& text, std::size_t width);

// Whether `c` stood at the front of `text`, which is then shortened.
bool take(std::string_view& text, char c);

// "2026-03-10" at the front of `text`, of the years that fit Seconds.
std::optional<std::chrono::sys_days> take_date(std::string_view& text);

// "08:00" at the front of `text`, up to "24:00", as seconds from midnight.
std::optional<Duration> take_time_of_day(std::string_view& text);

// "08:00-12:00".
std::optional<Opening> opening_of(std::string_view text);

// "30工作分钟": a number of 1 to 65535 and a unit.
std::optional<Limit> limit_of(std::string_view text);
std::string list_limit_units();

// The parts between separators; empty ones are left out.
std::vector<std::string_view> split(std::string_view text, char separator);

// Whether a person can read the text: valid UTF-8, no replacement character (what a wrong conversion leaves behind),
// no control character but a line's end or a tab.
bool readable(std::string_view text);

// A cell as a message shows it: quoted, short, on one line.
std::string shown(std::string_view cell);

// A message in both languages.
std::string both(std::string chinese, std::string_view english);

}  // namespace wangge
