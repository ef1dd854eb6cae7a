// What a category asks besides (附加问题): answers right and wrong, what was asked under an earlier version, on their
// way from a terminal into the log and back.

#include "engine/rules/answers.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include <boost/json.hpp>

#include "adapters/terminal/client_protocol.h"
#include "adapters/terminal/protocol.h"
#include "adapters/terminal/spool.h"
#include "config/mapping.h"
#include "config/tables.h"
#include "engine/base/limits.h"
#include "engine/model/number.h"
#include "engine/state/digest.h"
#include "engine/views/station.h"
#include "tests/running_city.h"
#include "tests/sample_city.h"
#include "tests/served_city.h"
#include "tests/small_city.h"
#include "tests/subcommand.h"
#include "tests/temporary_folder.h"
#include "tools/log/fact_json.h"
#include "tools/demand/questions.h"
#include "tools/demand/show.h"

#include <catch2/catch.hpp>  // last: its CHECK takes the place of ours

namespace wangge::tests {
namespace {

namespace json = boost::json;
using Catch::Contains;

// category, code, order, text, text_en, type, values, required
const std::vector<Row> questions{
    {"1301", "extent", "4", "整栋还是一户", "Building or home", "choice", "整栋|一户", "否"},
    {"1301", "note", "1", "还有什么", "", "text", "", ""},
    {"1301", "depth", "2", "水深多少厘米", "Depth in cm", "number", "", "是"},
    {"1301", "lasting", "3", "还在漏吗", "Still leaking", "yesno", "", ""},
    {"1301", "since", "5", "哪天开始", "Since when", "date", "", ""},
};

Tables tables_with(const std::vector<Row>& rows) {
  Tables tables = small_tables();
  tables.of(TableKind::questions) = rows;
  return tables;
}

// A city on a log in a folder.
class Asking {
  const TemporaryFolder folder_;

 public:
  RunningCity running;

  explicit Asking(const std::vector<Row>& rows = questions) : running(tables_with(rows), data()) {}

  loop::Outcome send(std::string_view category, const std::string& answers, std::uint16_t asked_version = 0) {
    Submit command = RunningCity::plain(running.place("G1"), running.category(category));
    command.attachments = {command.text.length, 0};
    command.answers_length = static_cast<std::uint16_t>(answers.size());
    command.asked_version = asked_version;
    return running.send(command, std::string(RunningCity::plain_text) + answers);
  }
  Refusal refusal(const std::string& answers, std::uint16_t asked_version = 0) {
    return send("1301", answers, asked_version).refusal;
  }
  // What the log has of a demand that is taken.
  log::Stored kept(const std::string& answers, std::uint16_t asked_version = 0) {
    const loop::Outcome outcome = send("1301", answers, asked_version);
    REQUIRE_FALSE(outcome.refusal);
    return *running.log().read(outcome.position);
  }

  std::string show(Position demand, std::vector<std::string> more = {}) const {
    more.insert(more.begin(), {"show", format_number(DemandId{demand.value}), "--data", data()});
    const Printed said = say({tools::add_show}, std::move(more));
    REQUIRE(said.exit_code == 0);
    return said.out;
  }

 private:
  std::string data() const {
    std::filesystem::create_directories(folder_.path() / "data");
    return folder_.path() / "data";
  }
};

bool is_marked(const log::Stored& stored) { return std::get<Submitted>(stored.event).by_older_questions(); }

TEST_CASE("answers of every type are kept; a choice by its words, also where its number was given") {
  Asking city;
  CHECK(city.kept("depth=15").answers == "depth=15");
  CHECK(city.kept("depth=-3.5\nlasting=yes\nextent=2\nsince=2026-03-09").answers ==
        "depth=-3.5\nlasting=是\nextent=一户\nsince=2026-03-09");
  CHECK(city.kept("extent=整栋\nlasting=否\ndepth=0").answers == "extent=整栋\nlasting=否\ndepth=0");
  CHECK(city.kept("depth=1\nlasting=no\nextent=1").answers == "depth=1\nlasting=否\nextent=整栋");
  CHECK(city.kept("note=a=b, 还有\ndepth=2").answers == "note=a=b, 还有\ndepth=2");
  CHECK(city.kept("note=\ndepth=2\nsince=").answers == "depth=2");  // an empty one is none
  CHECK(city.kept("depth=1\nnote=" + std::string(200, 'x')).answers.size() == 8 + 5 + 200);
  CHECK_FALSE(is_marked(city.kept("depth=15")));
  const log::Stored without = *city.running.log().read(city.send("1302", "").position);
  CHECK(without.answers.empty());
  CHECK(without.text == RunningCity::plain_text);
}

TEST_CASE("a wrong answer is refused with the order and the type of its question") {
  Asking city;
  const auto number = static_cast<std::uint32_t>(AnswerType::number),
             yesno = static_cast<std::uint32_t>(AnswerType::yesno),
             choice = static_cast<std::uint32_t>(AnswerType::choice),
             date = static_cast<std::uint32_t>(AnswerType::date);
  for (const char* value : {"15厘米", "1.", ".5", "1e3", "--1", "-", "1,5", " 1", "+1", "1.2.3"}) {
    INFO(value);
    CHECK(city.refusal("depth=" + std::string(value)) == Refusal{Reason::bad_answer, 2, number});
  }
  for (const char* value : {"也许", "是的", "1", "Yes"}) {
    INFO(value);
    CHECK(city.refusal("depth=1\nlasting=" + std::string(value)) == Refusal{Reason::bad_answer, 3, yesno});
  }
  for (const char* value : {"0", "3", "三户", "整栋|一户", "-1", "1.0"}) {
    INFO(value);
    CHECK(city.refusal("depth=1\nextent=" + std::string(value)) == Refusal{Reason::bad_answer, 4, choice});
  }
  for (const char* value : {"2026-02-30", "2026-3-9", "昨天", "2026-03-09T10:00"}) {
    INFO(value);
    CHECK(city.refusal("depth=1\nsince=" + std::string(value)) == Refusal{Reason::bad_answer, 5, date});
  }
  CHECK(city.refusal("depth=1\ndepth=2") == Refusal{Reason::answered_twice, 2, number});
  CHECK(city.refusal("depth=1\ncolour=red") == Refusal{Reason::unknown_question, 2});
  CHECK(city.send("1302", "depth=1").refusal == Refusal{Reason::unknown_question, 1});
}

TEST_CASE("a required answer that is missing is a refusal of its own") {
  Asking city;
  const Refusal missing{Reason::answer_missing, 2, static_cast<std::uint32_t>(AnswerType::number)};
  CHECK(city.refusal("") == missing);
  CHECK(city.refusal("note=x") == missing);
  CHECK(city.refusal("depth=") == missing);
  CHECK_THAT(to_sentence(missing, false), Contains("第 2 个附加问题必须回答") && Contains("数字"));
  CHECK_THAT(to_sentence(missing, true),
             Contains("question 2 of the category must be answered") && Contains("a number"));
  const Refusal bad{Reason::bad_answer, 4, static_cast<std::uint32_t>(AnswerType::choice)};
  CHECK_THAT(to_sentence(bad, false), Contains("第 4 个附加问题") && Contains("所列选项之一"));
  CHECK_THAT(to_sentence(bad, true), Contains("question 4") && Contains("one of its choices"));
}

TEST_CASE("answers that are no lines of code and value, or too long, are refused") {
  Asking city;
  for (const char* answers : {"depth", "=1", "\ndepth=1"}) {
    INFO(answers);
    CHECK(city.refusal(answers) == Refusal{Reason::unreadable_answer, 1, 200});
  }
  CHECK(city.refusal("depth=1\n\nnote=x") == Refusal{Reason::unreadable_answer, 2, 200});
  CHECK(city.refusal("depth=1\nnote=" + std::string(201, 'x')) == Refusal{Reason::unreadable_answer, 2, 200});
  CHECK(city.refusal("depth=1\nnote=\xE5\xAD") == Refusal{Reason::answers_not_utf8, 14});
  CHECK(city.refusal("depth=1\nnote=a\x1B[2J") == Refusal{Reason::answers_control, 15});
  CHECK(city.refusal("depth=1\r\nnote=a") == Refusal{Reason::answers_control, 8});
  CHECK(city.refusal("depth=\u3000") ==
        Refusal{Reason::answer_missing, 2, static_cast<std::uint32_t>(AnswerType::number)});
  CHECK(city.refusal(std::string(3'001, 'x')) == Refusal{Reason::answers_too_long, 3'001, 3'000});
  CHECK(city.refusal(std::string(3'000, 'x')).reason == Reason::unreadable_answer);
}

TEST_CASE(
    "what was asked under an earlier version is accepted as it is, and marked where it does not answer what is asked "
    "now") {
  Asking city({{"1301", "depth", "1", "水深", "", "text", "", ""}});
  CHECK(city.kept("depth=到膝盖").answers == "depth=到膝盖");
  city.running.adopt(tables_with(questions));
  REQUIRE(city.running.city().version() == 2);

  const auto is_accepted_and_marked = [&](const std::string& answers) {
    const log::Stored stored = city.kept(answers, 1);
    const auto& fact = std::get<Submitted>(stored.event);
    return stored.answers == answers && is_marked(stored) && fact.severity_level() == 3 && !fact.waits();
  };
  CHECK(is_accepted_and_marked(""));
  CHECK(is_accepted_and_marked("depth=到膝盖"));
  CHECK(is_accepted_and_marked("colour=red\ndepth=1"));
  const log::Stored fits = city.kept("depth=15\nextent=2", 1);
  CHECK_FALSE(is_marked(fits));
  CHECK(fits.answers == "depth=15\nextent=一户");

  for (const auto version :
       std::to_array<std::uint16_t>({0, 2, 3})) {  // not said, the one in force, one that is not known
    INFO(version);
    CHECK(city.refusal("", version).reason == Reason::answer_missing);
    CHECK(city.refusal("depth=到膝盖", version).reason == Reason::bad_answer);
    CHECK(city.refusal("depth=1\ncolour=red", version).reason == Reason::unknown_question);
  }
  CHECK(city.refusal("depth", 1).reason == Reason::unreadable_answer);
  CHECK(city.refusal("depth=1\ndepth=2", 1).reason == Reason::answered_twice);
}

TEST_CASE("in the sample city some categories ask, and none must be answered") {
  const auto& categories = sample_city().configuration.categories;
  CHECK(std::ranges::any_of(categories, &Category::asks));
  for (const Category& category : categories)
    CHECK(std::ranges::none_of(category.questions, &CategoryQuestion::required));
}

TEST_CASE("a part that is split off answers nothing") {
  Asking city;
  const DemandId demand{city.kept("depth=1").position.value};
  const Act split{.demand = demand,
                  .as = city.running.post("PG1"),
                  .note = {0, 12},
                  .deed = Deed::split,
                  .category = city.running.category("1301")};
  const loop::Outcome outcome = city.running.send(split, RunningCity::plain_text);
  REQUIRE_FALSE(outcome.refusal);
  const log::Stored part = *city.running.log().read(outcome.position);
  CHECK(part.answers.empty());
  CHECK(part.reference == format_number(demand));
}

TEST_CASE("a log with answers replays to the same city, and still holds them") {
  Asking city;
  const Position answered = city.kept("depth=15\nextent=2").position;
  city.running.adopt(tables_with({}));
  const Position without = city.kept("colour=red", 1).position;
  CHECK(city.running.replayed_digest() == digest_of(city.running.city()));
  city.running.restart();
  CHECK(city.running.log().read(answered)->answers == "depth=15\nextent=一户");
  CHECK(is_marked(*city.running.log().read(without)));
  CHECK_FALSE(city.running.city().configuration->categories[city.running.category("1301").value].asks);
}

TEST_CASE("a frame of demands whose choices are all spelled out fits a group") {
  const std::string wide(limits::choice_bytes_max - 1, 'x');
  std::vector<Row> rows;
  std::string answers;
  for (int order = 1; order <= limits::questions_max; ++order) {
    const std::string code(1, static_cast<char>('a' + order));
    rows.push_back({"1301", code, std::to_string(order), "?", "", "choice", wide + "1|" + wide + "2", ""});
    answers += (answers.empty() ? "" : "\n") + code + "=2";
  }
  Asking city(rows);
  Submit command = RunningCity::plain(city.running.place("G1"), city.running.category("1301"));
  command.attachments = {12, 0};
  command.answers_length = static_cast<std::uint16_t>(answers.size());
  const std::string texts = std::string(RunningCity::plain_text) + answers;
  const std::uint32_t first = city.running.city().sessions[city.running.desk()].expected();
  const loop::Frame frame = city.running.send_frame(
      city.running.desk(), first, std::vector<Command>(limits::commands_per_frame_max, command), texts);
  REQUIRE(frame.outcomes.size() == limits::commands_per_frame_max);
  CHECK(std::ranges::none_of(frame.outcomes, [](const loop::Outcome& outcome) { return bool(outcome.refusal); }));
  const std::string kept = city.running.log().read(frame.outcomes.back().position)->answers;
  CHECK(kept.size() == 16 * (2 + limits::choice_bytes_max) + 15);
  CHECK(kept.ends_with("=" + wide + "2"));
}

TEST_CASE("wangge show says what was asked and answered, and that it was by older questions") {
  Asking city;
  const Position answered = city.kept("depth=15\nextent=2").position;
  CHECK_THAT(city.show(answered), Contains("附加问题：水深多少厘米 15\n") && Contains("附加问题：整栋还是一户 一户\n"));
  CHECK_THAT(city.show(answered, {"--lang", "en"}), Contains("asked: Depth in cm 15\n") && !Contains("older"));
  const json::object shown = json::parse(city.show(answered, {"--json"})).as_object();
  CHECK(shown.at("by_older_questions") == false);
  CHECK(shown.at("answers").as_array().size() == 2);
  CHECK(
      shown.at("answers").at(0) ==
      json::value({{"code", "depth"}, {"question", "水深多少厘米"}, {"question_en", "Depth in cm"}, {"answer", "15"}}));
  const json::object dumped = tools::to_json(*city.running.log().read(answered));
  CHECK(dumped.at("answers").at(1) == json::value({{"code", "extent"}, {"answer", "一户"}}));

  city.running.adopt(tables_with({{"1301", "colour", "1", "什么颜色", "", "text", "", "是"}}));
  const Position older = city.kept("depth=15", 1).position;
  CHECK_THAT(city.show(older), Contains("附加问题：depth 15\n") && Contains("附加问题：按旧版问题填写\n"));
  CHECK(json::parse(city.show(older, {"--json"})).at("by_older_questions") == true);
}

TEST_CASE("the answers of a frame's demands come through to the engine, each with its own") {
  terminal::Submission plain;
  plain.text = "水管破裂";
  terminal::Submission answered = plain, asked = plain;
  answered.answers = "depth=15\nnote=x";
  answered.attachments = "照片1";
  asked.asked_version = 7;
  terminal::Outgoing out;
  terminal::encode_submit(1, std::vector<terminal::Submission>{plain, answered, plain, asked}, out);

  terminal::Numbered numbered;
  terminal::ToEngine said;
  REQUIRE(terminal::decode(out.words().subspan(1), numbered, said) == terminal::Fault::none);
  REQUIRE(numbered.commands.size() == 4);
  const auto bytes = [&](TextRef ref) { return numbered.texts.substr(ref.offset, ref.length); };
  for (const std::size_t i : {0, 2}) {
    const auto& command = std::get<Submit>(numbered.commands[i]);
    CHECK(bytes(command.text) == "水管破裂");
    CHECK(command.answers_length == 0);
    CHECK(command.asked_version == 0);
  }
  CHECK(bytes(std::get<Submit>(numbered.commands[1]).answers()) == "depth=15\nnote=x");
  CHECK(bytes(std::get<Submit>(numbered.commands[1]).attachments) == "照片1");
  CHECK(bytes(std::get<Submit>(numbered.commands[3]).text) == "水管破裂");
  CHECK(std::get<Submit>(numbered.commands[3]).asked_version == 7);

  // The last word is the aside of the last demand: of a fifth, which is not there, or of the second, which has one.
  for (const terminal::Word index : {4, 1}) {
    terminal::Word& last = out.words().back();
    last = (last & ~terminal::Word{0xFFFF'FFFF}) | index;
    CHECK(terminal::decode(out.words().subspan(1), numbered, said) == terminal::Fault::malformed);
  }
}

TEST_CASE("a terminal is told what a category asks, by order, and by which version") {
  Asking city;
  views::Questionnaire found = views::questionnaire_of(city.running.city(), city.running.category("1301"));
  CHECK(found.version == 1);
  REQUIRE(found.rows.size() == 5);
  for (std::size_t i = 0; i < 5; ++i) CHECK(found.rows[i].order == i + 1);
  CHECK(found.rows[1].code == "depth");
  CHECK(found.rows[1].text_en == "Depth in cm");
  CHECK(found.rows[1].type == AnswerType::number);
  CHECK(found.rows[1].required);
  CHECK(found.rows[3].choices == std::vector<std::string>{"整栋", "一户"});
  CHECK(views::questionnaire_of(city.running.city(), city.running.category("1302")).rows.empty());
  CHECK(views::questionnaire_of(city.running.city(), CategoryId{999}).rows.empty());

  terminal::Outgoing out;
  terminal::encode_answer<views::AskQuestionnaire>(3, found, out);
  terminal::ToTerminal answered;
  REQUIRE(terminal::decode(out.words().subspan(1), answered));
  const auto& described = std::get<terminal::DescribedAnswer>(std::get<terminal::Answer>(answered).rows);
  const auto told = terminal::decode_answer<views::AskQuestionnaire>(described);
  REQUIRE(told);
  CHECK(told->version == 1);
  CHECK(told->rows == found.rows);
}

TEST_CASE(
    "a spool keeps what is answered and named, and the version under which it was asked, also in refused.csv, and "
    "knows the engine's last version") {
  const TemporaryFolder folder;
  const auto no_time = [](Seconds) { return std::string(); };
  WrittenDemand demand{
      .category = "1301", .place = "G1", .text = "x", .answers = "depth=15\nnote=x", .asked_version = 3};
  demand.asset = "A1";
  demand.door = "D1";
  {
    terminal::Spool spool(folder.path() / "spool", no_time);
    CHECK(spool.version() == 0);
    spool.append(terminal::WrittenCommand{demand});
    terminal::Welcome welcome;
    welcome.station.log = {9};
    welcome.station.configuration_version = 4;
    spool.welcomed(welcome);
    welcome.station.configuration_version = 5;  // the same log
    spool.answered(1, {.position = Position{77}, .refusal = {Reason::answer_missing, 2, 1}}, 1'000);
    spool.welcomed(welcome);
    CHECK(spool.witness().position == Position{77});
  }
  const Asking city;
  const auto mapping = std::filesystem::path{WANGGE_SOURCE_ROOT} / "config/mappings/refused.toml";
  const config::Mapper mapper{config::read_mapping(mapping), *city.running.city().configuration};
  const auto refused = config::parse_records(config::read_file(folder.path() / "spool/refused.csv"),
                                             config::RecordFormat::csv, mapper.columns());
  REQUIRE(refused.size() == 1);
  const WrittenDemand corrected = std::get<config::MappedDemand>(mapper.map(refused[0])).demand;
  CHECK(corrected.answers == demand.answers);
  CHECK(corrected.asset == demand.asset);
  CHECK(corrected.door == demand.door);
  for (int time = 0; time < 2; ++time) {  // as it was appended, and as it was written anew
    terminal::Spool spool(folder.path() / "spool", no_time);
    CHECK(spool.version() == 5);
    CHECK(spool.witness().position == Position{77});
    if (time > 0) continue;
    CHECK(std::get<WrittenDemand>(spool.wish(1)) == demand);
    spool.trim(to_instant(1'000) + terminal::Spool::kept_by_default);
    CHECK(spool.first_kept() == 2);
  }
}

TEST_CASE("wangge questions lists what a city asks, of a folder or of a running engine", "[threads]") {
  const auto listed = [](std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "questions");
    const Printed said = say({tools::add_questions}, std::move(arguments));
    REQUIRE(said.exit_code == 0);
    return said.out;
  };
  const std::string taonan = std::string{WANGGE_SOURCE_ROOT} + "/config/taonan";
  CHECK_THAT(listed({"--city", taonan}), Contains("室温多少度") && Contains("1 整栋、2 几户、3 一户"));
  CHECK_THAT(listed({"--city", taonan, "--category", "0101", "--lang", "en"}), Contains("nothing is asked besides"));
  const json::value one = json::parse(listed({"--city", taonan, "--category", "0304", "--json"}));
  REQUIRE(one.at("categories").as_array().size() == 1);
  const json::object first = one.at("categories").as_array().at(0).at("questions").as_array().at(0).as_object();
  CHECK(first.at("code") == "temperature");
  CHECK(first.at("type") == "number");
  CHECK(first.at("required") == false);

  ServedCity city;
  city.run();
  const Printed said = Speaker(city).say({tools::add_questions}, {"questions", "--category", "1301"});
  REQUIRE(said.exit_code == 0);
  CHECK_THAT(said.out, Contains("没有附加问题"));
  city.stop();
}

TEST_CASE("who submits on a terminal is asked what is not answered yet, until the answer fits") {
  Asking city;
  const std::vector<CategoryQuestion>& asked =
      city.running.city().configuration->categories[city.running.category("1301").value].questions;
  std::string answers = "note=x";
  std::istringstream in(
      "\n很深\n15\n\n一户\n");  // the depth at the third time, lasting is left out, then the input ends
  std::ostringstream out;
  tools::ask_questions(asked, answers, in, out, tools::Console{});
  CHECK(answers == "note=x\ndepth=15\nextent=一户");
  CHECK_THAT(out.str(),
             Contains("水深多少厘米（数字") && Contains("必答") && Contains("1 整栋、2 一户") && !Contains("还有什么"));
}

}  // namespace
}  // namespace wangge::tests
