// `wangge show`: the whole of a demand's life, from the log and from a running engine, in either language.

#include "tools/demand/show.h"

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include <boost/json.hpp>

#include "engine/model/number.h"
#include "tests/running_city.h"
#include "tests/sample_city.h"
#include "tests/served_city.h"
#include "tests/small_city.h"
#include "tests/subcommand.h"
#include "tests/temporary_folder.h"
#include "tools/demand/act.h"
#include "tools/names.h"
#include "tools/demand/submit.h"

#include <catch2/catch.hpp>  // last: its CHECK takes the place of ours

namespace wangge::tests {
namespace {

using namespace std::chrono_literals;
namespace json = boost::json;
using Catch::Contains;

// A city on a log in a folder, and what is seen of it there.
class Looked {
  const TemporaryFolder folder_;

 public:
  RunningCity running;

  explicit Looked(const Tables& tables = small_tables()) : running(tables, data()) {}

  DemandId submit(std::string_view place, std::string_view category, std::uint8_t condition = 0,
                  std::string_view road = {}) {
    Submit command = RunningCity::plain(running.place(place), running.category(category));
    command.condition = condition;
    command.road = running.place(road);
    return made(command);
  }
  // Its note is the text of every demand here, where it has one. What it makes is the part of a split.
  DemandId act(DemandId demand, Deed deed, Party as, Act more = {}) {
    more.demand = demand;
    more.deed = deed;
    more.as = as;
    if (deed != Deed::accept) more.note = {0, 12};
    return made(more);
  }
  Party post(std::string_view code) const { return running.post(code); }
  Party organisation(std::string_view code) const { return running.city().codes.organisations.find(code); }

  json::object told(DemandId demand) const { return shown(demand, {"--json"}).json(); }
  std::string page(DemandId demand, const char* language = "zh") const {
    return shown(demand, {"--lang", language}).out;
  }

 private:
  Printed shown(DemandId demand, std::vector<std::string> more) const {
    more.insert(more.begin(), {"show", format_number(demand), "--data", data()});
    Printed printed = say({tools::add_show}, std::move(more));
    REQUIRE(printed.exit_code == 0);
    return printed;
  }
  DemandId made(const Command& command) {
    const loop::Outcome outcome = running.send(command, RunningCity::plain_text);
    REQUIRE_FALSE(outcome.refusal);
    return DemandId{outcome.position.value};
  }
  std::string data() const {
    std::filesystem::create_directories(folder_.path() / "data");
    return folder_.path() / "data";
  }
};

// The last step of that name, an event's or a deed's.
json::object last_step(const json::object& shown, std::string_view name) {
  json::object found;
  for (const json::value& value : shown.at("history").as_array()) {
    const json::object& step = value.as_object();
    const bool is_deed = step.contains("deed") && step.at("deed").as_string() == name;
    if (is_deed || step.at("event").as_string() == name) found = step;
  }
  REQUIRE_FALSE(found.empty());
  return found;
}

std::vector<std::string> codes(const json::value& named) {
  std::vector<std::string> codes;
  for (const json::value& one : named.as_array()) codes.emplace_back(one.at("code").as_string());
  return codes;
}

TEST_CASE("A demand that was moved is shown with the chain, the road and the lead of its new place") {
  Looked city;
  const DemandId demand = city.submit("G1", "1301");
  CHECK(codes(city.told(demand).at("chain")) == std::vector<std::string>{"PG1", "PC1", "PS1", "P22"});
  city.act(demand, Deed::move, {}, {.place = city.running.place("G2"), .road = city.running.place("H1")});
  const json::object shown = city.told(demand);
  CHECK(codes(shown.at("chain")) == std::vector<std::string>{"PG2", "PC1", "PS1", "P22"});
  CHECK(shown.at("road").at("code") == "H1");
  CHECK(shown.at("holder").at("code") == "R3");
  CHECK(shown.at("first_post_reason").is_null());
  CHECK(shown.at("lead_reason").is_null());
  CHECK(last_step(shown, "moved").at("place").at("code") == "G2");
  CHECK_THAT(city.page(demand), Contains("主办：PG2 网格长二 — 改地点\n") && Contains("街、路(巷)：H1 文化一巷\n") &&
                                    Contains("五长链：网格长二* → 社区书记"));
}

TEST_CASE(
    "A demand of another category is shown with what it was and is, why, and the chain and the lead of its new way") {
  Looked city;
  const DemandId demand = city.submit("G1", "1301");
  city.act(demand, Deed::reclassify, {}, {.condition = 2, .category = city.running.category("0201")});
  const json::object shown = city.told(demand);
  CHECK(shown.at("category").at("code") == "0201");
  CHECK(shown.at("condition") == 2);
  CHECK(shown.at("condition_name") == "破损");
  CHECK(shown.at("lead").at("code") == "BM1");
  CHECK(shown.at("made_lead").at("event") == "reclassified");
  CHECK(shown.at("first_post_reason").is_null());
  const json::object step = last_step(shown, "reclassified");
  CHECK(step.at("category_before").at("code") == "1301");
  CHECK(step.at("category").at("code") == "0201");
  CHECK(step.at("condition") == 2);
  CHECK(step.at("handed_to").at("code") == "BM1");
  CHECK(step.at("text") == "水管破裂");
  CHECK_THAT(city.page(demand),
             Contains("改类别：1301 其他诉求 → 0201 井盖（条件 2），主办 BM1") && Contains("类别：0201 井盖\n"));
  CHECK_THAT(city.page(demand, "en"), Contains("reclassified: 1301 其他诉求 → 0201 井盖 (condition 2), lead BM1"));
}

TEST_CASE("Beside the lead stands why it leads: the routing's reason, or the deed that made it lead") {
  Looked city;
  const DemandId demand = city.submit("G1", "1301");
  CHECK(city.told(demand).at("lead_reason") == "category_names_post");
  CHECK_THAT(city.page(demand),
             Contains("主办：PG1 网格长一 — 该类别由岗位主办\n") && Contains("状态：待签收（未逾期）\n"));
  city.act(demand, Deed::transfer, city.post("PG1"), {.to = city.organisation("WY1")});
  const json::object shown = city.told(demand);
  CHECK(shown.at("lead_reason").is_null());
  CHECK(shown.at("made_lead").at("deed") == "transfer");
  CHECK(shown.at("made_lead").at("by").at("code") == "PG1");
  CHECK_THAT(city.page(demand), Contains("主办：WY1 物业一 — 转派（PG1 网格长一）\n"));
  CHECK_THAT(city.page(demand, "en"), Contains("lead: WY1 物业一 — transfer (PG1 网格长一)\n"));
}

TEST_CASE("What was split and its part name each other") {
  Looked city;
  const DemandId demand = city.submit("G1", "1301");
  const DemandId part =
      city.act(demand, Deed::split, city.post("PG1"), {.condition = 2, .category = city.running.category("0201")});
  CHECK(last_step(city.told(demand), "split").at("part") == json::string(format_number(part)));
  CHECK(city.told(demand).at("split_from").is_null());
  CHECK(city.told(part).at("split_from") == json::string(format_number(demand)));
  CHECK(city.told(part).at("condition_name") == "破损");
  CHECK_THAT(city.page(demand), Contains("拆分 → " + format_number(part)));
  CHECK_THAT(city.page(part), Contains("拆分自：" + format_number(demand) + "\n") && Contains("立案条件：破损\n"));
}

TEST_CASE("An appeal is told with who is to review it and by when, and what was late stays late, and does not count") {
  Looked city;
  const DemandId demand = city.submit("G1", "1301");
  const Party chief = city.post("PG1");
  city.act(demand, Deed::accept, chief);
  city.running.move_to(city.running.now + 7 * 24h);  // Tuesday 2026-03-17, 9:00
  for (const Deed deed : {Deed::finish, Deed::close, Deed::appeal}) city.act(demand, deed, chief);
  const json::object appealed = city.told(demand);
  CHECK(appealed.at("exempt") == false);
  CHECK(appealed.at("deadlines").at("review") == "2026-03-17T15:00:00+08:00");  // 4 working hours
  const json::object step = last_step(appealed, "appeal");
  CHECK(step.at("what") == "first");
  CHECK(step.at("handed_to").at("code") == "PC1");
  CHECK(step.at("deadlines").at("review") == "2026-03-17T15:00:00+08:00");
  CHECK_FALSE(step.contains("escalated_to"));
  CHECK_THAT(city.page(demand), Contains("申诉（待初审） → PC1 社区书记，截止：复核 2026-03-17T15:00:00+08:00"));
  CHECK_THAT(city.page(demand, "en"), Contains("appeal (to be reviewed) → PC1 社区书记"));

  city.act(demand, Deed::grant, city.post("PC1"));
  city.act(demand, Deed::grant, city.post("P22"));
  const json::object shown = city.told(demand);
  CHECK(shown.at("exempt") == true);
  CHECK(shown.at("late").as_array().size() == 1);
  CHECK_FALSE(shown.at("deadlines").as_object().contains("review"));
  CHECK_THAT(city.page(demand), Contains("逾期：处置（申诉准予，免计）\n") &&
                                    Contains("准予（待市级复审） → P22 值班席") && Contains("准予（逾期免计）"));

  city.act(demand, Deed::reopen, {});
  CHECK(city.told(demand).at("exempt") == false);
  const DemandId unanswered = city.submit("G2", "1301");
  const Party other = city.post("PG2");
  city.act(unanswered, Deed::accept, other);
  city.running.move_to(city.running.now + 7 * 24h);
  for (const Deed deed : {Deed::finish, Deed::close, Deed::appeal}) city.act(unanswered, deed, other);
  city.running.move_to(city.running.now + 24h);
  city.running.move_to(city.running.now + 24h);
  CHECK(last_step(city.told(unanswered), "reject").at("by").at("kind") == "clock");
  CHECK_THAT(city.page(unanswered),
             Contains("复核逾期（待市级复审） → P22 值班席") && Contains("复核逾期（维持逾期）"));
}

TEST_CASE("What was granted is said with the deadline that it leads to") {
  Looked city;
  const DemandId demand = city.submit("G1", "1301");
  city.act(demand, Deed::accept, city.post("PG1"));
  city.act(demand, Deed::extend, city.post("PG1"), {.limit = {2, LimitUnit::calendar_day}});
  CHECK(last_step(city.told(demand), "sought").at("by").at("code") == "PG1");
  city.act(demand, Deed::approve, city.post("PC1"));
  const json::object shown = city.told(demand), granted = last_step(shown, "approve");
  CHECK(granted.at("what") == "extension");
  CHECK(granted.at("limit").at("amount") == 2);
  CHECK(granted.at("limit").at("unit") == "calendar_day");
  CHECK(granted.at("deadlines").at("resolution") == "2026-03-19T09:00:00+08:00");  // 7 days from 9:00, and 2
  CHECK(shown.at("deadlines") == granted.at("deadlines"));
  CHECK_THAT(city.page(demand), Contains("批准（延期） 2 自然日，截止：处置 2026-03-19T09:00:00+08:00"));
  city.act(demand, Deed::note, city.post("PG1"));
  CHECK_FALSE(last_step(city.told(demand), "note").contains("deadlines"));
}

TEST_CASE("What the clock did says so, which stage was late, and who let it pass") {
  Looked city;
  const DemandId demand = city.submit("G1", "1301");
  city.running.move_to(RunningCity::morning + 30min);  // the chief's deputy is on leave
  const json::object shown = city.told(demand), step = last_step(shown, "reassigned");
  CHECK(step.at("by").at("kind") == "clock");
  CHECK(step.at("let_pass").at("code") == "PG1");
  CHECK(step.at("handed_to").at("code") == "PC1");
  CHECK(step.at("overdue") == "acceptance");
  CHECK(step.at("deadlines").at("acceptance") == "2026-03-10T10:00:00+08:00");
  CHECK(shown.at("late") == json::array{"acceptance"});
  CHECK(shown.at("made_lead").at("by").at("kind") == "clock");
  CHECK_THAT(city.page(demand), Contains("主办：PC1 社区书记 — 改派，系统（时限到期）\n") && Contains("逾期：签收\n") &&
                                    Contains("状态：待签收（逾期）\n") &&
                                    Contains("原主办：PG1 网格长一，已于 09:30 因逾期未签收改派给 社区书记\n") &&
                                    Contains("改派（签收逾期：PG1 网格长一） → PC1 社区书记"));
  city.act(demand, Deed::accept, city.post("PC1"));
  CHECK_THAT(city.page(demand), Contains("状态：处置中（曾逾期）\n"));
  city.running.move_to(RunningCity::morning + 24h * 7);
  CHECK(last_step(city.told(demand), "escalated").at("escalated_to").at("code") == "PS1");
  CHECK(city.told(demand).at("late") == json::array{"acceptance", "resolution"});
  CHECK_THAT(
      city.page(demand, "en"),
      Contains("overdue: acceptance, resolution\n") && Contains("the system (a limit passed)") &&
          Contains(
              "led before: PG1 网格长一, it went to 社区书记 at 2026-03-10 09:30, as it was not accepted in time\n"));
}

TEST_CASE("How a demand stands by its deadlines is said in words, and of one that is over it is not") {
  Looked city;
  const DemandId demand = city.submit("G1", "1301"), over = city.submit("G1", "1301");
  CHECK_THAT(city.page(demand), Contains("状态：待签收（未逾期）\n"));
  CHECK_THAT(city.page(demand, "en"), Contains("state: to be accepted (in time)\n"));
  for (const Deed deed : {Deed::accept, Deed::finish, Deed::close}) city.act(over, deed, city.post("PG1"));
  city.running.move_to(RunningCity::morning + 23min);  // of 30
  CHECK_THAT(city.page(demand), Contains("状态：待签收（将到期）\n"));
  city.running.move_to(RunningCity::morning + 30min);
  CHECK_THAT(city.page(demand), Contains("状态：待签收（逾期）\n"));
  CHECK(city.told(demand).at("lamp") == "red");
  CHECK_THAT(city.page(over), Contains("状态：已结案\n"));
}

TEST_CASE("A demand that came in at once says so, and another how much later it was received") {
  Looked city;
  const auto occurred = [&](Duration before) {
    Submit command = RunningCity::plain(city.running.place("G1"), city.running.category("1301"));
    command.occurred = to_seconds(RunningCity::morning - before);
    const loop::Outcome outcome = city.running.send(command, RunningCity::plain_text);
    REQUIRE_FALSE(outcome.refusal);
    return DemandId{outcome.position.value};
  };
  CHECK_THAT(city.page(occurred(0min)), Contains("发生：2026-03-10T09:00:00+08:00，即时受理\n"));
  const DemandId later = occurred(43min);
  CHECK_THAT(city.page(later), Contains("发生：2026-03-10T08:17:00+08:00，晚 43分收到\n"));
  CHECK_THAT(city.page(later, "en"), Contains("occurred: 2026-03-10T08:17:00+08:00, received 43 min later\n"));
}

TEST_CASE("The columns of a history are what came, who did it and what was said; the engine is called the system") {
  Looked city;
  const DemandId demand = city.submit("G1", "1301");
  city.running.move_to(RunningCity::morning + 30min);
  CHECK_THAT(city.page(demand), Contains("时间\t经过\t经办\t说明\n") && Contains("\t系统（时限到期）\t"));
}

TEST_CASE(
    "An offer is taken over or not, and what was verified is to be closed: so are their deadlines and answers called") {
  Looked city;
  const DemandId demand = city.submit("G1", "1301");
  const Party chief = city.post("PG1"), centre = city.organisation("BM1");
  city.act(demand, Deed::accept, chief);
  city.act(demand, Deed::offer, chief, {.to = centre});
  CHECK_THAT(city.page(demand), Contains("接办截止 2026-03-10T09:30:00+08:00") && !Contains("审批"));
  CHECK(city.told(demand).at("deadlines").as_object().contains("approval"));
  city.running.move_to(RunningCity::morning + 23min);
  CHECK_THAT(city.page(demand), Contains("预警（接办将到期）") && !Contains("审批"));
  city.act(demand, Deed::refuse, centre);
  CHECK_THAT(city.page(demand), Contains("不接办") && !Contains("不批准"));
  CHECK(last_step(city.told(demand), "refuse").at("what") == "hand_over");
  city.act(demand, Deed::extend, chief, {.limit = {2, LimitUnit::calendar_day}});
  CHECK_THAT(city.page(demand), Contains("审批 "));
  city.act(demand, Deed::refuse, city.post("PC1"));
  CHECK_THAT(city.page(demand), Contains("不批准（延期）"));

  city.act(demand, Deed::finish, chief);
  CHECK_THAT(city.page(demand), Contains("截止：核查 2026-03-11T09:23:00+08:00\n"));
  city.act(demand, Deed::verify, city.post("PC1"));
  CHECK_THAT(city.page(demand), Contains("截止：结案截止 2026-03-11T09:23:00+08:00\n"));
}

TEST_CASE("What nobody above can take over stays with the duty desk, which is said once") {
  Looked city;
  const DemandId demand = city.submit("G1", "1301");
  for (Duration passed{}; passed <= 24h; passed += 30min) city.running.move_to(RunningCity::morning + passed);
  REQUIRE(city.running.city().demands.find(demand)->lead == city.post("P22"));
  CHECK_THAT(city.page(demand),
             Contains("\t逾期未签收，仍由值班席办理\t系统（时限到期）\t") && !Contains("改派（签收逾期：P22"));
}

TEST_CASE("Nothing is awaited of a demand whose resident was satisfied, and more where it was not") {
  Looked city;
  const auto closed = [&] {
    const DemandId demand = city.submit("G1", "1301");
    for (const Deed deed : {Deed::accept, Deed::finish, Deed::close}) city.act(demand, deed, city.post("PG1"));
    return demand;
  };
  const DemandId satisfied = closed(), dissatisfied = closed();
  CHECK(city.told(satisfied).at("deadlines").as_object().contains("reopening"));
  city.act(satisfied, Deed::rate, {}, {.verdict = Verdict{.result = 5}.packed()});
  CHECK(city.told(satisfied).at("satisfied") == true);
  CHECK(city.told(satisfied).at("deadlines").as_object().empty());
  CHECK_THAT(city.page(satisfied),
             Contains("截止：无，居民已满意\n") && Contains("状态：已结案") && !Contains("未逾期"));
  CHECK_THAT(city.page(satisfied, "en"), Contains("deadlines: none: the resident is satisfied\n"));
  city.act(dissatisfied, Deed::rate, {}, {.verdict = Verdict{.result = 1}.packed()});
  CHECK(city.told(dissatisfied).at("satisfied") == false);
  CHECK(city.told(dissatisfied).at("deadlines").as_object().contains("resolution"));
  CHECK(city.told(dissatisfied).at("made_lead").at("deed") == "rate");
  CHECK_THAT(city.page(dissatisfied), Contains("主办：PC1 社区书记 — 评价\n"));
}

TEST_CASE("The situation that moved a demand's clock stands in its head, while it is waited for and when it is over") {
  Looked city(sample_city().tables);
  const RunningCity& running = city.running;
  const SituationId snow = running.city().codes.situations.find("降雪");
  const PlaceId subdistrict = running.place("220881001");
  const Party secretary = city.post("P220881001");
  REQUIRE_FALSE(city.running.send(DeclareSituation{snow, subdistrict, secretary}).refusal);
  const DemandId demand = city.submit("22088100100101", "0602", 2);
  CHECK(city.told(demand).at("moved_clock").at("situation").at("code") == "降雪");
  CHECK(city.told(demand).at("moved_clock").at("since") == "2026-03-10T09:00:00+08:00");
  CHECK_THAT(city.page(demand),
             Contains("状况：降雪（220881001 团结街道），起于 2026-03-10T09:00:00+08:00，处置待其结束起算\n") &&
                 Contains("立案条件：小雪后主次干道\n"));
  CHECK_THAT(city.page(demand, "en"), Contains("category: 0602 Snow / ice\n"));
  city.running.move_to(RunningCity::morning + 1h);
  REQUIRE_FALSE(city.running.send(EndSituation{snow, subdistrict, secretary}).refusal);
  CHECK(city.told(demand).at("moved_clock").at("ended") == "2026-03-10T10:00:00+08:00");
  CHECK(last_step(city.told(demand), "rescheduled").at("deadlines").as_object().contains("resolution"));
  CHECK_THAT(city.page(demand, "en"),
             Contains(", ended at 2026-03-10T10:00:00+08:00, its limits were worked out anew\n"));
}

TEST_CASE("What is called by its code is named once") {
  CHECK(tools::text_of(Named{"寒潮", "寒潮"}) == "寒潮");
  CHECK(tools::text_of(Named{"PG1", "网格长一"}) == "PG1 网格长一");
  CHECK(tools::text_of(Named{}) == "-");
}

TEST_CASE("Who was summoned for a demand, and who did not come, stands in its history") {
  Looked city(sample_city().tables);
  const DemandId demand = city.submit("22088100100101", "0304");
  city.act(demand, Deed::accept, city.organisation("GQ04"));
  Summon summon{.demand = demand, .place = {}, .as = city.post("P220881001001"), .note = {0, 12}};
  summon.who[0] = city.organisation("BM01").organisation();
  const loop::Outcome called = city.running.send(summon, RunningCity::plain_text);
  REQUIRE_FALSE(called.refusal);
  city.running.move_to(RunningCity::morning + 30min);
  const json::object summoned = last_step(city.told(demand), "summoned"),
                     missed = last_step(city.told(demand), "not_arrived");
  CHECK(summoned.at("organisations").at(0).at("code") == "BM01");
  CHECK(summoned.at("until") == "2026-03-10T09:30:00+08:00");
  CHECK(summoned.at("text") == "水管破裂");
  CHECK(missed.at("summons") == summoned.at("summons"));
  CHECK(missed.at("organisations").at(0).at("code") == "BM01");
  CHECK(missed.at("escalated_to").at("code") == "P220881");
  CHECK_THAT(city.page(demand), Contains("吹哨，至 2026-03-10T09:30:00+08:00：BM01 洮南市住房和城乡建设局") &&
                                    Contains("未报到：BM01 洮南市住房和城乡建设局 → P220881"));
}

TEST_CASE("A page of show has the marks and words of one language", "[threads]") {
  Looked city;
  const DemandId demand = city.submit("G1", "1301", 0, "H1");
  city.act(demand, Deed::transfer, city.post("PG1"), {.to = city.organisation("WY1")});
  city.running.move_to(RunningCity::morning + 30min);  // after an organisation, the post that follows up
  city.act(demand, Deed::accept, city.post("PG1"));
  city.act(demand, Deed::call_in, city.post("PG1"), {.to = city.organisation("BM1")});
  city.act(demand, Deed::suspend, city.post("PG1"), {.until = to_seconds(RunningCity::morning + 24h)});
  city.act(demand, Deed::approve, city.post("PC1"));
  city.running.move_to(RunningCity::morning + 24h);
  for (const Deed deed : {Deed::finish, Deed::close}) city.act(demand, deed, city.post("PG1"));
  city.act(demand, Deed::call_back, city.post("PC1"),
           {.verdict = Verdict{.reached = true, .result = 1, .service = 4}.packed()});
  const std::string chinese = city.page(demand), english = city.page(demand, "en");
  for (const char* const mark : {"（", "）", "，", "：", "、"}) CHECK_THAT(english, !Contains(mark));
  for (const char* const mark : {" (", ", ", ": "}) CHECK_THAT(chinese, !Contains(mark));
  CHECK_THAT(english, Contains("category: 1301 Other\n"));
}

// The small city behind an engine.
class Asked {
 public:
  Asked() { city_.run(); }

  Printed ask(std::vector<std::string> arguments) const {
    Printed printed = speaker_.say({tools::add_submit, tools::add_act, tools::add_show}, std::move(arguments));
    REQUIRE(printed.exit_code == 0);
    return printed;
  }
  json::object told(std::vector<std::string> arguments) const {
    arguments.emplace_back("--json");
    return ask(std::move(arguments)).json();
  }
  json::object submit() const { return told({"submit", "--grid", "G1", "--category", "1301", "--text", "楼道灯不亮"}); }

 private:
  ServedCity city_;
  const Speaker speaker_{city_};
};

TEST_CASE("An engine is asked for the same life, without what its terminals are not told", "[threads]") {
  const Asked city;
  const std::string number(city.submit().at("number").as_string());
  CHECK(city.told({"transfer", number, "--as", "PG1", "--owner", "WY1", "--note", "归物业"}).at("done") == true);
  const json::object split = city.told({"split", number, "--category", "0201", "--note", "井盖缺失"});
  const json::object shown = city.told({"show", number});
  CHECK(shown.at("made_lead").at("deed") == "transfer");
  CHECK(shown.at("late").as_array().empty());
  CHECK(last_step(shown, "split").at("part") == split.at("part"));
  CHECK_THAT(city.ask({"show", number}).out, Contains("主办：WY1 物业一 — 转派（PG1 网格长一）\n"));
}

TEST_CASE("A look-up code that does not fit is called wrong, and one that is no code malformed", "[threads]") {
  const Asked city;
  const json::object taken = city.submit();
  const std::string number(taken.at("number").as_string()), code(taken.at("look_up_code").as_string());
  CHECK(city.told({"show", number, "--code", code}).at("number") == json::string(number));
  CHECK_THROWS_WITH(city.ask({"show", number, "--code", "000000"}), "000000：查询码不对，请与回执核对");
  CHECK_THROWS_WITH(city.ask({"show", number, "--code", "12345", "--lang", "en"}),
                    "12345: a look-up code has six digits");
}

}  // namespace
}  // namespace wangge::tests
