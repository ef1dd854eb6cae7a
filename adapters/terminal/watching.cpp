#include "adapters/terminal/watching.h"

#include <algorithm>
#include <utility>

#include "adapters/terminal/protocol.h"
#include "adapters/terminal/session.h"
#include "engine/base/limits.h"

namespace wangge::terminal {
struct Watching::Watched {
  struct Watcher {
    Session* session = nullptr;
    AccountId account;
    Position at;              // what it was told last
    bool is_outside = false;  // it may not see this any more
  };

  std::uint32_t number = 0;
  std::shared_ptr<views::Board> board;
  views::Queue told;  // as of the last look that is durable
  std::optional<views::QueueChange> change;  // of the look that is under way
  views::Queue next;                         // what it leads to
  std::vector<Watcher> watchers;

  views::QueueChange whole() const { return {.board = number, .from = {}, .queue = told, .gone = {}}; }
};

Watching::Watching(const boost::asio::any_io_executor& executor, loop::Engine& engine, std::chrono::milliseconds period)
    : engine_(engine), timer_(executor), period_(period) {}

Watching::~Watching() = default;

Watching::Handle Watching::find(const City& city, const views::QueueSpec& spec) {
  const auto is_this = [&](const Handle& watched) { return watched->board->spec() == spec; };
  if (const auto found = std::ranges::find_if(watched_, is_this); found != watched_.end()) return *found;
  if (watched_.size() >= limits::boards_max || boards_.members() >= limits::board_members_max) return nullptr;
  if (watched_.empty()) {
    engine_.changes().gather(true);
    look_later();
  }
  auto watched = std::make_shared<Watched>();
  watched->number = ++last_board_;
  watched->board = boards_.board(city, spec);
  watched->told = watched->board->shown();
  watched_.push_back(watched);
  return watched;
}

views::QueueChange Watching::begin(const Handle& watched, Session& session, AccountId account) {
  const bool is_there = std::ranges::any_of(watched->watchers, [&](const auto& one) { return one.session == &session; });
  if (!is_there) watched->watchers.push_back({.session = &session, .account = account, .at = watched->told.position});
  return watched->whole();
}

void Watching::end(Session& session, std::uint32_t board) {
  for (const Handle& watched : watched_) {
    if (watched->number == board) std::erase_if(watched->watchers, [&](const auto& one) { return one.session == &session; });
  }
}

void Watching::end(Session& session) {
  for (const Handle& watched : watched_) std::erase_if(watched->watchers, [&](const auto& one) { return one.session == &session; });
}

std::size_t Watching::count_of(const Session& session) const {
  return static_cast<std::size_t>(std::ranges::count_if(watched_, [&](const Handle& watched) {
    return std::ranges::any_of(watched->watchers, [&](const auto& one) { return one.session == &session; });
  }));
}

void Watching::stop() { timer_.cancel(); }

void Watching::look_later() {
  timer_.expires_after(period_);
  timer_.async_wait([this](const error_code& cancelled) {
    if (!cancelled) look();
  });
}

// One look at a time; where the engine has no room for it, or the last one is not durable yet, it waits for the next turn.
void Watching::look() {
  if (!is_asked_) {
    forget_unwatched();
    if (watched_.empty()) return engine_.changes().gather(false);
    auto question = std::make_unique<loop::Question>();
    question->ask = [this](const City& city, Instant) { gather(city); };
    question->released = [this] {
      is_asked_ = false;
      tell();
    };
    is_asked_ = engine_.inbox().offer(flow_, question);
  }
  look_later();
}

void Watching::gather(const City& city) {
  if (engine_.changes().take(changed_)) {
    boards_.update(city, changed_);
  } else {
    boards_.update_all(city);
  }
  for (const Handle& watched : watched_) {
    watched->change = watched->board->take_change(city);
    if (watched->change) {
      watched->change->board = watched->number;
      watched->next = watched->board->shown();
    }
    for (Watched::Watcher& watcher : watched->watchers) {
      watcher.is_outside = !views::may_watch(city, watcher.account, watched->board->spec());
    }
  }
}

void Watching::tell() {
  for (const Handle& watched : watched_) {
    const auto told = std::exchange(watched->change, std::nullopt);
    if (told) watched->told = std::move(watched->next);
    const auto tell_those = [&](const views::QueueChange& change, auto are_to_be_told) {
      frame_.clear();
      for (Watched::Watcher& watcher : watched->watchers) {
        if (!are_to_be_told(watcher) || !watcher.session->keeps_up()) continue;
        if (frame_.empty()) encode(change, frame_);
        watcher.session->push(frame_.words());
        watcher.at = change.queue.position;
      }
    };
    tell_those({.board = watched->number, .from = {}, .queue = {}, .gone = {}}, [](const auto& watcher) { return watcher.is_outside; });
    std::erase_if(watched->watchers, [](const auto& watcher) { return watcher.is_outside && watcher.session->keeps_up(); });
    if (told) tell_those(*told, [&](const auto& watcher) { return !watcher.is_outside && watcher.at == told->from; });
    tell_those(watched->whole(), [&](const auto& watcher) { return !watcher.is_outside && watcher.at < watched->told.position; });
  }
}

// Held here, and by a question that is on its way.
void Watching::forget_unwatched() {
  std::erase_if(watched_, [](const Handle& watched) { return watched->watchers.empty() && watched.use_count() == 1; });
  boards_.forget_unwatched();
}

}  // namespace wangge::terminal
