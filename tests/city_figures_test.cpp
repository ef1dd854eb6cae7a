// The published figures of the city, each met exactly by config/taonan.

#include "config/tables.h"
#include "tests/sample_city.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <set>
#include <string>

namespace wangge::tests {
namespace {

const Configuration& city() { return sample_city().configuration; }

template <class Rows, class Is>
int count(const Rows& rows, Is is) {
  return static_cast<int>(std::count_if(rows.begin(), rows.end(), is));
}

int places(PlaceKind kind) {
  return count(city().places, [&](const Place& place) { return place.present && place.kind == kind; });
}

int posts(Level level) {
  return count(city().posts, [&](const Post& post) { return post.present && post.level == level; });
}

const Place& place(PlaceId id) { return city().places[id.value]; }
const Post& post(PostId id) { return city().posts[id.value]; }
const Person& person(PersonId id) { return city().people[id.value]; }
const Category& category(const std::string& code) {
  return city().categories.at(sample_city().codes.categories.find(code).value);
}

int organisations(OrganisationKind kind) {
  return count(city().organisations, [&](const Organisation& each) { return each.present && each.kind == kind; });
}

int duties_all_over_the_city(CategoryId category) {
  return count(city().duties, [&](const Duty& duty) {
    return duty.category == category && place(duty.place).kind == PlaceKind::city;
  });
}

std::set<std::string> categories_where(bool Category::*flag) {
  std::set<std::string> codes;
  for (std::size_t i = 1; i < city().categories.size(); ++i)
    if (city().categories[i].*flag) codes.insert(city().category_names[i].code);
  return codes;
}

}  // namespace

TEST_CASE("the sample city is sound") {
  const auto files = config::read_city(std::filesystem::path{WANGGE_SOURCE_ROOT} / "config/taonan");
  const auto mistakes = config::check_city(files);
  for (const config::Mistake& mistake : mistakes) UNSCOPED_INFO(config::to_text(mistake));
  CHECK(mistakes.empty());
}

TEST_CASE("the sample city has 8 subdistricts, 18 communities and 243 grids") {
  CHECK(places(PlaceKind::subdistrict) == 8);
  CHECK(places(PlaceKind::community) == 18);
  CHECK(places(PlaceKind::grid) == 243);
}

TEST_CASE("only 洮府 and 向阳 have no community") {
  std::map<std::string, int> communities;
  for (std::size_t i = 1; i < city().places.size(); ++i) {
    const Place& each = city().places[i];
    if (each.kind == PlaceKind::subdistrict) communities[city().place_names[i].name];
    if (each.kind == PlaceKind::community) ++communities[city().place_names[each.parent.value].name];
  }
  CHECK(communities == std::map<std::string, int>{{"团结街道", 4},
                                                  {"富文街道", 2},
                                                  {"光明街道", 3},
                                                  {"兴隆街道", 2},
                                                  {"永康街道", 3},
                                                  {"通达街道", 4},
                                                  {"洮府街道", 0},
                                                  {"向阳街道", 0}});
}

TEST_CASE("a grid's code is its community's with two digits more") {
  for (std::size_t i = 1; i < city().places.size(); ++i) {
    const Place& each = city().places[i];
    if (each.kind != PlaceKind::grid) continue;
    const std::string& code = city().place_names[i].code;
    const std::string& community = city().place_names[each.parent.value].code;
    INFO(code);
    REQUIRE(code.size() == 14);
    CHECK(code.find_first_not_of("0123456789") == std::string::npos);
    CHECK(code.substr(0, 12) == community);
    CHECK(community.substr(0, 9) == city().place_names[place(each.parent).parent.value].code);
    CHECK(community.substr(0, 6) == city().city_code);
  }
}

TEST_CASE("the sample city has 65 grid Party branches and 113 groups") {
  CHECK(count(city().branches, [](const Branch& branch) { return !branch.group; }) == 65);
  CHECK(count(city().branches, [](const Branch& branch) { return branch.group; }) == 113);
}

TEST_CASE("the sample city has 5,088 posts of the five chiefs, each with a holder") {
  CHECK(count(city().posts, [](const Post& post) { return post.present && is_chief(post.level); }) == 5'088);
  CHECK(count(city().posts, [](const Post& post) { return is_chief(post.level) && !post.holder; }) == 0);
  for (const Level level : {Level::unit, Level::building, Level::grid, Level::lane, Level::street})
    CHECK(posts(level) > 0);
}

TEST_CASE("each grid of the sample city has exactly one chief") {
  CHECK(posts(Level::grid) == 243);
  std::set<PlaceId> grids;
  for (const Post& each : city().posts)
    if (each.present && each.level == Level::grid) grids.insert(each.place);
  CHECK(grids.size() == 243);
}

TEST_CASE("secretaries, grid chiefs and the duty desk have a holder and a deputy") {
  CHECK(posts(Level::community) == 18);
  CHECK(posts(Level::subdistrict) == 8);
  CHECK(posts(Level::city) == 1);
  for (const Post& each : city().posts) {
    if (!each.present || !(each.level == Level::grid || each.level >= Level::community)) continue;
    CHECK(each.holder);
    CHECK(each.deputy);
    CHECK(each.holder != each.deputy);
  }
}

TEST_CASE("the two chains meet at the subdistrict and end at the city") {
  const std::map<Level, Level> above{{Level::unit, Level::building},   {Level::building, Level::grid},
                                     {Level::grid, Level::community},  {Level::community, Level::subdistrict},
                                     {Level::lane, Level::street},     {Level::street, Level::subdistrict},
                                     {Level::subdistrict, Level::city}};
  for (const Post& each : city().posts) {
    if (!each.present || each.level == Level::city) continue;
    CHECK(post(each.superior).level == above.at(each.level));
  }
}

TEST_CASE("the 126 committee members are as published") {
  const auto& members = city().committees;
  REQUIRE(members.size() == 126);
  int ages = 0;
  for (const CommitteeMember& member : members) ages += person(member.person).age;
  CHECK(ages == 126 * 38);  // the mean age is 38
  CHECK(count(members, [](auto& member) { return person(member.person).degree >= Degree::bachelor; }) == 73);
  CHECK(count(members, [](auto& member) { return person(member.person).social_worker; }) == 37);
}

TEST_CASE("every community's secretary chairs its committee, beside a full-time deputy") {
  std::map<PlaceId, std::pair<int, int>> offices;
  for (const CommitteeMember& member : city().committees) {
    auto& [chairing, deputies] = offices[member.community];
    if (member.office == CommitteeOffice::secretary) {
      chairing += member.chairs;
      CHECK(post(place(member.community).post).holder == member.person);
    }
    if (member.office == CommitteeOffice::deputy) ++deputies;
  }
  CHECK(offices.size() == 18);
  for (const auto& [community, counts] : offices) CHECK(counts == std::pair{1, 1});
}

TEST_CASE("24 alliances gather 160 member units, each alliance with a rotating chair") {
  CHECK(organisations(OrganisationKind::alliance_unit) == 160);
  CHECK(city().alliances.size() == 24);
  CHECK(count(city().alliances, [](auto& each) { return place(each.place).kind == PlaceKind::community; }) == 18);
  CHECK(count(city().alliances, [](auto& each) { return place(each.place).kind == PlaceKind::subdistrict; }) == 6);
  std::set<PlaceId> seats;
  std::set<OrganisationId> members;
  for (const Alliance& alliance : city().alliances) {
    seats.insert(alliance.place);
    members.insert(alliance.members.begin(), alliance.members.end());
    CHECK(std::count(alliance.members.begin(), alliance.members.end(), alliance.chair) == 1);
  }
  CHECK(seats.size() == 24);
  CHECK(members.size() == 160);
}

TEST_CASE("two property companies and the communities manage every compound") {
  CHECK(organisations(OrganisationKind::property) == 2);
  int managed = 0, by_community = 0;
  for (const Row& row : sample_city().tables.of(TableKind::compounds)) {
    const bool company = bool(sample_city().codes.organisations.find(row[3]));
    ++(company ? managed : by_community);
    if (!company) CHECK(row[2].starts_with(row[3]));  // the grid lies in the community that manages
  }
  CHECK(managed + by_community == places(PlaceKind::compound));
  CHECK(by_community > 0);
  CHECK(by_community < managed);
}

TEST_CASE("3,200 in-service Party members serve, each with a skill") {
  CHECK(city().volunteers.size() == 3'200);
  CHECK(std::set<PersonId>(city().volunteers.begin(), city().volunteers.end()).size() == 3'200);
  for (const PersonId volunteer : city().volunteers) CHECK(person(volunteer).party_member);
  for (const Row& row : sample_city().tables.of(TableKind::volunteers)) {
    CHECK_FALSE(row[3].empty());
    CHECK_FALSE(row[4].empty());
  }
}

TEST_CASE("each community has a venue of 500 square metres, six of them one of 1,000") {
  CHECK(city().venues.size() == 18);
  std::set<PlaceId> communities;
  for (const Venue& venue : city().venues) communities.insert(venue.community);
  CHECK(communities.size() == 18);
  CHECK(count(city().venues, [](const Venue& venue) { return venue.area_m2 >= 500; }) == 18);
  CHECK(count(city().venues, [](const Venue& venue) { return venue.area_m2 >= 1'000; }) == 6);
}

TEST_CASE("all 92 categories and 26 filing conditions are there, each with keywords") {
  int categories = 0, conditions = 0;
  for (const Category& each : city().categories) {
    if (!each.present) continue;
    ++categories;
    CHECK(each.keywords.size() >= 3);
    CHECK(each.keywords.size() <= 60);
    for (const Condition& condition : each.conditions) {
      conditions += condition.present;
      CHECK(condition.present == !condition.keywords.empty());
    }
  }
  CHECK(categories == 92);
  CHECK(conditions == 26);
}

TEST_CASE("what the catalogue's notes say stands in columns") {
  CHECK(categories_where(&Category::tell_chain) == std::set<std::string>{"0302", "0311", "0504", "0604"});
  CHECK(categories_where(&Category::restricted) == std::set<std::string>{"0902", "0904", "1105"});
  CHECK(categories_where(&Category::above_complained) == std::set<std::string>{"1105"});
  CHECK(category("0304").season == Season::heating);
  for (const Category& each : city().categories) {
    if (!each.present) continue;
    CHECK(each.check_first == (each.class_number == 7 || each.class_number == 8));
    CHECK(each.verify_by == (each.lead == Lead::organisation ? each.first_level : Level::none));
  }
}

TEST_CASE("limits and conditions are those of the catalogue") {
  CHECK(category("0304").accept == Limit{30, LimitUnit::minute});
  CHECK(category("0304").contain == Limit{24, LimitUnit::urgent_hour});
  CHECK(category("0304").resolve == Limit{48, LimitUnit::urgent_hour});
  CHECK(category("0101").accept == Limit{30, LimitUnit::working_minute});
  CHECK(category("0101").resolve == Limit{4, LimitUnit::working_hour});
  CHECK(category("0403").contain == Limit{30, LimitUnit::urgent_minute});
  CHECK(category("1204").resolve == Limit{30, LimitUnit::calendar_day});
  const Condition& frozen_spot = category("0602").conditions.at(1);
  CHECK(frozen_spot.contain == Limit{2, LimitUnit::urgent_hour});
  CHECK(frozen_spot.resolve == Limit{4, LimitUnit::urgent_hour});
  CHECK_FALSE(category("0602").conditions.at(4).contain);
}

TEST_CASE("one duty list covers the whole city for each category that a department or utility leads") {
  for (std::size_t i = 1; i < city().categories.size(); ++i) {
    const Category& each = city().categories[i];
    if (!each.present || each.lead != Lead::organisation) continue;
    if (each.owner_kind != OwnerKind::department && each.owner_kind != OwnerKind::utility) continue;
    INFO(city().category_names[i].code);
    CHECK(duties_all_over_the_city(CategoryId{static_cast<std::uint16_t>(i)}) == 1);
  }
}

TEST_CASE("each kind of help that alliances and volunteers give is offered in each community") {
  for (std::size_t i = 1; i < city().categories.size(); ++i) {
    const OwnerKind kind = city().categories[i].owner_kind;
    if (kind != OwnerKind::alliance && kind != OwnerKind::volunteer) continue;
    std::set<PlaceId> communities;
    for (const Resource& resource : city().resources)
      if (resource.category.value == i) communities.insert(resource.place);
    INFO(city().category_names[i].code);
    CHECK(communities.size() == 18);
  }
}

TEST_CASE("an alliance unit clears each street section of snow") {
  const CategoryId snow = sample_city().codes.categories.find("0602");
  std::set<PlaceId> sections;
  for (const Resource& resource : city().resources)
    if (resource.category == snow && resource.who.is_organisation()) sections.insert(resource.place);
  CHECK(static_cast<int>(sections.size()) == places(PlaceKind::street));
}

TEST_CASE("the calendar knows Spring Festival 2026 and its make-up days") {
  using namespace std::chrono;
  const Calendar& calendar = city().calendars.city;
  const auto has = [](const std::vector<sys_days>& days, year_month_day day) {
    return std::binary_search(days.begin(), days.end(), sys_days{day});
  };
  for (unsigned day = 15; day <= 23; ++day) CHECK(has(calendar.days_off, 2026y / 2 / day));
  CHECK(has(calendar.workdays, 2026y / 2 / 14));
  CHECK(has(calendar.workdays, 2026y / 2 / 28));
  CHECK_FALSE(has(calendar.days_off, 2026y / 2 / 24));
  CHECK(calendar.listed_years.front() == 2004);
  CHECK(calendar.listed_years.back() == 2026);
  CHECK(calendar.utc_offset == hours{8});
  REQUIRE(calendar.timetable.sessions.size() == 2);
  CHECK(calendar.timetable.sessions[1].opens == hours{14});
  CHECK(calendar.timetable.sessions[1].closes == hours{18});
}

}  // namespace wangge::tests
