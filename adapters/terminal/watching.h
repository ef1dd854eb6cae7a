#pragma once
// The sessions that watch queues. All that watch the same queue are told the same bytes, encoded once: the changes, at
// most once a period, and only once they are durable. A session that does not keep up is told the newest whole queue
// when it has taken the bytes that it was sent, so that nothing piles up for it. A session that may see a restricted
// demand in the queue is told apart from the others, for as long as that demand stands there. Runs on the thread that
// turns the engine.

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>

#include "adapters/terminal/framing.h"
#include "engine/loop/engine.h"
#include "engine/views/board.h"

namespace wangge::terminal {

class Session;

class Watching {
 public:
  Watching(const boost::asio::any_io_executor& executor, loop::Engine& engine, std::chrono::milliseconds period);
  ~Watching();
  Watching(const Watching&) = delete;
  Watching& operator=(const Watching&) = delete;

  struct Watched;
  using Handle = std::shared_ptr<Watched>;

  // The queue for a question, as of now or shortly before. None where there are too many boards already.
  Handle find(const City& city, AccountId account, const views::QueueSpec& spec);
  // The queue as this account sees it, where that differs from what the others see.
  std::optional<views::Queue> apart(const City& city, const Handle& watched, AccountId account) const;
  // Called when that question is answered: the session watches the queue from here on, beginning with the change that
  // is returned. `apart`: as of the question.
  views::QueueChange begin(const Handle& watched, Session& session, AccountId account,
                           std::optional<views::Queue> apart);
  // Ends a watch of the session; no effect where it does not watch that board.
  void end(Session& session, std::uint32_t board);
  void end(Session& session);
  // Whether the session may watch one more queue, and so may its account, which may have many sessions: one that the
  // account watches already, or another one within the bounds of an account.
  bool has_room(const Session& session, AccountId account, const views::QueueSpec& spec) const;
  // How many different queues are watched.
  std::size_t size() const { return watched_.size(); }

  // Ends all watches: no more is told.
  void stop();

 private:
  void look_later();
  void look();
  void gather(const City& city);
  void tell();
  void forget_unwatched();

  loop::Engine& engine_;
  boost::asio::steady_timer timer_;
  std::chrono::milliseconds period_;
  loop::Flow flow_;
  views::Boards boards_;
  std::vector<Handle> watched_;
  std::vector<DemandId> changed_;
  Outgoing frame_;
  std::uint32_t last_board_ = 0;
  bool is_asked_ = false;  // a look is on its way to the engine or the disk
};

}  // namespace wangge::terminal
