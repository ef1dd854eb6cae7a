#include "engine/rules/coverage.h"

#include <algorithm>
#include <functional>
#include <span>
#include <tuple>

#include "engine/base/check.h"
#include "engine/rules/routing_parts.h"
#include "engine/state/roster.h"

namespace wangge::rules {
namespace {

std::span<const Leave> leave_of(const Configuration& city, PersonId person) {
  const auto first = std::ranges::lower_bound(city.leave, person, {}, &Leave::person);
  return {first, std::ranges::upper_bound(first, city.leave.end(), person, {}, &Leave::person)};
}

// The instants at which the answer may change: the ends of the window, and those within it at which a leave of somebody
// who may act on the chain begins or ends, or one of its posts is handed over; ascending.
std::vector<Instant> breaks(const Configuration& city, const Chain& chain, Window window) {
  std::vector<Instant> found{window.from, window.until};
  const auto add = [&](Instant from, Instant until) {
    for (const Instant instant : {from, until}) {
      if (window.from < instant && instant < window.until) found.push_back(instant);
    }
  };
  const auto add_leave_of = [&](PersonId person) {
    for (const Leave& leave : leave_of(city, person)) add(leave.from, leave.until);
  };
  for (const PostId post : chain.span()) {
    add_leave_of(at(city, post).holder);
    add_leave_of(at(city, post).deputy);
    for (const Stint& stint : stints(city, post, window.from, window.until)) {
      add(stint.from, stint.until);
      add_leave_of(stint.person);
    }
  }
  std::ranges::sort(found);
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

void add_gaps(const Configuration& city, PostId post, Window window, std::vector<Gap>& gaps) {
  const Chain chain = chain_from(city, post);
  const std::vector<Instant> instants = breaks(city, chain, window);
  for (std::size_t i = 0; i + 1 < instants.size(); ++i) {
    const Instant from = instants[i], until = instants[i + 1];
    const Acting who = first_acting(city, chain, PersonId{}, from);
    const PostId answers = who.holder ? chain.posts[who.step] : PostId{};
    if (answers == post) continue;
    const bool goes_on =
        !gaps.empty() && gaps.back().post == post && gaps.back().until == from && gaps.back().answers == answers;
    if (goes_on) {
      gaps.back().until = until;
    } else {
      gaps.push_back({post, answers, from, until});
    }
  }
}

bool is_theirs(const Configuration& city, PostId post, PersonId person, Window window) {
  if (at(city, post).holder == person || at(city, post).deputy == person) return true;
  const std::vector<Stint> turns = stints(city, post, window.from, window.until);
  return std::ranges::find(turns, person, &Stint::person) != turns.end();
}

bool passes_over(const Configuration& city, const Gap& gap, PersonId person) {
  for (PostId post = gap.post; post && post != gap.answers; post = at(city, post).superior) {
    if (is_theirs(city, post, person, {gap.from, gap.until})) return true;
  }
  return false;
}

std::vector<Holder> holders_of_several(const Configuration& city) {
  std::vector<Holder> holders(city.people.size());
  for (const Post& post : city.posts) {
    if (!post.present || !post.holder) continue;
    Holder& holder = holders[post.holder.value];
    holder.person = post.holder;
    ++holder.posts;
    holder.alone += post.deputy ? 0 : 1;
  }
  std::erase_if(holders, [](const Holder& holder) { return holder.posts < 2; });
  std::ranges::stable_sort(holders, std::ranges::greater{}, &Holder::posts);
  return holders;
}

std::vector<PersonId> without_contact(const Configuration& city) {
  std::vector<PersonId> found;
  for (const Post& post : city.posts) {
    for (const PersonId person : {post.holder, post.deputy}) {
      if (post.present && person && city.people[person.value].contact.empty()) found.push_back(person);
    }
  }
  std::ranges::sort(found);
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

}  // namespace

std::vector<Gap> gaps(const Configuration& city, Window window) {
  CHECK(window.from < window.until);
  std::vector<Gap> found;
  for (std::uint32_t id = 1; id < city.posts.size(); ++id) {
    if (city.posts[id].present) add_gaps(city, PostId{id}, window, found);
  }
  return found;
}

Absence absence(const Configuration& city, const std::vector<Gap>& gaps, const Leave& leave) {
  Absence result{.leave = leave, .gaps = {}};
  for (const Gap& gap : gaps) {
    const Gap meanwhile{gap.post, gap.answers, std::max(gap.from, leave.from), std::min(gap.until, leave.until)};
    if (meanwhile.from >= meanwhile.until) continue;
    const bool is_grid = at(city, gap.post).level == Level::grid;
    const bool is_behind = is_grid ? passes_over(city, meanwhile, leave.person)
                                   : is_theirs(city, gap.post, leave.person, {meanwhile.from, meanwhile.until});
    if (is_behind) result.gaps.push_back(meanwhile);
  }
  return result;
}

Configuration with_leave(Configuration city, const Leave& leave) {
  const auto key = [](const Leave& one) { return std::tuple(one.person, one.from); };
  city.leave.insert(std::ranges::upper_bound(city.leave, key(leave), {}, key), leave);
  return city;
}

std::vector<TurnOnLeave> turns_on_leave(const Configuration& city, Window window) {
  std::vector<TurnOnLeave> found;
  for (std::uint32_t id = 1; id < city.posts.size(); ++id) {
    for (const Stint& stint : stints(city, PostId{id}, window.from, window.until)) {
      Instant from = std::max(stint.from, window.from);
      const Instant end = std::min(stint.until, window.until);
      for (const Leave& leave : leave_of(city, stint.person)) {
        from = std::max(from, leave.from);
        const Instant until = std::min(end, leave.until);
        if (from >= until) continue;
        const bool goes_on = !found.empty() && found.back().post == PostId{id} && found.back().person == stint.person &&
                             found.back().until == from;
        if (goes_on) {
          found.back().until = until;
        } else {
          found.push_back({PostId{id}, stint.person, from, until});
        }
        from = until;
      }
    }
  }
  return found;
}

Coverage coverage(const Configuration& city, Window window) {
  Coverage result{.gaps = gaps(city, window),
                  .without_contact = without_contact(city),
                  .turns_on_leave = turns_on_leave(city, window),
                  .vacant = {},
                  .on_one = {},
                  .holders = holders_of_several(city),
                  .absences = {}};
  for (std::uint32_t id = 1; id < city.posts.size(); ++id) {
    const Post& post = city.posts[id];
    if (!post.present || (post.holder && post.deputy) || !stints(city, PostId{id}, window.from, window.until).empty())
      continue;
    (post.holder || post.deputy ? result.on_one : result.vacant).push_back(PostId{id});
  }
  std::ranges::stable_sort(result.on_one, std::ranges::greater{}, [&](PostId post) { return at(city, post).level; });
  for (const Leave& leave : city.leave) {
    const Leave within{leave.person, std::max(leave.from, window.from), std::min(leave.until, window.until)};
    if (within.from < within.until) result.absences.push_back(absence(city, result.gaps, within));
  }
  return result;
}

}  // namespace wangge::rules
