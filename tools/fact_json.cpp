#include "tools/fact_json.h"

#include <array>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "engine/model/blob.h"
#include "engine/model/words.h"
#include "engine/rules/answers.h"
#include "tools/names.h"
#include "tools/time_text.h"
#include "tools/token.h"

namespace wangge::tools {
namespace {

namespace json = boost::json;

// A fact without a name does not compile.
template <class Fact>
constexpr std::string_view name_of_fact = Fact::is_named;
template <>
constexpr std::string_view name_of_fact<Submitted> = "submitted";
template <>
constexpr std::string_view name_of_fact<Accepted> = "accepted";
template <>
constexpr std::string_view name_of_fact<Finished> = "finished";
template <>
constexpr std::string_view name_of_fact<Closed> = "closed";
template <>
constexpr std::string_view name_of_fact<Acted> = "acted";
template <>
constexpr std::string_view name_of_fact<Sought> = "sought";
template <>
constexpr std::string_view name_of_fact<Assisted> = "assisted";
template <>
constexpr std::string_view name_of_fact<Moved> = "moved";
template <>
constexpr std::string_view name_of_fact<Reclassified> = "reclassified";
template <>
constexpr std::string_view name_of_fact<Joined> = "joined";
template <>
constexpr std::string_view name_of_fact<Gathered> = "gathered";
template <>
constexpr std::string_view name_of_fact<Recurred> = "recurred";
template <>
constexpr std::string_view name_of_fact<Escalated> = "escalated";
template <>
constexpr std::string_view name_of_fact<Reassigned> = "reassigned";
template <>
constexpr std::string_view name_of_fact<Warned> = "warned";
template <>
constexpr std::string_view name_of_fact<Lapsed> = "lapsed";
template <>
constexpr std::string_view name_of_fact<Urged> = "urged";
template <>
constexpr std::string_view name_of_fact<Noticed> = "noticed";
template <>
constexpr std::string_view name_of_fact<Delivered> = "delivered";
template <>
constexpr std::string_view name_of_fact<PoliciesMigrated> = "policies_migrated";
template <>
constexpr std::string_view name_of_fact<SituationDeclared> = "situation_declared";
template <>
constexpr std::string_view name_of_fact<SituationEnded> = "situation_ended";
template <>
constexpr std::string_view name_of_fact<Summoned> = "summoned";
template <>
constexpr std::string_view name_of_fact<Attended> = "attended";
template <>
constexpr std::string_view name_of_fact<NotArrived> = "not_arrived";
template <>
constexpr std::string_view name_of_fact<RecomputationBegun> = "recomputation_begun";
template <>
constexpr std::string_view name_of_fact<Rescheduled> = "rescheduled";
template <>
constexpr std::string_view name_of_fact<Rerouted> = "rerouted";
template <>
constexpr std::string_view name_of_fact<JobEnded> = "job_ended";
template <>
constexpr std::string_view name_of_fact<Declined> = "declined";
template <>
constexpr std::string_view name_of_fact<ChainInterned> = "chain_interned";
template <>
constexpr std::string_view name_of_fact<OffersInterned> = "offers_interned";
template <>
constexpr std::string_view name_of_fact<SessionOpened> = "session_opened";
template <>
constexpr std::string_view name_of_fact<AccountAdded> = "account_added";
template <>
constexpr std::string_view name_of_fact<AccountEnded> = "account_ended";
template <>
constexpr std::string_view name_of_fact<LogBegun> = "log_begun";
template <>
constexpr std::string_view name_of_fact<LossAccepted> = "loss_accepted";
template <>
constexpr std::string_view name_of_fact<ConfigurationBegun> = "configuration_begun";
template <>
constexpr std::string_view name_of_fact<RowStaged> = "row_staged";
template <>
constexpr std::string_view name_of_fact<ConfigurationProposed> = "configuration_proposed";
template <>
constexpr std::string_view name_of_fact<ConfigurationAdopted> = "configuration_adopted";
template <>
constexpr std::string_view name_of_fact<ConfigurationRejected> = "configuration_rejected";
template <>
constexpr std::string_view name_of_fact<ConfigurationScheduled> = "configuration_scheduled";
template <>
constexpr std::string_view name_of_fact<ConfigurationPutOff> = "configuration_put_off";

template <class... Facts>
constexpr std::array<std::string_view, sizeof...(Facts)> names_of_facts(const std::variant<Facts...>*) {
  return {name_of_fact<Facts>...};
}
constexpr auto kinds = names_of_facts(static_cast<const Event*>(nullptr));

json::value instant(Seconds seconds) {
  if (seconds == 0) return nullptr;
  return json::string(format_local(seconds));
}

json::value party(Party who) {
  if (!who) return nullptr;
  const std::uint32_t id = who.is_post() ? who.post().value
                           : who.is_organisation() ? who.organisation().value
                                                   : who.person().value;
  return {{"kind", kind_of(who)}, {"id", id}};
}

// What a fact's TextRef points to; bytes that do not parse are an error of the log, and told so.
template <class T>
T readable(std::optional<T> parsed) {
  if (!parsed) throw log::CannotOpen("日志损坏，请运行 wangge log verify / the log is broken: run wangge log verify");
  return std::move(*parsed);
}

std::string_view bytes(const log::Stored& stored, TextRef ref) {
  return std::string_view(stored.blob).substr(ref.offset, ref.length);
}

json::object dues(const Dues& dues, DemandState state) {
  json::object out;
  for (int due = 0; due < dues_max; ++due) out[words_of(stage_of(state, due)).name] = instant(dues.of[due]);
  return out;
}

json::value verdict(std::uint16_t packed) {
  if (packed == 0) return nullptr;
  const Verdict verdict = Verdict::from_packed(packed);
  return {{"reached", verdict.reached},
          {"in_time", verdict.in_time},
          {"solved", words_of(verdict.solved).name},
          {"result", verdict.result},
          {"service", verdict.service}};
}

json::object carried(SessionId session, std::uint32_t sequence) {
  return {{"session", session.value}, {"sequence", sequence}};
}

json::array answers_of(std::string_view lines) {
  json::array answers;
  while (!lines.empty()) {
    const std::optional<rules::Answer> answer = rules::take_answer(lines);
    if (answer) answers.push_back(json::object{{"code", answer->code}, {"answer", answer->value}});
  }
  return answers;
}

json::object fields(const log::Stored& stored, const Submitted& event) {
  const Origin origin = Origin::from_packed(event.origin);
  json::object out = carried(event.session, event.sequence);
  out["demand_kind"] = words_of(origin.kind).name;
  out["reporter"] = words_of(origin.reporter).name;
  out["place"] = event.place.value;
  out["road"] = event.road.value;
  out["asset"] = event.subject.asset().value;
  out["door"] = event.subject.door().value;
  out["category"] = event.category.value;
  out["condition"] = event.condition;
  out["severity"] = event.severity_level();
  out["waits"] = event.waits();
  out["occurred"] = instant(event.occurred);
  out["clock_ahead"] = origin.clock_ahead;
  out["occurred_replaced"] = origin.occurred_replaced;
  out["tell_chain"] = origin.tell_chain;
  out["check_first"] = event.check_first();
  out["deadlines"] = dues(event.dues, event.check_first() ? DemandState::filing : DemandState::submitted);
  out["chain"] = event.chain.value;
  out["acting_step"] = event.acting_step;
  out["first_post_reason"] = words_of(event.first_post_reason()).name;
  out["lead"] = party(event.lead);
  out["lead_reason"] = words_of(event.lead_reason()).name;
  out["holder"] = event.holder.value;
  out["offers"] = event.offers.value;
  out["complained_of"] = party(event.complained_of);
  out["version"] = event.version;
  out["contact_bytes"] = event.contact_length;
  out["text"] = stored.text;
  out["reference"] = stored.reference;
  out["attachments"] = stored.attachments;
  out["answers"] = answers_of(stored.answers);
  out["by_older_questions"] = event.by_older_questions();
  out["is_restricted"] = event.is_restricted();
  return out;
}

json::value urge(const Urge& next) {
  if (next.due == 0) return nullptr;
  constexpr std::string_view untils_named[]{"accepted", "finished", "closed"};
  return json::object{{"due", instant(next.due)}, {"step", next.step}, {"round", next.round}, {"until", untils_named[static_cast<int>(next.until)]}};
}

// What Accepted, Finished, Closed and Acted have in common.
template <class Done>
json::object deed_fields(const Done& event) {
  json::object out = carried(event.session, event.sequence);
  out["demand"] = event.demand.value;
  out["previous"] = event.previous.value;
  out["account"] = event.account.value;
  out["as"] = party(event.as);
  out["recorded"] = event.recorded;
  if constexpr (requires { event.group; }) out["group"] = event.group;
  return out;
}

json::object fields(const log::Stored&, const Accepted& event) { return deed_fields(event); }

json::object fields(const log::Stored& stored, const Finished& event) {
  json::object out = deed_fields(event);
  out["verification_due"] = instant(event.verification_due);
  out["verifier"] = event.verifier.value;
  out["attachments"] = stored.attachments;
  out["text"] = stored.text;
  return out;
}

json::object fields(const log::Stored& stored, const Closed& event) {
  json::object out = deed_fields(event);
  out["rating_due"] = instant(event.rating_due);
  out["reopening_due"] = instant(event.reopening_due);
  out["text"] = stored.text;
  return out;
}

json::object fields(const log::Stored& stored, const Acted& event) {
  json::object out = deed_fields(event);
  out["deed"] = words_of(event.deed).name;
  out["state"] = words_of(event.state).name;
  out["lead"] = party(event.lead);
  out["holder"] = event.holder.value;
  out["to"] = event.to.value;
  out["deadlines"] = dues(event.dues, event.state);
  out["acting_step"] = event.acting_step;
  out["escalated_step"] = event.escalated_step;
  out["upward"] = event.upward;
  out["verdict"] = verdict(event.verdict);
  out["final"] = event.is_final;
  out["waits"] = event.waits;
  out["keeps_used"] = event.keeps_used;
  out["undoes_late"] = event.undoes_late;
  out["late"] = event.is_late;
  out["attachments"] = stored.attachments;
  if (event.deed == Deed::dismiss) out["dismissal"] = words_of(Dismissal(event.choice)).name;
  if (event.deed == Deed::divert) out["elsewhere"] = words_of(Elsewhere(event.choice)).name;
  if (is_of_appeal(event.deed)) out["appeal"] = words_of(Appeal(event.choice)).name;
  out["text"] = stored.text;
  return out;
}

json::object fields(const log::Stored& stored, const Sought& event) {
  json::object out = deed_fields(event);
  out["what"] = words_of(event.what).name;
  out["answer_due"] = instant(event.answer_due);
  if (event.by) out["by"] = {{"amount", event.by.amount}, {"unit", words_of(event.by.unit).name}};
  if (event.until != 0) out["until"] = instant(event.until);
  if (event.extends != 0) out["extends"] = instant(event.extends);
  if (event.whom) out["whom"] = party(event.whom);
  out["text"] = stored.text;
  return out;
}

json::object fields(const log::Stored& stored, const Assisted& event) {
  json::object out = deed_fields(event);
  out["who"] = party(event.who);
  out["done"] = event.is_done;
  out["text"] = stored.text;
  return out;
}

json::object fields(const log::Stored& stored, const Joined& event) {
  json::object out = deed_fields(event);
  out["head"] = event.head.value;
  out["bond"] = words_of(event.bond).name;
  out["text"] = stored.text;
  return out;
}

json::object fields(const log::Stored&, const Gathered& event) {
  return {{"demand", event.demand.value}, {"previous", event.previous.value}, {"member", event.member.value},
          {"voices", event.voices},       {"severity", event.severity},      {"has_parted", event.has_parted}};
}

json::object fields(const log::Stored&, const Recurred& event) {
  return {{"demand", event.demand.value}, {"previous", event.previous.value}, {"what", words_of(event.what).name},
          {"first", event.first.value},   {"place", event.place.value},       {"class", event.class_number},
          {"count", event.count},         {"to", event.to.value},             {"holder", event.holder.value}};
}

json::object fields(const log::Stored& stored, const Moved& event) {
  json::object out = deed_fields(event);
  out["place"] = event.place.value;
  out["road"] = event.road.value;
  out["forgets_subject"] = event.forgets_subject;
  out["chain"] = event.chain.value;
  out["offers"] = event.offers.value;
  out["lead"] = party(event.lead);
  out["holder"] = event.holder.value;
  out["deadlines"] = dues(event.dues, DemandState::submitted);
  out["acting_step"] = event.acting_step;
  out["text"] = stored.text;
  return out;
}

json::object fields(const log::Stored& stored, const Reclassified& event) {
  json::object out = deed_fields(event);
  out["category"] = event.category.value;
  out["condition"] = event.condition;
  out["severity"] = event.severity;
  if (event.severity_alone != 0) out["severity_alone"] = event.severity_alone;
  out["state"] = words_of(event.state).name;
  out["chain"] = event.chain.value;
  out["offers"] = event.offers.value;
  out["lead"] = party(event.lead);
  out["holder"] = event.holder.value;
  out["deadlines"] = dues(event.dues, event.state);
  out["acting_step"] = event.acting_step;
  out["escalated_step"] = event.escalated_step;
  out["waits"] = event.waits;
  out["begins"] = event.begins;
  out["restricted"] = event.is_restricted;
  out["text"] = stored.text;
  return out;
}

json::object fields(const log::Stored&, const Escalated& event) {
  return {{"demand", event.demand.value}, {"previous", event.previous.value},
          {"stage", words_of(event.stage).name}, {"due", instant(event.due)},
          {"to", event.to.value}, {"to_step", event.to_step}, {"holder", event.holder.value},
          {"parked", event.is_parked}};
}

json::object fields(const log::Stored&, const Reassigned& event) {
  return {{"demand", event.demand.value},
          {"previous", event.previous.value},
          {"due", instant(event.due)},
          {"acceptance_due", instant(event.acceptance_due)},
          {"lead", party(event.lead)},
          {"holder", event.holder.value},
          {"acting_step", event.acting_step},
          {"escalated_step", event.escalated_step},
          {"skipped", event.skipped},
          {"to_deputy", event.to_deputy},
          {"urge", urge(event.urge)}};
}

json::object fields(const log::Stored&, const Urged& event) {
  return {{"demand", event.demand.value},
          {"previous", event.previous.value},
          {"due", instant(event.due)},
          {"to", event.to.value},
          {"holder", event.holder.value},
          {"to_step", event.to_step},
          {"step", event.step},
          {"skipped", event.skipped},
          {"urge", urge(event.urge)}};
}

json::object fields(const log::Stored&, const Noticed& event) {
  return {{"demand", event.demand.value},
          {"previous", event.previous.value},
          {"grows", event.grows.value},
          {"first", event.first.value},
          {"not_before", instant(event.not_before)},
          {"count", event.count},
          {"to", party(event.to)},
          {"holder", event.holder.value},
          {"compound", event.compound.value},
          {"kind", words_of(event.kind).name},
          {"class", event.class_number},
          {"summons", event.summons.value}};
}

json::object fields(const log::Stored&, const Delivered& event) {
  return {{"demand", event.demand.value},
          {"previous", event.previous.value},
          {"notice", event.notice.value},
          {"count", event.count},
          {"attempts", event.attempts},
          {"status", event.status},
          {"given_up", event.is_given_up},
          {"dropped", event.is_dropped}};
}

json::object fields(const log::Stored&, const PoliciesMigrated& event) {
  json::object out = carried(event.session, event.sequence);
  out["version"] = event.version;
  return out;
}

template <class Event>
json::object situation_fields(const Event& event) {
  json::object out = carried(event.session, event.sequence);
  out["account"] = event.account.value;
  out["as"] = party(event.as);
  out["place"] = event.place.value;
  out["situation"] = event.situation.value;
  out["recorded"] = event.recorded;
  return out;
}
json::object fields(const log::Stored&, const SituationDeclared& event) {
  json::object out = situation_fields(event);
  out["since"] = instant(event.since);
  return out;
}
json::object fields(const log::Stored&, const SituationEnded& event) { return situation_fields(event); }

json::array organisations(const log::Stored& stored, TextRef who) {
  json::array out;
  for (const OrganisationId id : readable(decode_organisations(bytes(stored, who)))) out.push_back(id.value);
  return out;
}

json::object fields(const log::Stored& stored, const Summoned& event) {
  json::object out = deed_fields(event);
  out["place"] = event.place.value;
  out["due"] = instant(event.due);
  out["who"] = organisations(stored, event.who);
  out["forgets"] = event.forgets.value;
  out["text"] = stored.text;
  return out;
}

json::object fields(const log::Stored& stored, const Attended& event) {
  json::object out = deed_fields(event);
  out["summons"] = event.summons.value;
  out["who"] = event.who.value;
  out["what"] = words_of(event.what).name;
  out["grade"] = event.grade;
  out["late"] = event.is_late;
  out["text"] = stored.text;
  return out;
}

json::object fields(const log::Stored& stored, const NotArrived& event) {
  return {{"summons", event.summons.value}, {"demand", event.demand.value}, {"previous", event.previous.value},
          {"due", instant(event.due)},      {"to", event.to.value},         {"holder", event.holder.value},
          {"who", organisations(stored, event.who)}};
}

json::object fields(const log::Stored&, const RecomputationBegun& event) {
  json::object out = carried(event.session, event.sequence);
  out["version"] = event.version;
  return out;
}

json::object fields(const log::Stored&, const Rescheduled& event) {
  return {{"demand", event.demand.value},
          {"previous", event.previous.value},
          {"job", event.job.value},
          {"why", words_of(event.why).name},
          {"deadlines", json::array{instant(event.dues.of[0]), instant(event.dues.of[1]), instant(event.dues.of[2])}},
          {"since", instant(event.since)},
          {"waits", event.waits}};
}

json::object fields(const log::Stored&, const Rerouted& event) {
  return {{"demand", event.demand.value},  {"previous", event.previous.value}, {"job", event.job.value},
          {"place", event.place.value},    {"road", event.road.value},         {"chain", event.chain.value},
          {"offers", event.offers.value},  {"lead", party(event.lead)},        {"holder", event.holder.value},
          {"to", event.to.value},          {"asked", party(event.asked)},
          {"deadlines", dues(event.dues, event.state)}, {"state", words_of(event.state).name},
          {"acting_step", event.acting_step}, {"escalated_step", event.escalated_step}, {"assistants_gone", event.assistants_gone}};
}

json::object fields(const log::Stored&, const JobEnded& event) { return {{"job", event.job.value}}; }

// Of Warned and Lapsed.
template <class OfStage>
json::object stage_fields(const OfStage& event) {
  return {{"demand", event.demand.value},
          {"previous", event.previous.value},
          {"stage", words_of(event.stage).name},
          {"due", instant(event.due)}};
}

json::object fields(const log::Stored&, const Warned& event) { return stage_fields(event); }
json::object fields(const log::Stored&, const Lapsed& event) { return stage_fields(event); }

void put(json::object& out, const Refusal& refusal) {
  out["reason"] = text_of(refusal.reason).name;
  out["what"] = refusal.what;
  out["limit"] = refusal.limit;
}

json::object fields(const log::Stored&, const Declined& event) {
  json::object out = carried(event.session, event.sequence);
  put(out, event.refusal);
  return out;
}

json::object fields(const log::Stored&, const ChainInterned& event) {
  json::array posts;
  for (int step = 0; step < event.count; ++step) posts.push_back(event.posts[step].value);
  return {{"chain", event.chain.value}, {"posts", std::move(posts)}};
}

json::object fields(const log::Stored& stored, const OffersInterned& event) {
  json::array list;
  for (const Offer& offer : readable(decode_offers(bytes(stored, event.list)))) {
    list.push_back(json::object{{"who", party(offer.who)}, {"reason", words_of(offer.reason).name}});
  }
  return {{"offers", event.offers.value}, {"list", std::move(list)}};
}

json::object fields(const log::Stored&, const SessionOpened& event) {
  return {{"session", event.session.value}, {"account", event.account.value}, {"spool", to_hex(event.spool)}, {"first", event.first}};
}

template <class IdType>
json::array ids(const std::vector<IdType>& all) {
  json::array out;
  for (const IdType id : all) out.push_back(id.value);
  return out;
}

json::object fields(const log::Stored& stored, const AccountAdded& event) {
  const Rights rights = readable(decode_rights(bytes(stored, event.rights)));
  json::object out = carried(event.session, event.sequence);
  out["account"] = event.account.value;
  out["account_kind"] = words_of(event.kind).name;
  out["token_sha256"] = to_hex(event.token_hash);
  out["name"] = rights.name;
  out["every_grid"] = rights.every_grid;
  out["grids"] = ids(rights.grids);
  out["posts"] = ids(rights.posts);
  out["organisation"] = rights.organisation.value;
  out["scope"] = rights.scope.value;
  out["every_restricted"] = rights.every_restricted;
  out["restricted"] = ids(rights.restricted);
  return out;
}

json::object fields(const log::Stored&, const AccountEnded& event) {
  json::object out = carried(event.session, event.sequence);
  out["account"] = event.account.value;
  return out;
}

json::object fields(const log::Stored&, const LogBegun& event) {
  return {{"log", to_hex(event.log)}, {"clock", words_of(event.clock).name}};
}

json::object fields(const log::Stored&, const LossAccepted& event) {
  return {{"log", to_hex(event.log)}, {"after", event.after.value}};
}

json::object fields(const log::Stored&, const ConfigurationBegun& event) {
  json::object out = carried(event.session, event.sequence);
  out["account"] = event.account.value;
  out["version"] = event.version;
  out["drops"] = event.drops.value;
  return out;
}

json::object fields(const log::Stored& stored, const RowStaged& event) {
  json::array cells;
  for (const std::string& cell : readable(decode_row(bytes(stored, event.cells)))) cells.push_back(json::string(cell));
  json::object out = carried(event.session, event.sequence);
  out["table"] = schema(event.table).name;
  out["cells"] = std::move(cells);
  return out;
}

json::object fields(const log::Stored& stored, const ConfigurationProposed& event) {
  json::object out = carried(event.session, event.sequence);
  out["account"] = event.account.value;
  out["rows"] = event.rows;
  out["digest"] = event.digest;
  out["text"] = stored.text;
  return out;
}

json::object fields(const log::Stored&, const ConfigurationAdopted& event) {
  json::object out = carried(event.session, event.sequence);
  out["account"] = event.account.value;
  out["version"] = event.version;
  out["effective"] = instant(event.effective);
  out["digest"] = event.digest;
  out["moves_demands"] = event.moves_demands;
  return out;
}

json::object fields(const log::Stored& stored, const ConfigurationRejected& event) {
  json::object out = carried(event.session, event.sequence);
  out["account"] = event.account.value;
  out["proposal"] = event.proposal.value;
  out["text"] = stored.text;
  return out;
}

json::object fields(const log::Stored&, const ConfigurationScheduled& event) {
  json::object out = carried(event.session, event.sequence);
  out["account"] = event.account.value;
  out["proposal"] = event.proposal.value;
  out["effective"] = instant(event.effective);
  return out;
}

json::object fields(const log::Stored&, const ConfigurationPutOff& event) {
  json::object out{{"proposal", event.proposal.value}, {"effective", instant(event.effective)}};
  put(out, event.why);
  return out;
}

}  // namespace

std::span<const std::string_view> event_kinds() { return kinds; }

json::object to_json(const log::Stored& stored) {
  json::object out{{"position", stored.position.value}, {"at", instant(stored.at)}, {"kind", kinds[stored.event.index()]}};
  json::object more = std::visit([&](const auto& event) { return fields(stored, event); }, stored.event);
  for (auto& field : more) out.insert_or_assign(field.key(), std::move(field.value()));
  if (stored.is_damaged) out["damaged"] = "texts";
  return out;
}

}  // namespace wangge::tools
