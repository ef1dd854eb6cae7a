// Restricted demands (限制知悉): there for who has a part in them and for who is named, in every view and for every
// deed; to all others there is no such demand, from the moment on at which it is made so.

#include <string>
#include <vector>

#include "adapters/terminal/receipts.h"
#include "engine/model/blob.h"
#include "engine/state/digest.h"
#include "engine/state/sight.h"
#include "engine/views/board.h"
#include "engine/views/similar.h"
#include "engine/views/summonses.h"
#include "tests/desk.h"
#include "tests/raw_terminal.h"
#include "tests/sample_city.h"
#include "tests/served_city.h"

#include <catch2/catch.hpp>  // last: its CHECK takes the place of ours

namespace wangge {
namespace {

using namespace std::chrono_literals;
using tests::RawTerminal;
using tests::ServedCity;

// 0902 家庭矛盾与家暴线索 is restricted, and led by the police (公安局); the community's secretary follows up. 1301 is
// not, and led by the grid chief.
class Town : public tests::Desk {
 public:
  DemandId submit(std::string_view category_code) { return Desk::submit(plain(grid(), category(category_code))); }
  SessionId person(const Rights& rights) { return open(AccountKind::person, rights, ++last_token_); }
  SessionId acting_as(PostId post) {
    Rights rights;
    rights.posts = {post};
    return person(rights);
  }
  SessionId acting_as(std::string_view organisation) {
    Rights rights;
    rights.organisation = party(organisation).organisation();
    return person(rights);
  }
  SessionId terminal(std::vector<CategoryId> restricted = {}) {
    Rights rights;
    rights.grids = {grid()};
    rights.restricted = std::move(restricted);
    return open(AccountKind::terminal, rights, ++last_token_);
  }
  // Who covers the whole city, and acts as nobody.
  SessionId supervisor(std::vector<CategoryId> restricted = {}) {
    Rights rights;
    rights.scope = place("220881");
    rights.restricted = std::move(restricted);
    return person(rights);
  }

  AccountId account(SessionId session) const { return city().sessions[session].account(); }
  Party party(std::string_view organisation) const { return city().codes.organisations.find(organisation); }
  PostId on_chain(DemandId demand, int above) const {
    return city().routes.chain(slot(demand).chain).posts[static_cast<std::size_t>(slot(demand).acting_step + above)];
  }

  bool sees(SessionId session, DemandId demand, bool proved = false) const {
    const views::CheckedClaim claim{demand, proved};
    return views::statuses(city(), account(session), {&claim, 1}).at(0).known;
  }
  bool finds_similar(SessionId session, std::string_view category_code) const {
    const views::AskSimilar question{.place = grid(), .road = {}, .category = category(category_code), .but = {}};
    return !views::similar_to(city(), account(session), question, now).empty();
  }
  views::Queue escalated(SessionId session) const {
    return views::queue_of(city(), account(session), {.owner = {}, .scope = place("220881"), .filter = {}});
  }
  std::uint32_t in_queue(SessionId session, Party owner) const {
    return views::queue_of(city(), account(session), {.owner = owner, .scope = {}, .filter = {}}).counts.all;
  }
  Reason act(SessionId session, DemandId demand, Deed deed, Party as, Act more = {}) {
    more.demand = demand;
    more.deed = deed;
    more.as = as;
    if (deed != Deed::accept) more.note = {0, 12};
    return send_frame(session, city().sessions[session].expected(), {more}, plain_text).outcomes.at(0).refusal.reason;
  }
  using Desk::act;

 private:
  std::uint8_t last_token_ = 20;
};

TEST_CASE(
    "What lies in a restricted category is seen by who has a part in it, and by who is named, and in no view by "
    "anybody else") {
  Town city;
  const DemandId demand = city.submit("0902");
  const CategoryId category = city.category("0902");
  const SessionId police = city.acting_as("BM04"), secretary = city.acting_as(city.on_chain(demand, 0)),
                  subdistrict = city.acting_as(city.on_chain(demand, 1)), clerk = city.terminal(),
                  named_clerk = city.terminal({category}), elsewhere_named = city.terminal({city.category("1105")}),
                  supervisor = city.supervisor(), named_supervisor = city.supervisor({category});
  REQUIRE(city.slot(demand).lead == city.party("BM04"));
  struct Case {
    const char* who;
    SessionId session;
    bool sees;
  };
  const Case cases[]{{"police", police, true},
                     {"secretary", secretary, true},
                     {"subdistrict", subdistrict, false},
                     {"clerk", clerk, false},
                     {"named clerk", named_clerk, true},
                     {"named for another", elsewhere_named, false},
                     {"supervisor", supervisor, false}};
  for (const Case& one : cases) {
    INFO(one.who);
    CHECK(city.sees(one.session, demand) == one.sees);
    CHECK(city.finds_similar(one.session, "0902") == one.sees);
  }
  CHECK(city.sees(clerk, demand, true));  // by the code of the receipt, as ever
  // To be named gives nothing but that it is not hidden: a supervisor looks up what has been escalated in its scope,
  // and no more.
  CHECK_FALSE(city.sees(named_supervisor, demand));
  CHECK(city.in_queue(police, city.party("BM04")) == 1);
  const SessionId every_grid = [&] {
    Rights rights;
    rights.every_grid = true;
    return city.open(AccountKind::terminal, rights, 90);
  }();
  CHECK(city.in_queue(every_grid, city.party("BM04")) == 0);
  CHECK(city.in_queue(city.desk(), city.party("BM04")) == 1);
}

TEST_CASE(
    "Whom it is escalated to sees it from then on, and who merely covers the place does not, not even in the counts") {
  Town city;
  const DemandId demand = city.submit("0902"), other = city.submit("1301");
  const SessionId subdistrict = city.acting_as(city.on_chain(demand, 1)), supervisor = city.supervisor(),
                  named = city.supervisor({city.category("0902")});
  REQUIRE(city.act(demand, Deed::escalate, city.slot(demand).lead) == Reason::none);
  REQUIRE(city.act(other, Deed::escalate, city.slot(other).lead) == Reason::none);
  CHECK(city.sees(subdistrict, demand));
  CHECK_FALSE(city.sees(supervisor, demand));
  const views::Queue merely = city.escalated(supervisor), all = city.escalated(named);
  CHECK(merely.counts.all == 1);
  CHECK(merely.counts.by_severity[0] == 0);
  REQUIRE(merely.rows.size() == 1);
  CHECK(merely.rows[0].demand == other);
  CHECK(all.counts.all == 2);
  CHECK(all.counts.by_severity[0] == 1);
  REQUIRE(all.rows.size() == 2);
  CHECK(all.rows[0].demand == demand);
  CHECK(all.rows[0].is_restricted);
  CHECK_FALSE(all.rows[1].is_restricted);
}

TEST_CASE("Who helps or is to answer sees it as long as that is so") {
  Town city;
  const DemandId demand = city.submit("0902");
  const Party police = city.party("BM04"), helper = city.party("BM05");
  const SessionId helping = city.acting_as("BM05");
  REQUIRE(city.act(demand, Deed::accept, police) == Reason::none);
  CHECK_FALSE(city.sees(helping, demand));
  REQUIRE(city.act(demand, Deed::call_in, police, {.to = helper}) == Reason::none);
  CHECK(city.sees(helping, demand));
  CHECK(city.in_queue(helping, helper) == 1);
  REQUIRE(city.act(helping, demand, Deed::assist, helper) == Reason::none);
  CHECK_FALSE(city.sees(helping, demand));
  CHECK(city.in_queue(helping, helper) == 0);
  REQUIRE(city.act(demand, Deed::offer, police, {.to = helper}) == Reason::none);
  CHECK(city.sees(helping, demand));
  REQUIRE(city.act(helping, demand, Deed::refuse, helper) == Reason::none);
  CHECK_FALSE(city.sees(helping, demand));
}

TEST_CASE(
    "To whom it is hidden nothing can be done about it, and the refusal is the one of a number that was never given") {
  Town city;
  const DemandId demand = city.submit("0902"), head = city.submit("0902"), open = city.submit("1301");
  const SessionId subdistrict = city.acting_as(city.on_chain(demand, 1)), clerk = city.terminal();
  const Party as = city.on_chain(demand, 1), police = city.party("BM04");
  for (const DemandId one : {demand, DemandId{1}}) {
    CHECK(city.act(subdistrict, one, Deed::transfer, as, {.to = city.party("BM05")}) == Reason::unknown_demand);
    CHECK(city.act(subdistrict, one, Deed::unrestrict, as) == Reason::unknown_demand);
    CHECK(city.act(clerk, one, Deed::accept, police) == Reason::unknown_demand);
    CHECK(city.act(clerk, one, Deed::withdraw, {}) == Reason::unknown_demand);
  }
  // Who brings it has the receipt
  CHECK(city.act(clerk, demand, Deed::accept, police, {.is_proved = true}) == Reason::none);
  const auto join = [&](SessionId session, DemandId to) {
    return city
        .send_frame(session, city.city().sessions[session].expected(),
                    {Join{.demand = open, .as = {}, .head = to, .note = {}}}, {})
        .outcomes.at(0)
        .refusal.reason;
  };
  CHECK(join(clerk, head) == Reason::unknown_head);
  CHECK(join(city.desk(), head) == Reason::none);
}

TEST_CASE(
    "Made restricted later it is gone at once for all who have no part in it, and is back when a superior lifts that") {
  Town city;
  const DemandId demand = city.submit("1301");
  const PostId chief = city.on_chain(demand, 0), secretary = city.on_chain(demand, 1);
  const SessionId leads = city.acting_as(chief), above = city.acting_as(secretary), clerk = city.terminal(),
                  named = city.terminal({city.category("1301")}), other = city.acting_as("BM04");
  const auto all_see = [&](bool expected) {
    for (const SessionId session : {above, clerk}) {
      CHECK(city.sees(session, demand) == expected);
      CHECK(city.finds_similar(session, "1301") == expected);
      CHECK((city.in_queue(session, chief) == 1) == expected);
    }
    for (const SessionId session : {leads, named}) {
      CHECK(city.sees(session, demand));
      CHECK(city.in_queue(session, chief) == 1);
    }
  };
  all_see(true);
  CHECK(city.act(demand, Deed::unrestrict, secretary) == Reason::not_restricted);
  CHECK(city.act(other, demand, Deed::restrict, city.party("BM04")) == Reason::wrong_role);
  const Act without_note{.demand = demand, .as = chief, .deed = Deed::restrict};
  CHECK(city.send(without_note).refusal.reason == Reason::note_missing);
  REQUIRE(city.act(leads, demand, Deed::restrict, chief) == Reason::none);
  all_see(false);
  CHECK(city.act(leads, demand, Deed::restrict, chief) == Reason::already_restricted);
  CHECK(city.act(leads, demand, Deed::unrestrict, chief) == Reason::wrong_role);  // its own restriction
  CHECK(city.slot(demand).state == DemandState::submitted);
  city.restart();
  all_see(false);
  CHECK(city.replayed_digest() == digest_of(city.city()));
  REQUIRE(city.act(leads, demand, Deed::escalate, chief) == Reason::none);  // who is to lift it must see it
  CHECK(city.sees(above, demand));
  REQUIRE(city.act(above, demand, Deed::unrestrict, secretary) == Reason::none);
  all_see(true);
  CHECK(city.replayed_digest() == digest_of(city.city()));
  const DemandId by_category = city.submit("0902");
  CHECK(city.act(by_category, Deed::restrict, city.slot(by_category).lead) == Reason::already_restricted);
  CHECK(city.act(by_category, Deed::unrestrict, city.on_chain(by_category, 0)) == Reason::category_restricted);
}

TEST_CASE("What is split off is restricted as well, whatever its category, and a superior lifts that for it alone") {
  Town city;
  const DemandId by_category = city.submit("0902"), made_so = city.submit("1301");
  REQUIRE(city.act(made_so, Deed::restrict, city.on_chain(made_so, 0)) == Reason::none);
  const SessionId clerk = city.terminal();
  const auto split = [&](DemandId demand) {
    Act act{.demand = demand,
            .as = city.on_chain(demand, 0),
            .note = {0, 12},
            .deed = Deed::split,
            .category = city.category("1301")};
    const loop::Outcome outcome = city.send(act, city.plain_text);
    REQUIRE_FALSE(outcome.refusal);
    return DemandId{city.city().last.value};
  };
  for (const DemandId whole : {by_category, made_so}) {
    const DemandId part = split(whole);
    REQUIRE(city.city().demands.find(part) != nullptr);
    CHECK_FALSE(city.sees(clerk, part));
    CHECK(city.act(part, Deed::unrestrict, city.on_chain(part, 1)) == Reason::none);
    CHECK(city.sees(clerk, part));
    CHECK_FALSE(city.sees(clerk, whole));
  }
  CHECK(city.replayed_digest() == digest_of(city.city()));
}

TEST_CASE("Who has no part in it neither whistles for it nor learns of a whistle for it") {
  Town city;
  const DemandId demand = city.submit("0902");
  const PostId secretary = city.post("P220881001002");  // of the community next door
  const PostId subdistrict = city.post("P220881001");
  const auto call = [&](SessionId session, Party as) {
    Summon command{.demand = demand, .as = as};
    command.who[0] = city.party("BM02").organisation();
    return city.send_frame(session, city.city().sessions[session].expected(), {command}, {})
        .outcomes.at(0)
        .refusal.reason;
  };
  CHECK(call(city.acting_as(secretary), secretary) == Reason::unknown_demand);
  CHECK(call(city.acting_as(subdistrict), subdistrict) == Reason::unknown_demand);
  const PostId follows_up = city.on_chain(demand, 0);
  REQUIRE(call(city.acting_as(follows_up), follows_up) == Reason::none);
  const auto whistles = [&](SessionId session) {
    return views::summonses_of(city.city(), city.account(session), {.of = {}, .turnouts = false}, city.now).all;
  };
  CHECK(whistles(city.acting_as(follows_up)) == 1);
  CHECK(whistles(city.acting_as("BM02")) == 1);
  CHECK(whistles(city.supervisor()) == 0);
  CHECK(whistles(city.supervisor({city.category("0902")})) == 1);
}

TEST_CASE("It stays restricted when it is joined and parted, closed, begun again, and final") {
  Town city;
  const DemandId head = city.submit("1301"), demand = city.submit("1301");
  const PostId chief = city.on_chain(demand, 0);
  const SessionId leads = city.acting_as(chief), above = city.acting_as(city.on_chain(demand, 1)),
                  clerk = city.terminal();
  REQUIRE(city.act(demand, Deed::restrict, chief) == Reason::none);
  const auto is_hidden = [&] { return !city.sees(clerk, demand) && city.sees(leads, demand); };
  CHECK(is_hidden());
  REQUIRE_FALSE(city.send(Join{.demand = demand, .as = chief, .head = head, .note = {}}).refusal);
  CHECK(is_hidden());
  REQUIRE(city.act(demand, Deed::part, chief) == Reason::none);
  CHECK(is_hidden());
  for (const Deed deed : {Deed::accept, Deed::finish, Deed::close})
    REQUIRE(city.act(demand, deed, chief) == Reason::none);
  CHECK(is_hidden());
  REQUIRE(city.act(demand, Deed::rate, {}, {.verdict = Verdict{.result = 1}.packed()}) == Reason::none);
  REQUIRE(city.slot(demand).lead == Party(city.on_chain(demand, 0)));
  REQUIRE(city.slot(demand).lead != Party(chief));  // one level up
  CHECK(city.sees(above, demand));
  CHECK_FALSE(city.sees(leads, demand));
  const Party lead = city.slot(demand).lead;
  REQUIRE(city.act(demand, Deed::withdraw, {}) == Reason::none);
  const Position last = city.city().demands.last_of_final(demand);
  REQUIRE(last);
  const terminal::FinalDemand gone = terminal::final_demand(city.log(), city.city(), demand, last);
  CHECK(gone.standing.demand.lead == lead);
  CHECK(gone.status.is_restricted);
  CHECK(may_see(city.city(), city.account(above), gone.standing.demand));
  CHECK_FALSE(may_see(city.city(), city.account(leads), gone.standing.demand));
  CHECK_FALSE(may_see(city.city(), city.account(clerk), gone.standing.demand));
  CHECK(city.act(clerk, demand, Deed::note, {}) == Reason::unknown_demand);
  CHECK(city.act(clerk, head, Deed::note, {}) == Reason::none);
  CHECK(city.replayed_digest() == digest_of(city.city()));
}

TEST_CASE("Rights that name restricted categories are read again, and those of before name none") {
  Rights rights;
  rights.name = "分管";
  std::string before, some, every;
  encode_rights(rights, before);
  CHECK(decode_rights(before) == rights);
  rights.restricted = {CategoryId{3}, CategoryId{65'000}};
  encode_rights(rights, some);
  CHECK(decode_rights(some) == rights);
  CHECK_FALSE(decode_rights(some.substr(0, some.size() - 4)));
  std::string beyond = some;
  beyond[beyond.size() - 2] = 1;  // the last number is 65,536 more: no category
  CHECK_FALSE(decode_rights(beyond));
  rights.restricted = {};
  rights.every_restricted = true;
  encode_rights(rights, every);
  CHECK(decode_rights(every) == rights);
}

// -------------------------------------------------------------------------------------------- watching, over a socket

views::QueueChange hear_change(ServedCity& city, RawTerminal& terminal) {
  for (;;) {
    if (auto answered = terminal.hear()) return std::get<terminal::Changed>(std::move(*answered)).change;
    city.wait_for_something();
  }
}

class Watcher {
 public:
  Watcher(ServedCity& city, const terminal::Token& token, const views::QueueSpec& spec) : city_(city), terminal_(city) {
    terminal_.greet(token);
    terminal_.ask(1, terminal::AskWatch{spec});
    views::merge(queue, terminal_.hear_rows<views::QueueChange>());
  }
  views::QueueChange hear() {
    views::QueueChange change = hear_change(city_, terminal_);
    if (change.from) REQUIRE(change.from == queue.position);
    views::merge(queue, change);
    return change;
  }
  std::vector<DemandId> rows() const {
    std::vector<DemandId> demands;
    for (const views::Status& row : queue.rows) demands.push_back(row.demand);
    return demands;
  }

  views::Queue queue;

 private:
  ServedCity& city_;
  RawTerminal terminal_;
};

TEST_CASE(
    "Who watches a queue loses the row of what is made restricted at once, with whatever else has changed, unless they "
    "may see it") {
  ServedCity city({.watch_period = 1ms});
  Rights covers, acts;
  covers.scope = city.place("S1");
  acts.posts = {city.post("PG1")};
  const terminal::Token supervisor_token = city.add_account(AccountKind::person, covers, 9),
                        chief_token = city.add_account(AccountKind::person, acts, 10);
  const views::QueueSpec spec{.owner = city.post("PG1"), .scope = {}, .filter = {}};
  RawTerminal clerk(city);
  clerk.greet(city.token());
  const terminal::Submission demands[]{tests::a_demand(city), tests::a_demand(city)};
  clerk.submit(1, demands);
  const auto receipts = clerk.hear_only<terminal::Acknowledged>().receipts;
  const DemandId first{receipts.at(0).position.value}, second{receipts.at(1).position.value};
  Watcher supervisor(city, supervisor_token, spec), chief(city, chief_token, spec);
  REQUIRE(supervisor.rows() == std::vector{first, second});
  REQUIRE(chief.rows() == std::vector{first, second});

  const Party as = city.post("PG1");
  const terminal::ReadyAct restrict_and_accept[]{
      {.deed = Deed::restrict, .demand = first, .as = as, .note = "涉及家暴"},
      {.deed = Deed::accept, .demand = second, .as = as}};
  clerk.act(3, restrict_and_accept);
  for (const auto& outcome : clerk.hear_only<terminal::Acknowledged>().receipts) REQUIRE_FALSE(outcome.refusal);
  const views::QueueChange dropped = supervisor.hear();
  CHECK(dropped.gone == std::vector{first});
  REQUIRE(dropped.queue.rows.size() == 1);
  CHECK(dropped.queue.rows[0].state == DemandState::accepted);
  CHECK(supervisor.rows() == std::vector{second});
  CHECK(supervisor.queue.counts.all == 1);
  chief.hear();
  CHECK(chief.rows() == std::vector{first, second});
  CHECK(chief.queue.counts.all == 2);
  CHECK(chief.queue.rows[0].is_restricted);

  // What it is at first is told likewise, and what becomes of it later.
  Watcher late_supervisor(city, city.add_account(AccountKind::person, covers, 11), spec),
      late_chief(city, city.add_account(AccountKind::person, acts, 12), spec);
  CHECK(late_supervisor.rows() == std::vector{second});
  CHECK(late_chief.rows() == std::vector{first, second});
  const terminal::ReadyAct without_code[]{{.deed = Deed::accept, .demand = first, .as = as}};
  clerk.act(5, without_code);
  CHECK(clerk.hear_only<terminal::Acknowledged>().receipts.at(0).refusal.reason == Reason::unknown_demand);
  const std::uint32_t code = receipts.at(0).look_up_code;
  const terminal::ReadyAct with_code[]{{.deed = Deed::accept, .demand = first, .as = as, .look_up_code = code}};
  clerk.act(6, with_code);
  REQUIRE_FALSE(clerk.hear_only<terminal::Acknowledged>().receipts.at(0).refusal);
  for (Watcher* const watcher : {&chief, &late_chief}) {
    const views::QueueChange change = watcher->hear();
    CHECK(change.from);  // what differs, and no more
    REQUIRE(change.queue.rows.size() == 1);
    CHECK(change.queue.rows[0].demand == first);
    CHECK(change.queue.rows[0].state == DemandState::accepted);
  }

  const terminal::ReadyAct lift[]{{.deed = Deed::unrestrict,
                                   .demand = first,
                                   .as = city.post("PC1"),
                                   .note = "已核实无此事",
                                   .look_up_code = code}};
  clerk.act(7, lift);
  REQUIRE_FALSE(clerk.hear_only<terminal::Acknowledged>().receipts.at(0).refusal);
  for (Watcher* const watcher : {&supervisor, &late_supervisor, &chief, &late_chief}) {
    watcher->hear();
    CHECK(watcher->rows() == std::vector{first, second});
    CHECK_FALSE(watcher->queue.rows[0].is_restricted);
    CHECK(watcher->queue.counts.all == 2);
  }
}

TEST_CASE("A code that comes with a join proves that the demand may be seen") {
  ServedCity city;
  RawTerminal clerk(city);
  clerk.greet(city.token());
  const terminal::Submission demands[]{tests::a_demand(city), tests::a_demand(city)};
  clerk.submit(1, demands);
  const auto receipts = clerk.hear_only<terminal::Acknowledged>().receipts;
  const DemandId head{receipts.at(0).position.value}, demand{receipts.at(1).position.value};
  terminal::ReadyAct acts[]{{.deed = Deed::restrict, .demand = demand, .as = city.post("PG1"), .note = "涉及家暴"},
                            {.deed = Deed::join, .demand = demand, .bond = Bond::same, .head = head},
                            {.deed = Deed::join,
                             .demand = demand,
                             .look_up_code = receipts.at(1).look_up_code,
                             .bond = Bond::same,
                             .head = head}};
  clerk.act(3, acts);
  const auto told = clerk.hear_only<terminal::Acknowledged>().receipts;
  CHECK_FALSE(told.at(0).refusal);
  CHECK(told.at(1).refusal.reason == Reason::unknown_demand);
  CHECK_FALSE(told.at(2).refusal);
}

}  // namespace
}  // namespace wangge
