#pragma once
// A city on a new log in a folder of the disk, with an engine that the benchmark itself turns, and an account that
// submits.

#include <filesystem>
#include <string>

#include "bench/submitter.h"
#include "engine/base/check.h"
#include "engine/log/event_log.h"
#include "engine/loop/engine.h"
#include "engine/model/tables.h"
#include "engine/state/city.h"
#include "tools/city/city_folder.h"
#include "tools/console.h"
#include "tools/log/data_folder.h"
#include "tools/serve/engine_wishes.h"

namespace wangge::bench {

struct NewCity {
  NewCity(const std::string& city_folder, const std::string& data_folder)
      : tables(tools::read_sound_city(city_folder, console)),
        events(options(data_folder)),
        engine(city, events),
        submitter(adopted(), city, now) {}

  // Brings another version of the city into force.
  void adopt(const Tables& changed) { CHECK(tools::adopt(engine, city, changed, now, console)); }

  const tools::Console console;
  const Tables tables;
  City city;
  log::EventLog events;
  loop::Engine engine;
  Instant now = morning;
  Submitter submitter;

 private:
  static log::Options options(const std::string& folder) {
    std::filesystem::create_directories(folder);
    return {.folder = folder,
            .new_log_id = tools::random_log_id(),
            .clock = ClockKind::scenario,
            .now = to_seconds(morning)};
  }
  loop::Engine& adopted() {
    adopt(tables);
    return engine;
  }
};

}  // namespace wangge::bench
