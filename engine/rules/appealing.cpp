// Appeals (申诉) of late demands: two posts decide one after the other, first a superior of the post that follows up
// and then the city's.

#include <algorithm>

#include "engine/rules/doing.h"
#include "engine/rules/working_time.h"

namespace wangge::rules {
namespace {

constexpr Refusal fine{};

void put_review(Appeal stage, PostId post, Seconds due, Acted& fact) {
  fact.choice = static_cast<std::uint8_t>(stage);
  fact.to = post;
  fact.dues[Stage::review] = due;
}

// The demand is final only where nothing can follow any more.
void decide(const City& city, Appeal verdict, Acted& fact) {
  put_review(verdict, {}, 0, fact);
  fact.is_final = fact.dues == Dues{} && city.demands.aside(fact.demand).members == 0;
}

// The first reviewer is a post of a community or above, and above the post that follows up: the nearest with somebody
// acting.
PostId first_reviewer(const Doing& doing) {
  const auto& posts = doing.chain.posts;
  int step = std::min(doing.demand.acting_step + 1, doing.chain.count - 1);
  while (step + 1 < doing.chain.count &&
         doing.city().posts[posts[static_cast<std::size_t>(step)].value].level < Level::community)
    ++step;
  return posts[doing.first_acting_from(step)];
}

}  // namespace

// Where the city's post would be the first reviewer, it decides alone.
Refusal appeal(const Doing& doing, Acted& fact) {
  if (doing.aside.appeal != Appeal::none) return {Reason::appealed_before};
  if (!doing.demand.is_late) return {Reason::not_late};
  const Limit limit = doing.city().limits.appeal;
  const Instant closed = to_instant(doing.context.city.demands.since(doing.demand, due_index(Stage::reopening)));
  if (limit && doing.context.now >= deadline(doing.calendar(), closed, limit)) return {Reason::appeal_over};
  const PostId last = doing.chain.span().back(), post = first_reviewer(doing);
  if (Party(last) == doing.command.as) return {Reason::nobody_above};
  put_review(post == last ? Appeal::second : Appeal::first, post, doing.city_dues().approval, fact);
  return fine;
}

Refusal review(const Doing& doing, Acted& fact) {
  if (doing.command.deed == Deed::reject) {
    decide(doing.context.city, Appeal::rejected, fact);
  } else if (doing.aside.appeal == Appeal::first) {
    put_review(Appeal::second, doing.chain.span().back(), doing.city_dues().approval, fact);
  } else {
    decide(doing.context.city, Appeal::granted, fact);
  }
  return fine;
}

Acted unreviewed(const City& city, const Slot& demand, Instant now) {
  Acted fact{.demand = demand.id, .previous = demand.last, .lead = demand.lead, .dues = demand.dues};
  fact.state = demand.state;
  fact.acting_step = demand.acting_step;
  fact.escalated_step = demand.escalated_step;
  if (city.demands.aside(demand).appeal == Appeal::first) {
    const Configuration& configuration = *city.configuration;
    fact.deed = Deed::appeal;
    put_review(Appeal::second, city.routes.chain(demand.chain).span().back(),
               city_dues(configuration.limits, configuration.calendars.of(demand.place), now).approval, fact);
  } else {
    fact.deed = Deed::reject;
    decide(city, Appeal::rejected, fact);
  }
  return fact;
}

}  // namespace wangge::rules
