// The language of scenarios: lines to words.

#include <algorithm>
#include <stdexcept>

#include "tests/scenario.h"

namespace wangge::tests {
namespace {

using Words = std::vector<std::string>;

const Words field_names{
    // Of what is sent
    "地点", "道路", "部件", "户", "类别", "条件", "级别", "内容", "字数", "乱码", "投诉", "上报", "编号", "联系",
    "附件", "发生", "种类", "经", "由", "给", "说明", "被拒", "结果", "服务", "解决", "接通", "查询码", "原因", "去向",
    "延长", "截至", "从", "到", "子件", "为", "得分", "文字",
    // Of changes to the city
    "任职人", "副职", "自", "至", "管理", "网格", "岗位", "单位",
    // Of what is expected
    "首责", "首责理由", "五长链", "跟办", "主办", "主办理由", "资源", "签收截止", "先期处置截止", "处置截止",
    "核查截止", "评价截止", "重办截止", "核实截止", "答复截止", "挂账至", "复核截止", "逾期", "申诉结果", "告知全链",
    "时钟超前", "状态", "有", "为空", "截止", "缺席", "升级", "被叫", "准时", "晚到", "先走"};

// The length of the blank or mark that the text begins with; 0 where it begins with neither.
std::size_t separator(std::string_view text) {
  static constexpr std::string_view separators[]{" ", "\t", "\r", "　", "；", "，", "：", "、", ";", ","};
  for (const std::string_view mark : separators) {
    if (text.starts_with(mark)) return mark.size();
  }
  return 0;
}

// The next word, or quotation with its opening mark in front; what was read is taken from the text.
std::string take_word(std::string_view& text) {
  std::string word;
  if (text.front() == '"') {
    const auto end = text.find('"', 1);
    if (end == std::string_view::npos) throw std::runtime_error("a quotation does not end");
    word = text.substr(0, end);
    text.remove_prefix(end + 1);
    return word;
  }
  while (!text.empty() && separator(text) == 0 && text.front() != '#' && text.front() != '"' &&
         !text.starts_with("（")) {
    word += text.front();
    text.remove_prefix(1);
  }
  return word;
}

Words split(std::string_view text) {
  Words words;
  while (!text.empty() && text.front() != '#') {
    if (const std::size_t length = separator(text); length != 0) {
      text.remove_prefix(length);
    } else if (text.starts_with("（")) {
      const auto end = text.find("）");
      if (end == std::string_view::npos) throw std::runtime_error("a remark does not end");
      text.remove_prefix(end + std::string_view{"）"}.size());
    } else {
      words.push_back(take_word(text));
    }
  }
  return words;
}

ScenarioLine to_line(int number, const Words& words) {
  ScenarioLine line;
  line.number = number;
  line.verb = words.front();
  for (auto word = words.begin() + 1; word != words.end(); ++word) {
    const bool is_quotation = word->starts_with('"');
    if (!is_quotation && std::ranges::find(field_names, *word) != field_names.end()) {
      line.fields.push_back({*word, {}});
    } else {
      Words& values = line.fields.empty() ? line.subject : line.fields.back().second;
      values.push_back(is_quotation ? word->substr(1) : *word);
    }
  }
  return line;
}

}  // namespace

std::string join(const Words& words) {
  std::string joined;
  for (const std::string& word : words) joined += (joined.empty() ? "" : " ") + word;
  return joined;
}

std::string ScenarioLine::field(std::string_view name) const {
  for (const auto& [own, values] : fields) {
    if (own == name) return join(values);
  }
  return "";
}

bool ScenarioLine::has(std::string_view name) const {
  return std::ranges::any_of(fields, [&](const auto& own) { return own.first == name; });
}

std::vector<ScenarioLine> read_scenario(std::string_view text) {
  std::vector<ScenarioLine> lines;
  for (int number = 1; !text.empty(); ++number) {
    const auto end = std::min(text.find('\n'), text.size());
    const Words words = split(text.substr(0, end));
    if (!words.empty()) lines.push_back(to_line(number, words));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

}  // namespace wangge::tests
