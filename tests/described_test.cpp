// Descriptions of structs: what is made from them field by field, and their bytes, which programs of other versions
// read.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "engine/model/described.h"
#include "engine/model/described_bytes.h"
#include "engine/model/event_description.h"
#include "engine/story/step_bytes.h"
#include "engine/story/tell.h"
#include "tests/random_batches.h"

#include <catch2/catch.hpp>  // last: its CHECK takes the place of ours

namespace wangge {

// A struct as one release has it, and as the next one does.
struct Old {
  std::uint8_t small = 7;
  std::string word;
  friend bool operator==(const Old&, const Old&) = default;
};
struct New {
  std::uint8_t small = 7;
  std::string word;
  std::uint64_t large = 0;
  std::vector<std::string> words;
  std::optional<Party> whom;
  Dues dues;
  Deed deed = Deed::accept;
  friend bool operator==(const New&, const New&) = default;
};

template <>
inline constexpr auto description<Old> = describe("old", field(1, "small", &Old::small), field(2, "word", &Old::word));
template <>
inline constexpr auto description<New> =
    describe("new", field(1, "small", &New::small), field(2, "word", &New::word), field(3, "large", &New::large),
             field(4, "words", &New::words), field(5, "whom", &New::whom), field(6, "dues", &New::dues),
             field(7, "deed", &New::deed));

namespace {

template <class Struct>
std::string bytes_of(const Struct& of) {
  std::string bytes;
  encode_fields(of, bytes);
  return bytes;
}

template <class Struct>
std::optional<Struct> read(std::string_view bytes) {
  Struct out;
  return decode_fields(bytes, out) ? std::optional(out) : std::nullopt;
}

const New full{.small = 200,
               .word = "水管破裂",
               .large = ~std::uint64_t{0},
               .words = {"", "一", std::string(300, 'x')},
               .whom = Party(PostId{5}),
               .dues = {{1, 0, 1'773'110'400}},
               .deed = Deed::reject};

TEST_CASE("what is described comes back from its bytes, and what has the default takes none") {
  CHECK(read<New>(bytes_of(full)) == full);
  CHECK(bytes_of(New{}).empty());
  CHECK(read<New>("") == New{});
  // Nothing is not the same as nobody.
  CHECK(read<New>(bytes_of(New{.whom = Party{}}))->whom == Party{});
}

TEST_CASE("the bytes are a key and a value a field, as the header says") {
  // Field 1 is a number, 9; field 2 is two bytes.
  CHECK(bytes_of(Old{.small = 9, .word = "ab"}) == std::string("\x02\x09\x05\x02"
                                                               "ab",
                                                               6));
  // 300 takes two bytes of seven bits, the lower ones first.
  std::string bytes;
  put_number(300, bytes);
  CHECK(bytes == "\xAC\x02");
}

TEST_CASE(
    "an older reader skips the fields that it does not know, and a newer one takes the default for those that are "
    "missing") {
  CHECK(read<Old>(bytes_of(full)) == Old{full.small, full.word});
  CHECK(read<New>(bytes_of(Old{9, "ab"})) == New{.small = 9, .word = "ab"});
}

TEST_CASE("bytes that are cut off, or hold what a field cannot, are no struct, and nothing is read outside of them") {
  const std::string bytes = bytes_of(full);
  std::size_t whole = 0;
  for (std::size_t size = 0; size < bytes.size(); ++size) whole += read<New>(std::string(bytes, 0, size)).has_value();
  CHECK(whole == 7);  // before each of its fields
  const auto number = [](std::uint64_t ordinal, std::uint64_t value) {
    std::string out;
    put_number(ordinal << 1, out);
    put_number(value, out);
    return out;
  };
  CHECK(read<New>(number(1, 255))->small == 255);
  CHECK_FALSE(read<New>(number(1, 256)));
  CHECK(read<New>(number(7, deeds - 1))->deed == Deed::reject);
  CHECK_FALSE(read<New>(number(7, deeds)));  // a newer engine's
  CHECK_FALSE(read<New>(number(2, 1)));      // a number where bytes should be
  CHECK_FALSE(read<New>(std::string(11, '\xFF')));
  CHECK_FALSE(
      read<New>("\x05\x7F"
                "ab"));
}

TEST_CASE("whatever the bytes are, a step is read or is unknown") {
  tests::RandomBatches random(5);
  for (int time = 0; time < 20'000; ++time) {
    const std::string bytes = random.bytes(random.number(40));
    const story::Step step = story::decode(bytes);
    if (step.damage == story::Damage::unknown) CHECK(step == story::Step{.damage = story::Damage::unknown});
  }
}

template <std::size_t... index>
Event event_of_kind(std::size_t wanted, std::index_sequence<index...>) {
  Event event;
  ((index == wanted ? static_cast<void>(event.emplace<index>()) : static_cast<void>(0)), ...);
  return event;
}

TEST_CASE("each fact of a demand is told, and comes back from its bytes; one of no demand is told as damaged") {
  std::size_t of_no_demand = 0;
  for (std::size_t kind = 0; kind < std::variant_size_v<Event>; ++kind) {
    const story::Entry entry{
        .position = {7}, .at = 5, .event = event_of_kind(kind, std::make_index_sequence<std::variant_size_v<Event>>())};
    const std::vector<story::Step> told = story::tell({&entry, 1});
    REQUIRE(told.size() == 1);
    CHECK(story::decode(story::encode(told[0])) == told[0]);
    if (told[0].damage == story::Damage::fact) {
      ++of_no_demand;
    } else {
      CHECK_FALSE(told[0].event.empty());
      CHECK_FALSE(told[0].chinese.empty());
      CHECK_FALSE(told[0].english.empty());
    }
  }
  CHECK(of_no_demand == 20);
}

TEST_CASE("what cannot be read is told as that, and what follows as if it had not been there") {
  const std::array entries{story::Entry{.position = {7}, .at = 5, .event = Submitted{.lead = PostId{3}}},
                           story::Entry{.position = {8}, .damage = story::Damage::fact},
                           story::Entry{.position = {9}, .at = 6, .event = Escalated{.stage = Stage::resolution}}};
  const auto told = story::tell(entries);
  REQUIRE(told.size() == 3);
  CHECK(told[1].damage == story::Damage::fact);
  CHECK(told[1].event.empty());
  CHECK(told[2].let_pass == Party(PostId{3}));
}

TEST_CASE(
    "what a file says is within bounds where each number stands for something, and what points into the blob ends "
    "within it") {
  CHECK(is_within_bounds<FieldKind::as_typed>(Warned{.stage = Stage::review}, 0));
  CHECK_FALSE(is_within_bounds<FieldKind::as_typed>(Warned{.stage = static_cast<Stage>(stages)}, 0));
  CHECK(is_within_bounds<FieldKind::as_typed>(Urged{.to_step = chain_posts_max - 1}, 0));
  CHECK_FALSE(is_within_bounds<FieldKind::as_typed>(Urged{.to_step = chain_posts_max}, 0));
  CHECK_FALSE(is_within_bounds<FieldKind::as_typed>(Urged{.urge = {.due = 1, .until = static_cast<Until>(untils)}}, 0));
  CHECK(is_within_bounds<FieldKind::as_typed>(Summoned{.who = {3, 4}}, 7));
  CHECK_FALSE(is_within_bounds<FieldKind::as_typed>(Summoned{.who = {3, 4}}, 6));
  CHECK_FALSE(is_within_bounds<FieldKind::as_typed>(Summoned{.who = {~0u, ~0u}}, 6));
  // A list that goes with the deed has bounds of its own.
  CHECK(is_within_bounds<FieldKind::as_typed>(Acted{.deed = Deed::dismiss, .choice = dismissals - 1}, 0));
  CHECK_FALSE(is_within_bounds<FieldKind::as_typed>(Acted{.deed = Deed::dismiss, .choice = dismissals}, 0));
  CHECK(is_within_bounds<FieldKind::as_typed>(Acted{.deed = Deed::note, .choice = dismissals}, 0));
}

TEST_CASE("what points into a blob goes on pointing to the same when that becomes a part of another") {
  Summoned fact{.who = {3, 4}};
  move_refs(fact, 100);
  CHECK(fact.who == TextRef{103, 4});
}

}  // namespace
}  // namespace wangge
