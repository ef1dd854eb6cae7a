#pragma once
// The digest of a city as it was computed by the builds that wrote the golden logs of formats 1 to 9: the digests
// recorded with those logs must come out for ever. Fields that were added to the state's digest later are left out
// (engine/state/digest.h).

#include <cstdint>

namespace wangge {
struct City;
}

namespace wangge::tests {

std::uint64_t released_digest_of(const City& city);

}  // namespace wangge::tests
