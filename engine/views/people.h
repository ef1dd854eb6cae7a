#pragma once
// The people whose names an account may learn: those who act, or may act, where it works. Staff of the rest of the city
// are nobody's business at a grid station.

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

// The ids of these people, with 0 instead of each whom the account may not know. An account may know
// - people who hold, deputise for or take turns at a post, sit on a committee, or offer help, at a place of its
//   reach, at one within or around that, or at a street or lane of its subdistricts. The reach of an account is a
//   terminal's grids; a person's posts' places and scope; an organisation's seat, the places of its duties, and the
//   compounds that it manages;
// - people whom it was told of with a demand that it may see (`told`).
// A terminal of the whole city and ops, who keep the tables, may know all.
std::vector<std::uint32_t> known_people(const City& city, AccountId account, const PersonIds& told,
                                        std::span<const std::uint32_t> people);

}  // namespace wangge::views
