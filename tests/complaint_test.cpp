// Whoever is complained of has no part in the demand: not the queue, not the sight of it, no deed, no notice, now and
// at each later change.

#include <algorithm>

#include "engine/state/digest.h"
#include "engine/state/sight.h"
#include "engine/views/queue.h"
#include "tests/changed_tables.h"
#include "tests/desk.h"
#include "tests/local_time.h"
#include "tests/sample_city.h"

#include <catch2/catch.hpp>  // last: its CHECK takes the place of ours

namespace wangge {
namespace {

using namespace std::chrono_literals;
using tests::local;

constexpr std::string_view chief_code = "P22088100100101", secretary_code = "P220881001001",
                           subdistrict_code = "P220881001";

class Town : public tests::Desk {
 public:
  Town() {
    tables.of(TableKind::leave).clear();
    tables.of(TableKind::settings).push_back({"notices.kinds", "待办|将到期|逾期|催办|不予受理|办结告知|吹哨"});
    adopt(tables);
  }
  const Post& at(std::string_view code) const { return city().configuration->posts[post(code).value]; }
  DemandId complain(std::string_view category_code, Party of) {
    Submit command = plain(grid(), category(category_code));
    command.complained_of = of;
    return Desk::submit(command);
  }
  SessionId account_of(std::string_view post_code, PersonId person, std::uint8_t token) {
    Rights rights;
    rights.posts = {post(post_code)};
    rights.person = person;
    return open(AccountKind::person, rights, token);
  }
  Reason say(SessionId who, DemandId demand, Deed deed, Party as) {
    Act command{.demand = demand, .as = as, .deed = deed};
    if (deed != Deed::accept) command.note = {0, 12};
    return send_frame(who, city().sessions[who].expected(), {command}, plain_text).outcomes.at(0).refusal.reason;
  }
  bool is_hidden_from(SessionId who, DemandId demand) const {
    return is_hidden(city(), city().sessions[who].account(), slot(demand));
  }
  std::ptrdiff_t told(DemandId demand, Party to) {
    return std::ranges::count_if(facts<Noticed>(demand), [&](const Noticed& one) { return one.to == to; });
  }
  bool is_replayed() { return replayed_digest() == digest_of(city()); }

  tests::ChangedTables tables{tests::sample_city().tables};
};

TEST_CASE("The account of whoever is complained of does not see it, and that of whoever acts instead does") {
  Town city;
  const PersonId chief = city.at(chief_code).holder, deputy = city.at(chief_code).deputy;
  const SessionId anybodys = city.account_of(chief_code, {}, 41), chiefs = city.account_of(chief_code, chief, 42),
                  deputys = city.account_of(chief_code, deputy, 43);
  const DemandId demand = city.complain("1301", chief);
  const Party post = city.post(chief_code);
  REQUIRE(city.slot(demand).lead == post);
  CHECK(city.is_hidden_from(anybodys, demand));
  CHECK(city.is_hidden_from(chiefs, demand));
  CHECK_FALSE(city.is_hidden_from(deputys, demand));
  for (const SessionId session : {anybodys, chiefs}) {
    CHECK(city.say(session, demand, Deed::accept, post) == Reason::unknown_demand);
    CHECK_FALSE(may_see(city.city(), city.city().sessions[session].account(), city.slot(demand)));
  }
  for (const Noticed& one : city.facts<Noticed>(demand)) CHECK(one.holder != chief);
  CHECK(city.say(deputys, demand, Deed::accept, post) == Reason::none);
  const DemandId other = city.complain("1301", {});
  CHECK_FALSE(city.is_hidden_from(chiefs, other));
  CHECK(city.is_replayed());
}

TEST_CASE("The organisation that is complained of is hidden from, and cannot be handed, called in or summoned") {
  Town city;
  const OrganisationId company = city.organisation("GQ04");
  const DemandId demand = city.complain("1301", company);
  Rights rights;
  rights.organisation = company;
  CHECK(city.is_hidden_from(city.open(AccountKind::person, rights, 44), demand));
  const Party chief = city.post(chief_code);
  REQUIRE(city.act(demand, Deed::accept, chief) == Reason::none);
  CHECK(city.act(demand, Deed::call_in, chief, {.to = company}) == Reason::owner_complained_of);
  CHECK(city.act(demand, Deed::offer, chief, {.to = company}) == Reason::owner_complained_of);
  CHECK(city.act(demand, Deed::transfer, chief, {.to = company}) == Reason::owner_complained_of);
  Summon summon{.demand = demand, .as = city.post(secretary_code)};
  summon.who[0] = company;
  CHECK(city.send(summon).refusal.reason == Reason::owner_complained_of);
  summon.who[0] = city.organisation("GQ05");
  CHECK(city.send(summon).refusal.reason == Reason::none);
}

TEST_CASE("A complaint about staff goes to nobody below or beside, whoever hands it over") {
  Town city;
  const PersonId secretary = city.at(secretary_code).holder;
  const DemandId demand = city.complain("1105", secretary);
  const Party subdistrict = city.post(subdistrict_code), lead = city.slot(demand).lead;
  for (const std::string_view code : {chief_code, secretary_code}) {
    CAPTURE(code);
    CHECK(city.act(demand, Deed::transfer, subdistrict, {.to = city.post(code)}) == Reason::owner_complained_of);
    CHECK(city.act(demand, Deed::call_in, subdistrict, {.to = city.post(code)}) == Reason::owner_complained_of);
    CHECK(city.is_hidden_from(city.account_of(code, city.at(code).deputy, static_cast<std::uint8_t>(50 + code.size())),
                              demand));
  }
  REQUIRE(city.act(demand, Deed::accept, lead) == Reason::none);
  CHECK(city.act(demand, Deed::offer, lead, {.to = city.post(chief_code)}) == Reason::owner_complained_of);
  CHECK(city.act(demand, Deed::transfer, subdistrict, {.to = city.organisation("BM01")}) == Reason::none);
}

TEST_CASE("A post where only the one complained of stands is passed over when it is escalated, and told of nothing") {
  Town city;
  city.tables.set(TableKind::posts, secretary_code, "deputy", "");
  city.adopt(city.tables);
  const Party secretary = city.post(secretary_code), subdistrict = city.post(subdistrict_code);
  const DemandId demand = city.complain("0304", city.at(secretary_code).holder);
  REQUIRE(city.act(demand, Deed::accept, city.slot(demand).lead) == Reason::none);
  city.move_to(city.now + 24h);  // not contained
  REQUIRE(city.slot(demand).is_late);
  CHECK_FALSE(city.is_escalated_to(demand, secretary.post()));
  CHECK(city.is_escalated_to(demand, subdistrict.post()));
  CHECK(city.told(demand, secretary) == 0);
  CHECK(city.act(demand, Deed::note, secretary) == Reason::owner_complained_of);  // recorded at a terminal, too
  CHECK(city.is_replayed());
}

TEST_CASE("A gas leak is told to the whole chain but to whom it complains of") {
  Town city;
  city.tables.set(TableKind::posts, secretary_code, "deputy", "");
  city.adopt(city.tables);
  const DemandId demand = city.complain("0302", city.at(secretary_code).holder);
  CHECK(city.told(demand, city.post(subdistrict_code)) == 1);
  CHECK(city.told(demand, city.post(secretary_code)) == 0);
}

TEST_CASE("Who gets the post of somebody that helps or is asked, and is complained of, helps and answers no more") {
  Town city;
  const PersonId newcomer = city.at("P22088100100102").holder;
  const Party second = city.post("P22088100100103"), chief = city.post(chief_code);
  const DemandId demand = city.complain("1301", newcomer);
  REQUIRE(city.act(demand, Deed::call_in, chief, {.to = second}) == Reason::none);
  const std::string code = city.city().configuration->person_names[newcomer.value].code;
  city.tables.set(TableKind::posts, "P22088100100102", "holder", "");
  city.tables.set(TableKind::posts, "P22088100100103", "holder", code);
  city.tables.set(TableKind::posts, "P22088100100103", "deputy", "");
  city.move_to(city.now + 1min);
  city.adopt(city.tables);
  city.settle();
  CHECK(city.aside(demand).assistants[0] == Party{});
  CHECK_FALSE(city.is_beside(demand, second));
  CHECK(city.slot(demand).lead == chief);
  CHECK(city.is_replayed());
}

TEST_CASE(
    "Who is complained of and promoted above the chain's first post takes nobody along: the demand begins above") {
  Town city;
  const PersonId secretary = city.at(secretary_code).holder;
  const DemandId demand = city.complain("1105", secretary);
  REQUIRE(city.city().routes.chain(city.slot(demand).chain).posts[0] == city.post(subdistrict_code));
  const std::string code = city.city().configuration->person_names[secretary.value].code;
  city.tables.set(TableKind::posts, subdistrict_code, "deputy", code);
  city.move_to(city.now + 1min);
  city.adopt(city.tables);
  city.settle();
  CHECK(city.city().routes.chain(city.slot(demand).chain).posts[0] == city.post("P220881"));
  CHECK(city.is_replayed());
}

TEST_CASE("A post below the one that leads now verifies, from the level on that the category says") {
  Town city;
  // Verified by the grid chief
  const DemandId demand = city.submit(tests::Desk::plain(city.grid(), city.category("0101")));
  const Party chief = city.post(chief_code), secretary = city.post(secretary_code);
  REQUIRE(city.act(demand, Deed::transfer, chief, {.to = secretary}) == Reason::none);
  for (const Deed deed : {Deed::accept, Deed::finish}) REQUIRE(city.act(demand, deed, secretary) == Reason::none);
  CHECK(city.act(demand, Deed::verify, secretary) == Reason::wrong_role);
  CHECK(city.act(demand, Deed::verify, chief) == Reason::none);

  const DemandId at_the_top = city.submit(tests::Desk::plain(city.grid(), city.category("0101")));
  const Party top = city.post("P220881");
  REQUIRE(city.act(at_the_top, Deed::transfer, chief, {.to = top}) == Reason::none);
  for (const Deed deed : {Deed::accept, Deed::finish}) REQUIRE(city.act(at_the_top, deed, top) == Reason::none);
  CHECK(city.is_beside(at_the_top, city.post(subdistrict_code)));  // the nearest that does not lead
  CHECK(city.act(at_the_top, Deed::rework, chief) == Reason::none);
}

}  // namespace
}  // namespace wangge
