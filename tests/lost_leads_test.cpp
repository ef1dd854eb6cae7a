// Who led a demand and lost it because it did not accept in time: it reads on, is told when, why and to whom it went,
// and does nothing more about it.

#include "engine/state/lost_leads.h"

#include <atomic>
#include <string>
#include <utility>
#include <vector>

#include <boost/json.hpp>

#include "engine/base/limits.h"
#include "engine/model/number.h"
#include "engine/model/words.h"
#include "engine/rules/life.h"
#include "engine/state/digest.h"
#include "engine/views/similar.h"
#include "tests/desk.h"
#include "tests/local_time.h"
#include "tests/subcommand.h"
#include "tools/demand/act.h"
#include "tools/demand/show.h"
#include "tools/demand/submit.h"
#include "tests/attached.h"

#include <catch2/catch.hpp>  // last: its CHECK takes the place of ours

namespace wangge {
namespace {

using namespace std::chrono_literals;
namespace json = boost::json;
using Catch::Contains;
using tests::local;

// -------------------------------------------------------------------------------------------- the list

std::vector<PostId> losers(const LostLeads& leads, SlotIndex demand) {
  std::vector<PostId> posts;
  leads.each(demand, [&](const LostLead& lost) { posts.push_back(lost.from.post()); });
  return posts;
}

TEST_CASE("Of a demand the last who lost it are kept, each once, until it is forgotten") {
  LostLeads leads;
  const PostId a{1}, b{2}, c{3};
  leads.lose(7, {a, b, 100});
  leads.lose(7, {b, c, 200});
  leads.lose(9, {a, c, 300});
  CHECK(losers(leads, 7) == std::vector{b, a});
  CHECK(losers(leads, 9) == std::vector{a});
  CHECK(losers(leads, 8).empty());
  CHECK(leads.find(7, a)->to == Party(b));
  CHECK(leads.find(7, a)->at == 100);
  CHECK(leads.find(7, c) == nullptr);

  leads.lose(7, {a, c, 400});  // once more: the later time counts
  CHECK(losers(leads, 7) == std::vector{a, b});
  CHECK(leads.find(7, a)->at == 400);
  leads.win_back(7, b);
  leads.win_back(7, c);  // never lost it
  CHECK(losers(leads, 7) == std::vector{a});

  leads.forget(7);
  leads.forget(8);
  CHECK(losers(leads, 7).empty());
  CHECK(leads.size() == 1);
}

TEST_CASE("Of a demand that nobody accepts no more are kept than the bound says, the newest") {
  LostLeads leads;
  for (std::uint32_t id = 1; id <= limits::lost_leads_max + 3; ++id) leads.lose(5, {PostId{id}, PostId{id + 1}, id});
  CHECK(leads.size() == limits::lost_leads_max);
  CHECK(leads.find(5, PostId{3}) == nullptr);
  CHECK(leads.find(5, PostId{4}) != nullptr);
  CHECK(losers(leads, 5).front() == PostId{limits::lost_leads_max + 3});
}

// -------------------------------------------------------------------------------------------- the city

// 0304 is led by the heating company GQ04, which has 30 working minutes to accept; then the grid's chief leads.
class Town : public tests::Desk {
 public:
  static constexpr std::string_view chief_code = "P22088100100101";

  DemandId submit(std::string_view category_code = "0304", PersonId complained_of = {}) {
    Submit command = plain(grid(), category(category_code));
    command.complained_of = complained_of;
    return Desk::submit(command);
  }
  // Submitted at 9:00, lost by the company at 9:30.
  DemandId lost() {
    const DemandId demand = submit();
    move_to(local("2026-03-10 09:30"));
    REQUIRE(slot(demand).lead == Party(chief()));
    return demand;
  }
  PostId chief() const { return post(chief_code); }
  Party company() const { return organisation("GQ04"); }
  Party other_company() const { return organisation("GQ05"); }
  SessionId acting_as(Party party) {
    Rights rights;
    if (party.is_organisation()) rights.organisation = party.organisation();
    if (party.is_post()) rights.posts = {party.post()};
    return open(AccountKind::person, rights, ++last_token_);
  }
  bool sees(SessionId session, DemandId demand) const {
    const views::CheckedClaim claim{demand, false};
    return views::statuses(city(), account(session), {&claim, 1}).at(0).known;
  }
  AccountId account(SessionId session) const { return city().sessions[session].account(); }
  Refusal refused(SessionId session, DemandId demand, Deed deed, Party as) {
    const TextRef note = deed == Deed::accept ? TextRef{} : TextRef{0, 12};
    const Act act{.demand = demand, .as = as, .to = other_company(), .note = note, .deed = deed};
    return send_frame(session, city().sessions[session].expected(), {act}, plain_text).outcomes.at(0).refusal;
  }
  Refusal lost_to_chief() const {
    return {Reason::reassigned, Party(chief()).raw(), to_seconds(local("2026-03-10 09:30"))};
  }
  bool is_replayed() { return replayed_digest() == digest_of(city()); }

 private:
  std::uint8_t last_token_ = 20;
};

TEST_CASE(
    "An organisation that lost a demand by lateness reads it, and whatever it does is refused with when, why and to "
    "whom it went") {
  Town city;
  const SessionId heating = city.acting_as(city.company()), stranger = city.acting_as(city.other_company());
  const DemandId demand = city.lost();
  for (const bool is_restarted : {false, true}) {
    if (is_restarted) city.restart();
    CHECK(city.sees(heating, demand));
    CHECK_FALSE(city.sees(stranger, demand));
    for (const rules::Arrow& arrow : rules::arrows()) {
      if (arrow.deed == Deed::join) continue;  // is a command of its own
      INFO(words_of(arrow.deed).name);
      CHECK(city.refused(heating, demand, arrow.deed, city.company()) == city.lost_to_chief());
      CHECK(city.refused(city.desk(), demand, arrow.deed, city.company()) == city.lost_to_chief());  // recorded for it
    }
    CHECK(city.refused(stranger, demand, Deed::accept, city.other_company()).reason == Reason::wrong_role);
  }
  CHECK(city.is_replayed());
}

TEST_CASE("To read on is all that it may: the demand is similar to nothing for it, and stands in no queue of its own") {
  Town city;
  const SessionId heating = city.acting_as(city.company());
  const DemandId demand = city.lost();
  const views::AskSimilar question{.place = {}, .road = {}, .category = {}, .but = demand};
  const DemandId like = city.submit();
  REQUIRE(city.slot(like).lead == city.company());
  CHECK(views::similar_to(city.city(), city.account(heating), question, city.now).empty());
  CHECK_FALSE(views::similar_to(city.city(), city.account(city.desk()), question, city.now).empty());
  CHECK(city.city().demands.queue(city.company()).count == 1);
}

TEST_CASE("Posts that lost a demand one after the other are each told to whom it went from them") {
  Town city;
  const DemandId demand = city.submit("1301");
  const Party chief = city.chief(), secretary = city.post("P220881001001"), subdistrict = city.post("P220881001");
  REQUIRE(city.slot(demand).lead == chief);
  for (const char* time : {"2026-03-10 09:30", "2026-03-10 10:00", "2026-03-10 10:30", "2026-03-10 11:00"}) {
    city.move_to(local(time));  // each and its deputy have had half an hour
  }
  REQUIRE(city.slot(demand).lead == subdistrict);
  CHECK(city.refused(city.acting_as(chief), demand, Deed::accept, chief) ==
        Refusal{Reason::reassigned, secretary.raw(), to_seconds(local("2026-03-10 10:00"))});
  CHECK(city.refused(city.acting_as(secretary), demand, Deed::accept, secretary) ==
        Refusal{Reason::reassigned, subdistrict.raw(), to_seconds(local("2026-03-10 11:00"))});
  CHECK(city.refused(city.acting_as(subdistrict), demand, Deed::accept, subdistrict) == Refusal{});
}

TEST_CASE("Who leads again has not lost it, and what is passed on then is passed on like any other") {
  Town city;
  const SessionId heating = city.acting_as(city.company());
  const DemandId demand = city.lost();
  REQUIRE(city.act(demand, Deed::transfer, city.chief(), {.to = city.company()}) == Reason::none);
  CHECK(city.city().demands.lost_lead(city.slot(demand), city.company()) == nullptr);
  REQUIRE(city.act(demand, Deed::transfer, city.chief(), {.to = city.other_company()}) == Reason::none);
  CHECK_FALSE(city.sees(heating, demand));
  CHECK(city.refused(heating, demand, Deed::accept, city.company()).reason == Reason::wrong_role);
  CHECK(city.is_replayed());
}

TEST_CASE("What is restricted is hidden from who lost it like from anybody, and there again when that is lifted") {
  Town city;
  const SessionId heating = city.acting_as(city.company());
  const DemandId demand = city.lost();
  REQUIRE(city.act(demand, Deed::restrict, city.chief()) == Reason::none);
  CHECK_FALSE(city.sees(heating, demand));
  CHECK(city.refused(heating, demand, Deed::accept, city.company()) == Refusal{Reason::unknown_demand});
  REQUIRE(city.act(demand, Deed::unrestrict, city.post("P220881001001")) == Reason::none);
  CHECK(city.sees(heating, demand));
  CHECK(city.refused(heating, demand, Deed::accept, city.company()) == city.lost_to_chief());
}

TEST_CASE("Whom a demand complains of does not get to read it by having led it as a post") {
  Town city;
  const Party chief = city.chief();
  const SessionId leads = city.acting_as(chief);
  // The chief, so that the deputy is to act
  const DemandId demand = city.submit("1301", city.city().codes.people.find("R00145"));
  REQUIRE(city.slot(demand).lead == chief);
  city.move_to(local("2026-03-10 09:30"));
  REQUIRE(city.city().demands.lost_lead(city.slot(demand), chief) != nullptr);
  CHECK_FALSE(city.sees(leads, demand));
  CHECK(city.refused(leads, demand, Deed::accept, chief) == Refusal{Reason::unknown_demand});
}

TEST_CASE("Who lost a demand reads it until that is final, and what takes its place in memory was lost by nobody") {
  Town city;
  const SessionId heating = city.acting_as(city.company());
  const DemandId demand = city.lost();
  REQUIRE(city.act(demand, Deed::accept, city.chief()) == Reason::none);
  REQUIRE(city.act(demand, Deed::finish, city.chief()) == Reason::none);
  REQUIRE(city.act(demand, Deed::close, city.post("P220881001001")) == Reason::none);  // somebody else is to look
  CHECK(city.sees(heating, demand));
  const DemandId other = city.submit();
  REQUIRE(city.act(demand, Deed::reopen, {}) == Reason::none);
  REQUIRE(city.act(demand, Deed::withdraw) == Reason::none);
  REQUIRE(city.city().demands.last_of_final(demand));
  CHECK_FALSE(city.sees(heating, demand));
  const DemandId next = city.submit();
  for (const DemandId one : {other, next}) {
    city.city().demands.each_lost_lead(city.slot(one), [](const LostLead&) { FAIL_CHECK("nobody lost it"); });
  }
  CHECK(city.is_replayed());
}

// -------------------------------------------------------------------------------------------- at a terminal

// The small city with a store, served at a time that the test moves. 0201 is led by the centre BM1, which has ten
// minutes to accept; then the grid's chief leads.
class Served {
 public:
  Served() {
    Rights of_centre, of_company;
    of_centre.organisation = city_.city().codes.organisations.find("BM1");
    of_company.organisation = city_.city().codes.organisations.find("WY1");
    centre_ = city_.add_account(AccountKind::person, of_centre, 8);
    company_ = city_.add_account(AccountKind::person, of_company, 9);
    city_.run();
  }

  void move_by(Duration duration) { now_ += static_cast<Seconds>(duration.count()); }
  tests::Speaker desk() const { return tests::Speaker(city_); }
  tests::Speaker centre() const { return {city_, centre_}; }
  tests::Speaker company() const { return {city_, company_}; }
  tests::Client::Options client_of_centre() const {
    tests::Client::Options options;
    options.port = city_.port();
    options.who.token = centre_;
    options.who.spool = {8, 1};
    return options;
  }

 private:
  tests::TemporaryFolder folder_;
  std::atomic<Seconds> now_{to_seconds(tests::ServedCity::morning)};
  tests::ServedCity city_{
      {.now = [this] { return to_instant(now_); },
       .attachments = {.folder = AttachmentFolder(attachments_of(folder_.path())).path(), .free_bytes_min = 0}}};
  terminal::Token centre_{}, company_{};
};

tests::Printed run(const tests::Speaker& who, std::vector<std::string> arguments) {
  return who.say({tools::add_submit, tools::add_act, tools::add_show}, std::move(arguments));
}

TEST_CASE("At a terminal too it reads what became of the demand, and the refusal names the time and the new lead",
          "[threads]") {
  Served served;
  const tests::Speaker desk = served.desk(), centre = served.centre(), company = served.company();
  const std::string photo_of_cover = tests::photo_of(500);
  const json::object taken = run(desk, {"submit", "--grid", "G1", "--category", "0201", "--text", "井盖缺失",
                                        "--attach-reference", tests::line_of(photo_of_cover), "--json"})
                                 .json();
  const std::string number(taken.at("number").as_string()), code(taken.at("look_up_code").as_string());
  served.move_by(15min);
  const std::string said = "已于 09:15 因逾期未签收改派给 网格长一";
  const std::vector<std::vector<std::string>> deeds{{"accept"},
                                                    {"contain"},
                                                    {"finish", "--note", "已办"},
                                                    {"send-back", "--note", "不归我们"},
                                                    {"transfer", "--owner", "WY1", "--note", "归物业"}};
  for (std::vector<std::string> deed : deeds) {
    INFO(deed.front());
    deed.insert(deed.begin() + 1, {number, "--as", "BM1"});
    const tests::Printed refused = run(centre, deed);
    CHECK(refused.exit_code == 1);
    CHECK_THAT(refused.err, Contains(said) && Contains("it went to 网格长一 at 09:15, as it was not accepted in time"));
    deed.emplace_back("--json");
    const json::object told = run(centre, deed).json();
    CHECK(told.at("reason") == "reassigned");
    CHECK_THAT(std::string(told.at("explanation").as_string()), Contains(said));
    CHECK(told.at("demand").at("lead").at("code") == "PG1");
  }
  const std::string page = run(centre, {"show", number}).out;
  CHECK_THAT(
      page, Contains("主办：PG1 网格长一") && Contains("原主办：BM1 环卫中心，" + said + "\n") && Contains("井盖缺失"));
  CHECK_THROWS_WITH(run(company, {"show", number}), Contains("没有这件诉求，或无权查看"));  // has never led it

  // Whatever the account may see without one, a wrong code shows nothing.
  const std::string wrong = code == "000001" ? "000002" : "000001";
  CHECK_THROWS_WITH(run(centre, {"show", number, "--code", wrong}), Contains("没有这件诉求，或查询码不对"));

  // Of its files it is told what there is; it neither fetches nor sends them.
  tests::Client client(served.client_of_centre());
  const DemandId demand = parse_number(number).value();
  const AttachmentHash hash = tests::hash_of(photo_of_cover);
  CHECK(tests::told(client.ask(terminal::AskAttachments{demand})).size() == 1);
  CHECK(tests::told(client.ask(terminal::AskFetch{{demand}, hash, 0})).refusal.reason == Reason::attachment_not_named);
  CHECK(tests::told(client.ask(terminal::AskOffer{{demand}, hash, photo_of_cover.size()})).refusal.reason ==
        Reason::attachment_not_named);

  served.move_by(24h);
  CHECK_THAT(run(centre, {"accept", number, "--as", "BM1"}).err,
             Contains("已于 2026-03-10 09:15 因逾期未签收改派给 网格长一"));
}

}  // namespace
}  // namespace wangge
