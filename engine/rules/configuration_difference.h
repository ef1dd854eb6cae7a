#pragma once
// The differences of a configuration from another one of the same city, for whoever is to adopt it.

#include <cstddef>

#include "engine/model/configuration.h"
#include "engine/model/difference.h"

namespace wangge::rules {

// Both were read with the same codes, `after` last. Of each kind of difference the first `most` are told. Columns that
// stand in the tables but in no configuration (why somebody is on leave, what a duty is based on) are not told.
Differences difference(const Configuration& before, const Configuration& after, std::size_t most);

}  // namespace wangge::rules
