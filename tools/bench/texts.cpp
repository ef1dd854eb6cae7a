#include "tools/bench/texts.h"

#include <string_view>

namespace wangge::tools::bench {
namespace {

constexpr std::string_view phrases[] = {
    "三单元楼道灯坏了", "暖气片不热室温只有十五度", "楼下井盖松动有声响", "水管破裂一直漏水", "垃圾箱满了没人清运",
    "路面结冰老人摔倒", "邻居装修噪声影响休息",     "想预约周五办理证明", "电梯运行时有异响", "流动摊点占了人行道",
};
constexpr std::string_view endings[] = {"，请尽快派人处理。", "，已经三天了请核实。", "，请社区帮忙协调一下。",
                                        "，麻烦回个电话谢谢。"};
constexpr std::size_t bytes_of_character = 3;  // all characters of the texts above

std::string_view one_of_phrases(std::mt19937& random) { return phrases[random() % std::size(phrases)]; }

}  // namespace

std::string counter_text(std::mt19937& random) {
  std::string text;
  for (int i = 0; i < 3; ++i) text += one_of_phrases(random);
  text += endings[random() % std::size(endings)];
  return text;
}

std::string counter_contact(std::uint64_t serial) { return "1390" + std::to_string(10'000'000 + serial); }

std::string letter_text(std::size_t characters, std::mt19937& random) {
  const std::size_t bytes = characters * bytes_of_character;
  std::string text;
  text.reserve(bytes + 64);
  while (text.size() < bytes) text += one_of_phrases(random);
  text.resize(bytes);
  return text;
}

}  // namespace wangge::tools::bench
