#pragma once
// How many values each enum in facts has: a number read from a file stands for a value where it is below this.

#include "engine/model/account.h"
#include "engine/model/demand.h"
#include "engine/model/limit.h"
#include "engine/model/notice.h"
#include "engine/model/place.h"
#include "engine/model/refusal.h"
#include "engine/model/summons.h"
#include "engine/model/tables.h"

namespace wangge {

// An enum without a function here, or beside its own definition, does not compile.
constexpr int values_of(AccountKind) { return account_kinds; }
constexpr int values_of(Appeal) { return appeals; }
constexpr int values_of(Attendance) { return attendances; }
constexpr int values_of(Bond) { return bonds; }
constexpr int values_of(ClockKind) { return clock_kinds; }
constexpr int values_of(Deed) { return deeds; }
constexpr int values_of(DemandKind) { return demand_kinds; }
constexpr int values_of(DemandState) { return demand_states; }
constexpr int values_of(Dismissal) { return dismissals; }
constexpr int values_of(Elsewhere) { return elsewheres; }
constexpr int values_of(FirstPostReason) { return first_post_reasons; }
constexpr int values_of(JobKind) { return job_kinds; }
constexpr int values_of(LeadReason) { return lead_reasons; }
constexpr int values_of(Level) { return levels; }
constexpr int values_of(LimitUnit) { return limit_units; }
constexpr int values_of(NoticeKind) { return notice_kinds; }
constexpr int values_of(OfferReason) { return offer_reasons; }
constexpr int values_of(Pending) { return pendings; }
constexpr int values_of(Recurrence) { return recurrences; }
constexpr int values_of(Reporter) { return reporters; }
constexpr int values_of(Stage) { return stages; }
constexpr int values_of(TableKind) { return table_kinds; }
constexpr int values_of(Until) { return untils; }
constexpr int values_of(Verdict::Solved) { return verdicts_of_solved; }
// 0 lets any number pass: a newer engine may have refused for a reason that this one does not know.
constexpr int values_of(Reason) { return 0; }

template <class Enum>
constexpr bool has_value(Enum value) {
  constexpr int count = values_of(Enum{});
  return count == 0 || static_cast<int>(value) < count;
}

}  // namespace wangge
