#include "tools/city_folder.h"

#include <iostream>
#include <stdexcept>
#include <vector>

#include <fmt/format.h>

#include "config/tables.h"

namespace wangge::tools {

Tables read_sound_city(const std::filesystem::path& folder, const Console& console) {
  config::CityFiles files = config::read_city(folder);
  const std::vector<config::Mistake> mistakes = config::check_city(files);
  if (mistakes.empty()) return std::move(files.tables);
  for (const config::Mistake& mistake : mistakes) std::cerr << config::to_text(mistake) << "\n";
  throw std::runtime_error(fmt::format(fmt::runtime(console.say("{} 有 {} 处错误，改正后再试", "{} has {} mistakes: mend them and try again")),
                                       folder.string(), mistakes.size()));
}

}  // namespace wangge::tools
