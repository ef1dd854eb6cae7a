#pragma once
// The fields of every fact of engine/model/event.h. See description.h; event.cpp asserts that no field is missing.

#include <algorithm>
#include <optional>
#include <span>

#include "engine/model/description.h"
#include "engine/model/event.h"

namespace wangge {

// clang-format off: a field a line
// Deadlines with the state that says what each is for.
struct DuesIn {
  Dues dues;
  DemandState state = DemandState::submitted;
};

// The parts of facts.

template <>
inline constexpr auto description<Limit> =
    describe("limit", field(1, "amount", &Limit::amount), field(2, "unit", &Limit::unit));

template <>
inline constexpr auto description<Verdict> = describe(
    "verdict", field(1, "reached", &Verdict::reached), field(2, "in_time", &Verdict::in_time),
    field(3, "solved", &Verdict::solved), field(4, "result", &Verdict::result), field(5, "service", &Verdict::service));

template <>
inline constexpr auto description<Offer> =
    describe("offer", field(1, "who", &Offer::who), field(2, "reason", &Offer::reason));

template <>
inline constexpr auto description<Rights> =
    describe("rights", field(1, "name", &Rights::name), field(2, "grids", &Rights::grids),
             field(3, "every_grid", &Rights::every_grid), field(4, "posts", &Rights::posts),
             field(5, "organisation", &Rights::organisation), field(6, "scope", &Rights::scope),
             field(7, "restricted", &Rights::restricted), field(8, "every_restricted", &Rights::every_restricted),
             field(9, "person", &Rights::person));

template <>
inline constexpr auto description<Urge> =
    describe("urge", field<FieldKind::instant>(1, "due", &Urge::due), field(2, "step", &Urge::step),
             field(3, "round", &Urge::round), field(4, "until", &Urge::until));

// The facts.

template <>
inline constexpr auto description<Submitted> = describe_fact(
    "submitted", "提交", field(1, "session", &Submitted::session), field(2, "sequence", &Submitted::sequence),
    field(3, "place", &Submitted::place), field(4, "road", &Submitted::road),
    field<FieldKind::instant>(5, "occurred", &Submitted::occurred),
    field<FieldKind::packed>(6, "dues", &Submitted::dues),
    worked_out("deadlines",
               [](const Submitted& fact) {
                 return DuesIn{fact.dues, fact.check_first() ? DemandState::filing : DemandState::submitted};
               }),
    field(7, "chain", &Submitted::chain), field(8, "offers", &Submitted::offers), field(9, "lead", &Submitted::lead),
    field(10, "holder", &Submitted::holder), field(11, "complained_of", &Submitted::complained_of),
    field(12, "category", &Submitted::category), field(13, "condition", &Submitted::condition),
    field<FieldKind::packed>(14, "severity_bits", &Submitted::severity),
    field<FieldKind::text>(15, "text", &Submitted::text_length), field(16, "version", &Submitted::version),
    field<FieldKind::contact>(17, "contact_bytes", &Submitted::contact_length),
    field<FieldKind::packed>(18, "origin_bits", &Submitted::origin),
    field<FieldKind::packed>(19, "reason_bits", &Submitted::reasons),
    field<FieldKind::chain_step>(20, "acting_step", &Submitted::acting_step),
    WANGGE_BITS(Submitted, 21, "reference", reference_length, FieldKind::reference),
    WANGGE_BITS(Submitted, 22, "attachments", attachments_length, FieldKind::attachments),
    WANGGE_BITS(Submitted, 23, "answers", answers_length, FieldKind::answers),
    field<FieldKind::packed>(24, "subject", &Submitted::subject),
    worked_out("asset", [](const Submitted& fact) { return fact.subject.asset(); }),
    worked_out("door", [](const Submitted& fact) { return fact.subject.door(); }),
    worked_out("demand_kind", [](const Submitted& fact) { return Origin::from_packed(fact.origin).kind; }),
    worked_out("reporter", [](const Submitted& fact) { return Origin::from_packed(fact.origin).reporter; }),
    worked_out("clock_ahead", [](const Submitted& fact) { return Origin::from_packed(fact.origin).clock_ahead; }),
    worked_out("occurred_replaced",
               [](const Submitted& fact) { return Origin::from_packed(fact.origin).occurred_replaced; }),
    worked_out("tell_chain", [](const Submitted& fact) { return Origin::from_packed(fact.origin).tell_chain; }),
    worked_out("severity", [](const Submitted& fact) { return fact.severity_level(); }),
    worked_out("waits", [](const Submitted& fact) { return fact.waits(); }),
    worked_out("by_older_questions", [](const Submitted& fact) { return fact.by_older_questions(); }),
    worked_out("is_restricted", [](const Submitted& fact) { return fact.is_restricted(); }),
    worked_out("check_first", [](const Submitted& fact) { return fact.check_first(); }),
    worked_out("first_post_reason", [](const Submitted& fact) { return fact.first_post_reason(); }),
    worked_out("lead_reason", [](const Submitted& fact) { return fact.lead_reason(); }));

template <>
inline constexpr auto description<Accepted> =
    describe_fact("accepted", "签收", field(1, "demand", &Accepted::demand), field(2, "previous", &Accepted::previous),
                  field(3, "session", &Accepted::session), field(4, "sequence", &Accepted::sequence),
                  field(5, "account", &Accepted::account), field(6, "as", &Accepted::as),
                  field(7, "group", &Accepted::group), field(8, "recorded", &Accepted::recorded));

template <>
inline constexpr auto description<Finished> =
    describe_fact("finished", "办结", field(1, "demand", &Finished::demand), field(2, "previous", &Finished::previous),
                  field(3, "session", &Finished::session), field(4, "sequence", &Finished::sequence),
                  field(5, "account", &Finished::account), field(6, "as", &Finished::as),
                  field(7, "recorded", &Finished::recorded), field<FieldKind::text>(8, "text", &Finished::text_length),
                  field<FieldKind::attachments>(9, "attachments", &Finished::attachments_length),
                  field<FieldKind::instant>(10, "verification_due", &Finished::verification_due),
                  field(11, "verifier", &Finished::verifier));

template <>
inline constexpr auto description<Closed> =
    describe_fact("closed", "结案", field(1, "demand", &Closed::demand), field(2, "previous", &Closed::previous),
                  field(3, "session", &Closed::session), field(4, "sequence", &Closed::sequence),
                  field(5, "account", &Closed::account), field(6, "as", &Closed::as),
                  field(7, "recorded", &Closed::recorded), field<FieldKind::text>(8, "text", &Closed::text_length),
                  field<FieldKind::instant>(9, "rating_due", &Closed::rating_due),
                  field<FieldKind::instant>(10, "reopening_due", &Closed::reopening_due));

// Which choice of the deed's list was made; nothing where the deed has no such list.
template <class Enum>
constexpr std::optional<Enum> choice(const Acted& fact, bool is_of_list) {
  return is_of_list ? std::optional(static_cast<Enum>(fact.choice)) : std::nullopt;
}

template <>
inline constexpr auto description<Acted> = describe_fact(
    "acted", "办理步骤", field(1, "demand", &Acted::demand), field(2, "previous", &Acted::previous),
    field(3, "session", &Acted::session), field(4, "sequence", &Acted::sequence), field(5, "account", &Acted::account),
    field(6, "as", &Acted::as), field(7, "lead", &Acted::lead), field(8, "holder", &Acted::holder),
    field(9, "to", &Acted::to), field<FieldKind::packed>(10, "dues", &Acted::dues),
    worked_out("deadlines",
               [](const Acted& fact) {
                 return DuesIn{fact.dues, fact.state};
               }),
    field(11, "group", &Acted::group), field<FieldKind::text>(12, "text", &Acted::text_length),
    field<FieldKind::attachments>(13, "attachments", &Acted::attachments_length), field(14, "deed", &Acted::deed),
    field(15, "state", &Acted::state), field<FieldKind::chain_step>(16, "acting_step", &Acted::acting_step),
    field<FieldKind::chain_step>(17, "escalated_step", &Acted::escalated_step),
    WANGGE_BITS(Acted, 18, "recorded", recorded), WANGGE_BITS(Acted, 19, "upward", upward),
    WANGGE_BITS(Acted, 20, "final", is_final), WANGGE_BITS(Acted, 21, "waits", waits),
    WANGGE_BITS(Acted, 22, "keeps_used", keeps_used), WANGGE_BITS(Acted, 23, "undoes_late", undoes_late),
    WANGGE_BITS(Acted, 24, "late", is_late), field<FieldKind::packed>(25, "choice", &Acted::choice),
    field<FieldKind::packed>(26, "verdict_bits", &Acted::verdict),
    worked_out("verdict", [](const Acted& fact) { return Verdict::from_packed(fact.verdict); }),
    worked_out("dismissal", [](const Acted& fact) { return choice<Dismissal>(fact, fact.deed == Deed::dismiss); }),
    worked_out("elsewhere", [](const Acted& fact) { return choice<Elsewhere>(fact, fact.deed == Deed::divert); }),
    worked_out("appeal", [](const Acted& fact) { return choice<Appeal>(fact, is_of_appeal(fact.deed)); }));

template <>
inline constexpr auto description<Sought> = describe_fact(
    "sought", "申请", field(1, "demand", &Sought::demand), field(2, "previous", &Sought::previous),
    field(3, "session", &Sought::session), field(4, "sequence", &Sought::sequence),
    field(5, "account", &Sought::account), field(6, "as", &Sought::as),
    field<FieldKind::instant>(7, "answer_due", &Sought::answer_due), field(8, "by", &Sought::by),
    field<FieldKind::instant>(9, "until", &Sought::until), field<FieldKind::instant>(10, "extends", &Sought::extends),
    field(11, "whom", &Sought::whom), field<FieldKind::text>(12, "text", &Sought::text_length),
    field(13, "what", &Sought::what), field(14, "recorded", &Sought::recorded));

template <>
inline constexpr auto description<Assisted> =
    describe_fact("assisted", "协办", field(1, "demand", &Assisted::demand), field(2, "previous", &Assisted::previous),
                  field(3, "session", &Assisted::session), field(4, "sequence", &Assisted::sequence),
                  field(5, "account", &Assisted::account), field(6, "as", &Assisted::as),
                  field(7, "who", &Assisted::who), field<FieldKind::text>(8, "text", &Assisted::text_length),
                  field(9, "done", &Assisted::is_done), field(10, "recorded", &Assisted::recorded));

template <>
inline constexpr auto description<Moved> = describe_fact(
    "moved", "改地点", field(1, "demand", &Moved::demand), field(2, "previous", &Moved::previous),
    field(3, "session", &Moved::session), field(4, "sequence", &Moved::sequence), field(5, "account", &Moved::account),
    field(6, "as", &Moved::as), field(7, "place", &Moved::place), field(8, "road", &Moved::road),
    field(9, "chain", &Moved::chain), field(10, "offers", &Moved::offers), field(11, "lead", &Moved::lead),
    field(12, "holder", &Moved::holder), field<FieldKind::packed>(13, "dues", &Moved::dues),
    worked_out("deadlines",
               [](const Moved& fact) {
                 return DuesIn{fact.dues, DemandState::submitted};
               }),
    field<FieldKind::text>(14, "text", &Moved::text_length),
    field<FieldKind::chain_step>(15, "acting_step", &Moved::acting_step), WANGGE_BITS(Moved, 16, "recorded", recorded),
    WANGGE_BITS(Moved, 17, "waits", waits), WANGGE_BITS(Moved, 18, "forgets_subject", forgets_subject));

template <>
inline constexpr auto description<Reclassified> = describe_fact(
    "reclassified", "改类别", field(1, "demand", &Reclassified::demand), field(2, "previous", &Reclassified::previous),
    field(3, "session", &Reclassified::session), field(4, "sequence", &Reclassified::sequence),
    field(5, "account", &Reclassified::account), field(6, "as", &Reclassified::as),
    field(7, "chain", &Reclassified::chain), field(8, "offers", &Reclassified::offers),
    field(9, "lead", &Reclassified::lead), field(10, "holder", &Reclassified::holder),
    field<FieldKind::packed>(11, "dues", &Reclassified::dues),
    worked_out("deadlines",
               [](const Reclassified& fact) {
                 return DuesIn{fact.dues, fact.state};
               }),
    field(12, "category", &Reclassified::category), field<FieldKind::text>(13, "text", &Reclassified::text_length),
    field(14, "condition", &Reclassified::condition), field(15, "severity", &Reclassified::severity),
    field(16, "severity_alone", &Reclassified::severity_alone), field(17, "state", &Reclassified::state),
    field<FieldKind::chain_step>(18, "acting_step", &Reclassified::acting_step),
    field<FieldKind::chain_step>(19, "escalated_step", &Reclassified::escalated_step),
    WANGGE_BITS(Reclassified, 20, "recorded", recorded), WANGGE_BITS(Reclassified, 21, "waits", waits),
    WANGGE_BITS(Reclassified, 22, "begins", begins), WANGGE_BITS(Reclassified, 23, "restricted", is_restricted));

template <>
inline constexpr auto description<Joined> =
    describe_fact("joined", "并案", field(1, "demand", &Joined::demand), field(2, "previous", &Joined::previous),
                  field(3, "session", &Joined::session), field(4, "sequence", &Joined::sequence),
                  field(5, "account", &Joined::account), field(6, "as", &Joined::as), field(7, "head", &Joined::head),
                  field<FieldKind::text>(8, "text", &Joined::text_length), field(9, "bond", &Joined::bond),
                  field(10, "recorded", &Joined::recorded));

template <>
inline constexpr auto description<Gathered> = describe_fact(
    "gathered", "主件增减", field(1, "demand", &Gathered::demand), field(2, "previous", &Gathered::previous),
    field(3, "member", &Gathered::member), field(4, "voices", &Gathered::voices),
    field(5, "severity", &Gathered::severity), field(6, "has_parted", &Gathered::has_parted));

template <>
inline constexpr auto description<Recurred> = describe_fact(
    "recurred", "热点", field(1, "demand", &Recurred::demand), field(2, "previous", &Recurred::previous),
    field(3, "first", &Recurred::first), field(4, "place", &Recurred::place), field(5, "to", &Recurred::to),
    field(6, "holder", &Recurred::holder), field(7, "count", &Recurred::count), field(8, "what", &Recurred::what),
    field(9, "class", &Recurred::class_number));

template <>
inline constexpr auto description<Escalated> =
    describe_fact("escalated", "升级", field(1, "demand", &Escalated::demand),
                  field(2, "previous", &Escalated::previous), field<FieldKind::instant>(3, "due", &Escalated::due),
                  field(4, "to", &Escalated::to), field(5, "holder", &Escalated::holder),
                  field(6, "stage", &Escalated::stage), field<FieldKind::chain_step>(7, "to_step", &Escalated::to_step),
                  field(8, "parked", &Escalated::is_parked), field(9, "urge", &Escalated::urge));

template <>
inline constexpr auto description<Reassigned> = describe_fact(
    "reassigned", "改派", field(1, "demand", &Reassigned::demand), field(2, "previous", &Reassigned::previous),
    field<FieldKind::instant>(3, "due", &Reassigned::due),
    field<FieldKind::instant>(4, "acceptance_due", &Reassigned::acceptance_due), field(5, "lead", &Reassigned::lead),
    field(6, "holder", &Reassigned::holder), field<FieldKind::chain_step>(7, "acting_step", &Reassigned::acting_step),
    field<FieldKind::chain_step>(8, "escalated_step", &Reassigned::escalated_step),
    field(9, "skipped", &Reassigned::skipped), field(10, "to_deputy", &Reassigned::to_deputy),
    field(11, "urge", &Reassigned::urge));

template <>
inline constexpr auto description<Warned> =
    describe_fact("warned", "预警", field(1, "demand", &Warned::demand), field(2, "previous", &Warned::previous),
                  field<FieldKind::instant>(3, "due", &Warned::due), field(4, "stage", &Warned::stage));

template <>
inline constexpr auto description<Lapsed> =
    describe_fact("lapsed", "时限经过", field(1, "demand", &Lapsed::demand), field(2, "previous", &Lapsed::previous),
                  field<FieldKind::instant>(3, "due", &Lapsed::due), field(4, "stage", &Lapsed::stage));

template <>
inline constexpr auto description<Urged> =
    describe_fact("urged", "催办", field(1, "demand", &Urged::demand), field(2, "previous", &Urged::previous),
                  field<FieldKind::instant>(3, "due", &Urged::due), field(4, "to", &Urged::to),
                  field(5, "holder", &Urged::holder), field<FieldKind::chain_step>(6, "to_step", &Urged::to_step),
                  field(7, "step", &Urged::step), field(8, "skipped", &Urged::skipped), field(9, "urge", &Urged::urge));

template <>
inline constexpr auto description<Noticed> =
    describe_fact("noticed", "通知", field(1, "demand", &Noticed::demand), field(2, "previous", &Noticed::previous),
                  field(3, "grows", &Noticed::grows), field(4, "first", &Noticed::first),
                  field<FieldKind::instant>(5, "not_before", &Noticed::not_before), field(6, "count", &Noticed::count),
                  field(7, "to", &Noticed::to), field(8, "holder", &Noticed::holder),
                  field(9, "compound", &Noticed::compound), field(10, "notice_kind", &Noticed::kind),
                  field(11, "class", &Noticed::class_number), field(12, "summons", &Noticed::summons));

template <>
inline constexpr auto description<Delivered> = describe_fact(
    "delivered", "通知送达", field(1, "demand", &Delivered::demand), field(2, "previous", &Delivered::previous),
    field(3, "notice", &Delivered::notice), field(4, "count", &Delivered::count),
    field(5, "attempts", &Delivered::attempts), field(6, "status", &Delivered::status),
    field(7, "given_up", &Delivered::is_given_up), field(8, "dropped", &Delivered::is_dropped));

template <>
inline constexpr auto description<PoliciesMigrated> =
    describe_fact("policies_migrated", "督办策略迁移", field(1, "session", &PoliciesMigrated::session),
                  field(2, "sequence", &PoliciesMigrated::sequence), field(3, "version", &PoliciesMigrated::version));

template <>
inline constexpr auto description<SituationDeclared> = describe_fact(
    "situation_declared", "宣布状况", field(1, "session", &SituationDeclared::session),
    field(2, "sequence", &SituationDeclared::sequence), field(3, "account", &SituationDeclared::account),
    field(4, "as", &SituationDeclared::as), field(5, "place", &SituationDeclared::place),
    field<FieldKind::instant>(6, "since", &SituationDeclared::since),
    field(7, "situation", &SituationDeclared::situation), field(8, "recorded", &SituationDeclared::recorded));

template <>
inline constexpr auto description<SituationEnded> =
    describe_fact("situation_ended", "解除状况", field(1, "session", &SituationEnded::session),
                  field(2, "sequence", &SituationEnded::sequence), field(3, "account", &SituationEnded::account),
                  field(4, "as", &SituationEnded::as), field(5, "place", &SituationEnded::place),
                  field(6, "situation", &SituationEnded::situation), field(7, "recorded", &SituationEnded::recorded));

template <>
inline constexpr auto description<Summoned> = describe_fact(
    "summoned", "吹哨", field(1, "demand", &Summoned::demand), field(2, "previous", &Summoned::previous),
    field(3, "session", &Summoned::session), field(4, "sequence", &Summoned::sequence),
    field(5, "account", &Summoned::account), field(6, "as", &Summoned::as), field(7, "place", &Summoned::place),
    field<FieldKind::instant>(8, "due", &Summoned::due), field<FieldKind::organisations>(9, "who", &Summoned::who),
    field(10, "forgets", &Summoned::forgets), field<FieldKind::text>(11, "text", &Summoned::text_length),
    field(12, "recorded", &Summoned::recorded));

template <>
inline constexpr auto description<Attended> = describe_fact(
    "attended", "吹哨记录", field(1, "summons", &Attended::summons), field(2, "demand", &Attended::demand),
    field(3, "previous", &Attended::previous), field(4, "session", &Attended::session),
    field(5, "sequence", &Attended::sequence), field(6, "account", &Attended::account), field(7, "as", &Attended::as),
    field(8, "who", &Attended::who), field<FieldKind::text>(9, "text", &Attended::text_length),
    field(10, "what", &Attended::what), field(11, "grade", &Attended::grade), field(12, "late", &Attended::is_late),
    field(13, "recorded", &Attended::recorded));

template <>
inline constexpr auto description<NotArrived> =
    describe_fact("not_arrived", "未报到", field(1, "summons", &NotArrived::summons),
                  field(2, "demand", &NotArrived::demand), field(3, "previous", &NotArrived::previous),
                  field<FieldKind::instant>(4, "due", &NotArrived::due), field(5, "to", &NotArrived::to),
                  field(6, "holder", &NotArrived::holder), field<FieldKind::organisations>(7, "who", &NotArrived::who));

template <>
inline constexpr auto description<RecomputationBegun> = describe_fact(
    "recomputation_begun", "开始重算时限", field(1, "session", &RecomputationBegun::session),
    field(2, "sequence", &RecomputationBegun::sequence), field(3, "version", &RecomputationBegun::version));

template <>
inline constexpr auto description<Rescheduled> =
    describe_fact("rescheduled", "时限重算", field(1, "demand", &Rescheduled::demand),
                  field(2, "previous", &Rescheduled::previous), field(3, "job", &Rescheduled::job),
                  field(4, "deadlines", &Rescheduled::dues), field<FieldKind::instant>(5, "since", &Rescheduled::since),
                  field(6, "why", &Rescheduled::why), field(7, "waits", &Rescheduled::waits));

template <>
inline constexpr auto description<Rerouted> = describe_fact(
    "rerouted", "随责任变动改派", field(1, "demand", &Rerouted::demand), field(2, "previous", &Rerouted::previous),
    field(3, "job", &Rerouted::job), field(4, "place", &Rerouted::place), field(5, "road", &Rerouted::road),
    field(6, "chain", &Rerouted::chain), field(7, "offers", &Rerouted::offers), field(8, "lead", &Rerouted::lead),
    field(9, "holder", &Rerouted::holder), field(10, "to", &Rerouted::to), field(11, "asked", &Rerouted::asked),
    field<FieldKind::packed>(12, "dues", &Rerouted::dues),
    worked_out("deadlines",
               [](const Rerouted& fact) {
                 return DuesIn{fact.dues, fact.state};
               }),
    field(13, "state", &Rerouted::state), field<FieldKind::chain_step>(14, "acting_step", &Rerouted::acting_step),
    field<FieldKind::chain_step>(15, "escalated_step", &Rerouted::escalated_step),
    field(16, "assistants_gone", &Rerouted::assistants_gone));

template <>
inline constexpr auto description<JobEnded> =
    describe_fact("job_ended", "批量调整完成", field(1, "job", &JobEnded::job));

template <>
inline constexpr auto description<Declined> = describe_fact(
    "declined", "未受理", field(1, "session", &Declined::session), field(2, "sequence", &Declined::sequence),
    field<FieldKind::spread>(3, "refusal", &Declined::refusal));

template <>
inline constexpr auto description<ChainInterned> =
    describe_fact("chain_interned", "新责任链", field(1, "chain", &ChainInterned::chain),
                  field<FieldKind::packed>(2, "count", &ChainInterned::count),
                  field<FieldKind::packed>(3, "post_array", &ChainInterned::posts),
                  worked_out("posts", [](const ChainInterned& fact) {
                    return std::span(fact.posts).first(std::min(std::size_t{fact.count}, fact.posts.size()));
                  }));

template <>
inline constexpr auto description<OffersInterned> =
    describe_fact("offers_interned", "新资源名单", field(1, "offers", &OffersInterned::offers),
                  field<FieldKind::offers>(2, "list", &OffersInterned::list));

template <>
inline constexpr auto description<SessionOpened> =
    describe_fact("session_opened", "终端会话", field(1, "session", &SessionOpened::session),
                  field(2, "account", &SessionOpened::account), field(3, "spool", &SessionOpened::spool),
                  field(4, "first", &SessionOpened::first));

template <>
inline constexpr auto description<AccountAdded> =
    describe_fact("account_added", "新建账号", field(1, "account", &AccountAdded::account),
                  field(2, "session", &AccountAdded::session), field(3, "sequence", &AccountAdded::sequence),
                  field(4, "account_kind", &AccountAdded::kind), field(5, "token_sha256", &AccountAdded::token_hash),
                  field<FieldKind::rights>(6, "rights", &AccountAdded::rights));

template <>
inline constexpr auto description<AccountEnded> =
    describe_fact("account_ended", "停用账号", field(1, "account", &AccountEnded::account),
                  field(2, "session", &AccountEnded::session), field(3, "sequence", &AccountEnded::sequence));

template <>
inline constexpr auto description<LogBegun> =
    describe_fact("log_begun", "日志开始", field(1, "log", &LogBegun::log), field(2, "clock", &LogBegun::clock));

template <>
inline constexpr auto description<LossAccepted> = describe_fact(
    "loss_accepted", "确认丢失", field(1, "log", &LossAccepted::log), field(2, "after", &LossAccepted::after));

template <>
inline constexpr auto description<ConfigurationBegun> = describe_fact(
    "configuration_begun", "开始载入配置", field(1, "session", &ConfigurationBegun::session),
    field(2, "sequence", &ConfigurationBegun::sequence), field(3, "account", &ConfigurationBegun::account),
    field(4, "version", &ConfigurationBegun::version), field(5, "drops", &ConfigurationBegun::drops));

template <>
inline constexpr auto description<RowStaged> =
    describe_fact("row_staged", "载入配置行", field(1, "table", &RowStaged::table),
                  field<FieldKind::row>(2, "cells", &RowStaged::cells), field(3, "session", &RowStaged::session),
                  field(4, "sequence", &RowStaged::sequence));

template <>
inline constexpr auto description<ConfigurationProposed> = describe_fact(
    "configuration_proposed", "提议配置", field(1, "session", &ConfigurationProposed::session),
    field(2, "sequence", &ConfigurationProposed::sequence), field(3, "account", &ConfigurationProposed::account),
    field(4, "rows", &ConfigurationProposed::rows), field(5, "digest", &ConfigurationProposed::digest),
    field<FieldKind::text>(6, "text", &ConfigurationProposed::text_length));

template <>
inline constexpr auto description<ConfigurationAdopted> = describe_fact(
    "configuration_adopted", "采用配置", field(1, "version", &ConfigurationAdopted::version),
    field<FieldKind::instant>(2, "effective", &ConfigurationAdopted::effective),
    field(3, "digest", &ConfigurationAdopted::digest), field(4, "moves_demands", &ConfigurationAdopted::moves_demands),
    field(5, "session", &ConfigurationAdopted::session), field(6, "sequence", &ConfigurationAdopted::sequence),
    field(7, "account", &ConfigurationAdopted::account));

template <>
inline constexpr auto description<ConfigurationRejected> = describe_fact(
    "configuration_rejected", "否决配置", field(1, "session", &ConfigurationRejected::session),
    field(2, "sequence", &ConfigurationRejected::sequence), field(3, "account", &ConfigurationRejected::account),
    field<FieldKind::text>(4, "text", &ConfigurationRejected::text_length),
    field(5, "proposal", &ConfigurationRejected::proposal));

template <>
inline constexpr auto description<ConfigurationScheduled> = describe_fact(
    "configuration_scheduled", "定时采用配置", field(1, "session", &ConfigurationScheduled::session),
    field(2, "sequence", &ConfigurationScheduled::sequence), field(3, "account", &ConfigurationScheduled::account),
    field(4, "proposal", &ConfigurationScheduled::proposal),
    field<FieldKind::instant>(5, "effective", &ConfigurationScheduled::effective));

template <>
inline constexpr auto description<ConfigurationPutOff> =
    describe_fact("configuration_put_off", "配置未能生效", field(1, "proposal", &ConfigurationPutOff::proposal),
                  field<FieldKind::instant>(2, "effective", &ConfigurationPutOff::effective),
                  field<FieldKind::spread>(3, "why", &ConfigurationPutOff::why));

// The register tells which fields there are, and what the fact is called.
template <>
inline constexpr auto description<DescribedFact> =
    describe_fact("described", "专题事项", field<FieldKind::packed>(1, "kind_number", &DescribedFact::kind),
                  field(2, "session", &DescribedFact::session), field(3, "sequence", &DescribedFact::sequence),
                  field(4, "demand", &DescribedFact::demand), field(5, "previous", &DescribedFact::previous),
                  field<FieldKind::fields>(6, "fields", &DescribedFact::fields),
                  field<FieldKind::text>(7, "text", &DescribedFact::text_length),
                  field<FieldKind::attachments>(8, "attachments", &DescribedFact::attachments_length));
// clang-format on

}  // namespace wangge
