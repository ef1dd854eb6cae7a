#include "tools/queue/watch.h"

#include <algorithm>
#include <chrono>
#include <iostream>
#include <memory>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <boost/json.hpp>

#include "engine/base/cause.h"
#include "engine/model/number.h"
#include "engine/model/words.h"
#include "engine/views/board.h"
#include "tools/demand/deliver_acts.h"
#include "tools/engine_options.h"
#include "tools/demand/named_spool.h"
#include "tools/no_connection.h"
#include "tools/queue/queue_rows.h"
#include "tools/queue/queue_spec.h"
#include "tools/demand/receipts.h"
#include "tools/queue/screen.h"
#include "tools/demand/show.h"

namespace wangge::tools {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;

constexpr std::chrono::milliseconds key_period = 50ms;
constexpr std::chrono::milliseconds retry_period = 2s;
constexpr int windows_max = 16;  // of one token, at a time

struct Options {
  EngineOptions engine;
  QueueWords words;
  std::optional<std::size_t> changes;
};

// A queue that is watched; the watch is asked for again where the connection was lost.
class WatchedQueue {
 public:
  WatchedQueue(const Options& options, const Console& console)
      : console_(console),
        place_(options.engine.token, windows_max),
        engine_(options.engine.to, options.engine.token, "watch " + std::to_string(place_.number())),
        rows_(engine_),
        spec_(spec_of(options.words, engine_, console)) {}

  const views::Queue& queue() const { return queue_; }
  const QueueRows& rows() const { return rows_; }
  Instant now() const { return engine_.now(); }
  std::string why_not(const Refusal& refusal) {
    std::string text = refusal_text(refusal, engine_);
    check_connection();
    return text;
  }
  // Why there is no connection; none while there is one.
  const std::optional<Cause>& complaint() const { return complaint_; }

  // Begins the watch and returns the whole queue. Throws where it cannot be watched.
  views::QueueChange begin() {
    const views::QueueChange whole = engine_.require(engine_.client().watch(spec_));
    watched_on_ = engine_.client().connections();
    take(whole);
    return whole;
  }

  // The next change; nothing where none comes within that time.
  std::optional<views::QueueChange> next(std::chrono::milliseconds within) {
    if (complaint_) return resume(within);
    const auto change = engine_.client().next_change(within);
    if (!change) {
      lose(engine_.client().complaint());
      return std::nullopt;
    }
    if (*change) take(**change);
    return *change;
  }

 private:
  std::optional<views::QueueChange> resume(std::chrono::milliseconds within) {
    const auto rest = lost_at_ + retry_period - std::chrono::steady_clock::now();
    std::this_thread::sleep_for(std::min<std::chrono::steady_clock::duration>(rest, within));
    if (rest > within) return std::nullopt;
    lost_at_ = std::chrono::steady_clock::now();
    const auto whole = engine_.client().watch(spec_);
    if (!whole) return std::nullopt;
    complaint_.reset();
    watched_on_ = engine_.client().connections();
    take(*whole);
    return *whole;
  }

  void take(const views::QueueChange& change) {
    if (!change.queue.known)
      throw std::runtime_error(std::string(console_.say("无权查看这个队列", "that queue is not yours to see")));
    if (change.board == 0) {
      throw std::runtime_error(std::string(
          console_.say("正在观察的队列太多：请稍后再试", "too many queues are being watched: try again later")));
    }
    views::merge(queue_, change);
    engine_.hear(change.queue.at);
    try {
      rows_.learn(change.queue.rows);
    } catch (const NoConnection& fault) {
      return lose(fault.cause());
    }
    check_connection();
  }

  // Learning names may have made a new connection, which has no watch.
  void check_connection() {
    if (engine_.client().connections() != watched_on_) lose({"connection_lost", "连接中断", "the connection was lost"});
  }

  void lose(const Cause& complaint) {
    complaint_ = complaint;
    lost_at_ = std::chrono::steady_clock::now();
  }

  const Console& console_;
  Place place_;
  RunningEngine engine_;
  QueueRows rows_;
  views::QueueSpec spec_;
  views::Queue queue_;
  std::uint64_t watched_on_ = 0;  // the client's number of connections when the watch was asked for
  std::optional<Cause> complaint_;
  std::chrono::steady_clock::time_point lost_at_;
};

std::string trying_again(const Cause& complaint, const Console& console) {
  return console.language == Language::english ? complaint.english + "; trying again"
                                               : complaint.chinese + "；重新连接中";
}

// -------------------------------------------------------------------------------------------- lines

void print_json(const WatchedQueue& watched, const views::QueueChange& change) {
  const views::QueueCounts& counts = change.queue.counts;
  json::array gone;
  for (const DemandId demand : change.gone) gone.emplace_back(format_number(demand));
  const json::object out{{"position", change.queue.position.value},
                         {"whole", !change.from},
                         {"all", counts.all},
                         {"late", counts.late},
                         {"warned", counts.warned},
                         {"by_severity", json::array(counts.by_severity.begin(), counts.by_severity.end())},
                         {"rows", watched.rows().json(change.queue.rows)},
                         {"gone", std::move(gone)}};
  std::cout << json::serialize(out) << std::endl;
}

void print_lines(const WatchedQueue& watched, const views::QueueChange& change, const Console& console) {
  std::cout << "# " << QueueRows::summary(change.queue.counts, console) << "\n";
  for (const DemandId demand : change.gone) std::cout << "- " << format_number(demand) << "\n";
  std::ostringstream table;
  Console plain = console;
  plain.is_terminal = false;
  watched.rows().table(change.queue.rows, views::queue_rows_max, plain).print(table, plain);
  std::istringstream lines(table.str());
  std::string line;
  std::getline(lines, line);  // the line of titles
  while (std::getline(lines, line)) std::cout << "+ " << line << "\n";
  std::cout.flush();
}

int run_lines(const Options& options, const Console& console) {
  WatchedQueue watched(options, console);
  std::optional<views::QueueChange> change = watched.begin();
  bool was_lost = false;
  for (std::size_t told = 0;;) {
    if (change) {
      options.engine.as_json ? print_json(watched, *change) : print_lines(watched, *change, console);
      if (options.changes && told++ == *options.changes) return 0;
    }
    change = watched.next(retry_period);
    const std::optional<Cause>& complaint = watched.complaint();
    if (complaint && !was_lost && options.engine.as_json) {
      print_error(*complaint);
    } else if (complaint && !was_lost) {
      std::cerr << "wangge: " << trying_again(*complaint, console) << std::endl;
    }
    was_lost = complaint.has_value();
  }
}

// -------------------------------------------------------------------------------------------- the live table

class LiveTable {
 public:
  LiveTable(const Options& options, const Console& console)
      : options_(options), console_(console), watched_(options, console) {}

  int run() {
    watched_.begin();
    draw();
    for (;;) {
      bool is_changed = watched_.next(key_period).has_value();
      while (const std::optional<Press> press = screen_.key()) {
        is_changed = true;
        if (asked_) {
          answer(*press);
          continue;
        }
        if (press->letter == 'q' || press->key == Key::escape) return 0;
        take(*press);
      }
      const bool is_later = std::chrono::floor<std::chrono::minutes>(watched_.now()) != drawn_minute_;
      if (is_changed || is_later || watched_.complaint().has_value() != is_lost_) draw();
    }
  }

 private:
  const std::vector<views::Status>& rows() const { return watched_.queue().rows; }

  // The demand that is chosen stays chosen while others come and go around it.
  std::size_t chosen_row() const {
    const auto found = std::ranges::find(rows(), chosen_, &views::Status::demand);
    if (found != rows().end()) return static_cast<std::size_t>(found - rows().begin());
    return rows().empty() ? 0 : std::min(last_row_, rows().size() - 1);
  }

  std::size_t page() const { return screen_.height() > 5 ? screen_.height() - 5 : 1; }

  void choose(std::size_t row) {
    if (rows().empty()) return;
    last_row_ = std::min(row, rows().size() - 1);
    chosen_ = rows()[last_row_].demand;
  }

  void take(const Press& press) {
    const std::size_t row = chosen_row();
    switch (press.key) {
      case Key::up: return choose(row > 0 ? row - 1 : 0);
      case Key::down: return choose(row + 1);
      case Key::page_up: return choose(row > page() ? row - page() : 0);
      case Key::page_down: return choose(row + page());
      case Key::enter: return open();
      case Key::other:
        if (press.letter == 'k') return choose(row > 0 ? row - 1 : 0);
        if (press.letter == 'j') return choose(row + 1);
        if (press.letter == 'o') return open();
        if (press.letter == 'a') return ask();
        return;
      case Key::none:
      case Key::escape: return;
    }
  }

  void open() {
    if (rows().empty()) return;
    choose(chosen_row());
    const Screen::Aside aside(screen_);
    try {
      show(options_.engine.to, options_.engine.token, chosen_, console_);
    } catch (const std::exception& fault) {
      std::cout << "wangge: " << told(fault) << "\n";
    }
    std::cout << console_.say("按回车键返回", "press Enter to go back") << std::flush;
    std::string line;
    std::getline(std::cin, line);
  }

  std::string_view accept_word() const { return words_of(Deed::accept).in(console_.language == Language::english); }

  // Accepting makes the owner answer for the demand from then on: so the program asks once, and keys typed before are
  // no answer.
  void ask() {
    if (rows().empty()) return;
    choose(chosen_row());
    const views::Status& row = rows()[last_row_];
    asked_ = {.deed = Deed::accept, .demand = row.demand, .as = watched_.rows().lead_of(row).code};
    said_ = std::string(accept_word()) + " " + format_number(row.demand) + " " +
            watched_.rows().category_of(row, console_) +
            std::string(console_.say("？y 是，其他键 否", "? y: yes, any other key: no"));
    screen_.forget_keys();
  }

  void answer(const Press& press) {
    const terminal::WrittenAct act = *std::exchange(asked_, std::nullopt);
    if (press.letter == 'y' || press.letter == 'Y') return accept(act);
    said_ = console_.say("没有签收", "not accepted");
  }

  void accept(const terminal::WrittenAct& act) {
    try {
      const Refusal refusal = deliver_acts(options_.engine.to, options_.engine.token, {act}, console_).front().refusal;
      said_ = refusal ? watched_.why_not(refusal) : std::string(accept_word()) + " " + format_number(act.demand);
    } catch (const std::exception& fault) {
      said_ = told(fault);
    }
  }

  void draw() {
    is_lost_ = watched_.complaint().has_value();
    drawn_minute_ = std::chrono::floor<std::chrono::minutes>(watched_.now());
    const std::size_t chosen = chosen_row();
    if (chosen < first_) first_ = chosen;
    if (chosen >= first_ + page()) first_ = chosen - page() + 1;

    std::vector<std::string> lines;
    const std::string state = is_lost_ ? "  [" + trying_again(*watched_.complaint(), console_) + "]" : "";
    lines.push_back("\033[1m" + QueueRows::summary(watched_.queue().counts, console_) + "\033[0m\033[31m" + state);
    const auto begin = rows().begin() + static_cast<std::ptrdiff_t>(std::min(first_, rows().size()));
    const auto end = begin + static_cast<std::ptrdiff_t>(
                                 std::min<std::size_t>(page(), static_cast<std::size_t>(rows().end() - begin)));
    std::ostringstream table;
    Console beside_mark = console_;
    const std::size_t columns = terminal_size().columns;
    beside_mark.columns = columns > mark_columns ? columns - mark_columns : 0;
    watched_.rows().table({begin, end}, page(), beside_mark).print(table, beside_mark);
    std::istringstream text(table.str());
    std::string line;
    for (std::size_t number = 0; std::getline(text, line); ++number) {
      const bool is_chosen = number > 0 && !rows().empty() && first_ + number - 1 == chosen;
      lines.push_back((is_chosen ? "\033[1m▶ " : "  ") + line);
    }
    while (lines.size() + 2 < screen_.height()) lines.emplace_back();
    lines.push_back(said_);
    lines.emplace_back("\033[7m" + std::string(console_.say("↑↓ 选择  回车 打开  a 签收  q 退出",
                                                            "↑↓ choose  Enter open  a accept  q quit")));
    screen_.draw(lines);
  }

  const Options& options_;
  const Console& console_;
  WatchedQueue watched_;
  Screen screen_;
  DemandId chosen_;
  static constexpr std::size_t mark_columns = 2;  // before each row, for the mark of the chosen one

  std::size_t last_row_ = 0, first_ = 0;
  bool is_lost_ = false;
  std::chrono::sys_time<std::chrono::minutes> drawn_minute_;
  std::optional<terminal::WrittenAct> asked_;  // the act that waits for yes or no
  std::string said_;
};

int run(const Options& options, const Console& console) {
  const bool is_live = console.is_terminal && !options.engine.as_json && !options.changes;
  return is_live ? LiveTable(options, console).run() : run_lines(options, console);
}

}  // namespace

void add_watch(cli::App& app, int& exit_code) {
  const auto options = std::make_shared<Options>();
  cli::App* command =
      app.add_subcommand("watch",
                         "例 / examples:\n"
                         "  wangge watch --scope 220881001 --token subdistrict.token\n"
                         "  wangge watch --of GQ04 --json --token heating.token\n"
                         "盯着一个队列，随时更新；终端里可上下选择，回车打开，a 签收（先问一次） / a queue as it "
                         "changes; on a terminal choose a row, open it, or, asked once, accept it");
  add_queue_words(*command, options->words);
  command->add_option("--changes", options->changes,
                      "看到这么多次变化就结束；0 只看现在 / end after so many changes; 0: only what it is now");
  add_engine_options(*command, options->engine);
  command->callback([options, command, &exit_code] { exit_code = run(*options, console_of(*command)); });
}

}  // namespace wangge::tools
