#pragma once
// One bad input hurts its sender alone. Before it decides, the engine notes what it is about to decide in a page of its
// memory; where the process dies of that, its last deed is to write the page to a file, and the next start declines
// that one input, or parks that one deadline, without deciding it. A process that is killed from outside does not die
// of its input.
//
// The page is not the file mapped: whoever cut the file off would kill the engine with the next decision.

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <vector>

#include "engine/model/command.h"

namespace wangge::loop {

class Quarantine {
 public:
  // The page is kept in this file, made where there is none; one that is damaged is begun anew. Throws
  // std::system_error where it cannot be written.
  explicit Quarantine(const std::filesystem::path& file);
  ~Quarantine();
  Quarantine(const Quarantine&) = delete;
  Quarantine& operator=(const Quarantine&) = delete;

  // What earlier processes died of: a session's command by its number, a deadline of a demand or a summons, a step of a
  // job, or a proposal whose instant has come. Others (a greeting, the engine's own start) cannot be told apart and are
  // left out. At most some, the newest.
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

  // From now on the page is written where the thread that calls this dies of itself by a signal (SEGV, BUS, FPE, ILL,
  // ABRT). One page a process.
  void watch();

 private:
  struct Page;

  void keep();
  static void note_death(int signal);

  static std::atomic<Page*> watched_page_;  // what the signal handler may touch
  static std::atomic<int> watched_descriptor_;

  const std::filesystem::path file_;
  int descriptor_ = -1;
  const std::unique_ptr<Page> page_;
  std::vector<Suspect> suspects_;
};

}  // namespace wangge::loop
