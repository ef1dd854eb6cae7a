#pragma once
// Questions that the city alone can answer, between two turns: for callers that know a question by its kind and the
// bytes of its fields. Questions that the log or the process must help to answer are asked where those can be reached
// (adapters).

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/time.h"
#include "engine/model/account.h"
#include "engine/model/kinds.h"
#include "engine/views/hotspots.h"
#include "engine/views/roster.h"
#include "engine/views/similar.h"
#include "engine/views/station.h"

namespace wangge {

struct City;

namespace views {

// Who asks, when, and which city.
struct Asker {
  const City& city;
  AccountId account;
  Instant now;
};

inline Questionnaire on(const Asker& asker, const AskQuestionnaire& ask) {
  return questionnaire_of(asker.city, ask.category);
}
inline Standing on(const Asker& asker, const AskStanding&) { return standing(asker.city); }
inline std::vector<Similar> on(const Asker& asker, const AskSimilar& ask) {
  return similar_to(asker.city, asker.account, ask, asker.now);
}
inline std::vector<Hotspot> on(const Asker& asker, const AskHotspots&) {
  return hotspots(asker.city, asker.account, asker.now);
}
inline Roster on(const Asker& asker, const AskRoster& ask) {
  return roster_of(asker.city, asker.account, ask, asker.now);
}

// Those of the registers (engine/registers/kinds.h) come beside them.
using Questions = Kinds<AskQuestionnaire, AskStanding, AskSimilar, AskHotspots, AskRoster>;

// The bytes of the answer (engine/model/answer_bytes.h) to any of these questions. Nothing where there is no such
// question, or where these are not its fields.
std::optional<std::string> answer(const Asker& asker, QuestionKind kind, std::string_view fields);

}  // namespace views
}  // namespace wangge
