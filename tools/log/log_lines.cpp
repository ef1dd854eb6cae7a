#include "tools/log/log_lines.h"

#include <string>
#include <utility>

#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include "engine/base/utf8.h"

namespace wangge::tools {
namespace {

// The message of a line, as `%*` of the pattern.
class SpelledOut : public spdlog::custom_flag_formatter {
 public:
  void format(const spdlog::details::log_msg& line, const std::tm&, spdlog::memory_buf_t& out) override {
    const std::string text = spelled_out({line.payload.data(), line.payload.size()}, Lines::one);
    out.append(text.data(), text.data() + text.size());
  }
  std::unique_ptr<custom_flag_formatter> clone() const override { return std::make_unique<SpelledOut>(); }
};

}  // namespace

std::unique_ptr<spdlog::formatter> log_line_formatter() {
  auto formatter = std::make_unique<spdlog::pattern_formatter>();
  formatter->add_flag<SpelledOut>('*').set_pattern("%Y-%m-%d %H:%M:%S.%e %^%l%$ %*");
  return formatter;
}

void log_to_stderr() {
  auto logger = spdlog::stderr_color_mt("wangge");
  logger->set_formatter(log_line_formatter());
  spdlog::set_default_logger(std::move(logger));
}

}  // namespace wangge::tools
