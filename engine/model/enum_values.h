#pragma once
// How many values each enum has that facts carry: a number read from a file stands for one where it is below.

#include "engine/model/account.h"
#include "engine/model/demand.h"
#include "engine/model/limit.h"
#include "engine/model/notice.h"
#include "engine/model/refusal.h"
#include "engine/model/summons.h"
#include "engine/model/tables.h"

namespace wangge {

// 0: any number will do.
template <class Enum>
inline constexpr int values_of = Enum::has_no_bound;

template <>
inline constexpr int values_of<AccountKind> = account_kinds;
template <>
inline constexpr int values_of<Appeal> = appeals;
template <>
inline constexpr int values_of<Attendance> = attendances;
template <>
inline constexpr int values_of<Bond> = bonds;
template <>
inline constexpr int values_of<ClockKind> = clock_kinds;
template <>
inline constexpr int values_of<Deed> = deeds;
template <>
inline constexpr int values_of<DemandKind> = demand_kinds;
template <>
inline constexpr int values_of<DemandState> = demand_states;
template <>
inline constexpr int values_of<Dismissal> = dismissals;
template <>
inline constexpr int values_of<Elsewhere> = elsewheres;
template <>
inline constexpr int values_of<FirstPostReason> = first_post_reasons;
template <>
inline constexpr int values_of<JobKind> = job_kinds;
template <>
inline constexpr int values_of<LeadReason> = lead_reasons;
template <>
inline constexpr int values_of<LimitUnit> = limit_units;
template <>
inline constexpr int values_of<NoticeKind> = notice_kinds;
template <>
inline constexpr int values_of<OfferReason> = offer_reasons;
template <>
inline constexpr int values_of<Pending> = pendings;
template <>
inline constexpr int values_of<Recurrence> = recurrences;
template <>
inline constexpr int values_of<Reporter> = reporters;
template <>
inline constexpr int values_of<Stage> = stages;
template <>
inline constexpr int values_of<TableKind> = table_kinds;
template <>
inline constexpr int values_of<Until> = untils;
template <>
inline constexpr int values_of<Verdict::Solved> = 4;
// A newer engine may have refused for what this one does not know.
template <>
inline constexpr int values_of<Reason> = 0;

template <class Enum>
constexpr bool has_value(Enum value) {
  return values_of<Enum> == 0 || static_cast<int>(value) < values_of<Enum>;
}

}  // namespace wangge
