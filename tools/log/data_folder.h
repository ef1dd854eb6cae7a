#pragma once
// A data folder: the log and the files beside it, as commands need them before they can begin.

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

// After how many facts a command that reads a whole log updates its progress.
inline constexpr std::uint64_t facts_between_updates = 4'096;

LogId random_log_id();

// Applies the whole log to a new city, with progress.
void replay(const log::EventLog& log, City& city, const Console& console);

// A data folder opened read-only, also beside a running engine: then it holds what was durable when it was opened.
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

// A city that is not running, and its time.
struct CityAt {
  std::shared_ptr<const Configuration> city;
  Instant now;
  std::map<std::uint32_t, NoticeQueue::Unreached> unreached;  // of the log, by Party::raw()
};
// The city of the data folder where one is named, else of the folder of tables. Its time is the machine's, or that of
// the log's last fact where the log's clock is a scenario's.
CityAt read_city_at(const std::string& tables, const std::string& data, const Console& console);

}  // namespace wangge::tools
