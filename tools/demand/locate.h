#pragma once
// wangge locate: the grid in which a point lies, and the nearest places.

#include <string>

#include "tools/command_line.h"

#include "engine/rules/datum.h"
#include "tools/console.h"

namespace wangge::tools {

// Adds --datum, "wgs84" by default.
cli::Option* add_datum_option(cli::App& command, std::string& datum);

// The code of the grid in which a point "122.781234,45.341234" lies, for submitting from there; stderr tells the
// point's grid and the places near it. Throws CLI::ValidationError where the text is no point, std::runtime_error
// outside of all grids.
std::string grid_at(const std::string& point, rules::Datum datum, const std::string& city_folder,
                    const Console& console);

// `exit_code` must outlive the parsing of `app`: 0 answered, also for a point outside of all grids; 1 the city has
// mistakes or no outlines.
void add_locate(cli::App& app, int& exit_code);

}  // namespace wangge::tools
