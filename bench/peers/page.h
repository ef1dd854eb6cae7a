#pragma once
// One table of all peers and the engine, from the rounds' figures.

#include <iosfwd>

namespace wangge::peers {

// Reads lines of `in`: name, bytes that the folder grew (empty where the figures tell it), figures as JSON; parted by
// tabs. Prints the medians of each name, in the order of the table. Throws std::runtime_error where a line has another
// form.
void print_page(std::istream& in, std::ostream& out, bool as_json);

}  // namespace wangge::peers
