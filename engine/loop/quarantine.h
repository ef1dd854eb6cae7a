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
#include <optional>
#include <vector>

#include "engine/model/command.h"
#include "engine/model/suspect.h"

namespace wangge::loop {

class Quarantine {
 public:
  // The page is kept in this file, made where there is none; one that is damaged is begun anew. Throws
  // std::system_error where it cannot be written.
  explicit Quarantine(const std::filesystem::path& file);
  ~Quarantine();
  Quarantine(const Quarantine&) = delete;
  Quarantine& operator=(const Quarantine&) = delete;

  // What earlier processes died of, at most some, the newest.
  const std::vector<Suspect>& suspects() const { return suspects_; }
  // A command with a number, or a wish of the engine's own. Nothing for others (a greeting, the engine's own start,
  // what became of a notice), which cannot be told apart and are left out.
  static std::optional<Suspect> suspect_of(const Sender& sender, const Command& command);
  // The one that this is; null where it is none. Valid until one is settled.
  const Suspect* find(const Sender& sender, const Command& command) const;
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
