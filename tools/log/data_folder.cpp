#include "tools/log/data_folder.h"

#include <stdexcept>
#include <string>

#include <sodium/randombytes.h>

#include "engine/state/apply.h"
#include "tools/city/city_folder.h"
#include "tools/serve/clock.h"
#include "tools/progress.h"

namespace wangge::tools {

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
    throw std::runtime_error(std::string(console_.say("这个日志里还没有城市：先运行 wangge serve --city DIR",
                                                      "this log has no city yet: run wangge serve --city DIR first")));
  }
  return city_.configuration;
}

CityAt read_city_at(const std::string& tables, const std::string& data, const Console& console) {
  const Instant now = system_clock().now();
  if (data.empty()) return {read_sound_configuration(tables, console), now, {}};
  const DataFolder folder{data, console};
  const City& city = folder.city();
  return {folder.configuration(), city.clock == ClockKind::system ? now : to_instant(city.now),
          city.notices.unreached()};
}

}  // namespace wangge::tools
