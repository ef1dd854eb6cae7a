#pragma once
// The lines that a running engine writes about itself.

#include <memory>

#include <spdlog/formatter.h>

namespace wangge::tools {

// Whatever a line says stays on it: line breaks and control characters in names are spelled out.
std::unique_ptr<spdlog::formatter> log_line_formatter();

// To stderr, from now on.
void log_to_stderr();

}  // namespace wangge::tools
