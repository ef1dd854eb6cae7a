// What a resident's words are taken for, told from the rule of engine/rules/classify.h and the words of a table.

#include "engine/rules/classify.h"

#include <string>
#include <string_view>
#include <vector>

#include "engine/base/limits.h"
#include "tests/sample_city.h"

#include <catch2/catch.hpp>

namespace {

using namespace wangge;
using rules::Classifier;
using rules::MatchedWord;
using rules::Suggestion;

struct Row {
  std::string code;
  std::vector<Keyword> keywords;
  std::vector<Keyword> of_condition_1 = {}, of_condition_2 = {};
};

// A configuration of categories alone.
Configuration catalogue(const std::vector<Row>& rows) {
  Configuration city;
  city.categories.emplace_back();
  city.category_names.emplace_back();
  for (const Row& row : rows) {
    Category category;
    category.present = true;
    category.keywords = row.keywords;
    category.conditions.resize(3);
    category.conditions[1] = {.present = true, .keywords = row.of_condition_1};
    category.conditions[2] = {.present = true, .keywords = row.of_condition_2};
    city.categories.push_back(category);
    city.category_names.push_back({row.code, row.code});
  }
  return city;
}

// "0101=6 0102=4/1": codes, scores, and the condition where there is one.
std::string text_of(const Configuration& city, const std::vector<Suggestion>& suggestions) {
  std::string text;
  for (const Suggestion& each : suggestions) {
    if (!text.empty()) text += " ";
    text += city.category_names[each.category.value].code + "=" + std::to_string(each.score);
    if (each.condition != 0) text += "/" + std::to_string(each.condition);
  }
  return text;
}

class Asked {
 public:
  explicit Asked(const std::vector<Row>& rows) : city_(catalogue(rows)), classifier_(city_, "1301") {}

  std::string operator()(std::string_view subject, std::string_view text) const {
    return text_of(city_, classifier_.classify(subject, text));
  }
  std::string operator()(std::string_view text) const { return (*this)("", text); }
  const Classifier& classifier() const { return classifier_; }

 private:
  Configuration city_;
  Classifier classifier_;
};

const Row fallback{"1301", {{"反映"}}};

std::string repeated(std::string_view text, std::size_t times) {
  std::string all;
  while (times-- > 0) all += text;
  return all;
}

std::string first_of_sample(std::string_view text) {
  const Configuration& city = tests::sample_city().configuration;
  static const Classifier classifier{city, "1301"};
  const auto suggestions = classifier.classify({}, text);
  return suggestions.empty() ? "" : city.category_names[suggestions.front().category.value].code;
}

}  // namespace

TEST_CASE(
    "a keyword scores its weight times its characters, once, four times that in the subject and twice at the front") {
  const Asked asked({{"0101", {{"垃圾"}, {"没人清理", 2}}}, {"0402", {{"电梯", 3}}}});
  CHECK(asked("小区", "垃圾") == "0101=4");
  CHECK(asked("小区", "垃圾，还是垃圾，到处垃圾") == "0101=4");
  CHECK(asked("垃圾", "垃圾没人清理") == "0101=24");
  CHECK(asked("电梯里", "垃圾") == "0402=24 0101=4");
  CHECK(asked("小区", repeated("很", 99) + "垃圾") == "0101=4");
  CHECK(asked("小区", repeated("很", 100) + "垃圾") == "0101=2");
}

TEST_CASE("what a text begins with is its subject, where it has none") {
  const Asked asked({{"0101", {{"垃圾"}, {"没人清理", 2}}}, {"0402", {{"电梯", 3}}}});
  CHECK(asked("小区垃圾") == "0101=8");
  CHECK(asked("垃圾没人清理") == "0101=40");
  CHECK(asked("电梯里的垃圾") == "0402=24 0101=8");
  CHECK(asked(repeated("很", 39) + "垃圾") == "0101=8");
  CHECK(asked(repeated("很", 40) + "垃圾") == "0101=4");
  CHECK(asked(repeated("很", 139) + "垃圾") == "0101=4");
  CHECK(asked(repeated("很", 140) + "垃圾") == "0101=2");
}

TEST_CASE("below twelve points none of these comes first, and what there was after it") {
  const Asked asked({{"0101", {{"垃圾"}}},
                     {"0102", {{"桶", 3}}},
                     {"0103", {{"abcd"}, {"ab"}}},
                     {"0104", {{"y"}}},
                     {"0105", {{"z"}}},
                     fallback});
  CHECK(asked("垃圾") == "1301=0 0101=8");
  CHECK(asked("桶") == "0102=12");
  CHECK(asked("垃圾，桶") == "0102=12 0101=8");
  CHECK(asked("ab y z") == "1301=0 0103=8 0104=4");
  CHECK(asked("subject", "abcd") == "1301=0 0103=8");
  CHECK(asked("subject", "abcd ab") == "0103=12");
}

TEST_CASE("the three best are given, the best first, among equals the one named first, then the lower code") {
  const Asked asked({{"0400", {{"dd"}}}, {"0300", {{"cc"}, {"ee"}}}, {"0200", {{"bb"}, {"ee"}}}, {"0100", {{"aaa"}}}});
  CHECK(asked("aaa bb cc dd") == "0100=12 0200=8 0300=8");
  CHECK(asked("dd cc") == "0400=8 0300=8");
  CHECK(asked("cc", "dd dd bb") == "0300=8 0400=4 0200=4");
  CHECK(asked("ee") == "0200=8 0300=8");
}

TEST_CASE("a word within a longer one at the same place does not count there") {
  const Asked asked({{"0101", {{"垃圾"}}}, {"0102", {{"垃圾桶"}}}, {"0103", {{"桶满"}}}});
  CHECK(asked("垃圾桶") == "0102=12");
  CHECK(asked("垃圾和垃圾桶") == "0102=12 0101=8");
  CHECK(asked("垃圾桶满") == "0102=12 0103=8");  // one that only overlaps counts
  const Asked nested({{"0001", {{"bcd"}}}, {"0002", {{"abcde"}}}, {"0003", {{"e"}}}, {"0004", {{"abc"}}}});
  CHECK(nested("abcde") == "0002=20");
  CHECK(nested("abcd") == "0004=12 0001=12");
}

TEST_CASE("a negative weight speaks against a category, which must score above nothing to be given") {
  const Asked asked({{"0207", {{"线", 1}, {"公交线", -1}, {"电缆", 2}}}, {"1104", {{"公交线"}}}});
  CHECK(asked("电缆") == "0207=16");
  CHECK(asked("公交线") == "1104=12");
  CHECK(asked("公交线旁的电缆") == "1104=12 0207=4");
  const auto suggestions = asked.classifier().classify({}, "公交线旁的电缆");
  CHECK(suggestions[1].words == std::vector<MatchedWord>{{"公交线", -12, -1, 4}, {"电缆", 16, 2, 4}});
}

TEST_CASE("a suggestion names the words that counted, in the order in which they come, and their sum is its score") {
  const Asked asked({{"0303", {{"污水", 2}, {"下水道"}, {"井口"}}}});
  const auto suggestions = asked.classifier().classify("下水道", "污水从下水道冒出来");
  REQUIRE(suggestions.size() == 1);
  CHECK(suggestions[0].words == std::vector<MatchedWord>{{"下水道", 12, 1, 4}, {"污水", 8, 2, 2}});
  CHECK(suggestions[0].score == 20);
}

TEST_CASE("where nothing matches the fallback is given without a word, and its own keywords do not count") {
  const Asked asked({{"0101", {{"垃圾"}}}, {"0201", {{"井盖", -1}}}, fallback});
  for (const std::string_view text : {"", "反映一件事", "井盖"}) {
    const auto suggestions = asked.classifier().classify({}, text);
    REQUIRE(suggestions.size() == 1);
    CHECK(asked(text) == "1301=0");
    CHECK(suggestions[0].words.empty());
  }
  CHECK(asked("反映垃圾") == "1301=0 0101=8");
  const Asked without({{"0101", {{"垃圾"}}}});
  CHECK(without("反映一件事").empty());
  CHECK(without("反映垃圾") == "0101=8");
}

TEST_CASE("restricted categories are given like any other") {
  Configuration city = catalogue({{"0902", {{"家暴"}}}});
  city.categories[1].restricted = true;
  CHECK(text_of(city, Classifier{city, "1301"}.classify({}, "邻居家暴")) == "0902=8");
}

TEST_CASE("the condition whose keywords score most is given with its category") {
  const Asked asked({{"0201", {{"井盖"}}, {{"没了"}}, {{"翻盖"}, {"响", 3}}}});
  CHECK(asked("井盖") == "0201=8");
  CHECK(asked("井盖没了") == "0201=8/1");
  CHECK(asked("井盖没了，翻盖") == "0201=8/1");  // among equals the lower number
  CHECK(asked("井盖没了，响") == "0201=8/2");
  CHECK(asked("翻盖", "井盖没了") == "0201=4/2");
}

TEST_CASE("of a text the first 2,000 characters are looked through, and of a subject") {
  const Asked asked({{"0101", {{"垃圾"}}}});
  const std::string filler = repeated("很", limits::classified_code_points_max - 2);
  CHECK(asked(filler + "垃圾") == "0101=2");
  CHECK(asked("很" + filler + "垃圾").empty());
  CHECK(asked(filler + "垃圾", "") == "0101=8");
  CHECK(asked("很" + filler + "垃圾", "垃圾") == "0101=4");
}

TEST_CASE("bytes that are no text harm nothing") {
  const Asked asked({{"0101", {{"垃圾"}}}, {"0102", {{"圾桶"}}}});
  const std::string rubbish = "垃圾";
  CHECK(asked(rubbish.substr(0, 5)).empty());
  CHECK(asked(rubbish.substr(1)).empty());
  CHECK(asked("\xFF" + rubbish + "\x80\xC0") == "0101=8");
  CHECK(asked(std::string_view{"\0垃圾\0", 8}) == "0101=8");
  std::string all;
  for (int byte = 0; byte < 256; ++byte) all += static_cast<char>(byte);
  CHECK(asked(all).empty());
  CHECK(asked(std::string(100'000, '\x80')).empty());
}

TEST_CASE("a text whose every character begins a long keyword is looked through all the same") {
  std::vector<Keyword> keywords;
  for (std::size_t length = 1; length <= limits::keyword_bytes_max; ++length)
    keywords.push_back({std::string(length, 'a')});
  const Asked asked({{"0101", keywords}});
  CHECK(asked(std::string(100'000, 'a')) == "0101=192");
}

TEST_CASE("the sample city knows what plain words are about") {
  struct Said {
    std::string_view text, code;
  };
  const Said said[]{
      {"暖气不热，屋里冷", "0304"},
      {"整栋停热，全楼不热", "0311"},
      {"单元门门禁坏了", "0406"},
      {"电梯困人了", "0403"},
      {"电梯坏了三天", "0402"},
      {"路灯不亮", "0202"},
      {"路口井盖缺失", "0201"},
      {"楼上漏水，天花板漏水", "0307"},
      {"有人高空抛物", "0505"},
      {"飞线充电，楼道堆物", "0502"},
      {"小区流浪狗咬人，狗叫", "0804"},
      {"老板拖欠工资", "1007"},
      {"低保和临时救助怎么申请", "1003"},
      {"燃气泄漏，有燃气味", "0302"},
      {"老人走失了", "0604"},
      {"垃圾桶满了没人清理", "0102"},
      {"楼下饭店油烟", "0803"},
      {"邻居家暴打老婆", "0902"},
      {"附近的搅拌站刺鼻", "0806"},
      {"工厂偷着排放，污染", "0806"},
      {"水漏到楼下了", "0307"},
      {"化粪池满了往外冒", "0303"},
      {"楼道里堆满杂物", "0502"},
      {"暖气片漏水了", "0310"},
      {"房檐冰溜子掉下来", "0606"},
      {"院里积雪没人清", "0607"},
      {"热费退费怎么办", "0312"},
      {"希望建议，路灯不亮", "0202"},
      {"自来水发黄有味", "0308"},
      {"水管冻住了", "0309"},
      {"炉子一氧化碳中毒", "0507"},
      {"工地半夜施工", "0802"},
      {"怎么修路，是否开工", "0203"},
  };
  for (const auto& [text, code] : said) {
    INFO(text);
    CHECK(first_of_sample(text) == code);
  }
  CHECK(first_of_sample("住在师范安置小区，晚上太吵") == "0801");  // a compound's name, and no resettlement
  for (const std::string_view none :
       {"你好", "今天天气很好", "希望", "怎么办，是否可以", "拨打110", "结婚证和小学生的照片丢了"}) {
    INFO(none);
    CHECK(first_of_sample(none) == "1301");
  }
}
