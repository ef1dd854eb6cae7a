// Whose names an account may learn.

#include "engine/views/people.h"

#include <algorithm>
#include <string>
#include <vector>

#include "config/tables.h"
#include "engine/views/station.h"
#include "tests/raw_terminal.h"
#include "tests/served_city.h"
#include "tests/small_city.h"

#include <catch2/catch.hpp>

namespace wangge::tests {
namespace {

using namespace terminal;

// The names that it is told of all people.
std::vector<std::string> names_told(ServedCity& city, const Token& token) {
  RawTerminal terminal(city);
  terminal.greet(token);
  std::vector<std::uint32_t> all;
  for (std::uint32_t id = 1; id < city.city().configuration->people.size(); ++id) all.push_back(id);
  terminal.ask(1, views::AskNames{views::Noun::person, all});
  std::vector<std::string> names;
  for (const views::NamedRow& row : terminal.hear_rows<std::vector<views::NamedRow>>()) {
    if (row.id != 0) names.push_back(row.name);
  }
  return names;
}

using Names = std::vector<std::string>;

// Beside the first community a second one, with staff and a helper of its own.
Tables divided_tables() {
  SmallCity city;
  city.append("communities.csv", "C2,乙社区,S1\n");
  city.append("grids.csv", "G3,第三网格,C2\n");
  city.append("people.csv", "R4,赵四,,,,\nR5,钱五,,,,\nR6,孙六,,,,\n");
  city.append("posts.csv", "PC2,社区书记乙,社区党组织书记,C2,PS1,R6,\nPG3,网格长三,网格长,G3,PC2,R4,\n");
  city.append("volunteers.csv", "R5,C2,LM1,1301,\n");
  const config::CityFiles files = config::read_city(city.folder());
  REQUIRE(files.mistakes.empty());
  return files.tables;
}

TEST_CASE("A terminal learns the names of those on the chains of its grids, and of no other staff") {
  ServedCity city;
  city.adopt(divided_tables());
  Rights first, third;
  first.grids = {city.place("G1")};
  third.grids = {city.place("G3")};
  CHECK(names_told(city, city.add_account(AccountKind::terminal, first, 21)) == Names{"王一", "李二", "张三"});
  CHECK(names_told(city, city.add_account(AccountKind::terminal, third, 22)) ==
        Names{"王一", "李二", "赵四", "钱五", "孙六"});
}

TEST_CASE("A person learns the names of its posts' places and scope, an organisation's of where it has duties") {
  ServedCity city;
  city.adopt(divided_tables());
  Rights chief, scope, cleaners;
  chief.posts = {city.post("PG3")};
  scope.posts = {city.post("PG3")};
  scope.scope = city.place("S1");
  cleaners.organisation = city.city().codes.organisations.find("BM1");
  CHECK(names_told(city, city.add_account(AccountKind::person, chief, 21)) ==
        Names{"王一", "李二", "赵四", "钱五", "孙六"});
  CHECK(names_told(city, city.add_account(AccountKind::person, scope, 22)).size() == 6);
  CHECK(names_told(city, city.add_account(AccountKind::person, cleaners, 23)).size() == 6);
  CHECK(names_told(city, city.add_account(AccountKind::person, {}, 24)).empty());
  CHECK(names_told(city, city.token()).size() == 6);
  CHECK(names_told(city, city.add_account(AccountKind::ops, {}, 25)).size() == 6);
}

TEST_CASE("Whom a demand's history tells of is known to who was shown it") {
  ServedCity city;
  city.adopt(divided_tables());
  RawTerminal desk(city);
  desk.greet(city.token());
  Submission demands[]{a_demand(city)};
  demands[0].place = city.place("G2");
  desk.submit(1, demands);
  const Receipt receipt = desk.hear_only<Acknowledged>().receipts.at(0);
  const PersonId third = city.city().codes.people.find("R3");
  REQUIRE(receipt.holder == third);

  Rights rights;
  rights.grids = {city.place("G3")};
  RawTerminal elsewhere(city);
  elsewhere.greet(city.add_account(AccountKind::terminal, rights, 21));
  const auto name_of = [&](PersonId person) {
    elsewhere.ask(1, views::AskNames{views::Noun::person, {person.value}});
    return elsewhere.hear_rows<std::vector<views::NamedRow>>().at(0);
  };
  CHECK(name_of(third) == views::NamedRow{});
  elsewhere.ask(2, AskHistory{{DemandId{receipt.position.value}, receipt.look_up_code}});
  CHECK(elsewhere.hear_story().size() == 1);
  CHECK(name_of(third).name == "张三");
}

}  // namespace
}  // namespace wangge::tests
