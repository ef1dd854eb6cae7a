// Malformed input by the thousand: whoever sends it is answered or dropped, and another terminal goes on unharmed.

#include <cstring>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include "adapters/terminal/protocol.h"
#include "tests/raw_terminal.h"
#include "adapters/terminal/server.h"
#include "tests/served_city.h"

#include <catch2/catch.hpp>

namespace wangge::tests {
namespace {

using namespace terminal;
using terminal::Fault;
using Bytes = std::vector<std::byte>;
using Random = std::mt19937;

std::uint32_t below(Random& random, std::size_t bound) {
  return std::uniform_int_distribution<std::uint32_t>(0, static_cast<std::uint32_t>(bound - 1))(random);
}

Bytes bytes_of(const Outgoing& out) { return {out.bytes().begin(), out.bytes().end()}; }

void put(Bytes& bytes, std::size_t at, std::uint32_t number) { std::memcpy(bytes.data() + at, &number, sizeof number); }

// Of each kind of frame that a terminal can send, a sound one.
std::vector<Bytes> sound_frames(const ServedCity& city) {
  std::vector<Bytes> frames;
  const auto add = [&](const std::function<void(Outgoing&)>& encode_one) {
    Outgoing out;
    encode_one(out);
    frames.push_back(bytes_of(out));
  };
  Submission demand = a_demand(city);
  demand.contact = "0436-0000101";
  demand.reference = "12345-77";
  add([&](Outgoing& out) { encode_submit(1, std::vector<Submission>(3, demand), out); });
  Submission answered = demand;
  answered.answers = "depth=15";
  answered.asked_version = 1;
  add([&](Outgoing& out) { encode_submit(1, std::vector<Submission>{demand, answered, demand}, out); });
  demand.subject = AssetId{3};
  add([&](Outgoing& out) { encode_submit(1, std::vector<Submission>(3, demand), out); });
  add([&](Outgoing& out) {
    const Party as = city.post("PG1");
    encode_act(1, std::vector<ReadyAct>{{Deed::accept, DemandId{5}, as, ""}, {Deed::finish, DemandId{5}, as, "好"}},
               out);
  });
  Rights rights;
  rights.grids = {PlaceId{1}, PlaceId{2}};
  add([&](Outgoing& out) { encode_add_account(1, AccountKind::terminal, TokenHash{1}, rights, out); });
  add([&](Outgoing& out) { encode_command(1, EndAccount{AccountId{9}}, out); });
  add([&](Outgoing& out) {
    encode_stage(1, std::vector<EncodedRow>{{TableKind::grids, "甲"}, {TableKind::posts, "乙"}}, out);
  });
  add([&](Outgoing& out) { encode_command(1, ProposeConfiguration{77, 2, {}}, out, "好"); });
  add([&](Outgoing& out) { encode(Asked{1, AskStatus{{{DemandId{1}, 5}, {DemandId{2}, 6}}}}, out); });
  add([&](Outgoing& out) { encode(Asked{2, views::AskIds{views::Noun::place, {"G1", "G2", "X"}}}, out); });
  add([&](Outgoing& out) { encode(Asked{3, views::AskNames{views::Noun::post, {1, 2, 3}}}, out); });
  add([&](Outgoing& out) { encode(Asked{4, AskHistory{{DemandId{1}, 7}}}, out); });
  const AttachmentHash hash{1, 2, 3};
  add([&](Outgoing& out) { encode_question(5, AskOffer{{DemandId{1}, 7}, hash, 5'000}, out); });
  add([&](Outgoing& out) { encode_question(6, AskChunk{hash, 0, "\xFF\xD8\xFF 123456789"}, out); });
  add([&](Outgoing& out) { encode_question(7, AskFetch{{DemandId{1}, 7}, hash, 0}, out); });
  add([&](Outgoing& out) { encode_question(8, AskRemove{hash}, out); });
  add([&](Outgoing& out) { encode(Ping{1}, out); });
  add([&](Outgoing& out) { encode(Introduction{.token = city.token(3), .spool = {3}}, out); });
  return frames;
}

// One of the ways in which a frame can be wrong. Most leave the header sound, so that the body is read.
Bytes spoil(Bytes frame, Random& random) {
  const std::size_t body = frame.size() - 8;
  switch (below(random, 9)) {
    case 0:  // one bit
      frame[8 + below(random, body)] ^= std::byte{1} << below(random, 8);
      break;
    case 1:  // some bytes
      for (int i = 0; i < 8; ++i) frame[8 + below(random, body)] = static_cast<std::byte>(below(random, 256));
      break;
    case 2: {  // a word that may be a pointer points somewhere
      const std::size_t at = 8 + 8 * below(random, body / 8);
      put(frame, at, below(random, 1u << 31) * 2 + below(random, 2));
      break;
    }
    case 3: {  // a list or struct becomes enormous
      const std::size_t at = 8 + 8 * below(random, body / 8);
      put(frame, at + 4, 0xFFFF'FFF8 + below(random, 8));
      break;
    }
    case 4: {  // cut short, and the header says so
      const auto words = below(random, body / 8) + 1;
      frame.resize(8 + 8 * words);
      put(frame, 0, 8 * words);
      break;
    }
    case 5: {  // a word is copied to where another was: pointers to themselves, to each other, out of the frame
      const std::size_t from = 8 + 8 * below(random, body / 8), to = 8 + 8 * below(random, body / 8);
      std::memmove(frame.data() + to, frame.data() + from, 8);
      break;
    }
    case 6:  // garbage for a body
      for (std::size_t at = 8; at < frame.size(); ++at) frame[at] = static_cast<std::byte>(below(random, 256));
      break;
    case 7:  // another length, perhaps no multiple of 8, perhaps more than is there
      put(frame, 0, below(random, 2 * static_cast<std::uint32_t>(frame.size())));
      break;
    case 8:  // half a frame
      frame.resize(1 + below(random, frame.size() - 1));
      break;
  }
  return frame;
}

// Says what is wrong and hangs up; what was answered was an answer.
void offend(ServedCity& city, bool with_greeting, std::uint8_t account, const Bytes& bytes) {
  RawTerminal offender(city);
  if (with_greeting) offender.greet(city.token(account), SpoolId{account});
  offender.say(bytes);
  while (offender.hear()) continue;
  offender.hang_up();
  city.settle();
}

class GoodTerminal {
 public:
  explicit GoodTerminal(ServedCity& city) : city_(city), terminal_(city) { terminal_.greet(city.token(1)); }
  // Its next demand is taken, under the next number.
  void goes_on() {
    terminal_.submit(next_, std::vector{a_demand(city_)});
    const auto told = terminal_.hear_only<Acknowledged>();
    REQUIRE(told.first == next_);
    REQUIRE_FALSE(told.receipts.at(0).refusal);
    REQUIRE_FALSE(told.receipts.at(0).repeat);
    REQUIRE(city_.server().connections() == 1);
    ++next_;
  }

 private:
  ServedCity& city_;
  RawTerminal terminal_;
  std::uint32_t next_ = 1;
};

TEST_CASE("Each wrong header is answered with what is wrong in it") {
  ServedCity city;
  GoodTerminal good(city);
  const std::vector<std::pair<std::pair<std::uint32_t, std::uint32_t>, Fault>> headers{
      {{8, 0x31474758}, Fault::not_a_frame},       {{8, 0}, Fault::not_a_frame},
      {{0, 0x31474757}, Fault::malformed},         {{4, 0x31474757}, Fault::malformed},
      {{12, 0x31474757}, Fault::malformed},        {{limits::frame_bytes_max + 8, 0x31474757}, Fault::too_long},
      {{0xFFFF'FFF8, 0x31474757}, Fault::too_long}};
  for (const auto& [header, fault] : headers) {
    Bytes bytes(16);
    put(bytes, 0, header.first);
    put(bytes, 4, header.second);
    RawTerminal offender(city);
    offender.say(bytes);
    CHECK(offender.hear_only<ProtocolError>().fault == fault);
    CHECK(offender.is_cut_off());
    offender.hang_up();
    good.goes_on();
  }
}

TEST_CASE("A frame of just the greatest length is read, and answered for what it holds") {
  ServedCity city;
  RawTerminal terminal(city);
  terminal.greet(city.token());
  Bytes bytes(8 + limits::frame_bytes_max);
  put(bytes, 0, limits::frame_bytes_max);
  put(bytes, 4, 0x31474757);
  for (std::size_t at = 0; at < bytes.size(); at += 4'096) {  // the socket does not hold all of it
    terminal.say(std::span(bytes).subspan(at, std::min<std::size_t>(4'096, bytes.size() - at)));
    city.settle();
  }
  // All zeros are a hello of version 0.
  CHECK(terminal.hear_only<ProtocolError>().fault == Fault::other_version);
}

TEST_CASE("Counts, lengths and numbers that do not fit together are malformed") {
  ServedCity city;
  GoodTerminal good(city);
  const auto fault_of = [&](const std::function<void(Outgoing&)>& encode_one) {
    RawTerminal offender(city);
    offender.greet(city.token(2));
    Outgoing out;
    encode_one(out);
    offender.say(out);
    const Fault fault = offender.hear_only<ProtocolError>().fault;
    offender.hang_up();
    good.goes_on();
    return fault;
  };
  const std::vector<Submission> one{a_demand(city)};
  CHECK(fault_of([&](Outgoing& out) { encode_submit(1, {}, out); }) == Fault::malformed);
  CHECK(fault_of([&](Outgoing& out) { encode_submit(0, one, out); }) == Fault::malformed);
  CHECK(fault_of([&](Outgoing& out) { encode_submit(0xFFFF'FFFF, one, out); }) == Fault::malformed);
  CHECK(fault_of([&](Outgoing& out) {
          encode_submit(1, std::vector<Submission>(limits::commands_per_frame_max + 1, one[0]), out);
        }) == Fault::malformed);
  CHECK(fault_of([&](Outgoing& out) {
          encode_act(1, std::vector<ReadyAct>{{Deed::accept, DemandId{1}, {}, "a note with accept"}}, out);
        }) == Fault::malformed);
  // The texts are one byte longer, or shorter, than the lengths add up to: "水管破裂" has 12 bytes.
  for (const std::uint32_t length : {11u, 13u, 0xFFFF'FFFFu}) {
    CHECK(fault_of([&](Outgoing& out) {
            Outgoing sound;
            encode_submit(1, one, sound);
            std::vector<Word> words(sound.bytes().size() / sizeof(Word));
            std::memcpy(words.data(), sound.bytes().data(), sound.bytes().size());
            // header, root pointer, union, pointer, first, four pointers, list tag: then textBytes in the demand's last
            // word
            const std::size_t last_word_of_demand = 1 + 1 + 2 + 5 + 1 + 3;
            REQUIRE((words[last_word_of_demand] & 0xFFFF'FFFF) == 12);
            words[last_word_of_demand] = length;
            out.append(words);
          }) == Fault::malformed);
  }
}

TEST_CASE("The look-up codes of a frame that is refused half way are not those of the frame after it") {
  Numbered numbered;
  ToEngine said;
  const auto read = [&](const std::function<void(Outgoing&)>& encode_one) {
    Outgoing out;
    encode_one(out);
    return decode(out.words().subspan(1), numbered, said);
  };
  ReadyAct proved{Deed::rate, DemandId{1}, {}, ""};
  proved.look_up_code = 7;
  std::vector<ReadyAct> acts(5, proved);
  acts.push_back({Deed::accept, DemandId{1}, {}, "a note with accept"});
  REQUIRE(read([&](Outgoing& out) { encode_act(1, acts, out); }) == Fault::malformed);
  REQUIRE(read([&](Outgoing& out) { encode_submit(1, std::vector<Submission>(1), out); }) == Fault::none);
  CHECK(numbered.commands.size() == 1);
  CHECK(numbered.codes.empty());
}

TEST_CASE("Thousands of spoilt frames after the welcome hurt nobody but their senders") {
  ServedCity city;
  const std::uint32_t seed = 20'260'310;
  INFO("seed " << seed);
  Random random(seed);
  const std::vector<Bytes> frames = sound_frames(city);
  GoodTerminal good(city);
  for (int round = 0; round < 3'000; ++round) {
    offend(city, true, 2, spoil(frames[below(random, frames.size())], random));
    if (round % 10 == 0) good.goes_on();
  }
  good.goes_on();
}

TEST_CASE("Thousands of spoilt hellos and plain garbage before the welcome hurt nobody but their senders") {
  ServedCity city;
  const std::uint32_t seed = 20'260'311;
  INFO("seed " << seed);
  Random random(seed);
  const std::vector<Bytes> frames = sound_frames(city);
  GoodTerminal good(city);
  for (int round = 0; round < 3'000; ++round) {
    Bytes garbage(1 + below(random, 500));
    for (std::byte& byte : garbage) byte = static_cast<std::byte>(below(random, 256));
    offend(city, false, 3, round % 3 == 0 ? garbage : spoil(frames.back(), random));
    if (round % 10 == 0) good.goes_on();
  }
  good.goes_on();
}

TEST_CASE("Frames that arrive byte by byte are the same frames") {
  ServedCity city;
  RawTerminal terminal(city);
  terminal.greet(city.token());
  Outgoing out;
  encode_submit(1, std::vector<Submission>(2, a_demand(city)), out);
  encode(Ping{6}, out);
  for (const std::byte& byte : out.bytes()) {
    terminal.say({&byte, 1});
    city.settle();
  }
  CHECK(terminal.hear_only<Acknowledged>().receipts.size() == 2);
  CHECK(terminal.hear_only<Pong>().payload == 6);
}

}  // namespace
}  // namespace wangge::tests
