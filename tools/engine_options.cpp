#include "tools/engine_options.h"

#include "tools/address.h"

namespace wangge::tools {

cli::Option* add_engine_options(cli::App& command, EngineOptions& options, const std::string& token_help) {
  command.add_option("--to", options.to, "引擎 地址:端口 / the engine, address:port")
      ->check(address_problem)
      ->capture_default_str();
  cli::Option* token =
      command.add_option("--token", options.token, token_help)->required()->check(cli::existing_file());
  command.add_flag("--json", options.as_json, "输出 JSON / print JSON");
  return token;
}

}  // namespace wangge::tools
