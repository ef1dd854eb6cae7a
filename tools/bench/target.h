#pragma once
// The engine under a bench's load: one that runs already, or one of the bench's own, a second process on a new folder.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "adapters/terminal/token.h"
#include "tools/bench/generator.h"
#include "tools/bench/ground.h"
#include "tools/console.h"
#include "tools/serve/engine_process.h"
#include "tools/running_engine.h"

namespace wangge::tools::bench {

struct Whereabouts {
  std::string to, token;  // a running engine, and the file of an ops token; empty: an engine of its own
  std::string data;       // of its own engine; of a running one only for counting, empty: not counted
  std::string city = "config/taonan";
  bool keep = false;  // keeps the data folder of its own engine
};

class Target {
 public:
  // `serve`: more arguments for an engine of its own.
  Target(const Whereabouts& where, std::vector<std::string> serve, const Console& console);
  // Stops its own engine and removes its folder; ends the accounts on a running one.
  ~Target();
  Target(const Target&) = delete;
  Target& operator=(const Target&) = delete;

  bool is_own() const { return where_.to.empty(); }
  // The log's folder; empty where it is not known.
  const std::string& data() const { return where_.data; }

  // Surveys the ground; after that the partners know the superiors of each post.
  Ground survey();
  // Makes accounts until there are this many terminals in all, each with every grid.
  void open_terminals(std::size_t count);
  const Partners& partners() const { return partners_; }
  terminal::Figures figures() { return running_->ask(terminal::AskFigures{}); }

  // For its own engine. Both functions leave the folder as it is.
  void stop();
  void kill();
  // Starts the engine again; returns the seconds until it listens. `first_time`: the arguments of a first start.
  double start(std::vector<std::string> first_time = {});

 private:
  void prepare_folder() const;
  void find(const std::string& address);

  const Whereabouts where_;
  const Console& console_;
  std::vector<std::string> arguments_;
  std::unique_ptr<EngineProcess> own_;
  std::unique_ptr<RunningEngine> running_;
  std::vector<AccountId> accounts_;
  Partners partners_;
};

}  // namespace wangge::tools::bench
