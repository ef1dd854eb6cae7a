#pragma once
// The log: facts in batches, one RocksDB key a batch, one sync a group, chained by hashes. The narrow seam: append a
// group, durable up to, replay from, read one. A replicated log could take its place.
//
// Threads: the one thread that turns the engine makes all calls, and a Reader (reader.h) may read from any other thread
// meanwhile. Two threads of the log's own take the groups in turn: while one syncs a group, the other encodes, hashes
// and writes the next. A failed write or sync ends the process (promise 3).

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "engine/base/limits.h"
#include "engine/log/batch.h"
#include "engine/model/event.h"

namespace rocksdb {
class Env;
}

namespace wangge::log {

// The process ends with this status when a write or a sync of the running log fails (promise 3).
inline constexpr int exit_status_log_failed = 4;

// The log cannot be opened as it is: the text says what is wrong and what to do, for people. Exit status 3. Nothing was
// written.
struct CannotOpen : std::runtime_error {
  using std::runtime_error::runtime_error;
};
// The disk failed, or was full, while the log was being opened; the text is for people. The same exit status as in the
// running log.
struct DiskFailed : std::runtime_error {
  using std::runtime_error::runtime_error;
};

struct Options {
  std::filesystem::path folder;
  LogId new_log_id{};                   // of a log that is made now, random
  ClockKind clock = ClockKind::system;  // of a log that is made now
  Seconds now = 0;                      // of a log that is made now
  bool read_only = false;               // beside a running engine, or for tools; never writes
  bool waits = false;                   // writes nothing before go_on(): the opener looks at the log first
  rocksdb::Env* env = nullptr;          // for tests: a faulty file system. null: the machine's
  std::size_t journal_segment_bytes = limits::journal_segment_bytes;  // for tests: small, so that the ring turns
  std::vector<std::filesystem::path> beside;  // other files that have to stay: the process ends where one is gone
  std::chrono::milliseconds looks_every{
      1'000 * limits::files_looked_at_every_s};  // how often the files are looked at; for tests: shorter
  std::function<void()> on_durable;  // called when durable() has moved, on either of the log's threads, or both at once
};

// One fact read back, with its texts. Contacts are not read here: they are kept apart on purpose.
struct Stored {
  Position position;
  Seconds at = 0;
  Event event;
  std::string blob;  // what the event's TextRefs point into
  std::string text, reference, attachments, answers;
  bool is_damaged = false;  // the texts are not the ones that were written, and are left out
};

class Store;

class EventLog {
 public:
  // Checks whether the log is whole: whether the journal follows on the tables, and whether all facts are there that
  // the durable mark witnesses. Then calls go_on(), unless `waits` is set. Throws CannotOpen, DiskFailed; then every
  // byte of the folder is as it was.
  explicit EventLog(Options options);
  // Lets the log take facts from now on. A log that was not there is made, with LogBegun as its first fact; what was
  // recovered is synced. Needs a log that waits. Throws DiskFailed.
  void go_on();
  ~EventLog();  // waits for what was handed over, and syncs the mark; on_durable may be called until then
  EventLog(const EventLog&) = delete;
  EventLog& operator=(const EventLog&) = delete;

  // Gives `apply` all facts from `from` (at least 1) on, in order, without texts. Throws CannotOpen where a batch does
  // not decode, or does not follow on the one before it by its position, the hash that it repeats or its time; only
  // `verify` checks whether a batch is the one that was hashed. Returns how many batches there were.
  std::uint64_t replay(Position from, const std::function<void(const Fact&)>& apply) const;

  // The last position appended (durable or not), at least 1; 0 while a log that does not exist yet waits for go_on().
  Position last() const;
  // Everything up to here survives a loss of power. Any thread.
  Position durable() const;

  // True where no group is being encoded or written: one that is handed over now is written at once.
  bool idle() const;
  // True where a group may be handed over: at most one is under way. The new group is encoded and written while the
  // other is synced. That pays for a group of hand_over_events; a smaller one had better gather until idle().
  bool has_room() const;
  // Hands over a group: 1 to group_batches_max batches, the first starting at last() + 1; batches without events at the
  // end are not part of it. `group` comes back with the batches of an earlier group, cleared, their memory to be used
  // again. Needs has_room(). Never waits for the disk.
  void append(std::vector<Batch>& group);
  // Waits until everything handed over is durable.
  void flush();

  // One fact with its texts, for programs that have the log to themselves; nothing at position 0. A running engine has
  // a Reader on another thread. Throws CannotOpen where the fact cannot be read. Needs position <= durable().
  std::optional<Stored> read(Position position) const;

  struct Figures {  // since the log was opened
    std::uint64_t batches = 0, groups = 0, syncs = 0, bytes_encoded = 0;
    std::uint64_t bytes_compacted = 0;  // rewritten by compaction: stays 0, since compaction only moves files
  };
  Figures figures() const;

 private:
  friend class Reader;
  const Store& store() const;

  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// Where the log is broken, for `wangge log verify`: the first batch whose hash, positions, texts or contacts do not
// fit.
struct Broken {
  Position batch;  // its first position; 0 where the batches are whole, but the journal or the mark does not fit them
  std::string problem;  // Chinese and English
};
struct Verified {
  std::uint64_t batches = 0, events = 0;
  std::optional<Broken> broken;
};
// Reads the whole log with its texts and contacts; `progress` is told the positions done and the last one.
Verified verify(const Options& options, const std::function<void(Position, Position)>& progress);

// The way on after a loss: records that the facts after `after` (the last position that is whole) are lost, and makes
// `new_log_id` the log's id. The record is dated `options.now`, or as the last fact where that is later. A journal with
// records that are not the log's, or cannot be reached, is put aside in the folder. Throws CannotOpen where the log
// does not end at `after` or nothing was lost; then nothing was written. Throws DiskFailed.
void accept_loss(const Options& options, Position after, LogId new_log_id);

}  // namespace wangge::log
