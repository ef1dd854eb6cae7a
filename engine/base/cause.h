#pragma once
// Why the machine would not: what its error codes are called, by scripts, in Chinese and in English. What libraries say
// of them is English alone, and some of it names lines of theirs: people are told by these words.

#include <exception>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

namespace wangge {

struct Cause {
  std::string name;  // for scripts; it stays
  std::string chinese, english;

  std::string text() const { return chinese + " / " + english; }
};

// Of an errno, of a host that was looked up, of a connection. One that has no words here is told by its number, with
// what the library calls it in brackets.
Cause cause_of(const std::error_code& code);

// Of the errno that a text of a library ends with, as "While appending to file: /data/1: No space left on device" does;
// none where it ends with none.
std::optional<Cause> cause_at_end(std::string_view text);

// What an exception says, for people.
std::string told(const std::exception& error);

}  // namespace wangge
