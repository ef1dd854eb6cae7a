#pragma once
// Names for the error codes of the machine, for scripts and in Chinese and English. What libraries say of a code is
// English alone and sometimes names a line of their source, so people are shown these words instead.

#include <exception>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

namespace wangge {

struct Cause {
  std::string name;  // for scripts; never changes
  std::string chinese, english;

  std::string text() const { return chinese + " / " + english; }
};

// The cause that stands for an error code: an errno, or an error of looking up a host or of a connection. A code that
// has no words here is told by its number, with the library's name for it in brackets.
Cause cause_of(const std::error_code& code);

// The cause that stands for the errno at the end of a library's text, such as "While appending to file: /data/1: No
// space left on device"; none where the text ends with no errno.
std::optional<Cause> cause_at_end(std::string_view text);

// The message of an exception, for people.
std::string told(const std::exception& error);

}  // namespace wangge
