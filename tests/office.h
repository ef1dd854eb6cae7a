#pragma once
// The small city with two people of ops, of whom one proposes a configuration and the other adopts it.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/loop/outlook.h"
#include "engine/model/blob.h"
#include "engine/state/digest.h"
#include "tests/changed_tables.h"
#include "tests/running_city.h"
#include "tests/small_city.h"
#include "tests/temporary_folder.h"

#include <catch2/catch.hpp>  // last: its CHECK takes the place of ours

namespace wangge::tests {

// The small city with building L2 moved to the grid next door.
inline Tables with_moved_building() {
  ChangedTables tables(small_tables());
  tables.set(TableKind::buildings, "L2", "within", "G2");
  tables.set(TableKind::posts, "PL2", "superior", "PG2");
  return tables;
}

inline Tables with_longer_limit() {
  ChangedTables tables(small_tables());
  tables.set(TableKind::categories, "1301", "resolve_limit", "9自然日");
  return tables;
}

// The small city served, with two people of ops.
class Office {
  const TemporaryFolder folder_;

 public:
  RunningCity running{small_tables(), folder_.path() / "log"};
  const SessionId first = open("甲", 21), second = open("乙", 22);

  SessionId open(std::string name, std::uint8_t token, AccountKind kind = AccountKind::ops) {
    Rights rights;
    rights.name = std::move(name);
    return running.open(kind, rights, token);
  }
  AccountId account(SessionId session) const { return running.city().sessions[session].account(); }
  const City& city() const { return running.city(); }

  loop::Outcome say(SessionId who, const Command& command, std::string_view text = {}) {
    return running.send_frame(who, city().sessions[who].expected(), {command}, text).outcomes.at(0);
  }
  Reason refused(SessionId who, const Command& command) { return say(who, command).refusal.reason; }

  // Stages rows of the tables from `from` on, all that follow or `count` of them; returns the reason of the last.
  Reason stage(SessionId who, const Tables& tables, std::size_t from = 0,
               std::size_t count = limits::commands_per_frame_max) {
    std::vector<Command> commands;
    std::string texts;
    std::size_t number = 0;
    for (const TableSchema& schema : table_schemas()) {
      for (const Row& row : tables.of(schema.kind)) {
        if (number++ < from || commands.size() == count) continue;
        const auto offset = static_cast<std::uint32_t>(texts.size());
        encode_row(row, texts);
        commands.push_back(StageRow{schema.kind, {offset, static_cast<std::uint32_t>(texts.size()) - offset}});
      }
    }
    const loop::Frame answered = running.send_frame(who, city().sessions[who].expected(), commands, texts);
    return answered.outcomes.back().refusal.reason;
  }
  loop::Outcome finish(SessionId who, const Tables& tables, std::string_view note = {}) {
    const ProposeConfiguration command{digest_of(tables),
                                       static_cast<std::uint32_t>(tables.row_count()),
                                       {0, static_cast<std::uint32_t>(note.size())}};
    return say(who, command, note);
  }
  Position propose(SessionId who, const Tables& tables, std::string_view note = {}) {
    REQUIRE_FALSE(say(who, BeginConfiguration{}).refusal);
    REQUIRE(stage(who, tables) == Reason::none);
    const loop::Outcome outcome = finish(who, tables, note);
    INFO(text_of(outcome.refusal.reason).name);
    REQUIRE_FALSE(outcome.refusal);
    return outcome.position;
  }
  loop::Outlook outlook() { return loop::outlook(city(), account(second), running.now); }
  template <class Fact>
  Fact fact(Position position) {
    const auto stored = running.log().read(position);
    REQUIRE(stored);
    REQUIRE(std::holds_alternative<Fact>(stored->event));
    return std::get<Fact>(stored->event);
  }
  bool is_replayed() { return running.replayed_digest() == digest_of(city()); }
};

}  // namespace wangge::tests
