#pragma once
// The life of a demand as a table: which deed may be done in which state, by whom, and which state it leads to. life.md
// shows it to people; a test holds the two against each other. The effects of a deed beyond the state stand in
// acting.cpp.

#include <cstdint>
#include <span>

#include "engine/model/demand.h"
#include "engine/state/city.h"

namespace wangge::rules {

// A role as one bit of a set.
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
  DemandState to;      // unless `stays` is set
  bool stays;          // the state is as before
  Note note;
  bool takes_attachments;  // photos and papers may go with the deed

  bool starts_from(DemandState state) const { return (from >> static_cast<int>(state) & 1) != 0; }
};

// All arrows, in the order of Deed.
std::span<const Arrow> arrows();
const Arrow& arrow_of(Deed deed);

// The roles that `as` has for the demand; nobody is the station.
std::uint16_t roles_of(const City& city, const Slot& demand, Party as);

// The consequence when the time of a stage is over.
enum class OnExpiry : std::uint8_t {
  // The deputy becomes the lead, then the post above, or after an organisation the post that follows up
  next_leads,
  escalates,  // the demand stands in the next post's escalation queue too; the lead stays
  lapses,     // nobody answered: that is noted, and the demand goes on its way
  resumes,    // the demand goes on
  goes_up,    // the city's post is to decide instead; where it does not either, the appeal is refused
};
OnExpiry on_expiry(Stage stage);

// Whether the demand is closed only after another post has verified it.
bool needs_verification(const City& city, const Slot& demand);
// The first post that verifies: the nearest that may, from the one that follows up on, else below it; none where nobody
// need verify, or there is no such post.
PostId verifier_of(const City& city, const Slot& demand);
// The same on this chain, where `lead` leads and the post at `acting_step` follows up.
PostId verifier_in(const City& city, const Slot& demand, std::span<const PostId> chain, std::size_t acting_step,
                   Party leads);

}  // namespace wangge::rules
