#pragma once
// The fields of situations, jobs, proposals and summonses: for the digest, and for answers about them. digest.cpp
// asserts that no field is missing.

#include "engine/base/limits.h"
#include "engine/model/description.h"
#include "engine/state/summonses.h"
#include "engine/state/under_way.h"

namespace wangge {

// clang-format off: a field a line
template <>
inline constexpr auto description<SituationInForce> =
    describe("situation_in_force", field(1, "situation", &SituationInForce::situation),
             field(2, "place", &SituationInForce::place), field(3, "by", &SituationInForce::by),
             field(4, "declared", &SituationInForce::declared), field(5, "since", &SituationInForce::since));

template <>
inline constexpr auto description<Job> =
    describe("job", field(1, "id", &Job::id), field(2, "kind", &Job::kind), field(3, "begun", &Job::begun),
             field(4, "situation", &Job::situation), field(5, "place", &Job::place), field(6, "next", &Job::next),
             field(7, "end", &Job::end), field(8, "changed", &Job::changed), field(9, "round", &Job::round),
             field(10, "head", &Job::head), field(11, "by", &Job::by));

template <>
inline constexpr auto description<Proposal> =
    describe("proposal", field(1, "position", &Proposal::position), field(2, "at", &Proposal::at),
             field(3, "account", &Proposal::account), field(4, "rows", &Proposal::rows),
             field(5, "digest", &Proposal::digest), field(6, "adopter", &Proposal::adopter),
             field(7, "effective", &Proposal::effective), field(8, "why", &Proposal::why));

template <>
inline constexpr auto description<Attendee> =
    describe("attendee", field(1, "who", &Attendee::who), field(2, "arrived", &Attendee::arrived),
             field(3, "is_late", &Attendee::is_late), field(4, "is_missing", &Attendee::is_missing),
             field(5, "has_left", &Attendee::has_left), field(6, "grade", &Attendee::grade));

template <>
inline constexpr auto description<Summons> = describe(
    "summons", field(1, "demand", &Summons::demand), field(2, "place", &Summons::place), field(3, "by", &Summons::by),
    field(4, "called", &Summons::called), field(5, "due", &Summons::due), field(6, "ended", &Summons::ended),
    field(7, "escalated_to", &Summons::escalated_to), at_most(limits::summoned_max, field(8, "who", &Summons::who)));

template <>
inline constexpr auto description<Turnout> = describe(
    "turnout", field(1, "called", &Turnout::called), field(2, "in_time", &Turnout::in_time),
    field(3, "late", &Turnout::late), field(4, "never", &Turnout::never), field(5, "left_early", &Turnout::left_early),
    field(6, "rated", &Turnout::rated), field(7, "grades", &Turnout::grades));
// clang-format on

}  // namespace wangge
