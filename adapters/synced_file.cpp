#include "adapters/synced_file.h"

#include <cerrno>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

namespace wangge {

bool write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

bool close_synced(int& descriptor) {
  const bool is_synced = ::fsync(descriptor) == 0;
  ::close(std::exchange(descriptor, -1));
  return is_synced;
}

bool sync_folder(const std::filesystem::path& folder) {
  int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  return descriptor >= 0 && close_synced(descriptor);
}

}  // namespace wangge
