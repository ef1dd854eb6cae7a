#pragma once
// Whose names an account may learn: of those who act, or may act, where it works. Staff of the rest of the city are
// nobody's business at a grid station.

#include <cstdint>
#include <span>
#include <vector>

#include <boost/unordered/unordered_flat_set.hpp>

#include "engine/model/account.h"

namespace wangge {
struct City;
}  // namespace wangge

namespace wangge::views {

using PersonIds = boost::unordered_flat_set<std::uint32_t>;

// These people's ids, 0 instead of one whom the account may not know. It may know
// - who holds, deputises for or takes turns at a post, who sits on a committee, and who offers help, at a place of its
//   reach: what lies in it, what it lies in, and the streets and lanes of its subdistricts. Its reach are a terminal's
//   grids; a person's posts' places and scope; an organisation's seat, the places of its duties, and the compounds that
//   it manages;
// - whom it was told of with a demand that it may see (`told`).
// A terminal of the whole city and ops, who keep the tables, may know all.
std::vector<std::uint32_t> known_people(const City& city, AccountId account, const PersonIds& told,
                                        std::span<const std::uint32_t> people);

}  // namespace wangge::views
