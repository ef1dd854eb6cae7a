#pragma once
// The texts of the counter load, for whoever plays it: 30 to 50 Chinese characters (120 bytes on average).

#include <cstdint>
#include <random>
#include <string>

namespace wangge::tools {

// Three phrases and an ending.
std::string counter_text(std::mt19937& random);

// A telephone number; no two serials have the same.
std::string counter_contact(std::uint64_t serial);

}  // namespace wangge::tools
