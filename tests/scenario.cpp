#include "tests/scenario.h"

#include <algorithm>
#include <fstream>
#include <map>
#include <memory>
#include <sstream>
#include <stdexcept>

#include "engine/model/blob.h"
#include "engine/model/event_groups.h"
#include "engine/model/register_words.h"
#include "engine/model/described_bytes.h"
#include "engine/model/words.h"
#include "engine/registers/notes/state.h"
#include "engine/state/cells.h"
#include "engine/state/digest.h"
#include "engine/views/station.h"
#include "tests/local_time.h"
#include "tests/running_city.h"
#include "tests/sample_city.h"

// Last, since it and engine/base/check.h both define CHECK.
#include <catch2/catch.hpp>

namespace wangge::tests {

namespace {

using Words = std::vector<std::string>;

template <class Value>
struct Word {
  const char* text;
  Value value;
};

const std::vector<Word<DemandKind>> kinds{{"诉求", DemandKind::request},
                                          {"预约", DemandKind::appointment},
                                          {"代办", DemandKind::errand},
                                          {"巡查", DemandKind::patrol}};
const std::vector<Word<Reporter>> reporter_words{{"本人", Reporter::self},
                                                 {"代他人", Reporter::on_behalf},
                                                 {"匿名", Reporter::anonymous},
                                                 {"巡查", Reporter::patrol},
                                                 {"热线", Reporter::hotline}};
const std::vector<Word<DemandState>> states{
    {"待签收", DemandState::submitted}, {"处置中", DemandState::accepted},  {"待核查", DemandState::finished},
    {"待结案", DemandState::verified},  {"已结案", DemandState::closed},    {"已撤回", DemandState::withdrawn},
    {"待核实", DemandState::filing},    {"已挂账", DemandState::suspended}, {"不予受理", DemandState::dismissed},
    {"已转办", DemandState::diverted},  {"已并案", DemandState::joined}};
const std::vector<Word<Deed>> deed_words{
    {"签收", Deed::accept},       {"办结", Deed::finish},       {"结案", Deed::close},
    {"先期处置", Deed::contain},  {"退回", Deed::send_back},    {"转派", Deed::transfer},
    {"备注", Deed::note},         {"核查", Deed::verify},       {"返工", Deed::rework},
    {"督办", Deed::escalate},     {"撤回", Deed::withdraw},     {"评价", Deed::rate},
    {"回访", Deed::call_back},    {"重办", Deed::reopen},       {"立案", Deed::file},
    {"不予受理", Deed::dismiss},  {"转办", Deed::divert},       {"拆分", Deed::split},
    {"请协办", Deed::call_in},    {"协办", Deed::assist},       {"延期", Deed::extend},
    {"挂账", Deed::suspend},      {"批准", Deed::approve},      {"不批准", Deed::refuse},
    {"恢复", Deed::resume},       {"改地点", Deed::move},       {"移交", Deed::offer},
    {"接办", Deed::take_over},    {"并案", Deed::join},         {"拆出", Deed::part},
    {"归并", Deed::gather},       {"限制知悉", Deed::restrict}, {"解除限制", Deed::unrestrict},
    {"改类别", Deed::reclassify}, {"申诉", Deed::appeal},       {"准予", Deed::grant},
    {"驳回", Deed::reject}};
const std::vector<Word<Dismissal>> dismissal_words{{"查无此事", Dismissal::not_found}, {"重复", Dismissal::duplicate}};
const std::vector<Word<Elsewhere>> elsewhere_words{{"110", Elsewhere::police}, {"12345", Elsewhere::hotline}};
const std::vector<Word<Verdict::Solved>> solved_words{
    {"是", Verdict::Solved::yes}, {"部分", Verdict::Solved::partly}, {"否", Verdict::Solved::no}};
const std::vector<Word<FirstPostReason>> first_post_reasons{{"类别层级", FirstPostReason::category_level},
                                                            {"地点不够细", FirstPostReason::place_less_precise},
                                                            {"未注明路巷", FirstPostReason::no_lane},
                                                            {"未注明道路", FirstPostReason::no_road},
                                                            {"高于被投诉人", FirstPostReason::above_complained}};
const std::vector<Word<LeadReason>> lead_reasons{{"类别由岗位主办", LeadReason::category_names_post},
                                                 {"小区物业公司", LeadReason::property_company},
                                                 {"权责清单", LeadReason::duty_list},
                                                 {"未注明小区", LeadReason::no_compound},
                                                 {"社区代管", LeadReason::community_manages},
                                                 {"清单未覆盖", LeadReason::no_duty_covers},
                                                 {"被投诉", LeadReason::complained_of},
                                                 {"无人在岗", LeadReason::nobody_acting},
                                                 {"单位已撤销", LeadReason::organisation_gone},
                                                 {"产权单位", LeadReason::asset_owner},
                                                 {"产权不明", LeadReason::owner_unknown},
                                                 {"未注明小区且被投诉", LeadReason::no_compound_complained_of},
                                                 {"社区代管且被投诉", LeadReason::community_manages_complained_of},
                                                 {"单位已撤销且被投诉", LeadReason::organisation_gone_complained_of}};
const std::vector<Word<OfferReason>> offer_reasons{
    {"物业公司", OfferReason::property_company},  {"权责清单", OfferReason::duty_list},
    {"联盟资源", OfferReason::alliance_resource}, {"志愿者", OfferReason::volunteer_skill},
    {"产权单位", OfferReason::asset_owner},       {"养护单位", OfferReason::asset_keeper}};

template <class Value>
Value value_of(const std::string& text, const std::vector<Word<Value>>& words) {
  for (const auto& word : words) {
    if (text == word.text) return word.value;
  }
  throw std::runtime_error("unknown word " + text);
}

template <class Value>
std::string word_of(Value value, const std::vector<Word<Value>>& words) {
  for (const auto& word : words) {
    if (value == word.value) return word.text;
  }
  return "?";
}

constexpr const char* none = "无";

// --- running

struct SentCommand {
  SessionId session;
  std::uint32_t number = 0;
  Command command;
  std::string texts;
  Position answer;  // the event that carries the number
};

class Scenario {
 public:
  explicit Scenario(std::string file) : file_(std::move(file)) {}

  void run(const ScenarioLine& line);
  void check_replay();

 private:
  // Verbs that change something
  void move_clock(const ScenarioLine& line) { city_.move_to(local(join(line.subject))); }
  void fill_post(const ScenarioLine& line);
  void grant_leave(const ScenarioLine& line);
  void hand_over_compound(const ScenarioLine& line);
  void drop_duty(const ScenarioLine& line);
  void open_terminal(const ScenarioLine& line);
  void open_person(const ScenarioLine& line);
  void end_account(const ScenarioLine& line);
  void restart(const ScenarioLine&) { city_.restart(); }
  void submit(const ScenarioLine& line);
  void send_again(const ScenarioLine& line);
  void act(const ScenarioLine& line);
  void declare(const ScenarioLine& line);
  void end_situation(const ScenarioLine& line);
  void whistle(const ScenarioLine& line);
  void attend(const ScenarioLine& line);
  void note_place(const ScenarioLine& line);
  // Verbs that expect something
  void expect_fact(const ScenarioLine& line);
  void expect_now(const ScenarioLine& line);
  void expect_queue(const ScenarioLine& line);
  void expect_history(const ScenarioLine& line);
  void expect_side_queue(const ScenarioLine& line);
  void expect_seen(const ScenarioLine& line);
  void expect_escalation_queue(const ScenarioLine& line);
  void expect_whistle(const ScenarioLine& line);
  void expect_turnout(const ScenarioLine& line);
  void expect_note(const ScenarioLine& line);

  std::string fact_field(const Submitted& fact, const std::string& name) const;
  std::string state_field(const Slot& demand, const std::string& name) const;
  void expect(const ScenarioLine& line, const std::string& what, const std::string& expected,
              const std::string& actual) const;
  void expect_demands(const ScenarioLine& line, const std::vector<DemandId>& demands) const;

  Row& row(TableKind table, const std::string& code);
  std::string& cell(TableKind table, Row& row, std::string_view column) const;

  template <class Described>
  void send_described(const ScenarioLine& line, const Described& command);
  loop::Outcome send(const ScenarioLine& line, const Command& command, const std::string& texts);
  void open_account(const std::string& name, AccountKind kind, const Rights& rights);
  SessionId session_of(const ScenarioLine& line) const;
  Submit submission(const ScenarioLine& line, std::string& texts) const;
  DemandId demand(const std::string& name) const;
  Party party(const std::string& code) const;
  std::string code(Party party) const;
  std::string name(DemandId demand) const;

  std::string file_;
  RunningCity city_;
  Tables tables_ = sample_city().tables;
  bool changed_ = false;
  std::map<std::string, DemandId> demands_;
  std::map<std::string, SentCommand> sent_;  // the last one, by the demand's name
  std::map<std::string, SummonsId> whistles_;
  std::map<std::string, SessionId> sessions_;
  std::uint8_t last_token_ = 100;
};

// Changes to the city come into force together, with the next line that is something else.
void Scenario::run(const ScenarioLine& line) {
  using Verb = void (Scenario::*)(const ScenarioLine&);
  static const std::map<std::string, Verb> changes{{"岗位变动", &Scenario::fill_post},
                                                   {"请假", &Scenario::grant_leave},
                                                   {"小区变动", &Scenario::hand_over_compound},
                                                   {"取消职责", &Scenario::drop_duty}};
  static const std::map<std::string, Verb> others{{"时间", &Scenario::move_clock},
                                                  {"终端", &Scenario::open_terminal},
                                                  {"人员", &Scenario::open_person},
                                                  {"停用", &Scenario::end_account},
                                                  {"重启", &Scenario::restart},
                                                  {"提交", &Scenario::submit},
                                                  {"重发", &Scenario::send_again},
                                                  {"应", &Scenario::expect_fact},
                                                  {"现", &Scenario::expect_now},
                                                  {"队列", &Scenario::expect_queue},
                                                  {"升级队列", &Scenario::expect_escalation_queue},
                                                  {"地点备注", &Scenario::note_place},
                                                  {"现备注", &Scenario::expect_note},
                                                  {"宣布", &Scenario::declare},
                                                  {"解除", &Scenario::end_situation},
                                                  {"吹哨", &Scenario::whistle},
                                                  {"报到", &Scenario::attend},
                                                  {"早退", &Scenario::attend},
                                                  {"结束吹哨", &Scenario::attend},
                                                  {"评分", &Scenario::attend},
                                                  {"现哨", &Scenario::expect_whistle},
                                                  {"情况", &Scenario::expect_turnout},
                                                  {"经过", &Scenario::expect_history},
                                                  {"协办队列", &Scenario::expect_side_queue},
                                                  {"看得见", &Scenario::expect_seen}};
  if (const auto change = changes.find(line.verb); change != changes.end()) {
    changed_ = true;
    return (this->*change->second)(line);
  }
  const bool is_deed = std::ranges::any_of(deed_words, [&](const auto& word) { return line.verb == word.text; });
  const auto verb = others.find(line.verb);
  if (!is_deed && verb == others.end()) throw std::runtime_error("unknown verb " + line.verb);
  if (changed_) city_.adopt(tables_);
  changed_ = false;
  if (is_deed) return act(line);
  (this->*verb->second)(line);
}

void Scenario::check_replay() {
  INFO(file_ << ": the city that replayed the log");
  const std::uint64_t live = digest_of(city_.city());
  CHECK(city_.replayed_digest() == live);
}

void Scenario::expect(const ScenarioLine& line, const std::string& what, const std::string& expected,
                      const std::string& actual) const {
  if (expected == actual) return;
  FAIL_CHECK(file_ << ":" << line.number << ": " << what << " 应为 " << expected << "，实为 " << actual);
}

// --- changes to the city

std::string& Scenario::cell(TableKind table, Row& row, std::string_view column) const {
  const auto columns = schema(table).columns;
  row.resize(columns.size());
  return row.at(static_cast<std::size_t>(std::ranges::find(columns, column) - columns.begin()));
}

Row& Scenario::row(TableKind table, const std::string& code) {
  auto& rows = tables_.of(table);
  const auto found = std::ranges::find_if(rows, [&](Row& each) { return cell(table, each, "code") == code; });
  if (found == rows.end()) throw std::runtime_error("no such row: " + code);
  return *found;
}

void Scenario::fill_post(const ScenarioLine& line) {
  Row& post = row(TableKind::posts, line.subject.at(0));
  const auto set = [&](std::string_view column, std::string_view field) {
    if (line.has(field)) cell(TableKind::posts, post, column) = line.field(field) == none ? "" : line.field(field);
  };
  set("holder", "任职人");
  set("deputy", "副职");
}

void Scenario::grant_leave(const ScenarioLine& line) {
  tables_.of(TableKind::leave).push_back({line.subject.at(0), line.field("自"), line.field("至"), ""});
}

void Scenario::hand_over_compound(const ScenarioLine& line) {
  Row& compound = row(TableKind::compounds, line.subject.at(0));
  cell(TableKind::compounds, compound, "manager") = line.field("管理");
}

void Scenario::drop_duty(const ScenarioLine& line) {
  const std::string organisation = line.subject.at(0);
  const std::string category = line.field("类别");
  const auto dropped = std::erase_if(tables_.of(TableKind::duties), [&](Row& duty) {
    return cell(TableKind::duties, duty, "organisation") == organisation &&
           cell(TableKind::duties, duty, "category") == category;
  });
  if (dropped == 0) throw std::runtime_error("no such duty");
}

// --- accounts

void Scenario::open_account(const std::string& name, AccountKind kind, const Rights& rights) {
  sessions_[name] = city_.open(kind, rights, ++last_token_);
}

void Scenario::open_terminal(const ScenarioLine& line) {
  Rights rights;
  for (const auto& [name, codes] : line.fields) {
    for (const std::string& grid : codes) rights.grids.push_back(city_.place(grid));
  }
  std::ranges::sort(rights.grids);
  open_account(line.subject.at(0), AccountKind::terminal, rights);
}

void Scenario::open_person(const ScenarioLine& line) {
  Rights rights;
  if (line.has("岗位")) rights.posts.push_back(city_.post(line.field("岗位")));
  if (line.has("单位")) rights.organisation = party(line.field("单位")).organisation();
  open_account(line.subject.at(0), AccountKind::person, rights);
}

void Scenario::end_account(const ScenarioLine& line) {
  const SessionId session = sessions_.at(line.subject.at(0));
  const AccountId account = city_.city().sessions[session].account();
  const auto outcome = city_.engine().perform(EndAccount{account}, {}, city_.now);
  if (outcome.refusal) throw std::runtime_error("the account cannot be ended");
}

SessionId Scenario::session_of(const ScenarioLine& line) const {
  return line.has("经") ? sessions_.at(line.field("经")) : city_.desk();
}

// --- commands

Party Scenario::party(const std::string& text) const {
  const Codes& codes = city_.city().codes;
  if (const PostId post = codes.posts.find(text)) return post;
  if (const OrganisationId organisation = codes.organisations.find(text)) return organisation;
  if (const PersonId person = codes.people.find(text)) return person;
  throw std::runtime_error("no post, organisation or person " + text);
}

std::string Scenario::code(Party who) const {
  const Codes& codes = city_.city().codes;
  if (who.is_post()) return std::string{codes.posts.code(who.post())};
  if (who.is_organisation()) return std::string{codes.organisations.code(who.organisation())};
  if (who.is_person()) return std::string{codes.people.code(who.person())};
  return none;
}

DemandId Scenario::demand(const std::string& text) const {
  const auto found = demands_.find(text);
  if (found == demands_.end()) throw std::runtime_error("no demand " + text);
  return found->second;
}

std::string Scenario::name(DemandId demand) const {
  for (const auto& [name, id] : demands_) {
    if (id == demand) return name;
  }
  return "?";
}

std::string repeated(const std::string& text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

std::string text_of_submission(const ScenarioLine& line) {
  if (line.has("字数")) return repeated("字", std::stoi(line.field("字数")));
  if (line.has("乱码")) return "\xE5\xAD";  // the beginning of a character
  return line.has("内容") ? line.field("内容") : "请予处理";
}

std::uint8_t small_number(const ScenarioLine& line, std::string_view field) {
  return line.has(field) ? static_cast<std::uint8_t>(std::stoi(line.field(field))) : std::uint8_t{0};
}

Submit Scenario::submission(const ScenarioLine& line, std::string& texts) const {
  const auto add_text = [&](const std::string& text) {
    const TextRef ref{static_cast<std::uint32_t>(texts.size()), static_cast<std::uint32_t>(text.size())};
    texts += text;
    return ref;
  };
  Submit command;
  if (line.has("种类")) command.kind = value_of(line.field("种类"), kinds);
  if (line.has("上报")) command.reporter = value_of(line.field("上报"), reporter_words);
  command.condition = small_number(line, "条件");
  command.severity = small_number(line, "级别");
  command.category = city_.category(line.field("类别"));
  command.place = city_.place(line.field("地点"));
  if (line.has("道路")) command.road = city_.place(line.field("道路"));
  if (line.has("部件")) command.subject = city_.city().codes.assets.find(line.field("部件"));
  if (line.has("户")) command.subject = city_.city().codes.doors.find(line.field("户"));
  if (line.has("投诉")) command.complained_of = party(line.field("投诉"));
  if (line.has("发生")) command.occurred = to_seconds(local(line.field("发生")));
  command.text = add_text(text_of_submission(line));
  command.contact = add_text(line.field("联系"));
  command.reference = add_text(line.field("编号"));
  command.attachments = add_text(line.field("附件"));
  return command;
}

// Sends it with the session's next number, and expects that it is taken, or refused as the line says; a refusal uses
// the number up too.
loop::Outcome Scenario::send(const ScenarioLine& line, const Command& command, const std::string& texts) {
  const SessionId session = session_of(line);
  const std::uint32_t number = city_.city().sessions[session].expected();
  const loop::Outcome outcome = city_.send_frame(session, number, {command}, texts).outcomes.at(0);
  const std::string reason = outcome.refusal ? std::string{text_of(outcome.refusal.reason).name} : none;
  expect(line, "被拒", line.has("被拒") ? line.field("被拒") : none, reason);
  const auto stored = city_.log().read(outcome.position);
  const bool is_declined = stored && std::holds_alternative<Declined>(stored->event);
  expect(line, "拒绝记入日志", outcome.refusal ? "是" : "否", is_declined ? "是" : "否");
  sent_[line.subject.at(0)] = {session, number, command, texts, outcome.position};
  return outcome;
}

template <class Described>
void Scenario::send_described(const ScenarioLine& line, const Described& command) {
  std::string fields;
  encode_fields(command, fields);
  const auto size = static_cast<std::uint32_t>(fields.size());
  send(line, DescribedCommand{.kind = Described::kind, .demand = {}, .fields = {0, size}}, fields);
}

void Scenario::submit(const ScenarioLine& line) {
  std::string texts;
  const Submit command = submission(line, texts);
  const loop::Outcome outcome = send(line, command, texts);
  if (!outcome.refusal) demands_[line.subject.at(0)] = DemandId{outcome.position.value};
}

void Scenario::send_again(const ScenarioLine& line) {
  const SentCommand& sent = sent_.at(line.subject.at(0));
  const Position last = city_.city().last;
  const auto outcome = city_.send_frame(sent.session, sent.number, {sent.command}, sent.texts).outcomes.at(0);
  expect(line, "重复", "是", outcome.repeat ? "是" : "否");
  expect(line, "编号", std::to_string(sent.answer.value), std::to_string(outcome.position.value));
  expect(line, "日志长度", std::to_string(last.value), std::to_string(city_.city().last.value));
}

Verdict verdict_of(const ScenarioLine& line) {
  Verdict verdict{
      .reached = line.has("接通"), .result = small_number(line, "结果"), .service = small_number(line, "服务")};
  if (line.has("解决")) verdict.solved = value_of(line.field("解决"), solved_words);
  return verdict;
}

std::uint8_t choice_of(const ScenarioLine& line) {
  if (line.has("原因")) return static_cast<std::uint8_t>(value_of(line.field("原因"), dismissal_words));
  return line.has("去向") ? static_cast<std::uint8_t>(value_of(line.field("去向"), elsewhere_words)) : std::uint8_t{0};
}

void Scenario::act(const ScenarioLine& line) {
  // Position 1 is the log's beginning, so no demand has that id.
  const DemandId id = line.subject.at(0) == none ? DemandId{1} : demand(line.subject.at(0));
  const Party as = line.has("由") ? party(line.field("由")) : Party{};
  const std::string texts = line.has("字数") ? repeated("字", std::stoi(line.field("字数"))) : line.field("说明");
  if (line.verb == "并案") {
    const Bond bond = line.has("子件") ? Bond::child : Bond::same;
    send(line, Join{id, as, demand(line.field("到")), {0, static_cast<std::uint32_t>(texts.size())}, 0, bond}, texts);
    return;
  }
  send(line,
       Act{.demand = id,
           .as = as,
           .to = line.has("给") ? party(line.field("给")) : Party{},
           .note = {0, static_cast<std::uint32_t>(texts.size())},
           .deed = value_of(line.verb, deed_words),
           .is_proved = line.has("查询码"),
           .verdict = verdict_of(line).packed(),
           .choice = choice_of(line),
           .condition = small_number(line, "条件"),
           .category = line.has("类别") ? city_.category(line.field("类别")) : CategoryId{},
           .limit = line.has("延长") ? limit_of(line.field("延长")).value() : Limit{},
           .until = line.has("截至") ? to_seconds(local(line.field("截至"))) : 0,
           .place = line.has("地点") ? city_.place(line.field("地点")) : PlaceId{},
           .road = line.has("道路") ? city_.place(line.field("道路")) : PlaceId{}},
       texts);
  const std::string part = line.subject.size() > 1 ? line.subject.at(1) : "";
  if (!part.empty()) demands_[part] = DemandId{sent_.at(line.subject.at(0)).answer.value};
}

void Scenario::declare(const ScenarioLine& line) {
  send(line,
       DeclareSituation{city_.city().codes.situations.find(line.subject.at(0)), city_.place(line.field("地点")),
                        party(line.field("由")), line.has("从") ? to_seconds(local(line.field("从"))) : 0},
       {});
}

void Scenario::end_situation(const ScenarioLine& line) {
  send(line,
       EndSituation{city_.city().codes.situations.find(line.subject.at(0)), city_.place(line.field("地点")),
                    party(line.field("由"))},
       {});
}

void Scenario::whistle(const ScenarioLine& line) {
  const std::string texts = line.field("说明");
  Summon command{.demand = line.has("为") ? demand(line.field("为")) : DemandId{},
                 .place = line.has("地点") ? city_.place(line.field("地点")) : PlaceId{},
                 .as = party(line.field("由")),
                 .note = {0, static_cast<std::uint32_t>(texts.size())}};
  std::size_t count = 0;
  for (const auto& [field, codes] : line.fields) {
    if (field != "单位") continue;
    for (const std::string& each : codes) command.who.at(count++) = party(each).organisation();
  }
  const loop::Outcome outcome = send(line, command, texts);
  if (!outcome.refusal) whistles_[line.subject.at(0)] = SummonsId{outcome.position.value};
}

const std::vector<Word<Attendance>> attendance_words{{"报到", Attendance::arrived},
                                                     {"早退", Attendance::left},
                                                     {"结束吹哨", Attendance::ended},
                                                     {"评分", Attendance::rated}};

void Scenario::attend(const ScenarioLine& line) {
  const std::string texts = line.field("说明");
  send(line,
       Attend{.summons = whistles_.at(line.subject.at(0)),
              .who = line.has("单位") ? party(line.field("单位")).organisation() : OrganisationId{},
              .note = {0, static_cast<std::uint32_t>(texts.size())},
              .what = value_of(line.verb, attendance_words),
              .grade = small_number(line, "得分")},
       texts);
}

void Scenario::note_place(const ScenarioLine& line) {
  const registers::notes::NotePlace command{.place = city_.place(line.subject.at(0)),
                                            .as = line.has("由") ? party(line.field("由")) : Party{},
                                            .text = line.field("文字")};
  send_described(line, command);
}

// --- expectations

std::string show_due(Seconds due) { return due == 0 ? none : show(to_instant(due)); }

std::string Scenario::fact_field(const Submitted& fact, const std::string& field) const {
  const auto chain = city_.city().routes.chain(fact.chain).span();
  const Origin origin = Origin::from_packed(fact.origin);
  if (field == "首责") return code(chain.front());
  if (field == "首责理由") return word_of(fact.first_post_reason(), first_post_reasons);
  if (field == "跟办") return code(chain[fact.acting_step]);
  if (field == "任职人") return code(fact.holder);
  if (field == "主办") return code(fact.lead);
  if (field == "主办理由") return word_of(fact.lead_reason(), lead_reasons);
  if (field == "级别") return std::to_string(fact.severity_level());
  if (field == "核实截止") return show_due(fact.check_first() ? fact.dues[Stage::check] : 0);
  if (field == "签收截止") return show_due(fact.check_first() ? 0 : fact.dues[Stage::acceptance]);
  if (field == "先期处置截止") return show_due(fact.dues[Stage::containment]);
  if (field == "处置截止") return show_due(fact.dues[Stage::resolution]);
  if (field == "告知全链") return origin.tell_chain ? "是" : "否";
  if (field == "时钟超前") return origin.occurred_replaced ? "改用收到时间" : origin.clock_ahead ? "是" : "否";
  Words words;
  if (field == "五长链") {
    for (const PostId post : chain) words.push_back(code(post));
  } else if (field == "资源") {
    for (const Offer& offer : city_.city().routes.offers(fact.offers)) {
      words.push_back(code(offer.who) + "=" + word_of(offer.reason, offer_reasons));
    }
  } else {
    throw std::runtime_error("a submission has no " + field);
  }
  return words.empty() ? none : join(words);
}

void Scenario::expect_fact(const ScenarioLine& line) {
  const auto stored = city_.log().read(position_of(demand(line.subject.at(0))));
  const auto& fact = std::get<Submitted>(stored.value().event);
  for (const auto& [field, values] : line.fields) expect(line, field, join(values), fact_field(fact, field));
}

const std::vector<std::pair<std::string, Stage>> due_words{
    {"签收截止", Stage::acceptance},   {"先期处置截止", Stage::containment}, {"处置截止", Stage::resolution},
    {"核查截止", Stage::verification}, {"评价截止", Stage::rating},          {"重办截止", Stage::reopening},
    {"核实截止", Stage::check},        {"答复截止", Stage::approval},        {"挂账至", Stage::suspension},
    {"复核截止", Stage::review}};

// 0 where the stage does not run in the demand's state.
Seconds due_of(const Slot& slot, Stage stage) {
  const int index = due_index(stage);
  return stage_of(slot.state, index) == stage ? slot.dues.of[index] : 0;
}

std::string subject_code(const City& city, DemandId demand) {
  const Subject subject = city.demands.subject(demand);
  if (!subject) return none;
  return std::string(subject.is_door() ? city.codes.doors.code(subject.door())
                                       : city.codes.assets.code(subject.asset()));
}

std::string Scenario::state_field(const Slot& slot, const std::string& field) const {
  if (field == "状态") return word_of(slot.state, states);
  if (field == "主办") return code(slot.lead);
  if (field == "地点") return std::string(city_.city().codes.places.code(slot.place));
  if (field == "部件" || field == "户") return subject_code(city_.city(), slot.id);
  if (field == "级别") return std::to_string(slot.severity);
  if (field == "逾期") return slot.is_late ? "是" : "否";
  if (field == "申诉结果") return std::string(words_of(city_.city().demands.aside(slot.id).appeal).chinese);
  for (const auto& [word, stage] : due_words) {
    if (field == word) return show_due(due_of(slot, stage));
  }
  throw std::runtime_error("a demand has no " + field);
}

void Scenario::expect_now(const ScenarioLine& line) {
  const DemandId id = demand(line.subject.at(0));
  if (city_.city().demands.last_of_final(id)) return expect(line, "状态", line.field("状态"), "已归档");
  const Slot* slot = city_.city().demands.find(id);
  if (slot == nullptr) throw std::runtime_error("the city has no demand " + line.subject.at(0));
  for (const auto& [field, values] : line.fields) expect(line, field, join(values), state_field(*slot, field));
}

// What a fact is called in a history.
std::string stage_word(Stage stage) { return std::string(words_of(stage).chinese); }
std::string told_as(const Submitted&) { return "提交"; }
std::string told_as(const Accepted&) { return "签收"; }
std::string told_as(const Finished&) { return "办结"; }
std::string told_as(const Closed&) { return "结案"; }
std::string told_as(const Acted& event) { return word_of(event.deed, deed_words); }
std::string told_as(const Escalated& event) { return stage_word(event.stage) + "升级"; }
std::string told_as(const Reassigned& event) { return event.to_deputy ? "改由副职" : "改派"; }
std::string told_as(const Warned& event) { return stage_word(event.stage) + "预警"; }
std::string told_as(const Lapsed& event) {
  return event.stage == Stage::rating ? "未评价" : event.stage == Stage::approval ? "未答复" : "归档";
}
std::string told_as(const Sought& event) {
  return event.what == Pending::extension ? "延期" : event.what == Pending::suspension ? "挂账" : "移交";
}
std::string told_as(const Assisted& event) { return event.is_done ? "协办" : "请协办"; }
std::string told_as(const Moved&) { return "改地点"; }
std::string told_as(const Reclassified&) { return "改类别"; }
std::string told_as(const Joined&) { return "并案"; }
std::string told_as(const Gathered& event) { return event.has_parted ? "拆走" : "并入"; }
std::string told_as(const Recurred& event) { return std::string(words_of(event.what).chinese); }
std::string told_as(const Rerouted&) { return "随责任变动改派"; }
std::string told_as(const Urged&) { return "催办"; }
std::string told_as(const Summoned&) { return "吹哨"; }
std::string told_as(const Attended& event) {
  return event.is_late ? "迟到" : std::string(words_of(event.what).chinese);
}
std::string told_as(const NotArrived&) { return "未报到"; }
std::string told_as(const Rescheduled& event) { return event.waits ? "待状况结束" : "时限重算"; }
std::string told_as(const Noticed&) { return "通知"; }
std::string told_as(const Delivered&) { return "送达"; }
std::string told_as(const DescribedFact& event) { return std::string(registers::words_of(event.kind).chinese); }
std::string told_as(const IsOfNoDemand auto&) { return "?"; }

void Scenario::expect_note(const ScenarioLine& line) {
  const auto& notes = city_.city().registers.of<registers::notes::Notes>().all();
  const auto found = notes.find(city_.place(line.subject.at(0)));
  expect(line, "文字", line.field("文字"), found == notes.end() ? none : found->second.text);
}

void Scenario::expect_demands(const ScenarioLine& line, const std::vector<DemandId>& demands) const {
  Words names;
  for (const DemandId id : demands) names.push_back(name(id));
  expect(line, line.verb, line.has("有") ? line.field("有") : "", join(names));
}

void Scenario::expect_queue(const ScenarioLine& line) {
  const Demands& demands = city_.city().demands;
  std::vector<DemandId> waiting;
  SlotIndex index = demands.queue(party(line.subject.at(0))).first;
  for (; index != no_slot; index = demands[index].next_in_queue) waiting.push_back(demands[index].id);
  expect_demands(line, waiting);
}

void Scenario::expect_history(const ScenarioLine& line) {
  const Demands& demands = city_.city().demands;
  const DemandId id = demand(line.subject.at(0));
  const Slot* slot = demands.find(id);
  Words told;
  for (Position at = slot != nullptr ? slot->last : demands.last_of_final(id); at;) {
    const log::Stored stored = city_.log().read(at).value();
    told.push_back(std::visit([](const auto& event) { return told_as(event); }, stored.event));
    at = std::visit(
        [](const auto& event) {
          if constexpr (requires { event.previous; }) return event.previous;
          return Position{};
        },
        stored.event);
  }
  std::ranges::reverse(told);
  expect(line, line.verb, line.field("有"), join(told));
}

void Scenario::expect_side_queue(const ScenarioLine& line) {
  expect_demands(line, city_.city().demands.side_queue(party(line.subject.at(0))));
}

// Which of the scenario's accounts look it up by its number alone.
void Scenario::expect_seen(const ScenarioLine& line) {
  const views::CheckedClaim claim{demand(line.subject.at(0)), false};
  Words seeing;
  for (const auto& [name, session] : sessions_) {
    const AccountId account = city_.city().sessions[session].account();
    if (views::statuses(city_.city(), account, {&claim, 1}).at(0).known) seeing.push_back(name);
  }
  expect(line, line.verb, line.has("有") ? line.field("有") : "", join(seeing));
}

void Scenario::expect_whistle(const ScenarioLine& line) {
  const Summons* const summons = city_.city().summonses.find(whistles_.at(line.subject.at(0)));
  if (summons == nullptr) throw std::runtime_error("all is said of this whistle");
  Words missing;
  for (const Attendee& one : summons->who) {
    if (one.arrived == 0) missing.push_back(code(one.who));
  }
  const std::map<std::string, std::string> actual{{"截止", show_due(summons->due)},
                                                  {"缺席", missing.empty() ? none : join(missing)},
                                                  {"升级", code(summons->escalated_to)},
                                                  {"状态", summons->ended == 0 ? "进行中" : "待评价"}};
  for (const auto& [field, values] : line.fields) expect(line, field, join(values), actual.at(field));
}

void Scenario::expect_turnout(const ScenarioLine& line) {
  const Turnout turnout = city_.city().summonses.turnout(party(line.subject.at(0)).organisation());
  const std::map<std::string, std::uint32_t> actual{{"被叫", turnout.called},     {"准时", turnout.in_time},
                                                    {"晚到", turnout.late},       {"缺席", turnout.never},
                                                    {"先走", turnout.left_early}, {"得分", turnout.grades}};
  for (const auto& [field, values] : line.fields) expect(line, field, join(values), std::to_string(actual.at(field)));
}

void Scenario::expect_escalation_queue(const ScenarioLine& line) {
  expect_demands(line, city_.city().demands.escalation_queue(city_.post(line.subject.at(0))));
}

}  // namespace

void run_scenario(const std::filesystem::path& file) {
  std::ostringstream text;
  text << std::ifstream{file}.rdbuf();
  Scenario scenario{file.filename().string()};
  for (const ScenarioLine& line : read_scenario(text.str())) {
    try {
      scenario.run(line);
    } catch (const std::exception& error) {
      throw std::runtime_error(file.filename().string() + ":" + std::to_string(line.number) + ": " + error.what());
    }
  }
  scenario.check_replay();
}

}  // namespace wangge::tests
