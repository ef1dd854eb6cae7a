#pragma once
// One number for all that a city holds, field by field, so that two cities can be compared: live against replayed, this build
// against an older one. What is derived (the wheel, hash tables, caches) is left out.

#include <cstdint>

#include "engine/state/city.h"

namespace wangge {

std::uint64_t digest_of(const City& city);

}  // namespace wangge
