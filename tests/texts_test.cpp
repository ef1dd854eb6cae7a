// Texts of commands: each field is refused by its name and byte where it is no UTF-8 or holds a control character; one
// of blanks is empty.

#include <string>
#include <vector>

#include "engine/model/blob.h"
#include "engine/model/refusal.h"
#include "tests/running_city.h"

#include <catch2/catch.hpp>

namespace wangge::tests {
namespace {

using Catch::Contains;
using namespace std::string_literals;

const std::string escape = "漏水\x1B[2J";  // byte 7
const std::string not_utf8 =
    "GD\xC8\xC8"
    "1";  // byte 3

struct Fields {
  std::string text = "水管破裂", contact, reference, attachments;
  Reporter reporter = Reporter::self;
};

class Writing {
 public:
  RunningCity running;

  Refusal submit(const Fields& fields) {
    Submit command = RunningCity::plain(running.grid(), running.category("1301"));
    command.reporter = fields.reporter;
    std::string texts;
    const auto put = [&](const std::string& field) {
      const TextRef ref{static_cast<std::uint32_t>(texts.size()), static_cast<std::uint32_t>(field.size())};
      texts += field;
      return ref;
    };
    command.text = put(fields.text);
    command.contact = put(fields.contact);
    command.reference = put(fields.reference);
    command.attachments = put(fields.attachments);
    const loop::Outcome outcome = running.send(command, texts);
    if (!outcome.refusal) last = DemandId{outcome.position.value};
    return outcome.refusal;
  }

  Refusal remark(Deed deed, const std::string& note) {
    Act command{.demand = last, .as = running.city().demands.find(last)->lead, .deed = deed};
    command.note = {0, static_cast<std::uint32_t>(note.size())};
    return running.send(command, note).refusal;
  }

  Refusal add_account(const std::string& name) {
    Rights rights;
    rights.name = name;
    std::string encoded;
    encode_rights(rights, encoded);
    const AddAccount add{.account_kind = AccountKind::terminal,
                         .token_hash = {99},
                         .rights = {0, static_cast<std::uint32_t>(encoded.size())}};
    return running.engine().perform(add, encoded, running.now).refusal;
  }

  Refusal stage(const Row& row) {
    REQUIRE_FALSE(running.engine().perform(BeginConfiguration{}, {}, running.now).refusal);
    std::string cells;
    encode_row(row, cells);
    return running.engine()
        .perform(StageRow{TableKind::grids, {0, static_cast<std::uint32_t>(cells.size())}}, cells, running.now)
        .refusal;
  }

  DemandId last;
};

TEST_CASE("Each field of a demand is refused by its name and byte where it has a control character", "[threads]") {
  Writing city;
  CHECK(city.submit({.text = escape}) == Refusal{Reason::text_control, 7});
  CHECK(city.submit({.text = "a\0b"s}) == Refusal{Reason::text_control, 2});
  CHECK(city.submit({.contact = "139\n1"}) == Refusal{Reason::contact_control, 4});
  CHECK(city.submit({.reference = "GD\t1"}) == Refusal{Reason::reference_control, 3});
  CHECK(city.submit({.attachments = escape}) == Refusal{Reason::attachments_control, 7});
  CHECK_FALSE(city.submit({.text = "一楼\n\t二楼\r\n三楼"}));
}

TEST_CASE("Each field of a demand is refused by its name and byte where it is no UTF-8", "[threads]") {
  Writing city;
  CHECK(city.submit({.text = not_utf8}) == Refusal{Reason::text_not_utf8, 3});
  CHECK(city.submit({.contact = not_utf8}) == Refusal{Reason::contact_not_utf8, 3});
  CHECK(city.submit({.reference = not_utf8}) == Refusal{Reason::reference_not_utf8, 3});
  CHECK(city.submit({.attachments = not_utf8}) == Refusal{Reason::attachments_not_utf8, 3});
  CHECK_THAT(to_sentence({Reason::reference_not_utf8, 3}, false), Contains("来源单号第 3 字节"));
  CHECK_THAT(to_sentence({Reason::text_control, 7}, true), Contains("byte 7 of the text is a control character"));
}

TEST_CASE("A text of blanks is empty: nothing is asked for, no reason is given, and no number of another hotline",
          "[threads]") {
  Writing city;
  for (const char* blank : {" ", "\t", "　　", "\u00A0", "\u200B", "\uFEFF", "\n \n"}) {
    INFO(blank);
    CHECK(city.submit({.text = blank}) == Refusal{Reason::text_empty});
    CHECK(city.submit({.reference = blank, .reporter = Reporter::hotline}) == Refusal{Reason::reference_missing});
  }
  REQUIRE_FALSE(city.submit({}));
  CHECK(city.remark(Deed::note, "　").reason == Reason::note_missing);
}

TEST_CASE("A note is refused at the byte where it is no text", "[threads]") {
  Writing city;
  REQUIRE_FALSE(city.submit({}));
  CHECK(city.remark(Deed::note, escape) == Refusal{Reason::note_control, 7});
  CHECK(city.remark(Deed::note, not_utf8) == Refusal{Reason::note_not_utf8, 3});
  CHECK_FALSE(city.remark(Deed::note, "已联系\n明天上门"));
}

TEST_CASE("The name of an account is one line of text", "[threads]") {
  Writing city;
  CHECK(city.add_account("东街站\n2026-03-10 critical") == Refusal{Reason::name_control, 10});
  CHECK(city.add_account("\xB9\xE2\xC3\xF7") == Refusal{Reason::name_not_utf8, 1});
  CHECK_FALSE(city.add_account("东街站"));
}

TEST_CASE("A row of a table is refused by its cell and byte where a cell is no text", "[threads]") {
  Writing city;
  CHECK(city.stage({"G1", escape, "C1"}) == Refusal{Reason::row_control, 7, 2});
  CHECK(city.stage({"G1", "名", not_utf8}) == Refusal{Reason::row_not_utf8, 3, 3});
  CHECK_FALSE(city.stage({"G1", "两行\n名", "C1"}));
}

TEST_CASE("In refusals the code of a table is called one thing, and only a demand has a number") {
  for (const ReasonText& row : reason_texts()) {
    INFO(row.name);
    CHECK_THAT(std::string(row.chinese), !Contains("编码"));
    if (row.reason != Reason::unknown_demand) CHECK_THAT(std::string(row.chinese), !Contains("编号"));
  }
}

TEST_CASE(
    "A refusal names the roles that may, and whom a demand went to and when, in general words where nobody has said "
    "that") {
  CHECK(to_sentence({Reason::wrong_role, 0, 1u << static_cast<int>(Role::lead)}, false) == "仅主办可办理");
  const Refusal lost{Reason::reassigned, Party(PostId{3}).raw(), to_seconds(RunningCity::morning)};
  CHECK(to_sentence(lost, false, {.party = "城市管理局", .when = "09:15"}) ==
        "已于 09:15 因逾期未签收改派给 城市管理局");
  CHECK(to_sentence(lost, true, {.party = "城市管理局", .when = "09:15"}) ==
        "it went to 城市管理局 at 09:15, as it was not accepted in time");
  CHECK(to_sentence(lost, false) == "已于 此前 因逾期未签收改派给 别的岗位或单位");
  CHECK(to_sentence(lost, true) == "it went to somebody else at an earlier time, as it was not accepted in time");
}

}  // namespace
}  // namespace wangge::tests
