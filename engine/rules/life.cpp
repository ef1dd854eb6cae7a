#include "engine/rules/life.h"

#include <iterator>

#include "engine/base/check.h"

namespace wangge::rules {
namespace {

constexpr std::uint8_t bit(DemandState state) { return static_cast<std::uint8_t>(1 << static_cast<int>(state)); }
constexpr std::uint8_t submitted = bit(DemandState::submitted), accepted = bit(DemandState::accepted),
                       finished = bit(DemandState::finished), verified = bit(DemandState::verified),
                       closed = bit(DemandState::closed);
constexpr std::uint8_t in_hand = submitted | accepted, open = in_hand | finished | verified;
constexpr DemandState same{};

constexpr Arrow table[]{
    {Deed::accept, lead, submitted, DemandState::accepted, false, Note::none},
    {Deed::finish, lead, accepted, DemandState::finished, false, Note::optional},
    {Deed::close, lead | follow_up | verifier, finished | verified, DemandState::closed, false, Note::optional},
    {Deed::contain, lead, accepted, same, true, Note::optional},
    {Deed::send_back, lead, in_hand, DemandState::submitted, false, Note::required},
    {Deed::transfer, lead | follow_up | above, in_hand, DemandState::submitted, false, Note::required},
    {Deed::note, lead | follow_up | above | station, open, same, true, Note::required},
    {Deed::verify, verifier, finished, DemandState::verified, false, Note::optional},
    {Deed::rework, verifier, finished | verified, DemandState::accepted, false, Note::required},
    {Deed::escalate, lead | follow_up | above, open, same, true, Note::optional},
    {Deed::withdraw, station, open, DemandState::withdrawn, false, Note::required},
    {Deed::rate, station, closed, same, true, Note::optional},
    {Deed::call_back, verifier | station, closed, same, true, Note::optional},
    {Deed::reopen, follow_up | above | station, closed, DemandState::submitted, false, Note::required},
};
static_assert(std::size(table) == deeds);
static_assert(demand_states <= 8);

// The level from which on a post may verify. Where the category says none it is any.
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

std::uint8_t roles_of(const City& city, const Slot& demand, Party as) {
  if (!as) return station;
  std::uint8_t roles = as == demand.lead ? lead : 0;
  const std::span<const PostId> chain = city.routes.chain(demand.chain).span();
  for (std::size_t step = 0; step < chain.size(); ++step) {
    if (as != Party(chain[step])) continue;
    if (step == demand.acting_step) roles |= follow_up;
    if (step > demand.acting_step) roles |= above;
    const bool is_high_enough = city.configuration->posts[chain[step].value].level >= verifying_level(city, demand);
    if (step >= demand.acting_step && is_high_enough && as != demand.lead) roles |= verifier;
  }
  return roles;
}

OnExpiry on_expiry(Stage stage) {
  switch (stage) {
    case Stage::acceptance: return OnExpiry::next_leads;
    case Stage::containment:
    case Stage::resolution:
    case Stage::verification: return OnExpiry::escalates;
    case Stage::rating:
    case Stage::reopening: return OnExpiry::lapses;
  }
  CHECK(false);
}

bool needs_verification(const City& city, const Slot& demand) { return verifying_level(city, demand) != Level::none; }

}  // namespace wangge::rules
