// Queues that are watched: what is told of changes adds up to the queue, leaves only when it is durable, and a watcher
// who does not keep up gets the newest whole queue.

#include "engine/state/sight.h"
#include "engine/views/board.h"

#include <algorithm>
#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include <boost/json.hpp>

#include "tests/random_life.h"
#include "tests/raw_terminal.h"
#include "tests/running_city.h"
#include "tests/sample_city.h"
#include "tests/served_city.h"
#include "tests/subcommand.h"
#include "tools/queue/bulk.h"
#include "tools/queue/queue.h"
#include "tools/demand/submit.h"
#include "tools/queue/watch.h"

#include <catch2/catch.hpp>  // last: its CHECK takes the place of ours

namespace wangge::views {
namespace {

using namespace std::chrono_literals;
using tests::RawTerminal;
using tests::RunningCity;
using tests::ServedCity;

// -------------------------------------------------------------------------------------------- boards

struct Watcher {
  std::shared_ptr<Board> board;
  Queue queue;
};

TEST_CASE("What those who watch are told adds up to the queue, whatever happens") {
  const auto seed = GENERATE(31u, 32u, 33u);
  INFO("seed " << seed);
  RunningCity running;
  tests::RandomLife life(running, seed);
  std::mt19937 random(seed);
  const City& city = running.city();
  const AccountId desk = city.sessions[running.desk()].account();  // named for what is restricted, and
  Rights every_grid;
  every_grid.every_grid = true;
  const AccountId other_desk = city.sessions[running.open(AccountKind::terminal, every_grid, 2)].account();  // not
  Boards boards;
  std::vector<Watcher> watchers;
  const auto watch = [&](const QueueSpec& spec) {
    const auto is_watched = [&](const Watcher& one) { return one.board->spec() == spec; };
    if (std::ranges::any_of(watchers, is_watched)) return;
    Watcher watcher{boards.board(city, spec), {}};
    watcher.queue = watcher.board->shown();
    watchers.push_back(std::move(watcher));
  };
  running.engine().changes().gather(true);
  for (const char* scope : {"220881", "220881001", "220881001001", "22088100100101"}) {
    watch({.owner = {}, .scope = running.place(scope), .filter = {}});
  }
  watch({.owner = {}, .scope = running.place("220881"), .filter = {.severity = 2}});
  watch({.owner = {}, .scope = running.place("220881"), .filter = {.level = Level::subdistrict, .late_only = true}});

  std::vector<DemandId> changed;
  for (int step = 1; step <= 1'200; ++step) {
    life.step();
    if (step == 600) {
      Tables other = tests::sample_city().tables;
      std::ranges::find(other.of(TableKind::settings), "demands.tolerated_ahead_hours", [](const Row& row) {
        return row[0];
      })->at(1) = "25";
      running.adopt(other);
    }
    if (random() % 16 != 0) continue;
    running.settle();
    if (watchers.size() < 16 && city.demands.open() > 0) {
      city.demands.each(
          [&](const Slot& demand) {
            if (!is_over(demand.state) && random() % 4 == 0 && watchers.size() < 16)
              watch({.owner = demand.lead, .scope = {}, .filter = {}});
          },
          [](DemandId, Position) {});
    }
    const bool is_all = running.engine().changes().take(changed);
    REQUIRE(is_all);
    if (random() % 8 == 0) {
      boards.update_all(city);
    } else {
      boards.update(city, changed);
    }
    for (Watcher& watcher : watchers) {
      if (const std::optional<QueueChange> change = watcher.board->take_change(city)) {
        REQUIRE(change->from == watcher.queue.position);
        merge(watcher.queue, *change);
      }
      // What all are told is what is hidden from nobody; each sees the rest besides, as far as it is theirs to see.
      const Queue& common = watcher.board->shown();
      REQUIRE(watcher.queue.counts == common.counts);
      REQUIRE(watcher.queue.rows == common.rows);
      for (const Status& row : common.rows) REQUIRE_FALSE(may_be_hidden(city, *city.demands.find(row.demand)));
      for (const AccountId who : {other_desk, desk}) {
        const Queue all = queue_of(city, who, watcher.board->spec());
        const Queue shown = watcher.board->shown_to(city, who).value_or(common);
        REQUIRE(shown.counts == all.counts);
        REQUIRE(shown.rows == all.rows);
      }
    }
    if (random() % 4 == 0) {  // somebody looks away
      watchers.erase(watchers.begin() + static_cast<std::ptrdiff_t>(random() % watchers.size()));
      boards.forget_unwatched();
      REQUIRE(boards.size() <= watchers.size());
    }
  }
}

TEST_CASE("What nobody sees is not told: a note, and what is beyond the first rows but for the counts") {
  RunningCity running;
  const City& city = running.city();
  const PostId chief = running.post("P22088100100101");
  const auto submit = [&] {
    const loop::Outcome outcome =
        running.send(RunningCity::plain(running.grid(), running.category("1301")), RunningCity::plain_text);
    REQUIRE_FALSE(outcome.refusal);
    return DemandId{outcome.position.value};
  };
  std::vector<DemandId> all;
  for (std::size_t i = 0; i < queue_rows_max; ++i) all.push_back(submit());
  Board board(city, {.owner = chief, .scope = {}, .filter = {}});
  REQUIRE(board.shown().rows.size() == queue_rows_max);

  REQUIRE_FALSE(
      running.send(Act{.demand = all[0], .as = chief, .note = {0, 12}, .deed = Deed::note}, RunningCity::plain_text)
          .refusal);
  board.update(city, all[0], city.demands.find(all[0]));
  CHECK_FALSE(board.take_change(city));

  const DemandId last = submit();
  board.update(city, last, city.demands.find(last));
  const std::optional<QueueChange> more = board.take_change(city);
  REQUIRE(more);
  CHECK(more->queue.counts.all == queue_rows_max + 1);
  CHECK(more->queue.rows.empty());
  CHECK(more->gone.empty());

  REQUIRE_FALSE(
      running.send(Act{.demand = all[0], .as = {}, .note = {0, 12}, .deed = Deed::withdraw}, RunningCity::plain_text)
          .refusal);
  board.update(city, all[0], city.demands.find(all[0]));
  const std::optional<QueueChange> less = board.take_change(city);
  REQUIRE(less);
  CHECK(less->from == more->queue.position);
  CHECK(less->gone == std::vector{all[0]});
  REQUIRE(less->queue.rows.size() == 1);  // the one that was beyond them
  CHECK(less->queue.rows[0].demand == last);
}

// -------------------------------------------------------------------------------------------- over a socket

constexpr std::chrono::milliseconds often{1};

template <class Message>
Message hear(ServedCity& city, RawTerminal& terminal) {
  for (;;) {
    if (auto answered = terminal.hear()) return std::get<Message>(std::move(*answered));
    city.wait_for_something();
  }
}

QueueChange hear_change(ServedCity& city, RawTerminal& terminal) {
  return hear<terminal::Changed>(city, terminal).change;
}

DemandId submit(RawTerminal& terminal, std::uint32_t first, const terminal::Submission& demand) {
  terminal.submit(first, {&demand, 1});
  const auto acknowledged = terminal.hear_only<terminal::Acknowledged>();
  return DemandId{acknowledged.receipts.at(0).position.value};
}

TEST_CASE("A watcher is told of changes once they are durable, and not before") {
  ServedCity city({.watch_period = often});
  RawTerminal clerk(city), watcher(city);
  clerk.greet(city.token());
  watcher.greet(city.token(2));
  const QueueSpec spec{.owner = city.post("PG1"), .scope = {}, .filter = {}};
  watcher.ask(1, terminal::AskWatch{spec});
  const auto whole = watcher.hear_rows<QueueChange>();
  CHECK(whole.board != 0);
  CHECK_FALSE(whole.from);
  CHECK(whole.queue.counts.all == 0);

  Queue queue;
  merge(queue, whole);
  const DemandId first = submit(clerk, 1, tests::a_demand(city));
  merge(queue, hear_change(city, watcher));
  REQUIRE(queue.rows.size() == 1);
  CHECK(queue.rows[0].demand == first);

  city.sync_is_held = true;
  city.gate().hold();
  const terminal::Submission another = tests::a_demand(city);
  clerk.submit(2, {&another, 1});
  city.settle();
  REQUIRE(city.city().demands.size() == 2);  // it is in memory already
  const auto until = std::chrono::steady_clock::now() + 20 * often;
  while (std::chrono::steady_clock::now() < until) city.settle();
  CHECK(watcher.hears_nothing());
  city.gate().let_go();
  city.sync_is_held = false;
  merge(queue, hear_change(city, watcher));
  CHECK(queue.rows.size() == 2);
  CHECK(queue.counts.all == 2);
}

TEST_CASE("Who may not see a queue cannot watch it; who watches too many is told so, and may look away") {
  ServedCity city({.watch_period = often});
  RawTerminal terminal(city);
  Rights rights;
  rights.grids = {city.place("G1")};
  terminal.greet(city.add_account(AccountKind::terminal, rights, 9));
  const auto watch = [&](const QueueSpec& spec) {
    terminal.ask(1, terminal::AskWatch{spec});
    return terminal.hear_rows<QueueChange>();
  };
  CHECK_FALSE(watch({.owner = {}, .scope = city.place("G2"), .filter = {}}).queue.known);
  const QueueSpec own{.owner = {}, .scope = city.place("G1"), .filter = {}};
  std::uint32_t board = 0;
  for (std::uint8_t severity = 0; severity < limits::session_watches_max; ++severity) {
    QueueSpec spec = own;
    spec.filter.class_number = severity;
    const QueueChange change = watch(spec);
    CHECK(change.queue.known);
    CHECK(change.board != 0);
    board = change.board;
  }
  QueueSpec one_more = own;
  one_more.filter.class_number = 99;
  const QueueChange refused = watch(one_more);
  CHECK(refused.board == 0);
  CHECK(refused.queue.known);
  terminal.ask(2, terminal::AskUnwatch{board});
  CHECK(terminal.hear_rows<QueueChange>().board == board);
  CHECK(watch(one_more).board != 0);
}

TEST_CASE("One account takes no more boards than its share, however many sessions it has, and others watch on") {
  ServedCity city({.watch_period = often});
  std::vector<std::unique_ptr<RawTerminal>> terminals;
  std::size_t watched = 0;
  const auto watch = [&](RawTerminal& terminal, std::uint8_t class_number, std::uint8_t severity) {
    terminal.ask(1, terminal::AskWatch{{.owner = {},
                                        .scope = city.place("G1"),
                                        .filter = {.class_number = class_number, .severity = severity}}});
    return hear<terminal::Answer>(city, terminal).rows;
  };
  for (std::uint8_t spool = 1; spool <= 8; ++spool) {
    terminals.push_back(std::make_unique<RawTerminal>(city));
    terminals.back()->greet(city.token(), {spool});
    for (std::uint8_t one = 0; one < limits::session_watches_max; ++one) {
      const auto change = std::get<QueueChange>(watch(*terminals.back(), spool, one));
      CHECK(change.queue.known);
      if (change.board != 0) ++watched;
    }
  }
  CHECK(watched == limits::account_boards_max);
  const auto again = std::get<QueueChange>(watch(*terminals.back(), 1, 0));  // the account watches it already
  CHECK(again.board != 0);
  RawTerminal other(city);
  other.greet(city.token(2));
  CHECK(std::get<QueueChange>(watch(other, 99, 1)).board != 0);
}

TEST_CASE("A watcher who does not keep up gets the newest whole queue, and costs no one else anything") {
  ServedCity city({.watch_period = often, .send_buffer_bytes = 64 * 1'024});
  RawTerminal clerk(city), slow(city), quick(city);
  clerk.greet(city.token());
  slow.greet(city.token(2));
  quick.greet(city.token(3));
  const QueueSpec spec{.owner = city.post("PG1"), .scope = {}, .filter = {}};
  std::vector<terminal::Submission> demands(queue_rows_max, tests::a_demand(city));
  clerk.submit(1, demands);
  const auto acknowledged = hear<terminal::Acknowledged>(city, clerk);
  Queue slow_queue, quick_queue;
  std::vector<std::uint32_t> boards;
  for (const QueueFilter& filter :
       {QueueFilter{}, QueueFilter{.class_number = 13}, QueueFilter{.severity = 4},
        QueueFilter{.class_number = 13, .severity = 4}}) {  // several, so that there is more to be taken
    QueueSpec one = spec;
    one.filter = filter;
    slow.ask(1, terminal::AskWatch{one});
    const auto whole = std::get<QueueChange>(hear<terminal::Answer>(city, slow).rows);
    REQUIRE(whole.queue.rows.size() == queue_rows_max);
    if (boards.empty()) merge(slow_queue, whole);
    boards.push_back(whole.board);
  }
  quick.ask(1, terminal::AskWatch{spec});
  merge(quick_queue, std::get<QueueChange>(hear<terminal::Answer>(city, quick).rows));
  REQUIRE(quick_queue.rows.size() == queue_rows_max);

  std::uint32_t next = queue_rows_max + 1;
  int told_quick = 0;
  // Back and forth: each time every row of the queue is another.
  for (int round = 0; round < 40; ++round) {
    std::vector<terminal::ReadyAct> acts;
    for (const terminal::Receipt& one : acknowledged.receipts) {
      const Deed deed = round == 0 ? Deed::accept : round % 2 == 1 ? Deed::finish : Deed::rework;
      acts.push_back({.deed = deed,
                      .demand = DemandId{one.position.value},
                      .as = deed == Deed::rework ? Party(city.post("PC1")) : Party(city.post("PG1")),
                      .note = "看过"});
      if (deed == Deed::accept) acts.back().note = {};
    }
    clerk.act(next, acts);
    next += static_cast<std::uint32_t>(acts.size());
    const auto done = hear<terminal::Acknowledged>(city, clerk);
    for (const terminal::Receipt& outcome : done.receipts) REQUIRE_FALSE(outcome.refusal);
    do {
      merge(quick_queue, hear_change(city, quick));
      ++told_quick;
    } while (quick_queue.position < done.receipts.back().position);
  }
  int told_slow = 0;
  bool was_whole = false;
  while (slow_queue.position < quick_queue.position) {
    const QueueChange change = hear_change(city, slow);
    if (change.board != boards.front()) continue;
    if (change.from) REQUIRE(change.from == slow_queue.position);
    was_whole |= !change.from;
    merge(slow_queue, change);
    ++told_slow;
  }
  CHECK(was_whole);
  CHECK(told_slow < told_quick / 2);
  CHECK(slow_queue.rows == quick_queue.rows);
  CHECK(slow_queue.counts == quick_queue.counts);
}

TEST_CASE("wangge watch tells a queue; wangge bulk does one thing to all of it, as one group", "[threads]") {
  ServedCity city;
  const tests::Speaker clerk(city);
  city.run();
  tests::Printed said;
  const auto run = [&](std::vector<std::string> arguments) {
    arguments.emplace_back("--json");
    said = clerk.say({tools::add_submit, tools::add_queue, tools::add_watch, tools::add_bulk}, std::move(arguments));
    return said.exit_code;
  };
  for (int i = 0; i < 3; ++i)
    REQUIRE(run({"submit", "--grid", "G1", "--category", "1301", "--text", "楼道灯不亮"}) == 0);
  REQUIRE(run({"watch", "--of", "PG1", "--changes", "0"}) == 0);
  const boost::json::object whole = said.json();
  CHECK(whole.at("whole") == true);
  CHECK(whole.at("all") == 3);
  CHECK(whole.at("rows").as_array().size() == 3);

  CHECK_THROWS_AS(run({"bulk", "accept", "--of", "PG1", "--as", "PG1"}),
                  CLI::RequiredError);  // there is nobody to be asked
  REQUIRE(run({"bulk", "accept", "--of", "PG1", "--as", "PG1", "--preview"}) == 0);
  CHECK(said.json().at("rows").as_array().size() == 3);
  REQUIRE(run({"bulk", "accept", "--of", "PG1", "--as", "PG1", "--yes"}) == 0);
  const boost::json::object done = said.json();
  CHECK(done.at("done") == 3);
  CHECK(done.at("refused").as_array().empty());
  REQUIRE(run({"queue", "--of", "PG1", "--state", "accepted"}) == 0);
  CHECK(said.json().at("all") == 3);
  CHECK(run({"bulk", "accept", "--of", "PG1", "--as", "PG1", "--yes"}) == 1);  // none can be accepted twice
  CHECK(said.json().at("refused").as_array().size() == 3);
  city.stop();
  std::uint32_t in_group = 0;
  city.log().replay(Position{1}, [&](const Fact& fact) {
    if (const auto* accepted = std::get_if<Accepted>(&fact.event))
      in_group += accepted->group == done.at("group").to_number<std::uint32_t>();
  });
  CHECK(in_group == 3);
}

}  // namespace
}  // namespace wangge::views
