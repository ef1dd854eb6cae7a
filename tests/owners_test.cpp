// The city changes while it runs: what is open goes to those who are responsible now, with the deadlines that it had.

#include <string>
#include <vector>

#include "engine/state/digest.h"
#include "tests/changed_tables.h"
#include "tests/desk.h"
#include "tests/running_city.h"
#include "tests/sample_city.h"
#include "tests/temporary_folder.h"

#include <catch2/catch.hpp>  // last: its CHECK takes the place of ours

namespace wangge {
namespace {

using namespace std::chrono_literals;
using tests::RunningCity;

constexpr std::string_view grid = "22088100100101", neighbour = "22088100100102", building = "22088100100101L02",
                           compound = "22088100100101X01";

struct Changed : tests::ChangedTables {
  Changed() : ChangedTables(tests::sample_city().tables) {}
};

class Town : public tests::Desk {
 public:
  using Desk::Desk;

  DemandId submit(std::string_view place_code, std::string_view category_code, Party complained_of = {}) {
    Submit command = plain(place(place_code), category(category_code));
    command.complained_of = complained_of;
    return Desk::submit(command);
  }
  void act(DemandId demand, Deed deed, Party as, Party to = {}) {
    Act command{.demand = demand, .as = as, .to = to, .deed = deed};
    if (deed != Deed::accept) command.note = {0, 12};
    if (deed == Deed::rate) command.verdict = Verdict{.result = 1}.packed();
    const Refusal refusal = send(command, plain_text).refusal;
    INFO(text_of(refusal.reason).name);
    REQUIRE_FALSE(refusal);
  }
  void change_to(const Tables& tables) {
    adopt(tables);
    settle();
    REQUIRE(city().jobs.empty());
  }
  Reason refused(const Tables& tables) {
    adopt(tables, false);
    return engine().perform(AdoptConfiguration{}, {}, now).refusal.reason;
  }
  std::vector<PostId> chain(DemandId demand) const {
    const auto posts = city().routes.chain(slot(demand).chain).span();
    return {posts.begin(), posts.end()};
  }
  bool is_led_by(DemandId demand, Party lead) const {
    for (SlotIndex at = city().demands.queue(lead).first; at != no_slot; at = city().demands[at].next_in_queue) {
      if (city().demands[at].id == demand) return slot(demand).lead == lead;
    }
    return false;
  }
  PersonId person(std::string_view code) const { return city().codes.people.find(code); }
};

// A building comes to the grid next door.
Changed with_moved_building() {
  Changed tables;
  tables.set(TableKind::buildings, building, "within", neighbour);
  tables.set(TableKind::posts, "P22088100100101L02", "superior", "P22088100100102");
  return tables;
}

// Grid 1 is taken apart: what lies in it goes to the new grid 91, what is known no nearer to grid 2.
Changed with_split_grid() {
  Changed tables;
  tables.remove(TableKind::grids, "code", grid);
  tables.of(TableKind::grids).push_back({"22088100100191", "新网格", "220881001001"});
  tables.replace(TableKind::buildings, "within", grid, "22088100100191");
  tables.replace(TableKind::compounds, "grid", grid, "22088100100191");
  tables.replace(TableKind::branches, "place", grid, "22088100100191");
  tables.replace(TableKind::outlines, "grid", grid, "22088100100191");
  tables.replace(TableKind::assets, "place", grid, "22088100100191");
  tables.set(TableKind::posts, "P22088100100101", "place", "22088100100191");
  tables.set(TableKind::posts, "P22088100100101", "code", "P22088100100191");
  tables.replace(TableKind::posts, "superior", "P22088100100101", "P22088100100191");
  tables.of(TableKind::successions).push_back({std::string(grid), std::string(neighbour)});
  return tables;
}

TEST_CASE("A building that comes to another grid takes its open demands along, with their deadlines") {
  Town city;
  const DemandId demand = city.submit(building, "1301"), other = city.submit(grid, "1301");
  REQUIRE(city.is_led_by(demand, city.post("P22088100100101")));
  const Seconds resolution = city.slot(demand).dues[Stage::resolution];
  const Position others_last = city.slot(other).last;
  city.move_to(city.now + 10min);
  city.change_to(with_moved_building());
  const Slot& moved = city.slot(demand);
  CHECK(city.is_led_by(demand, city.post("P22088100100102")));
  CHECK_FALSE(city.is_led_by(demand, city.post("P22088100100101")));
  CHECK(city.chain(demand).front() == city.post("P22088100100102"));
  CHECK(moved.dues[Stage::resolution] == resolution);
  CHECK(moved.dues[Stage::acceptance] == to_seconds(city.now + 30min));  // somebody else is to accept it
  CHECK(city.slot(other).last == others_last);
  std::size_t near = 0;
  city.city().demands.each_near(city.place(neighbour), 13,
                                [&](const Slot& one) { return near += one.id == demand, true; });
  CHECK(near == 1);
  CHECK(city.replayed_digest() == digest_of(city.city()));
}

TEST_CASE("An accepted demand is to be accepted by who leads now; one that an organisation leads stays with it") {
  Town city;
  const DemandId posts = city.submit(building, "1301"), companys = city.submit(building, "0304");
  city.act(posts, Deed::accept, city.slot(posts).lead);
  city.act(companys, Deed::accept, city.slot(companys).lead);
  const Party company = city.slot(companys).lead;
  REQUIRE(company.is_organisation());
  city.change_to(with_moved_building());
  CHECK(city.slot(posts).state == DemandState::submitted);
  CHECK(city.slot(companys).state == DemandState::accepted);
  CHECK(city.is_led_by(companys, company));
  CHECK(city.chain(companys)[city.slot(companys).acting_step] == city.post("P22088100100102"));
}

TEST_CASE("A grid that is split keeps what runs: by building with the new grid, by the grid alone with its successor") {
  Town city;
  const DemandId by_building = city.submit(building, "1301"), by_grid = city.submit(grid, "1301");
  const DemandId late = city.submit(building, "1301");
  city.move_to(city.now + 30h);
  REQUIRE(city.slot(late).is_late);
  city.change_to(with_split_grid());
  CHECK(city.chain(by_building).front() == city.post("P22088100100191"));
  CHECK(city.slot(by_building).place == city.place(building));
  CHECK(city.chain(by_grid).front() == city.post("P22088100100102"));
  CHECK(city.slot(by_grid).place == city.place(neighbour));
  CHECK(city.slot(late).is_late);
  for (const DemandId demand : {by_building, by_grid, late}) CHECK(city.is_led_by(demand, city.slot(demand).lead));
  CHECK(city.replayed_digest() == digest_of(city.city()));
}

TEST_CASE(
    "A terminal of a grid that goes speaks for the one that took it over, and what it had spooled for the old one is "
    "taken there") {
  Town city;
  Rights rights;
  rights.grids = {city.place(grid)};
  const SessionId station = city.open(AccountKind::terminal, rights, 41);
  const PlaceId gone = city.place(grid), successor = city.place(neighbour);
  std::uint32_t sequence = 0;
  const auto submit_at = [&](PlaceId place) {
    return city.send_frame(station, ++sequence, {city.plain(place, city.category("1301"))}, city.plain_text)
        .outcomes.at(0);
  };
  CHECK_FALSE(submit_at(gone).refusal);
  CHECK(submit_at(successor).refusal.reason == Reason::grid_not_yours);
  const auto covers_the_successor = [&] {
    return city.city().accounts[city.city().sessions[station].account()].covers_grid(successor);
  };
  CHECK_FALSE(covers_the_successor());
  city.change_to(with_split_grid());
  const loop::Outcome late = submit_at(gone);
  REQUIRE_FALSE(late.refusal);
  CHECK(city.slot(DemandId{late.position.value}).place == successor);
  CHECK_FALSE(submit_at(successor).refusal);
  CHECK(submit_at(city.place("22088100100191")).refusal.reason ==
        Reason::grid_not_yours);  // nobody has said that it has
  city.restart();
  CHECK(covers_the_successor());
  Changed back;
  back.of(TableKind::successions).push_back({"22088100100191", std::string(grid)});
  city.change_to(back);
  CHECK_FALSE(covers_the_successor());
  CHECK_FALSE(submit_at(gone).refusal);
}

TEST_CASE("A grid does not go without one that takes over what is open") {
  Town city;
  Changed tables = with_split_grid();
  tables.of(TableKind::successions).clear();
  city.submit(building, "1301");
  CHECK(city.refused(tables) == Reason::grid_without_successor);
  CHECK(city.slot(city.submit(building, "1301")).lead == Party(city.post("P22088100100101")));
}

TEST_CASE("A property company that loses a compound hands over what it has there, and keeps the rest") {
  Town city;
  const DemandId here = city.submit(compound, "0101"), there = city.submit("22088100100102X02", "0101");
  REQUIRE(city.is_led_by(here, city.organisation("WY01")));
  REQUIRE(city.is_led_by(there, city.organisation("WY01")));
  Changed tables;
  tables.set(TableKind::compounds, compound, "manager", "WY02");
  city.change_to(tables);
  CHECK(city.is_led_by(here, city.organisation("WY02")));
  CHECK(city.is_led_by(there, city.organisation("WY01")));
}

TEST_CASE(
    "An asset's owner keeps what is about the asset, whoever manages the compound, and its keeper stays on offer") {
  Town city;
  Changed assets;
  assets.set(TableKind::assets, "22088100100101X01A02", "owner", "WY01");
  assets.set(TableKind::assets, "22088100100101X01A02", "keeper", "BM27");
  city.change_to(assets);
  Submit command = RunningCity::plain({}, city.category("0206"));
  command.subject = city.city().codes.assets.find("22088100100101X01A02");
  const loop::Outcome outcome = city.send(command, RunningCity::plain_text);
  REQUIRE_FALSE(outcome.refusal);
  const DemandId about{outcome.position.value}, other = city.submit(compound, "0206");
  REQUIRE(city.is_led_by(about, city.organisation("WY01")));
  Changed tables = assets;
  tables.set(TableKind::compounds, compound, "manager", "WY02");
  city.change_to(tables);
  CHECK(city.is_led_by(about, city.organisation("WY01")));
  CHECK(city.is_led_by(other, city.organisation("WY02")));

  Changed sold = tables;
  sold.set(TableKind::assets, "22088100100101X01A02", "owner", "BM01");
  sold.remove(TableKind::organisations, "code", "WY01");
  sold.replace(TableKind::compounds, "manager", "WY01", "WY02");
  for (const TableKind table : {TableKind::duties, TableKind::resources, TableKind::alliance_members})
    sold.remove(table, "organisation", "WY01");
  sold.replace(TableKind::assets, "owner", "WY01", "WY02");
  sold.replace(TableKind::assets, "keeper", "WY01", "WY02");
  sold.replace(TableKind::volunteers, "organisation", "WY01", "BM01");
  city.change_to(sold);
  CHECK(city.is_led_by(about, city.organisation("BM01")));  // as a new one would be
}

TEST_CASE("What is joined stands in nobody's queue when it is moved, and in the new post's when it is parted") {
  Town city;
  const DemandId head = city.submit(grid, "1301"), demand = city.submit(grid, "1301");
  const PostId above = city.post("P220881001001");
  city.act(demand, Deed::escalate, city.slot(demand).lead);
  REQUIRE(city.city().demands.escalation_queue(above) == std::vector{demand});
  REQUIRE_FALSE(city.send(Join{.demand = demand, .as = {}, .head = head, .note = {}, .bond = Bond::same}).refusal);
  Changed tables;
  tables.set(TableKind::posts, "P220881001001", "code", "P220881001091");
  tables.replace(TableKind::posts, "superior", "P220881001001", "P220881001091");
  city.change_to(tables);
  const PostId next = city.post("P220881001091");
  CHECK(city.city().demands.escalation_queue(next).empty());
  city.act(demand, Deed::part, {});
  CHECK(city.city().demands.escalation_queue(next) == std::vector{demand});
  CHECK(city.replayed_digest() == digest_of(city.city()));
}

TEST_CASE("An organisation that leaves the city hands over to the next by the duty lists, and assists no more") {
  Town city;
  const DemandId led = city.submit(grid, "0304"), assisted = city.submit(grid, "1301");
  const OrganisationId company = city.slot(led).lead.organisation();
  const std::string code = city.city().configuration->organisation_names[company.value].code;
  city.act(assisted, Deed::call_in, city.slot(assisted).lead, company);
  Changed tables;
  tables.remove(TableKind::organisations, "code", code);
  tables.remove(TableKind::duties, "organisation", code);
  tables.remove(TableKind::resources, "organisation", code);
  tables.remove(TableKind::alliance_members, "organisation", code);
  tables.replace(TableKind::assets, "owner", code, "");
  tables.replace(TableKind::assets, "keeper", code, "");
  tables.replace(TableKind::volunteers, "organisation", code, "BM01");
  city.change_to(tables);
  CHECK(city.slot(led).lead != Party(company));
  CHECK(city.is_led_by(led, city.slot(led).lead));
  CHECK(city.city().demands.queue(company).count == 0);
}

TEST_CASE("A post whose new holder is complained of loses what complains of them, and no other") {
  Town city;
  const PersonId newcomer = city.person("R03000");
  const DemandId complaint = city.submit(grid, "1301", newcomer), other = city.submit(grid, "1301");
  const PostId post = city.post("P22088100100101");
  REQUIRE(city.is_led_by(complaint, post));
  Changed tables;
  tables.set(TableKind::posts, "P22088100100101", "holder", "R03000");
  tables.set(TableKind::posts, "P22088100100101", "deputy", "");
  city.change_to(tables);
  CHECK_FALSE(city.is_led_by(complaint, post));
  CHECK(city.is_led_by(complaint, city.post("P220881001001")));
  CHECK(city.is_led_by(other, post));
}

TEST_CASE("What is closed goes the new way when it begins again, and what is joined when it is parted") {
  Town city;
  const DemandId closed = city.submit(building, "1301"), head = city.submit(grid, "1301"),
                 member = city.submit(building, "1301");
  for (const Deed deed : {Deed::accept, Deed::finish, Deed::close}) city.act(closed, deed, city.slot(closed).lead);
  REQUIRE_FALSE(city.send(Join{.demand = member, .as = {}, .head = head, .note = {}, .bond = Bond::same}).refusal);
  city.change_to(with_split_grid());
  city.act(closed, Deed::rate, {});
  CHECK(city.chain(closed).front() == city.post("P22088100100191"));
  CHECK(city.is_led_by(closed, city.slot(closed).lead));
  city.act(member, Deed::part, {});
  CHECK(city.is_led_by(member, city.post("P22088100100191")));
  CHECK(city.replayed_digest() == digest_of(city.city()));
}

TEST_CASE("Broken off half way the job goes on after a restart, and moves nothing twice") {
  tests::TemporaryFolder folder;
  Town city(tests::sample_city().tables, folder.path() / "log");
  std::vector<DemandId> demands;
  for (int i = 0; i < 6'000; ++i) demands.push_back(city.submit(i % 3 == 0 ? grid : building, "1301"));
  city.adopt(with_split_grid());
  city.engine().turn(city.now, false);
  REQUIRE_FALSE(city.city().jobs.empty());
  city.break_off();
  city.settle();
  CHECK(city.city().jobs.empty());
  std::size_t moves = 0;
  city.log().replay(Position{1},
                    [&](const Fact& fact) { moves += std::holds_alternative<Rerouted>(fact.event) ? 1 : 0; });
  CHECK(moves == demands.size());
  for (const DemandId demand : demands) REQUIRE(city.is_led_by(demand, city.slot(demand).lead));
  CHECK(city.replayed_digest() == digest_of(city.city()));
}

TEST_CASE("A city whose names alone change moves nothing") {
  Town city;
  const DemandId demand = city.submit(building, "1301");
  const Position last = city.slot(demand).last;
  Changed tables;
  tables.set(TableKind::subdistricts, "220881001", "name", "团结新街道");
  city.adopt(tables);
  CHECK(city.city().jobs.empty());
  CHECK(city.slot(demand).last == last);
}

}  // namespace
}  // namespace wangge
