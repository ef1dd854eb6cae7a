#include "engine/views/queue.h"

#include <algorithm>
#include <limits>

#include "engine/state/city.h"
#include "engine/state/sight.h"

namespace wangge::views {
namespace {

Level escalated_to(const City& city, const Slot& demand) {
  if (!city.demands.is_escalated(demand.id)) return Level::none;
  const PostId post = city.routes.chain(demand.chain).posts[demand.escalated_step];
  return city.configuration->posts[post.value].level;
}

// The owner's part that is shown: demands that wait for its answer come before those that it helps with.
Part part_of(const City& city, const Slot& demand, Party owner) {
  const Side side = city.demands.side(demand.id, owner);
  if (has(side, Side::reviews)) return Part::reviews;
  if (has(side, Side::verifies)) return Part::verifies;
  if (!has(side, Side::asked)) return Part::assists;
  return city.demands.aside(demand).pending == Pending::hand_over ? Part::offered : Part::answers;
}

bool passes(const City& city, const Slot& demand, const QueueFilter& filter) {
  const Category& category = city.configuration->categories[demand.category.value];
  return (filter.class_number == 0 || category.class_number == filter.class_number) &&
         (filter.severity == 0 || demand.severity <= filter.severity) &&
         (!filter.state || demand.state == *filter.state) && (!filter.late_only || demand.is_late) &&
         (filter.level == Level::none || escalated_to(city, demand) >= filter.level);
}

}  // namespace

bool covers(const Configuration& city, const Account& account, PlaceId place) {
  if (account.rights.every_grid) return true;
  if (account.kind == AccountKind::terminal) {
    return std::ranges::any_of(account.grids, [&](PlaceId grid) { return city.lies_in(place, grid); });
  }
  if (account.rights.scope && city.lies_in(place, account.rights.scope)) return true;
  return std::ranges::any_of(account.rights.posts, [&](PostId post) {
    return post.value < city.posts.size() && city.lies_in(place, city.posts[post.value].place);
  });
}

bool may_watch(const City& city, AccountId account_id, const QueueSpec& spec) {
  if (!city.configuration) return false;
  const Configuration& configuration = *city.configuration;
  const Account& account = city.accounts[account_id];
  if (account.ended || account.kind == AccountKind::ops) return false;
  if (!spec.owner) return configuration.has(spec.scope) && covers(configuration, account, spec.scope);
  if (account.acts_as(spec.owner) || account.rights.every_grid) return true;
  if (!spec.owner.is_post()) return false;
  const std::uint32_t post = spec.owner.post().value;
  return post < configuration.posts.size() && configuration.posts[post].present &&
         covers(configuration, account, configuration.posts[post].place);
}

Burning burning(const Slot& demand) {
  const Seconds due = soonest(demand.dues, demand.state).at;
  return {static_cast<std::uint8_t>(demand.is_late ? 0 : 1), static_cast<std::uint8_t>(demand.severity),
          due != 0 ? due : std::numeric_limits<Seconds>::max(), demand.id};
}

bool belongs(const City& city, const Slot& demand, const QueueSpec& spec) {
  if (!passes(city, demand, spec.filter)) return false;
  if (is_over(demand.state)) return spec.owner && has(city.demands.side(demand.id, spec.owner), Side::reviews);
  if (!spec.owner) return city.demands.is_escalated(demand.id) && city.configuration->lies_in(demand.place, spec.scope);
  return demand.lead == spec.owner || city.demands.side(demand.id, spec.owner) != Side::none;
}

Status row_of(const City& city, const Slot& demand, const QueueSpec& spec) {
  Status row = status_of(city, demand);
  row.last_event = {};  // otherwise each note would be a change
  row.escalated_to = escalated_to(city, demand);
  if (spec.owner && demand.lead != spec.owner) row.part = part_of(city, demand, spec.owner);
  return row;
}

void each_in(const City& city, const QueueSpec& spec, const std::function<void(const Slot&)>& visit) {
  const Demands& demands = city.demands;
  const auto take = [&](const Slot& demand) {
    if (belongs(city, demand, spec)) visit(demand);
  };
  if (spec.owner) {
    for (SlotIndex index = demands.queue(spec.owner).first; index != no_slot; index = demands[index].next_in_queue)
      take(demands[index]);
    for (const DemandId demand : demands.side_queue(spec.owner)) take(*demands.find(demand));
  } else {
    demands.each_escalated([&](DemandId demand) { take(*demands.find(demand)); });
  }
}

void count(QueueCounts& counts, const Burning& burning, bool is_warned, int by) {
  const auto add = static_cast<std::uint32_t>(by);
  counts.all += add;
  if (burning.on_time == 0) counts.late += add;
  if (is_warned) counts.warned += add;
  if (burning.severity >= 1 && burning.severity <= 4) counts.by_severity[burning.severity - 1u] += add;
}

Queue queue_of(const City& city, AccountId account, const QueueSpec& spec) {
  if (!may_watch(city, account, spec)) return {};
  Queue queue{.known = true, .position = city.last, .at = city.now, .counts = {}, .rows = {}};
  std::vector<Burning> all;
  each_in(city, spec, [&](const Slot& demand) {
    if (is_hidden(city, account, demand)) return;
    all.push_back(burning(demand));
    count(queue.counts, all.back(), demand.warned != 0, 1);
  });
  const std::size_t shown = std::min(all.size(), queue_rows_max);
  std::ranges::partial_sort(all, all.begin() + static_cast<std::ptrdiff_t>(shown));
  for (std::size_t i = 0; i < shown; ++i) queue.rows.push_back(row_of(city, *city.demands.find(all[i].demand), spec));
  return queue;
}

}  // namespace wangge::views
