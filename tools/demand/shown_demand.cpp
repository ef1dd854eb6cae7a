#include "tools/demand/shown_demand.h"

#include <algorithm>
#include <iterator>
#include <memory>
#include <stdexcept>
#include <type_traits>
#include <utility>
#include <variant>

#include "adapters/terminal/attachment_answers.h"
#include "adapters/terminal/receipts.h"
#include "engine/model/number.h"
#include "engine/rules/answers.h"
#include "engine/rules/situations.h"
#include "engine/story/standing.h"
#include "engine/story/tell.h"
#include "tools/log/data_folder.h"
#include "tools/running_engine.h"
#include "tools/time_text.h"

namespace wangge::tools {
namespace {

using views::Noun;

std::runtime_error not_seen(const terminal::Claim& claim, const Console& console) {
  const std::string_view why =
      claim.look_up_code != 0
          ? console.say("：没有这件诉求，或查询码不对", ": there is no such demand, or the look-up code is wrong")
          : console.say("：没有这件诉求，或无权查看", ": there is no such demand, or it is not yours to see");
  return std::runtime_error(format_number(claim.demand) + std::string(why));
}

// `questions_of`: gives the present questions of a category.
template <class QuestionsOf>
void add_answers(ShownDemand& shown, QuestionsOf questions_of) {
  if (shown.story.empty()) return;
  const story::Step& first = shown.story.front();
  shown.by_older_questions = first.by_older_questions;
  if (first.answers.empty()) return;
  const std::vector<CategoryQuestion> questions = questions_of(first.category);
  for (std::string_view left = first.answers; !left.empty();) {
    const std::optional<rules::CodedAnswer> answer = rules::take_answer(left);
    if (!answer) continue;
    const auto question = std::ranges::find(questions, answer->code, &CategoryQuestion::code);
    ShownAnswer& one = shown.answers.emplace_back();
    if (question != questions.end()) one.question = *question;
    one.question.code = answer->code;
    one.value = answer->value;
  }
}

std::string condition_of(const Configuration& city, CategoryId category, std::uint8_t condition) {
  const std::vector<Condition>& conditions = city.categories[category.value].conditions;
  return condition != 0 && condition < conditions.size() ? conditions[condition].name : "";
}

// The situation for whose end the resolution waits now.
std::optional<MovedClock> waited_for(const City& city, const views::Status& status, std::uint8_t condition) {
  const SituationEffect* const effect = rules::effect_on(city, status.place, status.category, condition);
  const SituationInForce* const one =
      effect != nullptr ? rules::in_force(city, effect->situation, status.place) : nullptr;
  if (one == nullptr) return std::nullopt;
  return MovedClock{.situation = one->situation, .place = one->place, .at = one->since};
}

std::optional<MovedClock> moved_by(const log::Stored& job) {
  if (const auto* begun = std::get_if<SituationDeclared>(&job.event))
    return MovedClock{begun->situation, begun->place, begun->since, false};
  if (const auto* over = std::get_if<SituationEnded>(&job.event))
    return MovedClock{over->situation, over->place, job.at, true};
  return std::nullopt;
}

std::optional<MovedClock> moved_clock(const DataFolder& data, const ShownDemand& shown,
                                      const std::vector<story::Entry>& facts, std::uint8_t condition) {
  if (shown.status.waits) return waited_for(data.city(), shown.status, condition);
  for (auto fact = facts.rbegin(); fact != facts.rend(); ++fact) {
    const auto* const again = std::get_if<Rescheduled>(&fact->event);
    if (again != nullptr && again->why == JobKind::situation) return moved_by(*data.log().read(again->job));
  }
  return std::nullopt;
}

// What only the way has: the rest of it is how the demand stands.
template <class Event>
void follow(const Event& event, Way& way) {
  if constexpr (requires {
                  event.chain;
                  event.offers;
                }) {
    way.offers = event.offers;
    way.holder = event.holder;
    way.is_another = !std::is_same_v<Event, Submitted>;
  }
  if constexpr (requires {
                  event.acting_step;
                  event.lead;
                }) {
    if (event.lead.is_post()) way.holder = event.holder;
  }
}

std::vector<terminal::AttachmentRow> attachments_in(const std::string& data,
                                                    const std::vector<story::Step>& oldest_first) {
  std::vector<AttachmentRef> named;
  for (const story::Step& step : oldest_first) {
    for (AttachmentRef& one : attachments_named(step.attachments)) {
      if (std::ranges::find(named, one.hash, &AttachmentRef::hash) == named.end()) named.push_back(std::move(one));
    }
  }
  return terminal::rows_of(AttachmentFolder(attachments_of(data)), named);
}

// The fact of the split stands right before that of the part.
DemandId origin_of_part(const log::EventLog& log, DemandId part) {
  const std::optional<log::Stored> before = log.read(Position{part.value - 1});
  const Acted* const act = before ? std::get_if<Acted>(&before->event) : nullptr;
  return act != nullptr && act->deed == Deed::split ? act->demand : DemandId{};
}

Reasons reasons_of(const DataFolder& data, const ShownDemand& shown, const std::vector<story::Entry>& facts) {
  const std::optional<log::Stored> stored = data.log().read(position_of(shown.status.demand));
  Reasons reasons{.submitted = std::get<Submitted>(stored->event),
                  .reference = stored->reference,
                  .attachments = stored->attachments};
  reasons.split_from = origin_of_part(data.log(), shown.status.demand);
  reasons.category_en = data.configuration()->categories[shown.status.category.value].name_en;
  const Slot stands = story::standing_after(facts).demand;
  reasons.way = {
      .road = stands.road, .condition = stands.condition, .chain = stands.chain, .acting_step = stands.acting_step};
  for (const story::Entry& fact : facts) {
    std::visit([&](const auto& event) { follow(event, reasons.way); }, fact.event);
  }
  reasons.condition = condition_of(*data.configuration(), shown.status.category, reasons.way.condition);
  reasons.moved_clock = moved_clock(data, shown, facts, reasons.way.condition);
  const Routes& routes = data.city().routes;
  std::ranges::copy(routes.chain(reasons.way.chain).span(), std::back_inserter(reasons.chain));
  std::ranges::copy(routes.offers(reasons.way.offers), std::back_inserter(reasons.offers));
  return reasons;
}

}  // namespace

Named ShownDemand::party(Party who) const {
  if (who.is_organisation()) return name(Noun::organisation, who.organisation().value);
  return who.is_person() ? person(who.person()) : post(who.post());
}

Subject ShownDemand::subject() const {
  Subject subject;
  for (const story::Step& step : story) {
    if (step.subject) subject = step.subject;
    if (step.forgets_subject) subject = {};
  }
  return subject;
}

Named ShownDemand::subject_name() const {
  const Subject about = subject();
  return about.is_door() ? name(Noun::door, about.door().value) : name(Noun::asset, about.asset().value);
}

std::string ShownDemand::at(Seconds seconds) const { return format_instant(to_instant(seconds), utc_offset); }

const terminal::AttachmentRow* ShownDemand::attachment(const AttachmentHash& hash) const {
  const auto row =
      std::ranges::find_if(attachments, [&](const terminal::AttachmentRow& one) { return one.named.hash == hash; });
  return row == attachments.end() ? nullptr : &*row;
}

const story::Step* ShownDemand::made_lead() const {
  const auto last = std::find_if(story.rbegin(), story.rend(), [](const story::Step& one) { return one.leads; });
  return last != story.rend() && last->lead == status.lead ? &*last : nullptr;
}

ShownDemand demand_in_log(const std::string& folder, DemandId demand, const Console& console) {
  const auto data = std::make_shared<const DataFolder>(folder, console);
  const City& city = data->city();
  const Slot* const slot = city.demands.find(demand);
  const Position last_of_final = city.demands.last_of_final(demand);
  if (slot == nullptr && !last_of_final) throw not_seen({demand}, console);

  ShownDemand shown;
  shown.status = slot != nullptr ? views::status_of(data->city(), *slot)
                                 : terminal::final_demand(data->log(), city, demand, last_of_final).status;
  const std::vector<story::Entry> facts = terminal::history(data->log(), demand, shown.status.last_event);
  shown.story = story::tell(facts);
  shown.now = to_instant(city.now);
  shown.utc_offset = data->configuration()->calendars.city.utc_offset;
  shown.name = [data](Noun noun, std::uint32_t id) {
    return named(views::names_of(data->city(), noun, {&id, 1}).front());
  };
  add_answers(shown, [&](CategoryId category) { return views::questionnaire_of(data->city(), category).rows; });
  shown.reasons = reasons_of(*data, shown, facts);
  shown.attachments = attachments_in(folder, shown.story);
  return shown;
}

ShownDemand demand_of_engine(const std::string& to, const std::string& token, const terminal::Claim& claim,
                             const Console& console) {
  const auto engine = std::make_shared<RunningEngine>(to, token);
  const terminal::Welcome* const welcome = engine->require(engine->client().connect());
  ShownDemand shown;
  shown.now = to_instant(welcome->server_time);
  shown.status = engine->require(engine->client().statuses({claim})).at(0);
  if (!shown.status.known) throw not_seen(claim, console);
  shown.story = engine->require(engine->client().history(claim));
  engine->warn_of_damage(console);
  const bool names_any = std::ranges::any_of(
      shown.story, [](const story::Step& step) { return !attachments_named(step.attachments).empty(); });
  if (names_any) shown.attachments = engine->ask(terminal::AskAttachments{claim});
  shown.name = [engine](Noun noun, std::uint32_t id) {
    if (id == 0) return Named{};
    return named(engine->ask(views::AskNames{noun, {id}}).at(0));
  };
  add_answers(shown, [&](CategoryId category) { return engine->ask(views::AskQuestionnaire{category}).rows; });
  return shown;
}

}  // namespace wangge::tools
