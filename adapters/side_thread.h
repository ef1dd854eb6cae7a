#pragma once
// Work that may wait for a disk, on a thread of its own, so that the thread that gives the work, "home", keeps serving
// everybody else. Each account has a line of work, and the lines take turns: one account's thousand questions keep
// another's single one waiting for a turn or two. Within a line the order stays. However much is given or done at once,
// it costs one wake-up each way.
//
// Whoever gives long work cuts it into turns. Waiting work is bounded in bytes, and a line may hold no more bytes than
// are left over: so the first account to flood gets half, and there is always room for the next one.

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include <boost/asio/any_io_executor.hpp>

#include "engine/model/account.h"

namespace wangge {

class SideThread {
 public:
  // One turn of the work, on the side thread. True: the work is done. False: it goes on when the other lines have had a
  // turn.
  using Work = std::function<bool()>;

  // `home` runs one thread, which makes all calls.
  SideThread(boost::asio::any_io_executor home, std::size_t bytes_max);
  // Waits for the turn under way. Work that is not done by then is left out, and nobody is told.
  ~SideThread();
  SideThread(const SideThread&) = delete;
  SideThread& operator=(const SideThread&) = delete;

  // Runs `work` on the side thread, then `done` at home. `bytes`: the memory that the work holds meanwhile. False where
  // so much waits that the work is not taken.
  bool post(AccountId whose, std::size_t bytes, Work work, std::function<void()> done);
  // As post(), for work that is owed and bounded by whoever owes it: it is always taken.
  void post_owed(AccountId whose, std::size_t bytes, Work work, std::function<void()> done);
  // Whether no work waits, is under way, or is still to be reported.
  bool idle() const { return under_way_ == 0; }

 private:
  struct Job {
    AccountId whose;
    std::size_t bytes = 0;
    Work work;
    std::function<void()> done;
  };

  void run();
  void tell_later();
  void tell_done();

  boost::asio::any_io_executor home_;
  const std::size_t bytes_max_;
  // Used at home only.
  std::size_t held_bytes_ = 0, under_way_ = 0;
  std::map<AccountId, std::size_t> held_by_;
  const std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);  // handlers posted home may run after the end

  std::mutex mutex_;  // of all that follows
  std::condition_variable changed_;
  std::map<AccountId, std::deque<Job>> lines_;
  std::deque<AccountId> turns_;  // of the lines that are not empty
  std::vector<Job> done_;
  bool is_asleep_ = false, is_telling_ = false, stopping_ = false;
  std::thread thread_;
};

}  // namespace wangge
