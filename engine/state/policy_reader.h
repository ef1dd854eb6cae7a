#pragma once
// Reads the escalation policies (督办策略) from policies.csv.

#include <memory>

#include "engine/model/notice.h"
#include "engine/model/tables.h"
#include "engine/state/row_reader.h"

namespace wangge {

std::shared_ptr<const Policies> read_policies(const Tables& tables, Findings& findings);

}  // namespace wangge
