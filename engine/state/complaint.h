#pragma once
// A party that is complained of has no part in the demand: it stands in no queue of theirs, they do not see it, do
// nothing about it and are told nothing of it, as holder, deputy or on duty. Where the category says so
// (`above_complained`), neither has anybody below or beside them. No other file decides this; who acts instead is a
// rule (rules::acting).

#include "engine/state/city.h"

namespace wangge {

// Whether that person is the post's holder or deputy, or on its roster for now or later.
bool may_come_to_act(const Configuration& configuration, PostId post, PersonId person, Instant now);
// The highest level of all posts for which that person may come to act.
Level highest_level_of(const Configuration& configuration, PersonId person, Instant now);

struct Complaint {
  Party of;                   // nobody: the demand complains of nobody
  Level up_to = Level::none;  // posts up to this level are below or beside that person; none: that makes no difference
  PostId top;                 // the last of the chain: with nobody above, it is never kept out for being beside

  explicit operator bool() const { return static_cast<bool>(of); }
};

// The complaint of a demand of this category with this chain, whose posts may be none.
Complaint complaint_of(const Configuration& configuration, CategoryId category, Party complained_of,
                       std::span<const PostId> chain, Instant now);
Complaint complaint_of(const City& city, const Slot& demand);

// Whether the post is below or beside the person complained of.
bool is_below(const Configuration& configuration, const Complaint& complaint, PostId post);

// Whether the account belongs to the party complained of, or to somebody below or beside. An account that does not name
// its person (Rights::person) belongs to anybody who may come to act for one of its posts. Accounts of terminals and
// ops belong to nobody.
bool is_kept_out(const Configuration& configuration, const Complaint& complaint, const Account& account, Instant now);

}  // namespace wangge
