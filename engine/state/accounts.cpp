#include "engine/state/accounts.h"

#include <algorithm>
#include <cstring>

namespace wangge {

bool Account::covers_grid(PlaceId grid) const { return rights.every_grid || std::ranges::binary_search(grids, grid); }

bool Account::acts_as(Party owner) const {
  if (owner.is_organisation()) return rights.organisation == owner.organisation();
  return owner.is_post() && std::ranges::find(rights.posts, owner.post()) != rights.posts.end();
}

bool Account::is_named_for(CategoryId category) const {
  return rights.every_restricted || std::ranges::find(rights.restricted, category) != rights.restricted.end();
}

// The token hash is uniform already: its first bytes serve as the hash value.
std::size_t Accounts::HashOfHash::operator()(const TokenHash& hash) const noexcept {
  std::size_t value;
  std::memcpy(&value, hash.data(), sizeof value);
  return value;
}

AccountId Accounts::find(const TokenHash& token_hash) const {
  const auto found = by_token_.find(token_hash);
  return found == by_token_.end() ? AccountId{} : found->second;
}

void Accounts::add(Account account) {
  std::ranges::sort(account.rights.grids);
  account.grids = account.rights.grids;
  accounts_.push_back(std::move(account));
  by_token_.emplace(accounts_.back().token_hash, AccountId{static_cast<std::uint32_t>(accounts_.size())});
}

void Accounts::follow(const Configuration& city) {
  for (Account& account : accounts_) {
    account.grids.clear();
    for (const PlaceId grid : account.rights.grids)
      account.grids.push_back(city.enclosing(city.place_now(grid), PlaceKind::grid));
    std::ranges::sort(account.grids);
    account.grids.erase(std::unique(account.grids.begin(), account.grids.end()), account.grids.end());
  }
}

}  // namespace wangge
