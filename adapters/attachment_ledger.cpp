#include "adapters/attachment_ledger.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "adapters/sha_256.h"
#include "adapters/synced_file.h"

namespace wangge {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t hash_bytes = sizeof(AttachmentHash), checked_bytes = hash_bytes + 8,
                      record_bytes = checked_bytes + 8;
using Record = std::array<char, record_bytes>;

void seal(Record& record) {
  Sha256 sha;
  sha.add({record.data(), checked_bytes});
  const AttachmentHash hash = sha.end();
  std::memcpy(record.data() + checked_bytes, hash.data(), record_bytes - checked_bytes);
}

Record record_of(const AttachmentLedger::Entry& entry) {
  Record record{};
  std::memcpy(record.data(), entry.hash.data(), hash_bytes);
  record[hash_bytes] = static_cast<char>(entry.what);
  for (std::size_t i = 0; i < 4; ++i) record[hash_bytes + 4 + i] = static_cast<char>(entry.when >> (8 * i));
  seal(record);
  return record;
}

std::optional<AttachmentLedger::Entry> entry_of(const Record& record) {
  Record sealed = record;
  seal(sealed);
  const auto what = static_cast<AttachmentLedger::What>(record[hash_bytes]);
  if (sealed != record || (what != AttachmentLedger::What::taken && what != AttachmentLedger::What::removed))
    return std::nullopt;
  AttachmentLedger::Entry entry{.what = what};
  std::memcpy(entry.hash.data(), record.data(), hash_bytes);
  for (std::size_t i = 0; i < 4; ++i)
    entry.when |= Seconds{static_cast<unsigned char>(record[hash_bytes + 4 + i])} << (8 * i);
  return entry;
}

std::string name_of_file(const AttachmentHash& hash) { return to_digits(hash).substr(0, 2); }

// Appends behind the last whole record.
bool append(const fs::path& file, std::string_view records) {
  int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor < 0) return false;
  const off_t end = ::lseek(descriptor, 0, SEEK_END);
  const bool is_written = end >= 0 &&
                          ::lseek(descriptor, end - end % static_cast<off_t>(record_bytes), SEEK_SET) >= 0 &&
                          write_all(descriptor, records);
  return close_synced(descriptor) && is_written;
}

}  // namespace

bool AttachmentLedger::is_there() const {
  std::error_code ignored;
  return fs::is_directory(path_, ignored);
}

void AttachmentLedger::begin(std::span<const Entry> known) const {
  const fs::path beside = path_.string() + ".new";
  fs::remove_all(beside);
  fs::create_directories(beside);
  fs::permissions(beside, fs::perms::owner_all);
  std::map<std::string, std::string> files;
  for (const Entry& entry : known) {
    const Record record = record_of(entry);
    files[name_of_file(entry.hash)].append(record.data(), record.size());
  }
  const auto require = [&](bool is_done) {
    if (is_done) return;
    throw std::system_error(errno, std::generic_category(),
                            "附件登记写不下 / what has been taken could not be noted: " + beside.string());
  };
  for (const auto& [name, records] : files) require(append(beside / name, records));
  require(sync_folder(beside));
  fs::rename(beside, path_);
  require(sync_folder(path_.has_parent_path() ? path_.parent_path() : fs::path(".")));
}

std::optional<AttachmentLedger::Entry> AttachmentLedger::find(const AttachmentHash& hash) const {
  std::ifstream file(path_ / name_of_file(hash), std::ios::binary);
  std::optional<Entry> found;
  for (Record record; file.read(record.data(), record.size());) {
    if (std::memcmp(record.data(), hash.data(), hash_bytes) != 0) continue;
    if (const auto entry = entry_of(record)) found = entry;
  }
  return found;
}

bool AttachmentLedger::add(const Entry& entry) const {
  const Record record = record_of(entry);
  const fs::path file = path_ / name_of_file(entry.hash);
  struct stat status;
  const bool is_new = ::stat(file.c_str(), &status) != 0;
  return append(file, {record.data(), record.size()}) && (!is_new || sync_folder(path_));
}

}  // namespace wangge
