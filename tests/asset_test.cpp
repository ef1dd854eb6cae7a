// Assets (部件) and doors (户): who leads where one is named, what is similar by it, and the way there from a terminal.

#include <algorithm>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include <boost/json.hpp>

#include "adapters/terminal/client_protocol.h"
#include "adapters/terminal/protocol.h"
#include "adapters/terminal/spool.h"
#include "engine/rules/routing.h"
#include "engine/rules/subjects.h"
#include "engine/state/digest.h"
#include "engine/views/similar.h"
#include "tests/desk.h"
#include "tests/running_city.h"
#include "tests/sample_city.h"
#include "tests/subcommand.h"
#include "tests/temporary_folder.h"
#include "tools/demand/explain.h"

#include <catch2/catch.hpp>  // last: its CHECK takes the place of ours

namespace wangge::tests {
namespace {

using namespace std::chrono_literals;
using views::Likeness;
using views::Similar;

constexpr std::string_view compound = "22088100100101X01", unit = "22088100100101L01D1", grid = "22088100100101",
                           next_grid = "22088100100102";
constexpr std::string_view exercise =
    "22088100100101X01A02";  // in the compound: owned by BM27, kept by WY01, its property company
constexpr std::string_view cover = "220881001J01H01A03";     // in a lane: BM10's
constexpr std::string_view nobodys = "220881001J01H01A04";   // in the same lane
constexpr std::string_view street_lamp = "220881001J01A01";  // in a section of a street that runs through three grids
constexpr std::string_view grid_of_lane = "22088100100210";  // in which both stand
constexpr std::string_view door = "22088100100101L01D1M301", door_beside = "22088100100101L01D1M302";

class Assets : public Desk {
 public:
  Subject asset(std::string_view code) const { return city().codes.assets.find(code); }
  Subject door_of(std::string_view code) const { return city().codes.doors.find(code); }

  Submit about(Subject subject, std::string_view category_code, std::string_view place_code = {}) const {
    Submit command = plain(place_code.empty() ? PlaceId{} : place(place_code), category(category_code));
    command.subject = subject;
    return command;
  }
  Reason why_not(const Submit& command) { return send(command, plain_text).refusal.reason; }
  Submitted fact(DemandId demand) { return std::get<Submitted>(log().read(position_of(demand)).value().event); }

  AccountId desk_account() const { return city().sessions[desk()].account(); }
  std::vector<Similar> similar(const views::AskSimilar& question) {
    return views::similar_to(city(), desk_account(), question, now);
  }
  std::vector<Similar> similar(Subject subject) {
    return similar({.place = {}, .road = {}, .category = {}, .but = {}, .subject = subject});
  }
};

std::vector<DemandId> ids(const std::vector<Similar>& found) {
  std::vector<DemandId> ids;
  for (const Similar& one : found) ids.push_back(one.row.demand);
  return ids;
}

rules::Route route_of(const Configuration& city, std::string_view asset, std::string_view place,
                      std::string_view category, Party complained_of = {}) {
  const Codes& codes = sample_city().codes;
  return rules::route(city,
                      {.place = codes.places.find(place),
                       .road = {},
                       .category = codes.categories.find(category),
                       .complained_of = complained_of,
                       .subject = codes.assets.find(asset)},
                      RunningCity::morning);
}

TEST_CASE("An asset's owner leads before the property company and the duty list, and its keeper is offered") {
  const Configuration& city = sample_city().configuration;
  const auto& organisations = sample_city().codes.organisations;
  const OrganisationId owner = organisations.find("BM27"), keeper = organisations.find("WY01");
  const rules::Route without = route_of(city, "", compound, "0206");
  CHECK(without.lead == Party(keeper));
  CHECK(without.lead_reason == LeadReason::property_company);
  const rules::Route with = route_of(city, exercise, compound, "0206");
  CHECK(with.lead == Party(owner));
  CHECK(with.lead_reason == LeadReason::asset_owner);
  REQUIRE(with.offers.size() == 2);
  CHECK(with.offers[0].who == Party(owner));
  CHECK(with.offers[0].reason == OfferReason::asset_owner);
  CHECK(with.offers[1].who == Party(keeper));
  CHECK(with.offers[1].reason == OfferReason::asset_keeper);
  // A category that the post leads is still the post's.
  const rules::Route of_post = route_of(city, exercise, compound, "1301");
  CHECK(of_post.lead.is_post());
  CHECK(of_post.lead_reason == LeadReason::category_names_post);
  CHECK(of_post.offers.at(0).reason == OfferReason::asset_owner);
}

TEST_CASE(
    "An owner that is complained of or gone does not lead, and who comes next does; the reason says why where nobody "
    "does") {
  Configuration city = sample_city().configuration;
  const auto& organisations = sample_city().codes.organisations;
  const OrganisationId owner = organisations.find("BM27"), company = organisations.find("WY01");
  const rules::Route complained = route_of(city, exercise, compound, "0206", owner);
  CHECK(complained.lead == Party(company));
  CHECK(std::ranges::none_of(complained.offers, [&](const Offer& offer) { return offer.who == Party(owner); }));

  city.organisations[owner.value].present = false;
  CHECK(route_of(city, exercise, compound, "0206").lead == Party(company));
  city.organisations[company.value].present = false;
  const rules::Route nobody = route_of(city, exercise, compound, "0206");
  CHECK(nobody.lead.is_post());
  CHECK(nobody.lead_reason == LeadReason::organisation_gone);
  CHECK(nobody.sought == owner);
  CHECK(nobody.offers.empty());
}

TEST_CASE("An asset that nobody is known to own goes to the subdistrict, or the next above with somebody acting") {
  Configuration city = sample_city().configuration;
  const auto& posts = sample_city().codes.posts;
  const PostId subdistrict = posts.find("P220881001"), above = posts.find("P220881");
  const rules::Route sought = route_of(city, nobodys, grid, "0201");
  CHECK(sought.lead == Party(subdistrict));
  CHECK(sought.lead_reason == LeadReason::owner_unknown);
  CHECK(sought.chain.posts[sought.acting_step] == subdistrict);
  CHECK(sought.acting_step > 0);  // the chiefs below act too, and are passed over

  city.posts[subdistrict.value].holder = city.posts[subdistrict.value].deputy = {};
  CHECK(route_of(city, nobodys, grid, "0201").lead == Party(above));
  city.posts[above.value].holder = city.posts[above.value].deputy = {};
  const rules::Route nobody = route_of(city, nobodys, grid, "0201");
  CHECK(nobody.lead == Party(above));
  CHECK(nobody.lead_reason == LeadReason::nobody_acting);

  city.posts[subdistrict.value].holder = sample_city().configuration.posts[subdistrict.value].holder;
  const Party complained_of = city.posts[subdistrict.value].holder;
  CHECK(route_of(city, nobodys, grid, "0201", complained_of).lead == Party(above));
}

TEST_CASE("What is named stands at the place that is said, around it or within, and says where the demand is") {
  Assets city;
  CHECK(city.slot(city.submit(city.about(city.asset(exercise), "0206"))).place == city.place(compound));
  CHECK(city.slot(city.submit(city.about(city.asset(exercise), "0206", grid))).place == city.place(compound));
  CHECK(city.why_not(city.about(city.asset(exercise), "0206", next_grid)) == Reason::subject_elsewhere);
  CHECK(city.slot(city.submit(city.about(city.door_of(door), "0304"))).place == city.place(unit));
  CHECK(city.slot(city.submit(city.about(city.door_of(door), "0304", "22088100100101L01"))).place == city.place(unit));
  CHECK(city.why_not(city.about(city.door_of(door), "0304", "22088100100101L01D2")) == Reason::subject_elsewhere);

  // At a road it says the road, and the grid where nobody said it: another one is what was said.
  const Slot& alone = city.slot(city.submit(city.about(city.asset(cover), "0201")));
  CHECK(alone.place == city.place(grid_of_lane));
  CHECK(alone.road == city.place("220881001J01H01"));
  const Slot& at_lane = city.slot(city.submit(city.about(city.asset(cover), "0201", grid)));
  CHECK(at_lane.place == city.place(grid));
  CHECK(at_lane.road == city.place("220881001J01H01"));
  Submit of_street = city.about(city.asset(cover), "0201", grid);
  of_street.road = city.place("220881001J01");
  CHECK(city.slot(city.submit(of_street)).road == city.place("220881001J01H01"));
  of_street.road = city.place("220881001J01H02");
  CHECK(city.why_not(of_street) == Reason::subject_elsewhere);
  CHECK(city.why_not(city.about(city.asset(cover), "0201", "22088100200101")) == Reason::road_elsewhere);

  CHECK(city.why_not(city.about(AssetId{4'000}, "0201", grid)) == Reason::unknown_asset);
  CHECK(city.why_not(city.about(DoorId{4'000}, "0201", grid)) == Reason::unknown_door);
  CHECK(city.why_not(city.about(Subject::from_raw(0xFFFF'FFFF), "0201", grid)) == Reason::unknown_door);
  Submit nowhere = city.about(city.asset(exercise), "0206");
  nowhere.place = PlaceId{4'000'000};
  CHECK(city.why_not(nowhere) == Reason::unknown_place);
}

TEST_CASE(
    "What stands at a road lies in the grid of its point, or else in the one of all of the road's points, or the grids "
    "are named") {
  Configuration city = sample_city().configuration;
  const auto& codes = sample_city().codes;
  const AssetId of_lane{codes.assets.find(cover)}, of_street{codes.assets.find(street_lamp)};
  const PlaceId street = codes.places.find("220881001J01");
  const auto settled = [&](AssetId asset, PlaceId& place) {
    PlaceId road;
    return rules::settle(city, asset, place, road);
  };
  const auto grid_for = [&](AssetId asset) {
    PlaceId place;
    REQUIRE_FALSE(settled(asset, place));
    return city.place_names[place.value].code;
  };
  CHECK(grid_for(of_lane) == grid_of_lane);
  CHECK(grid_for(of_street) == grid_of_lane);

  city.assets[of_lane.value].at = city.assets[of_street.value].at = {};
  CHECK(grid_for(of_lane) == grid_of_lane);
  PlaceId place;
  const Refusal several = settled(of_street, place);
  CHECK(several.reason == Reason::grid_needed);
  CHECK_FALSE(place);
  std::vector<std::string> meant;
  for (const PlaceId one : rules::grids_meant(several)) meant.push_back(city.place_names[one.value].code);
  CHECK(meant == std::vector<std::string>{"22088100100210", "22088100100211", "22088100100212"});
  // One that is said counts, as ever.
  place = codes.places.find("22088100100212");
  CHECK_FALSE(settled(of_street, place));
  CHECK(place == codes.places.find("22088100100212"));

  std::erase_if(city.points, [&](const PlacePoints& points) { return points.place == street; });
  place = {};
  const Refusal unknown = settled(of_street, place);
  CHECK(unknown.reason == Reason::grid_needed);
  CHECK(rules::grids_meant(unknown).empty());
  CHECK(rules::grids_meant({Reason::unknown_place, 5, 1}).empty());
}

TEST_CASE("What a demand names is in the log and in the city that replays it, and a part keeps the door alone") {
  Assets city;
  const DemandId of_asset = city.submit(city.about(city.asset(exercise), "0206"));
  const DemandId of_door = city.submit(city.about(city.door_of(door), "1301"));
  const DemandId plain_one = city.submit(RunningCity::plain(city.place(grid), city.category("1301")));
  const auto split = [&](DemandId demand) {
    const loop::Outcome outcome = city.send(
        Act{.demand = demand, .as = {}, .note = {0, 12}, .deed = Deed::split, .category = city.category("0304")},
        RunningCity::plain_text);
    REQUIRE_FALSE(outcome.refusal);
    return DemandId{outcome.position.value};
  };
  const DemandId part_of_asset = split(of_asset), part_of_door = split(of_door);
  const auto check = [&] {
    CHECK(city.city().demands.subject(of_asset) == city.asset(exercise));
    CHECK(city.city().demands.subject(of_door) == city.door_of(door));
    CHECK_FALSE(city.city().demands.subject(plain_one));
    CHECK_FALSE(city.city().demands.subject(part_of_asset));
    CHECK(city.city().demands.subject(part_of_door) == city.door_of(door));
  };
  check();
  CHECK(city.fact(of_asset).subject == city.asset(exercise));
  const std::uint64_t live = digest_of(city.city());
  CHECK(city.replayed_digest() == live);
  city.restart();
  check();
}

TEST_CASE("The same asset is similar whatever grid it was reported from, and stands above all else") {
  Assets city;
  const DemandId here = city.submit(city.about(city.asset(cover), "0201", grid));
  const DemandId there = city.submit(city.about(city.asset(cover), "0201", next_grid));
  const DemandId other_class = city.submit(city.about(city.asset(cover), "1301", next_grid));
  // The same lane and category, later
  const DemandId beside = city.submit(city.about(city.asset(nobodys), "0201", grid));
  // Of any category: the newest first
  CHECK(ids(city.similar(city.asset(cover))) == std::vector{other_class, there, here});

  const views::AskSimilar question{.place = city.place(grid),
                                   .road = city.place("220881001J01H01"),
                                   .category = city.category("0201"),
                                   .but = {},
                                   .subject = city.asset(cover)};
  const std::vector<Similar> found = city.similar(question);
  REQUIRE(ids(found) == std::vector{there, here, other_class, beside});
  CHECK((found[0].reasons & static_cast<int>(Likeness::subject)) != 0);
  CHECK(found[0].score == 100);
  CHECK((found[3].reasons & static_cast<int>(Likeness::subject)) == 0);
  CHECK(found[3].score == 30 + 30 + 10);  // category, road, within a day

  // Asked about one of them, by what it names itself.
  const views::AskSimilar of_it{.place = {}, .road = {}, .category = {}, .but = here};
  CHECK(ids(city.similar(of_it)) == std::vector{there, other_class, beside});
  // Nothing where it is not there.
  CHECK(city.similar(Subject(AssetId{4'000})).empty());
  CHECK(city.similar(Subject{}).empty());
}

TEST_CASE("The same door is similar, the one beside it only by its unit") {
  Assets city;
  const DemandId same = city.submit(city.about(city.door_of(door), "0310")),
                 beside = city.submit(city.about(city.door_of(door_beside), "0304"));
  const std::vector<Similar> found = city.similar(
      {.place = {}, .road = {}, .category = city.category("0304"), .but = {}, .subject = city.door_of(door)});
  REQUIRE(ids(found) == std::vector{same, beside});
  CHECK(found[1].reasons ==
        (static_cast<int>(Likeness::category) | static_cast<int>(Likeness::unit) | static_cast<int>(Likeness::recent)));
}

TEST_CASE(
    "What is over or was moved away is not found by what it named, begun again it is, and others see only what is "
    "theirs") {
  Assets city;
  const DemandId demand = city.submit(city.about(city.asset(exercise), "1301"));
  const auto act = [&](Deed deed) {
    const TextRef note = deed == Deed::accept ? TextRef{} : TextRef{0, 12};
    REQUIRE_FALSE(city.send(Act{.demand = demand, .as = city.slot(demand).lead, .note = note, .deed = deed},
                            RunningCity::plain_text)
                      .refusal);
  };
  for (const Deed deed : {Deed::accept, Deed::finish, Deed::close}) act(deed);
  CHECK(city.similar(city.asset(exercise)).empty());
  const Verdict bad{.solved = Verdict::Solved::no, .result = 1};
  REQUIRE_FALSE(city.send(Act{.demand = demand, .as = {}, .deed = Deed::rate, .verdict = bad.packed()}).refusal);
  CHECK(ids(city.similar(city.asset(exercise))) == std::vector{demand});

  Rights rights;
  rights.grids = {city.place(next_grid)};
  const AccountId other = city.city().sessions[city.open(AccountKind::terminal, rights, 44)].account();
  const views::AskSimilar question{.place = {}, .road = {}, .category = {}, .but = {}, .subject = city.asset(exercise)};
  CHECK(views::similar_to(city.city(), other, question, city.now).empty());

  const auto move_one = [&](DemandId which, std::string_view to) {
    return city
        .send(Act{.demand = which, .as = {}, .note = {0, 12}, .deed = Deed::move, .place = city.place(to)},
              RunningCity::plain_text)
        .refusal;
  };
  const auto move = [&](std::string_view to) { return move_one(demand, to); };
  REQUIRE_FALSE(move(grid));  // around it
  CHECK(ids(city.similar(city.asset(exercise))) == std::vector{demand});
  REQUIRE_FALSE(move(next_grid));
  CHECK(city.similar(city.asset(exercise)).empty());

  // What stands at a road is wherever that is: in its subdistrict.
  const DemandId at_lane = city.submit(city.about(city.asset(cover), "0201", grid));
  REQUIRE_FALSE(move_one(at_lane, next_grid));
  CHECK(ids(city.similar(city.asset(cover))) == std::vector{at_lane});
  REQUIRE_FALSE(move_one(at_lane, "22088100200101"));
  CHECK(city.similar(city.asset(cover)).empty());
  const std::uint64_t live = digest_of(city.city());
  CHECK(city.replayed_digest() == live);
}

TEST_CASE("A frame says which of its demands name something, and one that says it out of order is none") {
  using namespace terminal;
  using terminal::Fault;
  std::vector<Submission> sent(3);
  for (Submission& one : sent) one.text = "路灯不亮";
  sent[0].subject = AssetId{7};
  sent[2].subject = DoorId{9};
  Outgoing out;
  encode_submit(5, sent, out);
  Numbered numbered;
  ToEngine said;
  const std::vector<Word> frame(out.words().begin() + 1, out.words().end());  // without its header
  REQUIRE(decode(frame, numbered, said) == Fault::none);
  REQUIRE(numbered.commands.size() == 3);
  const auto subject = [&](std::size_t i) { return std::get<Submit>(numbered.commands.at(i)).subject; };
  CHECK(subject(0) == Subject(AssetId{7}));
  CHECK_FALSE(subject(1));
  CHECK(subject(2) == Subject(DoorId{9}));

  // An index that is not above the one before, or beyond the demands. It is the first half of a word whose second says
  // which.
  const auto spoilt = [&](std::uint32_t what, std::uint32_t index) {
    std::vector<Word> bad = frame;
    const auto word =
        std::ranges::find_if(bad, [&](Word one) { return static_cast<std::uint32_t>(one >> 32) == what; });
    REQUIRE(word != bad.end());
    *word = Word{what} << 32 | index;
    return decode(bad, numbered, said);
  };
  CHECK(spoilt(Subject(DoorId{9}).raw(), 1) == Fault::none);
  CHECK(spoilt(Subject(DoorId{9}).raw(), 0) == Fault::malformed);
  CHECK(spoilt(Subject(DoorId{9}).raw(), 3) == Fault::malformed);
}

TEST_CASE("A spool keeps what is named, and puts by what was set aside under other columns") {
  const TemporaryFolder folder;
  const auto write_time = [](Seconds seconds) { return std::to_string(seconds); };
  WrittenDemand lamp{.category = "0202", .place = "G1", .text = "路灯不亮"};
  lamp.asset = "A1";
  WrittenDemand flat{.category = "0304", .text = "暖气不热"};
  flat.door = "D1";
  {
    terminal::Spool spool(folder.path(), write_time);
    spool.append(terminal::WrittenCommand{lamp});
    spool.append(terminal::WrittenCommand{flat});
  }
  std::ofstream(folder.path() / "refused.csv") << "sequence,reason\n1,unknown_place\n";
  terminal::Spool spool(folder.path(), write_time);
  CHECK(std::get<WrittenDemand>(spool.wish(1)) == lamp);
  CHECK(std::get<WrittenDemand>(spool.wish(2)) == flat);
  CHECK(std::filesystem::exists(folder.path() / "refused-32.csv"));  // by its size
  spool.answered(1, {.refusal = {Reason::unknown_asset}}, 1);
  std::ifstream file(folder.path() / "refused.csv");
  const std::string refused{std::istreambuf_iterator<char>(file), {}};
  CHECK_THAT(refused, Catch::Contains("demand,as,answers,asset,door\n") && Catch::Contains(",\"A1\",\"\"\n"));
}

boost::json::object explained(std::vector<std::string> more) {
  more.insert(more.begin(),
              {"explain", "--city", WANGGE_SOURCE_ROOT "/config/taonan", "--at", "2026-03-10T09:00", "--json"});
  const Printed printed = say({tools::add_explain}, std::move(more));
  REQUIRE(printed.exit_code == 0);
  return printed.json();
}

TEST_CASE("explain says who gets what is wrong with an asset, from the asset alone where it stands in a grid") {
  const auto owned = explained({"--asset", std::string(exercise), "--category", "0206"});
  CHECK(owned.at("place").at("code").as_string() == compound);
  CHECK(owned.at("asset").at("code").as_string() == exercise);
  CHECK(owned.at("lead").at("code") == "BM27");
  CHECK(owned.at("lead").at("reason") == "asset_owner");
  const auto unowned = explained({"--grid", std::string(grid), "--asset", std::string(nobodys), "--category", "0201"});
  CHECK(unowned.at("lead").at("code") == "P220881001");
  CHECK(unowned.at("lead").at("reason") == "owner_unknown");
  CHECK(unowned.at("road").at("code") == "220881001J01H01");
  CHECK(explained({"--asset", std::string(nobodys), "--category", "0201"}).at("place").at("code").as_string() ==
        grid_of_lane);
  CHECK_THROWS_AS(explained({"--category", "0201"}), CLI::RequiredError);
  CHECK_THROWS_AS(explained({"--grid", std::string(next_grid), "--asset", std::string(exercise), "--category", "0206"}),
                  std::runtime_error);
  CHECK_THROWS_WITH(explained({"--asset", "A0", "--category", "0206"}), Catch::Contains("A0"));
}

TEST_CASE("the sample city has some dozens of assets, some without an owner, and the doors of one building") {
  const Configuration& city = sample_city().configuration;
  const auto present = [](const auto& one) { return one.present; };
  const auto assets = std::ranges::count_if(city.assets, present);
  const auto unowned =
      std::ranges::count_if(city.assets, [](const Asset& asset) { return asset.present && !asset.owner; });
  CHECK((assets >= 24 && unowned >= 5 && unowned < assets / 2));
  CHECK(std::ranges::count_if(city.doors, present) == 36);
  for (const Door& one : city.doors) {
    if (one.present) CHECK(city.lies_in(one.place, sample_city().codes.places.find("22088100100101L01")));
  }
}

}  // namespace
}  // namespace wangge::tests
