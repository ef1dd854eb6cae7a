#pragma once
// Tries a table without submitting it: shows its columns, what would become of its lines, and the first mistakes.
// Nothing is sent or kept.

#include "engine/model/configuration.h"
#include "tools/console.h"
#include "tools/demand/import_report.h"

namespace wangge::tools {

// Returns the exit status: 0 where each line could be submitted, as far as the city's tables tell.
int try_table(const MappedTable& table, const Configuration& city, bool as_json, const Console& console);

}  // namespace wangge::tools
