#pragma once
// The options of every command that speaks to a running engine.

#include <string>

#include "tools/command_line.h"

namespace wangge::tools {

struct EngineOptions {
  std::string to = "127.0.0.1:8243", token;
  bool as_json = false;
};

// Adds --to, --token and --json; returns --token, which is required. `token_help`: whose token it is.
cli::Option* add_engine_options(cli::App& command, EngineOptions& options,
                                const std::string& token_help = "令牌文件 / file with a token");

}  // namespace wangge::tools
