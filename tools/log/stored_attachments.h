#pragma once
// The store's state of a demand's attachments, as people and scripts see it.

#include <string>
#include <vector>

#include <boost/json.hpp>

#include "adapters/terminal/messages.h"
#include "tools/console.h"

namespace wangge::tools {

// The state in words: "已存", "removed 2026-03-10T09:00:00+08:00".
std::string standing_of(const terminal::AttachmentRow& row, const Console& console);

void print(const std::vector<terminal::AttachmentRow>& rows, const Console& console);
boost::json::array to_json(const std::vector<terminal::AttachmentRow>& rows);

}  // namespace wangge::tools
