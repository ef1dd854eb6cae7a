#pragma once
// wangge bench: the counter load on an engine of its own, as two processes over loopback, and a page of figures.

#include <CLI/CLI.hpp>

namespace wangge::tools {

// `exit_code`: 0 done and every acknowledged number is in the log once, 1 not so or it could not be done.
void add_bench(CLI::App& app, int& exit_code);

}  // namespace wangge::tools
