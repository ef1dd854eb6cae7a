#pragma once
// The description of a city in a folder, for commands that need it whole.

#include <filesystem>
#include <memory>

#include "engine/model/configuration.h"
#include "engine/model/tables.h"
#include "tools/console.h"

namespace wangge::tools {

// The tables of a folder. Where they have mistakes, each goes to stderr with its file and line, and
// std::runtime_error is thrown.
Tables read_sound_city(const std::filesystem::path& folder, const Console& console);

// The configuration of those tables; its ids are those of a city that has had no other tables.
std::shared_ptr<const Configuration> read_sound_configuration(const std::filesystem::path& folder,
                                                              const Console& console);

}  // namespace wangge::tools
