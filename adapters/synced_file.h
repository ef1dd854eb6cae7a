#pragma once
// Bytes that are on the disk, and not only in the system's hands: a few calls of the system, with what it says about
// how it went in errno.

#include <filesystem>
#include <string_view>

namespace wangge {

// Goes on where the system has taken a part.
bool write_all(int descriptor, std::string_view bytes);
// Closes it in any case; it is -1 then.
bool close_synced(int& descriptor);
// Makes the names in a folder durable.
bool sync_folder(const std::filesystem::path& folder);

}  // namespace wangge
