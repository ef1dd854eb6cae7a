#include "engine/log/batch.h"

#include <capnp/any.h>
#include <capnp/message.h>

#include "engine/base/limits.h"
#include "engine/wire/facts.h"
#include "tests/random_batches.h"

#include <catch2/catch.hpp>  // last: its CHECK takes the place of ours

namespace wangge::log {
namespace {

using tests::RandomBatches;

Ties ties_for(const Batch& batch, RandomBatches& random) {
  Ties ties;
  for (std::uint8_t& byte : ties.previous) byte = static_cast<std::uint8_t>(random.number(256));
  for (const Event& event : batch.events) {
    if (lengths_of(event).contact == 0) continue;
    for (std::uint8_t& byte : ties.commitments.emplace_back()) byte = static_cast<std::uint8_t>(random.number(256));
  }
  return ties;
}

void require_round_trip(const Batch& batch, const Ties& ties) {
  BatchEncoder encoder;
  BatchDecoder decoder;
  Batch decoded;
  Ties decoded_ties;
  REQUIRE_FALSE(decoder.decode(encoder.encode(batch, ties), decoded, decoded_ties));
  REQUIRE(decoded.first == batch.first);
  REQUIRE(decoded.at == batch.at);
  REQUIRE(decoded.blob == batch.blob);
  REQUIRE(decoded_ties.previous == ties.previous);
  REQUIRE(decoded_ties.commitments == ties.commitments);
  REQUIRE(decoded.events.size() == batch.events.size());
  for (std::size_t i = 0; i < batch.events.size(); ++i) REQUIRE(tests::same(decoded.events[i], batch.events[i]));
}

std::string as_hex(std::string_view bytes) {
  std::string hex;
  for (const unsigned char byte : bytes) {
    hex += "0123456789abcdef"[byte >> 4];
    hex += "0123456789abcdef"[byte & 15];
  }
  return hex;
}

// A batch of three facts whose bytes are known.
Batch small_batch() {
  Batch batch{.first = {0x0102}, .at = 0x65432100};
  batch.events.push_back(Submitted{
      .session = {1}, .sequence = 2, .place = {3}, .text_length = 3, .contact_length = 2, .reference_length = 1});
  batch.events.push_back(ConfigurationBegun{.version = 7});
  batch.events.push_back(Submitted{.session = {1}, .sequence = 3, .acting_step = 5});
  batch.texts = "abcd";
  batch.contacts = "13";
  return batch;
}

TEST_CASE("a fact of every kind comes back from its bytes with every field") {
  RandomBatches random(1);
  for (std::size_t index = 0; index < std::variant_size_v<Event>; ++index) {
    for (int time = 0; time < 20; ++time) {
      Batch batch{.first = {1 + random.number(1'000'000)}, .at = 5};
      random.add(index, batch);
      require_round_trip(batch, ties_for(batch, random));
    }
  }
}

TEST_CASE("batches of mixed facts of every size come back from their bytes") {
  RandomBatches random(2);
  for (const std::size_t count : {1, 2, 3, 17, 100, 1'023, 1'024}) {
    const Batch batch = random.make({1 + random.number(1'000'000'000'000)}, count);
    require_round_trip(batch, ties_for(batch, random));
  }
}

TEST_CASE("a Submitted takes 64 bytes of plain integers") {
  capnp::MallocMessageBuilder message;
  auto fact = message.initRoot<wire::batch::Submitted>();
  CHECK(capnp::toAny(fact.asReader()).getDataSection().size() == 64);
  CHECK(capnp::toAny(fact.asReader()).getPointerSection().size() == 0);
}

TEST_CASE("a Submitted copied as it stands is what the schema's own getters say") {
  RandomBatches random(3);
  for (int time = 0; time < 1'000; ++time) {
    const auto fact = std::get<Submitted>(random.submitted({1}, 1, 30, 11).events[0]);
    capnp::MallocMessageBuilder message;
    auto out = message.initRoot<wire::batch::Submitted>();
    wire::write(fact, out);
    REQUIRE(out.getSession() == fact.session.value);
    REQUIRE(out.getSequence() == fact.sequence);
    REQUIRE(out.getPlace() == fact.place.value);
    REQUIRE(out.getRoad() == fact.road.value);
    REQUIRE(out.getOccurred() == fact.occurred);
    REQUIRE(out.getDueAcceptance() == fact.dues[Stage::acceptance]);
    REQUIRE(out.getDueContainment() == fact.dues[Stage::containment]);
    REQUIRE(out.getDueResolution() == fact.dues[Stage::resolution]);
    REQUIRE(out.getChain() == fact.chain.value);
    REQUIRE(out.getOffers() == fact.offers.value);
    REQUIRE(out.getLead() == fact.lead.raw());
    REQUIRE(out.getHolder() == fact.holder.value);
    REQUIRE(out.getComplainedOf() == fact.complained_of.raw());
    REQUIRE(out.getCategory() == fact.category.value);
    REQUIRE(out.getCondition() == fact.condition);
    REQUIRE(out.getSeverity() == fact.severity);
    REQUIRE(out.getTextLength() == fact.text_length);
    REQUIRE(out.getVersion() == fact.version);
    REQUIRE(out.getContactLength() == fact.contact_length);
    REQUIRE(out.getOrigin() == fact.origin);
    REQUIRE(out.getReasons() == fact.reasons);
    REQUIRE(out.getActingStep() == fact.acting_step);
  }
}

TEST_CASE("a full batch of demands takes 101 bytes a demand: record, kind, commitment, content") {
  RandomBatches random(4);
  Batch batch = random.submitted({1}, limits::batch_events_max, 120, 24);
  BatchEncoder encoder;
  batch.contents.assign(batch.events.size(), 7);
  const auto numbered = static_cast<std::size_t>(std::ranges::count_if(batch.events, carries_number));
  CHECK(numbered > limits::batch_events_max - 2);  // a session of 0 is no session
  const std::size_t bytes = encoder.encode(batch, ties_for(batch, random)).size();
  CHECK(bytes >= limits::batch_events_max * (64 + 1 + 32) + numbered * 4);
  CHECK(bytes <= limits::batch_events_max * (64 + 1 + 32 + 4) + 304);  // the root has thirty pointers of eight bytes
}

TEST_CASE("the numbers that stand for the kinds of facts are those on disk") {
  using namespace wire;
  CHECK(Column<Submitted>::kind == 1);
  CHECK(Column<Accepted>::kind == 2);
  CHECK(Column<Finished>::kind == 3);
  CHECK(Column<Closed>::kind == 4);
  CHECK(Column<Escalated>::kind == 5);
  CHECK(Column<Declined>::kind == 6);
  CHECK(Column<ChainInterned>::kind == 7);
  CHECK(Column<OffersInterned>::kind == 8);
  CHECK(Column<SessionOpened>::kind == 9);
  CHECK(Column<AccountAdded>::kind == 10);
  CHECK(Column<AccountEnded>::kind == 11);
  CHECK(Column<LogBegun>::kind == 12);
  CHECK(Column<LossAccepted>::kind == 13);
  CHECK(Column<ConfigurationBegun>::kind == 14);
  CHECK(Column<RowStaged>::kind == 15);
  CHECK(Column<ConfigurationAdopted>::kind == 16);
  CHECK(Column<Acted>::kind == 17);
}

TEST_CASE("bytes that are no whole batch are refused and read nothing outside") {
  RandomBatches random(5);
  const Batch batch = random.make({77}, 40);
  const Ties ties = ties_for(batch, random);
  BatchEncoder encoder;
  const std::string whole(encoder.encode(batch, ties));
  BatchDecoder decoder;
  Batch decoded;
  Ties decoded_ties;
  REQUIRE_FALSE(decoder.decode(whole, decoded, decoded_ties));

  SECTION("cut short anywhere") {
    for (std::size_t size = 0; size < whole.size(); ++size) {
      const std::string cut = whole.substr(0, size);
      REQUIRE(decoder.decode(cut, decoded, decoded_ties));
    }
  }
  SECTION("with bits flipped, they give a batch within the bounds or are refused") {
    for (int time = 0; time < 20'000; ++time) {
      std::string damaged = whole;
      for (std::uint64_t flips = 1 + random.number(4); flips > 0; --flips) {
        damaged[random.number(damaged.size())] ^= static_cast<char>(1 << random.number(8));
      }
      if (decoder.decode(damaged, decoded, decoded_ties)) continue;
      REQUIRE(decoded.events.size() <= limits::batch_events_max);
    }
  }
  SECTION("garbage") {
    for (int time = 0; time < 20'000; ++time) {
      const std::string garbage = random.bytes(8 * random.number(40));
      static_cast<void>(decoder.decode(garbage, decoded, decoded_ties));
    }
  }
}

TEST_CASE("the encoder's memory keeps nothing of the batch before") {
  RandomBatches random(6);
  const Batch large = random.make({1}, 500);
  const Batch small = small_batch();
  const Ties large_ties = ties_for(large, random), small_ties = ties_for(small, random);
  BatchEncoder used, fresh;
  used.encode(large, large_ties);
  CHECK(used.encode(small, small_ties) == fresh.encode(small, small_ties));
}

TEST_CASE("the contents of what carries a number come back, at four bytes each, and none where none is known") {
  const Batch none = small_batch();
  Batch batch = none;
  batch.contents = {7, 0, 9};
  const Ties ties = [] {
    Ties tied;
    tied.commitments.emplace_back();
    return tied;
  }();
  BatchEncoder encoder;
  BatchDecoder decoder;
  Batch decoded;
  Ties decoded_ties;
  const std::size_t bytes_without = encoder.encode(none, ties).size();
  const std::string with(encoder.encode(batch, ties));
  CHECK(with.size() == bytes_without + 8);
  REQUIRE_FALSE(decoder.decode(with, decoded, decoded_ties));
  CHECK(decoded.contents == batch.contents);
  batch.contents = {0, 0, 0};
  CHECK(encoder.encode(batch, ties).size() == bytes_without);
  REQUIRE_FALSE(decoder.decode(encoder.encode(none, ties), decoded, decoded_ties));
  CHECK(decoded.contents.empty());
}

TEST_CASE("a batch has the bytes that it always had") {
  Ties ties;
  ties.previous.fill(0xAA);
  ties.commitments.emplace_back().fill(0xBB);
  BatchEncoder encoder;
  const std::string zero(16, '0');
  std::string words = "0000000002001e00";  // the root: two words of numbers, 30 pointers
  words += "0201000000000000";             // position 0x0102
  words += "0021436501000000";             // at 0x65432100, SHA-256
  words += "7500000002010000";             // -> the previous hash, 32 bytes
  words += "810000001a000000";             // -> kinds, three bytes
  words += zero;                           // no blob
  words += "7d00000002010000";             // -> commitments, 32 bytes
  words += "8900000087000000";             // -> submitted, 16 words
  words += "d900000017000000";             // -> asides, two words
  for (int list = 0; list < 12; ++list) words += zero;
  words += "950000001f000000";                          // -> configuration begun, three words
  for (int list = 0; list < 11; ++list) words += zero;  // no rows, not adopted, none acted, …, no contents
  for (int word = 0; word < 4; ++word) words += "aaaaaaaaaaaaaaaa";
  words += "010e010000000000";  // submitted, configuration begun, submitted
  for (int word = 0; word < 4; ++word) words += "bbbbbbbbbbbbbbbb";
  words += "0800000008000000";  // two submitted of eight words each
  words += "0100000002000000";  // session 1, sequence 2
  words += "0300000000000000";  // place 3
  for (int word = 0; word < 5; ++word) words += zero;
  words += "0300000002000000";  // text of three bytes, contact of two
  words += "0100000003000000";  // session 1, sequence 3
  for (int word = 0; word < 6; ++word) words += zero;
  words += "0000000000000005";  // acting step 5
  words +=
      "0400000003000000"
      "0700000000000000" +
      zero + zero;  // one begun: version 7
  words +=
      "0400000002000000"
      "0000000001000000" +
      zero;  // one aside: of the first submitted, a reference of one byte
  CHECK(as_hex(encoder.encode(small_batch(), ties)) == words);
}

}  // namespace
}  // namespace wangge::log
