#pragma once
// The life of a demand as a table: what may be done in which state, by whom, and what state it leads to. life.md shows
// it to people; a test holds the two against each other. What a deed does beyond the state stands in acting.cpp.

#include <cstdint>
#include <span>

#include "engine/model/demand.h"
#include "engine/state/city.h"

namespace wangge::rules {

// Roles, in bits.
constexpr std::uint16_t bit_of(Role role) { return static_cast<std::uint16_t>(1 << static_cast<int>(role)); }
inline constexpr std::uint16_t lead = bit_of(Role::lead), follow_up = bit_of(Role::follow_up),
                               above = bit_of(Role::above), verifier = bit_of(Role::verifier),
                               station = bit_of(Role::station), superior = bit_of(Role::superior),
                               assistant = bit_of(Role::assistant), asked = bit_of(Role::asked),
                               reviewer = bit_of(Role::reviewer);

enum class Note : std::uint8_t { none, optional, required };

struct Arrow {
  Deed deed;
  std::uint16_t who;   // roles
  std::uint16_t from;  // states, in bits
  DemandState to;      // where `stays` is not set
  bool stays;          // the state is as before
  Note note;
  bool takes_attachments;  // photos and papers may go with it

  bool starts_from(DemandState state) const { return (from >> static_cast<int>(state) & 1) != 0; }
};

// In the order of Deed.
std::span<const Arrow> arrows();
const Arrow& arrow_of(Deed deed);

// What `as` is to the demand; nobody is the station.
std::uint16_t roles_of(const City& city, const Slot& demand, Party as);

// What happens when the time of a stage is over.
enum class OnExpiry : std::uint8_t {
  // The deputy, then the post above, or after an organisation the post that follows up: it becomes the lead
  next_leads,
  escalates,  // the demand stands in the next post's escalation queue too; the lead stays
  lapses,     // nobody answered: that is noted, and the demand goes its way
  resumes,    // the demand goes on
  goes_up,    // the city's post is to say instead; it not saying either, that is no
};
OnExpiry on_expiry(Stage stage);

// Whether the demand is closed only after somebody else's look.
bool needs_verification(const City& city, const Slot& demand);
// Whose look that is first of all: the nearest post that may verify, from the one that follows up on, else below it;
// none where nobody need, or there is no such post.
PostId verifier_of(const City& city, const Slot& demand);
// The same on this chain, where that one leads and the post at that step follows up.
PostId verifier_in(const City& city, const Slot& demand, std::span<const PostId> chain, std::size_t acting_step,
                   Party leads);

}  // namespace wangge::rules
