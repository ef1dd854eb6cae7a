#pragma once
// Accounts, for which sessions speak: by id and by the hash of their token.

#include <string_view>
#include <vector>

#include <boost/unordered/unordered_flat_map.hpp>

#include "engine/model/account.h"

namespace wangge {

struct Account {
  AccountKind kind = AccountKind::terminal;
  TokenHash token_hash{};
  Rights rights;
  bool ended = false;
  std::uint32_t spools = 0;    // sessions of the account
  std::vector<PlaceId> grids;  // of its rights; a grid that is gone is replaced by the one that took it over; sorted

  // Whether it may submit for this grid, or record for those who act there.
  bool covers_grid(PlaceId grid) const;
  // Whether it may act as this post or organisation.
  bool acts_as(Party owner) const;
  // Whether the account sees restricted demands of this category like any other.
  bool is_named_for(CategoryId category) const;
};

class Accounts {
 public:
  const Account& operator[](AccountId id) const { return accounts_[id.value - 1]; }
  bool contains(AccountId id) const { return id && id.value <= accounts_.size(); }
  AccountId find(const TokenHash& token_hash) const;
  // Ids are 1 … size(); ended ones stay.
  std::size_t size() const { return accounts_.size(); }

  // apply alone
  void add(Account account);
  // Called when the city has changed: an account that had a grid that is gone gets the one that took it over.
  void follow(const Configuration& city);
  void end(AccountId id) { accounts_[id.value - 1].ended = true; }
  void count_spool(AccountId id) { ++accounts_[id.value - 1].spools; }

 private:
  struct HashOfHash {
    std::size_t operator()(const TokenHash& hash) const noexcept;
  };

  std::vector<Account> accounts_;
  boost::unordered_flat_map<TokenHash, AccountId, HashOfHash> by_token_;
};

}  // namespace wangge
