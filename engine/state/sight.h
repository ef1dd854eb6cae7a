#pragma once
// Who may see a demand: the one place. Every view asks here, and so does whoever decides what is done about it.
//
// Restricted (限制知悉) is a demand whose category is, or that was made so. It is there only for those who have a part
// in it and for accounts that are named for its category; to be on its chain, or to cover its place, is not enough:
// unit and building chiefs are neighbours. To all others there is no such demand: it stands in no queue of theirs and
// in no count, it is similar to nothing, and what they wish to do about it is refused as for a number that was never
// given. The look-up code of its receipt proves that somebody may know of it, as of any demand. Being named lifts the
// restriction, and gives nothing beside that.

#include "engine/model/account.h"
#include "engine/model/demand.h"
#include "engine/model/owner.h"

namespace wangge {

struct City;
struct Slot;

bool is_restricted(const City& city, const Slot& demand);
// It is restricted, or complains of somebody: then it may be there for some who look at a queue and not for others.
bool may_be_hidden(const City& city, const Slot& demand);
// It leads, follows up, assists, was asked to take over, is to answer, verify or review, was summoned to it, or the
// demand was escalated to it.
bool has_part(const City& city, const Slot& demand, Party who);
// It complains of whose account it is (complaint.h); or it is restricted, and the account neither has a part in it nor
// is named for it.
bool is_hidden(const City& city, AccountId account, const Slot& demand);
// The same of a number. Of a final demand the category is not kept, so only who is named for every category may know of
// it. From the engine itself, which is no account, nothing is hidden.
bool is_hidden(const City& city, AccountId account, DemandId demand);

// Of a demand that left memory, as the log has it: it complains of whose account it is.
bool is_kept_out(const City& city, AccountId account, const Slot& demand, Party complained_of);

// Without proof an account sees, where they are not hidden from it, the demands of its grids, those in which one of its
// posts or its organisation has a part, and those on whose chain one of its posts stands. Of a demand that left memory
// a slot as the log has it is enough: its id, place, category, lead, chain and acting step.
bool may_see(const City& city, AccountId account, const Slot& demand);
// It led, and the demand was taken from it because it was not accepted in time: it reads how that stands and what
// became of it, where that is not hidden from it, and gets nothing else by it. Until the demand leaves memory.
bool may_look_back(const City& city, AccountId account, const Slot& demand);
// Of a demand that left memory, before the log is asked: false where nothing that it says would let the account see it.
bool could_see(const City& city, AccountId account, DemandId demand);
// Of one of which the log cannot be read any more: whoever sees every demand there can be.
bool sees_all(const City& city, AccountId account);

}  // namespace wangge
