#pragma once
// Whoever is complained of has no part in the demand: it stands in no queue of theirs, they do not see it, do nothing
// about it and are told nothing of it, as holder, deputy or on duty. Where the category says so (`above_complained`),
// neither has anybody below or beside them. The one place; who acts instead is a rule (rules::acting).

#include "engine/state/city.h"

namespace wangge {

// Whether that person is the post's holder or deputy, or on its roster for now or later.
bool may_come_to_act(const Configuration& configuration, PostId post, PersonId person, Instant now);
// Of all such posts.
Level highest_level_of(const Configuration& configuration, PersonId person, Instant now);

struct Complaint {
  Party of;                   // nobody: the demand complains of nobody
  Level up_to = Level::none;  // posts up to this level are below or beside that person; none: that makes no difference
  PostId top;                 // the last of the chain: nobody is above it, so it is never kept out for being beside

  explicit operator bool() const { return static_cast<bool>(of); }
};

// Of a demand of this category with this chain, whose posts may be none.
Complaint complaint_of(const Configuration& configuration, CategoryId category, Party complained_of,
                       std::span<const PostId> chain, Instant now);
Complaint complaint_of(const City& city, const Slot& demand);

// Whether the post is below or beside.
bool is_below(const Configuration& configuration, const Complaint& complaint, PostId post);

// Whether the account is theirs, or of somebody below or beside. One that does not say whose it is (Rights::person) is
// anybody's who may come to act for one of its posts. Terminals and ops are nobody's.
bool is_kept_out(const Configuration& configuration, const Complaint& complaint, const Account& account, Instant now);

}  // namespace wangge
