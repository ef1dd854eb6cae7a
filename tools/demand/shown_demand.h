#pragma once
// A demand as it is shown: its state and history, read from the log or asked of a running engine.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "adapters/terminal/messages.h"
#include "engine/story/step.h"
#include "engine/views/lamp.h"
#include "tools/console.h"
#include "tools/names.h"

namespace wangge::tools {

// The route of the submission, as later facts have changed it.
struct Way {
  PlaceId road;
  std::uint8_t condition = 0;  // of filing
  ChainId chain;
  OffersId offers;
  std::uint8_t acting_step = 0;  // on the chain: the post that leads or follows up
  PersonId holder;               // acting for that post when the demand got there
  bool is_another = false;       // moved or reclassified: the submission's reasons are those of the first route
};

// The situation for whose end a demand's resolution waits, or that was the last to move its clock by its beginning or
// end.
struct MovedClock {
  SituationId situation;
  PlaceId place;
  Seconds at = 0;  // when the situation began, or ended
  bool is_over = false;
};

// Facts that only the log itself can tell: a running engine answers with less.
struct Reasons {
  Submitted submitted;
  std::string reference, attachments;
  DemandId split_from;      // none: the demand is no part of another
  std::string category_en;  // its name in English; empty where the table has none
  std::string condition;    // of filing; empty: none was given
  std::optional<MovedClock> moved_clock;
  Way way;
  std::vector<PostId> chain;
  std::vector<Offer> offers;
};

// An answer of the submission, with the present text of its question: empty but for the code where the question is
// gone.
struct ShownAnswer {
  CategoryQuestion question;
  std::string value;
};

struct ShownDemand {
  views::Status status;
  std::vector<story::Step> story;  // the oldest first
  std::vector<ShownAnswer> answers;
  bool by_older_questions = false;  // answers are for an earlier version, not for all questions then in force
  Instant now;
  Duration utc_offset = Calendar{}.utc_offset;
  std::optional<Reasons> reasons;
  std::vector<terminal::AttachmentRow> attachments;  // named by its facts, the first one named first
  std::function<Named(views::Noun, std::uint32_t)> name;

  Named place(PlaceId id) const { return name(views::Noun::place, id.value); }
  Named post(PostId id) const { return name(views::Noun::post, id.value); }
  Named person(PersonId id) const { return name(views::Noun::person, id.value); }
  Named situation(SituationId id) const { return name(views::Noun::situation, id.value); }
  Named category(CategoryId id) const { return name(views::Noun::category, id.value); }
  // The asset or door that the demand names, according to its history; empty for none.
  Subject subject() const;
  Named subject_name() const;
  Named party(Party who) const;
  std::string at(Seconds seconds) const;
  // The row of that hash; null where no attachment has it.
  const terminal::AttachmentRow* attachment(const AttachmentHash& hash) const;
  // The step by which the lead got the demand; null where that is not among the steps.
  const story::Step* made_lead() const;
  views::Lamp lamp() const { return views::lamp_of(status, now); }
};

// Both functions throw std::runtime_error where there is no such demand, or it may not be seen.
ShownDemand demand_in_log(const std::string& data, DemandId demand, const Console& console);
ShownDemand demand_of_engine(const std::string& to, const std::string& token, const terminal::Claim& claim,
                             const Console& console);

}  // namespace wangge::tools
