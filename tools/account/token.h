#pragma once
// Tokens: 256 random bits, written as 64 hexadecimal digits, kept in files that only their owner may read.

#include <filesystem>
#include <span>
#include <string>

#include "adapters/terminal/token.h"

namespace wangge::tools {

terminal::Token random_token();

std::string to_hex(std::span<const std::uint8_t> bytes);

// Reads the token in a file: its digits, and a line's end. Throws where the file cannot be read or holds none.
terminal::Token read_token(const std::filesystem::path& file);
// Writes a token to a new file. Throws where the file exists already or cannot be written.
void write_token(const std::filesystem::path& file, const terminal::Token& token);

}  // namespace wangge::tools
