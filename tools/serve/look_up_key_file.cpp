#include "tools/serve/look_up_key_file.h"

#include <algorithm>
#include <stdexcept>
#include <string>
#include <string_view>
#include <variant>

#include <sodium/randombytes.h>

#include "adapters/sha_256.h"
#include "tools/account/secret_file.h"

namespace wangge::tools {
namespace {

constexpr std::string_view magic = "wgkey001";
constexpr std::size_t checksum_bytes = 8;
constexpr std::size_t file_bytes = magic.size() + sizeof(LogId) + sizeof(LookUpKey) + checksum_bytes;

template <class Bytes>
std::string_view view(const Bytes& bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::string checksum_of(std::string_view bytes) {
  Sha256 sha;
  sha.add(bytes);
  return std::string(view(sha.end()).substr(0, checksum_bytes));
}

std::string file_of(const LogId& begun_as, const LookUpKey& key) {
  std::string bytes = std::string(magic) + std::string(view(begun_as)) + std::string(view(key));
  return bytes + checksum_of(bytes);
}

LookUpKey key_in(std::string_view bytes) {
  LookUpKey key;
  std::ranges::copy(bytes, key.begin());
  return key;
}

// Replaces a file; the old one stays until the new one is there.
void write_anew(const std::filesystem::path& file, std::string_view bytes) {
  const std::filesystem::path beside = file.string() + ".new";
  std::filesystem::remove(beside);
  write_secret(beside, bytes);
  std::filesystem::rename(beside, file);
}

[[noreturn]] void refuse(const std::filesystem::path& file, std::string_view why) {
  throw std::runtime_error(file.string() + std::string(why));
}

// Reads the key. One that was made for a log that was never begun, since the machine stopped in between, is taken for
// the log that is.
LookUpKey read_key(const std::filesystem::path& file, const LogId& begun_as, bool has_begun, const Console& console) {
  const std::string bytes = read_secret(file, file_bytes + 1);
  const bool is_of_before = bytes.size() == sizeof(LookUpKey) && !bytes.starts_with(magic);
  if (is_of_before) {
    const LookUpKey key = key_in(bytes);
    write_anew(file, file_of(begun_as, key));
    return key;
  }
  const std::size_t checked = file_bytes - checksum_bytes;
  const std::string_view whole(bytes);
  if (whole.size() != file_bytes || !whole.starts_with(magic) ||
      whole.substr(checked) != checksum_of(whole.substr(0, checked))) {
    refuse(file, console.say("：查询码密钥残缺或损坏，请从备份恢复",
                             ": the key of the look-up codes is cut or damaged; restore it from the backup"));
  }
  const LookUpKey key = key_in(whole.substr(magic.size() + sizeof(LogId), sizeof(LookUpKey)));
  if (whole.substr(magic.size(), sizeof(LogId)) != view(begun_as)) {
    if (!has_begun) {
      write_anew(file, file_of(begun_as, key));
      return key;
    }
    refuse(file, console.say("：这是另一个日志的查询码密钥，用它则已发出的查询码全部失效；请从本日志的备份恢复",
                             ": this is another log's key of look-up codes, and with it no code on any receipt would "
                             "be right; restore this log's from its backup"));
  }
  return key;
}

}  // namespace

std::filesystem::path look_up_key_of(const std::filesystem::path& folder) { return folder / "look_up_key"; }

LookUpKey make_look_up_key(const std::filesystem::path& folder, const LogId& begun_as) {
  LookUpKey key;
  randombytes_buf(key.data(), key.size());
  write_secret(look_up_key_of(folder), file_of(begun_as, key));
  return key;
}

LookUpKey look_up_key(const std::filesystem::path& folder, const log::EventLog& log, const LogId& to_begin_as,
                      const Console& console) {
  const std::filesystem::path file = look_up_key_of(folder);
  const bool has_begun = bool{log.last()};
  const LogId begun_as = has_begun ? std::get<LogBegun>(log.read(Position{1})->event).log : to_begin_as;
  if (std::filesystem::exists(file)) return read_key(file, begun_as, has_begun, console);
  if (log.last() <= Position{1}) return make_look_up_key(folder, begun_as);
  refuse(file, console.say("：查询码密钥丢失，请从备份恢复",
                           ": the key of the look-up codes is gone; restore it from the backup"));
}

}  // namespace wangge::tools
