#pragma once
// Who may see a demand. No other file decides this: every view asks here, and so do the rules of what may be done about
// it.
//
// Restricted (限制知悉) is a demand whose category is restricted, or that was made so. It exists only for those who
// have a part in it and for accounts that are named for its category; to be on its chain, or to cover its place, is not
// enough: unit and building chiefs are neighbours. For all others there is no such demand: it stands in no queue of
// theirs and in no count, it is similar to nothing, and a command about it is refused as for a number that was never
// given. The look-up code of its receipt proves that somebody may know of it, as of any demand. Being named lifts the
// restriction, and gives nothing beside that.

#include "engine/model/account.h"
#include "engine/model/demand.h"
#include "engine/model/owner.h"

namespace wangge {

struct City;
struct Slot;

bool is_restricted(const City& city, const Slot& demand);
// Whether the demand is restricted, or complains of somebody: then it may be visible to some who look at a queue and
// not to others.
bool may_be_hidden(const City& city, const Slot& demand);
// Whether the party leads, follows up, assists, was asked to take over, is to answer, verify or review, was summoned to
// the demand, or had it escalated to it.
bool has_part(const City& city, const Slot& demand, Party who);
// Whether the demand complains of the account's owner (complaint.h); or is restricted, and the account neither has a
// part in it nor is named for it.
bool is_hidden(const City& city, AccountId account, const Slot& demand);
// The same for a number. Of a final demand the category is not kept, so only an account that is named for every
// category may know of it. From the engine itself, which is no account, nothing is hidden.
bool is_hidden(const City& city, AccountId account, DemandId demand);

// For a demand that left memory, as the log has it: whether it complains of the account's owner.
bool is_kept_out(const City& city, AccountId account, const Slot& demand, Party complained_of);

// Whether the account may see the demand without proof: demands that are not hidden from it, of its grids, those in
// which one of its posts or its organisation has a part, and those on whose chain one of its posts stands. For a demand
// that left memory a slot as the log has it is enough: its id, place, category, lead, chain and acting step.
bool may_see(const City& city, AccountId account, const Slot& demand);
// Whether the account led the demand and lost it because it did not accept it in time: it may read how that stands and
// what became of it, where the demand is not hidden from it, and gets no other right by it. Until the demand leaves
// memory.
bool may_look_back(const City& city, AccountId account, const Slot& demand);
// For a demand that left memory, before the log is asked: false where nothing in the log would let the account see it.
bool could_see(const City& city, AccountId account, DemandId demand);
// Whether the account sees every demand there can be: for demands that cannot be read in the log any more.
bool sees_all(const City& city, AccountId account);

}  // namespace wangge
