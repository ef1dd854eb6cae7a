#pragma once
// A demand as it is to be shown: how it stands and what happened to it, read from the log or asked of a running engine.

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

// The way that the submission went, as later facts have changed it.
struct Way {
  PlaceId road;
  std::uint8_t condition = 0;  // of filing
  ChainId chain;
  OffersId offers;
  std::uint8_t acting_step = 0;  // on the chain: the post that leads or follows up
  PersonId holder;               // acting for that post when it got there
  bool is_another = false;       // it was moved or reclassified: the submission's reasons are those of the first one
};

// The situation whose end a demand's resolution waits for, or which was the last to move its clock by its beginning or
// end.
struct MovedClock {
  SituationId situation;
  PlaceId place;
  Seconds at = 0;  // when it began, or ended
  bool is_over = false;
};

// What only the log itself can tell: a running engine answers with less.
struct Reasons {
  Submitted submitted;
  std::string reference, attachments;
  DemandId split_from;      // none: it is no part of another
  std::string category_en;  // its name in English; empty where the table has none
  std::string condition;    // of filing; empty: none was given
  std::optional<MovedClock> moved_clock;
  Way way;
  std::vector<PostId> chain;
  std::vector<Offer> offers;
};

// What was answered when it was submitted, with the question as it is asked now: empty but for the code where it no
// longer is.
struct ShownAnswer {
  CategoryQuestion question;
  std::string value;
};

struct ShownDemand {
  views::Status status;
  std::vector<story::Step> story;  // the oldest first
  std::vector<ShownAnswer> answers;
  bool by_older_questions = false;  // they answer those of an earlier version, and not all of those then in force
  Instant now;
  Duration utc_offset = Calendar{}.utc_offset;
  std::optional<Reasons> reasons;
  std::vector<terminal::AttachmentRow> attachments;  // that its facts name, the first one named first
  std::function<Named(views::Noun, std::uint32_t)> name;

  Named place(PlaceId id) const { return name(views::Noun::place, id.value); }
  Named post(PostId id) const { return name(views::Noun::post, id.value); }
  Named person(PersonId id) const { return name(views::Noun::person, id.value); }
  Named situation(SituationId id) const { return name(views::Noun::situation, id.value); }
  Named category(CategoryId id) const { return name(views::Noun::category, id.value); }
  // The asset or door that it names, as its history says; empty for none.
  Subject subject() const;
  Named subject_name() const;
  Named party(Party who) const;
  std::string at(Seconds seconds) const;
  // Null where it is none of those.
  const terminal::AttachmentRow* attachment(const AttachmentHash& hash) const;
  // The step by which the lead leads; null where it is not among those that are told.
  const story::Step* made_lead() const;
  views::Lamp lamp() const { return views::lamp_of(status, now); }
};

// Both throw std::runtime_error where there is no such demand, or it is not to be seen.
ShownDemand demand_in_log(const std::string& data, DemandId demand, const Console& console);
ShownDemand demand_of_engine(const std::string& to, const std::string& token, const terminal::Claim& claim,
                             const Console& console);

}  // namespace wangge::tools
