#pragma once
// One table of all peers and the engine, from the rounds' figures.

#include <iosfwd>

namespace wangge::peers {

// A line of `in`: name, bytes that the folder grew (empty where the figures say it), figures as JSON; parted by tabs.
// Prints the medians of each name, in the order of the table. Throws std::runtime_error where a line is none.
void print_page(std::istream& in, std::ostream& out, bool as_json);

}  // namespace wangge::peers
