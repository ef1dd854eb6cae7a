#include "tools/city/city_folder.h"

#include <iostream>
#include <stdexcept>
#include <vector>

#include <fmt/format.h>

#include "config/tables.h"
#include "engine/state/configuration_reader.h"

namespace wangge::tools {

Tables read_sound_city(const std::filesystem::path& folder, const Console& console) {
  if (!std::filesystem::is_directory(folder)) {
    throw std::runtime_error(std::string(console.say("没有这个城市文件夹：", "there is no such folder of a city: ")) +
                             folder.string());
  }
  config::CityFiles files = config::read_city(folder);
  const std::vector<config::Mistake> mistakes = config::check_city(files);
  if (mistakes.empty()) return std::move(files.tables);
  for (const config::Mistake& mistake : mistakes) std::cerr << config::to_text(mistake) << "\n";
  throw std::runtime_error(fmt::format(
      fmt::runtime(console.say("{} 有 {} 处错误，改正后再试", "{} has {} mistakes: mend them and try again")),
      folder.string(), mistakes.size()));
}

std::shared_ptr<const Configuration> read_sound_configuration(const std::filesystem::path& folder,
                                                              const Console& console) {
  Codes codes;
  std::vector<Fault> faults;
  return std::make_shared<const Configuration>(read_configuration(read_sound_city(folder, console), codes, faults));
}

}  // namespace wangge::tools
