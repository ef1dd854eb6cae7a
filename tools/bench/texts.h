#pragma once
// The texts that residents write in the loads.

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>

namespace wangge::tools::bench {

// A text of three phrases and an ending: 30 to 50 characters.
std::string counter_text(std::mt19937& random);
// A telephone number; no two serials have the same.
std::string counter_contact(std::uint64_t serial);
// A text of phrases with this many characters.
std::string letter_text(std::size_t characters, std::mt19937& random);

}  // namespace wangge::tools::bench
