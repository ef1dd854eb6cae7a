#pragma once
// The log's reader (日志读取): demands that left memory, histories and old repeats are read on a thread of its own, and
// the engine's thread, which decides for everybody, is never kept waiting for a disk. The reader is given plain values:
// positions, conditions, bounds. Permission to read has been checked before.
//
// A place of the log that cannot be read raises an alarm, once; whoever asked is told in the answer.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <set>

#include "adapters/side_thread.h"
#include "engine/base/limits.h"
#include "engine/log/reader.h"
#include "engine/loop/engine.h"

namespace wangge {

// One turn at the log: bounded in facts looked at and in bytes taken from the disk, whatever the question.
class LogTurn {
 public:
  LogTurn(log::Reader& log, std::set<Position>& told) : log_(log), told_(told), bytes_before_(log.bytes_read()) {}

  // False where the turn is over: the rest waits for the next one.
  bool has_more() const {
    return looks_ < limits::log_turn_looks && log_.bytes_read() - bytes_before_ < limits::log_turn_bytes;
  }

  Result<Fact> fact(Position position);
  Result<log::Texts> texts(Position position);
  Result<std::string> contact(Position position);

 private:
  template <class T>
  Result<T> told(Position position, Result<T> found);

  log::Reader& log_;
  std::set<Position>& told_;
  std::uint64_t bytes_before_;
  std::size_t looks_ = 0;
};

class LogReader {
 public:
  // Both arguments must outlive the reader. `home` runs the thread that turns the engine.
  LogReader(boost::asio::any_io_executor home, const log::EventLog& log);

  // As SideThread::Work: true where the work is done.
  using Work = std::function<bool(LogTurn&)>;

  bool post(AccountId whose, Work work, std::function<void()> done) {
    return thread_.post(whose, 0, on_log(std::move(work)), std::move(done));
  }
  void post_owed(AccountId whose, Work work, std::function<void()> done) {
    thread_.post_owed(whose, 0, on_log(std::move(work)), std::move(done));
  }
  bool idle() const { return thread_.idle(); }

 private:
  SideThread::Work on_log(Work work);

  log::Reader log_;          // used on the reader's thread
  std::set<Position> told_;  // used there too: positions that could not be read
  SideThread thread_;        // last member: it ends first
};

}  // namespace wangge
