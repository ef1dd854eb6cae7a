#pragma once
// A step as bytes that a program of another version reads: see engine/model/described_bytes.h.

#include <string>
#include <string_view>

#include "engine/story/step.h"

namespace wangge::story {

std::string encode(const Step& step);
// One that cannot be read, as when the engine is newer, has Damage::unknown and nothing else.
Step decode(std::string_view bytes);

}  // namespace wangge::story
