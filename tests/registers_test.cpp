// What the registers share: described facts, commands and questions from one end to the other, by the smallest of them
// (notes on places, 地点备注).

#include <cstdint>
#include <string>
#include <vector>

#include "adapters/terminal/client.h"
#include "engine/base/limits.h"
#include "engine/log/batch.h"
#include "engine/model/described_bytes.h"
#include "engine/model/refusal.h"
#include "engine/registers/notes/notes.h"
#include "engine/registers/notes/state.h"
#include "engine/state/apply.h"
#include "engine/state/digest.h"
#include "tests/memory_disk.h"
#include "tests/running_city.h"
#include "tests/served_city.h"
#include "tests/subcommand.h"
#include "tools/queue/place_note.h"
#include "tools/queue/queue.h"

#include <catch2/catch.hpp>  // last: its CHECK takes the place of ours

namespace wangge {
namespace {

// A question that only a later engine can answer.
struct AskOfLater {
  static constexpr QuestionKind kind{60'000};
  using Answer = std::vector<std::uint32_t>;
};

}  // namespace

template <>
inline constexpr auto description<AskOfLater> = describe("ask_of_later");

namespace {

namespace notes = registers::notes;

template <class Described>
std::string fields_of(const Described& of) {
  std::string fields;
  encode_fields(of, fields);
  return fields;
}

// A batch with one fact of a register.
log::Batch batch_of(FactKind kind, std::string fields) {
  log::Batch batch{.first = {2}, .at = 5};
  const auto size = static_cast<std::uint32_t>(fields.size());
  batch.events.push_back(DescribedFact{.kind = kind, .session = {}, .demand = {}, .previous = {}, .fields = {0, size}});
  batch.blob = std::move(fields);
  return batch;
}

error_code error_of(const log::Batch& batch) {
  log::BatchEncoder encoder;
  log::BatchDecoder decoder;
  log::Batch read;
  log::Ties ties;
  return decoder.decode(encoder.encode(batch, {}), read, ties);
}

TEST_CASE("a fact of a kind that only a newer engine has is told apart from a broken one") {
  CHECK_FALSE(error_of(batch_of(notes::PlaceNoted::kind,
                                fields_of(notes::PlaceNoted{.place = {3}, .account = {}, .as = {}, .note = "x"}))));
  CHECK(error_of(batch_of(FactKind{60'000}, "")) == boost::system::errc::not_supported);
  CHECK(error_of(batch_of(FactKind{}, "")) == boost::system::errc::not_supported);
}

TEST_CASE("fields that are not the fact's make the batch a broken one") {
  const std::string whole = fields_of(notes::PlaceNoted{.place = {3}, .account = {}, .as = {}, .note = "走东门"});
  for (std::size_t size = 1; size < whole.size(); ++size) {
    INFO("cut to " << size);
    const error_code error = error_of(batch_of(notes::PlaceNoted::kind, whole.substr(0, size)));
    CHECK((!error || error == boost::system::errc::bad_message));  // a cut between two fields leaves fewer of them
  }
  CHECK(error_of(batch_of(notes::PlaceNoted::kind, "\x03")) == boost::system::errc::bad_message);
  // A number where a text should be.
  CHECK(error_of(batch_of(notes::PlaceNoted::kind, "\x08\x01")) == boost::system::errc::bad_message);
  // More than an id of 32 bits holds.
  CHECK(error_of(batch_of(notes::PlaceNoted::kind, "\x02\xff\xff\xff\xff\x7f")) == boost::system::errc::bad_message);
}

TEST_CASE("a field that only a newer engine has is skipped") {
  std::string fields = fields_of(notes::PlaceNoted{.place = {3}, .account = {}, .as = {}, .note = "走东门"});
  put_number(200 << 1 | 1, fields);
  put_bytes("later", fields);
  CHECK_FALSE(error_of(batch_of(notes::PlaceNoted::kind, fields)));
  notes::PlaceNoted read;
  REQUIRE(decode_fields(fields, read));
  CHECK(read.note == "走东门");
}

// A city in which notes are written without a terminal.
struct Noting : tests::RunningCity {
  loop::Outcome send_described(CommandKind kind, const std::string& fields, std::string_view text = {},
                               DemandId demand = {}) {
    const std::string texts = fields + std::string(text);
    const auto size = static_cast<std::uint32_t>(fields.size());
    DescribedCommand command{.kind = kind, .demand = demand, .fields = {0, size}};
    command.text = {size, static_cast<std::uint32_t>(text.size())};
    return send(command, texts);
  }
  loop::Outcome note(std::string_view where, std::string text) {
    return send_described(notes::NotePlace::kind,
                          fields_of(notes::NotePlace{.place = place(where), .as = {}, .text = std::move(text)}));
  }
  const std::map<PlaceId, notes::Notes::Note>& all() const { return city().registers.of<notes::Notes>().all(); }
};

TEST_CASE("a command that this engine does not know, or not as it was sent, is declined and uses up its number") {
  Noting city;
  const Position before = city.city().last;
  CHECK(city.send_described(CommandKind{60'000}, "").refusal == Refusal{Reason::unknown_command, 60'000});
  CHECK(city.send_described(notes::NotePlace::kind, "\x03").refusal.reason == Reason::unknown_command);
  const std::string good =
      fields_of(notes::NotePlace{.place = city.place("22088100100101"), .as = {}, .text = "走东门"});
  CHECK(city.send_described(notes::NotePlace::kind, good, "a text that it has no room for").refusal.reason ==
        Reason::unknown_command);
  CHECK(city.send_described(notes::NotePlace::kind, good, {}, DemandId{999'999}).refusal.reason ==
        Reason::unknown_command);  // a note is about no demand, there or not
  CHECK(city.city().last.value == before.value + 4);
  CHECK(city.send_described(notes::NotePlace::kind, good).refusal.reason == Reason::none);
}

TEST_CASE("the engine itself writes no notes, since it speaks for nobody") {
  Noting city;
  const std::string fields =
      fields_of(notes::NotePlace{.place = city.place("22088100100101"), .as = {}, .text = "走东门"});
  const DescribedCommand command{
      .kind = notes::NotePlace::kind, .demand = {}, .fields = {0, static_cast<std::uint32_t>(fields.size())}};
  CHECK(city.engine().perform(command, fields, city.now).refusal.reason == Reason::not_allowed);
}

TEST_CASE("a note is in the digest, and the same after the log is replayed") {
  Noting city;
  const std::uint64_t before = digest_of(city.city());
  REQUIRE_FALSE(city.note("22088100100101", "走东门").refusal);
  const std::uint64_t with_note = digest_of(city.city());
  REQUIRE_FALSE(city.note("22088100100101", "走西门").refusal);
  CHECK(digest_of(city.city()) != with_note);
  CHECK(with_note != before);
  CHECK(city.replayed_digest() == digest_of(city.city()));
  city.restart();
  REQUIRE(city.all().size() == 1);
  CHECK(city.all().begin()->second.text == "走西门");
  REQUIRE_FALSE(city.note("22088100100101", "").refusal);
  CHECK(city.all().empty());
}

TEST_CASE("a note has a length, which is counted in characters") {
  Noting city;
  std::string longest;
  for (std::uint32_t i = 0; i < limits::place_note_code_points_max; ++i) longest += "门";
  CHECK_FALSE(city.note("22088100100101", longest).refusal);
  CHECK(city.note("22088100100101", longest + "！").refusal ==
        Refusal{Reason::note_too_long, limits::place_note_code_points_max + 1, limits::place_note_code_points_max});
}

TEST_CASE("a register that is full takes no more, and still lets go") {
  Noting city;
  notes::Notes& full = city.broken_city().registers.of<notes::Notes>();
  for (std::uint32_t i = 0; i < limits::place_notes_max; ++i)
    full.note({.place = {1'000'000 + i}, .account = {}, .as = {}, .note = "x"}, 5);
  constexpr auto most = static_cast<std::uint32_t>(limits::place_notes_max);
  CHECK(city.note("22088100100101", "走东门").refusal == Refusal{Reason::register_full, most, most});
  full.note({.place = {1'000'000}, .account = {}, .as = {}, .note = {}}, 6);
  CHECK_FALSE(city.note("22088100100101", "走东门").refusal);
  CHECK_FALSE(city.note("22088100100101", "走西门").refusal);  // in place of the one that stands there
}

TEST_CASE("a note goes from a terminal to the log and back beside the queue", "[threads]") {
  tests::ServedCity city;
  city.run();
  terminal::Client client({.port = city.port(), .who = {.token = city.token()}});
  const std::string grid = "G1";
  const auto id = client.ask(views::AskIds{views::Noun::place, {grid}});
  REQUIRE(id.has_value());
  const auto noted =
      client.send(notes::NotePlace{.place = PlaceId{id->front()}, .as = {}, .text = "北门常年锁闭，走东门"});
  REQUIRE(noted.has_value());
  REQUIRE_FALSE(noted->refusal);
  const auto found = client.ask(notes::AskNotes{.owner = {}, .scope = PlaceId{id->front()}});
  REQUIRE(found.has_value());
  REQUIRE(found->rows.size() == 1);
  CHECK(found->rows[0].code == grid);
  CHECK(found->rows[0].text == "北门常年锁闭，走东门");
  CHECK(found->rows[0].at >= to_seconds(tests::ServedCity::morning));
  const auto unknown = client.ask(AskOfLater{});
  REQUIRE_FALSE(unknown.has_value());
  CHECK(unknown.error() == terminal::Trouble::other_version);
}

TEST_CASE("wangge place-note writes, lists and takes back, and the queue of the grid shows what stands there",
          "[threads]") {
  tests::ServedCity city;
  city.run();
  const tests::Speaker speaker(city);
  const auto note = [&](std::vector<std::string> words) {
    words.insert(words.begin(), "place-note");
    return speaker.say({tools::add_place_note}, std::move(words));
  };
  CHECK(note({"list", "G1"}).out == "没有备注\n");
  const tests::Printed written = note({"write", "G1", "北门常年锁闭，走东门"});
  CHECK(written.exit_code == 0);
  CHECK(written.out == "已写下备注：G1\n");
  CHECK(note({"list", "G1"}).out.find("北门常年锁闭，走东门") != std::string::npos);
  CHECK(note({"list", "G2"}).out == "没有备注\n");
  const boost::json::object row = note({"list", "C1", "--json"}).json().at("notes").as_array().at(0).as_object();
  CHECK(row.at("text") == "北门常年锁闭，走东门");
  CHECK(row.at("place").as_object().at("code") == "G1");
  CHECK(row.at("as").is_null());
  const tests::Printed queue = speaker.say({tools::add_queue}, {"queue", "--scope", "G1"});
  CHECK(queue.out.find("北门常年锁闭，走东门") != std::string::npos);
  CHECK(note({"remove", "G1"}).out == "已撤下备注：G1\n");
  const tests::Printed again = note({"remove", "G1"});
  CHECK(again.exit_code == 1);
  CHECK(again.err.find("请说明") + again.out.find("请说明") != 2 * std::string::npos);
  CHECK(note({"list", "G1"}).out == "没有备注\n");
}

}  // namespace
}  // namespace wangge
