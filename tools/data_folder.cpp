#include "tools/data_folder.h"

#include <algorithm>
#include <stdexcept>
#include <string>

#include <sodium/randombytes.h>

#include "engine/state/apply.h"
#include "tools/city_folder.h"
#include "tools/clock.h"
#include "tools/progress.h"
#include "tools/secret_file.h"

namespace wangge::tools {
namespace {

LookUpKey read_key(const std::filesystem::path& file, const Console& console) {
  LookUpKey key;
  const std::string bytes = read_secret(file, key.size() + 1);
  if (bytes.size() != key.size()) {
    throw std::runtime_error(file.string() + std::string(console.say("：不是 32 字节的密钥，请从备份恢复",
                                                                    ": no key of 32 bytes; restore it from the backup")));
  }
  std::ranges::copy(bytes, key.begin());
  return key;
}

LookUpKey make_key(const std::filesystem::path& file) {
  LookUpKey key;
  randombytes_buf(key.data(), key.size());
  write_secret(file, {reinterpret_cast<const char*>(key.data()), key.size()});
  return key;
}

}  // namespace

LogId random_log_id() {
  LogId id;
  randombytes_buf(id.data(), id.size());
  return id;
}

void replay(const log::EventLog& log, City& city, const Console& console) {
  Progress progress(std::string(console.say("重放", "replaying")), console);
  const std::uint64_t last = log.last().value;
  log.replay(Position{1}, [&](const Fact& fact) {
    apply(city, fact);
    if (fact.position.value % facts_between_updates == 0) progress.update(fact.position.value, last);
  });
}

DataFolder::DataFolder(const std::filesystem::path& folder, const Console& console)
    : console_(console), log_({.folder = folder, .read_only = true}) {
  replay(log_, city_, console);
}

std::shared_ptr<const Configuration> DataFolder::configuration() const {
  if (!city_.configuration) {
    throw std::runtime_error(std::string(console_.say(
        "这个日志里还没有城市：先运行 wangge serve --city DIR", "this log has no city yet: run wangge serve --city DIR first")));
  }
  return city_.configuration;
}

CityAt read_city_at(const std::string& tables, const std::string& data, const Console& console) {
  const Instant now = system_clock().now();
  if (data.empty()) return {read_sound_configuration(tables, console), now, {}};
  const DataFolder folder{data, console};
  const City& city = folder.city();
  return {folder.configuration(), city.clock == ClockKind::system ? now : to_instant(city.now), city.notices.unreached()};
}

std::filesystem::path look_up_key_of(const std::filesystem::path& folder) { return folder / "look_up_key"; }

LookUpKey look_up_key(const std::filesystem::path& folder, bool is_new_log, const Console& console) {
  const std::filesystem::path file = look_up_key_of(folder);
  if (std::filesystem::exists(file)) return read_key(file, console);
  if (is_new_log) return make_key(file);
  throw std::runtime_error(file.string() + std::string(console.say("：查询码密钥丢失，请从备份恢复",
                                                                  ": the key of the look-up codes is gone; restore it from the backup")));
}

}  // namespace wangge::tools
