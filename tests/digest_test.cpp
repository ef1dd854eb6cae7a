// The digest says of every field of the state whether it is another: each is changed in turn.

#include "engine/state/digest.h"

#include <concepts>
#include <functional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "engine/model/blob.h"
#include "engine/model/described.h"
#include "engine/registers/notes/state.h"
#include "engine/state/state_description.h"
#include "tests/running_city.h"

#include <catch2/catch.hpp>  // last: its CHECK takes the place of ours

namespace wangge {
namespace {

// visit() for each value that differs from this one in one place: within an array, a list, a struct too.
template <class Value, class Visit>
void each_change(const Value& value, const Visit& visit) {
  Value changed = value;
  if constexpr (std::is_same_v<Value, bool>) {
    changed = !value;
    visit(changed, "");
  } else if constexpr (std::integral<Value>) {
    changed = static_cast<Value>(value ^ 1);
    visit(changed, "");
  } else if constexpr (std::is_enum_v<Value>) {
    changed = static_cast<Value>(static_cast<int>(value) == 0 ? 1 : 0);
    visit(changed, "");
  } else if constexpr (requires { Value::from_raw(value.raw()); }) {
    changed = Value::from_raw(value.raw() ^ 1);
    visit(changed, "");
  } else if constexpr (requires { value.value + 1; }) {
    changed.value ^= 1;
    visit(changed, "");
  } else if constexpr (std::is_same_v<Value, std::string>) {
    changed += "x";
    visit(changed, "");
  } else if constexpr (requires { value.of[0]; }) {
    for (auto& one : changed.of) {
      one ^= 1;
      visit(changed, "[]");
      one ^= 1;
    }
  } else if constexpr (requires { changed.emplace_back(); }) {
    changed.emplace_back();
    visit(changed, "+");
  } else if constexpr (requires { value.begin(), value.end(); }) {
    for (std::size_t i = 0; i < value.size(); ++i) {
      each_change(value[i], [&](const auto& one, const std::string& where) {
        changed = value;
        changed[i] = one;
        visit(changed, "[" + std::to_string(i) + "]" + where);
      });
    }
  } else {
    static_assert(IsDescribed<Value>);
    each_field<Value>([&]<class Field>(const Field& field) {
      if constexpr (Field::is_stored && Field::kind != FieldKind::link) {
        each_change(std::remove_cvref_t<decltype(field.get(value))>(field.get(value)),
                    [&](const auto& one, const std::string& where) {
                      changed = value;
                      field.put(changed, one);
                      visit(changed, "." + std::string(field.name) + where);
                    });
      }
    });
  }
}

struct Changed : tests::RunningCity {
  City& state() { return broken_city(); }

  // Each field of a struct that is a part of the city, but for the one by which it is found.
  template <class Struct>
  void check_fields(const Struct& part_of_city, std::string_view but = {}) {
    auto& part = const_cast<Struct&>(part_of_city);
    const Struct kept = part;
    const std::uint64_t before = digest_of(city());
    each_change(kept, [&](const Struct& changed, const std::string& where) {
      if (!but.empty() && where == but) return;
      INFO(description<Struct>.name << where);
      part = changed;
      CHECK(digest_of(city()) != before);
      part = kept;
      ++fields;
    });
    CHECK(digest_of(city()) == before);
  }
  template <class Value>
  void check_value(const char* name, Value& value) {
    const Value kept = value;
    const std::uint64_t before = digest_of(city());
    each_change(kept, [&](const Value& changed, const std::string& where) {
      INFO(name << where);
      value = changed;
      CHECK(digest_of(city()) != before);
      ++fields;
    });
    value = kept;
    CHECK(digest_of(city()) == before);
  }
  // What only facts can change.
  void check_change(const char* what, const std::function<void(City&)>& change) {
    INFO(what);
    const std::uint64_t before = digest_of(city());
    change(state());
    CHECK(digest_of(city()) != before);
    ++fields;
  }

  int fields = 0;
};

TEST_CASE("every field that the rules may read changes the digest") {
  Changed city;
  const DemandId first{city.send(city.plain(city.grid(), city.category("0304")), city.plain_text).position.value};
  Submit of_somebody = city.plain(city.grid(), city.category("0304"));
  of_somebody.complained_of = city.city().codes.organisations.find("GQ04");
  const DemandId complaint{city.send(of_somebody, city.plain_text).position.value};
  City& state = city.state();
  const Demands& demands = state.demands;
  REQUIRE(demands.find(complaint)->has_aside);

  city.check_value("log", state.log);
  city.check_value("clock", state.clock);
  city.check_value("now", state.now);
  city.check_value("last", state.last);
  city.check_value("staging", state.staging);
  city.check_value("staged_by", state.staged_by);
  city.check_value("migrated", state.migrated);
  city.check_change("staged", [](City& in) { in.staged.of(TableKind::settings).push_back({"x"}); });
  city.check_fields(state.proposal);
  city.check_fields(state.versions.front());
  city.check_fields(state.accounts[AccountId{1}]);
  city.check_fields(*demands.find(first), ".id");
  city.check_fields(demands.aside(complaint));

  state.situations.push_back({});
  city.check_fields(state.situations.back());
  state.jobs.push_back({});
  city.check_fields(state.jobs.back());
  state.jobs.clear();
  state.recomputed.push_back({});
  city.check_fields(state.recomputed.back());

  const OrganisationId called[]{{1}, {2}};
  state.summonses.call(Summoned{.place = city.grid(), .due = 100}, called, Position{7}, 50);
  city.check_fields(state.summonses.all().begin()->second);
  city.check_fields(state.summonses.all().begin()->second.who.front());
  city.check_fields(state.summonses.turnouts().front());
  city.check_change("who is waited for",
                    [&](City& in) { in.summonses.miss(NotArrived{.summons = SummonsId{7}, .to = PostId{1}}, called); });

  const Noticed noticed{.demand = first, .to = PostId{1}, .holder = PersonId{1}, .kind = NoticeKind::late};
  city.check_change("a notice", [&](City& in) { in.notices.add(noticed, Position{8}, 60); });
  city.check_fields(state.notices.pending().begin()->second);
  city.check_change("who was told last", [&](City& in) {
    Noticed again = noticed;
    again.holder = PersonId{2};
    in.notices.add(again, Position{9}, 60);
    in.notices.settle(Delivered{.notice = Position{9}, .count = 1});
  });
  city.check_change("a notice that was given up", [&](City& in) {
    in.notices.settle(Delivered{.notice = Position{8}, .count = 1, .is_given_up = true});
  });
  city.check_fields(state.notices.unreached().begin()->second);

  const Spots::Key where = state.spots_of(city.grid(), {}, city.category("0304"));
  city.check_fields(*state.spots.of_spots().find(where.spot, where.class_number));
  city.check_fields(*state.spots.of_surges().find(where.community, where.category.value));

  city.check_change("when a stage began", [&](City& in) {
    const_cast<Slots&>(in.demands.slots()).set_since(in.demands.find_slot(first), 77);
  });
  city.check_change("who assists", [&](City& in) {
    in.demands.assist(Assisted{.demand = first, .previous = {}, .who = OrganisationId{1}}, in.demands.last_of(first));
  });
  city.check_change("what it is similar to", [&](City& in) {
    const Slot& slot = *in.demands.find(first);
    in.demands.move(
        Moved{.demand = first, .place = slot.place, .chain = slot.chain, .lead = slot.lead, .dues = slot.dues},
        {in.demands.last_of(first), in.now, Event()}, {city.grid(1), 3});
  });
  city.check_change("a chain", [](City& in) { in.routes.add_chain({1, {PostId{1}}}); });
  city.check_change("a list of offers", [](City& in) {
    const Offer offers[]{{OrganisationId{1}, OfferReason{}}};
    std::string encoded;
    encode_offers(offers, encoded);
    in.routes.add_offers(encoded);
  });
  city.check_change("a code", [](City& in) { in.codes.doors.find_or_add("D1"); });
  city.check_change("a number of a session", [&](City& in) {
    const Event event = Accepted{};
    in.sessions.receive(city.desk(), in.sessions[city.desk()].expected(), {Position{99}, in.now, event});
  });
  city.check_change("a session", [&](City& in) {
    const Event event = SessionOpened{};
    const SessionOpened opened{
        .session = {static_cast<std::uint32_t>(in.sessions.size()) + 1}, .account = {1}, .spool = {9}, .first = 1};
    in.sessions.open(opened, {Position{100}, in.now, event});
  });
  city.check_change("a register", [&](City& in) {
    in.registers.of<registers::notes::Notes>().note({.place = city.grid(), .account = {}, .as = {}, .note = "x"}, 5);
  });
  WARN(city.fields << " changes, each seen");
}

TEST_CASE("whom a demand was taken from is in the digest, and so is whom it went up to") {
  Changed city;
  city.send(city.plain(city.grid(), city.category("0304")), city.plain_text);
  for (int hours = 0; hours < 24; ++hours) city.move_to(city.now + std::chrono::hours{1});
  const LostLead* lost = nullptr;
  bool is_escalated = false;
  city.city().demands.each(
      [&](const Slot& slot) {
        city.city().demands.each_lost_lead(slot, [&](const LostLead& one) { lost = &one; });
        is_escalated = city.city().demands.is_escalated(slot.id);
      },
      [](DemandId, Position) {});
  REQUIRE(lost != nullptr);
  city.check_fields(*lost);
  REQUIRE(is_escalated);
  CHECK(city.replayed_digest() == digest_of(city.city()));
}

}  // namespace
}  // namespace wangge
