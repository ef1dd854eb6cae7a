#pragma once
// Files that only their owner may read: keys and tokens.

#include <filesystem>
#include <string>
#include <string_view>

namespace wangge::tools {

// Makes the file, synced together with its folder. Throws std::system_error where it exists already or cannot be
// written.
void write_secret(const std::filesystem::path& file, std::string_view bytes);

// Reads at most `bytes_max` bytes. Throws std::system_error where the file cannot be read.
std::string read_secret(const std::filesystem::path& file, std::size_t bytes_max);

}  // namespace wangge::tools
