#pragma once
// Bits that turn over on the disk under a running log: in the tables, in place, behind the back of whoever has them
// open.

#include <cstddef>
#include <filesystem>
#include <string_view>

#include <rocksdb/env.h>

namespace wangge::tests {

// Turns over a bit in the middle of each place where these bytes stand in a table. Returns how many there were.
std::size_t rot_bytes(rocksdb::Env& env, const std::filesystem::path& log, std::string_view bytes);
// In the same tables, which are those that hold these bytes, a bit of each 4 KiB but for the last eighth, where a table
// says what it holds.
std::size_t rot_tables_with(rocksdb::Env& env, const std::filesystem::path& log, std::string_view bytes);

}  // namespace wangge::tests
