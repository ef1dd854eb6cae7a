#pragma once
// The state of a demand's deadlines, as people say it: its lamp, and the deadline that the lamp is about.

#include <string>

#include "engine/model/words.h"
#include "engine/views/lamp.h"
#include "tools/table.h"

namespace wangge::tools {

// The lamp in words: "逾期", "曾逾期" (an earlier stage was late), "将到期", "未逾期"; by name "red", "yellow",
// "green".
const Words& lamp_words(const views::Status& demand, Instant now);
Meaning meaning_of(views::Lamp lamp);

// The deadline in words: "逾期 35分 · 处置" where a stage is late, since its deadline; "将到期，今天 22:30 · 签收"
// where it was warned of; else the deadline that comes next, "明天 08:00 · 处置", empty where none runs. The review of
// an appeal has its own text, whatever was late before.
std::string due_text(const views::Status& demand, Instant now, bool is_english);

}  // namespace wangge::tools
