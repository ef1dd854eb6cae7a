#pragma once
// The fields of the state, for the digest (digest.h), which is derived from them. digest.cpp asserts that no field is
// missing. FieldKind::link marks fields that only say where something lies in memory.

#include "engine/model/description.h"
#include "engine/model/event_description.h"
#include "engine/state/accounts.h"
#include "engine/state/city.h"
#include "engine/state/demands.h"
#include "engine/state/lost_leads.h"
#include "engine/state/notice_queue.h"
#include "engine/state/slots.h"
#include "engine/state/spots.h"
#include "engine/state/summonses.h"
#include "engine/state/under_way.h"
#include "engine/state/under_way_description.h"

namespace wangge {

// clang-format off: a field a line
// -------------------------------------------------------------------------------------------- demands

template <>
inline constexpr auto description<Slot> =
    describe("slot", field(1, "id", &Slot::id), field(2, "last", &Slot::last), field(3, "received", &Slot::received),
             field(4, "dues", &Slot::dues), field(5, "chain", &Slot::chain), field(6, "lead", &Slot::lead),
             field(7, "place", &Slot::place), field(8, "road", &Slot::road), field(9, "category", &Slot::category),
             field(10, "condition", &Slot::condition), WANGGE_BITS(Slot, 11, "severity", severity),
             WANGGE_BITS(Slot, 12, "waits", waits), WANGGE_BITS(Slot, 13, "warned", warned),
             WANGGE_BITS(Slot, 14, "is_late", is_late), field(15, "state", &Slot::state),
             WANGGE_BITS(Slot, 16, "acting_step", acting_step), WANGGE_BITS(Slot, 17, "escalated_step", escalated_step),
             WANGGE_BITS(Slot, 18, "has_aside", has_aside, FieldKind::link), field(19, "origin", &Slot::origin),
             field<FieldKind::link>(20, "next_in_queue", &Slot::next_in_queue),
             field<FieldKind::link>(21, "previous_in_queue", &Slot::previous_in_queue));

template <>
inline constexpr auto description<PastPause> =
    describe("past_pause", field(1, "began", &PastPause::began), field(2, "from", &PastPause::from),
             field(3, "has_waited", &PastPause::has_waited));

template <>
inline constexpr auto description<Aside> = describe(
    "aside", field(1, "complained_of", &Aside::complained_of), field(2, "returned_to", &Aside::returned_to),
    field(3, "between", &Aside::between), field(4, "times", &Aside::times), field(5, "hand_overs", &Aside::hand_overs),
    field(6, "returns", &Aside::returns), field(7, "reworks", &Aside::reworks), field(8, "upward", &Aside::upward),
    field(9, "is_contained", &Aside::is_contained), field(10, "to_deputy", &Aside::to_deputy),
    field(11, "is_restricted", &Aside::is_restricted), field(12, "reopened", &Aside::reopened),
    field(13, "calls", &Aside::calls), field(14, "verdict", &Aside::verdict), field(15, "last_call", &Aside::last_call),
    field(16, "resolution_since", &Aside::resolution_since), field(17, "pause", &Aside::pause),
    field(18, "pending", &Aside::pending), field(19, "extension", &Aside::extension),
    field(20, "extends", &Aside::extends), field(21, "late_meanwhile", &Aside::late_meanwhile),
    field(22, "raised_meanwhile", &Aside::raised_meanwhile), field(23, "suspended_until", &Aside::suspended_until),
    field(24, "asked_of", &Aside::asked_of), field(25, "extensions", &Aside::extensions),
    field(26, "suspensions", &Aside::suspensions), field(27, "refusals", &Aside::refusals),
    field(28, "urge", &Aside::urge), field(29, "passed", &Aside::passed),
    field(30, "suspended_at", &Aside::suspended_at), field(31, "held", &Aside::held),
    field(32, "assistants", &Aside::assistants), field(33, "head", &Aside::head), field(34, "bond", &Aside::bond),
    field(35, "state_before", &Aside::state_before), field(36, "warned_before", &Aside::warned_before),
    field(37, "severity_alone", &Aside::severity_alone), field(38, "members", &Aside::members),
    field(39, "voices", &Aside::voices), field(40, "appeal", &Aside::appeal), field(41, "reviewer", &Aside::reviewer));

template <>
inline constexpr auto description<LostLead> = describe("lost_lead", field(1, "from", &LostLead::from),
                                                       field(2, "to", &LostLead::to), field(3, "at", &LostLead::at));

// -------------------------------------------------------------------------------------------- the city beside them

template <>
inline constexpr auto description<Recomputation> =
    describe("recomputation", field(1, "at", &Recomputation::at), field(2, "version", &Recomputation::version));

// The digest of the rows stands for policies and calendars, since they are made from the rows.
template <>
inline constexpr auto description<Version> =
    describe("version", field(1, "number", &Version::number), field(2, "adopted", &Version::adopted),
             field(3, "effective", &Version::effective), field(4, "digest", &Version::digest),
             field<FieldKind::link>(5, "policies", &Version::policies),
             field<FieldKind::link>(6, "calendars", &Version::calendars), field(7, "at", &Version::at),
             field(8, "by", &Version::by));

template <>
inline constexpr auto description<Account> =
    describe("account", field(1, "kind", &Account::kind), field(2, "token_hash", &Account::token_hash),
             field(3, "rights", &Account::rights), field(4, "ended", &Account::ended),
             field(5, "spools", &Account::spools), field(6, "grids", &Account::grids));

template <>
inline constexpr auto description<PendingNotice> =
    describe("pending_notice", field(1, "demand", &PendingNotice::demand), field(2, "to", &PendingNotice::to),
             field(3, "holder", &PendingNotice::holder), field(4, "kind", &PendingNotice::kind),
             field(5, "not_before", &PendingNotice::not_before), field(6, "count", &PendingNotice::count),
             field(7, "summons", &PendingNotice::summons), field(8, "members", &PendingNotice::members));

template <>
inline constexpr auto description<NoticeQueue::Unreached> =
    describe("unreached", field(1, "holder", &NoticeQueue::Unreached::holder),
             field(2, "notices", &NoticeQueue::Unreached::notices));

template <>
inline constexpr auto description<NoticeQueue::Key> =
    describe("storm_key", field(1, "to", &NoticeQueue::Key::to), field(2, "holder", &NoticeQueue::Key::holder),
             field(3, "compound", &NoticeQueue::Key::compound), field(4, "kind", &NoticeQueue::Key::kind),
             field(5, "class_number", &NoticeQueue::Key::class_number));

template <>
inline constexpr auto description<NoticeQueue::Storm> =
    describe("storm_told", field(1, "notice", &NoticeQueue::Storm::notice),
             field(2, "count", &NoticeQueue::Storm::count), field(3, "first", &NoticeQueue::Storm::first));

template <>
inline constexpr auto description<Spot> =
    describe("spot", field(1, "received", &Spot::received), field(2, "found", &Spot::found),
             field(3, "raised", &Spot::raised), field(4, "next", &Spot::next));

template <>
inline constexpr auto description<Surge> =
    describe("surge", field(1, "of_minute", &Surge::of_minute), field(2, "minute", &Surge::minute),
             field(3, "first", &Surge::first), field(4, "began", &Surge::began), field(5, "found", &Surge::found));
// clang-format on

}  // namespace wangge
