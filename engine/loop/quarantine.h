#pragma once
// One bad input hurts its sender alone. Before it decides, the engine notes the input in a page of its memory. Where
// the process dies of the decision, its last act is to write the page to a file, and the next start declines that one
// input, or parks that one deadline, without deciding it. A process that is killed from outside does not die of its
// input.
//
// The page is no mapping of the file: with a mapping, cutting the file off would kill the engine at the next decision.

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
  // Keeps the page in this file, which is made where there is none and begun anew where it is damaged. Throws
  // std::system_error where it cannot be written.
  explicit Quarantine(const std::filesystem::path& file);
  ~Quarantine();
  Quarantine(const Quarantine&) = delete;
  Quarantine& operator=(const Quarantine&) = delete;

  // Inputs that earlier processes died of; of many, only the newest.
  const std::vector<Suspect>& suspects() const { return suspects_; }
  // The suspect that stands for a command with a number, or for a wish of the engine's own. Nothing for other commands
  // (a greeting, the engine's own start, what became of a notice), which cannot be told apart and are left out.
  static std::optional<Suspect> suspect_of(const Sender& sender, const Command& command);
  // The suspect that stands for this command; null where there is none. Valid until one is settled.
  const Suspect* find(const Sender& sender, const Command& command) const;
  // Forgets a suspect that has been declined or parked; call when that is durable.
  void settle(const Suspect& suspect);

  // begin() and end() stand around each decision and the changes that follow from it. They cost some stores to memory.
  void begin(const Sender& sender, const Command& command);
  void end();

  // From now on the page is written where the thread that calls this dies of a signal of its own making (SEGV, BUS,
  // FPE, ILL, ABRT). One page a process.
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
