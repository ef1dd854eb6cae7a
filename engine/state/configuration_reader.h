#pragma once
// From text cells to a Configuration: the only place where a table's cells get their meaning.

#include <vector>

#include "engine/model/configuration.h"
#include "engine/model/tables.h"
#include "engine/state/codes.h"

namespace wangge {

// Reads all tables. Known codes keep their ids, new ones are added to `codes`. Every cell that cannot be read is a
// fault and counts as empty; every row is read, whatever its neighbours hold. Pure: no clock, no file, no locale.
// The result is fit for the city only where rules::city_check finds nothing.
Configuration read_configuration(const Tables& tables, Codes& codes, std::vector<Fault>& faults);

// The same for a version that was adopted. Every table gives a configuration, since a log must open for ever: bounds
// that were drawn tighter since do not count, and a cell that a later rule calls a fault otherwise counts as empty.
Configuration read_adopted(const Tables& tables, Codes& codes);

}  // namespace wangge
