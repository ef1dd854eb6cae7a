#pragma once
// A fact of a demand as it is read from the log, with its texts. Stories are told from these.

#include <string>
#include <vector>

#include "engine/base/time.h"
#include "engine/model/event.h"
#include "engine/story/damage.h"

namespace wangge::story {

struct Entry {
  Position position;
  Seconds at = 0;
  Event event;
  std::string text, attachments;
  std::vector<OrganisationId> organisations = {};  // of Summoned and NotArrived
  std::string answers = {};                        // of Submitted
  Damage damage = Damage::none;
};

}  // namespace wangge::story
