#pragma once
// A fact of the log as JSON, every field by its name; ids as numbers, since a log is read without its city.

#include <span>
#include <string_view>

#include <boost/json.hpp>

#include "engine/log/event_log.h"
#include "engine/model/event.h"

namespace wangge::tools {

// "submitted", "accepted", … in the order of the variant.
std::span<const std::string_view> event_kinds();

// {"position", "at", "kind", the fields, the texts}. A contact is told by its length alone; a time is that of China.
boost::json::object to_json(const log::Stored& stored);

}  // namespace wangge::tools
