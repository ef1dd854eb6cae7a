#include "tests/served_city.h"

#include <map>
#include <set>
#include <utility>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include "adapters/driver.h"
#include "adapters/listener.h"
#include "adapters/terminal/server.h"
#include "engine/base/check.h"
#include "engine/model/blob.h"
#include "tests/small_city.h"
#include "tests/threads.h"

namespace wangge::tests {
namespace asio = boost::asio;

ServedCity::ServedCity(terminal::Options options) : options_(std::move(options)) {
  options_.look_up_key = look_up_key;
  if (!options_.now) options_.now = [] { return morning; };
  start();
  adopt(small_tables());
  Rights every_grid;
  every_grid.every_grid = true;
  for (std::uint8_t number = 1; number <= 4; ++number) add_account(AccountKind::terminal, every_grid, number);
}

ServedCity::~ServedCity() { end(); }

void ServedCity::start() {
  if (!options_.attachments.folder.empty()) second_thread_starts();
  city_ = std::make_unique<City>();
  io_ = std::make_unique<asio::io_context>(1);
  log::Options options;
  options.folder = folder;
  options.new_log_id = {1};
  options.now = to_seconds(morning);
  options.env = disk_.env();
  options.on_durable = [this] {
    if (driver_) driver_->wake();
  };
  log_ = std::make_unique<log::EventLog>(std::move(options));
  engine_ = std::make_unique<loop::Engine>(*city_, *log_);
  driver_ =
      std::make_unique<Driver>(*io_, *engine_,
                               Clock{.now = options_.now,
                                     .until = [](Instant) { return std::chrono::hours(1); },
                                     .passed = [this] { return std::chrono::nanoseconds(options_.now() - morning); }});
  const asio::ip::tcp::endpoint endpoint(asio::ip::address_v4::loopback(), port_);
  server_ = std::make_unique<terminal::Server>(*io_, take_address(*io_, endpoint), *engine_, options_);
  port_ = server_->bound_port();
}

void ServedCity::adopt(const Tables& tables) {
  CHECK(!engine_->perform(BeginConfiguration{}, {}, morning).refusal);
  std::string cells;
  for (int table = 0; table < table_kinds; ++table) {
    for (const Row& row : tables.rows[static_cast<std::size_t>(table)]) {
      cells.clear();
      encode_row(row, cells);
      const TextRef all{0, static_cast<std::uint32_t>(cells.size())};
      CHECK(!engine_->perform(StageRow{static_cast<TableKind>(table), all}, cells, morning).refusal);
    }
  }
  CHECK(!engine_->perform(AdoptConfiguration{}, {}, morning).refusal);
  engine_->settle();
}

loop::Door& ServedCity::door() { return driver_->door(); }

bool ServedCity::step() { return driver_->step(); }

terminal::Token ServedCity::token(std::uint8_t number) const { return {number, 0xAB}; }

terminal::Token ServedCity::add_account(AccountKind kind, const Rights& rights, std::uint8_t number) {
  std::string encoded;
  encode_rights(rights, encoded);
  const TextRef all{0, static_cast<std::uint32_t>(encoded.size())};
  CHECK(!engine_->perform(AddAccount{kind, terminal::hash_of(token(number)), all}, encoded, morning).refusal);
  engine_->settle();
  return token(number);
}

void ServedCity::settle() {
  if (engine_is_held) return take_in();
  bool is_quiet = false;
  while (!is_quiet) {
    const bool more = engine_->turn(morning);
    if (!sync_is_held) log_->flush();
    while (!reading_is_held && !server_->reads_nothing()) io_->run_one();
    const bool answered = io_->poll() > 0;
    is_quiet = !answered && !more && (sync_is_held ? engine_->inbox().empty() : engine_->quiet());
  }
}

void ServedCity::wait_for_something() {
  io_->run_one();
  settle();
}

void ServedCity::take_in() { io_->poll(); }

void ServedCity::run() {
  second_thread_starts();
  thread_ = std::thread([this] { driver_->run(); });
}

void ServedCity::stop() {
  if (!thread_.joinable()) return;
  driver_->stop();
  thread_.join();
}

void ServedCity::restart() {
  const bool ran = thread_.joinable();
  end();
  start();
  if (ran) run();
}

// The server reads the log on a thread of its own, and the log's thread wakes the driver.
void ServedCity::end() {
  stop();
  server_.reset();
  log_.reset();
  driver_.reset();
  io_.reset();
  engine_.reset();
}

ServedCity::Counted ServedCity::count() const {
  Counted counted;
  std::map<SessionId, std::set<std::uint32_t>> seen;
  log_->replay(Position{1}, [&](const Fact& fact) {
    std::visit(
        [&](const auto& event) {
          using Event = std::decay_t<decltype(event)>;
          if constexpr (requires { event.sequence; }) {
            if (!event.session) return;
            if (!seen[event.session].insert(event.sequence).second) ++counted.repeated_numbers;
            if constexpr (std::is_same_v<Event, Submitted>) {
              ++counted.submitted;
            } else if constexpr (std::is_same_v<Event, Declined>) {
              ++counted.declined;
            } else {
              ++counted.other;
            }
          }
        },
        fact.event);
  });
  return counted;
}

}  // namespace wangge::tests
