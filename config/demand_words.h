#pragma once
// The words by which people name kinds of demands and of reporters, in tables and on the command line.

#include <optional>
#include <string>
#include <string_view>

#include "engine/model/demand.h"

namespace wangge::config {

// The kind of a word: its name, or its Chinese or English words: "patrol", "巡查上报", "patrol report".
std::optional<DemandKind> demand_kind_of(std::string_view word);
std::optional<Reporter> reporter_of(std::string_view word);

// All words, for messages: "诉求|request, 预约|appointment, …".
std::string list_demand_kinds();
std::string list_reporters();

}  // namespace wangge::config
