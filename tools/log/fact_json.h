#pragma once
// A fact of the log as JSON, every field by its name.

#include <span>
#include <string_view>

#include <boost/json.hpp>

#include "engine/log/event_log.h"
#include "engine/model/event.h"

namespace wangge {
struct City;
}

namespace wangge::tools {

struct FactName {
  std::string_view name, chinese;  // "submitted", "提交"
};
// The names of all facts: those of the log's own kinds, then the registers'.
std::span<const FactName> fact_names();
std::size_t name_index_of(const Event& event);

// A fact as {"position", "at", "kind", the fields, the texts}. Of a contact only the length is shown; times are
// China's, a demand's number is as on its receipt. Ids have the codes and names that they have in the city, where one
// is given.
boost::json::object to_json(const log::Stored& stored, const City* city = nullptr);

}  // namespace wangge::tools
