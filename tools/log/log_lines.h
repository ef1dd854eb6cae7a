#pragma once
// The lines that a running engine writes about itself.

#include <memory>

#include <spdlog/formatter.h>

namespace wangge::tools {

// A formatter that keeps every message on its line: line breaks and control characters in names are spelled out.
std::unique_ptr<spdlog::formatter> log_line_formatter();

// Lets all lines go to stderr from now on.
void log_to_stderr();

}  // namespace wangge::tools
