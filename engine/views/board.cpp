#include "engine/views/board.h"

#include <algorithm>
#include <functional>
#include <iterator>

#include "engine/state/city.h"
#include "engine/state/sight.h"

namespace wangge::views {
namespace {

Burning burning(const Status& row) {
  Slot slot{.id = row.demand, .dues = row.dues, .state = row.state};
  slot.severity = row.severity & 7u;
  slot.is_late = row.is_late ? 1u : 0u;
  return views::burning(slot);
}

bool by_demand(const Status& a, const Status& b) { return a.demand.value < b.demand.value; }

std::vector<Status> sorted_by_demand(std::vector<Status> rows) {
  std::ranges::sort(rows, by_demand);
  return rows;
}

}  // namespace

void merge(Queue& queue, const QueueChange& change) {
  std::vector<Status> rows;
  if (change.from) {
    const auto is_replaced = [&](const Status& row) {
      return std::ranges::find(change.gone, row.demand) != change.gone.end() ||
             std::ranges::find(change.queue.rows, row.demand, &Status::demand) != change.queue.rows.end();
    };
    std::ranges::remove_copy_if(queue.rows, std::back_inserter(rows), is_replaced);
  }
  rows.insert(rows.end(), change.queue.rows.begin(), change.queue.rows.end());
  std::ranges::sort(rows, {}, [](const Status& row) { return burning(row); });
  queue = change.queue;
  queue.rows = std::move(rows);
}

std::optional<QueueChange> difference(const Queue& before, const Queue& now) {
  QueueChange change{.board = 0,
                     .from = before.position,
                     .queue = {.known = true, .position = now.position, .at = now.at, .counts = now.counts, .rows = {}},
                     .gone = {}};
  const std::vector<Status> were = sorted_by_demand(before.rows), are = sorted_by_demand(now.rows);
  auto old = were.begin();
  for (const Status& row : are) {
    for (; old != were.end() && by_demand(*old, row); ++old) change.gone.push_back(old->demand);
    const bool is_same = old != were.end() && *old == row;
    if (!is_same) change.queue.rows.push_back(row);
    if (old != were.end() && old->demand == row.demand) ++old;
  }
  for (; old != were.end(); ++old) change.gone.push_back(old->demand);
  const bool is_same =
      before.position && change.queue.rows.empty() && change.gone.empty() && now.counts == before.counts;
  return is_same ? std::nullopt : std::optional(std::move(change));
}

// -------------------------------------------------------------------------------------------- one board

Board::Board(const City& city, const QueueSpec& spec) : spec_(spec) {
  each_in(city, spec_, [&](const Slot& slot) { add(city, slot); });
  shown_ = {.known = true, .position = city.last, .at = city.now, .counts = counts_, .rows = first_rows(city)};
}

void Board::add(const City& city, const Slot& slot) {
  const Member member{burning(slot), slot.warned != 0, may_be_hidden(city, slot)};
  if (!members_.emplace(slot.id, member).second) return;
  (member.is_restricted ? restricted_ : order_).insert(member.burning);
  if (!member.is_restricted) count(counts_, member.burning, member.is_warned, 1);
}

bool Board::update(const City& city, DemandId demand, const Slot* slot) {
  const auto found = members_.find(demand);
  const bool was_in = found != members_.end();
  if (was_in) {
    const Member& member = found->second;
    (member.is_restricted ? restricted_ : order_).erase(member.burning);
    if (!member.is_restricted) count(counts_, member.burning, member.is_warned, -1);
    members_.erase(found);
  }
  const bool is_in = slot != nullptr && belongs(city, *slot, spec_);
  if (is_in) add(city, *slot);
  is_changed_ |= was_in || is_in;
  return is_in;
}

std::vector<Status> Board::first_rows(const City& city) const {
  std::vector<Status> rows;
  for (auto next = order_.begin(); next != order_.end() && rows.size() < queue_rows_max; ++next) {
    rows.push_back(row_of(city, *city.demands.find(next->demand), spec_));
  }
  return rows;
}

std::optional<QueueChange> Board::take_change(const City& city) {
  if (!is_changed_) return std::nullopt;
  is_changed_ = false;
  Queue now{.known = true, .position = city.last, .at = city.now, .counts = counts_, .rows = first_rows(city)};
  std::optional<QueueChange> change = difference(shown_, now);
  if (!change) now.position = shown_.position;  // watchers are told nothing, so they know of no later position
  shown_ = std::move(now);
  return change;
}

std::optional<Queue> Board::shown_to(const City& city, AccountId account) const {
  std::optional<Queue> queue;
  for (const Burning& one : restricted_) {
    const Slot* const demand = city.demands.find(one.demand);
    if (demand == nullptr || !belongs(city, *demand, spec_) || is_hidden(city, account, *demand)) continue;
    if (!queue) queue = shown_;
    queue->rows.push_back(row_of(city, *demand, spec_));
    count(queue->counts, views::burning(*demand), demand->warned != 0, 1);
  }
  if (!queue) return std::nullopt;
  queue->position = city.last;
  queue->at = city.now;
  std::ranges::sort(queue->rows, {}, [](const Status& row) { return burning(row); });
  if (queue->rows.size() > queue_rows_max) queue->rows.resize(queue_rows_max);
  return queue;
}

// -------------------------------------------------------------------------------------------- all of them

std::shared_ptr<Board> Boards::board(const City& city, const QueueSpec& spec) {
  Group& group = groups_[key_of(spec)];
  const auto found = std::ranges::find(group, spec, [](const auto& board) { return board->spec(); });
  if (found != group.end()) return *found;
  auto board = std::make_shared<Board>(city, spec);
  group.push_back(board);
  boards_.push_back(board);
  enlist(city, *board);
  if (version_ == 0) version_ = city.version();
  return board;
}

void Boards::enlist(const City& city, Board& board) {
  each_in(city, board.spec(), [&](const Slot& slot) { boards_of_[slot.id].push_back(&board); });
}

void Boards::forget_unwatched() {
  constexpr long held_here = 2;
  std::vector<const Board*> unwatched;
  for (const auto& board : boards_) {
    if (board.use_count() == held_here) unwatched.push_back(board.get());
  }
  if (unwatched.empty()) return;
  std::ranges::sort(unwatched, std::less<>());
  const auto is_unwatched = [&](const Board* one) { return std::ranges::binary_search(unwatched, one, std::less<>()); };
  std::vector<DemandId> nowhere;
  for (auto& [demand, touched] : boards_of_) {
    std::erase_if(touched, is_unwatched);
    if (touched.empty()) nowhere.push_back(demand);
  }
  for (const DemandId demand : nowhere) boards_of_.erase(demand);
  for (auto& [key, group] : groups_)
    std::erase_if(group, [](const auto& board) { return board.use_count() == held_here; });
  std::erase_if(groups_, [](const auto& entry) { return entry.second.empty(); });
  std::erase_if(boards_, [](const auto& board) { return board.use_count() == 1; });
}

std::size_t Boards::members() const {
  std::size_t members = 0;
  for (const auto& board : boards_) members += board->size();
  return members;
}

void Boards::update(const City& city, std::span<const DemandId> changed) {
  if (version_ != city.version()) return update_all(city);
  for (const DemandId demand : changed) update(city, demand);
}

void Boards::update_all(const City& city) {
  version_ = city.version();
  std::vector<DemandId> all;
  for (const auto& [demand, boards] : boards_of_) all.push_back(demand);
  for (const auto& board : boards_) {
    each_in(city, board->spec(), [&](const Slot& slot) { all.push_back(slot.id); });
  }
  for (const DemandId demand : all) update(city, demand);
}

void Boards::touch(const QueueSpec& of, Touched& touched) const {
  const auto group = groups_.find(key_of(of));
  if (group == groups_.end()) return;
  for (const auto& board : group->second) {
    if (std::ranges::find(touched, board.get()) == touched.end()) touched.push_back(board.get());
  }
}

// Updates the boards in which the demand stood, and those of its owners and places now.
void Boards::update(const City& city, DemandId demand) {
  const auto found = boards_of_.find(demand);
  Touched touched = found == boards_of_.end() ? Touched{} : found->second;
  const Slot* const slot = city.demands.find(demand);
  if (slot != nullptr) {
    const auto touch_owner = [&](Party owner) {
      if (owner) touch({.owner = owner, .scope = {}, .filter = {}}, touched);
    };
    touch_owner(slot->lead);
    city.demands.each_side(demand, [&](Party owner, Side) { touch_owner(owner); });
    if (city.demands.is_escalated(demand)) {
      for (PlaceId place = slot->place; place; place = city.configuration->places[place.value].parent) {
        touch({.owner = {}, .scope = place, .filter = {}}, touched);
      }
    }
  }
  if (touched.empty()) return;
  std::erase_if(touched, [&](Board* board) { return !board->update(city, demand, slot); });
  if (touched.empty()) {
    if (found != boards_of_.end()) boards_of_.erase(found);
  } else if (found != boards_of_.end()) {
    found->second = std::move(touched);
  } else {
    boards_of_.emplace(demand, std::move(touched));
  }
}

}  // namespace wangge::views
