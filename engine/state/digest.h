#pragma once
// One number for all that a city holds, field by field as the descriptions say (state_description.h), so that two
// cities can be compared: live against replayed, in this process or another. It covers all that the rules may read;
// derived structures (the wheel, hash tables, caches) are left out.

#include <cstdint>

namespace wangge {

struct City;
struct Tables;

std::uint64_t digest_of(const City& city);

// The digest of the rows, in order, as facts keep it. The same tables give the same digest on every machine and in
// every build.
std::uint64_t digest_of(const Tables& tables);

}  // namespace wangge
