#pragma once
// How a demand stands with its deadlines, as people say it: its lamp, and the deadline that the lamp is about.

#include <string>

#include "engine/model/words.h"
#include "engine/views/lamp.h"
#include "tools/table.h"

namespace wangge::tools {

// "逾期", "曾逾期" (what was late is over), "将到期", "未逾期"; by name "red", "yellow", "green".
const Words& lamp_words(const views::Status& demand, Instant now);
Meaning meaning_of(views::Lamp lamp);

// "逾期 35分 · 处置" for what is late, since its deadline; "将到期，今天 22:30 · 签收" for what was warned of; else the
// deadline that comes next, "明天 08:00 · 处置", empty where none runs. The review of an appeal has its own, whatever
// was late before.
std::string due_text(const views::Status& demand, Instant now, bool is_english);

}  // namespace wangge::tools
