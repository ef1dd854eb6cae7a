// Who is in post in the weeks ahead: by hand in a city that fits on a page, at random against a walk hour by hour, and
// in the sample.

#include "engine/rules/coverage.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include <boost/json.hpp>

#include "engine/rules/routing.h"
#include "engine/state/configuration_reader.h"
#include "tests/local_time.h"
#include "tests/naive_router.h"
#include "tests/sample_city.h"
#include "tests/small_city.h"
#include "tests/subcommand.h"
#include "tools/city/city.h"

#include <catch2/catch.hpp>  // last: its CHECK takes the place of ours

namespace wangge::rules {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;
using tests::local;
using tests::show;
using Texts = std::vector<std::string>;

// Two chiefs of neighbouring grids who are each other's deputies, one who is chief of two buildings and a lane without
// a deputy, and a unit that has no chief.
class CoveredCity {
 public:
  CoveredCity() {
    small_.write("people.csv",
                 "code,name,age,degree,party_member,social_worker\n"
                 "R1,王一,,,,\nR2,李二,,,,\nR3,张三,,,,\nR4,赵四,,,,\nR5,钱五,,,,\nR6,孙六,,,,\nR7,周七,,,,\nR8,吴八,,,"
                 ",\nR9,郑九,,,,\n");
    small_.write("posts.csv",
                 "code,name,level,place,superior,holder,deputy\n"
                 "P22,值班席,市指挥中心值班席,22,,R1,R2\n"
                 "PS1,街道书记,街道党工委书记,S1,P22,R3,R4\n"
                 "PC1,社区书记,社区党组织书记,C1,PS1,R5,R6\n"
                 "PG1,网格长一,网格长,G1,PC1,R7,R8\n"
                 "PG2,网格长二,网格长,G2,PC1,R8,R7\n"
                 "PL1,楼栋长一,楼栋长,L1,PG1,R9,\n"
                 "PL2,楼栋长二,楼栋长,L2,PG1,R9,\n"
                 "PD1,单元长一,单元长,D1,PL1,,\n"
                 "PJ1,街长一,街长,J1,PS1,R3,\n"
                 "PH1,巷长一,路(巷)长,H1,PJ1,R9,\n");
    away({});
  }

  // "R7 2026-03-10 2026-03-12T12:00"
  void away(const Texts& leaves) {
    std::string table = "person,from,until,reason\n";
    for (std::string leave : leaves) {
      std::ranges::replace(leave, ' ', ',');
      table += leave + ",病假\n";
    }
    small_.write("leave.csv", table);
    Codes codes;
    std::vector<Fault> faults;
    city_ = read_configuration(config::read_city(small_.folder()).tables, codes, faults);
    REQUIRE(faults.empty());
  }

  const Configuration& city() const { return city_; }
  tests::SmallCity& small() { return small_; }

  PersonId person(const std::string& code) const { return PersonId{number_of(code, city_.person_names)}; }
  PostId post(const std::string& code) const { return PostId{number_of(code, city_.post_names)}; }

  // "PG1 2026-03-11 00:00 – 2026-03-12 00:00 PC1", of those posts alone.
  Texts written(const std::vector<Gap>& gaps, const Texts& posts) const {
    Texts texts;
    for (const Gap& gap : gaps) {
      const std::string& code = city_.post_names[gap.post.value].code;
      if (std::ranges::find(posts, code) == posts.end()) continue;
      const std::string answers = gap.answers ? city_.post_names[gap.answers.value].code : "-";
      texts.push_back(code + " " + show(gap.from) + " – " + show(gap.until) + " " + answers);
    }
    return texts;
  }
  // In the week from Monday, 9 March.
  Texts gaps_of(const Texts& posts) const { return written(gaps(city_, week), posts); }

  static inline const Window week{local("2026-03-09 00:00"), local("2026-03-16 00:00")};

 private:
  static std::uint32_t number_of(const std::string& code, const std::vector<Named>& names) {
    const auto found = std::ranges::find(names, code, &Named::code);
    REQUIRE(found != names.end());
    return static_cast<std::uint32_t>(found - names.begin());
  }

  tests::SmallCity small_;
  Configuration city_;
};

TEST_CASE("a grid has no gap while its chief or the deputy is there") {
  CoveredCity city;
  CHECK(city.gaps_of({"PG1", "PG2"}).empty());
  city.away({"R7 2026-03-10 2026-03-12"});
  CHECK(city.gaps_of({"PG1", "PG2"}).empty());
  CHECK(coverage(city.city(), CoveredCity::week).absences.at(0).gaps.empty());
}

TEST_CASE("a grid's gap is where the leaves of its chief and of the deputy overlap") {
  CoveredCity city;
  city.away({"R7 2026-03-10 2026-03-12", "R8 2026-03-11 2026-03-13"});
  CHECK(city.gaps_of({"PG1", "PG2"}) ==
        Texts{"PG1 2026-03-11 00:00 – 2026-03-12 00:00 PC1", "PG2 2026-03-11 00:00 – 2026-03-12 00:00 PC1"});
}

TEST_CASE("a leave that ends when another begins leaves no gap, and one that goes on as another makes no second one") {
  CoveredCity city;
  city.away({"R7 2026-03-10 2026-03-11T14:00", "R8 2026-03-11T14:00 2026-03-12"});
  CHECK(city.gaps_of({"PG1", "PG2"}).empty());
  city.away({"R7 2026-03-10 2026-03-11T14:00", "R8 2026-03-11T13:59 2026-03-12"});
  CHECK(city.gaps_of({"PG1"}) == Texts{"PG1 2026-03-11 13:59 – 2026-03-11 14:00 PC1"});
  city.away(
      {"R7 2026-03-10 2026-03-12", "R7 2026-03-12 2026-03-13", "R7 2026-03-11 2026-03-14", "R8 2026-03-09 2026-03-15"});
  CHECK(city.gaps_of({"PG1"}) == Texts{"PG1 2026-03-10 00:00 – 2026-03-14 00:00 PC1"});
}

TEST_CASE("a gap is cut where the window begins and where it ends") {
  CoveredCity city;
  city.away({"R7 2026-03-01 2026-03-10T12:00", "R8 2026-02-01 2026-04-01", "R7 2026-03-15T18:00 2026-03-20"});
  CHECK(city.gaps_of({"PG1"}) ==
        Texts{"PG1 2026-03-09 00:00 – 2026-03-10 12:00 PC1", "PG1 2026-03-15 18:00 – 2026-03-16 00:00 PC1"});
  city.away(
      {"R7 2026-03-01 2026-03-09", "R8 2026-03-01 2026-03-09", "R7 2026-03-16 2026-03-17", "R8 2026-03-16 2026-03-17"});
  CHECK(city.gaps_of({"PG1"}).empty());
}

TEST_CASE("another stretch begins where another post begins to answer, up to nobody at all") {
  CoveredCity city;
  city.away({"R7 2026-03-11 2026-03-14", "R8 2026-03-11 2026-03-14", "R5 2026-03-12 2026-03-14",
             "R6 2026-03-12 2026-03-14", "R3 2026-03-13 2026-03-14", "R4 2026-03-13 2026-03-14",
             "R1 2026-03-13T12:00 2026-03-14", "R2 2026-03-13T12:00 2026-03-14"});
  CHECK(city.gaps_of({"PG1"}) ==
        Texts{"PG1 2026-03-11 00:00 – 2026-03-12 00:00 PC1", "PG1 2026-03-12 00:00 – 2026-03-13 00:00 PS1",
              "PG1 2026-03-13 00:00 – 2026-03-13 12:00 P22", "PG1 2026-03-13 12:00 – 2026-03-14 00:00 -"});
}

TEST_CASE("a vacant post has a gap from end to end") {
  CoveredCity city;
  CHECK(city.gaps_of({"PD1"}) == Texts{"PD1 2026-03-09 00:00 – 2026-03-16 00:00 PL1"});
  city.away({"R9 2026-03-10 2026-03-11"});
  CHECK(city.gaps_of({"PD1"}) == Texts{"PD1 2026-03-09 00:00 – 2026-03-10 00:00 PL1",
                                       "PD1 2026-03-10 00:00 – 2026-03-11 00:00 PG1",
                                       "PD1 2026-03-11 00:00 – 2026-03-16 00:00 PL1"});
}

TEST_CASE("coverage tells the posts that hang on one person, and who holds several") {
  CoveredCity city;
  city.small().replace("posts.csv", "C1,PS1,R5,R6", "C1,PS1,,R6");  // a deputy without a holder
  city.away({});
  const Coverage found = coverage(city.city(), CoveredCity::week);
  CHECK(found.vacant == std::vector{city.post("PD1")});
  CHECK(found.on_one ==
        std::vector{city.post("PC1"), city.post("PJ1"), city.post("PH1"), city.post("PL1"), city.post("PL2")});
  CHECK(found.holders == std::vector{Holder{city.person("R9"), 3, 3}, Holder{city.person("R3"), 2, 1}});
}

TEST_CASE("coverage tells who is in post without a contact") {
  CoveredCity city;
  city.small().write("contacts.csv", "person,contact\nR1,1\nR2,2\nR3,3\nR4,4\nR6,6\nR7,7\nR8,8\n");
  city.away({});
  CHECK(coverage(city.city(), CoveredCity::week).without_contact == std::vector{city.person("R5"), city.person("R9")});
  CHECK(city.city().people[city.person("R7").value].contact == "7");
}

TEST_CASE("an absence is told by the posts that it leaves with nobody acting, and the grids that go past such a post") {
  CoveredCity city;
  city.away({"R9 2026-03-10 2026-03-11", "R7 2026-03-08 2026-03-12", "R8 2026-03-11 2026-03-13",
             "R5 2026-03-11 2026-03-12", "R6 2026-03-11T12:00 2026-03-12"});
  const Coverage found = coverage(city.city(), CoveredCity::week);
  REQUIRE(found.absences.size() == 5);
  const auto of = [&](const std::string& code) {
    const auto absence =
        std::ranges::find(found.absences, city.person(code), [](const Absence& one) { return one.leave.person; });
    REQUIRE(absence != found.absences.end());
    Texts texts = city.written(absence->gaps, {"P22", "PS1", "PC1", "PG1", "PG2", "PL1", "PL2", "PD1", "PJ1", "PH1"});
    std::ranges::sort(texts);
    return texts;
  };
  CHECK(of("R9") == Texts{"PH1 2026-03-10 00:00 – 2026-03-11 00:00 PJ1", "PL1 2026-03-10 00:00 – 2026-03-11 00:00 PG1",
                          "PL2 2026-03-10 00:00 – 2026-03-11 00:00 PG1"});
  // The grids' chiefs are both away all of 11 March; from noon on the community's post has nobody either.
  const Texts grids{"PG1 2026-03-11 00:00 – 2026-03-11 12:00 PC1", "PG1 2026-03-11 12:00 – 2026-03-12 00:00 PS1",
                    "PG2 2026-03-11 00:00 – 2026-03-11 12:00 PC1", "PG2 2026-03-11 12:00 – 2026-03-12 00:00 PS1"};
  CHECK(of("R7") == grids);
  CHECK(of("R8") == grids);
  const Texts community{"PC1 2026-03-11 12:00 – 2026-03-12 00:00 PS1", grids[1], grids[3]};
  CHECK(of("R5") == community);
  CHECK(of("R6") == community);
}

TEST_CASE("an absence that is only supposed counts with the leaves that are known, and changes no city") {
  CoveredCity city;
  city.away({"R8 2026-03-11 2026-03-13", "R7 2026-03-12 2026-03-14"});
  const Leave leave{city.person("R7"), CoveredCity::week.from, CoveredCity::week.until};
  const Configuration without = with_leave(city.city(), leave);
  CHECK(city.written(absence(without, gaps(without, CoveredCity::week), leave).gaps, {"PG1", "PG2", "PC1"}) ==
        Texts{"PG1 2026-03-11 00:00 – 2026-03-13 00:00 PC1", "PG2 2026-03-11 00:00 – 2026-03-13 00:00 PC1"});
  CHECK(city.gaps_of({"PG1"}) == Texts{"PG1 2026-03-12 00:00 – 2026-03-13 00:00 PC1"});
}

// --- against a walk

bool is_away(const Configuration& city, PersonId person, Instant at) {
  return std::ranges::any_of(
      city.leave, [&](const Leave& leave) { return leave.person == person && leave.from <= at && at < leave.until; });
}

// Who answers for a post at an instant, by nothing but the tables' rows; none where nobody does.
PostId naive_answer(const Configuration& city, const tests::NaiveRouter& naive, PostId post, Instant at) {
  for (; post; post = city.posts[post.value].superior) {
    for (const PersonId person :
         {naive.on_duty(post, at), city.posts[post.value].holder, city.posts[post.value].deputy}) {
      if (person && !is_away(city, person, at)) return post;
    }
  }
  return {};
}

// The gaps of a post, put together hour by hour.
std::vector<Gap> naive_gaps(const Configuration& city, const tests::NaiveRouter& naive, PostId post, Window window) {
  std::vector<Gap> found;
  for (Instant hour = window.from; hour < window.until; hour += 1h) {
    const PostId answers = naive_answer(city, naive, post, hour);
    if (answers == post) continue;
    if (!found.empty() && found.back().until == hour && found.back().answers == answers) {
      found.back().until = hour + 1h;
    } else {
      found.push_back({post, answers, hour, hour + 1h});
    }
  }
  return found;
}

std::vector<TurnOnLeave> naive_turns_on_leave(const Configuration& city, const tests::NaiveRouter& naive, PostId post,
                                              Window window) {
  std::vector<TurnOnLeave> found;
  for (Instant hour = window.from; hour < window.until; hour += 1h) {
    const PersonId person = naive.on_duty(post, hour);
    if (!person || !is_away(city, person, hour)) continue;
    if (!found.empty() && found.back().until == hour && found.back().person == person) {
      found.back().until = hour + 1h;
    } else {
      found.push_back({post, person, hour, hour + 1h});
    }
  }
  return found;
}

TEST_CASE("the gaps of cities with random leaves, vacancies and rosters are those of a walk hour by hour") {
  const CoveredCity covered;
  std::mt19937_64 random{20260309};
  const auto below = [&](std::size_t bound) { return static_cast<int>(random() % bound); };
  std::size_t all = 0, on_leave = 0;
  for (int round = 0; round < 200; ++round) {
    Configuration city = covered.city();
    const std::size_t people = city.people.size() - 1;
    for (Post& post : city.posts) {
      if (!post.present) continue;
      post.holder = PersonId{static_cast<std::uint32_t>(below(people + 1))};  // none among them
      post.deputy = PersonId{static_cast<std::uint32_t>(below(people + 1))};
    }
    for (int leave = below(40); leave > 0; --leave) {
      const Instant from = CoveredCity::week.from + std::chrono::hours{below(200) - 24};
      const Leave one{PersonId{static_cast<std::uint32_t>(1 + below(people))}, from,
                      from + std::chrono::hours{1 + below(72)}};
      city = with_leave(std::move(city), one);
    }
    for (std::uint32_t id = 1; id < city.posts.size(); ++id) {
      if (!city.posts[id].present || below(3) != 0) continue;
      city.posts[id].has_roster = true;
      const auto anybody = [&] { return PersonId{static_cast<std::uint32_t>(1 + below(people))}; };
      Instant from = CoveredCity::week.from + std::chrono::hours{below(150) - 72};
      for (int left = 1 + below(2); left > 0; --left, from += std::chrono::hours{24 + below(72)}) {
        city.rotations.push_back(
            {PostId{id}, from, std::chrono::days{1 + below(3)}, {anybody(), anybody(), anybody()}});
      }
      Instant next = CoveredCity::week.from + std::chrono::hours{below(48) - 24};
      for (int left = below(5); left > 0; --left, next += std::chrono::hours{48}) {
        city.shifts.push_back({PostId{id}, next, next + std::chrono::hours{1 + below(48)}, anybody(), {}});
      }
    }
    const tests::NaiveRouter naive{city};
    std::vector<Gap> walked;
    std::vector<TurnOnLeave> away;
    for (std::uint32_t id = 1; id < city.posts.size(); ++id) {
      const std::vector<Gap> of_post = naive_gaps(city, naive, PostId{id}, CoveredCity::week);
      walked.insert(walked.end(), of_post.begin(), of_post.end());
      const std::vector<TurnOnLeave> turns = naive_turns_on_leave(city, naive, PostId{id}, CoveredCity::week);
      away.insert(away.end(), turns.begin(), turns.end());
    }
    const bool agree = gaps(city, CoveredCity::week) == walked && turns_on_leave(city, CoveredCity::week) == away;
    INFO("round " << round);
    REQUIRE(agree);
    all += walked.size();
    on_leave += away.size();
  }
  CHECK(all > 1000);
  CHECK(on_leave > 100);
}

// The sample city, where two in five of its people are on leave for three days more, neighbours together: they are each
// other's deputies.
Configuration sample_with_much_leave(Window march) {
  Configuration city = tests::sample_city().configuration;
  for (std::uint32_t id = 5; id < city.people.size(); ++id) {
    if (id % 5 > 1) continue;
    const Instant from = march.from - 24h + std::chrono::hours{id / 5 % 29 * 24};
    city.leave.push_back({PersonId{id}, from, from + 72h});
  }
  std::ranges::sort(city.leave, {}, [](const Leave& leave) { return std::pair(leave.person, leave.from); });
  return city;
}

TEST_CASE(
    "in the sample city a gap says who answers at its ends, another answers right before and after, and every hole is "
    "in one") {
  const Window march{local("2026-03-09 00:00"), local("2026-04-06 00:00")};
  const Configuration city = sample_with_much_leave(march);
  const Coverage found = coverage(city, march);
  REQUIRE(
      std::ranges::any_of(found.gaps, [&](const Gap& gap) { return city.posts[gap.post.value].level == Level::grid; }));
  const auto answers = [&](PostId post, Instant at) {
    while (post && !acting(city, post, {}, at)) post = city.posts[post.value].superior;
    return post;
  };
  int wrong = 0;
  for (const Gap& gap : found.gaps) {
    if (gap.from < march.from || gap.until > march.until || gap.from >= gap.until || gap.answers == gap.post) ++wrong;
    for (const Instant at : {gap.from, gap.until - 1s}) {
      if (answers(gap.post, at) != gap.answers) ++wrong;
    }
    if (gap.from > march.from && answers(gap.post, gap.from - 1s) == gap.answers) ++wrong;
    if (gap.until < march.until && answers(gap.post, gap.until) == gap.answers) ++wrong;
  }
  CHECK(wrong == 0);

  std::ptrdiff_t holes = 0, told = 0;
  for (Instant noon = march.from + 12h; noon < march.until; noon += 24h) {
    for (std::uint32_t id = 1; id < city.posts.size(); ++id) holes += acting(city, PostId{id}, {}, noon) ? 0 : 1;
    told += std::ranges::count_if(found.gaps, [&](const Gap& gap) { return gap.from <= noon && noon < gap.until; });
  }
  CHECK(holes == told);

  // What an absence does is a part of the gaps: somebody's leave is behind each of them, since every post has a holder.
  std::vector<bool> has_cause(found.gaps.size(), false);
  for (const Absence& absence : found.absences) {
    for (const Gap& part : absence.gaps) {
      const auto whole = std::ranges::find_if(found.gaps, [&](const Gap& gap) {
        return gap.post == part.post && gap.answers == part.answers && gap.from <= part.from && part.until <= gap.until;
      });
      REQUIRE(whole != found.gaps.end());
      has_cause[static_cast<std::size_t>(whole - found.gaps.begin())] = true;
    }
  }
  CHECK(std::ranges::find(has_cause, false) == has_cause.end());
}

// --- the command

std::string told(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), {"city", "coverage"});
  const tests::Printed printed = tests::say({tools::add_city}, std::move(arguments));
  REQUIRE(printed.exit_code == 0);
  return printed.out;
}

json::object told_in_json(std::vector<std::string> arguments) {
  arguments.emplace_back("--json");
  return json::parse(told(std::move(arguments))).as_object();
}

TEST_CASE("city coverage tells how long a gap is, in all hours and in the working ones of the grid's own calendar") {
  CoveredCity city;
  city.small().write("timetables.csv", "place,from,until,sessions\nG2,,,09:00-13:00|15:00-19:00\n");
  city.away({"R7 2026-03-13T12:00 2026-03-16T12:00", "R8 2026-03-13T12:00 2026-03-17"});
  const Texts arguments{"--city", city.small().folder().string(), "--from", "2026-03-09", "--weeks", "2"};
  const json::object all = told_in_json(arguments);
  CHECK(all.at("from") == "2026-03-09T00:00:00+08:00");
  CHECK(all.at("until") == "2026-03-23T00:00:00+08:00");
  const json::array& grids = all.at("grids").as_array();
  REQUIRE(grids.size() == 2);
  CHECK(grids[0].at("place").at("code") == "G1");
  CHECK(grids[0].at("seconds") == 72 * 3600);
  CHECK(grids[0].at("working_seconds") == (4 + 4) * 3600);  // Friday 14:00 to 18:00, Monday 8:00 to 12:00
  CHECK(grids[0].at("answers") == json::value({{"code", "PC1"}, {"name", "社区书记"}, {"level", "community"}}));
  CHECK(grids[1].at("place").at("code") == "G2");
  CHECK(grids[1].at("working_seconds") ==
        (1 + 4 + 3) * 3600);  // Friday 12:00 to 13:00 and 15:00 to 19:00, Monday 9:00 to 12:00
  const json::object& summary = all.at("summary").as_object();
  CHECK(summary.at("grids") == 2);
  CHECK(summary.at("grids_with_gaps") == 2);
  CHECK(summary.at("gap_seconds") == 2 * 72 * 3600);
  CHECK(summary.at("gap_working_seconds") == 16 * 3600);
  CHECK(summary.at("unanswered_seconds") == 0);
  CHECK(summary.at("posts_with_gaps") == 3);  // with the unit that has no chief
  CHECK(summary.at("posts_vacant") == 1);
  CHECK(summary.at("posts_on_one_person") == 4);
  CHECK(summary.at("holders_of_several") == 2);
  CHECK(summary.at("leaves") == 2);
  CHECK(summary.at("leaves_with_gaps") == 2);
  CHECK(all.at("supposed").is_null());
  CHECK_THAT(
      told(arguments),
      Catch::Contains("PG1 网格长一\t2026-03-13T12:00:00+08:00\t2026-03-16T12:00:00+08:00\t72.0\t8.0\tPC1 社区书记"));
}

TEST_CASE("city coverage --person tells what it would do if that person were away all the time") {
  CoveredCity city;
  const Texts arguments{"--city", city.small().folder().string(), "--from", "2026-03-09", "--weeks", "1", "--person"};
  const auto with = [&](const std::string& person) {
    Texts more = arguments;
    more.push_back(person);
    return more;
  };
  const json::array lane = told_in_json(with("R9")).at("supposed").at("gaps").as_array();
  REQUIRE(lane.size() == 3);
  for (const json::value& gap : lane) CHECK(gap.at("seconds") == 7 * 24 * 3600);
  CHECK(told_in_json(with("R5")).at("supposed").at("gaps").as_array().empty());
  CHECK_THAT(told(with("R5")), Catch::Contains("其岗位都有人在岗"));
  CHECK_THROWS_WITH(told(with("R99")), Catch::Contains("--person R99。是不是：R9"));
}

TEST_CASE("city coverage of the sample city counts what its tables have, and lists all where it is asked to") {
  const Tables& tables = tests::sample_city().tables;
  const Texts arguments{"--city", WANGGE_SOURCE_ROOT "/config/taonan", "--from", "2026-03-09", "--weeks", "4"};
  const json::object all = told_in_json(arguments);
  const json::object& summary = all.at("summary").as_object();
  CHECK(summary.at("grids") == 243);
  CHECK(summary.at("posts") == tables.of(TableKind::posts).size());
  constexpr std::size_t holder = 5, deputy = 6, from = 1, until = 2;
  const auto on_one = std::ranges::count_if(tables.of(TableKind::posts),
                                            [](const Row& row) { return row[holder].empty() != row[deputy].empty(); });
  REQUIRE(on_one > 20);
  CHECK(summary.at("posts_on_one_person") == on_one);
  CHECK(all.at("posts_on_one_person").as_array().size() == static_cast<std::size_t>(on_one));
  const auto leaves = std::ranges::count_if(tables.of(TableKind::leave), [](const Row& row) {
    return row[until] > "2026-03-09" && row[from] < "2026-04-06";
  });
  CHECK(summary.at("leaves") == leaves);

  CHECK_THAT(told(arguments), Catch::Contains("还有 " + std::to_string(on_one - 20) + " 个；--all 全部列出"));
  Texts listed = arguments;
  listed.emplace_back("--all");
  CHECK_THAT(told(listed), !Catch::Contains("--all"));
}

}  // namespace
}  // namespace wangge::rules
