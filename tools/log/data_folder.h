#pragma once
// A data folder: the log and what is kept beside it. What a command needs of it before it can begin.

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>

#include "engine/base/time.h"
#include "engine/log/event_log.h"
#include "engine/state/city.h"
#include "tools/console.h"

namespace wangge::tools {

inline constexpr const char* default_data_folder = "./data";

// How often a command that reads a whole log looks at its progress.
inline constexpr std::uint64_t facts_between_updates = 4'096;

LogId random_log_id();

// Applies the whole log to a new city, with progress.
void replay(const log::EventLog& log, City& city, const Console& console);

// Read-only, also beside a running engine: then it holds what was durable when it was opened.
class DataFolder {
 public:
  // Throws log::CannotOpen.
  DataFolder(const std::filesystem::path& folder, const Console& console);

  const log::EventLog& log() const { return log_; }
  const City& city() const { return city_; }
  // Throws std::runtime_error where no city has been adopted yet.
  std::shared_ptr<const Configuration> configuration() const;

 private:
  const Console& console_;
  log::EventLog log_;
  City city_;
};

// A city that nobody runs, and what time it is there.
struct CityAt {
  std::shared_ptr<const Configuration> city;
  Instant now;
  std::map<std::uint32_t, NoticeQueue::Unreached> unreached;  // by Party::raw(); of the log
};
// Of the data folder where one is named, else of the folder of tables. Its time is the machine's; that of the log's
// last fact where the log's clock is a scenario's.
CityAt read_city_at(const std::string& tables, const std::string& data, const Console& console);

}  // namespace wangge::tools
