#pragma once
// wangge attachment (附件): the photos and papers that facts name: which are there, sending, fetching and removing them.

#include <CLI/CLI.hpp>

namespace wangge::tools {

void add_attachment(CLI::App& app, int& exit_code);

}  // namespace wangge::tools
