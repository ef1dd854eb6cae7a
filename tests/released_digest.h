#pragma once
// The digest of a city as the builds took it that wrote the golden logs of formats 1 to 9: what was recorded with these
// must come out for ever. It leaves out what was added to the state's digest later (engine/state/digest.h).

#include <cstdint>

namespace wangge {
struct City;
}

namespace wangge::tests {

std::uint64_t released_digest_of(const City& city);

}  // namespace wangge::tests
