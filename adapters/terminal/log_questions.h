#pragma once
// The things sought in the log, as values. They are filled on the engine's thread, go to the log's reader
// (adapters/log_reader.h), which calls go_on() turn after turn until it says true, and come back with what was found.
// Each is bounded in facts and bytes. Nothing in here knows who asks: that has been decided.

#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "adapters/log_reader.h"
#include "adapters/terminal/messages.h"
#include "engine/loop/frame.h"
#include "engine/story/entry.h"
#include "engine/story/standing.h"

namespace wangge::terminal {

// The way through the facts of a demand, from its last one back: at most limits::question_rows_max facts, with the
// submission in any case. Where a fact cannot be read nothing says which came before it, and the way goes on with the
// submission.
class WayBack {
 public:
  WayBack(DemandId demand, Position last) : demand_(demand), next_(last) {}

  bool is_over() const { return !next_; }
  // The position that the last step looked at.
  Position looked_at() const { return at_; }
  // The first position that could not be read; none: all could be.
  Position damaged() const { return damaged_; }
  void note_damage(Position position);
  // Looks at the next fact back; needs !is_over(). Where `is_enough`, the step goes straight to the submission and
  // leaves out the facts between.
  Result<Fact> step(LogTurn& turn, bool is_enough);

 private:
  DemandId demand_;
  Position next_, at_, damaged_;
  std::size_t facts_ = 0;
};

// Reads the facts of a demand; their texts fill half a frame at the most.
class HistoryReading {
 public:
  HistoryReading(DemandId demand, Position last) : way_(demand, last) {}
  bool go_on(LogTurn& turn);

  std::vector<story::Entry> entries;  // the oldest first, once it is done
  Position damaged() const { return way_.damaged(); }

 private:
  WayBack way_;
  std::size_t bytes_ = 0;
};

// Reads the facts of a demand and tells them as a story, which is made on the reader's thread.
class StoryReading {
 public:
  StoryReading(DemandId demand, Position last) : facts(demand, last) {}
  bool go_on(LogTurn& turn);

  HistoryReading facts;
  EncodedStory story;
};

// Reads how demands stood that left memory, as far as the log has it. That decides who may see them.
class FinalsReading {
 public:
  struct Found {
    std::size_t row = 0;  // index of its row among those asked for
    Position last;
    story::Standing standing;
    Position damaged;
    bool is_left_out = false;
  };

  // Takes the rows that have a last event and are final.
  explicit FinalsReading(std::span<const views::Status> rows);
  bool is_empty() const { return found.empty(); }
  bool go_on(LogTurn& turn);

  std::vector<Found> found;

 private:
  std::vector<DemandId> demands_;
  std::size_t next_ = 0, looks_ = 0;
  std::optional<WayBack> way_;         // the way of the next demand, where it has begun
  std::vector<story::Entry> entries_;  // the facts on that way, the newest first
};

// Reads the texts of single facts.
class TextsReading {
 public:
  explicit TextsReading(std::vector<Position> positions) : positions_(std::move(positions)) {}
  bool is_empty() const { return positions_.empty(); }
  bool go_on(LogTurn& turn);

  std::vector<std::string> texts;  // in the order of the positions; empty where a text cannot be read
  Position damaged;

 private:
  std::vector<Position> positions_;
};

// Reads a single fact; there is no event where it cannot be read.
class FactReading {
 public:
  explicit FactReading(Position at) : at_(at) {}
  bool go_on(LogTurn& turn);

  std::optional<Event> event;

 private:
  Position at_;
};

// Reads what a frame's repeats were told the first time. A number beyond the session's window is sought by reading the
// log on.
class RepeatsReading {
 public:
  explicit RepeatsReading(const loop::Frame& frame);
  bool is_empty() const { return wanted_.empty(); }
  bool go_on(LogTurn& turn);

  struct Found {
    Position position;
    Event event;
    std::string contact;  // of a submission that is submitted again
  };
  // One for each repeat of the frame, in order; nothing where the repeated command is too long ago, or cannot be read.
  std::vector<std::optional<Found>> found;

 private:
  struct Wanted {
    std::size_t repeat = 0;  // index among the repeats
    bool leaves_contact = false;
    Sender sender;
    Position at, from;
  };
  bool look(LogTurn& turn, const Wanted& wanted);
  void take(LogTurn& turn, const Wanted& wanted, Position at, const Event& event);

  std::vector<Wanted> wanted_;
  std::size_t next_ = 0, searched_ = 0;
  Position next_searched_;
  Position end_;  // the search ends here: all up to it is durable
};

// The facts of a demand, the oldest first, for programs that have the log to themselves.
std::vector<story::Entry> history(const log::EventLog& log, DemandId demand, Position last);

// How a demand that left memory stands.
struct FinalDemand {
  views::Status status;
  story::Standing standing;
};
FinalDemand final_demand(const City& city, const FinalsReading::Found& found);
FinalDemand final_demand(const log::EventLog& log, const City& city, DemandId demand, Position last);

}  // namespace wangge::terminal
