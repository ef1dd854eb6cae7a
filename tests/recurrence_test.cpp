// Hot spots and storms: what comes from one spot again and again, and what comes in a community at once; and a head
// that gathers.

#include <algorithm>
#include <vector>

#include "engine/base/limits.h"
#include "engine/loop/jobs.h"
#include "engine/state/digest.h"
#include "engine/views/hotspots.h"
#include "tests/desk.h"
#include "tests/running_city.h"
#include "tests/sample_city.h"

#include <catch2/catch.hpp>  // last: its CHECK takes the place of ours

namespace wangge {
namespace {

using namespace std::chrono_literals;
using tests::RunningCity;
using views::Hotspot;

constexpr std::string_view grid = "22088100100101", building = "22088100100101L01", unit = "22088100100101L01D1",
                           community = "220881001001";

Tables with(const std::vector<Row>& settings) {
  Tables tables = tests::sample_city().tables;
  auto& rows = tables.of(TableKind::settings);
  std::erase_if(rows,
                [](const Row& row) { return row.at(0).starts_with("hotspots.") || row.at(0).starts_with("storms."); });
  rows.insert(rows.end(), settings.begin(), settings.end());
  return tables;
}

// Three of a class at a spot within a week are a hot spot, five go to the superior; ten of a category in ten minutes
// are a storm.
class Watched : public tests::Desk {
 public:
  Watched() { adopt(with({{"hotspots.from", "3"}, {"hotspots.to_superior_from", "5"}, {"storms.from", "10"}})); }

  DemandId submit(std::string_view place_code, std::string_view category_code, PlaceId road = {}) {
    Submit command = plain(place(place_code), category(category_code));
    command.road = road;
    return Desk::submit(command);
  }
  std::vector<Hotspot> listed() { return views::hotspots(city(), city().sessions[desk()].account(), now); }
  // What the log says was found, the oldest first.
  std::vector<Recurred> found() {
    std::vector<Recurred> found;
    log().replay(Position{1}, [&](const Fact& fact) {
      if (const auto* event = std::get_if<Recurred>(&fact.event)) found.push_back(*event);
    });
    return found;
  }
};

TEST_CASE("The third of a class at a spot makes it hot, the fifth goes to the community's post, each once a window") {
  Watched city;
  city.submit(building, "0304");
  city.submit(unit, "0306");  // a unit's demands count for its building, a class whatever the category
  CHECK(city.found().empty());
  const DemandId third = city.submit(building, "0304");
  REQUIRE(city.found().size() == 1);
  CHECK(city.found()[0].what == Recurrence::hotspot);
  CHECK(city.found()[0].demand == third);
  CHECK(city.found()[0].place == city.place(building));
  CHECK(city.found()[0].count == 3);
  CHECK_FALSE(city.found()[0].to);
  city.submit(building, "0304");
  const DemandId fifth = city.submit(building, "0304");
  REQUIRE(city.found().size() == 2);
  CHECK(city.found()[1].what == Recurrence::raised);
  CHECK(city.found()[1].count == 5);
  const PostId secretary = city.post("P220881001001");
  CHECK(city.found()[1].to == secretary);
  CHECK(city.city().demands.escalation_queue(secretary) == std::vector{fifth});
  for (int more = 0; more < 4; ++more) city.submit(building, "0304");
  CHECK(city.found().size() == 2);

  city.move_to(city.now + 7 * 24h + 1s);  // nothing of before is in the window
  city.submit(building, "0304");
  city.submit(building, "0304");
  CHECK(city.found().size() == 2);
  city.submit(building, "0304");
  CHECK(city.found().size() == 3);
  CHECK(city.replayed_digest() == digest_of(city.city()));
}

TEST_CASE("Other spots, other classes and what came before the window do not count") {
  Watched city;
  city.submit(building, "0304");
  city.submit(grid, "0304");
  city.submit("22088100100101X01", "0304");
  city.submit(building, "0203");
  CHECK(city.found().empty());
  city.submit(building, "0304");
  city.move_to(city.now + 7 * 24h + 1s);
  city.submit(building, "0304");
  CHECK(city.found().empty());
}

TEST_CASE("What is known no nearer than a road or a grid is counted there") {
  Watched city;
  const PlaceId lane = city.place("220881001J01H01");
  for (int i = 0; i < 2; ++i) city.submit(grid, "0203", lane);
  city.submit(grid, "0203");
  CHECK(city.found().empty());
  city.submit("22088100100102", "0203", lane);  // the same lane, from another grid
  REQUIRE(city.found().size() == 1);
  CHECK(city.found()[0].place == lane);
  for (int i = 0; i < 2; ++i) city.submit(grid, "0203");
  REQUIRE(city.found().size() == 2);
  CHECK(city.found()[1].place == city.place(grid));
}

TEST_CASE("Very many of a category in a community within minutes are a storm, told once, and anew after it was over") {
  Watched city;
  const DemandId first = city.submit(grid, "0401");
  for (int i = 0; i < 8; ++i) {
    city.move_to(city.now + 1min);
    city.submit(i % 2 == 0 ? grid : "22088100100102", "0401");
  }
  const auto storms = [&] {
    std::vector<Recurred> all = city.found();
    std::erase_if(all, [](const Recurred& one) { return one.what != Recurrence::storm; });
    return all;
  };
  CHECK(storms().empty());
  const DemandId tenth = city.submit(grid, "0401");
  REQUIRE(storms().size() == 1);
  CHECK(storms()[0].demand == tenth);
  CHECK(storms()[0].first == first);
  CHECK(storms()[0].place == city.place(community));
  CHECK(storms()[0].count == 10);
  CHECK(storms()[0].to == city.post("P220881001001"));
  for (int i = 0; i < 20; ++i) city.submit(grid, "0401");
  CHECK(storms().size() == 1);
  REQUIRE_FALSE(city.listed().empty());
  CHECK(city.listed()[0].what == Recurrence::storm);
  CHECK(city.listed()[0].count == 30);
  CHECK(city.listed()[0].first == first);

  city.move_to(city.now + 15min);
  CHECK(city.listed()[0].what != Recurrence::storm);
  for (int i = 0; i < 9; ++i) city.submit(grid, "0401");
  CHECK(storms().size() == 1);
  city.submit(grid, "0401");
  CHECK(storms().size() == 2);
  CHECK(city.replayed_digest() == digest_of(city.city()));
}

TEST_CASE("Nine in ten minutes and more later are no storm") {
  Watched city;
  for (int i = 0; i < 9; ++i) city.submit(grid, "0401");
  for (int i = 0; i < 30; ++i) {
    city.move_to(city.now + 10min);
    city.submit(grid, "0401");
  }
  CHECK(std::ranges::none_of(city.found(), [](const Recurred& one) { return one.what == Recurrence::storm; }));
}

TEST_CASE("Hot spots are listed while they are, storms first, to those in whose part of the city they are") {
  Watched city;
  for (int i = 0; i < 3; ++i) city.submit(building, "0304");
  for (int i = 0; i < 5; ++i) city.submit("22088100200101", "0203");
  std::vector<Hotspot> listed = city.listed();
  REQUIRE(listed.size() == 2);
  CHECK(listed[0].what == Recurrence::raised);
  CHECK(listed[0].count == 5);
  CHECK(listed[0].class_number == 2);
  CHECK(listed[1].what == Recurrence::hotspot);
  CHECK(listed[1].place == city.place(building));
  CHECK(listed[1].count == 3);
  CHECK_FALSE(listed[1].class_name.empty());
  const auto seen_by = [&](AccountKind kind, const Rights& rights, std::uint8_t token) {
    return views::hotspots(city.city(), city.city().sessions[city.open(kind, rights, token)].account(), city.now)
        .size();
  };
  Rights rights;
  rights.grids = {city.place(grid)};
  CHECK(seen_by(AccountKind::terminal, rights, 50) == 1);
  Rights secretary;
  secretary.posts = {city.post("P220881001001")};
  CHECK(seen_by(AccountKind::person, secretary, 51) == 1);
  Rights of_company;
  of_company.organisation = city.city().codes.organisations.find("GQ05");
  CHECK(seen_by(AccountKind::person, of_company, 52) == 0);
  city.move_to(city.now + 7 * 24h + 1s);
  CHECK(city.listed().empty());
}

TEST_CASE(
    "A head gathers what is of its category in its community since the storm began, and what it gathered is parted as "
    "it was") {
  Watched city;
  const DemandId before = city.submit(grid, "1301");
  city.move_to(city.now + 11min);
  const DemandId early = city.submit(grid, "1301");
  city.move_to(city.now + 1min);
  const DemandId head = city.submit(grid, "1301"), neighbour = city.submit("22088100100102", "1301");
  const DemandId elsewhere = city.submit("22088100200101", "1301"), other = city.submit(grid, "0203");
  Submit complaint = city.plain(city.place(grid), city.category("1301"));
  complaint.complained_of = PersonId{7};
  const DemandId complains{city.send(complaint, city.plain_text).position.value};
  const Dues dues = city.slot(neighbour).dues;

  const Party chief = city.slot(head).lead;
  const auto gather = [&](Party as) {
    return city.send(Act{.demand = head, .as = as, .deed = Deed::gather}).refusal.reason;
  };
  CHECK(gather(chief) == Reason::not_gathered_by);
  REQUIRE(gather(city.post("P220881001001")) == Reason::none);
  CHECK(city.city().jobs.empty());
  for (const DemandId member : {early, neighbour}) {
    CHECK(city.slot(member).state == DemandState::joined);
    CHECK(city.city().demands.aside(member).head == head);
    CHECK(city.city().demands.aside(member).bond == Bond::child);
  }
  for (const DemandId free : {before, elsewhere, other, complains}) CHECK(city.slot(free).state != DemandState::joined);
  CHECK(city.city().demands.aside(head).members == 2);
  REQUIRE_FALSE(city.send(Act{.demand = neighbour, .as = {}, .deed = Deed::part}).refusal);
  CHECK(city.slot(neighbour).dues == dues);
  CHECK(city.city().demands.aside(head).members == 1);
  CHECK(city.replayed_digest() == digest_of(city.city()));
}

TEST_CASE("A head that is full gathers no more, and the job ends") {
  Watched city;
  const DemandId head = city.submit(grid, "1301");
  city.submit(grid, "1301");
  auto& demands = city.broken_city().demands;
  for (std::size_t i = 1; i < limits::members_max; ++i) demands.gather({.demand = head}, city.slot(head).last);
  city.broken_city().jobs.push_back(
      {.id = Position{city.city().last.value + 1}, .kind = JobKind::gathering, .end = 2, .head = head});
  std::size_t looks = 2;
  CHECK(std::holds_alternative<JoinMember>(*loop::Jobs(city.city()).next(looks)));  // one more
  demands.gather({.demand = head}, city.slot(head).last);
  looks = 2;
  CHECK(std::holds_alternative<EndJob>(*loop::Jobs(city.city()).next(looks)));
  city.broken_city().jobs.clear();
}

TEST_CASE("Beyond so many spots no more are begun to be counted, and those that are go on") {
  Spots spots(2);
  const auto add = [&](std::uint32_t spot, std::uint32_t where, Seconds received) {
    spots.add({PlaceId{spot}, PlaceId{where}, 1, CategoryId{1}}, DemandId{1}, received);
  };
  add(1, 11, 600);
  add(2, 11, 600);
  add(3, 12, 600);
  add(1, 13, 660);
  CHECK(spots.of_spots().find(PlaceId{3}, 1) == nullptr);
  CHECK(spots.of_spots().find(PlaceId{1}, 1)->since(600) == 2);
  CHECK(spots.of_surges().find(PlaceId{13}, 1) == nullptr);
  CHECK(spots.of_surges().find(PlaceId{11}, 1)->within(2, 660) == 2);
  CHECK(spots.of_surges().find(PlaceId{12}, 1)->within(2, 660) == 1);
}

TEST_CASE("Kinds whose numbers lie apart by what is told apart without searching are counted each for itself") {
  CountsOf<Spot, 4> counts(3);
  for (const std::uint16_t kind : {std::uint16_t{1}, std::uint16_t{17}, std::uint16_t{33}})
    counts.take(PlaceId{1}, kind)->found = kind;
  CHECK(counts.take(PlaceId{1}, 49) == nullptr);
  CHECK(counts.find(PlaceId{1}, 17)->found == 17);
  CHECK(counts.find(PlaceId{2}, 1) == nullptr);
  std::size_t right = 0;
  counts.each(
      [&](PlaceId place, std::uint16_t kind, const Spot& spot) { right += place == PlaceId{1} && spot.found == kind; });
  CHECK(right == 3);
}

TEST_CASE("A city that names no figures finds nothing") {
  RunningCity city;
  city.adopt(with({}));
  for (int i = 0; i < 20; ++i)
    city.send(RunningCity::plain(city.place(building), city.category("0304")), RunningCity::plain_text);
  CHECK(views::hotspots(city.city(), city.city().sessions[city.desk()].account(), city.now).empty());
}

}  // namespace
}  // namespace wangge
