#include "tools/queue/bulk.h"

#include <cstdint>
#include <iostream>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json.hpp>
#include <sodium/randombytes.h>

#include "engine/model/number.h"
#include "engine/model/words.h"
#include "tools/demand/deliver_acts.h"
#include "tools/engine_options.h"
#include "tools/queue/queue_rows.h"
#include "tools/queue/queue_spec.h"
#include "tools/demand/receipts.h"

namespace wangge::tools {
namespace {

namespace json = boost::json;

struct Options {
  EngineOptions engine;
  QueueWords words;
  std::string as, owner, note;
  bool is_confirmed = false;
  bool is_preview = false;
};

struct Subcommand {
  Deed deed;
  std::string_view does;
};
constexpr Subcommand subcommands[]{
    {Deed::accept, "全部签收 / the lead takes all of them on"},
    {Deed::transfer, "全部转派 / all of them to another post or organisation"},
    {Deed::note, "全部备注 / the same note for all of them"},
};

bool is_confirmed(const Options& options, Deed deed, std::size_t count, const Console& console) {
  if (options.is_confirmed) return true;
  std::cerr << console.say("对以上 ", "") << count << console.say(" 件：", " demands: ")
            << words_of(deed).in(console.language == Language::english) << console.say("？[y/N] ", "? [y/N] ")
            << std::flush;
  std::string answer;
  std::getline(std::cin, answer);
  return answer == "y" || answer == "Y" || answer == "yes";
}

// A random group number; 0 means no group, so it is never 0.
std::uint32_t new_group() { return randombytes_uniform(0xFFFF'FFFF) + 1; }

int run(const Options& options, Deed deed, const Console& console) {
  if (options.engine.as_json && !options.is_preview && !options.is_confirmed) {
    throw CLI::RequiredError("--json 须同时给出 --yes 或 --preview / --json needs --yes or --preview",
                             CLI::ExitCodes::RequiredError);
  }
  RunningEngine engine(options.engine.to, options.engine.token);
  const views::Queue queue = engine.require(engine.client().queue(spec_of(options.words, engine, console)));
  if (!queue.known)
    throw std::runtime_error(std::string(console.say("无权查看这个队列", "that queue is not yours to see")));
  QueueRows rows(engine);
  rows.learn(queue.rows);
  if (!options.engine.as_json) {
    rows.table(queue.rows, views::queue_rows_max, console).print(std::cout, console);
    if (queue.counts.all > queue.rows.size()) {
      std::cout << console.say("以上是最急的 ", "these are the first ") << queue.rows.size()
                << console.say(" 件，共 ", " of ") << queue.counts.all
                << (deed == Deed::note ? console.say(" 件：其余请用 --class、--severity 等分批",
                                                     ": narrow the others down by --class, --severity and so on")
                                       : console.say(" 件：办完后再执行一次", ": do it again afterwards"))
                << "\n";
    }
    std::cout.flush();
  } else if (options.is_preview) {
    std::cout << json::serialize(json::object{{"all", queue.counts.all}, {"rows", rows.json(queue.rows)}}) << "\n";
  }
  if (options.is_preview || queue.rows.empty()) return 0;
  if (!is_confirmed(options, deed, queue.rows.size(), console)) {
    std::cerr << console.say("未办理", "nothing was done") << "\n";
    return 1;
  }

  const std::uint32_t group = new_group();
  std::vector<terminal::WrittenAct> acts;
  for (const views::Status& row : queue.rows) {
    acts.push_back({.deed = deed,
                    .demand = row.demand,
                    .as = options.as,
                    .note = options.note,
                    .to = options.owner,
                    .group = group});
  }
  const std::vector<terminal::Receipt> answers = deliver_acts(options.engine.to, options.engine.token, acts, console);
  std::size_t done = 0;
  json::array refused;
  for (std::size_t i = 0; i < answers.size(); ++i) {
    const std::string number = format_number(acts[i].demand);
    const Refusal& refusal = answers[i].refusal;
    if (!refusal) {
      ++done;
      continue;
    }
    const std::string why = refusal_text(refusal, engine);
    if (options.engine.as_json) {
      refused.push_back(
          json::object{{"number", number}, {"reason", text_of(refusal.reason).name}, {"explanation", why}});
    } else {
      std::cerr << number << "  " << why << "\n";
    }
  }
  if (options.engine.as_json) {
    std::cout << json::serialize(json::object{
                     {"deed", words_of(deed).name}, {"group", group}, {"done", done}, {"refused", refused}})
              << "\n";
  } else {
    std::cout << words_of(deed).in(console.language == Language::english) << console.say(" 成功 ", ": ") << done
              << console.say(" 件，未成 ", " done, ") << answers.size() - done
              << console.say(" 件，批号 ", " refused, group ") << group << "\n";
  }
  return done == answers.size() ? 0 : 1;
}

void add(cli::App& bulk, const Subcommand& what, int& exit_code) {
  const auto options = std::make_shared<Options>();
  cli::App* command = bulk.add_subcommand(std::string(words_of(what.deed).name), std::string(what.does));
  add_queue_words(*command, options->words);
  command->add_option("--as", options->as, "以哪个岗位或单位 / code of the post or organisation that acts")
      ->required(what.deed != Deed::note);
  if (what.deed == Deed::transfer) {
    command->add_option("--owner", options->owner, "给谁 / code of the post or organisation that is to lead")
        ->required();
  }
  if (what.deed != Deed::accept)
    command->add_option("--note", options->note, "说明 / why, or what is noted")->required();
  cli::Option* const yes = command->add_flag("--yes", options->is_confirmed,
                                             "不再询问；--json 时要 / do it without asking; wanted with --json");
  command->add_flag("--preview", options->is_preview, "只预览 / show what it would be done to, and no more")
      ->excludes(yes);
  add_engine_options(*command, options->engine);
  command->callback(
      [options, command, deed = what.deed, &exit_code] { exit_code = run(*options, deed, console_of(*command)); });
}

}  // namespace

void add_bulk(cli::App& app, int& exit_code) {
  cli::App* bulk = app.add_subcommand(
      "bulk",
      "例 / examples:\n"
      "  wangge bulk accept --of GQ04 --as GQ04 --token heating.token\n"
      "  wangge bulk transfer --of GQ04 --class 03 --as P22088100100101 --owner GQ05 --note 换片 --token desk.token\n"
      "批量：先预览，确认后对队列里的每一件办同一件事；各件能不能办，办时才定 / the same done about all that stands in "
      "a queue: first a "
      "preview, then, confirmed, done; whether each may be is decided then");
  bulk->require_subcommand(1);
  for (const Subcommand& what : subcommands) add(*bulk, what, exit_code);
}

}  // namespace wangge::tools
