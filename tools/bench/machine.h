#pragma once
// Where a figure was measured.

#include <cstdint>
#include <optional>
#include <string>

namespace wangge::tools::bench {

std::string processor_name();
long cores();
// Of the checkout that this program was built in, as git describes it; "?" where there was none.
std::string commit();
// This process's, as it was typed.
std::string command_line();

// "ext4"; says where it is memory.
std::string file_system_of(const std::string& folder);
// The median of a hundred appends of 4 KiB with fdatasync, in milliseconds; nothing where the folder cannot be written.
std::optional<double> measured_sync_ms(const std::string& folder);
// Of all files in it.
std::uint64_t bytes_in(const std::string& folder);
std::uint64_t free_bytes_of_disk(const std::string& folder);
std::uint64_t available_memory_bytes();

}  // namespace wangge::tools::bench
