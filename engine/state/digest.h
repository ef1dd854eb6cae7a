#pragma once
// One number for all that a city holds, field by field, so that two cities can be compared: live against replayed, this build
// against an older one. What is derived (the wheel, hash tables, caches) is left out.

#include <cstdint>

namespace wangge {

struct City;
struct Tables;

std::uint64_t digest_of(const City& city);

// Of the rows, in order. The same tables give the same digest on every machine and in every build.
std::uint64_t digest_of(const Tables& tables);

}  // namespace wangge
