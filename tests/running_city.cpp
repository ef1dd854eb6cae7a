#include "tests/running_city.h"

#include "engine/base/check.h"
#include "engine/model/blob.h"
#include "engine/state/apply.h"
#include "engine/state/digest.h"
#include "tests/memory_disk.h"
#include "tests/sample_city.h"

namespace wangge::tests {

struct RunningCity::Disk : MemoryDisk {};

// Reading and checking the sample city takes longer than most tests, so it is adopted once a process: each test begins
// with a copy of the disk as it was then, and replays it.
RunningCity::RunningCity(Capacity capacity) : RunningCity(capacity, std::make_unique<Disk>()) {
  static const std::map<std::string, std::string> adopted = [] {
    RunningCity first({}, std::make_unique<Disk>());
    first.begin(sample_city().tables);
    first.settle();
    first.engine_.reset();
    first.log_.reset();
    return first.disk_->contents(first.folder_);
  }();
  disk_->fill(adopted);
  start();
  desk_ = SessionId{1};
  settle();
}

RunningCity::RunningCity(Capacity capacity, std::unique_ptr<Disk> disk) : capacity_(capacity), disk_(std::move(disk)) {}

RunningCity::RunningCity(const Tables& tables, const std::filesystem::path& folder) : folder_(folder) { begin(tables); }

RunningCity::RunningCity(const std::filesystem::path& folder, Instant instant) : now(instant), folder_(folder) {
  start();
  desk_ = SessionId{1};
}

void RunningCity::begin(const Tables& tables) {
  start();
  adopt(tables);
  Rights all;
  all.every_grid = all.every_restricted = true;
  desk_ = open(AccountKind::terminal, all, 1);
}

RunningCity::~RunningCity() = default;

void RunningCity::adopt(const Tables& tables, bool to_the_end) {
  CHECK(!engine_->perform(BeginConfiguration{}, {}, now).refusal);
  std::string cells;
  for (int table = 0; table < table_kinds; ++table) {
    for (const Row& row : tables.rows[static_cast<std::size_t>(table)]) {
      cells.clear();
      encode_row(row, cells);
      const TextRef all{0, static_cast<std::uint32_t>(cells.size())};
      CHECK(!engine_->perform(StageRow{static_cast<TableKind>(table), all}, cells, now).refusal);
    }
  }
  if (to_the_end) CHECK(!engine_->perform(AdoptConfiguration{}, {}, now).refusal);
}

void RunningCity::start() {
  city_ = std::make_unique<City>();
  city_->capacity = capacity_;
  log::Options options;
  options.folder = folder_;
  options.new_log_id = {1};
  options.now = to_seconds(now);
  if (disk_) options.env = disk_->env();
  log_ = std::make_unique<log::EventLog>(std::move(options));
  quarantine_.reset();
  if (!disk_) quarantine_ = std::make_unique<loop::Quarantine>(folder_ / "deciding");
  engine_ = std::make_unique<loop::Engine>(*city_, *log_, quarantine_.get());
}

void RunningCity::restart() {
  settle();
  break_off();
}

void RunningCity::break_off() {
  engine_.reset();
  log_.reset();
  start();
  while (engine_->turn(now)) log_->flush();
  settle();
}

std::uint64_t RunningCity::replayed_digest() {
  settle();
  City fresh;
  fresh.capacity = capacity_;
  log_->replay(Position{1}, [&](const Fact& fact) { apply(fresh, fact); });
  return digest_of(fresh);
}

void RunningCity::settle() {
  const auto is_due = [&] { return engine_->next_deadline() && *engine_->next_deadline() <= now; };
  while (!engine_->quiet() || is_due()) {
    engine_->turn(now);
    log_->flush();
  }
}

void RunningCity::move_to(Instant instant) {
  now = instant;
  engine_->turn(now);
  settle();
}

loop::Frame RunningCity::send_frame(SessionId session, std::uint32_t first, std::vector<Command> commands,
                                    std::string_view texts) {
  loop::Frame answered;
  auto frame = std::make_unique<loop::Frame>();
  frame->sender = {session, first, {}};
  frame->commands = std::move(commands);
  frame->texts = texts;
  frame->released = [&](std::unique_ptr<loop::Frame> released) { answered = std::move(*released); };
  loop::Flow flow;
  CHECK(engine_->inbox().offer(flow, frame));
  settle();
  return answered;
}

loop::Outcome RunningCity::send(const Command& command, std::string_view texts) {
  return send_frame(desk_, city_->sessions[desk_].expected(), {command}, texts).outcomes.at(0);
}

SessionId RunningCity::open(AccountKind kind, const Rights& rights, std::uint8_t token) {
  std::string encoded;
  encode_rights(rights, encoded);
  const TokenHash hash{token};
  const TextRef all{0, static_cast<std::uint32_t>(encoded.size())};
  CHECK(!engine_->perform(AddAccount{kind, hash, all}, encoded, now).refusal);
  const loop::Outcome opened = engine_->perform(OpenSession{hash, SpoolId{token}}, {}, now);
  CHECK(!opened.refusal);
  settle();
  return opened.session;
}

PlaceId RunningCity::grid(std::size_t index) const {
  const auto& places = city_->configuration->places;
  for (std::uint32_t id = 1; id < places.size(); ++id) {
    if (places[id].kind == PlaceKind::grid && index-- == 0) return PlaceId{id};
  }
  return {};
}

}  // namespace wangge::tests
