#include "engine/rules/life.h"

#include <algorithm>
#include <iterator>

#include "engine/base/check.h"

namespace wangge::rules {
namespace {

constexpr std::uint16_t bit(DemandState state) { return static_cast<std::uint16_t>(1 << static_cast<int>(state)); }
constexpr std::uint16_t filing = bit(DemandState::filing), submitted = bit(DemandState::submitted),
                        accepted = bit(DemandState::accepted), finished = bit(DemandState::finished),
                        verified = bit(DemandState::verified), suspended = bit(DemandState::suspended),
                        closed = bit(DemandState::closed), dismissed = bit(DemandState::dismissed),
                        diverted = bit(DemandState::diverted), joined = bit(DemandState::joined);
constexpr std::uint16_t in_hand = submitted | accepted, at_work = in_hand | finished | verified,
                        early = filing | in_hand, open = filing | at_work | suspended,
                        in_memory = open | closed | dismissed | diverted | joined;
constexpr DemandState same{};
constexpr bool papers = true, no_papers = false;

constexpr Arrow table[]{
    {Deed::accept, lead, submitted, DemandState::accepted, false, Note::none, no_papers},
    {Deed::finish, lead, accepted, DemandState::finished, false, Note::optional, papers},
    {Deed::close, lead | follow_up | verifier, finished | verified, DemandState::closed, false, Note::optional,
     no_papers},
    {Deed::contain, lead, accepted, same, true, Note::optional, papers},
    {Deed::send_back, lead, in_hand, DemandState::submitted, false, Note::required, papers},
    {Deed::transfer, follow_up | above, in_hand, DemandState::submitted, false, Note::required, no_papers},
    {Deed::note, lead | follow_up | above | station | assistant, open, same, true, Note::required, papers},
    {Deed::verify, verifier, finished, DemandState::verified, false, Note::optional, papers},
    {Deed::rework, verifier, finished | verified, DemandState::accepted, false, Note::required, papers},
    {Deed::escalate, lead | follow_up | above, at_work, same, true, Note::optional, no_papers},
    {Deed::withdraw, station, open, DemandState::withdrawn, false, Note::required, no_papers},
    {Deed::rate, station, closed, same, true, Note::optional, no_papers},
    {Deed::call_back, verifier | station, closed, same, true, Note::optional, no_papers},
    {Deed::reopen, follow_up | above | station, closed | dismissed | diverted, DemandState::submitted, false,
     Note::required, no_papers},
    {Deed::file, follow_up | above, filing, DemandState::submitted, false, Note::optional, papers},
    {Deed::dismiss, follow_up | above, early, DemandState::dismissed, false, Note::required, papers},
    {Deed::divert, follow_up | above, early, DemandState::diverted, false, Note::required, no_papers},
    {Deed::split, lead | follow_up | above | station, early, same, true, Note::required, no_papers},
    {Deed::call_in, lead | follow_up | above, in_hand, same, true, Note::required, no_papers},
    {Deed::assist, assistant, at_work, same, true, Note::optional, no_papers},
    {Deed::extend, lead, accepted, same, true, Note::required, no_papers},
    {Deed::suspend, lead, accepted, same, true, Note::required, no_papers},
    {Deed::approve, superior, accepted, same, true, Note::optional, no_papers},
    {Deed::refuse, superior | asked, accepted, same, true, Note::required, no_papers},
    {Deed::resume, lead | superior, suspended, DemandState::accepted, false, Note::optional, no_papers},
    {Deed::move, follow_up | above | station, filing | submitted, same, true, Note::required, no_papers},
    {Deed::offer, lead, accepted, same, true, Note::required, no_papers},
    {Deed::take_over, asked, accepted, same, true, Note::optional, no_papers},
    {Deed::join, lead | follow_up | above | station, early, DemandState::joined, false, Note::optional, no_papers},
    {Deed::part, lead | follow_up | above | station, joined, same, true, Note::optional, no_papers},
    {Deed::gather, lead | follow_up | above | station, early, same, true, Note::optional, no_papers},
    {Deed::restrict, lead | follow_up | superior, in_memory, same, true, Note::required, no_papers},
    {Deed::unrestrict, superior, in_memory, same, true, Note::required, no_papers},
    {Deed::reclassify, follow_up | above | station, early, same, true, Note::required, no_papers},
    {Deed::appeal, lead, closed, same, true, Note::required, papers},
    {Deed::grant, reviewer, closed, same, true, Note::optional, no_papers},
    {Deed::reject, reviewer, closed, same, true, Note::required, no_papers},
};
static_assert(std::size(table) == deeds);
static_assert(demand_states <= 16);

// The level from which on a post may verify. Where the category names none it is any level.
Level verifying_level(const City& city, const Slot& demand) {
  return city.configuration->categories[demand.category.value].verify_by;
}

}  // namespace

std::span<const Arrow> arrows() { return table; }

const Arrow& arrow_of(Deed deed) {
  const auto index = static_cast<std::size_t>(deed);
  CHECK(index < std::size(table));
  return table[index];
}

std::uint16_t roles_of(const City& city, const Slot& demand, Party as) {
  if (!as) return station;
  std::uint16_t roles = as == demand.lead ? lead : 0;
  const std::span<const PostId> chain = city.routes.chain(demand.chain).span();
  for (std::size_t step = 0; step < chain.size(); ++step) {
    if (as != Party(chain[step])) continue;
    if (step == demand.acting_step) roles |= follow_up;
    if (step > demand.acting_step) roles |= above;
    const bool is_high_enough = city.configuration->posts[chain[step].value].level >= verifying_level(city, demand);
    if (as == demand.lead) continue;
    if (is_high_enough) roles |= verifier;
    if (step >= demand.acting_step) roles |= superior;
  }
  const Aside& aside = city.demands.aside(demand);
  if (std::ranges::find(aside.assistants, as) != aside.assistants.end()) roles |= assistant;
  if (as == aside.asked_of && aside.pending == Pending::hand_over) roles |= asked;
  if (as == Party(aside.reviewer)) roles |= reviewer;
  return roles;
}

OnExpiry on_expiry(Stage stage) {
  switch (stage) {
    case Stage::acceptance: return OnExpiry::next_leads;
    case Stage::check:
    case Stage::containment:
    case Stage::resolution:
    case Stage::verification: return OnExpiry::escalates;
    case Stage::approval:
    case Stage::rating:
    case Stage::reopening: return OnExpiry::lapses;
    case Stage::suspension: return OnExpiry::resumes;
    case Stage::review: return OnExpiry::goes_up;
  }
  CHECK(false);
}

bool needs_verification(const City& city, const Slot& demand) { return verifying_level(city, demand) != Level::none; }

PostId verifier_of(const City& city, const Slot& demand) {
  return verifier_in(city, demand, city.routes.chain(demand.chain).span(), demand.acting_step, demand.lead);
}

PostId verifier_in(const City& city, const Slot& demand, std::span<const PostId> chain, std::size_t acting_step,
                   Party leads) {
  const Level level = verifying_level(city, demand);
  if (level == Level::none) return {};
  // The people behind a post may change by the hour: a party complained of is kept out when something is done, not
  // here.
  const auto may_verify = [&](PostId post) {
    return Party(post) != leads && city.configuration->posts[post.value].level >= level;
  };
  const auto onward = chain.subspan(acting_step), behind = chain.first(acting_step);
  if (const auto found = std::ranges::find_if(onward, may_verify); found != onward.end()) return *found;
  const auto found = std::find_if(behind.rbegin(), behind.rend(), may_verify);
  return found != behind.rend() ? *found : PostId{};
}

}  // namespace wangge::rules
