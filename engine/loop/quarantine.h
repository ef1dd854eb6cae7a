#pragma once
// One bad input hurts its sender alone. Before it decides, the engine notes what it is about to decide in a page that outlives the
// process; where the process dies of that, the next start declines that one input, or parks that one deadline, without deciding it.
// A process that is killed from outside does not die of its input.

#include <cstdint>
#include <filesystem>
#include <vector>

#include "engine/model/command.h"

namespace wangge::loop {

class Quarantine {
 public:
  // The page lies in this file, made where there is none. Throws std::system_error where it cannot be.
  explicit Quarantine(const std::filesystem::path& file);
  ~Quarantine();
  Quarantine(const Quarantine&) = delete;
  Quarantine& operator=(const Quarantine&) = delete;

  // What earlier processes died of: a session's command by its number, a deadline of a demand or a summons, a step of a job, or a
  // proposal whose instant has come. Others (a greeting, the engine's own start) cannot be told apart and are left out. At most some, the newest.
  struct Suspect {
    SessionId session;
    std::uint32_t sequence = 0;
    DemandId demand;
    Stage stage = Stage::acceptance;
    bool is_warning = false, is_urge = false;
    Position job;  // that was to see to the demand
    SummonsId summons;
    Position proposal;
    Seconds due = 0;
    friend bool operator==(const Suspect&, const Suspect&) = default;
  };
  const std::vector<Suspect>& suspects() const { return suspects_; }
  static Suspect suspect_of(const Sender& sender, const Command& command);
  bool holds(const Sender& sender, const Command& command) const;
  // It has been declined or parked, and that is durable.
  void settle(const Suspect& suspect);

  // Around each decision and what it changes. Some stores to memory.
  void begin(const Sender& sender, const Command& command);
  void end();

  // From now on a signal by which the thread that calls this dies of itself (SEGV, BUS, FPE, ILL, ABRT) is noted in the page. One
  // page a process.
  void watch();

 private:
  struct Page;

  void keep();

  Page* page_ = nullptr;
  std::vector<Suspect> suspects_;
};

}  // namespace wangge::loop
