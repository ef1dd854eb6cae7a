#include "engine/views/queue.h"

#include <algorithm>
#include <limits>
#include <tuple>

namespace wangge::views {
namespace {

bool exists(const Configuration& city, PlaceId place) { return place && place.value < city.places.size() && city.places[place.value].present; }

bool lies_in(const Configuration& city, PlaceId place, PlaceId scope) {
  while (place && place != scope) place = city.places[place.value].parent;
  return place == scope;
}

bool covers(const Configuration& city, const Account& account, PlaceId place) {
  if (account.rights.every_grid) return true;
  if (account.kind == AccountKind::terminal) {
    return std::ranges::any_of(account.rights.grids, [&](PlaceId grid) { return lies_in(city, place, grid); });
  }
  if (account.rights.scope && lies_in(city, place, account.rights.scope)) return true;
  return std::ranges::any_of(account.rights.posts, [&](PostId post) {
    return post.value < city.posts.size() && lies_in(city, place, city.posts[post.value].place);
  });
}

bool may_watch(const Configuration& city, const Account& account, const QueueSpec& spec) {
  if (account.ended || account.kind == AccountKind::ops) return false;
  if (!spec.owner) return exists(city, spec.scope) && covers(city, account, spec.scope);
  if (account.acts_as(spec.owner) || account.rights.every_grid) return true;
  const std::uint32_t post = spec.owner.post().value;
  return spec.owner.is_post() && post < city.posts.size() && city.posts[post].present && covers(city, account, city.posts[post].place);
}

// What burns most comes first.
struct Burning {
  std::uint8_t on_time = 0;
  std::uint8_t severity = 0;
  Seconds due = 0;
  const Slot* demand = nullptr;

  auto key() const { return std::tuple(on_time, severity, due, demand->id.value); }
};

class Gathering {
 public:
  Gathering(const City& city, const QueueSpec& spec) : city_(city), spec_(spec) {}

  void take(const Slot& demand) {
    if (!fits(demand)) return;
    const Seconds due = soonest(demand.dues, demand.state).at;
    burning_.push_back({static_cast<std::uint8_t>(demand.is_late ? 0 : 1), static_cast<std::uint8_t>(demand.severity),
                        due != 0 ? due : std::numeric_limits<Seconds>::max(), &demand});
    ++counts_.all;
    counts_.late += demand.is_late;
    counts_.warned += demand.warned != 0;
    if (demand.severity >= 1 && demand.severity <= 4) ++counts_.by_severity[demand.severity - 1];
  }

  Queue queue() {
    const std::size_t shown = std::min(burning_.size(), queue_rows_max);
    std::ranges::partial_sort(burning_, burning_.begin() + static_cast<std::ptrdiff_t>(shown), {}, &Burning::key);
    Queue queue{.known = true, .position = city_.last, .counts = counts_, .rows = {}};
    for (std::size_t i = 0; i < shown; ++i) queue.rows.push_back(row(*burning_[i].demand));
    return queue;
  }

 private:
  Level escalated_to(const Slot& demand) const {
    const PostId post = city_.routes.chain(demand.chain).posts[demand.escalated_step];
    return city_.demands.is_escalated(demand.id) ? city_.configuration->posts[post.value].level : Level::none;
  }

  bool fits(const Slot& demand) const {
    const QueueFilter& filter = spec_.filter;
    const Category& category = city_.configuration->categories[demand.category.value];
    return (filter.class_number == 0 || category.class_number == filter.class_number) &&
           (filter.severity == 0 || demand.severity <= filter.severity) && (!filter.state || demand.state == *filter.state) &&
           (!filter.late_only || demand.is_late) && (filter.level == Level::none || escalated_to(demand) >= filter.level);
  }

  Status row(const Slot& demand) const {
    Status row = status_of(demand);
    row.escalated_to = escalated_to(demand);
    row.assists = spec_.owner && demand.lead != spec_.owner;
    return row;
  }

  const City& city_;
  const QueueSpec& spec_;
  QueueCounts counts_;
  std::vector<Burning> burning_;
};

}  // namespace

Queue queue_of(const City& city, AccountId account, const QueueSpec& spec) {
  if (!city.configuration || !may_watch(*city.configuration, city.accounts[account], spec)) return {};
  const Demands& demands = city.demands;
  Gathering gathering(city, spec);
  if (spec.owner) {
    for (SlotIndex index = demands.queue(spec.owner).first; index != no_slot; index = demands[index].next_in_queue) {
      gathering.take(demands[index]);
    }
    for (const DemandId demand : demands.side_queue(spec.owner)) gathering.take(*demands.find(demand));
  } else {
    demands.each_escalated([&](DemandId id) {
      const Slot& demand = *demands.find(id);
      if (lies_in(*city.configuration, demand.place, spec.scope)) gathering.take(demand);
    });
  }
  return gathering.queue();
}

}  // namespace wangge::views
