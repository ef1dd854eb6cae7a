#include "adapters/side_thread.h"

#include <utility>

#include <boost/asio/post.hpp>

#include "engine/base/limits.h"

namespace wangge {
namespace {

constexpr std::size_t bytes_of_any = 1 * limits::kib;  // added to each job, so that their number is bounded too

}  // namespace

SideThread::SideThread(boost::asio::any_io_executor home, std::size_t bytes_max)
    : home_(std::move(home)), bytes_max_(bytes_max) {
  thread_ = std::thread([this] { run(); });
}

SideThread::~SideThread() {
  {
    const std::lock_guard guard(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

bool SideThread::post(AccountId whose, std::size_t bytes, Work work, std::function<void()> done) {
  const std::size_t held = bytes + bytes_of_any;
  const auto line = held_by_.find(whose);
  const std::size_t held_by_line = line == held_by_.end() ? 0 : line->second;
  if (held_bytes_ + held_by_line + held > bytes_max_) return false;
  post_owed(whose, bytes, std::move(work), std::move(done));
  return true;
}

void SideThread::post_owed(AccountId whose, std::size_t bytes, Work work, std::function<void()> done) {
  const std::size_t held = bytes + bytes_of_any;
  held_bytes_ += held;
  held_by_[whose] += held;
  ++under_way_;
  bool is_to_wake = false;
  {
    const std::lock_guard guard(mutex_);
    std::deque<Job>& line = lines_[whose];
    if (line.empty()) turns_.push_back(whose);
    line.push_back({whose, held, std::move(work), std::move(done)});
    is_to_wake = std::exchange(is_asleep_, false);
  }
  if (is_to_wake) changed_.notify_one();
}

// Results wait for home, so only a few jobs are done ahead of it: each holds what it has found.
void SideThread::run() {
  std::unique_lock guard(mutex_);
  for (;;) {
    while (!stopping_ && (turns_.empty() || done_.size() >= limits::side_thread_done_max)) {
      is_asleep_ = true;
      changed_.wait(guard);
    }
    if (stopping_) return;
    const AccountId whose = turns_.front();
    turns_.pop_front();
    const auto line = lines_.find(whose);
    Job& job = line->second.front();  // stays in place: other jobs are appended behind it meanwhile
    guard.unlock();
    const bool is_done = job.work();
    guard.lock();
    if (is_done) {
      done_.push_back(std::move(job));
      line->second.pop_front();
      if (!std::exchange(is_telling_, true)) tell_later();
    }
    if (line->second.empty()) {
      lines_.erase(line);
    } else {
      turns_.push_back(whose);
    }
  }
}

void SideThread::tell_later() {
  boost::asio::post(home_, [this, alive = std::weak_ptr(alive_)] {
    if (alive.lock()) tell_done();
  });
}

void SideThread::tell_done() {
  std::vector<Job> done;
  bool is_to_wake = false;
  {
    const std::lock_guard guard(mutex_);
    done.swap(done_);
    is_telling_ = false;
    is_to_wake = std::exchange(is_asleep_, false);
  }
  if (is_to_wake) changed_.notify_one();
  for (Job& job : done) {
    held_bytes_ -= job.bytes;
    const auto line = held_by_.find(job.whose);
    line->second -= job.bytes;
    if (line->second == 0) held_by_.erase(line);
    --under_way_;
    job.done();
  }
}

}  // namespace wangge
