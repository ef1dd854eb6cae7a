#pragma once
// Bits that turn over on the disk under a running log: in the tables, in place, unseen by the process that has them
// open.

#include <cstddef>
#include <filesystem>
#include <string_view>

#include <rocksdb/env.h>

namespace wangge::tests {

// Turns over a bit in the middle of each place where these bytes stand in a table. Returns how many there were.
std::size_t rot_bytes(rocksdb::Env& env, const std::filesystem::path& log, std::string_view bytes);
// Turns over one bit in every 4 KiB of the tables that hold these bytes, except in their last eighth, where a table
// describes its contents.
std::size_t rot_tables_with(rocksdb::Env& env, const std::filesystem::path& log, std::string_view bytes);

}  // namespace wangge::tests
