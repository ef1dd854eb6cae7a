#pragma once
// wangge city diff; and the printing of differences of two configurations for all commands.

#include <string>

#include "tools/command_line.h"
#include <boost/json.hpp>

#include "engine/model/difference.h"
#include "tools/console.h"

namespace wangge::tools {

// `exit_code` must outlive the parsing of `city`.
void add_city_difference(cli::App& city, int& exit_code);

// Prints a line for each difference, the first `shown_of_a_kind` of each kind; then how many there are in all, where
// some are left out.
void print(const Differences& differences, std::size_t shown_of_a_kind, const Console& console);
// The differences as {"counts": {kind: number}, "rows": [{"what", "code", "name", "before", "after"}]}; "" is nothing.
boost::json::object to_json(const Differences& differences);

// A digest of tables as hexadecimal digits, and the digest of such digits on the command line. Throws
// std::runtime_error where they are none.
std::string digest_text(std::uint64_t digest);
std::uint64_t digest_named(const std::string& digits, const Console& console);

}  // namespace wangge::tools
