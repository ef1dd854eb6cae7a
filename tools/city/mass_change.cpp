#include "tools/city/mass_change.h"

#include <iostream>

#include "tools/address.h"

namespace wangge::tools {

void add_mass_change_options(cli::App& command, MassChangeOptions& options) {
  command.add_option("--data", options.data, "数据文件夹 / data folder, may be in use")->capture_default_str();
  command.add_option("--to", options.to, "引擎 地址:端口 / the engine, address:port")
      ->check(address_problem)
      ->capture_default_str();
  cli::Option* token = command.add_option("--token", options.token, "运维令牌文件 / file with an ops token")
                           ->check(cli::existing_file());
  command.add_flag("--yes", options.is_confirmed, "不再询问 / do it without asking")->needs(token);
  command.add_flag("--json", options.as_json, "输出 JSON / print JSON");
}

Go may_go(const MassChangeOptions& options, std::string_view question) {
  if (options.token.empty()) return Go::show_only;
  if (options.is_confirmed) return Go::yes;
  std::cerr << question << "[y/N] " << std::flush;
  std::string answer;
  std::getline(std::cin, answer);
  return answer == "y" || answer == "Y" || answer == "yes" ? Go::yes : Go::no;
}

}  // namespace wangge::tools
