#pragma once
// wangge questions: the questions that a category asks when a demand is submitted (附加问题); and the asking of them.

#include <iosfwd>
#include <string>
#include <vector>

#include "tools/command_line.h"

#include "engine/model/configuration.h"
#include "tools/console.h"

namespace wangge::tools {

void add_questions(cli::App& app, int& exit_code);

// Asks the questions that `answers` (code=value, one a line) does not answer, each again until the answer fits, and
// adds the answers that are given. An empty line gives none; a required one is asked again. Ends where the input does.
void ask_questions(const std::vector<CategoryQuestion>& questions, std::string& answers, std::istream& in,
                   std::ostream& out, const Console& console);

// The question in the reader's language, where the city has it.
const std::string& text_of(const CategoryQuestion& question, const Console& console);

}  // namespace wangge::tools
