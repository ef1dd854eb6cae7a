#pragma once
// The names of the numbered words of the model: for scripts, in Chinese and in English.

#include <string>
#include <string_view>

#include "engine/model/account.h"
#include "engine/model/attachment.h"
#include "engine/model/configuration.h"
#include "engine/model/demand.h"
#include "engine/model/difference.h"
#include "engine/model/limit.h"
#include "engine/model/notice.h"
#include "engine/model/place.h"
#include "engine/model/summons.h"

namespace wangge {

struct Words {
  std::string_view name;  // as in the enum, for --json and HTTP
  std::string_view chinese;
  std::string_view english;

  std::string_view in(bool is_english) const { return is_english ? english : chinese; }
};

const Words& words_of(AccountKind kind);
const Words& words_of(AnswerType type);  // for people: what is to be filled in
const Words& words_of(ClockKind kind);
const Words& words_of(Deed deed);
const Words& words_of(DemandKind kind);
const Words& words_of(DemandState state);
const Words& words_of(Differs what);
const Words& words_of(FirstPostReason reason);
const Words& words_of(LeadReason reason);
const Words& words_of(Level level);
const Words& words_of(LimitUnit unit);
const Words& words_of(OfferReason reason);
const Words& words_of(Reporter reporter);
const Words& words_of(Role role);
const Words& words_of(Bond bond);
const Words& words_of(Recurrence what);
const Words& words_of(Stage stage);
const Words& words_of(Dismissal dismissal);
const Words& words_of(Elsewhere elsewhere);
const Words& words_of(Pending pending);
const Words& words_of(Appeal appeal);
const Words& words_of(Attendance attendance);
const Words& words_of(AttachmentState state);
const Words& words_of(JobKind kind);
const Words& words_of(Until until);  // what ends the steps of a policy
const Words& words_of(Verdict::Solved solved);
const Words& words_of(NoticeKind kind);
// The words for a deed that answers a request, by what had been asked for: refusing an offer is called otherwise than
// refusing more time.
const Words& words_of(Deed deed, Pending asked);
// The words for a stage in a state, by what was asked for: an offer is to be taken over, and a verified demand is to be
// closed; the deadlines are named accordingly.
const Words& words_of(Stage stage, DemandState state, Pending asked);
const Words& deadline_words(Stage stage, DemandState state, Pending asked);

// The limit in words: "30 工作分钟", "30 working minutes".
std::string to_text(Limit limit, bool is_english);

}  // namespace wangge
