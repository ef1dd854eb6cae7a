#include "tools/demand/known_codes.h"

#include <string>

namespace wangge::tools {

KnownCodes::Ids KnownCodes::ids_of(const std::vector<Named>& names) {
  Ids ids;
  for (std::size_t id = 1; id < names.size(); ++id) ids.emplace(names[id].code, id);
  return ids;
}

KnownCodes::KnownCodes(const Configuration& city)
    : city_(city),
      places_(ids_of(city.place_names)),
      categories_(ids_of(city.category_names)),
      people_(ids_of(city.person_names)),
      organisations_(ids_of(city.organisation_names)),
      assets_(ids_of(city.asset_names)) {}

Refusal KnownCodes::check_category(const WrittenDemand& demand) const {
  const auto found = categories_.find(demand.category);
  if (found == categories_.end()) return {Reason::unknown_category};
  const auto& conditions = city_.categories[found->second].conditions;
  if (demand.condition == 0 || (demand.condition < conditions.size() && conditions[demand.condition].present))
    return {};
  return {Reason::unknown_condition, demand.condition,
          static_cast<std::uint32_t>(conditions.empty() ? 0 : conditions.size() - 1)};
}

Refusal KnownCodes::check(const WrittenDemand& demand) const {
  const auto is_unknown = [](const Ids& ids, const std::string& code) { return !code.empty() && !ids.contains(code); };
  if (is_unknown(assets_, demand.asset)) return {Reason::unknown_asset};
  const bool is_nowhere = demand.place.empty() && demand.asset.empty() && demand.door.empty();
  if (is_nowhere || is_unknown(places_, demand.place)) return {Reason::unknown_place};
  if (is_unknown(places_, demand.road)) return {Reason::unknown_road};
  if (const Refusal refusal = check_category(demand)) return refusal;
  if (is_unknown(people_, demand.complained_of) && is_unknown(organisations_, demand.complained_of))
    return {Reason::unknown_complained_of};
  return {};
}

}  // namespace wangge::tools
