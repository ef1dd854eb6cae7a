#pragma once
// The fields of a step, from which its bytes, as terminals get them, are made. tell.cpp asserts that no field is
// missing.

#include "engine/model/described.h"
#include "engine/model/event_description.h"
#include "engine/story/step.h"

namespace wangge::story {

// clang-format off: a field a line
constexpr int values_of(Damage) { return damages; }

}  // namespace wangge::story

namespace wangge {

template <>
inline constexpr auto description<story::Worded> =
    describe("worded", field(1, "name", &story::Worded::name), field(2, "chinese", &story::Worded::chinese),
             field(3, "english", &story::Worded::english));

template <>
inline constexpr auto description<story::Step> =
    describe("step", field(1, "position", &story::Step::position), field<FieldKind::instant>(2, "at", &story::Step::at),
             field(3, "damage", &story::Step::damage), field(4, "event", &story::Step::event),
             field(5, "deed", &story::Step::deed), field(6, "chinese", &story::Step::chinese),
             field(7, "english", &story::Step::english), field(8, "by", &story::Step::by),
             field(9, "is_clocks", &story::Step::is_clocks), field(10, "recorded", &story::Step::recorded),
             field(11, "group", &story::Step::group), field(12, "overdue", &story::Step::overdue),
             field(13, "warned", &story::Step::warned), field(14, "pending", &story::Step::pending),
             field(15, "let_pass", &story::Step::let_pass), field(16, "lead", &story::Step::lead),
             field(17, "leads", &story::Step::leads), field(18, "stays", &story::Step::stays),
             field(19, "to", &story::Step::to), field(20, "notified", &story::Step::notified),
             field(21, "holder", &story::Step::holder), field(22, "place", &story::Step::place),
             field(23, "category", &story::Step::category), field(24, "was", &story::Step::was),
             field(25, "condition", &story::Step::condition), field(26, "part", &story::Step::part),
             field(27, "other", &story::Step::other), field(28, "summons", &story::Step::summons),
             field(29, "organisations", &story::Step::organisations), field(30, "is_exempt", &story::Step::is_exempt),
             field(31, "undoes_late", &story::Step::undoes_late), field(32, "upward", &story::Step::upward),
             field(33, "begins_again", &story::Step::begins_again), field(34, "verdict", &story::Step::verdict),
             field(35, "is_unanswered", &story::Step::is_unanswered), field(36, "why", &story::Step::why),
             field(37, "limit", &story::Step::limit), field<FieldKind::instant>(38, "until", &story::Step::until),
             field(39, "count", &story::Step::count), field(40, "is_late", &story::Step::is_late),
             field(41, "attempts", &story::Step::attempts), field(42, "grade", &story::Step::grade),
             field(43, "state", &story::Step::state), field(44, "dues", &story::Step::dues),
             field(45, "subject", &story::Step::subject), field(46, "forgets_subject", &story::Step::forgets_subject),
             field(47, "by_older_questions", &story::Step::by_older_questions), field(48, "text", &story::Step::text),
             field(49, "attachments", &story::Step::attachments), field(50, "answers", &story::Step::answers));
// clang-format on

}  // namespace wangge
