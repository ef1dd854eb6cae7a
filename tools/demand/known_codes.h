#pragma once
// Checks the codes in a demand against a city's tables where no engine can be asked: at a terminal that is offline, and
// for a table that is only tried (--dry-run).

#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/model/configuration.h"
#include "engine/model/refusal.h"
#include "engine/model/written_demand.h"

namespace wangge::tools {

class KnownCodes {
 public:
  // Refers to the configuration's names, so the configuration must outlive this.
  explicit KnownCodes(const Configuration& city);

  // The refusal that the engine would give: unknown_place, unknown_road, unknown_category, unknown_condition,
  // unknown_complained_of or unknown_asset. A road may be any kind of place here, and doors are left to the engine. A
  // category is needed, and one of place, asset and door.
  Refusal check(const WrittenDemand& demand) const;

 private:
  using Ids = std::unordered_map<std::string_view, std::size_t>;
  static Ids ids_of(const std::vector<Named>& names);
  Refusal check_category(const WrittenDemand& demand) const;

  const Configuration& city_;
  Ids places_, categories_, people_, organisations_, assets_;
};

}  // namespace wangge::tools
