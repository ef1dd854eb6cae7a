// Questions, answers and commands as terminals say them: by a number and the bytes of their fields. Each value comes
// back from its bytes as it was, and an answer fits a frame whatever the city calls its places.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/terminal/client_protocol.h"
#include "adapters/terminal/protocol.h"
#include "engine/model/answer_bytes.h"
#include "engine/model/command_description.h"
#include "engine/registers/kinds.h"
#include "engine/views/questions.h"
#include "tests/random_values.h"

#include <catch2/catch.hpp>  // last: its CHECK takes the place of ours

namespace wangge {
namespace {

using tests::RandomValues;

using AllQuestions = decltype(joined(joined(views::Questions{}, registers::Questions{}), terminal::Questions{}));
static_assert(are_told_apart(AllQuestions{}));
using AllCommands = decltype(joined(SingleCommands{}, registers::Commands{}));

template <class... Structs, class Visit>
void each_kind(Kinds<Structs...>, Visit visit) {
  (visit(Structs{}), ...);
}

template <class Struct>
std::string bytes_of(const Struct& of) {
  std::string bytes;
  encode_fields(of, bytes);
  return bytes;
}

constexpr int times = 20;

TEST_CASE("whatever is in a question or a command that is said singly, it comes back from its bytes") {
  RandomValues random(1);
  int kinds = 0;
  const auto comes_back = [&]<class Struct>(Struct of) {
    INFO(description<Struct>.name);
    ++kinds;
    for (int time = 0; time < times; ++time) {
      random.fill(of);
      Struct read{};
      REQUIRE(decode_fields(bytes_of(of), read));
      CHECK(same(of, read));
      CHECK(is_within_bounds<FieldKind::as_typed>(read, 0));
    }
  };
  each_kind(AllQuestions{}, comes_back);
  each_kind(AllCommands{}, comes_back);
  CHECK(kinds >= 14 + 13);
}

TEST_CASE("whatever is in an answer, it comes back from its bytes") {
  RandomValues random(2);
  each_kind(AllQuestions{}, [&]<class Question>(const Question&) {
    INFO(description<Question>.name);
    for (int time = 0; time < times; ++time) {
      typename Question::Answer answer{};
      random.fill(answer);
      terminal::Outgoing out;
      terminal::encode_answer<Question>(7, answer, out);
      terminal::ToTerminal told;
      REQUIRE(terminal::decode(out.words().subspan(1), told));
      CHECK(std::get<terminal::Answer>(told).question == 7);
      const auto& described = std::get<terminal::DescribedAnswer>(std::get<terminal::Answer>(told).rows);
      const auto read = terminal::decode_answer<Question>(described);
      REQUIRE(read);
      CHECK(are_equal(*read, answer));
    }
  });
}

TEST_CASE("a text of an answer is cut between two characters, to the bytes that its description says") {
  static_assert(limits::told_name_bytes_max == 240);
  CHECK(cut_at("街道", 6) == 6);
  CHECK(cut_at("街道", 5) == 3);
  CHECK(cut_at("街道", 2) == 0);
  std::string name;
  while (name.size() < 300) name += "街";
  std::vector<views::Hotspot> rows{{.class_name = std::string(240, 'x'), .class_name_en = "x" + name}};
  std::vector<views::Hotspot> read;
  REQUIRE(Coded<std::vector<views::Hotspot>>::take(answer_bytes<views::AskHotspots>(rows), read));
  CHECK(read.at(0).class_name.size() == 240);
  CHECK(read.at(0).class_name_en.size() == 1 + 79 * 3);  // the 80th would end at the 241st byte
}

TEST_CASE("the longest answer that there can be is a frame, names of any length") {
  loop::Outlook outlook{.known = true, .note = std::string(limits::text_bytes_max, 'x')};
  const std::string text(5'000, 'x');
  outlook.differences.rows.assign(limits::differences_of_a_kind_max * differences,
                                  {.what = Differs::shift, .code = text, .name = text, .before = text, .after = text});
  const std::string bytes = answer_bytes<loop::AskOutlook>(outlook);
  CHECK(bytes.size() > outlook.differences.rows.size() * 4 * limits::told_difference_bytes_max);
  CHECK(bytes.size() <= MostBytes<loop::Outlook>::of(0, 0));
  CHECK(bytes.size() < limits::frame_bytes_max);
}

TEST_CASE("what goes beyond the bound of a field is no question and no command") {
  const auto is_known = []<class Question>(const Question& question) {
    return read(AllQuestions{}, Question::kind, bytes_of(question), [](const auto&) {});
  };
  CHECK(is_known(views::AskRoster{.post = {}, .weeks = limits::roster_weeks_max}) == Known::well);
  CHECK(is_known(views::AskRoster{.post = {}, .weeks = limits::roster_weeks_max + 1}) == Known::not_its_fields);
  CHECK(is_known(terminal::AskChunk{{}, 0, std::string(limits::attachment_chunk_bytes_max, 'x')}) == Known::well);
  CHECK(is_known(terminal::AskChunk{{}, 0, std::string(limits::attachment_chunk_bytes_max + 1, 'x')}) ==
        Known::not_its_fields);
  std::string too_high;
  put_number(4 << 1, too_high);
  put_number(256, too_high);  // a condition is a byte
  CHECK(read(AllQuestions{}, views::AskSimilar::kind, too_high, [](const auto&) {}) == Known::not_its_fields);
}

// The commands that a frame is read as; none where the frame is malformed.
std::vector<Command> read_frame(terminal::Outgoing& out) {
  terminal::Numbered numbered;
  terminal::ToEngine said;
  const std::vector<terminal::Word> body(out.words().begin() + 1, out.words().end());
  if (decode(body, numbered, said) != terminal::Fault::none) return {};
  return numbered.commands;
}

TEST_CASE("a command that is said singly is read as what it is, its text beside it") {
  terminal::Outgoing out;
  encode_command(1, Attend{.summons = {9}, .who = {4}, .note = {}, .what = Attendance::left, .grade = 3}, out,
                 "没修完就走");
  terminal::Numbered numbered;
  terminal::ToEngine said;
  REQUIRE(decode(out.words().subspan(1), numbered, said) == terminal::Fault::none);
  const auto& attend = std::get<Attend>(numbered.commands.at(0));
  CHECK(attend.summons == SummonsId{9});
  CHECK(attend.what == Attendance::left);
  CHECK(attend.grade == 3);
  CHECK(std::string_view(numbered.texts).substr(attend.note.offset, attend.note.length) == "没修完就走");
}

TEST_CASE(
    "with what it does not take, or of a number that nobody has, a command is left for the registers to decline") {
  const auto is_left = [](const auto& command, std::string_view text, DemandId demand) {
    terminal::Outgoing out;
    encode_command(1, command, out, text, demand);
    return std::holds_alternative<DescribedCommand>(read_frame(out).at(0));
  };
  CHECK_FALSE(is_left(MigratePolicies{}, "", {}));
  CHECK(is_left(MigratePolicies{}, "不要的", {}));
  CHECK(is_left(MigratePolicies{}, "", DemandId{3}));
  CHECK(is_left(registers::notes::NotePlace{}, "", {}));
}

}  // namespace
}  // namespace wangge
