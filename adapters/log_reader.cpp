#include "adapters/log_reader.h"

#include <utility>

#include <spdlog/spdlog.h>

namespace wangge {
namespace {

constexpr std::size_t places_told_max = 1'024;

}  // namespace

template <class T>
Result<T> LogTurn::told(Position position, Result<T> found) {
  if (!found && told_.size() < places_told_max && told_.insert(position).second) {
    spdlog::critical(
        "日志第 {} 号处读不出，或已不是写入的内容；已如实答复提问者。停机核对：wangge log verify，再从备份恢复 / the "
        "log cannot be read at "
        "{}, or is not what was written; whoever asked was told. Look with wangge log verify and restore a backup",
        position.value, position.value);
  }
  return found;
}

Result<Fact> LogTurn::fact(Position position) {
  ++looks_;
  return told(position, log_.fact(position));
}

Result<log::Texts> LogTurn::texts(Position position) { return told(position, log_.texts(position)); }

Result<std::string> LogTurn::contact(Position position) { return told(position, log_.contact(position)); }

LogReader::LogReader(boost::asio::any_io_executor home, const log::EventLog& log)
    : log_(log), thread_(std::move(home), limits::log_reader_waiting_bytes_max) {}

SideThread::Work LogReader::on_log(Work work) {
  return [this, work = std::move(work)] {
    LogTurn turn(log_, told_);
    return work(turn);
  };
}

}  // namespace wangge
