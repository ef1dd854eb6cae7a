// Random changes of a city while demands of all states are open, against a naive statement of what must hold once the
// job has been at each (责任变动): what still holds has stayed, what does not has gone where the rule says, and a fact
// says so where something changed and only there.

#include <algorithm>
#include <array>
#include <map>
#include <random>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "config/tables.h"
#include "engine/rules/city_check.h"
#include "engine/state/digest.h"
#include "tests/changed_tables.h"
#include "tests/long_run.h"
#include "tests/naive_router.h"
#include "tests/random_life.h"
#include "tests/running_city.h"
#include "tests/small_city.h"
#include "tests/temporary_folder.h"

#include <catch2/catch.hpp>  // last: its CHECK takes the place of ours

namespace wangge {
namespace {

using namespace std::chrono_literals;
using tests::ChangedTables;
using tests::NaiveAnswer;
using tests::NaiveRouter;
using tests::RunningCity;

constexpr std::size_t open_min = 30, open_max = 60;

// Two communities, four grids, of each kind of category one; nobody is anywhere twice, so that a change says something.
ChangedTables first_tables() {
  tests::SmallCity city;
  city.write("communities.csv", "code,name,subdistrict\nC1,甲社区,S1\nC2,乙社区,S1\n");
  city.write("grids.csv", "code,name,community\nG1,一网格,C1\nG2,二网格,C1\nG3,三网格,C2\nG4,四网格,C2\n");
  std::string people = "code,name,age,degree,party_member,social_worker\n";
  for (int i = 1; i <= 20; ++i) people += "R" + std::to_string(i) + ",某人" + std::to_string(i) + ",40,本科,是,是\n";
  city.write("people.csv", people);
  city.write("organisations.csv",
             "code,name,kind,seat\nWY1,物业一,property,22\nWY2,物业二,property,22\nBM1,环卫中心,department,22\nBM2,"
             "住建局,department,22\n"
             "BM3,供热公司,utility,22\nLM1,第一小学,alliance_unit,C1\nLM2,第二小学,alliance_unit,C1\n");
  city.write("compounds.csv",
             "code,name,grid,manager\nX1,花园,G1,WY1\nX2,家园,G2,WY2\nX3,果园,G3,WY1\nX4,田园,G4,C2\n");
  city.write("buildings.csv",
             "code,name,within\nL1,1号楼,X1\nL2,2号楼,G1\nL3,3号楼,X2\nL4,4号楼,X3\nL5,5号楼,G4\nL6,6号楼,X4\n");
  city.write("units.csv", "code,name,building\nD1,1单元,L1\nD2,1单元,L4\n");
  city.write("lanes.csv", "code,name,street\nH1,文化一巷,J1\nH2,文化二巷,J1\n");
  city.write("posts.csv",
             "code,name,level,place,superior,holder,deputy\n"
             "P22,值班席,市指挥中心值班席,22,,R1,R2\n"
             "PS1,街道书记,街道党工委书记,S1,P22,R3,R4\n"
             "PC1,社区书记一,社区党组织书记,C1,PS1,R5,R6\n"
             "PC2,社区书记二,社区党组织书记,C2,PS1,R7,R8\n"
             "PG1,网格长一,网格长,G1,PC1,R9,R10\n"
             "PG2,网格长二,网格长,G2,PC1,R10,R9\n"
             "PG3,网格长三,网格长,G3,PC2,R11,\n"
             "PG4,网格长四,网格长,G4,PC2,R12,R11\n"
             "PL1,楼栋长一,楼栋长,L1,PG1,R13,\n"
             "PL2,楼栋长二,楼栋长,L2,PG1,R14,\n"
             "PL3,楼栋长三,楼栋长,L3,PG2,R14,R13\n"
             "PL4,楼栋长四,楼栋长,L4,PG3,R15,\n"
             "PL5,楼栋长五,楼栋长,L5,PG4,,\n"
             "PL6,楼栋长六,楼栋长,L6,PG4,R13,R15\n"
             "PD1,单元长一,单元长,D1,PL1,R16,\n"
             "PD2,单元长二,单元长,D2,PL4,R17,R16\n"
             "PJ1,街长一,街长,J1,PS1,R18,R19\n"
             "PH1,巷长一,路(巷)长,H1,PJ1,R19,\n"
             "PH2,巷长二,路(巷)长,H2,PJ1,R20,R18\n");
  city.append("categories.csv",
              "0301,物业,Property,楼道,Stairs,30工作分钟,1工作日,3工作日,3,楼栋长,organisation,property,否,"
              "社区党组织书记,否,否,否,,楼道,,,,\n"
              "0401,供热,Heating,不热,Cold,30分钟,2紧急工作时,1自然日,2,单元长,organisation,utility,否,网格长,否,否,否,"
              ",不热,,,,\n"
              "0501,邻里,Neighbours,纠纷,Quarrel,2工作时,,5工作日,3,楼栋长,post,department,是,社区党组织书记,否,否,否,,"
              "纠纷,,,,\n"
              "0601,作风,Conduct,作风,Conduct,1工作日,,5工作日,3,网格长,post,department,否,,否,否,是,,作风,,,,\n");
  city.write("duties.csv",
             "organisation,category,place,basis\nBM1,0201,22,权责清单\nBM2,0201,C2,权责清单\nBM2,0301,22,权责清单\nBM3,"
             "0401,22,权责清单\nBM1,0401,22,权责清单\n");
  city.write("committees.csv", "person,community,office,chairs\nR5,C1,书记,是\nR7,C2,书记,是\n");
  for (const config::Mistake& mistake : city.check()) FAIL_CHECK(config::to_text(mistake));
  return ChangedTables(config::read_city(city.folder()).tables);
}

// A demand and all in which it stands, as it was at one moment.
struct Standing {
  Slot slot;
  Aside aside;
  PlaceId grid;
  std::vector<PostId> chain;
  std::set<std::uint32_t> escalated_to;  // Party::raw

  PostId follows_up() const { return chain[slot.acting_step]; }
  auto all() const {
    return std::tuple(slot.place, slot.road, grid, chain, slot.lead.raw(), slot.state, slot.dues, slot.acting_step,
                      slot.escalated_step, aside.pending, aside.asked_of.raw(), aside.reviewer, raw(aside.assistants),
                      escalated_to);
  }
  static std::vector<std::uint32_t> raw(const std::array<Party, limits::assistants_max>& parties) {
    std::vector<std::uint32_t> numbers;
    for (const Party one : parties) numbers.push_back(one.raw());
    return numbers;
  }
  bool is_assisted_by(Party who) const { return std::ranges::find(aside.assistants, who) != aside.assistants.end(); }
};

// What the rule says of demands in one version of the city.
class Rule {
 public:
  Rule(const Configuration& city, Instant now) : city_(city), naive_(city), now_(now) {}

  bool is_there(Party who) const {
    if (who.is_organisation()) return city_.organisations[who.organisation().value].present;
    return !who.is_post() || city_.posts[who.post().value].present;
  }
  // Of a place that is gone: of a grid its successor, else where it lay.
  PlaceId place_now(PlaceId place) const {
    if (!place || city_.places[place.value].present) return place;
    const auto successor = std::ranges::find(city_.successions, place, &Succession::grid);
    return place_now(successor != city_.successions.end() ? successor->successor : city_.places[place.value].parent);
  }
  bool acts(PostId post, Party complained_of) const {
    const Post& one = city_.posts[post.value];
    for (const PersonId person : {naive_.on_duty(post, now_), one.holder, one.deputy}) {
      const auto holds_now = [&](const Leave& leave) {
        return leave.person == person && leave.from <= now_ && now_ < leave.until;
      };
      const bool is_away = std::ranges::any_of(city_.leave, holds_now);
      if (person && !is_away && Party(person) != complained_of) return true;
    }
    return false;
  }
  // Its posts are there, each below the next up to the city, and its first one's place holds the demand's.
  bool holds(const std::vector<PostId>& chain, PlaceId place, PlaceId road) const {
    for (std::size_t step = 0; step < chain.size(); ++step) {
      const Post& post = city_.posts[chain[step].value];
      const PostId above = step + 1 < chain.size() ? chain[step + 1] : PostId{};
      if (!post.present || post.superior != above) return false;
    }
    const PlaceId first = city_.posts[chain.front().value].place;
    return city_.lies_in(place, first) || (road && city_.lies_in(road, first));
  }
  bool manages(OrganisationId organisation, PlaceId place) const {
    const PlaceId compound = city_.enclosing(place, PlaceKind::compound);
    return !compound || city_.places[compound.value].manager == organisation;
  }
  bool may_keep(const Standing& was, PlaceId place, const std::vector<PostId>& chain) const {
    const Party lead = was.slot.lead;
    if (!is_there(lead)) return false;
    if (lead.is_organisation()) {
      const bool is_company = city_.organisations[lead.organisation().value].kind == OrganisationKind::property;
      return !is_company || manages(lead.organisation(), place);
    }
    const bool was_on_chain = std::ranges::find(was.chain, lead.post()) != was.chain.end();
    const bool is_on_chain = std::ranges::find(chain, lead.post()) != chain.end();
    return (is_on_chain || !was_on_chain) && is_named(lead.post()) &&
           !is_left_to(lead.post(), was.aside.complained_of) && !is_beneath(was, lead.post());
  }
  // The category says that nobody below or beside whom it complains of has a part in it, unless nobody is above.
  bool is_beneath(const Standing& was, PostId post) const {
    const PersonId person = was.aside.complained_of.person();
    if (!person || !city_.categories[was.slot.category.value].above_complained || post == was.chain.back())
      return false;
    Level highest = Level::none;
    for (std::uint32_t id = 1; id < city_.posts.size(); ++id) {
      const Post& one = city_.posts[id];
      if (one.present && (one.holder == person || one.deputy == person || takes_turns(PostId{id}, person)))
        highest = std::max(highest, one.level);
    }
    return city_.posts[post.value].level <= highest;
  }
  bool is_kept_out(const Standing& was, Party who) const {
    if (who && who == was.aside.complained_of) return true;
    return who.is_post() && (is_left_to(who.post(), was.aside.complained_of) || is_beneath(was, who.post()));
  }
  bool takes_turns(PostId post, PersonId person) const {
    return std::ranges::any_of(city_.rotations, [&](const Rotation& rotation) {
      return rotation.post == post && std::ranges::find(rotation.people, person) != rotation.people.end();
    });
  }
  // Somebody is named for it, who may be away for a while.
  bool is_named(PostId post) const {
    const Post& one = city_.posts[post.value];
    const auto is_its = [&](const auto& row) { return row.post == post; };
    return one.holder || one.deputy || std::ranges::any_of(city_.rotations, is_its) ||
           std::ranges::any_of(city_.shifts, is_its);
  }
  // Who is complained of is the holder, the deputy or on the roster, and nobody else acts.
  bool is_left_to(PostId post, Party complained_of) const {
    const Post& one = city_.posts[post.value];
    const PersonId person = complained_of.person();
    return person && (one.holder == person || one.deputy == person || takes_turns(post, person)) &&
           !acts(post, complained_of);
  }
  NaiveAnswer as_a_new_one(const Standing& was, PlaceId place, PlaceId road) const {
    const rules::RoutingQuestion question{.place = place,
                                          .road = road,
                                          .category = was.slot.category,
                                          .condition = was.slot.condition,
                                          .severity = static_cast<std::uint8_t>(was.slot.severity),
                                          .complained_of = was.aside.complained_of,
                                          .subject = {}};
    return naive_.answer(question, now_);
  }
  // As far from the top as that one was, or the first above with somebody acting.
  PostId instead_of(const Standing& was, const std::vector<PostId>& chain) const {
    const std::size_t from_top = std::min(was.chain.size() - was.slot.acting_step, chain.size());
    std::size_t step = chain.size() - from_top;
    while (step + 1 < chain.size() && !acts(chain[step], was.aside.complained_of)) ++step;
    return chain[step];
  }

 private:
  const Configuration& city_;
  NaiveRouter naive_;
  Instant now_;
};

class Changing {
 public:
  explicit Changing(std::uint32_t seed)
      : random_(seed), tables_(first_tables()), running_(tables_, folder_.path() / "log"), life_(running_, seed) {}

  void run(int rounds) {
    for (int round = 0; round < rounds; ++round) {
      INFO("round " << round);
      live();
      ChangedTables next = tables_;
      said_.clear();
      for (std::uint32_t left = 1 + below(3); left > 0; --left) change(next);
      INFO(said_);
      if (next.rows == tables_.rows || !rules::city_check(next).empty()) continue;
      adopt(next);
      ++adopted_;
    }
    CHECK(adopted_ > rounds / 2);
    CHECK(rerouted_ > rounds / 2);
    CHECK(kept_ > rerouted_);
    CHECK(running_.replayed_digest() == digest_of(running_.city()));
  }

 private:
  std::uint32_t below(std::uint32_t end) { return static_cast<std::uint32_t>(random_() % end); }
  template <class Values>
  const auto& any(const Values& values) {
    return values[below(static_cast<std::uint32_t>(values.size()))];
  }
  const City& city() const { return running_.city(); }
  const Configuration& configuration() const { return *city().configuration; }

  // --- what is open

  void live() {
    for (int i = 0; i < 6; ++i) life_.step();
    while (city().demands.open() < open_min) submit();
    while (city().demands.open() > open_max) end_one();
    running_.settle();
  }

  void submit() {
    const std::array places{"G1", "G2", "G3", "G4", "X1", "X2", "X3", "X4",
                            "L1", "L2", "L3", "L4", "L5", "L6", "D1", "D2"};
    const std::array categories{"0201", "0301", "0401", "0501", "0601", "1301"};
    Submit command = RunningCity::plain(running_.place(any(places)), running_.category(any(categories)));
    command.place = Rule(configuration(), running_.now).place_now(command.place);
    if (below(3) == 0) command.road = running_.place(below(3) == 0 ? "J1" : below(2) == 0 ? "H1" : "H2");
    if (below(3) == 0) command.complained_of = PersonId{1 + below(20)};
    if (below(10) == 0) command.complained_of = OrganisationId{1 + below(5)};
    const Refusal refusal = running_.send(command, RunningCity::plain_text).refusal;
    INFO(text_of(refusal.reason).name);
    REQUIRE((!refusal || refusal.reason == Reason::unknown_complained_of || refusal.reason == Reason::unknown_road));
  }

  // Withdrawn, or parted first where it is joined to another or another to it.
  void end_one() {
    std::vector<DemandId> open;
    city().demands.each(
        [&](const Slot& slot) {
          if (!is_over(slot.state) || slot.state == DemandState::joined) open.push_back(slot.id);
        },
        [](DemandId, Position) {});
    const DemandId demand = any(open);
    const bool is_joined = city().demands.find(demand)->state == DemandState::joined;
    running_.send(Act{.demand = demand, .as = {}, .note = {0, 12}, .deed = is_joined ? Deed::part : Deed::withdraw},
                  RunningCity::plain_text);
  }

  std::map<DemandId, Standing> standings() const {
    std::map<DemandId, Standing> all;
    const Demands& demands = city().demands;
    demands.each(
        [&](const Slot& slot) {
          const auto posts = city().routes.chain(slot.chain).span();
          Standing& one = all[slot.id];
          one = {slot,
                 demands.aside(slot.id),
                 configuration().enclosing(slot.place, PlaceKind::grid),
                 {posts.begin(), posts.end()},
                 {}};
          demands.each_escalated_to(slot.id, [&](Party post) { one.escalated_to.insert(post.raw()); });
        },
        [](DemandId, Position) {});
    return all;
  }

  // --- another city

  // What the office changes, in words for whoever reads of a failure.
  void say(const std::string& what) { said_ += what + "; "; }

  static std::vector<std::string> codes(const Tables& tables, TableKind table) {
    std::vector<std::string> all;
    for (const Row& row : tables.of(table)) all.push_back(row.at(0));
    return all;
  }
  static std::string post_of(const Tables& tables, const std::string& place) {
    for (const Row& row : tables.of(TableKind::posts)) {
      if (row.at(ChangedTables::column(TableKind::posts, "place")) == place) return row.at(0);
    }
    return {};
  }
  std::string person() { return "R" + std::to_string(1 + below(20)); }
  std::string grid_of(const Tables& tables, const std::string& within) {
    for (const Row& row : tables.of(TableKind::compounds)) {
      if (row.at(0) == within) return row.at(ChangedTables::column(TableKind::compounds, "grid"));
    }
    return within;
  }

  void change(ChangedTables& next) {
    switch (below(12)) {
      case 0: return move_building(next);
      case 1: return split_or_merge(next, below(2) == 0);
      case 2: return change_people(next);
      case 3: return replace_post(next);
      case 4: return bring_back_organisation(next);
      case 5: return change_manager(next);
      case 6: return remove_organisation(next);
      case 7: return change_roster(next);
      case 8: return promote_complained_of(next);
      case 9: return send_on_leave(next);
      case 10: return close_lane(next);
      default: return move_compound(next);
    }
  }

  // The chiefs of buildings answer to the grid's in which each lies now.
  void mend_superiors(ChangedTables& next) {
    for (const Row& row : next.of(TableKind::buildings)) {
      const std::string post = post_of(next, row.at(0));
      if (!post.empty()) next.set(TableKind::posts, post, "superior", post_of(next, grid_of(next, row.at(2))));
    }
  }

  void move_building(ChangedTables& next) {
    const std::string building = any(codes(next, TableKind::buildings));
    const std::string where = any(codes(next, below(2) == 0 ? TableKind::grids : TableKind::compounds));
    say("building " + building + " comes to " + where);
    next.set(TableKind::buildings, building, "within", where);
    mend_superiors(next);
  }

  void move_compound(ChangedTables& next) {
    const std::string compound = any(codes(next, TableKind::compounds)), grid = any(codes(next, TableKind::grids));
    say("compound " + compound + " comes to " + grid);
    next.set(TableKind::compounds, compound, "grid", grid);
    mend_superiors(next);
  }

  void split_or_merge(ChangedTables& next, bool is_split) {
    const std::vector<std::string> grids = codes(next, TableKind::grids);
    const std::string old = any(grids);
    std::string heir = any(grids);
    if (is_split) {
      const std::string number = std::to_string(++grids_made_);
      heir = "G1" + number;
      say("a part of " + old + " becomes " + heir);
      next.of(TableKind::grids).push_back({heir, "新网格" + number, below(4) == 0 ? "C2" : "C1"});
      const std::string community = next.of(TableKind::grids).back().at(2);
      next.of(TableKind::posts)
          .push_back({"P" + heir, "新网格长", "网格长", heir, post_of(next, community), person(), ""});
    }
    if (heir == old) return;
    const bool goes = !is_split || below(2) == 0;
    for (auto& [table, name] : {std::pair{TableKind::compounds, "grid"}, std::pair{TableKind::buildings, "within"}}) {
      const std::size_t column = ChangedTables::column(table, name);
      for (Row& row : next.of(table)) {
        if (row.at(column) == old && (goes || below(2) == 0)) row.at(column) = heir;
      }
    }
    mend_superiors(next);
    if (!goes) return;
    say(old + " goes, to " + heir);
    next.replace(TableKind::branches, "place", old, heir);
    next.remove(TableKind::grids, "code", old);
    next.replace(TableKind::posts, "superior", post_of(next, old), post_of(next, heir));
    drop_post(next, post_of(next, old));
    next.replace(TableKind::successions, "successor", old, heir);
    next.of(TableKind::successions).push_back({old, heir});
  }

  void drop_post(ChangedTables& next, const std::string& post) {
    next.remove(TableKind::posts, "code", post);
    next.remove(TableKind::rotations, "post", post);
  }

  void change_people(ChangedTables& next) {
    const std::string post = any(codes(next, TableKind::posts)), holder = below(3) == 0 ? "" : person();
    const std::string deputy = below(2) == 0 ? "" : person();
    say(post + " has holder " + holder + ", deputy " + deputy);
    next.set(TableKind::posts, post, "holder", holder);
    next.set(TableKind::posts, post, "deputy", deputy);
  }

  // Another post answers for the place, and whoever was below it answers to that one.
  void replace_post(ChangedTables& next) {
    const std::string post = any(codes(next, TableKind::posts)), heir = post + "+";
    say("instead of " + post + " there is " + heir);
    next.set(TableKind::posts, post, "holder", person());
    next.set(TableKind::posts, post, "deputy", "");
    next.replace(TableKind::posts, "superior", post, heir);
    next.remove(TableKind::rotations, "post", post);
    next.set(TableKind::posts, post, "code", heir);
  }

  void bring_back_organisation(ChangedTables& next) {
    if (removed_.empty()) return;
    const auto [code, row] = *std::next(removed_.begin(), below(static_cast<std::uint32_t>(removed_.size())));
    const std::vector<std::string> there = codes(next, TableKind::organisations);
    if (std::ranges::find(there, code) != there.end()) return;
    say(code + " is back");
    next.of(TableKind::organisations).push_back(row);
    if (code.starts_with("BM"))
      next.of(TableKind::duties).push_back({code, code == "BM3" ? "0401" : "0201", "22", "权责清单"});
  }

  void change_manager(ChangedTables& next) {
    const std::string compound = any(codes(next, TableKind::compounds));
    const std::array managers{"WY1", "WY2", "C1", "C2"};
    const std::string manager = any(managers);
    say(manager + " manages " + compound);
    next.set(TableKind::compounds, compound, "manager", manager);
  }

  void remove_organisation(ChangedTables& next) {
    if (next.of(TableKind::organisations).empty()) return;
    const Row row = any(next.of(TableKind::organisations));
    const std::string& code = row.at(0);
    say(code + " leaves");
    removed_[code] = row;
    next.remove(TableKind::organisations, "code", code);
    for (const TableKind table : {TableKind::duties, TableKind::resources, TableKind::alliance_members})
      next.remove(table, "organisation", code);
    next.replace(TableKind::compounds, "manager", code, below(2) == 0 ? "WY1" : "C1");
    next.replace(TableKind::volunteers, "organisation", code, "");
    next.remove(TableKind::alliances, "chair", code);
  }

  // Some of these are on duty from before today on.
  void change_roster(ChangedTables& next) {
    const std::string post = any(codes(next, TableKind::posts));
    next.remove(TableKind::rotations, "post", post);
    if (below(3) == 0) return say(post + " has no roster");
    const std::string people = person() + "|" + person();
    say(post + " is taken in turns by " + people);
    next.of(TableKind::rotations).push_back({post, "2026-03-01", "08:00", std::to_string(1 + below(5)), people});
  }

  void promote_complained_of(ChangedTables& next) {
    std::vector<std::pair<PostId, PersonId>> all;
    city().demands.each(
        [&](const Slot& slot) {
          const PersonId person = city().demands.aside(slot.id).complained_of.person();
          if (person && slot.lead.is_post()) all.emplace_back(slot.lead.post(), person);
        },
        [](DemandId, Position) {});
    if (all.empty()) return;
    const auto [post, person] = any(all);
    const std::string code = configuration().post_names[post.value].code,
                      holder = configuration().person_names[person.value].code;
    const std::vector<std::string> there = codes(next, TableKind::posts);
    if (std::ranges::find(there, code) == there.end()) return;
    say(holder + ", who is complained of, holds " + code);
    next.set(TableKind::posts, code, "holder", holder);
    next.set(TableKind::posts, code, "deputy", below(2) == 0 ? "" : person == PersonId{1} ? "R2" : "R1");
  }

  void send_on_leave(ChangedTables& next) {
    const Instant day = std::chrono::floor<std::chrono::days>(running_.now);
    const std::chrono::year_month_day date{std::chrono::floor<std::chrono::days>(day)};
    const auto text = [](std::chrono::year_month_day of) {
      const auto two = [](unsigned number) { return (number < 10 ? "0" : "") + std::to_string(number); };
      return std::to_string(int{of.year()}) + "-" + two(unsigned{of.month()}) + "-" + two(unsigned{of.day()});
    };
    const std::string who = person();
    next.remove(TableKind::leave, "person", who);
    say(who + " is away");
    next.of(TableKind::leave)
        .push_back({who, text(date), text(std::chrono::sys_days(date) + std::chrono::days{3}), "年休假"});
  }

  void close_lane(ChangedTables& next) {
    if (next.of(TableKind::lanes).empty() || below(4) != 0) return;
    const std::string lane = any(codes(next, TableKind::lanes));
    say("lane " + lane + " goes");
    drop_post(next, post_of(next, lane));
    next.remove(TableKind::lanes, "code", lane);
  }

  // --- and what has become of it

  // Whether something that was there is not as it was; what is new, or about leave alone, moves nothing.
  static bool concerns_owners(const Tables& before, const Tables& next) {
    if (before.of(TableKind::rotations) != next.of(TableKind::rotations)) return true;
    for (const TableKind table : {TableKind::grids, TableKind::organisations, TableKind::compounds,
                                  TableKind::buildings, TableKind::lanes, TableKind::posts}) {
      const auto is_there = [&](const Row& row) {
        return std::ranges::find(next.of(table), row) != next.of(table).end();
      };
      if (!std::ranges::all_of(before.of(table), is_there)) return true;
    }
    return false;
  }

  void adopt(const ChangedTables& next) {
    const std::map<DemandId, Standing> before = standings();
    const Position last = city().last;
    const bool moves = concerns_owners(tables_, next);
    running_.adopt(next);
    running_.settle();
    REQUIRE(city().jobs.empty());
    tables_ = next;
    std::map<DemandId, std::vector<Rerouted>> facts;
    running_.log().replay(Position{last.value + 1}, [&](const Fact& fact) {
      if (const auto* const event = std::get_if<Rerouted>(&fact.event)) facts[event->demand].push_back(*event);
    });
    const std::map<DemandId, Standing> after = standings();
    REQUIRE(after.size() == before.size());
    const Rule rule(configuration(), running_.now);
    for (const auto& [id, was] : before) {
      INFO("demand " << id.value << " at " << configuration().place_names[was.slot.place.value].code << ", category "
                     << configuration().category_names[was.slot.category.value].code << ", state "
                     << static_cast<int>(was.slot.state) << ", lead " << name(was.slot.lead) << ", chain "
                     << names(was.chain) << ", complains of " << was.aside.complained_of.person().value);
      const Standing& is = after.at(id);
      INFO("now lead " << name(is.slot.lead) << ", chain " << names(is.chain) << ", state "
                       << static_cast<int>(is.slot.state));
      const bool has_changed = was.all() != is.all();
      REQUIRE(facts[id].size() == (has_changed ? 1u : 0u));
      if (has_changed) REQUIRE(facts[id].front().previous == was.slot.last);
      if (!has_changed) REQUIRE(is.slot.last == was.slot.last);
      ++(has_changed ? rerouted_ : kept_);
      if (moves) {
        check_owners(rule, was, is);
        check_beside(rule, was, is);
      } else {
        REQUIRE_FALSE(has_changed);
      }
    }
    check_queues(after);
    life_.check_invariants();
  }

  void check_owners(const Rule& rule, const Standing& was, const Standing& is) {
    const PlaceId place = rule.place_now(was.slot.place), road = rule.place_now(was.slot.road);
    REQUIRE(is.slot.place == place);
    REQUIRE(is.slot.road == road);
    const NaiveAnswer anew = rule.as_a_new_one(was, place, road);
    const bool is_kept = rule.holds(was.chain, place, road) && !rule.is_beneath(was, was.chain.front());
    const std::vector<PostId> chain = is_kept ? was.chain : anew.chain;
    INFO("expected chain " << names(chain));
    REQUIRE(is.chain == chain);
    REQUIRE(configuration().posts[chain.back().value].level == Level::city);
    REQUIRE(is.slot.acting_step < chain.size());
    REQUIRE(is.slot.escalated_step >= is.slot.acting_step);

    const PostId instead = rule.instead_of(was, chain);
    Party lead = was.slot.lead;
    if (!rule.may_keep(was, place, chain)) {
      const bool goes_to_organisation =
          lead.is_organisation() && anew.lead.is_organisation() && was.slot.state != DemandState::filing;
      lead = goes_to_organisation ? anew.lead : Party(instead);
    }
    INFO("expected lead " << name(lead));
    REQUIRE(is.slot.lead == lead);
    REQUIRE(lead != was.aside.complained_of);
    const bool is_found_wanting =
        lead.is_post() && (lead == was.slot.lead ? rule.is_left_to(lead.post(), was.aside.complained_of)
                                                 : !rule.acts(lead.post(), was.aside.complained_of));
    REQUIRE((!is_found_wanting || lead.post() == chain.back()));

    // Who leads now accepts anew; all else runs on.
    Dues dues = was.slot.dues;
    DemandState state = was.slot.state;
    if (lead != was.slot.lead && (state == DemandState::submitted || state == DemandState::accepted)) {
      state = DemandState::submitted;
      dues[Stage::acceptance] = anew.dues.front();
    }
    REQUIRE(is.slot.state == state);
    REQUIRE(is.slot.dues == dues);
    REQUIRE(is.slot.is_late == was.slot.is_late);
    if (lead.is_post() && lead != was.slot.lead) REQUIRE(is.follows_up() == lead.post());
    if (lead.is_organisation() && chain != was.chain) REQUIRE(is.follows_up() == instead);
  }

  void check_beside(const Rule& rule, const Standing& was, const Standing& is) {
    for (const Party one : is.aside.assistants) REQUIRE(rule.is_there(one));
    for (const Party one : was.aside.assistants) {
      const bool stays = one && rule.is_there(one) && one != is.slot.lead && !rule.is_kept_out(was, one);
      if (stays) REQUIRE(is.is_assisted_by(one));
    }
    const bool forgets = is.slot.lead != was.slot.lead && is.slot.state == DemandState::submitted;
    REQUIRE(is.aside.pending == (forgets ? Pending::none : was.aside.pending));
    if (is.aside.pending != Pending::none && is.aside.asked_of.is_post()) REQUIRE(rule.is_there(is.aside.asked_of));
    if (is_under_review(is.aside.appeal)) {
      const bool is_on_chain = std::ranges::find(is.chain, was.aside.reviewer) != is.chain.end();
      REQUIRE(is.aside.reviewer == (is_on_chain ? was.aside.reviewer : is.chain.back()));
    }
    REQUIRE(is.escalated_to.empty() == was.escalated_to.empty());
    for (const std::uint32_t raw : is.escalated_to) REQUIRE(rule.is_there(Party::from_raw(raw)));
    for (const std::uint32_t raw : was.escalated_to) {
      const bool is_on_chain = std::ranges::find(is.chain, Party::from_raw(raw).post()) != is.chain.end();
      if (is_on_chain) REQUIRE(is.escalated_to.contains(raw));
    }
  }

  // Each open demand in its lead's queue, and beside with whom it has to do, and nowhere else.
  void check_queues(const std::map<DemandId, Standing>& after) const {
    const Demands& demands = city().demands;
    std::vector<Party> everybody;
    for (std::uint32_t id = 1; id <= city().codes.posts.size(); ++id) everybody.push_back(PostId{id});
    for (std::uint32_t id = 1; id <= city().codes.organisations.size(); ++id) everybody.push_back(OrganisationId{id});
    for (const Party owner : everybody) {
      INFO("queues of " << name(owner));
      std::set<DemandId> leads, leads_expected, beside_expected;
      for (SlotIndex at = demands.queue(owner).first; at != no_slot; at = demands[at].next_in_queue)
        leads.insert(demands[at].id);
      for (const auto& [id, one] : after) {
        if (!is_over(one.slot.state) && one.slot.lead == owner) leads_expected.insert(id);
        if (one.slot.lead != owner && tests::is_beside(city(), one.slot, owner)) beside_expected.insert(id);
      }
      CHECK(leads == leads_expected);
      const std::vector<DemandId> beside = demands.side_queue(owner);
      CHECK(std::set<DemandId>(beside.begin(), beside.end()) == beside_expected);
    }
  }

  std::string name(Party who) const {
    if (who.is_post()) return configuration().post_names[who.post().value].code;
    return who ? configuration().organisation_names[who.organisation().value].code : "-";
  }
  std::string names(const std::vector<PostId>& chain) const {
    std::string all;
    for (const PostId post : chain) all += name(post) + " ";
    return all;
  }

  std::mt19937 random_;
  ChangedTables tables_;
  tests::TemporaryFolder folder_;
  RunningCity running_;
  tests::RandomLife life_;
  std::map<std::string, Row> removed_;
  std::string said_;
  int grids_made_ = 0, adopted_ = 0, rerouted_ = 0, kept_ = 0;
};

TEST_CASE(
    "However the city changes, each demand is with whom the rule says: what holds stays, and what does not goes on as "
    "it was") {
  for (std::uint32_t round = 0; round < tests::rounds(2); ++round) {
    const std::uint32_t seed = Catch::rngSeed() + round;
    INFO("seed " << seed);
    Changing(seed).run(100);
  }
}

}  // namespace
}  // namespace wangge
