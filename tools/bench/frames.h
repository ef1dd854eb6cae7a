#pragma once
// Frames encoded beforehand: bundles of demands that are due together, each split into as many frames as limits.h
// demands.

#include <cstdint>
#include <span>
#include <vector>

#include "adapters/terminal/framing.h"
#include "tools/bench/ground.h"
#include "tools/bench/load.h"

namespace wangge::tools::bench {

struct EncodedFrame {
  std::vector<terminal::Word> words;  // with header
  std::size_t head = 0;               // how many words terminal::renumber() needs, up to the number
  std::uint32_t commands = 0;

  std::size_t bytes() const { return words.size() * sizeof(terminal::Word); }
};

struct Bundle {
  std::vector<EncodedFrame> frames;
};

// How many commands go into each frame of a bundle, where its commands add this many bytes to a body: as many as the
// limits allow.
std::vector<std::size_t> split_to_limits(std::span<const std::size_t> command_bytes);

// Bundles over all places and categories of the ground, of at least 100,000 distinct demands in all (letters: 30,000).
std::vector<Bundle> encode_bundles(const Load& load, const Ground& ground);

}  // namespace wangge::tools::bench
