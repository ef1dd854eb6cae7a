#include "engine/log/event_log.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <span>
#include <thread>
#include <utility>

#include "engine/base/check.h"
#include "engine/base/limits.h"
#include "engine/log/appender.h"
#include "engine/log/durable_mark.h"
#include "engine/log/failure.h"
#include "engine/log/folder.h"
#include "engine/log/read_ahead.h"
#include "engine/log/reader.h"
#include "engine/log/store.h"

namespace wangge::log {
namespace {

using Monotonic = std::chrono::steady_clock;  // only for when the mark is synced: no decision depends on it
constexpr auto mark_sync_every = std::chrono::seconds(1);

void require(const rocksdb::Status& status, const char* what) {
  if (!status.ok()) end_process(what, status);
}

std::unique_ptr<FolderLock> lock_folder(const Options& options) {
  rocksdb::Env& env = env_of(options);
  std::unique_ptr<FolderLock> lock;
  if (options.read_only) {
    require_log(options.folder, env);
  } else {
    lock = std::make_unique<FolderLock>(options.folder, env);
    require_whole(options.folder, env);
  }
  return lock;
}

std::string broken_at(Position position, const std::string& problem) {
  return "日志在 " + std::to_string(position.value) +
         " 处损坏；wangge log verify 会指出；请从备份恢复。\nThe log is broken at " + std::to_string(position.value) +
         "; `wangge log verify` says more. Restore a backup. " + problem;
}

std::span<const Batch> batches_in_use(const std::vector<Batch>& group) {
  const auto end = std::find_if(group.begin(), group.end(), [](const Batch& batch) { return batch.events.empty(); });
  return {group.begin(), end};
}

}  // namespace

struct EventLog::Impl {
  explicit Impl(Options given);
  ~Impl();

  // Called on the thread that opens the log.
  void look();
  void go_on();
  rocksdb::Status begin();
  rocksdb::Status go_on_marking();

  // Called on the log's threads.
  void run();
  std::optional<std::uint64_t> take_group(std::vector<Batch>& group);
  void give_back(std::vector<Batch>& group);
  void await(const std::atomic<std::uint64_t>& stage, std::uint64_t group);
  void pass(std::atomic<std::uint64_t>& stage);
  void write_mark(const Mark& now);
  void sync_mark();
  void sync_mark_when_due();
  Monotonic::time_point wake_at();
  void look_after_files();

  const Options options;
  rocksdb::Env& env;
  const std::unique_ptr<FolderLock> lock;
  const std::optional<Mark> found_mark;
  Store store;
  Position last;
  Hash last_hash{};              // of the batch that ended at `last` when the log was opened
  std::optional<Reader> reader;  // for read()
  bool has_gone_on = false;

  LogId log_id{};
  // Used by whichever of the log's threads is encoding.
  std::optional<Appender> appender;
  std::mutex store_mutex;  // held to write a group, and to look whether the files are there
  std::atomic<Monotonic::time_point> files_due;
  std::mutex mark_mutex;
  DurableMark mark;
  Mark marked;                     // the mark written last
  Monotonic::time_point mark_due;  // when a mark that is not synced has to be synced at the latest

  // Groups are counted as they pass from stage to stage: the thread that appends counts `handed`, the log's threads
  // count the others. A group is in `next` until it is taken.
  std::vector<Batch> next;
  std::vector<std::vector<Batch>> spare;  // cleared, the one used last at the end: memory for groups to come
  std::atomic<std::uint64_t> handed = 0, taken = 0, encoded = 0, written = 0, synced = 0;
  std::atomic<std::uint64_t> durable = 0;
  mutable std::mutex mutex;      // for the stages' changes, the figures and `next`
  std::condition_variable wake;  // a group was handed over, or it is time to stop
  std::condition_variable turn;  // a group has passed a stage
  bool stopping = false;
  Figures figures;
  std::thread threads[2];
};

EventLog::Impl::Impl(Options given)
    : options(std::move(given)),
      env(env_of(options)),
      lock(lock_folder(options)),
      found_mark(DurableMark::read(env, mark_of(options.folder))),
      store(options.folder, env, Store::Access::read_only, options.journal_segment_bytes) {
  look();
  if (!options.read_only && !options.waits) go_on();
}

EventLog::Impl::~Impl() {
  if (!has_gone_on) return;
  {
    const std::lock_guard guard(mutex);
    stopping = true;
  }
  wake.notify_all();
  for (std::thread& thread : threads) {
    if (thread.joinable()) thread.join();
  }
  if (!mark.synced()) sync_mark();
}

void EventLog::Impl::look() {
  LoadedBatch end;
  const rocksdb::Status status = store.load_last(end);
  if (!status.IsNotFound()) require_opened(options.folder, status);
  if (status.ok()) {
    last = end.batch.last();
    last_hash = end.hash;
  }
  const std::string problem = log_problem(options.folder, env, store, last, found_mark);
  if (!problem.empty()) throw cannot_open(options.folder, problem);
  if (!last && options.read_only) throw cannot_open(options.folder, "还没有记录。\nIt holds nothing yet.");
  durable = last.value;
}

void EventLog::Impl::go_on() {
  CHECK(!has_gone_on && !options.read_only);
  require_opened(options.folder, last ? go_on_marking() : begin());
  has_gone_on = true;
  files_due = Monotonic::now() + options.looks_every;
  for (std::thread& thread : threads) thread = std::thread([this] { run(); });
}

// The mark is made before the store: whoever finds a mark without tables or a journal knows that they were lost.
rocksdb::Status EventLog::Impl::begin() {
  log_id = options.new_log_id;
  rocksdb::Status status = DurableMark::make(env, mark_of(options.folder), {.log = log_id});
  if (status.ok()) status = sync_folder(env, options.folder);
  if (status.ok()) status = mark.open(env, mark_of(options.folder));
  if (!status.ok()) return status;
  store.go_on();
  Batch first{.first = {1}, .at = options.now};
  first.events.push_back(LogBegun{.log = log_id, .clock = options.clock});
  appender.emplace(store, Hash{});
  status = appender->append({&first, 1});
  if (!status.ok()) return status;
  last = {1};
  durable = last.value;
  write_mark({.log = log_id, .position = last, .batch = appender->last()});
  sync_mark();
  return status;
}

// All facts that were recovered are durable: the store has synced them.
rocksdb::Status EventLog::Impl::go_on_marking() {
  store.go_on();
  log_id = found_mark->log;
  appender.emplace(store, last_hash);
  const rocksdb::Status status = mark.open(env, mark_of(options.folder));
  marked = *found_mark;
  if (!status.ok() || marked.position == last) return status;
  write_mark({.log = log_id, .position = last, .batch = last_hash});
  sync_mark();
  return status;
}

void EventLog::Impl::run() {
  std::vector<Batch> group;
  EncodedGroup encoded_group;
  while (const std::optional<std::uint64_t> number = take_group(group)) {
    const auto batches = batches_in_use(group);
    const std::uint64_t count = batches.size();
    await(encoded, *number);
    require(appender->encode(batches, encoded_group), "encode");
    const Mark now{.log = log_id, .position = encoded_group.last, .batch = appender->last()};
    const std::uint64_t bytes_encoded = appender->bytes_encoded();
    pass(encoded);
    give_back(group);

    await(written, *number);
    {
      const std::lock_guard guard(store_mutex);
      require(store.write(encoded_group), "write");
    }
    pass(written);

    await(synced, *number);
    require(store.sync(encoded_group), "sync");
    durable = now.position.value;
    {
      const std::lock_guard guard(mutex);
      figures.batches += count;
      ++figures.groups;
      ++figures.syncs;
      figures.bytes_encoded = bytes_encoded;
    }
    write_mark(now);
    pass(synced);
    if (options.on_durable) options.on_durable();
    look_after_files();
  }
}

// Waits for a group and returns its number, or nothing where no group will come any more. While there is nothing to
// write, a mark that was written is synced once its second is over, and the files are looked after.
std::optional<std::uint64_t> EventLog::Impl::take_group(std::vector<Batch>& group) {
  std::unique_lock guard(mutex);
  const auto called = [this] { return handed != taken || stopping; };
  while (!wake.wait_until(guard, wake_at(), called)) {
    guard.unlock();
    sync_mark_when_due();
    look_after_files();
    guard.lock();
  }
  if (handed == taken) return std::nullopt;
  group = std::move(next);
  return taken++;
}

void EventLog::Impl::give_back(std::vector<Batch>& group) {
  for (Batch& batch : group) batch.clear();
  const std::lock_guard guard(mutex);
  spare.push_back(std::move(group));
}

// Waits until all groups before this one have passed the stage.
void EventLog::Impl::await(const std::atomic<std::uint64_t>& stage, std::uint64_t group) {
  if (stage == group) return;
  std::unique_lock guard(mutex);
  turn.wait(guard, [&] { return stage == group; });
}

void EventLog::Impl::pass(std::atomic<std::uint64_t>& stage) {
  {
    const std::lock_guard guard(mutex);
    ++stage;
  }
  turn.notify_all();
}

void EventLog::Impl::write_mark(const Mark& now) {
  const std::lock_guard guard(mark_mutex);
  if (mark.synced()) mark_due = Monotonic::now() + mark_sync_every;
  require(mark.write(now), "durable mark");
  marked = now;
  if (Monotonic::now() >= mark_due) require(mark.sync(), "durable mark");
}

void EventLog::Impl::sync_mark() {
  const std::lock_guard guard(mark_mutex);
  if (!mark.synced()) require(mark.sync(), "durable mark");
}

void EventLog::Impl::sync_mark_when_due() {
  const std::lock_guard guard(mark_mutex);
  if (!mark.synced() && Monotonic::now() >= mark_due) require(mark.sync(), "durable mark");
}

// When the mark has to be synced, or the files looked after.
Monotonic::time_point EventLog::Impl::wake_at() {
  const std::lock_guard guard(mark_mutex);
  const Monotonic::time_point look = files_due;
  return mark.synced() ? look : std::min(look, mark_due);
}

// Ends the process where a file is gone that the log writes, or that the next start would need.
void EventLog::Impl::look_after_files() {
  if (Monotonic::now() < files_due.load()) return;
  std::filesystem::path lost;
  {
    const std::lock_guard guard(store_mutex);
    lost = store.lost_journal();
    if (lost.empty()) lost = store.lost_table();
    files_due = Monotonic::now() + options.looks_every;
  }
  if (lost.empty()) {
    const std::lock_guard guard(mark_mutex);
    if (DurableMark::read(env, mark_of(options.folder)) != marked) lost = mark_of(options.folder);
  }
  const auto is_there = [&](const std::filesystem::path& file) { return env.FileExists(file).ok(); };
  if (lost.empty() && !is_there(lock_of(options.folder))) lost = lock_of(options.folder);
  for (const std::filesystem::path& file : options.beside) {
    if (lost.empty() && !is_there(file)) lost = file;
  }
  if (!lost.empty()) end_process_without(lost);
}

EventLog::EventLog(Options options) : impl_(std::make_unique<Impl>(std::move(options))) {
  impl_->reader.emplace(*this);
}
EventLog::~EventLog() = default;

void EventLog::go_on() { impl_->go_on(); }

std::uint64_t EventLog::replay(Position from, const std::function<void(const Fact&)>& apply) const {
  CHECK(from);
  ReadAhead batches_ahead(impl_->store, from);
  Position next = from;
  std::uint64_t batches = 0;
  std::optional<Hash> before;  // of the batch before, where it was read
  if (from == Position{1}) before.emplace();
  BatchTime time;
  const auto broken = [&](const std::string& problem) {
    return cannot_open(impl_->options.folder, broken_at(next, problem));
  };
  while (const LoadedBatch* loaded = batches_ahead.next()) {
    const Batch& batch = loaded->batch;
    if (batch.first > next) throw broken("A batch is missing.");
    if (before && loaded->ties.previous != *before)
      throw broken("It does not follow on the batch before it: it is another log's.");
    if (!time.follows(batch)) throw broken("Its time is before that of the batch before it.");
    before = loaded->hash;
    ++batches;
    for (; next <= batch.last(); ++next.value) {
      const Event& event = batch.events[next.value - batch.first.value];
      const std::uint32_t content = batch.contents.empty() ? 0 : batch.contents[next.value - batch.first.value];
      apply({.position = next, .at = time.at(), .event = event, .blob = batch.blob, .content = content});
    }
  }
  if (!batches_ahead.status().ok()) throw broken(told(batches_ahead.status()));
  return batches;
}

Position EventLog::last() const { return impl_->last; }

Position EventLog::durable() const { return {impl_->durable}; }

bool EventLog::idle() const { return impl_->synced == impl_->handed; }

bool EventLog::has_room() const {
  return impl_->taken == impl_->handed && impl_->handed - impl_->synced < limits::groups_under_way_max;
}

void EventLog::append(std::vector<Batch>& group) {
  CHECK(has_room() && !impl_->options.read_only);
  const auto batches = batches_in_use(group);
  CHECK(!batches.empty() && batches.size() <= limits::group_batches_max);
  for (const Batch& batch : batches) {
    CHECK(batch.first.value == impl_->last.value + 1);
    impl_->last = batch.last();
  }
  {
    const std::lock_guard guard(impl_->mutex);
    impl_->next = std::move(group);
    group.clear();
    if (!impl_->spare.empty()) {
      group = std::move(impl_->spare.back());
      impl_->spare.pop_back();
    }
    ++impl_->handed;
  }
  impl_->wake.notify_one();
}

void EventLog::flush() {
  std::unique_lock guard(impl_->mutex);
  impl_->turn.wait(guard, [this] { return idle(); });
}

const Store& EventLog::store() const { return impl_->store; }

std::optional<Stored> EventLog::read(Position position) const {
  if (!position) return std::nullopt;
  Reader& reader = *impl_->reader;
  const Result<Fact> fact = reader.fact(position);
  if (!fact) throw cannot_open(impl_->options.folder, broken_at(position, {}));
  Stored stored{.position = position, .at = fact->at, .event = fact->event, .blob = std::string(fact->blob)};
  const Result<Texts> texts = reader.texts(position);
  stored.is_damaged = !texts;
  if (!texts) return stored;
  stored.text = texts->text;
  stored.reference = texts->reference;
  stored.attachments = texts->attachments;
  stored.answers = texts->answers;
  return stored;
}

EventLog::Figures EventLog::figures() const {
  const std::lock_guard guard(impl_->mutex);
  Figures figures = impl_->figures;
  figures.bytes_compacted = impl_->store.bytes_compacted();
  return figures;
}

}  // namespace wangge::log
