#pragma once
// A step as bytes that a program of another version reads: see engine/model/described_bytes.h.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/story/step.h"

namespace wangge::story {

std::string encode(const Step& step);
std::vector<std::string> encode(std::span<const Step> steps);
// A step that cannot be read, for instance because the engine is newer, has Damage::unknown and nothing else.
Step decode(std::string_view bytes);
std::vector<Step> decode(std::span<const std::string> steps);

}  // namespace wangge::story
