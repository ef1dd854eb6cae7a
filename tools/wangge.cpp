// wangge: one program, with one file for each subcommand.

#include <exception>
#include <iostream>
#include <system_error>

#include "engine/base/cause.h"
#include "engine/base/utf8.h"
#include "engine/log/event_log.h"
#include "tools/account/account.h"
#include "tools/demand/act.h"
#include "tools/demand/attachment.h"
#include "tools/bench/bench.h"
#include "tools/queue/bulk.h"
#include "tools/city/city.h"
#include "tools/demand/classify.h"
#include "tools/command_line.h"
#include "tools/console.h"
#include "tools/day/day.h"
#include "tools/demand/explain.h"
#include "tools/serve/figures.h"
#include "tools/queue/place_note.h"
#include "tools/demand/questions.h"
#include "tools/queue/queue.h"
#include "tools/queue/hotspots.h"
#include "tools/demand/locate.h"
#include "tools/log/log.h"
#include "tools/no_connection.h"
#include "tools/queue/roster.h"
#include "tools/serve/serve.h"
#include "tools/demand/show.h"
#include "tools/demand/similar.h"
#include "tools/queue/situation.h"
#include "tools/demand/spool_list.h"
#include "tools/demand/submit.h"
#include "tools/log/tally.h"
#include "tools/queue/watch.h"
#include "tools/queue/whistle.h"

namespace {

constexpr int could_not = 1;
constexpr int wrong_use = 2;
constexpr int must_not_open = 3;

// Prints an error, which may quote what somebody wrote.
void complain(const std::exception& error) {
  std::cerr << "wangge: " << wangge::spelled_out(wangge::told(error), wangge::Lines::many) << "\n";
}

int without_connection(const wangge::tools::NoConnection& error, bool as_json) {
  as_json ? wangge::tools::print_error(error.cause()) : complain(error);
  return wangge::tools::exit_status_no_connection;
}

bool is_of_the_disk(const std::error_code& code) {
  return code == std::errc::no_space_on_device || code == std::errc::io_error ||
         code == std::errc::read_only_file_system;
}

}  // namespace

int main(int argc, char** argv) {
  int exit_code = 0;
  wangge::cli::App app{
      "例 / examples:\n"
      "  wangge city check config/taonan\n"
      "  wangge serve --data ./data --city config/taonan\n"
      "  wangge explain --grid 22088100100101 --category 0304 --at 2026-03-10T20:15\n"
      "  wangge log verify --data ./data\n"
      "网格诉求引擎 / an engine for the demands of a city's grids\n"
      "退出码 / exit status: 0 完成 done, 1 未能完成或引擎拒绝 could not, or the engine refused, 2 用法错误 wrong use, "
      "3 日志不可打开 the log must not be opened, 4 磁盘出错或已满 the disk failed or is full, 5 离线箱有损坏 a spool "
      "was damaged, "
      "6 连不上引擎 no connection to the engine"};
  app.require_subcommand(1);
  app.fallthrough();  // --lang may stand anywhere
  wangge::tools::add_language_option(app);
  wangge::tools::add_serve(app, exit_code);
  wangge::tools::add_submit(app, exit_code);
  wangge::tools::add_spool(app, exit_code);
  wangge::tools::add_account(app, exit_code);
  wangge::tools::add_act(app, exit_code);
  wangge::tools::add_show(app, exit_code);
  wangge::tools::add_explain(app, exit_code);
  wangge::tools::add_classify(app, exit_code);
  wangge::tools::add_locate(app, exit_code);
  wangge::tools::add_questions(app, exit_code);
  wangge::tools::add_city(app, exit_code);
  wangge::tools::add_log(app, exit_code);
  wangge::tools::add_figures(app, exit_code);
  wangge::tools::add_queue(app, exit_code);
  wangge::tools::add_watch(app, exit_code);
  wangge::tools::add_bulk(app, exit_code);
  wangge::tools::add_similar(app, exit_code);
  wangge::tools::add_hotspots(app, exit_code);
  wangge::tools::add_situation(app, exit_code);
  wangge::tools::add_place_note(app, exit_code);
  wangge::tools::add_roster(app, exit_code);
  wangge::tools::add_whistle(app, exit_code);
  wangge::tools::add_attachment(app, exit_code);
  wangge::tools::add_bench(app, exit_code);
  wangge::tools::add_tally(app, exit_code);
  wangge::tools::add_day(app, exit_code);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (app.exit(error) != 0) return wrong_use;
    return std::cout.flush() ? 0 : could_not;
  } catch (const wangge::log::CannotOpen& error) {
    complain(error);
    return must_not_open;
  } catch (const wangge::log::DiskFailed& error) {
    complain(error);
    return wangge::log::exit_status_log_failed;
  } catch (const wangge::tools::NoConnection& error) {
    return without_connection(error, app.was_given("--json"));
  } catch (const std::system_error& error) {
    complain(error);
    return is_of_the_disk(error.code()) ? wangge::log::exit_status_log_failed : could_not;
  } catch (const std::exception& error) {
    complain(error);
    return could_not;
  }
  if (!std::cout.flush()) {
    std::cerr
        << "wangge: 标准输出无法写入，以上结果不完整 / standard output cannot be written: what it shows is not all\n";
    return could_not;
  }
  return exit_code;
}
