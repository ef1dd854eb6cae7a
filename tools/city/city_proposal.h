#pragma once
// wangge city propose, proposal, adopt, reject: two people of ops are needed for a change of responsibility (双人生效).

#include "tools/command_line.h"

namespace wangge::tools {

// `exit_code` must outlive the parsing of `city`.
void add_city_proposal(cli::App& city, int& exit_code);

}  // namespace wangge::tools
