#include "tools/log/stored_attachments.h"

#include <iostream>

#include "engine/model/configuration.h"
#include "engine/model/words.h"
#include "tools/table.h"
#include "tools/time_text.h"

namespace wangge::tools {
namespace {

namespace json = boost::json;
using terminal::AttachmentRow;

}  // namespace

std::string standing_of(const AttachmentRow& row, const Console& console) {
  const std::string state(words_of(row.state).in(console.language == Language::english));
  return row.state == AttachmentState::removed ? state + " " + format_local(row.removed) : state;
}

void print(const std::vector<AttachmentRow>& rows, const Console& console) {
  const auto title = [&](std::string_view chinese, std::string_view english) {
    return std::string(console.say(chinese, english));
  };
  Table table({{title("哈希", "hash")},
               {title("现状", "state")},
               {title("类型", "type")},
               {title("字节", "bytes"), Align::right},
               {title("文件", "file")}});
  for (const AttachmentRow& row : rows) {
    const bool is_there = row.state == AttachmentState::there;
    table.add({to_digits(row.named.hash), Cell(standing_of(row, console), is_there ? Meaning::plain : Meaning::warning),
               name_of(row.type), is_there ? std::to_string(row.bytes) : "", row.named.name});
  }
  table.print(std::cout, console);
}

json::array to_json(const std::vector<AttachmentRow>& rows) {
  json::array out;
  for (const AttachmentRow& row : rows) {
    json::object one{
        {"hash", to_digits(row.named.hash)}, {"name", row.named.name}, {"state", words_of(row.state).name}};
    if (row.state == AttachmentState::there) {
      one["type"] = name_of(row.type);
      one["bytes"] = row.bytes;
    }
    if (row.state == AttachmentState::removed) one["removed"] = format_local(row.removed);
    out.push_back(std::move(one));
  }
  return out;
}

}  // namespace wangge::tools
