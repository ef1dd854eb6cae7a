#pragma once
// wangge city propose, proposal, adopt, reject: two people of ops for what moves responsibility (双人生效).

#include <CLI/CLI.hpp>

namespace wangge::tools {

// `exit_code` must outlive the parsing of `city`.
void add_city_proposal(CLI::App& city, int& exit_code);

}  // namespace wangge::tools
