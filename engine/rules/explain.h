#pragma once
// Makes the decision that a Submit would get, with the reason for each step: what `wangge explain` prints. Nothing
// changes.

#include <cstdint>
#include <string_view>
#include <vector>

#include "engine/base/time.h"
#include "engine/model/configuration.h"
#include "engine/model/limit.h"
#include "engine/rules/routing.h"

namespace wangge::rules {

// Whether somebody may act at the instant.
enum class Standing : std::uint8_t { acts, nobody_named, on_leave, complained_of };

struct Candidate {
  PersonId person;  // none: nobody is named
  Standing standing = Standing::nobody_named;
  Instant back{};  // for a person on leave: when the leave ends
};

// A post of the chain, with those who may act for it.
struct ChainPost {
  PostId post;
  Candidate on_duty;      // by its roster
  Instant handed_over{};  // for a person on duty: until when
  Candidate holder, deputy;
  PersonId acting;  // none: the post is skipped
};

struct StageDue {
  Stage stage = Stage::acceptance;
  Limit limit;
  Instant due{};
  bool provisional = false;          // the time touches a year without an official list of holidays
  bool from_situations_end = false;  // counts from the end of the situation in force: not due yet
  bool from_filing = false;          // counts from the filing of the demand: not due yet
};

enum class SeverityReason : std::uint8_t {
  given,               // in the question
  situation,           // by a situation in force, or one that is not
  category,            // the category's
  condition_can_wait,  // as long as all limits of the condition run on the working clock, 3 at most
};

struct Explanation {
  Route route;
  std::vector<ChainPost> chain;
  SeverityReason severity_reason = SeverityReason::category;
  // 核实: the post that checks the demand before it is filed and the lead gets it; none: it is not checked first
  PostId checks;
  bool made_continuous = false;  // severity 1 or 2 moved all limits from the working clock to the continuous one
  std::vector<StageDue> stages;  // those with a limit
};

// `question`: as for route().
Explanation explain(const Configuration& city, const RoutingQuestion& question, Instant received);

}  // namespace wangge::rules
