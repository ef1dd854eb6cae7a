#pragma once
// Files whose bytes are on the disk, and not only in the system's hands: a few calls of the system, which leave their
// error in errno.

#include <filesystem>
#include <string_view>

namespace wangge {

// Writes all bytes, going on where the system has taken only a part.
bool write_all(int descriptor, std::string_view bytes);
// Syncs and closes the descriptor, in any case; it is -1 then.
bool close_synced(int& descriptor);
// Makes the names in a folder durable.
bool sync_folder(const std::filesystem::path& folder);

}  // namespace wangge
