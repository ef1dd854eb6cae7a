// What is printed: texts that would act on a terminal, or forge a line of the log, are spelled out.

#include <memory>
#include <sstream>
#include <string>

#include <spdlog/logger.h>
#include <spdlog/sinks/ostream_sink.h>

#include "tools/log/log_lines.h"
#include "tools/names.h"
#include "tools/table.h"

#include <catch2/catch.hpp>

namespace wangge::tools {
namespace {

using Catch::Contains;

const std::string nasty =
    "漏水\x1B[2J\x1B]0;x\x07\xC2\x9B"
    "31m\u202E";
const std::string spelled = "漏水\\x1b[2J\\x1b]0;x\\x07\\x9b31m\\u202e";

TEST_CASE("A line of the log stays one line, whatever an account is called") {
  std::ostringstream out;
  spdlog::logger logger("wangge", std::make_shared<spdlog::sinks::ostream_sink_st>(out));
  logger.set_formatter(log_line_formatter());
  logger.warn("终端 {} 到此", "东街站\n2026-03-10 06:00:00.000 critical 日志丢失\x1B[1A");
  CHECK_THAT(out.str(), Contains("warning 终端 东街站\\x0a2026-03-10 06:00:00.000 critical 日志丢失\\x1b[1A 到此"));
  CHECK(out.str().find('\n') == out.str().size() - 1);
}

TEST_CASE("Tables, lines, coloured words and names hold no control character of a text") {
  for (const bool is_terminal : {false, true}) {
    const Console console{.is_terminal = is_terminal};
    std::ostringstream out;
    Table table({{"内容"}, {"谁"}});
    table.add({nasty, "a\nb"});
    table.print(out, console);
    print_line(out, "说明", {nasty, Cell(nasty, Meaning::bad)}, console);
    out << in_colour(nasty, console) << text_of(Named{"R1", nasty});
    CHECK(out.str().find('\x1B') == std::string::npos);
    CHECK(out.str().find('\x07') == std::string::npos);
    CHECK_THAT(out.str(), Contains(spelled) && Contains("a b") && Contains("R1 " + spelled));
  }
}

TEST_CASE("Colours stay where the console has them") {
  CHECK(in_colour({nasty, Meaning::bad}, {.has_colour = true}) == "\033[31m" + spelled + "\033[0m");
}

}  // namespace
}  // namespace wangge::tools
