// What may be the same trouble: by class, place and time, as the weights in views/similar.cpp say; and the subcommand.

#include "engine/views/similar.h"

#include <string>
#include <utility>
#include <vector>

#include "tests/desk.h"
#include "tests/running_city.h"
#include "tests/served_city.h"
#include "tests/subcommand.h"
#include "tools/demand/similar.h"
#include "tools/demand/submit.h"

#include <catch2/catch.hpp>  // last: its CHECK takes the place of ours

namespace wangge::views {
namespace {

using namespace std::chrono_literals;
using tests::RunningCity;

constexpr std::string_view grid = "22088100100101", compound = "22088100100101X01", building = "22088100100101L01";

class Street : public tests::Desk {
 public:
  DemandId submit(std::string_view category_code, std::string_view place_code, PlaceId road = {}) {
    Submit command = plain(place(place_code), category(category_code));
    command.road = road;
    return Desk::submit(command);
  }
  AccountId desk_account() const { return city().sessions[desk()].account(); }
  std::vector<Similar> similar(std::string_view category_code, std::string_view place_code, PlaceId road = {}) {
    return similar_to(city(), desk_account(),
                      {.place = place(place_code), .road = road, .category = category(category_code), .but = {}}, now);
  }
  void do_it(DemandId demand, Deed deed, Party as = {}) {
    const Party who = as ? as : city().demands.find(demand)->lead;
    const bool needs_no_note = deed == Deed::accept;
    REQUIRE_FALSE(
        send(Act{.demand = demand, .as = who, .note = needs_no_note ? TextRef{} : TextRef{0, 12}, .deed = deed},
             plain_text)
            .refusal);
  }
};

std::vector<DemandId> ids(const std::vector<Similar>& found) {
  std::vector<DemandId> ids;
  for (const Similar& one : found) ids.push_back(one.row.demand);
  return ids;
}

int reasons(std::initializer_list<Likeness> likenesses) {
  int bits = 0;
  for (const Likeness one : likenesses) bits |= static_cast<int>(one);
  return bits;
}

TEST_CASE("The nearer and the more alike, the higher it stands, and each says why") {
  Street city;
  const DemandId in_grid = city.submit("0304", grid), in_compound = city.submit("0304", compound),
                 in_building = city.submit("0304", building);
  const DemandId other_category = city.submit("0306", building);
  city.submit("0304", "22088100200101");  // another grid
  city.submit("0101", building);          // another class
  const std::vector<Similar> found = city.similar("0304", building);
  CHECK(ids(found) == std::vector{in_building, in_compound, other_category, in_grid});
  CHECK(found.at(0).score == 30 + 35 + 10);
  CHECK(found.at(0).reasons == reasons({Likeness::category, Likeness::building, Likeness::recent}));
  CHECK(found.at(1).reasons == reasons({Likeness::category, Likeness::compound, Likeness::recent}));
  CHECK(found.at(2).reasons == reasons({Likeness::building, Likeness::recent}));
  CHECK(found.at(3).score == 40);
  // Asked about one of them, it is not among its own.
  const auto of_one = similar_to(city.city(), city.desk_account(),
                                 {.place = {}, .road = {}, .category = {}, .but = in_building}, city.now);
  CHECK(ids(of_one) == std::vector{in_compound, other_category, in_grid});
}

TEST_CASE("What is at the same road is found over the border of a grid") {
  Street city;
  const Configuration& configuration = *city.city().configuration;
  const PlaceId subdistrict = configuration.enclosing(city.place(grid), PlaceKind::subdistrict);
  PlaceId road, elsewhere;
  for (std::uint32_t id = 1; id < configuration.places.size(); ++id) {
    const PlaceId place{id};
    if (configuration.enclosing(place, PlaceKind::subdistrict) != subdistrict) continue;
    if (configuration.places[id].kind == PlaceKind::lane && !road) road = place;
    if (configuration.places[id].kind == PlaceKind::grid && place != city.place(grid)) elsewhere = place;
  }
  REQUIRE((road && elsewhere));
  const DemandId demand = city.submit("0203", configuration.place_names[elsewhere.value].code, road);
  CHECK(city.similar("0203", grid).empty());
  const std::vector<Similar> found = city.similar("0203", grid, road);
  REQUIRE(ids(found) == std::vector{demand});
  CHECK(found.at(0).reasons == reasons({Likeness::category, Likeness::road, Likeness::recent}));
}

TEST_CASE("What is over is not similar, begun again it is, and what is older than the window is not") {
  Street city;
  const DemandId demand = city.submit("1301", building);
  CHECK(ids(city.similar("1301", building)) == std::vector{demand});
  for (const Deed deed : {Deed::accept, Deed::finish, Deed::close}) city.do_it(demand, deed);
  CHECK(city.similar("1301", building).empty());
  const Verdict bad{.solved = Verdict::Solved::no, .result = 1};
  REQUIRE_FALSE(city.send(Act{.demand = demand, .as = {}, .deed = Deed::rate, .verdict = bad.packed()}).refusal);
  CHECK(ids(city.similar("1301", building)) == std::vector{demand});
  city.move_to(RunningCity::morning + 7 * 24h);
  CHECK(ids(city.similar("1301", building)) == std::vector{demand});
  city.move_to(city.now + 1h);
  CHECK(city.similar("1301", building).empty());
  city.restart();
  city.submit("1301", building);
  CHECK(city.similar("1301", building).size() == 1);
}

TEST_CASE("A demand that was moved is similar to what is there, and no longer to what is where it was thought to be") {
  Street city;
  const DemandId demand = city.submit("1301", building);
  const PlaceId other = city.place("22088100100102");
  const Party chief = city.city().demands.find(demand)->lead;
  REQUIRE_FALSE(city.send(Act{.demand = demand, .as = chief, .note = {0, 12}, .deed = Deed::move, .place = other},
                          Street::plain_text)
                    .refusal);
  CHECK(city.similar("1301", building).empty());
  CHECK(ids(city.similar("1301", "22088100100102")) == std::vector{demand});
}

TEST_CASE("An account is shown only what it may see") {
  Street city;
  city.submit("0304", building);
  Rights rights;
  rights.grids = {city.place("22088100200101")};
  const AccountId other = city.city().sessions[city.open(AccountKind::terminal, rights, 44)].account();
  const AskSimilar question{.place = city.place(building), .road = {}, .category = city.category("0304"), .but = {}};
  CHECK(similar_to(city.city(), other, question, city.now).empty());
  CHECK(similar_to(city.city(), city.desk_account(), question, city.now).size() == 1);
  CHECK(similar_to(city.city(), city.desk_account(),
                   {.place = PlaceId{4'000'000}, .road = {}, .category = city.category("0304"), .but = {}}, city.now)
            .empty());
  CHECK(
      similar_to(city.city(), city.desk_account(),
                 {.place = city.place(building), .road = PlaceId{4'000'000}, .category = CategoryId{60'000}, .but = {}},
                 city.now)
          .empty());
}

TEST_CASE("`wangge similar` asks before a demand is submitted, and about one", "[threads]") {
  tests::ServedCity served;
  const tests::Speaker clerk(served);
  served.run();
  const auto run = [&](std::vector<std::string> arguments) {
    arguments.emplace_back("--json");
    const tests::Printed printed = clerk.say({tools::add_submit, tools::add_similar}, std::move(arguments));
    CHECK(printed.exit_code == 0);
    return printed.json();
  };
  const auto submit = [&] {
    return std::string(
        run({"submit", "--grid", "G1", "--category", "1301", "--text", "楼道灯不亮"}).at("number").as_string());
  };
  CHECK(run({"similar", "--place", "G1", "--category", "1301"}).at("similar").as_array().empty());
  const std::string first = submit(), second = submit();
  const auto found = run({"similar", "--place", "G1", "--category", "1301"}).at("similar").as_array();
  REQUIRE(found.size() == 2);
  CHECK(found.at(0).at("number").as_string() == second);
  CHECK(found.at(0).at("score") == 40);
  const auto of_second = run({"similar", second}).at("similar").as_array();
  REQUIRE(of_second.size() == 1);
  CHECK(of_second.at(0).at("number").as_string() == first);
  CHECK_THROWS_WITH(run({"similar", "--place", "G1"}), Catch::Contains("--category"));
  CHECK_THROWS_WITH(run({"similar", "--place", "nowhere", "--category", "1301"}), Catch::StartsWith("nowhere"));
}

}  // namespace
}  // namespace wangge::views
