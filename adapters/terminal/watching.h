#pragma once
// Those who watch queues. All that watch the same one are told the same bytes, encoded once: what has changed, at most
// once a period, and only once it is durable. Whoever does not keep up is told the newest whole queue when it has taken
// what it was sent, so that nothing piles up for it. Who may see something restricted in it is told apart from the
// others, for as long as that stands there. Runs on the thread that turns the engine.

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

  // For a question: the queue, as of now or shortly before. None where there are too many already.
  Handle find(const City& city, AccountId account, const views::QueueSpec& spec);
  // What the account sees there apart from the others, if anything.
  std::optional<views::Queue> apart(const City& city, const Handle& watched, AccountId account) const;
  // When that question is answered: the session watches it from here on, as what is given says. `apart`: as of the
  // question.
  views::QueueChange begin(const Handle& watched, Session& session, AccountId account,
                           std::optional<views::Queue> apart);
  // None but its own; no effect where it does not watch it.
  void end(Session& session, std::uint32_t board);
  void end(Session& session);
  // The session may watch one more, and so may its account, which may have many sessions: one that it watches already,
  // or another where it has not all that one account may have.
  bool has_room(const Session& session, AccountId account, const views::QueueSpec& spec) const;
  // Different queues.
  std::size_t size() const { return watched_.size(); }

  // No more is told.
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
  bool is_asked_ = false;  // a look is under way to the engine or the disk
};

}  // namespace wangge::terminal
