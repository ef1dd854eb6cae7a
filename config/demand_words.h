#pragma once
// The words by which people name kinds of demands and of reporters, in tables and on the command line.

#include <optional>
#include <string>
#include <string_view>

#include "engine/model/demand.h"

namespace wangge::config {

// By the English or the Chinese word: "appointment", "预约"; "hotline", "其他热线转来".
std::optional<DemandKind> demand_kind_of(std::string_view word);
std::optional<Reporter> reporter_of(std::string_view word);

// Which words there are, for messages: "request|诉求, appointment|预约, …".
std::string list_demand_kinds();
std::string list_reporters();

}  // namespace wangge::config
