#pragma once
// Whether a city's tables have the codes that a demand names, before there is an engine that could say so: at a
// terminal that is offline, and for a table that is only tried (--dry-run).

#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/model/configuration.h"
#include "engine/model/refusal.h"
#include "engine/model/written_demand.h"

namespace wangge::tools {

class KnownCodes {
 public:
  // Views its names: the configuration must outlive this.
  explicit KnownCodes(const Configuration& city);

  // What the engine would refuse: unknown_place, unknown_road, unknown_category, unknown_condition,
  // unknown_complained_of or unknown_asset; a road is one of any kind of place here, and doors are left to the engine.
  // Of place, asset and door one is needed, and a category.
  Refusal check(const WrittenDemand& demand) const;

 private:
  using Ids = std::unordered_map<std::string_view, std::size_t>;
  static Ids ids_of(const std::vector<Named>& names);
  Refusal check_category(const WrittenDemand& demand) const;

  const Configuration& city_;
  Ids places_, categories_, people_, organisations_, assets_;
};

}  // namespace wangge::tools
