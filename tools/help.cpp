#include "tools/help.h"

#include <memory>
#include <sstream>
#include <string>

namespace wangge::tools {
namespace {

class Help : public CLI::Formatter {
 public:
  std::string make_subcommand(const CLI::App* subcommand) const override {
    std::istringstream lines(subcommand->get_description());
    std::string line;
    while (std::getline(lines, line) && (line.starts_with("例") || line.starts_with("  "))) {
    }
    std::ostringstream out;
    CLI::detail::format_help(out, subcommand->get_display_name(true), line, column_width_);
    return out.str();
  }
};

}  // namespace

void lay_out_help(CLI::App& program) { program.formatter(std::make_shared<Help>()); }

}  // namespace wangge::tools
