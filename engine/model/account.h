#pragma once
// Accounts: a session speaks for an account, which is proved by a random 256-bit token; only the token's hash is kept.

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "engine/model/configuration.h"
#include "engine/model/owner.h"
#include "engine/model/place.h"

namespace wangge {

using AccountId = Id<struct AccountTag>;
using SessionId = Id<struct SessionTag>;

// SHA-256 of the token's 32 bytes. The token is random and long, so a plain hash is enough.
using TokenHash = std::array<std::uint8_t, 32>;

// Random, made with the spool: a reinstalled terminal starts at sequence 1 under a new one.
using SpoolId = std::array<std::uint8_t, 16>;

// Random, made with the log; new after a loss was accepted.
using LogId = std::array<std::uint8_t, 16>;

// Which clock a log's times come from: a log that was begun with one clock is never continued with the other.
enum class ClockKind : std::uint8_t { system = 0, scenario = 1 };
inline constexpr int clock_kinds = 2;

// The numbers are written to the log.
enum class AccountKind : std::uint8_t {
  terminal = 0,  // a grid station's: submits for its grids, records for those who act there (代录)
  person = 1,    // acts for the posts and the organisation named
  ops = 2,       // makes and ends accounts; proposes a configuration, and adopts what another has proposed
};
inline constexpr int account_kinds = 3;

// What an account may do, beside its kind.
struct Rights {
  std::string name;                    // printed, never compared
  std::vector<PlaceId> grids;          // of a terminal; sorted
  bool every_grid = false;             // of an import desk
  std::vector<PostId> posts;           // of a person
  OrganisationId organisation;         // of a person
  PlaceId scope;                       // what a person may see; none: what its posts cover
  std::vector<CategoryId> restricted;  // whose restricted demands are to it like any other (限制知悉)
  bool every_restricted = false;
  PersonId person;  // whose account it is; none: of anybody who acts for its posts
  friend bool operator==(const Rights&, const Rights&) = default;
};

}  // namespace wangge
