#pragma once
// A step of a demand's history for people.

#include <cstdint>
#include <optional>
#include <string_view>

#include "adapters/terminal/messages.h"
#include "engine/model/words.h"

namespace wangge::tools {

// What an event says for people: who, and what is special about it.
struct Told {
  std::string_view name = {}, deed = {}, chinese = {}, english = {};  // of the event; a deed where it has no event of its own
  Party by = {};
  std::optional<Stage> overdue = {}, warned = {};
  bool recorded = false;
  std::uint32_t group = 0;
  Party lead = {};  // whom it was handed to
  PostId to = {};   // to whom it was escalated by hand
  bool upward = false;
  Verdict verdict = {};
  bool is_unanswered = false;  // a call-back that reached nobody
  const wangge::Words* why = nullptr;  // it was dismissed, where it was diverted, what was asked
  Limit limit = {};                    // more time that was asked for
  Seconds until = 0;                   // a pause that was asked for; of a notice, before when it is not sent
  std::uint32_t count = 0;             // of demands that a notice is about
  bool is_late = false;
  std::uint16_t attempts = 0;
  Seconds due = 0;  // when the resolution is due from now on
};

// Throws log::CannotOpen where the event is none of a demand: then the log is broken.
Told tell(const terminal::Step& step);

}  // namespace wangge::tools
