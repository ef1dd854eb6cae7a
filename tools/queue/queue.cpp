#include "tools/queue/queue.h"

#include <iostream>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include <boost/json.hpp>

#include "engine/model/words.h"
#include "tools/engine_options.h"
#include "tools/queue/place_note.h"
#include "tools/queue/queue_rows.h"
#include "tools/queue/queue_spec.h"

namespace wangge::tools {
namespace {

namespace json = boost::json;

struct Options {
  EngineOptions engine;
  QueueWords words;
  std::size_t limit = views::queue_rows_max;
};

int run(const Options& options, const Console& console) {
  RunningEngine engine(options.engine.to, options.engine.token);
  const views::QueueSpec spec = spec_of(options.words, engine, console);
  const views::Queue queue = engine.require(engine.client().queue(spec));
  if (!queue.known)
    throw std::runtime_error(std::string(console.say("无权查看这个队列", "that queue is not yours to see")));
  QueueRows rows(engine);
  rows.learn(queue.rows);
  if (options.engine.as_json) {
    std::cout << json::serialize(rows.json(queue)) << "\n";
    return 0;
  }
  std::cout << QueueRows::summary(queue.counts, console) << "\n";
  if (!queue.rows.empty()) rows.table(queue.rows, options.limit, console).print(std::cout, console);
  print_place_notes(engine, spec.owner, spec.scope, console, std::cout);
  return 0;
}

}  // namespace

void add_queue(cli::App& app, int& exit_code) {
  const auto options = std::make_shared<Options>();
  cli::App* command = app.add_subcommand("queue",
                                         "例 / examples:\n"
                                         "  wangge queue --of GQ04 --token heating.token\n"
                                         "  wangge queue --scope 220881001 --late --token subdistrict.token\n"
                                         "谁手上有什么要办；一片地方升级了什么，最急的在前 / what an owner must act "
                                         "on; what has been escalated in a part of the city, what "
                                         "burns most first");
  add_queue_words(*command, options->words);
  command->add_option("--limit", options->limit, "最多显示几行 / rows shown at the most")
      ->capture_default_str()
      ->check(cli::in_range(std::size_t{1}, views::queue_rows_max));
  add_engine_options(*command, options->engine);
  command->callback([options, command, &exit_code] { exit_code = run(*options, console_of(*command)); });
}

}  // namespace wangge::tools
