// Each bound of limits.h, met exactly and passed by one. Those of frames and connections stand in the terminal's tests,
// those of files and rows in the city's, those of what waits in the inbox's.

#include "engine/base/limits.h"

#include <algorithm>
#include <string>

#include "engine/model/blob.h"
#include "tests/running_city.h"
#include "tests/sample_city.h"

#include <catch2/catch.hpp>

namespace wangge::tests {
namespace {

std::string repeated(std::string_view piece, std::size_t times) {
  std::string text;
  for (std::size_t i = 0; i < times; ++i) text += piece;
  return text;
}

TextRef all_of(std::string_view text) { return {0, static_cast<std::uint32_t>(text.size())}; }

Submit at_grid(RunningCity& running) { return RunningCity::plain(running.grid(), running.category("0101")); }

TEST_CASE("a text of 4,000 characters of four bytes each is taken, one of 4,001 is declined with length and limit") {
  RunningCity running;
  Submit command = at_grid(running);
  const std::string longest = repeated("𠮷", 4'000);
  command.text = all_of(longest);
  REQUIRE_FALSE(running.send(command, longest).refusal);

  const std::string too_long = repeated("水", 4'001);
  command.text = all_of(too_long);
  REQUIRE(running.send(command, too_long).refusal == Refusal{Reason::text_too_long, 4'001, 4'000});
}

TEST_CASE("contact, reference and attachments are bounded in bytes") {
  RunningCity running;
  struct Bound {
    TextRef Submit::*field;
    std::uint32_t most;
    Reason reason;
  };
  const Bound bounds[] = {{&Submit::contact, 255, Reason::contact_too_long},
                          {&Submit::reference, 255, Reason::reference_too_long},
                          {&Submit::attachments, 2'000, Reason::attachments_too_long}};
  for (const Bound& bound : bounds) {
    const std::string text = std::string(RunningCity::plain_text) + std::string(bound.most + 1, 'a');
    Submit command = at_grid(running);
    command.*bound.field = {12, bound.most};
    REQUIRE_FALSE(running.send(command, text).refusal);
    command.*bound.field = {12, bound.most + 1};
    REQUIRE(running.send(command, text).refusal == Refusal{bound.reason, bound.most + 1, bound.most});
  }
}

TEST_CASE("a note of 4,000 characters is taken, one of 4,001 is declined") {
  RunningCity running;
  const loop::Outcome demand = running.send(at_grid(running), RunningCity::plain_text);
  const DemandId id{demand.position.value};
  REQUIRE_FALSE(running.send(Act{.demand = id, .as = demand.lead, .deed = Deed::accept}).refusal);
  const std::string too_long = repeated("好", 4'001);
  REQUIRE(running.send(Act{.demand = id, .as = demand.lead, .note = all_of(too_long), .deed = Deed::finish}, too_long)
              .refusal == Refusal{Reason::note_too_long, 4'001, 4'000});
  const std::string longest = repeated("好", 4'000);
  REQUIRE_FALSE(
      running.send(Act{.demand = id, .as = demand.lead, .note = all_of(longest), .deed = Deed::finish}, longest)
          .refusal);
}

TEST_CASE("the city takes as many demands as it has room for, and says so beyond") {
  RunningCity running(Capacity{.demands = 3});
  for (int i = 0; i < 3; ++i) REQUIRE_FALSE(running.send(at_grid(running), RunningCity::plain_text).refusal);
  REQUIRE(running.send(at_grid(running), RunningCity::plain_text).refusal == Refusal{Reason::capacity_reached, 3, 3});
}

TEST_CASE("accounts and sessions are bounded") {
  RunningCity running(Capacity{.accounts = 2, .sessions = 2});  // one of each is the import desk's
  const Rights rights;
  running.open(AccountKind::person, rights, 2);
  std::string encoded;
  encode_rights(rights, encoded);
  const loop::Outcome account =
      running.engine().perform(AddAccount{AccountKind::person, TokenHash{3}, all_of(encoded)}, encoded, running.now);
  REQUIRE(account.refusal == Refusal{Reason::too_many_accounts, 2, 2});
  const loop::Outcome session = running.engine().perform(OpenSession{TokenHash{2}, SpoolId{9}}, {}, running.now);
  REQUIRE(session.refusal == Refusal{Reason::too_many_sessions, 2, 2});
}

TEST_CASE("an account may have 64 spools at a time, and no more") {
  RunningCity running;
  for (std::uint8_t spool = 2; spool <= 64; ++spool) {
    REQUIRE_FALSE(running.engine().perform(OpenSession{TokenHash{1}, SpoolId{spool}}, {}, running.now).refusal);
  }
  REQUIRE(running.engine().perform(OpenSession{TokenHash{1}, SpoolId{65}}, {}, running.now).refusal ==
          Refusal{Reason::too_many_spools, 64, 64});
  // A spool that is known goes on.
  REQUIRE_FALSE(running.engine().perform(OpenSession{TokenHash{1}, SpoolId{64}}, {}, running.now).refusal);
}

TEST_CASE("the rights of an account are bounded in bytes") {
  RunningCity running;
  const auto with_name_of = [&](std::size_t bytes, std::uint8_t token) {
    Rights rights;
    rights.name = std::string(bytes, 'n');
    std::string encoded;
    encode_rights(rights, encoded);
    const AddAccount command{AccountKind::person, TokenHash{token}, all_of(encoded)};
    return running.engine().perform(command, encoded, running.now).refusal;
  };
  std::string empty;
  encode_rights(Rights{}, empty);
  const std::size_t longest = limits::rights_bytes_max - empty.size();
  REQUIRE_FALSE(with_name_of(longest, 5));
  REQUIRE(with_name_of(longest + 1, 6).reason == Reason::not_allowed);
}

TEST_CASE("a repeat within the window has its position, an older one a place to search from, and nothing twice") {
  RunningCity running;
  const auto window = static_cast<std::uint32_t>(limits::session_commands_max);
  std::vector<Command> frame(limits::commands_per_frame_max,
                             Command{Act{.demand = DemandId{1}, .as = {}, .deed = Deed::accept}});  // all declined
  std::vector<Position> positions{{}};                                                              // by number
  for (std::uint32_t first = 1; first <= window; first += limits::commands_per_frame_max) {
    for (const auto& outcome : running.send_frame(running.desk(), first, frame, {}).outcomes) {
      positions.push_back(outcome.position);
    }
  }
  const Position last = running.city().last;
  const loop::Outcome oldest = running.send_frame(running.desk(), 1, {frame[0]}, {}).outcomes.at(0);
  REQUIRE(oldest.repeat);
  REQUIRE(oldest.position == positions[1]);
  REQUIRE(running.city().last == last);

  REQUIRE_FALSE(running.send(frame[0]).repeat);  // the window moves on by one
  const loop::Outcome beyond = running.send_frame(running.desk(), 1, {frame[0]}, {}).outcomes.at(0);
  REQUIRE(beyond.repeat);
  REQUIRE(beyond.position == Position{});
  REQUIRE(beyond.search_from == positions[1]);
  REQUIRE(running.send_frame(running.desk(), 2, {frame[0]}, {}).outcomes.at(0).position == positions[2]);
}

TEST_CASE("a frame that begins above the expected number is not decided, and is told the expected one") {
  RunningCity running;
  const loop::Frame frame = running.send_frame(running.desk(), 3, {at_grid(running)}, RunningCity::plain_text);
  REQUIRE(frame.gap);
  REQUIRE(frame.outcomes.empty());
  REQUIRE(frame.expected == 1);
  REQUIRE(running.city().demands.size() == 0);
}

TEST_CASE("the list of positions to search from is bounded, and what is older has none") {
  Session session({}, {}, 1, {}, 0);
  const Event declined = Declined{};
  const auto receive = [&](std::uint32_t sequence) {
    session.receive(sequence, {.position = Position{sequence}, .at = 0, .event = declined, .blob = {}});
  };
  const std::uint32_t most = limits::sequence_mark_every * static_cast<std::uint32_t>(limits::sequence_marks_max);
  for (std::uint32_t sequence = 1; sequence <= most; ++sequence) receive(sequence);
  REQUIRE(session.search_from(1) == Position{1});
  REQUIRE(session.search_from(limits::sequence_mark_every) == Position{1});
  receive(most + 1);  // begins one mark more
  REQUIRE(session.search_from(1) == Position{});
  REQUIRE(session.search_from(limits::sequence_mark_every + 1) == Position{limits::sequence_mark_every + 1});
}

TEST_CASE("a row of a configuration is bounded in bytes") {
  RunningCity running;
  REQUIRE_FALSE(running.engine().perform(BeginConfiguration{}, {}, running.now).refusal);
  const auto stage = [&](std::size_t bytes) {
    std::string cells;
    encode_row(Row{std::string(bytes - 8, 'c')}, cells);  // a count and a length of four bytes each
    return running.engine().perform(StageRow{TableKind::venues, all_of(cells)}, cells, running.now).refusal;
  };
  REQUIRE_FALSE(stage(limits::row_bytes_max));
  REQUIRE(stage(limits::row_bytes_max + 1).reason == Reason::configuration_row_too_large);
}

TEST_CASE("a configuration is bounded in rows") {
  const std::size_t sample_rows = sample_city().tables.row_count();
  RunningCity running(Capacity{.configuration_rows = sample_rows});
  running.adopt(sample_city().tables, false);
  const Refusal one_more = running.engine().perform(StageRow{TableKind::venues, {}}, {}, running.now).refusal;
  REQUIRE(one_more == Refusal{Reason::configuration_too_many_rows, static_cast<std::uint32_t>(sample_rows),
                              static_cast<std::uint32_t>(sample_rows)});
}

TEST_CASE("a configuration is bounded in bytes, counted anew for the next") {
  RunningCity running(Capacity{.configuration_bytes = 2 * limits::mib + 100});
  std::string cells;
  encode_row(Row{std::string(limits::row_bytes_max - 8, 'c')}, cells);
  const auto stage = [&] {
    return running.engine().perform(StageRow{TableKind::venues, all_of(cells)}, cells, running.now).refusal;
  };
  for (int round = 0; round < 2; ++round) {
    REQUIRE_FALSE(running.engine().perform(BeginConfiguration{}, {}, running.now).refusal);
    for (int i = 0; i < 128; ++i) REQUIRE_FALSE(stage());
    CHECK(stage() == Refusal{Reason::configuration_too_large, 2, 2});
  }
}

TEST_CASE("a batch takes as many events and bytes as are allowed, and what goes beyond begins the next one") {
  RunningCity running;
  const auto batches = [&](const auto& append) {
    running.settle();
    const std::uint64_t before = running.log().figures().batches;
    running.now += Duration{1};
    append();
    running.settle();
    return running.log().figures().batches - before;
  };
  const auto submit = [&](std::size_t count, const std::string& text) {
    Submit command = at_grid(running);
    command.text = all_of(text);
    const std::uint32_t next = running.city().sessions[running.desk()].expected();
    for (const loop::Outcome& outcome :
         running.send_frame(running.desk(), next, std::vector<Command>(count, Command{command}), text).outcomes) {
      REQUIRE_FALSE(outcome.refusal);
    }
  };
  const auto stage = [&](std::size_t count) {
    std::string cells;
    encode_row(Row{std::string(limits::row_bytes_max - 8, 'c')}, cells);
    for (std::size_t row = 0; row < count; ++row) {
      REQUIRE_FALSE(running.engine().perform(StageRow{TableKind::venues, all_of(cells)}, cells, running.now).refusal);
    }
  };
  submit(200, "x");  // chain and offers are interned, and that is a hot spot and a storm
  CHECK(batches([&] { submit(1'024, "x"); }) == 1);
  CHECK(batches([&] {
          running.engine().perform(BeginConfiguration{}, {}, running.now);
          submit(1'024, "x");
        }) == 2);
  CHECK(batches([&] { submit(65, std::string(4'000, 'x')); }) == 1);  // 65 × 4,000 bytes fit in 256 KiB, 66 do not
  CHECK(batches([&] { submit(66, std::string(4'000, 'x')); }) == 2);
  CHECK(batches([&] { stage(16); }) == 1);  // 16 × 16 KiB
  CHECK(batches([&] { stage(17); }) == 2);
}

TEST_CASE("half a turn expires deadlines, and the next turn goes on with the rest") {
  RunningCity running;
  const std::size_t most = limits::turn_expiries_max;
  const std::string text = "x";
  Submit command = at_grid(running);
  command.text = all_of(text);
  for (std::size_t left = most + 1; left > 0;) {
    const std::size_t count = std::min(left, limits::commands_per_frame_max);
    const std::uint32_t next = running.city().sessions[running.desk()].expected();
    running.send_frame(running.desk(), next, std::vector<Command>(count, Command{command}), text);
    left -= count;
  }
  running.now += std::chrono::minutes{30};  // category 0101 is accepted within 30工作分钟, and it was 9:00
  std::vector<std::size_t> expired;         // by turns; the first ones only deal out what has fallen due
  for (int turn = 0; turn < 100; ++turn) {
    const std::uint64_t before = running.city().last.value;
    running.engine().turn(running.now);
    if (running.city().last.value != before) expired.push_back(running.city().last.value - before);
  }
  CHECK(expired == std::vector<std::size_t>{most, 1});
}

TEST_CASE("a batch ends when its events or its bytes are full, and no command is torn") {
  RunningCity running;
  const std::string text = repeated("长", 4'000);  // 12,000 bytes: 21 fit in 256 KiB
  Submit command = at_grid(running);
  command.text = all_of(text);
  std::vector<Command> frame(60, Command{command});
  const loop::Frame answered = running.send_frame(running.desk(), 1, frame, text);
  for (const loop::Outcome& outcome : answered.outcomes) {
    REQUIRE_FALSE(outcome.refusal);
    const auto stored = running.log().read(outcome.position);
    REQUIRE(stored.has_value());
    REQUIRE(stored->text == text);
  }
}

}  // namespace
}  // namespace wangge::tests
