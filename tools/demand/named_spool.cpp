#include "tools/demand/named_spool.h"

#include <array>
#include <cerrno>
#include <fstream>
#include <string>
#include <system_error>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <sodium/crypto_generichash.h>

namespace wangge::tools {

namespace {

// The id of the machine's installation and its name: in containers the one or the other differs.
std::string this_machine() {
  std::ifstream file("/etc/machine-id");
  std::string machine;
  std::getline(file, machine);  // stays empty where there is no such file
  std::array<char, 256> name{};
  if (::gethostname(name.data(), name.size() - 1) == 0) machine.append(1, '\n').append(name.data());
  return machine;
}

}  // namespace

SpoolId named_spool(const terminal::Token& token, const std::filesystem::path& file, std::string_view name) {
  const std::string where =
      file.empty() ? std::string() : std::filesystem::weakly_canonical(std::filesystem::absolute(file)).string();
  const std::string use = std::string(name) + '\n' + where + '\n' + this_machine();
  SpoolId spool;
  static_assert(spool.size() >= crypto_generichash_BYTES_MIN);
  crypto_generichash(spool.data(), spool.size(), reinterpret_cast<const unsigned char*>(use.data()), use.size(),
                     token.data(), token.size());
  return spool;
}

Turn::Turn(const std::filesystem::path& file) : descriptor_(::open(file.c_str(), O_RDONLY | O_CLOEXEC)) {
  if (descriptor_ < 0) throw std::system_error(errno, std::generic_category(), file.string());
  int taken;
  do {
    taken = ::flock(descriptor_, LOCK_EX);
  } while (taken != 0 && errno == EINTR);
  if (taken == 0) return;
  const int error = errno;
  ::close(descriptor_);
  throw std::system_error(error, std::generic_category(), file.string());
}

Turn::~Turn() { ::close(descriptor_); }

// Each number that is taken locks a byte of the file.
Place::Place(const std::filesystem::path& file, int most)
    : descriptor_(::open(file.c_str(), O_RDWR | O_CLOEXEC)), number_(1) {
  if (descriptor_ < 0) descriptor_ = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor_ < 0) throw std::system_error(errno, std::generic_category(), file.string());
  for (; number_ < most; ++number_) {
    struct flock lock {};
    lock.l_type = F_WRLCK;
    lock.l_whence = SEEK_SET;
    lock.l_start = number_;
    lock.l_len = 1;
    if (::fcntl(descriptor_, F_OFD_SETLK, &lock) == 0) return;
  }
}

Place::~Place() { ::close(descriptor_); }

}  // namespace wangge::tools
