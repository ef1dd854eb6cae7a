#include "tools/account/secret_file.h"

#include <cerrno>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace wangge::tools {
namespace {

// A file descriptor, closed at the end of its scope.
class Descriptor {
 public:
  Descriptor(const std::filesystem::path& file, int flags)
      : file_(file.string()), fd_(::open(file.c_str(), flags, 0600)) {
    require(fd_ >= 0);
  }
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  int get() const { return fd_; }
  void sync() const { require(::fsync(fd_) == 0); }
  void require(bool is_done) const {
    if (!is_done) throw std::system_error(errno, std::generic_category(), file_);
  }

 private:
  std::string file_;
  int fd_;
};

}  // namespace

void write_secret(const std::filesystem::path& file, std::string_view bytes) {
  const Descriptor out(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC);
  while (!bytes.empty()) {
    const ssize_t written = ::write(out.get(), bytes.data(), bytes.size());
    out.require(written >= 0);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  out.sync();
  const std::filesystem::path folder = file.has_parent_path() ? file.parent_path() : std::filesystem::path(".");
  Descriptor(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC).sync();
}

std::string read_secret(const std::filesystem::path& file, std::size_t bytes_max) {
  const Descriptor in(file, O_RDONLY | O_CLOEXEC);
  std::string bytes(bytes_max, '\0');
  std::size_t size = 0;
  while (size < bytes.size()) {
    const ssize_t got = ::read(in.get(), bytes.data() + size, bytes.size() - size);
    in.require(got >= 0);
    if (got == 0) break;
    size += static_cast<std::size_t>(got);
  }
  bytes.resize(size);
  return bytes;
}

}  // namespace wangge::tools
