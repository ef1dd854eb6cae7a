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
    Position at;                        // the position that it was told last, with the others
    bool is_outside = false;            // the account may not see this any more
    bool is_new = true;                 // there was no look yet since it began
    bool is_apart = false;              // the account sees something restricted here
    views::Queue apart;                 // the queue that it was told last, apart from the others
    std::optional<views::Queue> newer;  // the queue that it is to be told next
  };

  std::uint32_t number = 0;
  AccountId begun_by;  // the account that began it, while nobody watches it yet
  std::shared_ptr<views::Board> board;
  views::Queue told;                         // the queue as of the last look that is durable
  std::optional<views::QueueChange> change;  // found by the look that is under way
  views::Queue next;                         // the queue after that change
  std::vector<Watcher> watchers;

  views::QueueChange whole() const { return {.board = number, .from = {}, .queue = told, .gone = {}}; }
  // Works out the queues of watchers that are told apart, from the board as it stands after a look.
  void look_apart(const City& city, bool is_changed);
  void tell_apart(Watcher& watcher, Outgoing& frame) const;
};

void Watching::Watched::look_apart(const City& city, bool is_changed) {
  for (Watcher& watcher : watchers) {
    if (!std::exchange(watcher.is_new, false) && !is_changed) continue;
    if (!watcher.is_apart && !board->has_restricted()) continue;
    const bool was_apart = watcher.is_apart;
    watcher.newer = board->shown_to(city, watcher.account);
    watcher.is_apart = watcher.newer.has_value();
    if (watcher.is_apart == was_apart) continue;
    watcher.apart = {};
    watcher.at = {};  // with or without the others, the watcher gets the whole queue next
  }
}

void Watching::Watched::tell_apart(Watcher& watcher, Outgoing& frame) const {
  if (!watcher.newer || !watcher.session->keeps_up()) return;
  views::Queue newer = *std::exchange(watcher.newer, std::nullopt);
  std::optional<views::QueueChange> differs = views::difference(watcher.apart, newer);
  if (!differs) return;
  differs->board = number;
  watcher.apart = std::move(newer);
  frame.clear();
  encode(*differs, frame);
  watcher.session->push(frame.words());
}

Watching::Watching(const boost::asio::any_io_executor& executor, loop::Engine& engine, std::chrono::milliseconds period)
    : engine_(engine), timer_(executor), period_(period) {}

Watching::~Watching() = default;

Watching::Handle Watching::find(const City& city, AccountId account, const views::QueueSpec& spec) {
  const auto is_this = [&](const Handle& watched) { return watched->board->spec() == spec; };
  if (const auto found = std::ranges::find_if(watched_, is_this); found != watched_.end()) return *found;
  if (watched_.size() >= limits::boards_max || boards_.members() >= limits::board_members_max) return nullptr;
  if (watched_.empty()) {
    engine_.changes().gather(true);
    look_later();
  }
  auto watched = std::make_shared<Watched>();
  watched->number = ++last_board_;
  watched->begun_by = account;
  watched->board = boards_.board(city, spec);
  watched->told = watched->board->shown();
  watched_.push_back(watched);
  return watched;
}

std::optional<views::Queue> Watching::apart(const City& city, const Handle& watched, AccountId account) const {
  return watched->board->shown_to(city, account);
}

views::QueueChange Watching::begin(const Handle& watched, Session& session, AccountId account,
                                   std::optional<views::Queue> apart) {
  std::erase_if(watched->watchers, [&](const auto& one) { return one.session == &session; });  // its watch begins anew
  Watched::Watcher& watcher = watched->watchers.emplace_back();
  watcher.session = &session;
  watcher.account = account;
  watcher.at = watched->told.position;
  if (!apart) return watched->whole();
  watcher.is_apart = true;
  watcher.apart = std::move(*apart);
  return {.board = watched->number, .from = {}, .queue = watcher.apart, .gone = {}};
}

void Watching::end(Session& session, std::uint32_t board) {
  for (const Handle& watched : watched_) {
    if (watched->number == board)
      std::erase_if(watched->watchers, [&](const auto& one) { return one.session == &session; });
  }
}

void Watching::end(Session& session) {
  for (const Handle& watched : watched_)
    std::erase_if(watched->watchers, [&](const auto& one) { return one.session == &session; });
}

bool Watching::has_room(const Session& session, AccountId account, const views::QueueSpec& spec) const {
  std::size_t of_session = 0, of_account = 0, members = 0;
  bool watches_it = false;
  for (const Handle& watched : watched_) {
    const auto is_ours = [&](const auto& one) { return one.account == account; };
    const bool is_of_account =
        watched->watchers.empty() ? watched->begun_by == account : std::ranges::any_of(watched->watchers, is_ours);
    if (!is_of_account) continue;
    ++of_account;
    members += watched->board->size();
    watches_it = watches_it || watched->board->spec() == spec;
    if (std::ranges::any_of(watched->watchers, [&](const auto& one) { return one.session == &session; })) ++of_session;
  }
  if (of_session >= limits::session_watches_max) return false;
  return watches_it || (of_account < limits::account_boards_max && members < limits::account_board_members_max);
}

void Watching::stop() { timer_.cancel(); }

void Watching::look_later() {
  timer_.expires_after(period_);
  timer_.async_wait([this](const error_code& cancelled) {
    if (!cancelled) look();
  });
}

// One look at a time; where the engine has no room for it, or the last one is not durable yet, it waits for the next
// turn.
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
    const bool is_changed = watched->board->is_changed();
    watched->change = watched->board->take_change(city);
    watched->look_apart(city, is_changed);
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
    tell_those({.board = watched->number, .from = {}, .queue = {}, .gone = {}},
               [](const auto& watcher) { return watcher.is_outside; });
    std::erase_if(watched->watchers,
                  [](const auto& watcher) { return watcher.is_outside && watcher.session->keeps_up(); });
    for (Watched::Watcher& watcher : watched->watchers) watched->tell_apart(watcher, frame_);
    const auto is_with_others = [](const auto& watcher) { return !watcher.is_outside && !watcher.is_apart; };
    if (told)
      tell_those(*told, [&](const auto& watcher) { return is_with_others(watcher) && watcher.at == told->from; });
    tell_those(watched->whole(),
               [&](const auto& watcher) { return is_with_others(watcher) && watcher.at < watched->told.position; });
  }
}

// A board that is held only here and by a question on its way is still wanted.
void Watching::forget_unwatched() {
  std::erase_if(watched_, [](const Handle& watched) { return watched->watchers.empty() && watched.use_count() == 1; });
  boards_.forget_unwatched();
}

}  // namespace wangge::terminal
