#pragma once
// The circumstances of a measured figure.

#include <cstdint>
#include <optional>
#include <string>

namespace wangge::tools::bench {

std::string processor_name();
long cores();
// The commit of the checkout that this program was built in, as git describes it; "?" where there was none.
std::string commit();
// The command line of this process, as it was typed.
std::string command_line();

// The type of the folder's file system, such as "ext4"; says where it is memory.
std::string file_system_of(const std::string& folder);
// The median of a hundred appends of 4 KiB with fdatasync, in milliseconds; nothing where the folder cannot be written.
std::optional<double> measured_sync_ms(const std::string& folder);
// The bytes of all files in a folder.
std::uint64_t bytes_in(const std::string& folder);
std::uint64_t free_bytes_of_disk(const std::string& folder);
std::uint64_t available_memory_bytes();

}  // namespace wangge::tools::bench
